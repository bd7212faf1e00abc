// Owns what a goal is: something the organisation wants, with a measure one can read off; and the arithmetic of how far it is.
// Pure.

import type { At, UserId } from './model.ts'

export interface Measure {
  /** What is counted, in words. */
  what: string
  /** As it stands behind the number: `%`, `days`, `€`. */
  unit: string
  baseline: number
  target: number
  /** `YYYY-MM-DD`. */
  baselineOn: string
  targetOn: string
}

export interface Goal {
  goalId: string
  /** Null: it stands under the vision itself. */
  parentId: string | null
  title: string
  why: string
  measure: Measure | null
  ownerId: UserId | null
  order: string
  closedAt: At | null
}

/** From the vision to the smallest; deeper, nobody finds it. */
export const GOALS_MAX_DEPTH = 6

/** The share of the way from baseline to target, 0 to 1 and beyond in both directions; null where there is no way to go. */
export function progress({ baseline, target }: Pick<Measure, 'baseline' | 'target'>, value: number): number | null {
  return target === baseline ? null : (value - baseline) / (target - baseline)
}

/** Where it would be on that day if it went evenly; before the first day the baseline, after the last the target. */
export function expected({ baseline, target, baselineOn, targetOn }: Measure, on: string): number {
  const [from, to, day] = [baselineOn, targetOn, on].map((text) => Date.parse(`${text}T12:00:00Z`)) as [
    number,
    number,
    number,
  ]
  if (to <= from) return target
  const share = Math.min(1, Math.max(0, (day - from) / (to - from)))
  return baseline + (target - baseline) * share
}

/** From the goal up to one that stands under the vision, itself first. Ends at whatever is not there. */
export function above(goals: ReadonlyMap<string, Pick<Goal, 'goalId' | 'parentId'>>, goalId: string): string[] {
  const way: string[] = []
  for (let at: string | null = goalId; at !== null && !way.includes(at); at = goals.get(at)?.parentId ?? null) {
    if (!goals.has(at)) break
    way.push(at)
  }
  return way
}

/** May it stand there? Not under itself, not under what is under it, not deeper than anybody looks. */
export function mayStand(
  goals: ReadonlyMap<string, Pick<Goal, 'goalId' | 'parentId'>>,
  goalId: string,
  parentId: string | null,
): 'yes' | 'under-itself' | 'too-deep' | 'no-such-goal' {
  if (parentId === null) return 'yes'
  if (!goals.has(parentId)) return 'no-such-goal'
  const way = above(goals, parentId)
  if (way.includes(goalId)) return 'under-itself'
  return way.length + heightOf(goals, goalId) > GOALS_MAX_DEPTH ? 'too-deep' : 'yes'
}

/** Levels from it down, itself counted. */
function heightOf(goals: ReadonlyMap<string, Pick<Goal, 'goalId' | 'parentId'>>, goalId: string): number {
  let height = 1
  for (const { goalId: each } of goals.values()) {
    const place = above(goals, each).indexOf(goalId)
    height = Math.max(height, place + 1)
  }
  return height
}
