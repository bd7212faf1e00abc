// Owns the ranked result of a round, as a list that is also a chart: place, idea, votes and a bar. Ties share a place.

import type { LedgerRound } from '../../shared/documents.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Bar } from '../ui/bar.tsx'
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
  if (result.length === 0) return <p>{t('result.nothing')}</p>
  const most = Math.max(1, ...result.map(({ votes }) => votes))
  const places = result.map(({ rank }) => rank)
  const isShared = (rank: number) => places.indexOf(rank) !== places.lastIndexOf(rank)
  return (
    <>
      <ol className={styles.result}>
        {result.slice(0, top).map(({ ideaId, number, text, votes, rank }) => {
          const name = text || t('result.untitled', { number })
          return (
            <li key={ideaId}>
              <Bar
                lead={
                  <>
                    <span aria-hidden>{isShared(rank) ? `${rank}=` : rank}</span>
                    <span className="kiem-unseen">
                      {t(isShared(rank) ? 'result.shared' : 'result.place', { rank })}
                    </span>
                  </>
                }
                label={
                  onOpenIdea ? (
                    <button type="button" className={styles.open} onClick={() => onOpenIdea(ideaId)}>
                      {name}
                    </button>
                  ) : (
                    <span className={styles.text}>{name}</span>
                  )
                }
                value={votes}
                max={most}
                valueText={t('result.votes', { count: votes, votes: format.number(votes) })}
                emphasis={rank === 1 && votes > 0}
              />
            </li>
          )
        })}
      </ol>
      {result.length > top && <p className={styles.soft}>{t('result.more', { count: result.length - top })}</p>}
    </>
  )
}
