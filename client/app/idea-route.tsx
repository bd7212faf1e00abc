// Owns putting an idea's page together: its own room's page with the sponsors' and the proposal's parts.

import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { EscalateDialog } from '../escalations/escalate-dialog.tsx'
import { EscalationList } from '../escalations/escalation-list.tsx'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { IdeaPage, type IdeaParts } from '../ideas/idea-page.tsx'
import { Proposal } from '../proposals/proposal.tsx'

const Decisions = lazy(async () => {
  const [room] = await Promise.all([import('../agenda/decisions.tsx'), alsoWords('discussion')])
  return { default: room.Decisions }
})

export function IdeaRoute({ ideaId }: { ideaId: IdeaId }) {
  return (
    <IdeaPage
      ideaId={ideaId}
      actions={(parts) => <EscalateAction {...parts} />}
      escalations={(parts) => (
        <>
          <Suspense>
            <Decisions ideaId={parts.idea.ideaId} />
          </Suspense>
          <Escalations {...parts} />
        </>
      )}
      proposal={({ idea }) => <Proposal ideaId={idea.ideaId} title={idea.text} />}
    />
  )
}

function EscalateAction({ idea, board }: IdeaParts) {
  const { t } = useTranslation('idea')
  const [opened, setOpened] = useState(false)
  const isOpen = board.archivedAt === null && idea.removedAt === null
  if (!isOpen || !board.may.includes('idea.escalate')) return null
  return (
    <>
      <Button onClick={() => setOpened(true)}>{t('escalate')}</Button>
      <EscalateDialog ideaId={idea.ideaId} title={idea.text} opened={opened} onClose={() => setOpened(false)} />
    </>
  )
}

function Escalations({ idea }: IdeaParts) {
  const { t } = useTranslation('idea')
  if (idea.escalations.length === 0) return null
  return (
    <section aria-labelledby="sponsors-title">
      <h2 id="sponsors-title" style={{ margin: 0, fontSize: '1.25rem' }}>
        {t('sponsors')}
      </h2>
      <EscalationList escalations={idea.escalations} />
    </section>
  )
}
