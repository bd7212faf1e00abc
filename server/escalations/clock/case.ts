// Owns what the clock works with: a case as it is stored. What others see of it is in shared/cases.ts; which move leads where is
// in moves.ts.

import type { CaseState, Commitment } from '../../../shared/cases.ts'
import type { UserId } from '../../../shared/model.ts'

/** What stands still while somebody else owes: how many days of whose turn were left. */
export interface Rest {
  state: 'with-sponsor' | 'with-deputy' | 'with-next-level' | 'on-agenda'
  owedBy: UserId
  /** Null: an agenda has no end. */
  days: number | null
}

export interface Case {
  state: CaseState
  /** Who raised it: they answer questions. */
  raisedBy: UserId
  /** The sponsor it is with, whoever stands in for them now; once it is answered, whoever answered. */
  sponsorId: UserId
  /** Exactly one person, or nobody where it is closed. */
  owedBy: UserId | null
  owedSince: number
  /** Null: without an end (an agenda), or closed. */
  owedUntil: number | null
  /** Of the turn that runs, where it began with days that had been left over; null: the whole span of its state. */
  turnDays: number | null
  /** To come back to, in `asked` and `handed-over`. */
  rest: Rest | null
  /** Came back from a sponsor it was handed to, so many times; twice puts it on the agenda. */
  bounces: number
  commitment: Commitment | null
  /** The last moment before the day on which a declined idea is looked at again. */
  lookAgainAt: number | null
}

/** From one sponsor to another, and back again, so often; then it is for the management. */
export const BOUNCES_MAX = 2
