// Owns the use cases of goals: shaping the tree, keeping a goal true, and saying what serves it. Every change of a goal is kept
// with who made it; none is made silently.

import { generateKeyBetween } from 'fractional-indexing'
import type { Goal } from '../../shared/goals.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { CommandContext, Enqueue, Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

export interface GoalDeps {
  enqueue: Enqueue
  newId: () => string
}

type GoalCommand = Extract<keyof Handlers, `goal.${string}`> | 'board.set-goals' | 'idea.set-goals'

export function goalCommands(deps: GoalDeps): Pick<Handlers, GoalCommand> {
  return {
    async 'goal.add'(context, { title, why = '', measure = null, ownerId = null, parentId = null }) {
      const { tx, now } = context
      await store.holdTree(tx)
      const tree = await store.allGoals(tx)
      const room = rules.roomForGoal(tree.size)
      if (!room.ok) return room
      const goalId = deps.newId()
      const stands = rules.standsUnder(tree, goalId, parentId)
      if (!stands.ok) return stands
      if (ownerId !== null && !(await store.isMember(tx, ownerId))) return noSuchPerson()
      const last = sisters(tree, parentId).at(-1)
      const order = generateKeyBetween(last?.order ?? null, null)
      await store.insertGoal(tx, { goalId, parentId, title, why, measure, ownerId, order, closedAt: null }, now)
      await keepChange(context, goalId, { title: [null, title], ...(measure ? { measure: [null, measure] } : {}) })
      return done({ goalId })
    },

    async 'goal.update'(context, { goalId, rev, ...wanted }) {
      const { tx, actor } = context
      const goal = await kept(context, goalId)
      if (!goal.ok) return goal
      if (rev !== undefined && rev !== goal.value.rev) return changedMeanwhile()
      const given = rules.givesAway(goal.value, wanted.ownerId, actor.roles)
      if (!given.ok) return given
      const newOwner = wanted.ownerId !== undefined && wanted.ownerId !== goal.value.ownerId ? wanted.ownerId : null
      if (newOwner !== null && !(await store.isMember(tx, newOwner))) return noSuchPerson()
      const changes = rules.changesBetween<Goal>(goal.value, wanted)
      if (Object.keys(changes).length === 0) return done({})
      await store.updateGoals(tx, [goalId], wanted)
      await keepChange(context, goalId, changes)
      return done({})
    },

    async 'goal.move'(context, { goalId, parentId, before }) {
      const { tx } = context
      await store.holdTree(tx)
      const tree = await store.allGoals(tx)
      const goal = tree.get(goalId)
      if (!goal) return rules.noSuchGoal()
      const stands = rules.standsUnder(tree, goalId, parentId)
      if (!stands.ok) return stands
      const others = sisters(tree, parentId).filter((sister) => sister.goalId !== goalId)
      const place = before === null ? others.length : others.findIndex((sister) => sister.goalId === before)
      if (place < 0) return rules.noSuchGoal()
      const position = generateKeyBetween(others[place - 1]?.order ?? null, others[place]?.order ?? null)
      await store.updateGoals(tx, [goalId], { parentId, position })
      if (parentId === goal.parentId) await tell(context, goalId)
      else await keepChange(context, goalId, { parentId: [goal.parentId, parentId] })
      return done({})
    },

    'goal.close': (context, { goalId }) => setClosed(context, goalId, true),
    'goal.reopen': (context, { goalId }) => setClosed(context, goalId, false),

    async 'goal.add-reading'(context, { goalId, onDay, value, note = '', readingId: proposed }) {
      const { tx, actor, now } = context
      const goal = await kept(context, goalId)
      if (!goal.ok) return goal
      const readingId = proposed ?? deps.newId()
      const known = proposed ? await store.readingById(tx, proposed) : null
      // Asked again by a page that never heard the answer.
      if (known?.goalId === goalId && known.value === value && known.onDay === onDay) return done({ readingId })
      if (!goal.value.measure) return refuse('conflict', 'not-measured', 'Say first what is measured of this goal.')
      const room = rules.roomForReading(await store.countReadings(tx, goalId))
      if (!room.ok) return room
      const reading = { id: readingId, goalId, onDay, value, note, byId: actor.userId, at: now }
      if (!(await store.insertReading(tx, reading))) {
        return refuse('conflict', 'id-taken', 'This id is in use. Propose another, or none.', { field: 'readingId' })
      }
      await tell(context, goalId)
      return done({ readingId })
    },

    async 'goal.remove-reading'(context, { goalId, readingId }) {
      const goal = await kept(context, goalId)
      if (!goal.ok) return goal
      const gone = await store.deleteReading(context.tx, goalId, readingId)
      if (gone) await keepChange(context, goalId, { reading: [{ onDay: gone.onDay, value: gone.value }, null] })
      return done({})
    },

    async 'board.set-goals'({ tx }, { boardId, goalIds }) {
      if (!(await store.holdBoard(tx, boardId))) return refuse('not-found', 'no-such-board')
      const before = new Set(await store.goalsOfBoard(tx, boardId))
      const chosen = rules.servesGoals(await store.allGoals(tx), before, goalIds)
      if (!chosen.ok) return chosen
      await store.putBoardGoals(tx, boardId, chosen.value)
      await deps.enqueue(tx, 'board.changed', boardId, { boardId })
      await deps.enqueue(tx, 'goals.changed', boardId, { boardId })
      return done({})
    },

    async 'idea.set-goals'({ tx, place }, { ideaId, goalIds }) {
      const idea = await store.stampIdea(tx, ideaId)
      if (!idea || !place) return refuse('not-found', 'no-such-idea', 'There is no such idea.')
      if (idea.removed) return refuse('conflict', 'idea-removed', 'This idea was removed. Restore it first.')
      const before = new Set(await store.goalsOfIdea(tx, ideaId))
      const chosen = rules.servesGoals(await store.allGoals(tx), before, goalIds)
      if (!chosen.ok) return chosen
      await store.putIdeaGoals(tx, ideaId, chosen.value)
      const { boardId } = place
      await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
      await deps.enqueue(tx, 'goals.changed', boardId, { boardId, ideaId })
      return done({})
    },
  }

  /** The goal, held; refused for whom it is not to keep, and when it is closed. */
  async function kept({ tx, actor }: CommandContext, goalId: string): Promise<Outcome<store.GoalRow>> {
    const goal = await store.goalForUpdate(tx, goalId)
    if (!goal) return rules.noSuchGoal()
    const allowed = rules.keeps(goal, actor)
    if (!allowed.ok) return allowed
    return goal.closedAt === null ? done(goal) : rules.goalClosed()
  }

  async function setClosed(
    context: CommandContext,
    goalId: string,
    closed: boolean,
  ): Promise<Outcome<Record<string, never>>> {
    const { tx, now } = context
    await store.holdTree(tx)
    const tree = await store.allGoals(tx)
    if (!tree.has(goalId)) return rules.noSuchGoal()
    const way = closed ? rules.withAllUnder(tree, goalId) : rules.upFrom(tree, goalId)
    const turned = way.filter((each) => (tree.get(each)?.closedAt !== null) !== closed)
    if (turned.length === 0) return done({})
    await store.updateGoals(tx, turned, { closedAt: closed ? now : null })
    for (const each of turned) await keepChange(context, each, { closed: [!closed, closed] })
    return done({})
  }

  async function keepChange(
    context: CommandContext,
    goalId: string,
    changes: Record<string, [unknown, unknown]>,
  ): Promise<void> {
    const { tx, actor, now } = context
    await store.insertChange(tx, { id: deps.newId(), goalId, byId: actor.userId, at: now, changes })
    await tell(context, goalId)
  }

  /** This person's other tabs at once, everybody else in a moment. */
  async function tell({ tx, actor }: { tx: Tx; actor: CommandContext['actor'] }, goalId: string): Promise<void> {
    await deps.enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['goals'] })
    await deps.enqueue(tx, 'goals.changed', goalId, { boardId: null })
  }
}

function sisters(tree: ReadonlyMap<string, store.GoalRow>, parentId: string | null): store.GoalRow[] {
  return [...tree.values()].filter((goal) => goal.parentId === parentId).toSorted(rules.byOrder)
}

const noSuchPerson = () => refuse('not-found', 'no-such-person', 'There is no such person.', { field: 'ownerId' })
const changedMeanwhile = () =>
  refuse('conflict', 'changed-meanwhile', 'Somebody changed this since you read it. Look again, then save.')
