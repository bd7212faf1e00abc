// Owns what is written beside the topics: decisions and actions of the whole session, notes of the topic that is on, and
// the place to write more.

import type { EntryKind, Topic } from '../../shared/discussion.ts'
import { mayChangeEntry } from '../../shared/discussion.ts'
import type { BoardView } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useSession } from '../live/session.ts'
import classes from './agenda.module.css'
import type { Written } from './agenda.ts'
import { EntryForm } from './entry-form.tsx'
import { EntryRow } from './entry-row.tsx'
import { type Talk, useOwnEntries } from './use-talk.ts'

interface EntriesProps {
  board: Pick<BoardView, 'boardId' | 'may' | 'naming'>
  session: LedgerSession
  topic: Topic | null
  written: readonly Written[]
  talk: Talk
}

export function Entries({ board, session, topic, written, talk }: EntriesProps) {
  const { t } = useTranslation('discussion')
  const now = written.filter(({ sessionId }) => sessionId === session.sessionId)
  const ofKind = (kind: EntryKind) => now.filter((entry) => entry.kind === kind)
  // A note is of its moment; what was decided and is to be done stays in sight.
  const notes = ofKind('note').filter(({ topicId }) => topicId === (topic?.topicId ?? null))
  const groups = [
    { kind: 'decision', entries: ofKind('decision') },
    { kind: 'action', entries: ofKind('action') },
    { kind: 'note', entries: notes },
  ] as const
  const mayWrite = board.may.includes('minutes.write')
  const any = groups.some(({ entries }) => entries.length > 0)
  return (
    <div className={classes.beside}>
      {groups.map(({ kind, entries }) =>
        entries.length > 0 ? (
          <div key={kind} className={classes.group} data-kind={kind}>
            <h3>{t(`kinds.${kind}`)}</h3>
            <EntryList board={board} entries={entries} talk={talk} />
          </div>
        ) : null,
      )}
      {any ? null : <p className={classes.empty}>{t(mayWrite ? 'entry.none' : 'entry.noneYet')}</p>}
      {mayWrite ? <EntryForm board={board} topicId={topic?.topicId ?? null} talk={talk} /> : null}
    </div>
  )
}

interface EntryListProps {
  board: EntriesProps['board']
  entries: readonly Written[]
  talk: Talk
}

export function EntryList({ board, entries, talk }: EntryListProps) {
  const session = useSession()
  const userId = session.status === 'ready' ? (session.me.user?.userId ?? '') : ''
  const mine = useOwnEntries(board)
  const who = { userId, leads: board.may.includes('session.lead') }
  const mayKeep = board.may.includes('minutes.keep')
  return (
    <ul className={classes.entries}>
      {entries.map((entry) => {
        const known = mine.has(entry.entryId) ? { ...entry, by: userId } : entry
        return (
          <EntryRow
            key={entry.entryId}
            board={board}
            entry={entry}
            talk={talk}
            mayEdit={mayKeep && mayChangeEntry(known, who, 'edit')}
            mayTick={mayKeep && mayChangeEntry(known, who, 'done')}
          />
        )
      })}
    </ul>
  )
}
