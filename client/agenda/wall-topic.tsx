// Owns the topic on the wall: its words so large that the back row reads them, its timer, the question for more time, and
// what has been decided. Never more than a participant knows.

import type { ReactNode } from 'react'
import type { LedgerDiscussion, Topic } from '../../shared/discussion.ts'
import type { Timer } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { useTopicWords, Written } from './agenda.ts'
import { TopicPlace } from './topic-place.tsx'
import classes from './wall.module.css'

export interface WallTopicProps {
  discussion: LedgerDiscussion
  topic: Topic
  words: ReturnType<ReturnType<typeof useTopicWords>>
  written: readonly Written[]
  clock: (timer: Timer) => ReactNode
}

/** Longer words are set smaller, so that they stay on the wall; also where they share it. */
const SIZES = [
  { upTo: 60, size: 'large' },
  { upTo: 160, size: 'middle' },
] as const
/** Of a group's ideas, and of what stands beside them: as if the title were longer by so much. */
const SHARED_CHARS = 40

/** What fits beside a topic. */
const SHOWN_ENTRIES = 4
const SHOWN_IDEAS = 6

export function WallTopic({ discussion, topic, words, written, clock }: WallTopicProps) {
  const { t } = useTranslation('discussion')
  const title = words.title || t('topic.untitled')
  const kept = written.filter(
    ({ sessionId, topicId, kind }) =>
      sessionId === discussion.sessionId && topicId === topic.topicId && kind !== 'note',
  )
  const shares = [words.ideas.length > 0, kept.length > 0].filter(Boolean).length
  const size = SIZES.find(({ upTo }) => title.length + shares * SHARED_CHARS <= upTo)?.size ?? 'small'
  return (
    <section className={classes.topic} data-color={words.color ?? undefined} data-wall-topic={topic.topicId}>
      <div className={classes.head}>
        <TopicPlace discussion={discussion} topic={topic} className={classes.place} />
        {discussion.timer ? <div className={classes.clock}>{clock(discussion.timer)}</div> : null}
      </div>
      <div className={classes.body} data-kept={kept.length > 0 || undefined}>
        <div className={classes.words}>
          <h2 className={classes.title} data-size={size}>
            {title}
          </h2>
          {words.ideas.length > 0 ? (
            <ul className={classes.ideas}>
              {words.ideas.slice(0, SHOWN_IDEAS).map((idea) => (
                <li key={idea.ideaId}>{idea.title}</li>
              ))}
            </ul>
          ) : null}
          {discussion.more ? (
            <p className={classes.more} role="status">
              <strong>{t('more.question')}</strong>
              <span>{t('more.counts', { yes: discussion.more.yes, no: discussion.more.no })}</span>
            </p>
          ) : null}
        </div>
        {kept.length > 0 ? (
          <ul className={classes.kept}>
            {kept.slice(-SHOWN_ENTRIES).map((entry) => (
              <li key={entry.entryId} data-kind={entry.kind}>
                <span>{t(`kind.${entry.kind}`)}</span> {entry.text}
                {entry.owner ? <em> · {entry.owner.name}</em> : null}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </section>
  )
}
