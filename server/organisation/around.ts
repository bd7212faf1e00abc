// Owns what the clock of answers knows of the organisation: how long an answer may take, who stands behind whom, who is away.
// Only of the people asked for and those they lead to: a list of thousands is never read for one case.

import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Away, Calendar } from '../../shared/calendar.ts'
import type { UserId } from '../../shared/model.ts'
import {
  type ClockSettings,
  DEFAULT_CALENDAR,
  DEFAULT_SPANS,
  type Ladder,
  type Organisation,
} from '../../shared/organisation.ts'
import type { Reader } from '../platform/database/handle.ts'
import { absences, orgSettings, user } from '../platform/database/schema/index.ts'
import { type LadderRow, laddersOf } from './rules.ts'

/** Settings, and ladders and absences of these people and of everybody who may have to stand in for them. */
export async function organisationAround(reader: Reader, userIds: readonly UserId[]): Promise<Organisation> {
  const settings = await clockSettings(reader)
  const rows = await upwardsFrom(reader, userIds)
  const ladders = laddersOf(rows)
  const everybody = new Set([...userIds, ...rows.flatMap(({ userId }) => userId ?? [])])
  const away = await absencesOf(reader, [...everybody])
  const nobody: Ladder = { deputyId: null, managerId: null }
  return {
    settings,
    ladderOf: (userId) => ladders.get(userId) ?? nobody,
    awayOf: (userId) => away.get(userId) ?? [],
  }
}

export async function clockSettings(reader: Reader): Promise<ClockSettings> {
  const [row] = await reader.select().from(orgSettings)
  const calendar: Calendar = row
    ? { timeZone: row.timeZone, holidays: new Set(row.holidays), weekend: new Set(row.weekend) }
    : DEFAULT_CALENDAR
  const agendaKeeperId = (row?.agendaKeeperId as UserId | null | undefined) ?? (await firstAdmin(reader))
  return { ...DEFAULT_SPANS, ...row?.spans, calendar, agendaKeeperId }
}

/** The first account is admin; should there be no admin for a moment, it is the oldest account all the same. */
async function firstAdmin(reader: Reader): Promise<UserId> {
  const appointed = sql`(select granted_at from user_roles r where r.user_id = ${user.id} and r.role = 'admin')`
  const [first] = await reader
    .select({ userId: user.id })
    .from(user)
    .where(eq(user.isAnonymous, false))
    .orderBy(sql`${appointed} nulls last`, asc(user.createdAt), asc(user.id))
    .limit(1)
  if (!first) throw new Error('nobody has an account: there is nobody to keep an agenda')
  return first.userId as UserId
}

/** These people's lines of the list, and those of everybody above and beside them. `union` ends in a circle, too. */
async function upwardsFrom(reader: Reader, userIds: readonly UserId[]): Promise<LadderRow[]> {
  if (userIds.length === 0) return []
  const { rows } = await reader.execute<{ [field in keyof LadderRow]: string | null }>(sql`
    with recursive upwards(email) as (
      select p.email from org_people p join "user" u on u.email = p.email where u.id in ${[...userIds]}
      union
      select behind.email from upwards join org_people p on p.email = upwards.email
        cross join lateral (values (p.manager_email), (p.deputy_email)) behind(email)
        where behind.email is not null
    )
    select p.email, p.manager_email as "managerEmail", p.deputy_email as "deputyEmail", u.id as "userId"
      from upwards join org_people p on p.email = upwards.email
      left join "user" u on u.email = p.email and not u.is_anonymous`)
  return rows as unknown as LadderRow[]
}

/** The managers of these people, as `peopleOf` has it the other way round; who has none is absent. */
export async function managersOf(reader: Reader, userIds: readonly UserId[]): Promise<UserId[]> {
  const ladders = laddersOf(await upwardsFrom(reader, userIds))
  return [...new Set(userIds.flatMap((userId) => ladders.get(userId)?.managerId ?? []))]
}

async function absencesOf(reader: Reader, userIds: readonly UserId[]): Promise<Map<UserId, Away[]>> {
  const byPerson = new Map<UserId, Away[]>()
  if (userIds.length === 0) return byPerson
  const rows = await reader
    .select({ userId: absences.userId, from: absences.fromDay, to: absences.toDay })
    .from(absences)
    .where(inArray(absences.userId, [...userIds]))
    .orderBy(asc(absences.fromDay), asc(absences.id))
  for (const { userId, from, to } of rows) {
    const list = byPerson.get(userId as UserId) ?? []
    list.push({ from, to })
    byPerson.set(userId as UserId, list)
  }
  return byPerson
}

/** The people whose manager somebody is: directly, or with nobody in between who has an account. */
export async function peopleOf(reader: Reader, managerId: UserId): Promise<UserId[]> {
  const { rows } = await reader.execute<{ userId: UserId }>(sql`
    with recursive below(email, user_id) as (
      select p.email, u.id from org_people p join "user" m on m.email = p.manager_email and m.id = ${managerId}
        left join "user" u on u.email = p.email
      union
      select p.email, u.id from below join org_people p on p.manager_email = below.email and below.user_id is null
        left join "user" u on u.email = p.email
    )
    select user_id as "userId" from below where user_id is not null order by 1`)
  return rows.map(({ userId }) => userId)
}
