// Owns what may happen to an idea, as sentences about facts. Pure: no clock, no ids, no SQL.

import { IDEAS_MAX_PER_BOARD } from '../../shared/limits.ts'
import type { Naming, Stage, UserId } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'

export interface BoardFacts {
  naming: Naming
  locked: boolean
  archived: boolean
  /** Ideas on it that are not removed, and sealed ones. */
  ideas: number
}

/** Judged under the board's lock: it may have been shut since the permission was checked. */
export function addIdeas(board: BoardFacts, how: { many: number; onBehalfOf: boolean }): Outcome<null> {
  const open = boardOpen(board)
  if (!open.ok) return open
  if (how.onBehalfOf && board.naming === 'anonymous') {
    return refuse('invalid', 'no-names-here', 'On an anonymous board an idea carries no name, of nobody.', {
      field: 'onBehalfOf',
    })
  }
  return roomFor(board.ideas, how.many)
}

export function boardOpen(board: Pick<BoardFacts, 'locked' | 'archived'>): Outcome<null> {
  if (board.archived) return refuse('conflict', 'board-archived', 'This board is archived. Restore it first.')
  if (board.locked) return refuse('conflict', 'board-locked', 'This board is locked for the moment.')
  return done(null)
}

export function roomFor(ideas: number, more: number): Outcome<null> {
  if (ideas + more <= IDEAS_MAX_PER_BOARD) return done(null)
  return refuse('conflict', 'board-full-of-ideas', `A board holds at most ${IDEAS_MAX_PER_BOARD} ideas.`, {
    limit: IDEAS_MAX_PER_BOARD,
  })
}

export const ideaRemoved = () => refuse('conflict', 'idea-removed', 'This idea was removed. Restore it first.')

/** What facilitators may set by hand. Everything else is decided by a sponsor's answer or by what came of it. */
const BY_HAND: ReadonlySet<Stage> = new Set(['open', 'shortlisted', 'parked'])

export function setStage(from: Stage, to: Stage, reason: string): Outcome<null> {
  if (!BY_HAND.has(from)) {
    return refuse('conflict', 'stage-decided', `This idea is ${from}; that is not for the board to change.`)
  }
  // No idea is ever closed by silence.
  if (to === 'parked' && reason === '') {
    return refuse('invalid', 'reason-needed', 'Say why, so that its author knows.', { field: 'reason' })
  }
  return done(null)
}

/** That it was entered for somebody; by whom, only where people have names. */
export function enteredMark(enteredBy: UserId | null, naming: Naming): { proxy: boolean; enteredBy: UserId | null } {
  return { proxy: enteredBy !== null, enteredBy: naming === 'named' ? enteredBy : null }
}

const HOUR_MS = 3_600_000

/** On an anonymous board a time to the second, beside who was online, would be a name. */
export function writtenAt(now: Date, naming: Naming): Date {
  return naming === 'named' ? now : new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
}
