// Owns every answer about outcomes: of one idea, of all that somebody may see, of a goal, and how far promises usually are off.

import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { calibrationOf, type Kept } from '../../shared/business-case.ts'
import type { GoalPromise } from '../../shared/goal-views.ts'
import type { BoardId, EscalationId, IdeaId, PersonView, UserId } from '../../shared/model.ts'
import type { OutcomePromise, OutcomeResult, OutcomesView, OutcomeView } from '../../shared/outcomes.ts'
import type { Reader } from '../platform/database/handle.ts'
import {
  caseMoves,
  escalations,
  goals,
  ideas,
  milestones,
  outcomeChanges,
  outcomes,
} from '../platform/database/schema/index.ts'
import { promiseIn } from './commands.ts'
import { BACKED_STATES, mayDo } from './rules.ts'
import type { OutcomeRow } from './store.ts'

export interface OutcomeReadDeps {
  people: (reader: Reader, userIds: readonly UserId[]) => Promise<Map<UserId, PersonView>>
  timeOf(reader: Reader): Promise<Date>
  /** Of these boards those that somebody may read, with their titles. */
  readable: (boardIds: readonly BoardId[]) => Promise<Map<BoardId, string>>
}

/** Everything the organisation ever promised fits one page for years; then the newest do. */
const OUTCOMES_MAX = 1_000

type People = ReadonlyMap<UserId, PersonView>
type Titled = { outcome: OutcomeRow; goalTitle: string | null }

const shown = (people: People, userId: string): PersonView =>
  people.get(userId as UserId) ?? { userId: userId as UserId, name: '', image: null, unit: null, isGuest: false }

export function promiseView({ outcome, goalTitle }: Titled, people: People): OutcomePromise {
  const { goalId, metric, unit, baseline, promised, dueOn, dueAt, measurerId } = outcome
  return {
    goal: goalId === null ? null : { goalId, title: goalTitle ?? '' },
    metric,
    unit,
    baseline,
    promised,
    dueOn,
    dueAt: dueAt.getTime(),
    measurer: shown(people, measurerId),
  }
}

function resultView(
  { value, evidence, link, measuredBy, measuredAt }: OutcomeRow,
  people: People,
): OutcomeResult | null {
  if (value === null || measuredAt === null) return null
  return { value, evidence: evidence ?? '', link, by: shown(people, measuredBy ?? ''), at: measuredAt.getTime() }
}

const peopleIn = (row: OutcomeRow) => [row.measurerId, row.measuredBy]

const isLate = ({ value, dueAt }: OutcomeRow, state: string, now: Date) =>
  value === null && dueAt < now && state !== 'stopped'

/** Of every case of an idea that somebody backs or backed, newest first. */
export async function outcomesOfIdea(
  reader: Reader,
  ideaId: IdeaId,
  asking: { userId: UserId; isFacilitator: boolean },
  deps: OutcomeReadDeps,
): Promise<OutcomeView[]> {
  const cases = await reader
    .select()
    .from(escalations)
    .where(and(eq(escalations.ideaId, ideaId), inArray(escalations.state, [...BACKED_STATES])))
    .orderBy(desc(escalations.askedAt), desc(escalations.id))
  if (cases.length === 0) return []
  const ids = cases.map(({ id }) => id)
  const titled = await reader
    .select({ outcome: outcomes, goalTitle: goals.title })
    .from(outcomes)
    .leftJoin(goals, eq(goals.id, outcomes.goalId))
    .where(inArray(outcomes.escalationId, ids))
  const steps = await reader
    .select()
    .from(milestones)
    .where(inArray(milestones.escalationId, ids))
    .orderBy(sql`${milestones.dueOn} asc nulls last`, asc(milestones.createdAt), asc(milestones.id))
  const changes = await reader
    .select()
    .from(outcomeChanges)
    .where(inArray(outcomeChanges.escalationId, ids))
    .orderBy(asc(outcomeChanges.seq))
  const stops = await reader
    .select({ escalationId: caseMoves.escalationId, learnt: caseMoves.also })
    .from(caseMoves)
    .where(and(inArray(caseMoves.escalationId, ids), eq(caseMoves.move, 'stop')))
    .orderBy(asc(caseMoves.seq))
  const named = [
    ...cases.flatMap(({ sponsorId, owedBy, commitment }) => [sponsorId, owedBy, commitment?.ownerId]),
    ...titled.flatMap(({ outcome }) => peopleIn(outcome)),
    ...steps.map(({ doneBy }) => doneBy),
    ...changes.map(({ by }) => by),
  ].filter((id) => id !== null && id !== undefined) as UserId[]
  const people = await deps.people(reader, [...new Set(named)])
  const now = await deps.timeOf(reader)

  return cases.map((row): OutcomeView => {
    const mine = <T extends { escalationId: string }>(all: readonly T[]) =>
      all.filter((one) => one.escalationId === row.id)
    const found = titled.find(({ outcome }) => outcome.escalationId === row.id)
    const ownerId = (row.commitment?.ownerId ?? row.owedBy) as UserId | null
    const facts = {
      state: row.state,
      sponsorId: row.sponsorId as UserId,
      ownerId,
      isFacilitator: asking.isFacilitator,
      promise: promiseIn(found?.outcome ?? null),
    }
    return {
      escalationId: row.id as EscalationId,
      ideaId,
      state: row.state,
      sponsor: shown(people, row.sponsorId),
      owner: ownerId && shown(people, ownerId),
      promise: found ? promiseView(found, people) : null,
      result: found ? resultView(found.outcome, people) : null,
      late: found !== undefined && isLate(found.outcome, row.state, now),
      milestones: mine(steps).map(({ id, title, dueOn, doneBy, doneAt }) => ({
        milestoneId: id,
        title,
        dueOn,
        done: doneAt && { by: shown(people, doneBy ?? ''), at: doneAt.getTime() },
      })),
      learnt: row.state === 'stopped' ? (mine(stops).at(-1)?.learnt ?? null) : null,
      changes: mine(changes).map(({ at, by, because, what }) => ({
        at: at.getTime(),
        by: shown(people, by),
        because,
        what,
      })),
      may: mayDo(facts, asking.userId, now.getTime()),
    }
  })
}

