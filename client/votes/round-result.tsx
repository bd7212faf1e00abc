// Owns the ranked result of a round, as a list that is also a chart: place, idea, votes and a bar. Ties share a place.

import { useTranslation } from 'react-i18next'
import type { LedgerRound } from '../../shared/documents.ts'
import { useFormat } from '../i18n/format.ts'
import styles from './votes.module.css'

type Ranked = NonNullable<LedgerRound['result']>[number]

export interface RoundResultProps {
  result: readonly Ranked[]
  /** Shows the first so many, and how many more there are. */
  top?: number
  onOpenIdea?: (ideaId: string) => void
}

export function RoundResult({ result, top = result.length, onOpenIdea }: RoundResultProps) {
  const { t } = useTranslation('vote')
  const format = useFormat()
  const most = Math.max(1, ...result.map(({ votes }) => votes))
  const shared = new Set(result.map(({ rank }) => rank).filter((rank, at, all) => all.indexOf(rank) !== at))
  if (result.length === 0) return <p>{t('result.nothing')}</p>
  return (
    <>
      <ol className={styles.result}>
        {result.slice(0, top).map(({ ideaId, number, text, votes, rank }) => (
          <li key={ideaId} className={styles.row} data-none={votes === 0 || undefined} data-first={rank === 1 || undefined}>
            <span className={styles.rank}>
              <span aria-hidden>{rank}</span>
              <span className="kiem-hidden">{t(shared.has(rank) ? 'result.shared' : 'result.place', { rank })}</span>
            </span>
            <span className={styles.text}>
              {onOpenIdea ? (
                <button type="button" className="kiem-link" onClick={() => onOpenIdea(ideaId)}>
                  {text || t('result.untitled', { number })}
                </button>
              ) : (
                text || t('result.untitled', { number })
              )}
            </span>
            <span className={styles.votes}>{t('result.votes', { count: votes, votes: format.number(votes) })}</span>
            <span className={styles.track} aria-hidden>
              <span className={styles.fill} style={{ display: 'block', width: `${(votes / most) * 100}%` }} />
            </span>
          </li>
        ))}
      </ol>
      {result.length > top && <p className={styles.barSoft}>{t('result.more', { count: result.length - top })}</p>}
    </>
  )
}
