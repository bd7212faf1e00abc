// Owns saying yes, no or neither about one topic, and why. The reason is saved when one leaves its field.

import { TextInput } from '@mantine/core'
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { VOTE_REASON_MAX_CHARS } from '../../shared/limits.ts'
import { CHOICES, choiceOf, type Topic } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { Answers } from './answers.ts'
import styles from './ballot.module.css'
import { useTopicName } from './topic-name.ts'

const SIGNS = { yes: IconCheck, no: IconX, abstain: IconMinus }

export function ChoiceRow({ topic, answers, nameless }: { topic: Topic; answers: Answers; nameless: boolean }) {
  const { t } = useTranslation('ballot')
  const nameOf = useTopicName()
  const { ideaId } = topic
  const mine = choiceOf(answers.mine[ideaId]?.[0] ?? 0)
  const said = answers.reasons[ideaId] ?? ''
  const [reason, setReason] = useState(said)
  return (
    <div className={styles.choice}>
      <div className={styles.choices} role="group" aria-label={nameOf(topic)}>
        {CHOICES.map((choice) => {
          const Sign = SIGNS[choice]
          return (
            <button
              key={choice}
              type="button"
              className={styles.choose}
              data-choice={choice}
              aria-pressed={mine === choice}
              onClick={() => answers.choose(ideaId, mine === choice ? null : choice, reason.trim())}
            >
              <Sign size={18} aria-hidden />
              {t(`choice.${choice}`)}
            </button>
          )
        })}
      </div>
      {mine !== null && (
        <TextInput
          label={t('choice.reason')}
          description={t(nameless ? 'choice.reasonHint' : 'choice.reasonNamed')}
          value={reason}
          maxLength={VOTE_REASON_MAX_CHARS}
          onChange={(event) => setReason(event.currentTarget.value)}
          onBlur={() => {
            if (reason.trim() !== said) answers.choose(ideaId, mine, reason.trim())
          }}
        />
      )}
    </div>
  )
}
