// Owns which rounds have a result to look at. Pure.

import type { LedgerRound } from '../../shared/documents.ts'
import type { RoundId } from '../../shared/model.ts'

export type ClosedRound = LedgerRound & { roundId: RoundId }

/** Closed rounds with a result, newest first. */
export function closedRounds(rounds: ReadonlyMap<string, LedgerRound>): ClosedRound[] {
  return [...rounds]
    .filter(([, round]) => round.closedAt !== null && round.result !== null)
    .map(([roundId, round]) => ({ ...round, roundId: roundId as RoundId }))
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
}
