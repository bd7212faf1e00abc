// Owns choosing by hand what a vote is about.

import { Checkbox } from '@mantine/core'
import { ROUND_SELECTION_MAX_IDEAS } from '../../shared/limits.ts'
import type { IdeaView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import styles from './open-round.module.css'
import { useTopicName } from './topic-name.ts'

interface ChooseIdeasProps {
  ideas: readonly Pick<IdeaView, 'ideaId' | 'number' | 'text'>[]
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

export function ChooseIdeas({ ideas, chosen, onChange }: ChooseIdeasProps) {
  const { t } = useTranslation('ballot')
  const nameOf = useTopicName()
  const isFull = chosen.length >= ROUND_SELECTION_MAX_IDEAS
  return (
    <fieldset className={styles.ideas}>
      <legend>{t('open.choose')}</legend>
      <div className={styles.list}>
        {ideas.map((idea) => {
          const isChosen = chosen.includes(idea.ideaId)
          return (
            <Checkbox
              key={idea.ideaId}
              label={nameOf(idea)}
              checked={isChosen}
              disabled={isFull && !isChosen}
              onChange={() => onChange(isChosen ? chosen.filter((id) => id !== idea.ideaId) : [...chosen, idea.ideaId])}
            />
          )
        })}
      </div>
      <p className={styles.what} role="status">
        {t('open.chosen', { count: chosen.length })}
      </p>
    </fieldset>
  )
}
