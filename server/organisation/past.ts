// Owns how sponsors answered lately and what waits for them, for suggestions: one query each, by index, whose work grows with the
// number of sponsors and never with the trail. What a turn is, turns.ts says; a test holds the two together.

import { and, count, inArray, sql } from 'drizzle-orm'
import type { UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { escalations } from '../platform/database/schema/index.ts'
import { ANSWERING, BEGINS } from './turns.ts'

/** A sponsor's newest turns, running ones too: enough to tell how they answer; what is longer ago is not held against them. */
export const TURNS_READ_MAX = 30

export interface Past {
  answered: number
  inTime: number
}

/** Of their newest turns those that began since then and are over. Who had none is absent. */
export async function pastOf(reader: Reader, userIds: readonly UserId[], since: Date): Promise<Map<UserId, Past>> {
  if (userIds.length === 0) return new Map()
  const texts = (values: Iterable<string>) => sql`${sql.param([...values])}::text[]`
  const { rows } = await reader.execute<{ userId: UserId; answered: number; inTime: number }>(sql`
    with since as materialized (
      select seq from case_moves where at >= ${since.toISOString()}::timestamptz order by at, seq limit 1)
    select asked.id as "userId", count(*)::int as answered, count(*) filter (where turn.move <> 'lapse')::int as "inTime"
    from unnest(${texts(userIds)}) asked(id) cross join lateral (
      select m.escalation_id, m.seq from case_moves m
      where m.after ->> 'owedBy' = asked.id and m.seq >= (select seq from since)
        and m.after ->> 'state' = any(${texts(ANSWERING)})
      order by m.seq desc limit ${TURNS_READ_MAX}) began cross join lateral (
      select n.move from case_moves n where n.escalation_id = began.escalation_id and n.seq > began.seq
      order by n.seq limit 1) turn
    where turn.move <> all(${texts(BEGINS)})
    group by asked.id`)
  return new Map(rows.map(({ userId, ...past }) => [userId, past]))
}

/** How many cases wait for each of them now; who has none is absent. */
export async function waitingFor(reader: Reader, userIds: readonly UserId[]): Promise<Map<UserId, number>> {
  if (userIds.length === 0) return new Map()
  const rows = await reader
    .select({ userId: escalations.owedBy, waiting: count() })
    .from(escalations)
    .where(and(inArray(escalations.owedBy, [...userIds]), inArray(escalations.state, [...ANSWERING])))
    .groupBy(escalations.owedBy)
  return new Map(rows.map(({ userId, waiting }) => [userId as UserId, waiting]))
}
