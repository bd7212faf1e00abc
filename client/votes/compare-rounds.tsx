// Owns closed rounds side by side: one row for each idea, one column for each round, its place and what it got.

import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { ClosedRound } from './closed-rounds.ts'
import { compared } from './compared.ts'
import { useTopicName } from './topic-name.ts'
import styles from './votes.module.css'

interface CompareRoundsProps {
  /** Newest first. */
  rounds: readonly ClosedRound[]
  nameOf: (round: ClosedRound) => string
  onOpenIdea: (ideaId: string) => void
}

export function CompareRounds({ rounds, nameOf, onOpenIdea }: CompareRoundsProps) {
  const { t } = useTranslation('ballot')
  const format = useFormat()
  const topicName = useTopicName()
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={styles.compare} tabIndex={0} role="region" aria-label={t('compare.all')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('compare.idea')}</th>
            {rounds.map((round) => (
              <th key={round.roundId} scope="col">
                {nameOf(round)}
                <small>{t(`method.${round.method ?? 'dots'}`)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {compared(rounds).map(({ topic, inRounds }) => (
            <tr key={topic.ideaId}>
              <th scope="row">
                <button type="button" className={styles.open} onClick={() => onOpenIdea(topic.ideaId)}>
                  {topicName(topic)}
                </button>
              </th>
              {inRounds.map((result, at) => (
                <td key={rounds[at]!.roundId} data-first={result?.rank === 1 || undefined}>
                  {result ? (
                    <>
                      <strong>{format.number(result.votes)}</strong>
                      <small>{t('compare.place', { rank: result.rank })}</small>
                    </>
                  ) : (
                    <span className={styles.soft} aria-label={t('compare.notIn')}>
                      –
                    </span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
