// Owns what who leads has in the bar: the one way on, the step back, whom the room waits for, raised hands, and the menu
// with everything else.

import { ActionIcon, Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { boardDocument } from '../../shared/documents.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useDocument } from '../live/documents.ts'
import { useActions } from '../ui/actions.ts'
import { lazy } from '../ui/lazy.ts'
import { announce } from '../ui/live-region.tsx'
import { Hint } from '../ui/hint.tsx'
import classes from './bar.module.css'
import { EndSession } from './end-session.tsx'
import { HandsMenu } from './hands-menu.tsx'
import { PhaseMenu } from './phase-menu.tsx'
import { usePhaseText } from './phase-text.ts'
import { usePresent } from './present.ts'
import { seeAsParticipant } from './see-as.ts'
import type { SessionBarProps } from './session-bar.tsx'
import { StepRefusal } from './step-refusal.tsx'
import { countLeaders, partIn, phaseAfter, phaseNow, waitingFor } from './steps.ts'
import type { Lead } from './use-lead.ts'

const Reports = lazy(async () => {
  const [{ ReportsButton }] = await Promise.all([import('./reports-button.tsx'), alsoWords('lead')])
  return { default: ReportsButton }
})

export function LeadTools({ board, session, mine, people, lead }: SessionBarProps & { lead: Lead }) {
  const { t } = useTranslation('session')
  const words = usePhaseText()
  const [ending, setEnding] = useState(false)
  const present = usePresent(useDocument(boardDocument(board.boardId)))
  const phase = phaseNow(session)
  const after = phaseAfter(session)
  const closing = session.closesAt !== null
  const wait = waitingFor({
    present: present + (session.seats ?? 0),
    people,
    leads: countLeaders(board.facilitators, session.lead),
    ready: session.ready,
  })
  const asked = phase && partIn(phase.policy, phase.kind, false) === 'everyone'

  async function next(): Promise<void> {
    if (after || closing) await lead.advance()
    else setEnding(true)
  }
  async function undo(): Promise<void> {
    if (await lead.undo()) announce(t('lead.undone'))
  }
  const nextLabel = closing ? t('lead.closeNow') : after ? t('lead.next', { name: words.name(after) }) : t('lead.last')
  useActions([
    { id: 'session-next', label: nextLabel, group: 'do', run: () => void next() },
    ...(mine?.undo
      ? [{ id: 'session-undo', label: t('lead.undo'), group: 'do' as const, run: () => void undo() }]
      : []),
  ])
  return (
    <>
      {session.sealed ? (
        <span className={classes.fact}>
          {t('bar.counts', {
            ideas: t('count.ideas', { count: session.sealed.ideas }),
            people: t('count.people', { count: session.sealed.people }),
          })}
        </span>
      ) : null}
      {asked && wait ? (
        <span className={classes.fact}>
          {wait.count === 0 ? t('bar.allReady') : t('bar.waiting', { count: wait.count, of: wait.of })}
        </span>
      ) : null}
      <Suspense>
        <Reports boardId={board.boardId} />
      </Suspense>
      <HandsMenu raised={session.raisedHands} hands={mine?.hands ?? null} onLower={lead.lowerHand} />
      {mine?.undo ? (
        <Hint label={t('lead.undo')}>
          <ActionIcon
            variant="default"
            aria-label={t('lead.undo')}
            loading={lead.busy === 'undo'}
            onClick={() => void undo()}
          >
            <IconArrowBackUp size={22} stroke={1.8} aria-hidden="true" />
          </ActionIcon>
        </Hint>
      ) : null}
      <Button className={classes.next} loading={lead.busy === 'next'} onClick={() => void next()}>
        {nextLabel}
      </Button>
      <PhaseMenu
        board={board}
        session={session}
        lead={lead}
        onEnd={() => setEnding(true)}
        onSeeAs={() => seeAsParticipant(board.boardId)}
      />
      <StepRefusal session={session} lead={lead} />
      <EndSession session={session} lead={lead} opened={ending} onClose={() => setEnding(false)} />
    </>
  )
}
