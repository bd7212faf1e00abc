// Owns the topic that is on, as large as the room it has: its words, live from the board, its place and its votes.

import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import type { LedgerDiscussion, Topic } from '../../shared/discussion.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import { announce } from '../ui/live-region.tsx'
import classes from './agenda.module.css'
import type { TopicWords } from './agenda.ts'
import { TopicPlace } from './topic-place.tsx'

interface TopicViewProps {
  discussion: LedgerDiscussion
  topic: Topic
  words: TopicWords
  clock: ReactNode
}

export function TopicView({ discussion, topic, words, clock }: TopicViewProps) {
  const { t } = useTranslation('discussion')
  const title = words.title || t('topic.untitled')
  // Said once when it begins, not with every letter that somebody changes in it.
  const said = useEffectEvent(() => announce(t('topic.begins', { title })))
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    said()
    // On a phone it may have come below what one sees.
    card.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <article ref={card} className={classes.card} data-color={words.color ?? undefined} data-topic={topic.topicId}>
      <header className={classes.cardHead}>
        <TopicPlace discussion={discussion} topic={topic} className={classes.place} />
        {clock}
      </header>
      <h3 className={classes.title}>
        {topic.kind === 'idea' ? <Link to={`/i/${topic.topicId}`}>{title}</Link> : title}
      </h3>
      {words.ideas.length > 0 ? (
        <ul className={classes.ideas}>
          {words.ideas.map(({ ideaId, title }) => (
            <li key={ideaId}>
              <Link to={`/i/${ideaId}`}>{title}</Link>
            </li>
          ))}
        </ul>
      ) : null}
    </article>
  )
}
