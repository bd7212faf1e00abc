// Owns the reasons people gave with yes and no, per idea. They are there only once the vote is closed.

import type { RoundId } from '../../shared/model.ts'
import type { RankedTopic, RoundSheet } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useTopicName } from './topic-name.ts'
import styles from './votes.module.css'

export function Reasons({ roundId, result }: { roundId: RoundId; result: readonly RankedTopic[] }) {
  const { t } = useTranslation('ballot')
  const nameOf = useTopicName()
  const { data: sheet } = useRead<RoundSheet>(`round:${roundId}`, `/api/rounds/${roundId}/sheet`)
  if (!sheet || sheet.reasons.length === 0) return null
  return (
    <section className={styles.reasons}>
      <h3>{t('result.reasons')}</h3>
      {result.map((topic) => {
        const reasons = sheet.reasons.filter(({ ideaId }) => ideaId === topic.ideaId)
        if (reasons.length === 0) return null
        return (
          <div key={topic.ideaId}>
            <strong>{nameOf(topic)}</strong>
            <ul>
              {reasons.map(({ choice, text, name }, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- two people may have said the same
                <li key={at}>
                  <span className={styles.said} data-choice={choice}>
                    {t(`choice.${choice}`)}
                  </span>{' '}
                  {text}
                  {name && <span className={styles.soft}> — {name}</span>}
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}
