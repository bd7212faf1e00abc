// Owns voting on a list of topics: for a thumb on a phone, and by keyboard. What one taps is saved at once; there is
// nothing to send. Shows mine alone.

import { Button, Modal } from '@mantine/core'
import type { IdeaId, RoundId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { ErrorState } from '../ui/states.tsx'
import { type Answers, useAnswers } from './answers.ts'
import type { Ballot } from './ballot.ts'
import styles from './ballot.module.css'
import { ChoiceRow } from './choice-row.tsx'
import { RankingBallot } from './ranking-ballot.tsx'
import { ScoreRow } from './score-row.tsx'
import { useTopicName } from './topic-name.ts'
import { VoteDots } from './vote-dots.tsx'

interface BallotDialogProps {
  roundId: RoundId
  title: string
  /** For a round of dots. */
  dots: Ballot | null
  /** Reasons will not carry my name. */
  nameless: boolean
  onClose: () => void
}

export function BallotDialog({ roundId, title, dots, nameless, onClose }: BallotDialogProps) {
  const { t } = useTranslation('ballot')
  const words = useRefusal()
  const { answers, error, retry } = useAnswers(roundId, (refusal) =>
    showNotice({ tone: 'problem', text: words(refusal) }),
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={title || t('panel.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
      classNames={{ content: styles.content, inner: styles.inner }}
    >
      {error ? <ErrorState refusal={error} onRetry={retry} /> : null}
      {answers && (
        <>
          <Topics answers={answers} dots={dots} nameless={nameless} />
          <footer className={styles.footer}>
            <p>{t('panel.saved')}</p>
            <Button onClick={onClose}>{t('panel.ready')}</Button>
          </footer>
        </>
      )}
    </Modal>
  )
}

function Topics({ answers, dots, nameless }: { answers: Answers; dots: Ballot | null; nameless: boolean }) {
  const { t } = useTranslation('ballot')
  const words = useRefusal()
  const nameOf = useTopicName()
  const { ballot } = answers
  if (ballot.topics.length === 0) return <p>{t('panel.nothing')}</p>
  if (ballot.method === 'ranking') return <RankingBallot answers={answers} />
  return (
    <ol className={styles.topics}>
      {ballot.topics.map((topic) => (
        <li key={topic.ideaId} className={styles.topic} data-answered={topic.ideaId in answers.mine || undefined}>
          <TopicHead topic={topic} />
          {ballot.method === 'score' && <ScoreRow topic={topic} answers={answers} />}
          {ballot.method === 'yes-no' && <ChoiceRow topic={topic} answers={answers} nameless={nameless} />}
          {ballot.method === 'dots' && dots && (
            <VoteDots
              ballot={dots}
              ideaId={topic.ideaId satisfies IdeaId}
              label={nameOf(topic)}
              onRefused={(refusal) => showNotice({ tone: 'problem', text: words(refusal) })}
            />
          )}
        </li>
      ))}
    </ol>
  )
}

function TopicHead({ topic }: { topic: Answers['ballot']['topics'][number] }) {
  const { t } = useTranslation('ballot')
  const nameOf = useTopicName()
  return (
    <div className={styles.head}>
      <span className={styles.number}>#{topic.number}</span>
      <span className={styles.name}>
        {nameOf(topic)}
        {topic.ideas > 1 && <small>{t('panel.group', { count: topic.ideas })}</small>}
      </span>
    </div>
  )
}
