// Owns the discussion over a board: the topic that is on, large, and beside it what is written. Everybody sees the same;
// who leads also has the way on.

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { BoardView } from '../../shared/model.ts'
import type { LedgerSession, Timer, TimerAsk } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { Ledger } from '../live/ledger.ts'
import classes from './agenda.module.css'
import { useDiscussion, useTopicWords, useWritten } from './agenda.ts'
import { Entries } from './entries.tsx'
import { LeadRow } from './lead-row.tsx'
import { MoreTime } from './more-time.tsx'
import { TopicList } from './topic-list.tsx'
import { TopicView } from './topic-view.tsx'
import { useTalk } from './use-talk.ts'

export interface DiscussionPanelProps {
  board: Pick<BoardView, 'boardId' | 'may' | 'naming'>
  ledger: Ledger | null
  session: LedgerSession
  /** The newest round that has closed; the topics may have been ordered by another. */
  newestRound: string | null
  /** The sessions' own clock; rooms never import each other. */
  /** The topic and the way on alone: what fits a hand. */
  small?: boolean
  clock: (timer: Timer | null, onChange: (change: TimerAsk) => void) => ReactNode
}

export function DiscussionPanel({ board, ledger, session, newestRound, clock, small }: DiscussionPanelProps) {
  const { boardId } = board
  const { t } = useTranslation('discussion')
  const discussion = useDiscussion(ledger, session.sessionId)
  const written = useWritten(ledger)
  const wordsOf = useTopicWords(boardId)
  const talk = useTalk(boardId)
  const leads = board.may.includes('session.lead')
  const current = discussion?.topics.find(({ topicId }) => topicId === discussion.currentId) ?? null
  const hasOpen = !discussion || discussion.topics.some(({ state }) => state === 'open')
  return (
    <section className={classes.panel} aria-label={t('label')} data-discussion data-small={small || undefined}>
      <div className={classes.topic}>
        {discussion && current ? (
          <TopicView
            key={current.topicId}
            discussion={discussion}
            topic={current}
            words={wordsOf(current)}
            clock={leads || discussion.timer ? clock(discussion.timer, talk.timer) : null}
          />
        ) : (
          <p className={classes.none}>{t(discussion ? (hasOpen ? 'none.between' : 'none.after') : 'none.before')}</p>
        )}
        {discussion?.more ? (
          <MoreTime
            key={discussion.more.askId}
            more={discussion.more}
            talk={talk}
            leads={leads}
            mayAnswer={board.may.includes('session.join-in')}
          />
        ) : null}
        {leads ? <LeadRow discussion={discussion} current={current} talk={talk} /> : null}
        {leads && discussion && newestRound && newestRound !== discussion.roundId ? (
          <p className={classes.reorder}>
            {t('order.changed')}{' '}
            <Button variant="subtle" size="compact-sm" onClick={talk.order}>
              {t('order.again')}
            </Button>
          </p>
        ) : null}
        {discussion && discussion.topics.length > 1 ? (
          <TopicList discussion={discussion} wordsOf={wordsOf} talk={leads ? talk : null} />
        ) : null}
      </div>
      {small ? null : <Entries board={board} session={session} topic={current} written={written} talk={talk} />}
    </section>
  )
}
