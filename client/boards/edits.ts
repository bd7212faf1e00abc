// Owns every change a person makes to the board document itself: place and colour of cards (their text is bound in
// text-binding.ts). Each is one transaction marked as mine, so that undo takes back mine and never somebody else's.

import * as Y from 'yjs'
import { cardsOf } from '../../shared/documents.ts'
import type { ColumnId, IdeaId, NoteColor } from '../../shared/model.ts'
import type { BoardStore } from './board-store.ts'
import { keysAt } from './order.ts'

/** The origin of my own edits. */
export const MINE = { name: 'mine' } as const

/** Edits within this time undo together: a word, not a letter. */
const UNDO_STEP_MS = 600

/** Puts a card at `index` among the others of a column; false when it is there already or gone. */
export function moveCard(store: BoardStore, ideaId: IdeaId, columnId: ColumnId, index: number): boolean {
  const here = store.idsIn(columnId)
  if (!store.card(ideaId) || here.indexOf(ideaId) === index) return false
  const others = here.filter((id) => id !== ideaId).map((id) => ({ id, order: store.card(id)!.order }))
  const keys = keysAt(others, index, [ideaId])
  const cards = cardsOf(store.doc)
  store.doc.transact(() => {
    for (const [id, order] of keys) cards.get(id)?.set('order', order)
    const card = cards.get(ideaId)
    if (card && card.get('column') !== columnId) card.set('column', columnId)
  }, MINE)
  return true
}

export function placeCards(store: BoardStore, places: ReadonlyMap<IdeaId, { x: number; y: number }>): void {
  const cards = cardsOf(store.doc)
  store.doc.transact(() => {
    for (const [ideaId, { x, y }] of places) {
      const card = cards.get(ideaId)
      if (!card) continue
      card.set('x', Math.round(x))
      card.set('y', Math.round(y))
    }
  }, MINE)
}

export function colorCard(store: BoardStore, ideaId: IdeaId, color: NoteColor): void {
  const card = cardsOf(store.doc).get(ideaId)
  if (card && store.card(ideaId)?.color !== color) store.doc.transact(() => card.set('color', color), MINE)
}

/** Undo of my own edits on this board, since the page was opened. */
export function undoOf(doc: Y.Doc): Y.UndoManager {
  return new Y.UndoManager(cardsOf(doc), { trackedOrigins: new Set([MINE]), captureTimeout: UNDO_STEP_MS })
}
