// Owns goals as they leave in a board's file, and as they come back: those the board and its ideas serve, with everything above
// them. What is here already is found again by its id or its title; only who shapes the tree brings new ones in. Of people it
// takes nothing: whose a goal was is for somebody here to say.

import { asc, eq, inArray, isNull, and } from 'drizzle-orm'
import { generateKeyBetween } from 'fractional-indexing'
import { above, type Measure } from '../../shared/goals.ts'
import { GOALS_MAX_PER_BOARD, GOALS_MAX_PER_IDEA } from '../../shared/limits.ts'
import type { At, BoardId, IdeaId, PersonView, UserId } from '../../shared/model.ts'
import type { Actor, Enqueue } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { goalReadings, ideaGoals, ideas } from '../platform/database/schema/index.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

type People = (
  reader: Reader,
  ids: readonly UserId[],
  viewer: Pick<Actor, 'kind'> | null,
) => Promise<Map<UserId, PersonView>>

export interface GoalOut {
  goalId: string
  parentId: string | null
  title: string
  why: string
  measure: Measure | null
  owner: string | null
  closedAt: At | null
  readings: { onDay: string; value: number; note: string; by: string | null }[]
}

export interface GoalsOut {
  goals: GoalOut[]
  board: string[]
  ideas: Map<IdeaId, string[]>
}

/** `also`: goals that something else in the file names. */
export async function goalsOut(
  reader: Reader,
  boardId: BoardId,
  also: readonly string[],
  people: People,
): Promise<GoalsOut> {
  const tree = await store.allGoals(reader)
  const ofIdeas = await reader
    .select({ ideaId: ideaGoals.ideaId, goalId: ideaGoals.goalId })
    .from(ideaGoals)
    .innerJoin(ideas, eq(ideas.id, ideaGoals.ideaId))
    .where(and(eq(ideas.boardId, boardId), isNull(ideas.removedAt)))
    .orderBy(asc(ideaGoals.goalId))
  const byIdea = new Map<IdeaId, string[]>()
  for (const { ideaId, goalId } of ofIdeas) {
    byIdea.set(ideaId as IdeaId, [...(byIdea.get(ideaId as IdeaId) ?? []), goalId])
  }
  const board = (await store.goalsOfBoard(reader, boardId)).toSorted()
  const named = [...board, ...ofIdeas.map(({ goalId }) => goalId), ...also]
  const wanted = new Set(named.flatMap((goalId) => above(tree, goalId)))
  const rows = rules.inTreeOrder([...tree.values()]).filter(({ goalId }) => wanted.has(goalId))
  const readings =
    rows.length === 0
      ? []
      : await reader
          .select()
          .from(goalReadings)
          .where(inArray(goalReadings.goalId, [...wanted]))
          .orderBy(asc(goalReadings.onDay), asc(goalReadings.at), asc(goalReadings.id))
  const ids = [...rows.map(({ ownerId }) => ownerId), ...readings.map(({ byId }) => byId)]
  const known = await people(reader, [...new Set(ids)].filter((id) => id !== null) as UserId[], null)
  const name = (id: string | null) => (id === null ? null : (known.get(id as UserId)?.name ?? null))
  return {
    goals: rows.map(({ goalId, parentId, title, why, measure, ownerId, closedAt }) => ({
      goalId,
      parentId,
      title,
      why,
      measure,
      owner: name(ownerId),
      closedAt,
      readings: readings
        .filter((reading) => reading.goalId === goalId)
        .map(({ onDay, value, note, byId }) => ({ onDay, value, note, by: name(byId) })),
    })),
    board,
    ideas: byIdea,
  }
}

export interface GoalIn {
  goalId: string
  parentId: string | null
  title: string
  why: string
  measure: Measure | null
  closedAt?: number | null | undefined
  readings: readonly { onDay: string; value: number; note?: string | undefined }[]
}

export interface BringDeps {
  enqueue: Enqueue
  newId: () => string
}

