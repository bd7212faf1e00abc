// Owns what one can do to a card, the same for mouse, menu and keys: move, colour, remove, with what is said aloud and the
// way back. Every change goes through moves.ts or a command.

import { createContext, useCallback, useContext, useEffect, useMemo } from 'react'
import type { ColumnId, IdeaId, NoteColor } from '../../shared/model.ts'
import { send } from '../live/command.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice, showUndo } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import type { CardPlace } from './card-focus.ts'
import { sayPlace } from './card-words.ts'
import { cardBeside, type GridColumn } from './grid-moves.ts'
import type { BoardRoom } from './room.ts'

type Moves = typeof import('./moves.ts')
let moves: Moves | null = null
const loadMoves = async () => (moves ??= await import('./moves.ts'))

/** At once when it is there: a drop writes in the frame in which the card is let go. */
function withMoves(change: (loaded: Moves) => void): void {
  if (moves) change(moves)
  // Without it (offline before it was ever loaded) a card stays where it is.
  else loadMoves().then(change, () => undefined)
}

export function gridOf(room: Pick<BoardRoom, 'store'>): GridColumn<ColumnId, IdeaId>[] {
  return room.store.columns().map(({ columnId }) => ({ columnId, ids: room.store.idsIn(columnId) }))
}

export interface CardActions {
  /** Moves and says where to; the focus follows the card. */
  move: (ideaId: IdeaId, to: CardPlace) => void
  color: (ideaId: IdeaId, color: NoteColor) => void
  remove: (ideaId: IdeaId) => void
  mayRemove: (ideaId: IdeaId) => boolean
  mayDetail: (ideaId: IdeaId) => boolean
}

/** Once per board, by BoardPage; pieces take them from the context. */
export function useMakeCardActions(room: BoardRoom): CardActions {
  const { t } = room
  const words = useRefusal()
  const writes = room.may('board.write')

  useEffect(() => {
    if (writes) loadMoves().catch(() => undefined)
  }, [writes])

  const move = useCallback<CardActions['move']>(
    (ideaId, { columnId, index, into }) => {
      if (!room.may('board.write')) return
      withMoves(({ moveCard }) => {
        if (moveCard(room.store, ideaId, columnId, index, into))
          announce(t('say.moved', { place: sayPlace(room, ideaId) }))
        room.focus.workIn(columnId)
        room.focus.want(ideaId)
      })
    },
    [room, t],
  )

  const color = useCallback<CardActions['color']>(
    (ideaId, next) => {
      if (!room.may('board.write')) return
      withMoves(({ colorCard }) => {
        colorCard(room.store, ideaId, next)
        announce(t('say.colored', { color: t(`note.${next}`, { ns: 'common' }) }))
      })
    },
    [room, t],
  )

  const remove = useCallback<CardActions['remove']>(
    (ideaId) => {
      const beside = cardBeside(gridOf(room), ideaId)
      const number = room.ledger?.ideas.get(ideaId)?.number
      room.store.hide(ideaId, true)
      void send('idea.remove', { ideaId }).then((outcome) => {
        if (outcome.ok) return
        room.store.hide(ideaId, false)
        showNotice({ text: words(outcome.error), tone: 'problem' })
      })
      if (beside) room.focus.want(beside, 'active')
      const said = number === undefined ? t('remove.done') : t('remove.doneNumber', { number })
      showUndo(said, t('action.undo', { ns: 'common' }), () => {
        room.store.hide(ideaId, false)
        void send('idea.restore', { ideaId }).then((outcome) => {
          if (outcome.ok) announce(t('remove.restored'))
          else showNotice({ text: words(outcome.error), tone: 'problem' })
        })
      })
    },
    [room, t, words],
  )

  return useMemo(() => {
    const own = (ideaId: IdeaId) => room.isMine(ideaId) && room.may('idea.add')
    return {
      move,
      color,
      remove,
      mayRemove: (ideaId) => room.may('idea.remove') || own(ideaId),
      mayDetail: (ideaId) => room.may('idea.edit') || own(ideaId),
    }
  }, [move, color, remove, room])
}

export const CardActionsContext = createContext<CardActions | null>(null)

export function useCardActions(): CardActions {
  const actions = useContext(CardActionsContext)
  if (!actions) throw new Error('a card outside a board')
  return actions
}
