// Owns what was agreed earlier and is still to be done, shown when the next session begins: to tick off together.

import { useState } from 'react'
import type { BoardView } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import { byDue } from '../../shared/discussion.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { Ledger } from '../live/ledger.ts'
import classes from './agenda.module.css'
import { useWritten } from './agenda.ts'
import { EntryList } from './entries.tsx'
import { useTalk } from './use-talk.ts'

interface OpenActionsProps {
  board: Pick<BoardView, 'boardId' | 'may' | 'naming'>
  ledger: Ledger | null
  session: LedgerSession
}

export function OpenActions({ board, ledger, session }: OpenActionsProps) {
  const { t } = useTranslation('discussion')
  const talk = useTalk(board.boardId)
  const [opened, setOpened] = useState(true)
  const earlier = useWritten(ledger).filter(({ sessionId }) => sessionId !== session.sessionId)
  if (earlier.length === 0) return null
  const left = earlier.filter(({ done }) => !done).length
  return (
    <details
      className={classes.earlier}
      open={opened}
      onToggle={(event) => setOpened(event.currentTarget.open)}
      data-open-actions
    >
      <summary>{t('earlier.title', { count: left })}</summary>
      <EntryList board={board} entries={[...earlier].sort(byDue)} talk={talk} />
    </details>
  )
}
