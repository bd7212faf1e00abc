// Owns what the sessions room needs from others, as small interfaces; compose.ts hands them in.

import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { PhaseRound, SealedIdea } from '../../shared/session.ts'
import type { Actor, Enqueue, Place } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'

/** Rounds that open and close with a phase. The caller holds the board. */
export interface PhaseRounds {
  /** One that is open already is taken over (`opened` false): its votes count, and it ends with the phase. */
  open(
    tx: Tx,
    round: PhaseRound & {
      boardId: BoardId
      title: string
      by: UserId | null
      now: Date
      /** About so many of the best of the last round that was closed since then; absent: as the round's scope says. */
      best?: { count: number; since: Date } | undefined
    },
  ): Promise<Outcome<{ roundId: RoundId; opened: boolean }>>
  /** Whichever is open, also one that was opened by hand; null: none was. */
  closeOpen(tx: Tx, boardId: BoardId, now: Date): Promise<RoundId | null>
  /** Refuses `round-already-open`. */
  reopen(tx: Tx, roundId: RoundId, now: Date): Promise<Outcome<null>>
  /** As if it had never been. Refuses `round-has-votes`. */
  drop(tx: Tx, roundId: RoundId, now: Date): Promise<Outcome<null>>
}

/** Ideas that only their authors can see yet. The caller holds the board. */
export interface Sealed {
  count(reader: Reader, boardId: BoardId): Promise<number>
  reveal(tx: Tx, where: { boardId: BoardId; now: Date }): Promise<{ ideaIds: IdeaId[]; receipts: string[] }>
  /** Refuses `revealed-in-use`. */
  reseal(tx: Tx, what: { boardId: BoardId; ideaIds: IdeaId[]; receipts: string[] }): Promise<Outcome<null>>
}

export interface SealedReads extends Pick<Sealed, 'count'> {
  mine(reader: Reader, actor: Actor, place: Place): Promise<SealedIdea[]>
}

export interface SessionDeps {
  enqueue: Enqueue
  newId: () => string
  rounds: PhaseRounds
  sealed: Sealed
  /** Once this has committed: a phase shuts after so many milliseconds. */
  shutting(boardId: BoardId, inMs: number): void
}
