// Owns putting a discussion over a board: the discussion's own room with the sessions' clock. A script of its own: it
// comes when a phase for talking does, or when earlier actions wait.

import { Button } from '@mantine/core'
import type { BoardId, BoardView } from '../../shared/model.ts'
import type { LedgerSession } from '../../shared/session.ts'
import classes from '../agenda/agenda.module.css'
import { OpenActions } from '../agenda/open-actions.tsx'
import { DiscussionPanel } from '../agenda/panel.tsx'
import { useTranslation } from '../i18n/translation.ts'
import { type Ledger, useLedgerRounds } from '../live/ledger.ts'
import { phaseNow } from '../sessions/steps.ts'
import { TimerMenu } from '../sessions/timer-menu.tsx'
import { TimerView } from '../sessions/timer-view.tsx'
import { Link } from '../ui/address.tsx'

/** Said to who was there; later the minutes are under the board's menu, and in everybody's inbox. */
export function EndedPart({ boardId, sessionId }: { boardId: BoardId; sessionId: string }) {
  const { t } = useTranslation('discussion')
  return (
    <div className={classes.ended} data-ended>
      <p>{t('ended.said')}</p>
      <Button component={Link} to={`/b/${boardId}/minutes?session=${sessionId}`} variant="light">
        {t('ended.minutes')}
      </Button>
    </div>
  )
}

interface DiscussionPartProps {
  board: BoardView
  ledger: Ledger | null
  session: LedgerSession
  /** On the remote: leading, not writing. */
  small?: boolean
}

export function DiscussionPart({ board, ledger, session, small = false }: DiscussionPartProps) {
  const rounds = useLedgerRounds(ledger)
  const leads = board.may.includes('session.lead')
  const kind = phaseNow(session)?.kind
  const talks = kind === 'discuss' || kind === 'decide'
  if (small && !talks) return null
  if (!talks) return <OpenActions board={board} ledger={ledger} session={session} />
  const closed = [...rounds].filter(([, round]) => round.closedAt !== null)
  closed.sort(([, a], [, b]) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
  const isFirst = session.phases[0]?.phaseId === session.phaseId
  return (
    <>
      {isFirst && !small ? <OpenActions board={board} ledger={ledger} session={session} /> : null}
      <DiscussionPanel
        board={board}
        ledger={ledger}
        session={session}
        small={small}
        newestRound={closed[0]?.[0] ?? null}
        clock={(timer, onChange) =>
          leads ? <TimerMenu timer={timer} onChange={onChange} /> : timer ? <TimerView timer={timer} /> : null
        }
      />
    </>
  )
}
