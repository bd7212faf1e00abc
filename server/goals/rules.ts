// Owns what may happen to a goal, as sentences about facts. Pure: no clock, no ids, no SQL.

import { above, type Goal, mayStand } from '../../shared/goals.ts'
import { GOALS_MAX, READINGS_MAX_PER_GOAL } from '../../shared/limits.ts'
import type { Role, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

export type Tree = ReadonlyMap<string, Pick<Goal, 'goalId' | 'parentId' | 'closedAt'>>

export const noSuchGoal = () => refuse('not-found', 'no-such-goal', 'There is no such goal.')

export const shapes = (roles: ReadonlySet<Role>) => roles.has('admin') || roles.has('coach')

/** Whoever shapes the tree, and whoever owns this goal. */
export function keeps(goal: Pick<Goal, 'ownerId'>, who: { userId: UserId; roles: ReadonlySet<Role> }): Outcome<null> {
  if (shapes(who.roles) || goal.ownerId === who.userId) return done(null)
  return refuse('forbidden', 'not-your-goal', 'Only its owner, a coach or an admin may change this goal.')
}

/** An owner changes what is said of the goal; whose it is, only who shapes the tree. */
export function givesAway(
  goal: Pick<Goal, 'ownerId'>,
  ownerId: UserId | null | undefined,
  roles: ReadonlySet<Role>,
): Outcome<null> {
  if (ownerId === undefined || ownerId === goal.ownerId || shapes(roles)) return done(null)
  return refuse('forbidden', 'owner-is-given', 'Whose goal this is, a coach or an admin decides.', { field: 'ownerId' })
}

export function roomForGoal(goals: number): Outcome<null> {
  if (goals < GOALS_MAX) return done(null)
  return refuse('conflict', 'too-many-goals', `There are at most ${GOALS_MAX} goals.`, { limit: GOALS_MAX })
}

export function roomForReading(readings: number): Outcome<null> {
  if (readings < READINGS_MAX_PER_GOAL) return done(null)
  return refuse('conflict', 'too-many-readings', `A goal holds at most ${READINGS_MAX_PER_GOAL} readings.`, {
    limit: READINGS_MAX_PER_GOAL,
  })
}

/** Under that parent, beside what is there. */
export function standsUnder(tree: Tree, goalId: string, parentId: string | null): Outcome<null> {
  switch (mayStand(tree, goalId, parentId)) {
    case 'no-such-goal':
      return refuse('not-found', 'no-such-goal', 'The goal it should stand under is not there.', { field: 'parentId' })
    case 'under-itself':
      return refuse('conflict', 'goal-under-itself', 'A goal cannot stand under itself.', { field: 'parentId' })
    case 'too-deep':
      return refuse('conflict', 'goals-too-deep', 'Deeper than this nobody finds it.', { field: 'parentId' })
    case 'yes': {
      const closed = parentId !== null && (tree.get(parentId)?.closedAt ?? null) !== null
      const open = (tree.get(goalId)?.closedAt ?? null) === null
      return closed && open ? goalClosed() : done(null)
    }
  }
}

export const goalClosed = () => refuse('conflict', 'goal-closed', 'This goal is closed. Reopen it first.')

/** It and everything under it. */
export function withAllUnder(tree: Tree, goalId: string): string[] {
  return [...tree.keys()].filter((each) => above(tree, each).includes(goalId))
}

/** It and everything it stands under. */
export const upFrom = (tree: Tree, goalId: string): string[] => above(tree, goalId)

/** What one points at must be there; and what is closed may stay, but not be chosen anew. */
export function servesGoals(tree: Tree, before: ReadonlySet<string>, wanted: readonly string[]): Outcome<string[]> {
  const chosen = [...new Set(wanted)]
  if (chosen.some((goalId) => !tree.has(goalId))) return noSuchGoal()
  if (chosen.some((goalId) => !before.has(goalId) && tree.get(goalId)?.closedAt !== null)) return goalClosed()
  return done(chosen)
}

/** What differs, field by field: what it was, and what it becomes. */
export function changesBetween<T extends object>(before: T, after: Partial<T>): Record<string, [unknown, unknown]> {
  const changed: Record<string, [unknown, unknown]> = {}
  for (const [field, value] of Object.entries(after)) {
    const was: unknown = (before as Record<string, unknown>)[field]
    if (value !== undefined && sorted(was) !== sorted(value)) changed[field] = [was, value]
  }
  return changed
}

/** The database gives a measure's fields back in an order of its own. */
function sorted(value: unknown): string {
  const fields = (_: string, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each
  return JSON.stringify(value, fields) ?? ''
}

/** A goal, then what is under it, sisters by their place. */
export function inTreeOrder<G extends Pick<Goal, 'goalId' | 'parentId' | 'order'>>(goals: readonly G[]): G[] {
  const from = (under: string | null): G[] =>
    goals
      .filter(({ parentId }) => parentId === under)
      .toSorted(byOrder)
      .flatMap((goal) => [goal, ...from(goal.goalId)])
  return from(null)
}

export function byOrder(a: Pick<Goal, 'goalId' | 'order'>, b: Pick<Goal, 'goalId' | 'order'>): number {
  return a.order < b.order ? -1 : a.order > b.order ? 1 : a.goalId < b.goalId ? -1 : 1
}
