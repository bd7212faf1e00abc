// Owns every change a person makes to a card as a thing on the board: its place and colour (its text is bound in
// text-binding.ts, groups are in groups.ts). Each is one transaction marked as mine. Loaded once the board stands.

import { cardsOf } from '../../shared/documents.ts'
import type { ColumnId, IdeaId, NoteColor } from '../../shared/model.ts'
import type { BoardStore } from './board-store.ts'
import { MINE } from './edits.ts'
import { changeGroup } from './groups.ts'
import { keysAt } from './order.ts'

/**
 * Puts a card at `index` among the others of a column; false when it is there already or gone. `into`: the group it then
 * lies in; not said: the one it is put in the middle of, or still its own beside it.
 */
export function moveCard(
  store: BoardStore,
  ideaId: IdeaId,
  columnId: ColumnId,
  index: number,
  into?: string | null,
): boolean {
  const here = store.idsIn(columnId)
  const groupOf = (id: IdeaId | undefined) => (id && store.groups.of(id)?.groupId) ?? null
  const own = groupOf(ideaId)
  const rest = here.filter((id) => id !== ideaId)
  const [before, after] = [groupOf(rest[index - 1]), groupOf(rest[index])]
  const group = into !== undefined ? into : before === after || before === own ? before : after === own ? own : null
  if (!store.card(ideaId) || (here.indexOf(ideaId) === index && group === own)) return false
  const others = rest.map((id) => ({ id, order: store.card(id)!.order }))
  const keys = keysAt(others, index, [ideaId])
  const cards = cardsOf(store.doc)
  store.doc.transact(() => {
    for (const [id, order] of keys) cards.get(id)?.set('order', order)
    const card = cards.get(ideaId)
    if (card && card.get('column') !== columnId) card.set('column', columnId)
    if (group !== own) changeGroup(store, ideaId, group)
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
