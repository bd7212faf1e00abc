// Owns every answer about goals. Members may know all of them; of ideas and boards a goal tells only what this person may see.

import { asc, desc, eq, sql } from 'drizzle-orm'
import type { GoalChange, GoalLine, GoalPromise, GoalsView, GoalView, ServedGoals } from '../../shared/goal-views.ts'
import { above } from '../../shared/goals.ts'
import { GOAL_IDEAS_MAX_SHOWN } from '../../shared/limits.ts'
import type { BoardId, IdeaId, PersonView, Stage, UserId } from '../../shared/model.ts'
import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boardGoals, goalChanges, goalReadings, servedGoals } from '../platform/database/schema/index.ts'
import { inTreeOrder, keeps, shapes } from './rules.ts'
import * as store from './store.ts'

export interface GoalReadDeps {
  people(reader: Reader, ids: readonly UserId[], viewer: Pick<Actor, 'kind'> | null): Promise<Map<UserId, PersonView>>
  /** Of these boards, those this person may read, with their titles. */
  readable(reader: Reader, actor: Actor, boardIds: readonly BoardId[]): Promise<Map<BoardId, string>>
  /** What ideas promised this goal; of every board. */
  promises(reader: Reader, goalId: string): Promise<GoalPromise[]>
}

/** GET /api/goals */
export async function goalsView(reader: Reader, actor: Actor, deps: GoalReadDeps): Promise<Outcome<GoalsView>> {
  const goals = inTreeOrder([...(await store.allGoals(reader)).values()])
  return done({ goals: await lines(reader, actor, goals, deps), mayShape: shapes(actor.roles) })
}

/** GET /api/goals/<id> */
export async function goalView(
  reader: Reader,
  actor: Actor,
  goalId: string,
  deps: GoalReadDeps,
): Promise<Outcome<GoalView>> {
  const tree = await store.allGoals(reader)
  const row = tree.get(goalId)
  if (!row) return notThere()
  const under = inTreeOrder([...tree.values()]).filter(({ parentId }) => parentId === goalId)
  const [goal, ...below] = await lines(reader, actor, [row, ...under], deps)
  if (!goal) return notThere()
  const readings = await reader
    .select()
    .from(goalReadings)
    .where(eq(goalReadings.goalId, goalId))
    .orderBy(asc(goalReadings.onDay), asc(goalReadings.at), asc(goalReadings.id))
  const changes = await changesOf(reader, actor, goalId, deps)
  const people = await deps.people(reader, idsIn(readings.map(({ byId }) => byId)), actor)
  const promises = await deps.promises(reader, goalId)
  const serving = await reader.select({ id: boardGoals.boardId }).from(boardGoals).where(eq(boardGoals.goalId, goalId))
  const boardIds = serving.map(({ id }) => id as BoardId)
  const found = await ideasOf(reader, goalId)
  const readable = await deps.readable(reader, actor, [
    ...boardIds,
    ...found.map(({ boardId }) => boardId),
    ...promises.map(({ boardId }) => boardId),
  ])
  const titled = (boardId: BoardId) => readable.get(boardId)
  const ideas = found.flatMap((idea) => {
    const boardTitle = titled(idea.boardId)
    return boardTitle === undefined ? [] : [{ ...idea, boardTitle }]
  })
  return done({
    goal,
    above: above(tree, goalId)
      .slice(1)
      .toReversed()
      .map((id) => ({ goalId: id, title: tree.get(id)?.title ?? '' })),
    below,
    readings: readings.map(({ id, onDay, value, note, byId }) => ({
      readingId: id,
      onDay,
      value,
      note,
      by: byId === null ? null : (people.get(byId as UserId) ?? null),
    })),
    changes,
    boards: boardIds.flatMap((boardId) => {
      const title = titled(boardId)
      return title === undefined ? [] : [{ boardId, title }]
    }),
    ideas: ideas.slice(0, GOAL_IDEAS_MAX_SHOWN),
    promises: promises.filter(({ boardId }) => readable.has(boardId)),
    mayKeep: goal.closedAt === null && keeps(row, actor).ok,
    mayShape: shapes(actor.roles),
  })
}

/** GET /api/boards/<id>/goals and /api/ideas/<id>/goals */
export async function servedBy(reader: Reader, actor: Actor, place: Place): Promise<Outcome<ServedGoals>> {
  const mayRead = allows('board.read', place.standing) || place.standing.has('addressed')
  // To guests the organisation's goals are not there.
  if (!mayRead || actor.kind === 'guest') return notThere()
  const own = place.ideaId
    ? await store.goalsOfIdea(reader, place.ideaId)
    : await store.goalsOfBoard(reader, place.boardId)
  const ids = own.length > 0 || !place.ideaId ? own : await store.goalsOfBoard(reader, place.boardId)
  const tree = await store.allGoals(reader)
  const goals = inTreeOrder([...tree.values()]).filter(({ goalId }) => ids.includes(goalId))
  return done({ goals: goals.map(({ goalId, title, closedAt }) => ({ goalId, title, closedAt })), own: own.length > 0 })
}

