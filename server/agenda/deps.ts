// Owns what the agenda room needs from others, as small interfaces; compose-agenda.ts hands them in.

import type { Card, Group } from '../../shared/documents.ts'
import type { At, BoardId, RoundView, UserId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Timer, TimerAsk } from '../../shared/session.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'

/** A board as its log has it: also what people did a moment ago. */
export interface BoardNow {
  cards: ReadonlyMap<string, Card>
  groups: ReadonlyMap<string, Group>
}

export type LastRound = Pick<RoundView, 'roundId' | 'method' | 'result'>

/** The mark of this person on this entry, under the board's secret. */
export type Marker = (entryId: string, userId: UserId) => Uint8Array

export interface AgendaDeps {
  enqueue: Enqueue
  newId: () => string
  boardNow(reader: Reader, boardId: BoardId): Promise<BoardNow>
  /** The round that closed last since then; null: none did. */
  lastRound(reader: Reader, boardId: BoardId, since: Date): Promise<LastRound | null>
  /** Null on a named board, or where the secret was destroyed. */
  markerFor(reader: Reader, boardId: BoardId): Promise<Marker | null>
  /** Refuses no-timer, timer-too-long. */
  setTimer(timer: Timer | null, ask: TimerAsk, at: At): Outcome<Timer | null>
}
