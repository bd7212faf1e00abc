// Owns what is sound in a round, as sentences about facts. Pure: no ids, no clock, no SQL. The budget's last
// word is the database's (FAULTS R8); these rules give a refusal its reason before the database would.

import { ROUNDS_MAX_PER_BOARD } from '../../shared/limits.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Method } from '../../shared/rounds.ts'

/** What one person may still do in a round, and what they have on the idea in question now. */
export interface Ballot {
  open: boolean
  left: number
  maxPerIdea: number
  onIdea: number
}

/** Sets the person's votes on one idea; `change` is what leaves the ballot, negative when votes come back. */
export function castVote(ballot: Ballot, votes: number): Outcome<{ left: number; change: number }> {
  if (!ballot.open) return refuse('conflict', 'round-closed', 'this round is closed; votes can no longer change')
  const change = votes - ballot.onIdea
  const withdraws = change <= 0 // always allowed, whatever the limits are
  if (!withdraws && votes > ballot.maxPerIdea) {
    const message = `at most ${ballot.maxPerIdea} of your votes may go to one idea`
    return refuse('conflict', 'idea-full', message, { field: 'votes', limit: ballot.maxPerIdea })
  }
  if (change > ballot.left) {
    const message = `you have ${ballot.left} votes left; take some back from another idea first`
    return refuse('conflict', 'budget-spent', message, { field: 'votes', limit: ballot.left })
  }
  return done({ left: ballot.left - change, change })
}

export interface BoardRounds {
  hasOpen: boolean
  count: number
}

export function openRound(rounds: BoardRounds): Outcome<null> {
  if (rounds.hasOpen) {
    return refuse('conflict', 'round-already-open', 'this board has an open round; close it before you open another')
  }
  if (rounds.count >= ROUNDS_MAX_PER_BOARD) {
    const message = `a board holds at most ${ROUNDS_MAX_PER_BOARD} rounds; start a copy of the board to go on`
    return refuse('conflict', 'too-many-rounds', message, { limit: ROUNDS_MAX_PER_BOARD })
  }
  return done(null)
}

/** Whether anybody may know how the votes stand: once it is closed, or while it is open and not blind. */
export function tallyMayBeKnown(round: { blind: boolean; closedAt: unknown }): boolean {
  return round.closedAt !== null || !round.blind
}

export const noSuchRound = () => refuse('not-found', 'round-not-found', 'there is no such round')

export const wrongMethod = (method: Method) =>
  refuse('conflict', 'wrong-method', `this round is voted on in another way: ${method}`)

/** Whether answers of this method count in the round at all. */
export function mayAnswer(round: { open: boolean; method: Method }, method: Method): Outcome<null> {
  if (round.method !== method) return wrongMethod(round.method)
  if (!round.open) return refuse('conflict', 'round-closed', 'this round is closed; votes can no longer change')
  return done(null)
}
