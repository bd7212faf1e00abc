// Owns the server's clock as this page knows it: how far this device's clock is from it, learned from answers that say
// what time it was there. Timers and countdowns are read against it, so that a room sees the same second.

import { createStore, useStore } from './store.ts'

const offsetMs = createStore(0)
/** Of the answer the offset was learned from: the quicker the answer, the less there is to guess. */
let surenessMs = Number.POSITIVE_INFINITY
/** Clocks drift and laptops sleep: what was learned longer ago is learned anew. */
const LEARNED_FOR_MS = 10 * 60_000
let learnedAt = 0

/** The server said it was `serverAt`, somewhere between asking and hearing. */
export function hearServerTime(serverAt: number, askedAt: number, heardAt: number): void {
  const unsureMs = heardAt - askedAt
  const isOld = Math.abs(heardAt - learnedAt) > LEARNED_FOR_MS
  const next = serverAt - (askedAt + heardAt) / 2
  // A clock that was set meanwhile shows as a difference no slow answer explains.
  const wasSet = Math.abs(next - offsetMs.get()) > unsureMs + surenessMs
  if (unsureMs > surenessMs && !isOld && !wasSet) return
  surenessMs = unsureMs
  learnedAt = heardAt
  offsetMs.set(next)
}

export const serverNow = (): number => Date.now() + offsetMs.get()

/** Draws again when the offset becomes known better. */
export const useServerOffset = (): number => useStore(offsetMs)
