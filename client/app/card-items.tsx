// Owns what other rooms put in a card's menu: taking it to a sponsor, calling everybody to it. A script of its own, like every
// menu.

import { Menu } from '@mantine/core'
import type { BoardId, BoardView, IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { useLedger, useLedgerSession } from '../live/ledger.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'

interface CardItemsProps {
  boardId: BoardId
  ideaId: IdeaId
  onTake: () => void
}

export function CardItems({ boardId, ideaId, onTake }: CardItemsProps) {
  const { t } = useTranslation('idea')
  const { t: session } = useTranslation('session')
  const words = useRefusal()
  const may = useRead<BoardView>(`board:${boardId}`, `/api/boards/${boardId}`).data?.may ?? []
  const runs = useLedgerSession(useLedger(boardId))?.endedAt === null
  async function call(): Promise<void> {
    const outcome = await send('session.summon', { boardId, ideaId })
    if (!outcome.ok) showNotice({ tone: 'problem', text: words(outcome.error) })
  }
  return (
    <>
      {may.includes('idea.escalate') ? <Menu.Item onClick={onTake}>{t('escalate')}</Menu.Item> : null}
      {runs && may.includes('session.lead') ? (
        <Menu.Item onClick={() => void call()}>{session('summons.call')}</Menu.Item>
      ) : null}
    </>
  )
}