/** How many goals each of these ideas of one board serves: its own, or its board's. */
export async function countServed(
  reader: Reader,
  boardId: BoardId,
  ideaIds: readonly IdeaId[],
): Promise<Map<IdeaId, number>> {
  const own = await store.countGoalsOfIdeas(reader, ideaIds)
  const ofBoard = (await store.goalsOfBoard(reader, boardId)).length
  return new Map(ideaIds.map((id) => [id, own.get(id) ?? ofBoard]))
}

async function lines(
  reader: Reader,
  actor: Actor,
  goals: readonly store.GoalRow[],
  deps: GoalReadDeps,
): Promise<GoalLine[]> {
  const people = await deps.people(reader, idsIn(goals.map(({ ownerId }) => ownerId)), actor)
  const latest = await latestReadings(reader)
  const counts = await countsByStage(reader, actor, deps)
  return goals.map((goal) => ({
    ...goal,
    owner: goal.ownerId === null ? null : (people.get(goal.ownerId) ?? null),
    latest: latest.get(goal.goalId) ?? null,
    ideas: counts.get(goal.goalId) ?? {},
  }))
}

async function latestReadings(reader: Reader) {
  const rows = await reader
    .selectDistinctOn([goalReadings.goalId], {
      goalId: goalReadings.goalId,
      onDay: goalReadings.onDay,
      value: goalReadings.value,
    })
    .from(goalReadings)
    .orderBy(goalReadings.goalId, desc(goalReadings.onDay), desc(goalReadings.at), desc(goalReadings.id))
  return new Map(rows.map(({ goalId, onDay, value }) => [goalId, { onDay, value }]))
}

async function countsByStage(reader: Reader, actor: Actor, deps: GoalReadDeps) {
  const { rows } = await reader.execute<{ goal_id: string; board_id: BoardId; stage: Stage; n: number }>(sql`
    select goal_id, board_id, stage, count(*)::int as n from ${servedGoals} as served group by 1, 2, 3`)
  const readable = await deps.readable(reader, actor, [...new Set(rows.map((row) => row.board_id))])
  const counts = new Map<string, Partial<Record<Stage, number>>>()
  for (const { goal_id: goalId, board_id: boardId, stage, n } of rows) {
    if (!readable.has(boardId)) continue
    const stages = counts.get(goalId) ?? {}
    stages[stage] = (stages[stage] ?? 0) + n
    counts.set(goalId, stages)
  }
  return counts
}

/** The furthest on first. Cut only after what this person may not see is gone. */
async function ideasOf(reader: Reader, goalId: string) {
  const { rows } = await reader.execute<{
    idea_id: IdeaId
    board_id: BoardId
    number: number
    text: string
    stage: Stage
  }>(sql`
    select served.idea_id, served.board_id, served.stage, i.number, left(i.text, 300) as text
    from ${servedGoals} as served join ideas i on i.id = served.idea_id
    where served.goal_id = ${goalId}
    order by array_position(array['realised', 'in-progress', 'accepted', 'escalated', 'shortlisted', 'open',
      'declined', 'stopped', 'parked', 'merged'], served.stage), i.board_id, i.number`)
  return rows.map(({ idea_id: ideaId, board_id: boardId, number, text, stage }) => ({
    ideaId,
    boardId,
    number,
    text: text.split('\n')[0] ?? '',
    stage,
  }))
}

async function changesOf(reader: Reader, actor: Actor, goalId: string, deps: GoalReadDeps): Promise<GoalChange[]> {
  const rows = await reader
    .select()
    .from(goalChanges)
    .where(eq(goalChanges.goalId, goalId))
    .orderBy(desc(goalChanges.at), desc(goalChanges.id))
    .limit(CHANGES_MAX_SHOWN)
  const owners = rows.flatMap(({ changes }) => changes.ownerId ?? []) as (UserId | null)[]
  const people = await deps.people(reader, idsIn([...rows.map(({ byId }) => byId), ...owners]), actor)
  const name = (id: unknown) => (id === null ? null : (people.get(id as UserId)?.name ?? null))
  return rows.map(({ at, byId, changes: { ownerId, ...changes } }) => ({
    at: at.getTime(),
    by: byId === null ? null : (people.get(byId as UserId) ?? null),
    changes: ownerId ? { ...changes, owner: [name(ownerId[0]), name(ownerId[1])] } : changes,
  }))
}

/** A page of history; a goal that changed more often is not one. */
const CHANGES_MAX_SHOWN = 100

function idsIn(ids: readonly (string | null)[]): UserId[] {
  return ids.filter((id): id is UserId => id !== null)
}
