// Owns what rises on this screen: which reactions, how many at once, and where each one starts. Pure, but for the taps that
// wait to be told together.

import { REACTION_MAX_TIMES } from '../../shared/limits.ts'
import type { BoardId } from '../../shared/model.ts'
import { type Reaction, REACTIONS, type ReactionCounts } from '../../shared/session.ts'
import { call } from '../live/http.ts'

/** A room of two hundred that claps is a few that rise: more would hide the board. */
export const RISING_MAX = 12

export interface Rising {
  id: number
  reaction: Reaction
  /** From the left of the strip they rise in, 0 to 1. */
  place: number
}

/** Of each kind at least one, the rest by how many there were. */
export function risingOf(counts: ReactionCounts, free: number, firstId: number): Rising[] {
  const left = { ...counts }
  const rising: Rising[] = []
  for (let some = true; some && rising.length < free; ) {
    some = false
    for (const reaction of REACTIONS) {
      if ((left[reaction] ?? 0) <= 0 || rising.length >= free) continue
      left[reaction] = (left[reaction] ?? 0) - 1
      const id = firstId + rising.length
      // Spread without chance: the golden ratio never puts two beside each other soon.
      rising.push({ id, reaction, place: (id * 0.618) % 1 })
      some = true
    }
  }
  return rising
}

/** So long taps wait for more of the same. */
const GATHER_MS = 1_000
const waiting = new Map<Reaction, number>()

/** Without a key: whether it came twice is of no importance, and nothing of it is to be kept. */
export function react(boardId: BoardId, reaction: Reaction): void {
  const before = waiting.get(reaction)
  if (before !== undefined) return void waiting.set(reaction, Math.min(REACTION_MAX_TIMES, before + 1))
  waiting.set(reaction, 0)
  const tell = (times: number) =>
    void call('POST', '/api/commands/session.react', { body: { boardId, reaction, times } })
  tell(1)
  setTimeout(() => {
    const more = waiting.get(reaction) ?? 0
    waiting.delete(reaction)
    if (more > 0) tell(more)
  }, GATHER_MS)
}
