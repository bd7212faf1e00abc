// Owns what the home page, a board's frame and its list of people show. Permission is asked here too: fail closed.

import { and, asc, count, desc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import type {
  BoardId,
  BoardSummary,
  BoardView,
  ColumnId,
  Joining,
  Language,
  Naming,
  NoteColor,
  PersonView,
  TemplateName,
  UserId,
} from '../../shared/model.ts'
import { type Outcome, done, notThere } from '../../shared/outcome.ts'
import { PERMISSIONS, allows } from '../../shared/permissions.ts'
import { inTheWay } from '../../shared/permitted-now.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boardMembers, boards, ideas, profiles, user } from '../platform/database/schema/index.ts'
import type { RoundsOf } from './deps.ts'
import * as store from './store.ts'

/** More than anyone scrolls through; search finds the rest. */
const OTHER_BOARDS_MAX = 200
const MY_BOARDS_MAX = 500

/** The sponsor whose question it is. */
const askerName = sql<string | null>`(select u.name from "user" u where u.id = ${boards.askedBy})`

/** GET /api/boards: mine first (joined, led or opened before), then those open to me; latest activity first. */
export async function listBoards(reader: Reader, actor: Actor): Promise<Outcome<BoardSummary[]>> {
  const membership = and(eq(boardMembers.boardId, boards.id), eq(boardMembers.userId, actor.userId))
  const rows = await reader
    .select({ board: boards, role: boardMembers.role, asker: askerName })
    .from(boards)
    .innerJoin(boardMembers, membership)
    .where(isNull(boardMembers.removedAt))
    .orderBy(desc(boards.activeAt), asc(boards.id))
    .limit(MY_BOARDS_MAX)
  const others =
    actor.kind === 'guest'
      ? []
      : await reader
          .select({ board: boards, role: boardMembers.role, asker: askerName })
          .from(boards)
          .leftJoin(boardMembers, membership)
          .where(and(isNull(boardMembers.userId), ne(boards.joining, 'invited')))
          .orderBy(desc(boards.activeAt), asc(boards.id))
          .limit(OTHER_BOARDS_MAX)
  const all = [...rows, ...others]
  const ids = all.map((row) => row.board.id)
  const [ideaCounts, peopleCounts] = [await countIdeas(reader, ids), await countMembers(reader, ids)]
  return done(
    all.map(({ board, role, asker }) => ({
      boardId: board.id as BoardId,
      title: board.title,
      question: board.question,
      naming: board.naming as Naming,
      ideas: ideaCounts.get(board.id) ?? 0,
      people: peopleCounts.get(board.id) ?? 0,
      locked: board.locked,
      archivedAt: board.archivedAt?.getTime() ?? null,
      activeAt: board.activeAt.getTime(),
      facilitating: role === 'facilitator',
      mine: role !== null,
      isExample: board.isExample,
      ...(asker !== null && { askedBy: asker }),
    })),
  )
}

async function countIdeas(reader: Reader, boardIds: string[]): Promise<Map<string, number>> {
  if (boardIds.length === 0) return new Map()
  const rows = await reader
    .select({ boardId: ideas.boardId, n: count() })
    .from(ideas)
    .where(and(inArray(ideas.boardId, boardIds), isNull(ideas.removedAt)))
    .groupBy(ideas.boardId)
  return new Map(rows.map((row) => [row.boardId, row.n]))
}

async function countMembers(reader: Reader, boardIds: string[]): Promise<Map<string, number>> {
  if (boardIds.length === 0) return new Map()
  const rows = await reader
    .select({ boardId: boardMembers.boardId, n: count() })
    .from(boardMembers)
    .where(and(inArray(boardMembers.boardId, boardIds), isNull(boardMembers.removedAt)))
    .groupBy(boardMembers.boardId)
  return new Map(rows.map((row) => [row.boardId, row.n]))
}

/** GET /api/boards/<id>. @param origin where this server is reached, without a slash at the end */
export async function boardView(
  reader: Reader,
  actor: Actor,
  place: Place,
  deps: { frame: typeof boardFrame; rounds: RoundsOf; origin: string },
): Promise<Outcome<BoardView>> {
  const frame = allows('board.read', place.standing) ? await deps.frame(reader, place.boardId) : null
  if (!frame) return notThere()
  const { board, columns, facilitators, asker } = frame
  const may = permissionsNow(place)
  const code =
    may.includes('board.invite') && board.joining !== 'members' ? await store.joinCodeOf(reader, place.boardId) : null
  return done({
    boardId: place.boardId,
    title: board.title,
    question: board.question,
    naming: board.naming as Naming,
    joining: board.joining as Joining,
    template: board.template as TemplateName,
    language: board.language as Language,
    locked: board.locked,
    archivedAt: board.archivedAt?.getTime() ?? null,
    columns: columns.map(({ id, title, color }) => ({
      columnId: id as ColumnId,
      title,
      color: color as NoteColor | null,
    })),
    facilitators: facilitators.map((row) => personOf(row, actor)),
    ...(asker !== null && { askedBy: { userId: board.askedBy as UserId, name: asker } }),
    joinCode: code,
    joinUrl: code ? `${deps.origin}/join/${code}` : null,
    wall: board.wall,
    may,
    rounds: await deps.rounds(reader, place.boardId),
  })
}

/** The board, its living columns and who leads it, in one query: it is what everybody who comes in asks for. */
export async function boardFrame(reader: Reader, boardId: BoardId) {
  const [row] = await reader
    .select({
      board: boards,
      asker: askerName,
      columns: sql<{ id: string; title: string; color: string | null }[]>`coalesce((
        select json_agg(json_build_object('id', c.id, 'title', c.title, 'color', c.color) order by c.position collate "C", c.id)
        from board_columns c where c.board_id = boards.id and c.removed_at is null), '[]')`,
      facilitators: sql<PersonRow[]>`coalesce((
        select json_agg(json_build_object('userId', u.id, 'name', u.name, 'image', u.image, 'unit', p.unit,
          'isGuest', u.is_anonymous) order by m.joined_at, m.user_id)
        from board_members m join "user" u on u.id = m.user_id left join profiles p on p.user_id = u.id
        where m.board_id = boards.id and m.role = 'facilitator' and m.removed_at is null), '[]')`,
    })
    .from(boards)
    .where(eq(boards.id, boardId))
  return row ?? null
}

/** What this person may do here now, lock, archive and the session's phase counted in. */
export function permissionsNow(place: Place): string[] {
  return PERMISSIONS.filter((permission) => allows(permission, place.standing) && !inTheWay(place, permission))
}

export interface BoardPerson extends PersonView {
  role: 'facilitator' | 'participant'
  /** Shown out; only facilitators are told of these. */
  removed: boolean
  /** At whose device they sit, or who enters for them; only facilitators are told. */
  heldBy?: { userId: UserId; name: string }
  proxy?: true
}

/** GET /api/boards/<id>/people: facilitators first, then by name. */
export async function boardPeople(reader: Reader, actor: Actor, place: Place): Promise<Outcome<BoardPerson[]>> {
  if (!allows('board.read', place.standing)) return notThere()
  const leads = place.standing.has('facilitator')
  const rows = await reader
    .select({
      role: boardMembers.role,
      removedAt: boardMembers.removedAt,
      ...personColumns,
      holder: leads ? holderOf : sql<Holder | null>`null::json`,
    })
    .from(boardMembers)
    .innerJoin(user, eq(user.id, boardMembers.userId))
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .where(
      and(
        eq(boardMembers.boardId, place.boardId),
        leads ? or(isNull(boardMembers.removedAt), sql`true`) : isNull(boardMembers.removedAt),
      ),
    )
    .orderBy(asc(boardMembers.role), asc(user.name), asc(user.id))
  return done(
    rows.map((row) => ({
      ...personOf(row, actor),
      role: row.role === 'facilitator' ? 'facilitator' : 'participant',
      removed: row.removedAt !== null,
      ...(row.holder ? { heldBy: { userId: row.holder.userId, name: row.holder.name } } : {}),
      ...(row.holder?.proxy ? { proxy: true } : {}),
    })),
  )
}

interface Holder {
  userId: UserId
  name: string
  proxy: boolean
}

/** Of a seat. */
const holderOf = sql<Holder | null>`(
  select json_build_object('userId', h.id, 'name', h.name, 'proxy', s.proxy)
  from seats s join "user" h on h.id = s.holder_id where s.user_id = ${boardMembers.userId})`

const personColumns = {
  userId: user.id,
  name: user.name,
  image: user.image,
  unit: profiles.unit,
  isGuest: user.isAnonymous,
}

interface PersonRow {
  userId: string
  name: string
  image: string | null
  unit: string | null
  isGuest: boolean
}

/** The only shape in which a person leaves this room. Guests see faces and names, not the organisation's units. */
function personOf(row: PersonRow, viewer: Pick<Actor, 'kind'> | null): PersonView {
  const unit = viewer?.kind === 'member' ? row.unit : null
  return { userId: row.userId as UserId, name: row.name, image: row.image, unit, isGuest: row.isGuest }
}

/** People by id, for rooms that only hold ids. A null viewer stands for everybody: guests, projector, ledger. */
export async function peopleByIds(
  reader: Reader,
  ids: readonly UserId[],
  viewer: Pick<Actor, 'kind'> | null,
): Promise<Map<UserId, PersonView>> {
  const unique = [...new Set(ids)]
  if (unique.length === 0) return new Map()
  const rows = await reader
    .select(personColumns)
    .from(user)
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .where(inArray(user.id, unique))
  const found = new Map(rows.map((row) => [row.userId as UserId, personOf(row, viewer)]))
  return new Map(unique.flatMap((id) => (found.has(id) ? [[id, found.get(id) as PersonView] as const] : [])))
}
