// Owns the line over a topic: its place among the others, and what it was given in the vote. On the board and on the wall.

import type { LedgerDiscussion, Topic } from '../../shared/discussion.ts'
import { useTranslation } from '../i18n/translation.ts'
import { placeOf } from './agenda.ts'

interface TopicPlaceProps {
  discussion: LedgerDiscussion
  topic: Topic
  className: string | undefined
}

export function TopicPlace({ discussion, topic, className }: TopicPlaceProps) {
  const { t } = useTranslation('discussion')
  return (
    <p className={className}>
      {t('topic.place', placeOf(discussion, topic.topicId))}
      {topic.votes > 0 ? (
        <span>{t(discussion.roundId ? 'topic.votes' : 'topic.likes', { count: topic.votes })}</span>
      ) : null}
    </p>
  )
}
