// Owns laying results of several rounds beside each other, idea by idea. Pure.

import type { LedgerRound } from '../../shared/documents.ts'
import type { RankedTopic } from '../../shared/rounds.ts'

export interface Compared {
  topic: Pick<RankedTopic, 'ideaId' | 'number' | 'text'>
  /** In the order of the rounds; null: nobody voted for it there. */
  inRounds: (RankedTopic | null)[]
}

/** Ordered by the first round, then by the next one for what the first does not have. */
export function compared(rounds: readonly Pick<LedgerRound, 'result'>[]): Compared[] {
  const rows = new Map<string, Compared>()
  for (const [at, { result }] of rounds.entries()) {
    for (const topic of result ?? []) {
      const row = rows.get(topic.ideaId) ?? { topic, inRounds: rounds.map(() => null) }
      row.inRounds[at] = topic
      rows.set(topic.ideaId, row)
    }
  }
  return [...rows.values()]
}
