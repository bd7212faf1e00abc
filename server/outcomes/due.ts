// Owns what is due on a person's desk beside the answers they owe: what they are to measure, and the next steps of what they carry
// out. It must never show what nobody is waiting for any more.

import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm'
import { dayOf, nextDay } from '../../shared/calendar.ts'
import type { EscalationId, IdeaId, UserId } from '../../shared/model.ts'
import type { DueItem } from '../../shared/outcomes.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, escalations, goals, ideas, milestones, outcomes } from '../platform/database/schema/index.ts'
import { type OutcomeReadDeps, promiseView } from './reads.ts'
import { CARRIED_STATES } from './rules.ts'

const DAY_MS = 86_400_000
/** As far as people plan; what comes later is on the page of promises. */
export const DUE_AHEAD_DAYS = 14
/** Of either; nobody works off more before looking again. */
const DUE_MAX = 100

export interface DueDeps extends Pick<OutcomeReadDeps, 'people' | 'timeOf'> {
  /** The organisation's. */
  timeZone(reader: Reader): Promise<string>
}

/** In the order of their days, so that what is late comes first. */
export async function dueFor(reader: Reader, userId: UserId, deps: DueDeps): Promise<DueItem[]> {
  const now = await deps.timeOf(reader)
  const today = dayOf(now.getTime(), await deps.timeZone(reader))
  const found = [...(await toMeasure(reader, userId, now, deps)), ...(await steps(reader, userId, today))]
  return found.toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0)).map(({ item }) => item)
}

/** `on`: its day, `YYYY-MM-DD`. */
interface Dated {
  on: string
  item: DueItem
}

const about = { escalationId: escalations.id, idea: ideas, boardTitle: boards.title }

const common = (row: { escalationId: string; idea: typeof ideas.$inferSelect; boardTitle: string }) => ({
  escalationId: row.escalationId as EscalationId,
  ideaId: row.idea.id as IdeaId,
  boardTitle: row.boardTitle,
  text: row.idea.text,
})

async function toMeasure(reader: Reader, userId: UserId, now: Date, deps: DueDeps): Promise<Dated[]> {
  const rows = await reader
    .select({ ...about, outcome: outcomes, goalTitle: goals.title })
    .from(outcomes)
    .innerJoin(escalations, eq(escalations.id, outcomes.escalationId))
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .leftJoin(goals, eq(goals.id, outcomes.goalId))
    .where(
      and(
        eq(outcomes.measurerId, userId),
        isNull(outcomes.value),
        lt(outcomes.dueAt, new Date(now.getTime() + DUE_AHEAD_DAYS * DAY_MS)),
        inArray(escalations.state, [...CARRIED_STATES]),
        isNull(ideas.removedAt),
      ),
    )
    .orderBy(asc(outcomes.dueAt), asc(outcomes.escalationId))
    .limit(DUE_MAX)
  const people = rows.length === 0 ? new Map() : await deps.people(reader, [userId])
  return rows.map((row) => {
    const { dueAt, dueOn } = row.outcome
    // Asked for from the moment its day begins (asking.ts).
    const isDue = dueAt.getTime() < now.getTime() + DAY_MS
    const asked = { isDue, late: dueAt < now, promise: promiseView(row, people) }
    return { on: dueOn, item: { ...common(row), what: 'measure' as const, ...asked } }
  })
}

/** Of what goes on: once it is realised or stopped nobody waits for a step. */
async function steps(reader: Reader, userId: UserId, today: string): Promise<Dated[]> {
  const carrier = sql`coalesce(${escalations.commitment} ->> 'ownerId', ${escalations.owedBy})`
  const rows = await reader
    .select({ ...about, step: milestones })
    .from(milestones)
    .innerJoin(escalations, eq(escalations.id, milestones.escalationId))
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .where(
      and(
        sql`${carrier} = ${userId}`,
        isNull(milestones.doneAt),
        isNotNull(milestones.dueOn),
        lte(milestones.dueOn, nextDay(today, DUE_AHEAD_DAYS)),
        inArray(escalations.state, ['endorsed', 'in-progress']),
        isNull(ideas.removedAt),
      ),
    )
    .orderBy(asc(milestones.dueOn), asc(milestones.createdAt), asc(milestones.id))
    .limit(DUE_MAX)
  return rows.flatMap((row) => {
    const { id, title, dueOn } = row.step
    if (dueOn === null) return []
    const [isDue, late] = [dueOn <= today, dueOn < today]
    return [{ on: dueOn, item: { ...common(row), what: 'step' as const, isDue, late, milestoneId: id, title, dueOn } }]
  })
}