/** The file's ids, and which goals they are here; those that are neither here nor may be made are absent. */
export async function bringGoals(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Date },
  given: readonly GoalIn[],
  deps: BringDeps,
): Promise<Map<string, string>> {
  const here = new Map<string, string>()
  if (given.length === 0 || actor.kind === 'guest') return here
  await store.holdTree(tx)
  let made = 0
  for (const goal of parentsFirst(given)) {
    const tree = await store.allGoals(tx)
    const parentId = goal.parentId === null ? null : (here.get(goal.parentId) ?? null)
    const same = tree.get(goal.goalId) ?? [...tree.values()].find((one) => isSame(one, goal, parentId))
    if (same) {
      here.set(goal.goalId, same.goalId)
      continue
    }
    // Under what could not be made, it would stand where nobody put it.
    if (!rules.shapes(actor.roles) || (goal.parentId !== null && parentId === null)) continue
    const goalId = deps.newId()
    const isOpen = (goal.closedAt ?? null) === null
    if (!rules.roomForGoal(tree.size).ok) continue
    if (parentId !== null && !rules.standsUnder(tree, goalId, parentId).ok && isOpen) continue
    await make(tx, goalId, parentId, goal)
    here.set(goal.goalId, goalId)
    made += 1
  }
  if (made > 0) await deps.enqueue(tx, 'goals.changed', 'goals', { boardId: null })
  return here

  async function make(tx: Tx, goalId: string, parentId: string | null, goal: GoalIn): Promise<void> {
    const { title, why, measure } = goal
    const last = [...(await store.allGoals(tx)).values()]
      .filter((one) => one.parentId === parentId)
      .toSorted(rules.byOrder)
      .at(-1)
    const order = generateKeyBetween(last?.order ?? null, null)
    await store.insertGoal(tx, { goalId, parentId, title, why, measure, ownerId: null, order, closedAt: null }, now)
    if (typeof goal.closedAt === 'number') await store.updateGoals(tx, [goalId], { closedAt: new Date(goal.closedAt) })
    const changes = { title: [null, title], ...(measure ? { measure: [null, measure] } : {}) } as Record<
      string,
      [unknown, unknown]
    >
    await store.insertChange(tx, { id: deps.newId(), goalId, byId: actor.userId, at: now, changes })
    if (goal.readings.length === 0) return
    await tx.insert(goalReadings).values(
      goal.readings.map(({ onDay, value, note = '' }) => ({
        id: deps.newId(),
        goalId,
        onDay,
        value,
        note,
        byId: null,
        at: now,
      })),
    )
  }
}

/** On a board that serves none yet. */
export async function serveFromFile(
  tx: Tx,
  boardId: BoardId,
  goalIds: readonly string[],
  deps: BringDeps,
): Promise<void> {
  if (goalIds.length === 0 || (await store.goalsOfBoard(tx, boardId)).length > 0) return
  await store.putBoardGoals(tx, boardId, [...new Set(goalIds)].slice(0, GOALS_MAX_PER_BOARD))
  await deps.enqueue(tx, 'goals.changed', boardId, { boardId })
}

/** Of ideas that this same transaction made. */
export async function serveWithIdeas(tx: Tx, serving: ReadonlyMap<IdeaId, readonly string[]>): Promise<void> {
  for (const [ideaId, goalIds] of serving) {
    await store.putIdeaGoals(tx, ideaId, [...new Set(goalIds)].slice(0, GOALS_MAX_PER_IDEA))
  }
}

function isSame(one: store.GoalRow, given: GoalIn, parentId: string | null): boolean {
  const plain = (title: string) => title.trim().toLowerCase()
  return one.parentId === parentId && plain(one.title) === plain(given.title)
}

/** What stands under something that is not in the file, or in a ring, stands nowhere and is left out. */
function parentsFirst(given: readonly GoalIn[]): GoalIn[] {
  const ordered: GoalIn[] = []
  const placed = new Set<string>()
  for (let before = -1; before < ordered.length; ) {
    before = ordered.length
    for (const goal of given) {
      if (placed.has(goal.goalId) || (goal.parentId !== null && !placed.has(goal.parentId))) continue
      ordered.push(goal)
      placed.add(goal.goalId)
    }
  }
  return ordered
}
