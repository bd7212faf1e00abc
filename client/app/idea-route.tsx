// Owns putting an idea's page together: its own room's page with the sponsors' and the proposal's parts.

import { Button } from '@mantine/core'
import { Suspense, useState } from 'react'
import { STAGES_OVER } from '../../shared/cases.ts'
import type { IdeaId, Stage } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { IdeaPage, type IdeaParts } from '../ideas/idea-page.tsx'
import { Proposal } from '../proposals/proposal.tsx'
import { Skeletons } from '../ui/delayed.tsx'
import { lazy } from '../ui/lazy.ts'
import { EscalateDialog } from './escalating.tsx'

const Decisions = lazy(async () => {
  const [room] = await Promise.all([import('../agenda/decisions.tsx'), alsoWords('discussion')])
  return { default: room.Decisions }
})
const CasePanel = lazy(async () => {
  const [room] = await Promise.all([import('../escalations/case-panel.tsx'), alsoWords('case')])
  return { default: room.CasePanel }
})
const OutcomePanel = lazy(async () => {
  const [room] = await Promise.all([import('../outcomes/outcome-panel.tsx'), alsoWords('outcome'), alsoWords('case')])
  return { default: room.OutcomePanel }
})

const IdeaGoals = lazy(async () => {
  const [room] = await Promise.all([import('../goals/served-goals.tsx'), alsoWords('goal')])
  return { default: room.IdeaGoals }
})

/** Who works on it, or has, is past asking whether it may be taken up. */
const TAKEN_UP: readonly Stage[] = ['accepted', 'in-progress', 'realised', 'stopped', 'merged']

const caseParts = async () => {
  const [room] = await Promise.all([import('../business-cases/idea-parts.ts'), alsoWords('estimate')])
  return room
}
const BusinessCase = lazy(async () => ({ default: (await caseParts()).BusinessCase }))
const Readiness = lazy(async () => ({ default: (await caseParts()).Readiness }))
const Signature = lazy(async () => ({ default: (await caseParts()).Signature }))

export function IdeaRoute({ ideaId }: { ideaId: IdeaId }) {
  const { t } = useTranslation('idea')
  return (
    <IdeaPage
      ideaId={ideaId}
      actions={(parts) => <EscalateAction {...parts} />}
      first={({ idea }) => (
        <>
          {idea.escalations.length > 0 ? (
            // Its place is kept: what stands under it does not jump.
            <Suspense fallback={<Skeletons lines={6} />}>
              <CasePanel ideaId={idea.ideaId} title={t('sponsors')} />
            </Suspense>
          ) : null}
          {idea.escalations.some(({ status }) => status === 'endorsed') ? (
            <Suspense>
              <OutcomePanel ideaId={idea.ideaId} />
            </Suspense>
          ) : null}
        </>
      )}
      beside={({ idea, board, mayEdit }) => (
        <>
          <Suspense>
            {board.naming === 'anonymous' ? <Signature ideaId={idea.ideaId} /> : null}
            {TAKEN_UP.includes(idea.stage) ? null : <Readiness ideaId={idea.ideaId} />}
          </Suspense>
          <Suspense>
            <Decisions ideaId={idea.ideaId} />
          </Suspense>
          <Suspense>
            <IdeaGoals ideaId={idea.ideaId} mayEdit={mayEdit} />
          </Suspense>
        </>
      )}
      proposal={({ idea, board }) => (
        <>
          <Proposal ideaId={idea.ideaId} title={idea.text} />
          <Suspense>
            <BusinessCase ideaId={idea.ideaId} isAnonymous={board.naming === 'anonymous'} />
          </Suspense>
        </>
      )}
    />
  )
}

function EscalateAction({ idea, board }: IdeaParts) {
  const { t } = useTranslation('idea')
  const [opened, setOpened] = useState(false)
  const isOpen = board.archivedAt === null && idea.removedAt === null && !STAGES_OVER.has(idea.stage)
  if (!isOpen || !board.may.includes('idea.escalate')) return null
  // Where it was taken to somebody already, the next move there is what the page is about.
  const isTaken = idea.escalations.length > 0
  return (
    <>
      <Button variant={isTaken ? 'default' : 'filled'} onClick={() => setOpened(true)}>
        {t('escalate')}
      </Button>
      {opened ? (
        <Suspense>
          <EscalateDialog ideaId={idea.ideaId} title={idea.text} opened onClose={() => setOpened(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
