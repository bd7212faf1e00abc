// Owns the bar over a board while a session runs: what is on, what to do now, how long, what comes, and for who leads the
// way on. It says what may be done; what may be done is the server's word.

import { ActionIcon, Button } from '@mantine/core'
import { IconCheck, IconHandStop } from '@tabler/icons-react'
import { boardDocument } from '../../shared/documents.ts'
import type { BoardView, IdeaId, Wall } from '../../shared/model.ts'
import { isSealed, type LedgerSession, type SessionMine } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useDocument } from '../live/documents.ts'
import { Hint } from '../ui/hint.tsx'
import classes from './bar.module.css'
import { ClosingLine } from './closing-line.tsx'
import { KeptDrafts } from './kept-drafts.tsx'
import { LeadGone, LedBy } from './lead-line.tsx'
import { LeadTools } from './lead-tools.tsx'
import { PhaseMark } from './phase-mark.tsx'
import { usePhaseText } from './phase-text.ts'
import { usePresent } from './present.ts'
import { ReactionMenu } from './reactions.tsx'
import { StepRow } from './step-row.tsx'
import { countLeaders, partIn, phaseNow } from './steps.ts'
import { TimerMenu } from './timer-menu.tsx'
import { TimerView } from './timer-view.tsx'
import { useJoinIn } from './use-join-in.ts'
import { SummonsLine } from './summons-line.tsx'
import type { ShowCard } from './summons.ts'
import { useLead } from './use-lead.ts'

export interface SessionBarProps {
  board: Pick<BoardView, 'boardId' | 'may' | 'facilitators' | 'naming'>
  session: LedgerSession
  mine: SessionMine | undefined
  wall: Wall | null
  /** On the board so far. */
  people: number
  /** A card in a few words, and bringing it into view. */
  label: (ideaId: IdeaId) => string
  show: ShowCard
}

export function SessionBar(props: SessionBarProps) {
  const { board, session, mine } = props
  const { boardId } = board
  const { t } = useTranslation('session')
  const words = usePhaseText()
  const leads = board.may.includes('session.lead')
  const lead = useLead(boardId, session, props.wall)
  const present = usePresent(useDocument(boardDocument(boardId)))
  const phase = phaseNow(session)
  if (!phase) return null
  const { summons } = session
  const quiet = isSealed(phase.policy)
  const name = words.name(phase)
  return (
    <section className={classes.bar} aria-label={t('bar.label', { name })} data-quiet={quiet || undefined} data-session>
      <div className={classes.top}>
        <span className={classes.mark}>
          <PhaseMark phase={phase} size={24} />
        </span>
        <div className={classes.words}>
          <h2 className={classes.name}>{name}</h2>
          <p className={classes.sentence}>{words.sentence(phase, leads)}</p>
        </div>
        <div className={classes.time}>
          {leads ? (
            <TimerMenu timer={session.timer} onChange={lead.timer} />
          ) : session.timer ? (
            <span className={classes.clock}>
              <TimerView timer={session.timer} />
            </span>
          ) : null}
        </div>
        <div className={classes.tools}>
          {leads ? (
            <LeadTools {...props} lead={lead} />
          ) : board.may.includes('session.join-in') ? (
            <JoinTools
              boardId={boardId}
              mine={mine}
              mayReady={partIn(phase.policy, phase.kind, false) === 'everyone'}
              mayReact={board.may.includes('idea.like')}
            />
          ) : null}
        </div>
      </div>
      <div className={classes.under}>
        <StepRow session={session} />
        <LedBy session={session} />
      </div>
      {summons ? (
        <SummonsLine
          boardId={boardId}
          session={session}
          mine={mine}
          label={props.label(summons.ideaId)}
          room={leads ? { present, people: props.people, leads: countLeaders(board.facilitators, session.lead) } : null}
          show={props.show}
        />
      ) : null}
      <LeadGone boardId={boardId} session={session} leads={leads} />
      <ClosingLine session={session} phase={phase} lead={leads ? lead : null} />
      <KeptDrafts boardId={boardId} mayWrite={board.may.includes('idea.add')} />
    </section>
  )
}

interface JoinToolsProps {
  boardId: SessionBarProps['board']['boardId']
  mine: SessionMine | undefined
  mayReady: boolean
  mayReact: boolean
}

function JoinTools({ boardId, mine, mayReady, mayReact }: JoinToolsProps) {
  const { t } = useTranslation('session')
  const show = useJoinIn(boardId)
  const ready = mine?.ready ?? false
  const raised = mine?.handRaised ?? false
  return (
    <>
      {mayReact ? <ReactionMenu boardId={boardId} /> : null}
      <Hint label={t(raised ? 'bar.handDown' : 'bar.hand')} align="end">
        <ActionIcon
          className={classes.toggle}
          variant={raised ? 'filled' : 'default'}
          color="kiem"
          aria-label={t('bar.hand')}
          aria-pressed={raised}
          onClick={() => show.hand(!raised)}
        >
          <IconHandStop size={22} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
      </Hint>
      {mayReady ? (
        <Button
          className={classes.toggle}
          variant={ready ? 'filled' : 'default'}
          aria-pressed={ready}
          leftSection={<IconCheck size={20} stroke={2.2} aria-hidden="true" />}
          onClick={() => show.ready(!ready)}
        >
          {t('bar.ready')}
        </Button>
      ) : null}
    </>
  )
}
