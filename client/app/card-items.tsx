// Owns what other rooms put in a card's menu: taking it to a sponsor, calling everybody to it, reporting it, and the dialogs
// these open. A script of its own, like every menu.

import { Menu } from '@mantine/core'
import { Suspense } from 'react'
import { STAGES_OVER } from '../../shared/cases.ts'
import type { BoardId, BoardView, IdeaId } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { useLedger, useLedgerIdea, useLedgerSession } from '../live/ledger.ts'
import { lazy } from '../ui/lazy.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { EscalateDialog } from './escalating.tsx'

interface CardItemsProps {
  boardId: BoardId
  ideaId: IdeaId
  /** Opens a dialog; the menu is gone by then. */
  onAsk: (what: CardAsk['what']) => void
}

export interface CardAsk {
  what: 'take' | 'report'
  ideaId: IdeaId
}

const ReportDialog = lazy(async () => {
  const [{ ReportDialog: dialog }] = await Promise.all([import('../sessions/report-dialog.tsx'), alsoWords('lead')])
  return { default: dialog }
})

export function CardItems({ boardId, ideaId, onAsk }: CardItemsProps) {
  const { t } = useTranslation('idea')
  const { t: session } = useTranslation('session')
  const { t: lead } = useTranslation('lead')
  const words = useRefusal()
  const may = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`).data?.may ?? []
  const runs = useLedgerSession(useLedger(boardId))?.endedAt === null
  const stage = useLedgerIdea(useLedger(boardId), ideaId)?.stage
  const isPast = stage !== undefined && STAGES_OVER.has(stage)
  async function call(): Promise<void> {
    const outcome = await send('session.summon', { boardId, ideaId })
    if (!outcome.ok) showNotice({ tone: 'problem', text: words(outcome.error) })
  }
  return (
    <>
      {may.includes('idea.escalate') && !isPast ? (
        <Menu.Item onClick={() => onAsk('take')}>{t('escalate')}</Menu.Item>
      ) : null}
      {runs && may.includes('session.lead') ? (
        <Menu.Item onClick={() => void call()}>{session('summons.call')}</Menu.Item>
      ) : null}
      {may.includes('idea.report') ? (
        <Menu.Item onClick={() => onAsk('report')}>{lead('report.item')}</Menu.Item>
      ) : null}
    </>
  )
}

export function CardAsked({ boardId, asked, onClose }: { boardId: BoardId; asked: CardAsk; onClose: () => void }) {
  const { what, ideaId } = asked
  const number = useLedgerIdea(useLedger(boardId), ideaId)?.number
  return (
    <Suspense>
      {what === 'report' ? (
        <ReportDialog boardId={boardId} ideaId={ideaId} onClose={onClose} />
      ) : (
        <EscalateDialog ideaId={ideaId} title={`#${number ?? ''}`} opened onClose={onClose} />
      )}
    </Suspense>
  )
}
