// Owns scores on the wall: the matrix as large as the wall allows, and beside it the names of the first, by their numbers.

import type { Criterion, RankedTopic } from '../../shared/rounds.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { isImpactEffort, plotted } from '../ui/plotted.ts'
import { ScoreMatrix } from '../ui/score-matrix.tsx'
import styles from './matrix-wall.module.css'

/** Names beside the matrix at a size the back row reads. */
const NAMED = 7

interface MatrixWallProps {
  result: readonly RankedTopic[]
  criteria: readonly Criterion[]
}

export function MatrixWall({ result, criteria }: MatrixWallProps) {
  const { t } = useTranslation('ballot')
  const format = useFormat()
  const nameOf = ({ title, kind }: Criterion) => title || (kind === 'own' ? '' : t(`criterion.${kind}`))
  const [up, right] = criteria
  const places = result.map(({ rank }) => rank)
  const isShared = (rank: number) => places.indexOf(rank) !== places.lastIndexOf(rank)
  return (
    <div className={styles.both}>
      {up && right && (
        <div className={styles.picture}>
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
        </div>
      )}
      <ol className={styles.names}>
        {result.slice(0, NAMED).map(({ ideaId, number, text, rank, votes }) => (
          <li key={ideaId} data-first={rank === 1 || undefined}>
            <span className={styles.place}>{isShared(rank) ? `${rank}=` : rank}</span>
            <span className={styles.number}>{number}</span>
            <span className={styles.name}>{text.split('\n')[0] || t('panel.untitled', { number })}</span>
            <span className={styles.worth}>{format.number(votes)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