/** What was promised on boards this person may read; how far promises are off is of all, and names nothing. */
export async function outcomesView(reader: Reader, deps: OutcomeReadDeps): Promise<OutcomesView> {
  const rows = await reader
    .select({ outcome: outcomes, goalTitle: goals.title, state: escalations.state, idea: ideas })
    .from(outcomes)
    .innerJoin(escalations, eq(escalations.id, outcomes.escalationId))
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .leftJoin(goals, eq(goals.id, outcomes.goalId))
    .where(isNull(ideas.removedAt))
    .orderBy(sql`${outcomes.measuredAt} desc nulls first`, asc(outcomes.dueAt), asc(outcomes.escalationId))
    .limit(OUTCOMES_MAX)
  const boards = await deps.readable(rows.map(({ idea }) => idea.boardId as BoardId))
  const seen = rows.filter(({ idea }) => boards.has(idea.boardId as BoardId))
  const ids = seen.flatMap(({ outcome }) => peopleIn(outcome)).filter((id) => id !== null)
  const people = await deps.people(reader, [...new Set(ids)] as UserId[])
  const now = await deps.timeOf(reader)
  return {
    outcomes: seen.map((row) => ({
      escalationId: row.outcome.escalationId as EscalationId,
      ideaId: row.idea.id as IdeaId,
      boardId: row.idea.boardId as BoardId,
      boardTitle: boards.get(row.idea.boardId as BoardId) ?? '',
      number: row.idea.number,
      text: row.idea.text,
      state: row.state,
      promise: promiseView(row, people),
      result: resultView(row.outcome, people),
      late: isLate(row.outcome, row.state, now),
    })),
    calibration: calibrationOf(await keptOf(reader)),
  }
}

/** Of every outcome that was measured: by how much it was to change, and by how much it did. */
export async function keptOf(reader: Reader): Promise<Kept[]> {
  const rows = await reader
    .select({ baseline: outcomes.baseline, promised: outcomes.promised, value: outcomes.value })
    .from(outcomes)
    .where(isNotNull(outcomes.value))
  return rows.map(({ baseline, promised, value }) => ({
    promised: promised - baseline,
    measured: (value ?? baseline) - baseline,
  }))
}

/** What ideas promised a goal, first due first; the caller leaves out what is not for somebody's eyes. */
export async function promisesToGoal(
  reader: Reader,
  goalId: string,
  dayOf: (at: number) => string,
): Promise<GoalPromise[]> {
  const rows = await reader
    .select({ outcome: outcomes, idea: ideas })
    .from(outcomes)
    .innerJoin(escalations, eq(escalations.id, outcomes.escalationId))
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .where(and(eq(outcomes.goalId, goalId), isNull(ideas.removedAt)))
    .orderBy(asc(outcomes.dueAt), asc(outcomes.escalationId))
  return rows.map(({ outcome, idea }) => ({
    ideaId: idea.id as IdeaId,
    boardId: idea.boardId as BoardId,
    text: idea.text,
    promised: outcome.promised - outcome.baseline,
    dueOn: outcome.dueOn,
    measured: outcome.value === null ? null : outcome.value - outcome.baseline,
    measuredOn: outcome.measuredAt && dayOf(outcome.measuredAt.getTime()),
  }))
}
