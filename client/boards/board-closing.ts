// Owns locking and archiving a board, each with its way back in the notice. The server decides who may.

import type { BoardView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { send } from '../live/command.ts'
import { showNotice, showUndo } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'

export function useBoardClosing(boardId: BoardView['boardId']) {
  const { t } = useTranslation('board')
  const words = useRefusal()
  const undoLabel = t('action.undo', { ns: 'common' })

  async function lock(locked: boolean): Promise<void> {
    const outcome = await send('board.lock', { boardId, locked })
    if (!outcome.ok) return void showNotice({ text: words(outcome.error), tone: 'problem' })
    showUndo(t(locked ? 'settings.lockedNotice' : 'settings.unlockedNotice'), undoLabel, () => void lock(!locked))
  }

  async function archive(away: boolean): Promise<void> {
    const outcome = await send(away ? 'board.archive' : 'board.restore', { boardId })
    if (!outcome.ok) return void showNotice({ text: words(outcome.error), tone: 'problem' })
    showUndo(t(away ? 'settings.archivedNotice' : 'settings.restoredNotice'), undoLabel, () => void archive(!away))
  }

  return { lock, archive }
}
