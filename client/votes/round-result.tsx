// Owns the ranked result of a round, as a list that is also a chart: place, idea, votes and a bar. Ties share a place.

import type { RankedTopic } from '../../shared/rounds.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Bar } from '../ui/bar.tsx'
import { PlaceMark, sharedPlaces } from './place-mark.tsx'
import styles from './votes.module.css'

export interface RoundResultProps {
  result: readonly RankedTopic[]
  /** What its number says; votes when nothing else is said. */
  valueText?: (topic: RankedTopic) => string
  /** Shows the first so many, and how many more there are. */
  top?: number
  onOpenIdea?: (ideaId: string) => void
}

export function RoundResult({ result, valueText, top = result.length, onOpenIdea }: RoundResultProps) {
  const { t } = useTranslation('ballot')
  const format = useFormat()
  if (result.length === 0) return <p>{t('result.nothing')}</p>
  const most = Math.max(1, ...result.map(({ votes }) => votes))
  const isShared = sharedPlaces(result)
  return (
    <>
      <ol className={styles.result}>
        {result.slice(0, top).map((topic) => {
          const { ideaId, number, text, votes, rank } = topic
          const name = text || t('result.untitled', { number })
          return (
            <li key={ideaId}>
              <Bar
                lead={<PlaceMark rank={rank} isShared={isShared(rank)} />}
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
                valueText={valueText?.(topic) ?? t('result.votes', { count: votes, votes: format.number(votes) })}
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
