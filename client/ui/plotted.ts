// Owns where a topic lies between two criteria. Pure.

import type { Criterion, RankedTopic } from '../../shared/rounds.ts'
import { SCORE_MAX, SCORE_MIN } from '../../shared/rounds.ts'
import type { Plotted } from './score-matrix.tsx'

/** The first criterion goes up, the second to the right; who has only one of the two is not drawn. */
export function plotted(result: readonly RankedTopic[]): Plotted[] {
  const share = (mean: number) => (mean - SCORE_MIN) / (SCORE_MAX - SCORE_MIN)
  return result.flatMap(({ ideaId, number, rank, scores }) => {
    const [up, right] = scores ?? []
    if (!up?.count || !right?.count) return []
    return [{ key: ideaId, label: String(number), x: share(right.mean), y: share(up.mean), emphasis: rank === 1 }]
  })
}

/** The usual names of the four fields fit impact × effort alone. */
export const isImpactEffort = (criteria: readonly Criterion[]): boolean =>
  criteria.length === 2 && criteria[0]?.kind === 'impact' && criteria[1]?.kind === 'effort'
