// Owns the dots on one card: putting one down, taking one back. Shows mine alone; everybody's are the tally's.

import { IconMinus, IconPlus } from '@tabler/icons-react'
import type { IdeaId } from '../../shared/model.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { useTranslation } from '../i18n/translation.ts'
import { type Ballot, useMyVotes } from './ballot.ts'
import { useStep } from './vote-step.ts'
import styles from './votes.module.css'

export interface VoteDotsProps {
  ballot: Ballot
  ideaId: IdeaId
  /** Names the idea for those who do not see the card: its number and first words. */
  label: string
  onRefused: (refusal: Refusal) => void
}

export function VoteDots({ ballot, ideaId, label, onRefused }: VoteDotsProps) {
  const { t } = useTranslation('vote')
  const { votes, mayAdd } = useMyVotes(ballot, ideaId)
  const step = useStep(ballot, onRefused)
  return (
    <div className={styles.dots} role="group" aria-label={t('dotsOn', { label })}>
      <button
        type="button"
        className={styles.step}
        onClick={() => void step(ideaId, -1)}
        aria-disabled={votes === 0}
        aria-label={t('takeBack')}
      >
        <IconMinus size={18} aria-hidden />
      </button>
      <span className={styles.mine} aria-label={t('mine', { count: votes })} role="img">
        {Array.from({ length: Math.min(ballot.rules.maxPerIdea, DOTS_DRAWN_MAX) }, (_, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- dots have no identity beyond their place
          <span key={place} className={styles.dot} data-filled={place < votes || undefined} />
        ))}
        {ballot.rules.maxPerIdea > DOTS_DRAWN_MAX && <span className={styles.count}>{votes}</span>}
      </span>
      <button
        type="button"
        className={styles.step}
        onClick={() => void step(ideaId, 1)}
        aria-disabled={!mayAdd}
        aria-label={t('putDown')}
      >
        <IconPlus size={18} aria-hidden />
      </button>
    </div>
  )
}

/** More dots than this no longer fit a phone's card; a number stands beside them then. */
const DOTS_DRAWN_MAX = 5
