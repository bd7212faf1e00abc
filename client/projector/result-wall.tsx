// Owns the wall that shows how a vote came out: the first ten, large, ties as ties.

import type { LedgerRound } from '../../shared/documents.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Bar } from '../ui/bar.tsx'
import styles from './projector.module.css'

/** What fits a 1080p wall at a size the back row reads. */
const TOP = 8

export function ResultWall({ round }: { round: LedgerRound | null }) {
  const { t } = useTranslation('projector')
  const format = useFormat()
  if (!round) return <p className={styles.calm}>{t('result.none')}</p>
  if (!round.result) return <p className={styles.calm}>{t('result.running', { count: round.voters })}</p>
  const most = Math.max(1, ...round.result.map(({ votes }) => votes))
  const places = round.result.map(({ rank }) => rank)
  const isShared = (rank: number) => places.indexOf(rank) !== places.lastIndexOf(rank)
  return (
    <section className={styles.result} aria-label={t('result.title')}>
      <h2>{round.title || t('result.title')}</h2>
      <ol>
        {round.result.slice(0, TOP).map(({ ideaId, number, text, votes, rank }) => (
          <li key={ideaId} data-first={rank === 1 || undefined}>
            <Bar
              lead={isShared(rank) ? `${rank}=` : rank}
              label={<span className={styles.line}>{text || t('result.untitled', { number })}</span>}
              value={votes}
              max={most}
              valueText={format.number(votes)}
              emphasis={rank === 1 && votes > 0}
            />
          </li>
        ))}
      </ol>
      <p className={styles.count}>{t('result.voters', { count: round.voters, budget: round.budget })}</p>
    </section>
  )
}
