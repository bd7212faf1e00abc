// Owns every answer about people: who I am, who may be asked, who has an account. Must never show a guest's made-up
// address, nor anyone's real one to anybody but admins and themselves.

import { and, asc, eq, ilike, or, sql } from 'drizzle-orm'
import type { AccountView, BoardId, Language, MeView, PersonView, Role, UserId } from '../../shared/model.ts'
import { LANGUAGES, ROLES } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { photos, profiles, user, userRoles } from '../platform/database/schema/index.ts'
import { literally } from './rules.ts'

const person = { userId: user.id, name: user.name, image: user.image, unit: profiles.unit, isGuest: user.isAnonymous }
const rolesColumn = sql<Role[]>`array(select role from user_roles r where r.user_id = ${user.id})`

/** Everybody who can sign in is a member; guests and the invented people of the example board are not. */
const hasAccount = sql`exists (select 1 from user_roles r where r.user_id = ${user.id} and r.role = 'member')`

interface PersonRow {
  userId: string
  name: string
  image: string | null
  unit: string | null
  isGuest: boolean
}

function personView({ userId, name, image, unit, isGuest }: PersonRow): PersonView {
  return { userId: userId as UserId, name, image, unit, isGuest }
}

const inOrder = (roles: readonly Role[]) => ROLES.filter((role) => roles.includes(role))

/** The board a guest came for: the first they joined and were not shown out of. */
const guestBoardColumn = sql<BoardId | null>`(select m.board_id from board_members m
  where ${user.isAnonymous} and m.user_id = ${user.id} and m.removed_at is null order by m.joined_at limit 1)`

/** `unread` comes from the room that owns it. */
export async function meView(reader: Reader, userId: UserId, unread: number): Promise<MeView | null> {
  const mine = { email: user.email, language: profiles.language, roles: rolesColumn, guestBoardId: guestBoardColumn }
  const [row] = await reader
    .select({ ...person, ...mine })
    .from(user)
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .where(eq(user.id, userId))
  if (!row) return null
  const language = LANGUAGES.find((one) => one === row.language) ?? null
  return {
    user: { ...personView(row), email: row.isGuest ? null : row.email, language: language satisfies Language | null },
    roles: row.isGuest ? [] : inOrder(row.roles),
    guestBoardId: row.guestBoardId,
    firstRun: false,
    unread,
  }
}

export const NOBODY = { user: null, roles: [], guestBoardId: null, unread: 0 } as const satisfies Omit<
  MeView,
  'firstRun'
>

/** GET /api/people, for admins. */
export async function accountViews(reader: Reader): Promise<AccountView[]> {
  const rows = await reader
    .select({ ...person, email: user.email, createdAt: user.createdAt, roles: rolesColumn })
    .from(user)
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .where(hasAccount)
    .orderBy(asc(sql`lower(${user.name})`), asc(user.id))
  return rows.map((row) => ({
    ...personView(row),
    email: row.email,
    roles: inOrder(row.roles),
    createdAt: row.createdAt.getTime(),
  }))
}

/** GET /api/sponsors: to whom an idea can be taken. */
export async function sponsorViews(reader: Reader): Promise<PersonView[]> {
  const rows = await reader
    .select(person)
    .from(user)
    .innerJoin(userRoles, and(eq(userRoles.userId, user.id), eq(userRoles.role, 'sponsor')))
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .orderBy(asc(sql`lower(${user.name})`), asc(user.id))
  return rows.map(personView)
}

/** Enough to choose from; whoever seeks further types another letter. */
const COLLEAGUES_MAX = 20

/** GET /api/colleagues?q=: name and unit of people with an account. */
export async function colleagueViews(reader: Reader, typed: string): Promise<PersonView[]> {
  const pattern = `%${literally(typed.trim().slice(0, 80))}%`
  const rows = await reader
    .select(person)
    .from(user)
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .where(and(hasAccount, or(ilike(user.name, pattern), ilike(profiles.unit, pattern))))
    .orderBy(asc(sql`lower(${user.name})`), asc(user.id))
    .limit(COLLEAGUES_MAX)
  return rows.map(personView)
}

export async function photoOf(reader: Reader, userId: string): Promise<{ type: string; bytes: Uint8Array } | null> {
  const [row] = await reader
    .select({ type: photos.type, bytes: photos.bytes })
    .from(photos)
    .where(eq(photos.userId, userId))
  return row ?? null
}
