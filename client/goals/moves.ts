// Owns where a goal can be put by one step: up and down among its sisters, under the one above, out beside its parent. Pure.

import type { GoalLine } from '../../shared/goal-views.ts'

export interface Step {
  parentId: string | null
  /** The sister it comes to stand before; null: last. */
  before: string | null
}

export interface Steps {
  up: Step | null
  down: Step | null
  in: Step | null
  out: Step | null
}

type Standing = Pick<GoalLine, 'goalId' | 'parentId'>

/** `goals` in the order of the tree. */
export function stepsOf(goals: readonly Standing[], goalId: string): Steps {
  const goal = goals.find((each) => each.goalId === goalId)
  if (!goal) return { up: null, down: null, in: null, out: null }
  const { parentId } = goal
  const sisters = goals.filter((each) => each.parentId === parentId).map((each) => each.goalId)
  const place = sisters.indexOf(goalId)
  const above = sisters[place - 1]
  const parent = goals.find((each) => each.goalId === parentId)
  const aunts = parent ? goals.filter((each) => each.parentId === parent.parentId).map((each) => each.goalId) : []
  return {
    up: above === undefined ? null : { parentId, before: above },
    down: place === sisters.length - 1 ? null : { parentId, before: sisters[place + 2] ?? null },
    in: above === undefined ? null : { parentId: above, before: null },
    out: parent ? { parentId: parent.parentId, before: aunts[aunts.indexOf(parent.goalId) + 1] ?? null } : null,
  }
}
