// Owns the list of all topics: what had its turn, what is parked, what comes; who leads takes any of them up.

import { Button } from '@mantine/core'
import { IconCheck, IconParking, IconPlayerSkipForward } from '@tabler/icons-react'
import type { LedgerDiscussion, Topic, TopicState } from '../../shared/discussion.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './agenda.module.css'
import type { TopicWords } from './agenda.ts'
import type { Talk } from './use-talk.ts'

const MARK = { size: 16, stroke: 2.2, 'aria-hidden': true } as const
const MARKS: Record<TopicState, React.ReactNode> = {
  open: null,
  discussed: <IconCheck {...MARK} />,
  skipped: <IconPlayerSkipForward {...MARK} />,
  parked: <IconParking {...MARK} />,
}

interface TopicListProps {
  discussion: LedgerDiscussion
  wordsOf: (topic: Topic) => TopicWords
  /** Null: only to read. */
  talk: Talk | null
}

export function TopicList({ discussion, wordsOf, talk }: TopicListProps) {
  const { t } = useTranslation('discussion')
  const { topics, currentId } = discussion
  const parked = topics.filter(({ state }) => state === 'parked').length
  return (
    <details className={classes.all}>
      <summary>
        {t('list.title', { count: topics.length })}
        {parked > 0 ? <span>{t('list.parked', { count: parked })}</span> : null}
      </summary>
      <ol className={classes.topics}>
        {topics.map((topic) => {
          const isOn = topic.topicId === currentId
          const title = wordsOf(topic).title || t('topic.untitled')
          return (
            <li key={topic.topicId} data-state={isOn ? 'on' : topic.state} aria-current={isOn ? 'step' : undefined}>
              <span className={classes.mark}>{isOn ? null : MARKS[topic.state]}</span>
              <span className={classes.line}>{title}</span>
              <span className={classes.soft}>{isOn ? t('state.on') : t(`state.${topic.state}`)}</span>
              {talk && !isOn ? (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('list.takeUp', { title })}
                  onClick={() => void talk.go(discussion, topic.topicId, 'open')}
                >
                  {t('list.now')}
                </Button>
              ) : null}
            </li>
          )
        })}
      </ol>
    </details>
  )
}
