// Owns how many topics a vote would have, and how many dots suit them. Pure.

import type { IdeaView } from '../../shared/model.ts'

/** `about`: `board`, `groups`, or a column's id. */
export function topicsIn(ideas: readonly Pick<IdeaView, 'columnId' | 'group'>[], about: string): number {
  if (about === 'board') return ideas.length
  if (about !== 'groups') return ideas.filter(({ columnId }) => columnId === about).length
  const grouped = ideas.flatMap(({ group }) => group ?? [])
  return new Set(grouped).size + ideas.length - grouped.length
}

/** A quarter of the topics, at least three and at most ten: enough to choose, too few to avoid choosing. */
export function suggestedBudget(topics: number): number {
  return Math.min(10, Math.max(3, Math.round(topics / 4)))
}
