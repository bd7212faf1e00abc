// Owns scores on the wall: the matrix as large as the wall allows, and beside it the names of the first, by their numbers.

import type { Criterion, RankedTopic } from '../../shared/rounds.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { CriteriaMatrix } from '../ui/criteria-matrix.tsx'
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
  const places = result.map(({ rank }) => rank)
  const isShared = (rank: number) => places.indexOf(rank) !== places.lastIndexOf(rank)
  return (
    <div className={styles.both}>
      {criteria.length > 1 && (
        <div className={styles.picture}>
          <CriteriaMatrix result={result} criteria={criteria} />
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
