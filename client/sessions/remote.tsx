// Owns the remote while a session runs: what is on at the top, the facts in the middle, and under the thumb the way on and
// the way back.

import { Button } from '@mantine/core'
import { IconArrowBackUp, IconHandStop } from '@tabler/icons-react'
import { type ReactNode, Suspense, useState } from 'react'
import { boardDocument } from '../../shared/documents.ts'
import type { BoardView } from '../../shared/model.ts'
import { isSealed, type LedgerSession } from '../../shared/session.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useDocument } from '../live/documents.ts'
import { type Ledger, useLedgerBoard, useLedgerPeople, useLedgerRound } from '../live/ledger.ts'
import { lazy } from '../ui/lazy.ts'
import { announce } from '../ui/live-region.tsx'
import { ClosingLine } from './closing-line.tsx'
import { EndSession } from './end-session.tsx'
import { useSessionMine } from './mine.ts'
import { LeadGone } from './lead-line.tsx'
import { usePhaseNews, useTimerNews } from './news.ts'
import { PhaseMark } from './phase-mark.tsx'
import { PhaseMenu } from './phase-menu.tsx'
import { usePhaseText } from './phase-text.ts'
import { SummonsLine } from './summons-line.tsx'
import { usePresent } from './present.ts'
import { RemoteTimer } from './remote-timer.tsx'
import { RemoteWall } from './remote-wall.tsx'
import classes from './remote.module.css'
import { StepRefusal } from './step-refusal.tsx'
import { countLeaders, partIn, phaseAfter, phaseNow, stepsOf, waitingFor } from './steps.ts'
import { useLead } from './use-lead.ts'

const Reports = lazy(async () => {
  const [{ ReportsButton }] = await Promise.all([import('./reports-button.tsx'), alsoWords('lead')])
  return { default: ReportsButton }
})

const Call = lazy(async () => {
  const [{ RemoteCall }] = await Promise.all([import('./remote-call.tsx'), alsoWords('lead')])
  return { default: RemoteCall }
})

/** What another room has for whoever leads, in phases of its own. */
export type RemoteTopics = (parts: { board: BoardView; session: LedgerSession; ledger: Ledger | null }) => ReactNode

interface RemoteProps {
  board: BoardView
  session: LedgerSession
  ledger: Ledger | null
  topics?: RemoteTopics | undefined
}

export function Remote({ board, session, ledger, topics }: RemoteProps) {
  const { boardId } = board
  const { t } = useTranslation('session')
  const words = usePhaseText()
  const settings = useLedgerBoard(ledger)
  const people = useLedgerPeople(ledger)
  const round = useLedgerRound(ledger, settings?.roundId ?? null)
  const { data: mine } = useSessionMine(boardId, session, true)
  const present = usePresent(useDocument(boardDocument(boardId)))
  const lead = useLead(boardId, session, settings?.wall ?? null)
  const [ending, setEnding] = useState(false)
  usePhaseNews(boardId, session, true)
  useTimerNews(session, false)
  const phase = phaseNow(session)
  if (!phase) return null

  const after = phaseAfter(session)
  const closing = session.closesAt !== null
  const place = stepsOf(session).find(({ state }) => state === 'now')?.place ?? 1
  const asks = partIn(phase.policy, phase.kind, false) === 'everyone'
  const wait = asks
    ? waitingFor({
        present: present + (session.seats ?? 0),
        people,
        leads: countLeaders(board.facilitators, session.lead),
        ready: session.ready,
      })
    : null
  async function undo(): Promise<void> {
    if (await lead.undo()) announce(t('lead.undone'))
  }
  return (
    <>
      <div className={classes.middle}>
        <section className={classes.now} data-quiet={isSealed(phase.policy) || undefined}>
          <span className={classes.mark}>
            <PhaseMark phase={phase} size={28} />
          </span>
          <div>
            <p className={classes.place}>{t('bar.step', { place, count: session.phases.length })}</p>
            <h2 className={classes.name}>{words.name(phase)}</h2>
            <p className={classes.sentence}>{words.sentence(phase, true)}</p>
          </div>
        </section>
        {topics?.({ board, session, ledger })}
        <RemoteTimer timer={session.timer} onChange={lead.timer} />
        <Facts session={session} voters={round?.closedAt === null ? round.voters : null} wait={wait} />
        <Hands raised={session.raisedHands} hands={mine?.hands ?? null} onLower={lead.lowerHand} />
        <Suspense>
          <Reports boardId={boardId} />
          {isSealed(phase.policy) ? null : <Call boardId={boardId} ledger={ledger} />}
        </Suspense>
        <RemoteWall boardId={boardId} ledger={ledger} wall={settings?.wall ?? board.wall} />
      </div>
      <footer className={classes.thumb}>
        <StepRefusal session={session} lead={lead} />
        {session.summons ? (
          <SummonsLine
            boardId={boardId}
            session={session}
            mine={mine}
            label={`#${ledger?.ideas.get(session.summons.ideaId)?.number ?? ''}`}
            room={{ present, people, leads: countLeaders(board.facilitators, session.lead) }}
            show={null}
          />
        ) : null}
        <LeadGone boardId={boardId} session={session} leads />
        <ClosingLine session={session} phase={phase} lead={lead} />
        <div className={classes.tools}>
          <Button
            className={classes.undo}
            variant="default"
            leftSection={<IconArrowBackUp size={22} stroke={1.8} aria-hidden="true" />}
            disabled={!mine?.undo}
            loading={lead.busy === 'undo'}
            onClick={() => void undo()}
          >
            {t('lead.undo')}
          </Button>
          <PhaseMenu board={board} session={session} lead={lead} onEnd={() => setEnding(true)} />
        </div>
        <Button
          className={classes.next}
          fullWidth
          loading={lead.busy === 'next'}
          onClick={() => (after || closing ? void lead.advance() : setEnding(true))}
        >
          {closing ? t('lead.closeNow') : after ? t('lead.next', { name: words.name(after) }) : t('lead.last')}
        </Button>
      </footer>
      <EndSession session={session} lead={lead} opened={ending} onClose={() => setEnding(false)} />
    </>
  )
}

interface FactsProps {
  session: LedgerSession
  voters: number | null
  wait: ReturnType<typeof waitingFor>
}

function Facts({ session, voters, wait }: FactsProps) {
  const { t } = useTranslation('session')
  const facts = [
    wait && (wait.count === 0 ? t('bar.allReady') : t('bar.waiting', { count: wait.count, of: wait.of })),
    session.sealed &&
      t('bar.counts', {
        ideas: t('count.ideas', { count: session.sealed.ideas }),
        people: t('count.people', { count: session.sealed.people }),
      }),
    voters === null ? null : t('wall.voted', { count: voters }),
  ].filter((fact) => fact !== null)
  return (
    <ul className={classes.facts}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  )
}

interface HandsProps {
  raised: number
  hands: { userId: string; name: string }[] | null
  onLower: (userId?: string) => void
}

function Hands({ raised, hands, onLower }: HandsProps) {
  const { t } = useTranslation('session')
  if (raised === 0) return null
  return (
    <section className={classes.hands}>
      <h3>
        <IconHandStop size={20} stroke={1.8} aria-hidden="true" />
        {t('lead.hands', { count: raised })}
      </h3>
      <div className={classes.names}>
        {hands?.map(({ userId, name }) => (
          <Button key={userId} variant="default" aria-label={t('lead.lower', { name })} onClick={() => onLower(userId)}>
            {name}
          </Button>
        ))}
        <Button variant="subtle" onClick={() => onLower()}>
          {t('lead.lowerAll')}
        </Button>
      </div>
    </section>
  )
}
