// Owns a vote's scores as a picture with its words: the first criterion upwards, the second to the right.

import type { Criterion, RankedTopic } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCriterionName } from './criterion-name.ts'
import { isImpactEffort, plotted } from './plotted.ts'
import { ScoreMatrix } from './score-matrix.tsx'

interface CriteriaMatrixProps {
  result: readonly RankedTopic[]
  criteria: readonly Criterion[]
}

/** Nothing where there are fewer than two. */
export function CriteriaMatrix({ result, criteria }: CriteriaMatrixProps) {
  const { t } = useTranslation('ballot')
  const nameOf = useCriterionName()
  const [up, right] = criteria
  if (!up || !right) return null
  return (
    <ScoreMatrix
      points={plotted(result)}
      label={t('result.matrix')}
      axes={{ y: nameOf(up), x: nameOf(right), low: t('criterion.low'), high: t('criterion.high') }}
      fields={
        isImpactEffort(criteria)
          ? {
              topLeft: t('result.quadrant.first'),
              topRight: t('result.quadrant.plan'),
              bottomLeft: t('result.quadrant.fill'),
              bottomRight: t('result.quadrant.leave'),
            }
          : null
      }
    />
  )
}
