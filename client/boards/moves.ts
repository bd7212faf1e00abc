// Owns every change a person makes to cards as a thing on the board: their places and colours (text is bound in
// text-binding.ts, groups are in groups.ts). Each is one transaction marked as mine. Loaded once the board stands.

import { cardsOf } from '../../shared/documents.ts'
import type { ColumnId, IdeaId, NoteColor } from '../../shared/model.ts'
import type { BoardStore } from './board-store.ts'
import { MINE } from './edits.ts'
import { changeGroup, wholly } from './groups.ts'
import { keysAt } from './order.ts'

/**
 * Puts cards, in this order, at `index` among the others of a column; false when they are there already or gone. `into`: the
 * group they then lie in; not said: the one they are put in the middle of, or still their own beside it. Put in none, a group
 * that is wholly among them stays one.
 */
export function moveCards(
  store: BoardStore,
  wanted: readonly IdeaId[],
  columnId: ColumnId,
  index: number,
  into?: string | null,
): boolean {
  const ids = wanted.filter((id) => store.card(id))
  const here = store.idsIn(columnId)
  const groupOf = (id: IdeaId | undefined) => (id && store.groups.of(id)?.groupId) ?? null
  const owns = new Set(ids.map(groupOf))
  const own = owns.size === 1 ? groupOf(ids[0]) : null
  const rest = here.filter((id) => !ids.includes(id))
  const [before, after] = [groupOf(rest[index - 1]), groupOf(rest[index])]
  const group = into !== undefined ? into : before === after || before === own ? before : after === own ? own : null
  const whole = group === null ? wholly(store, ids).map(({ groupId }) => groupId) : []
  const changes = ids.filter((id) => groupOf(id) !== group && !whole.includes(groupOf(id) ?? ''))
  const isThere = ids.every((id, at) => here[Math.min(index, rest.length) + at] === id)
  if (ids.length === 0 || (isThere && changes.length === 0)) return false
  const others = rest.map((id) => ({ id, order: store.card(id)!.order }))
  const keys = keysAt(others, index, ids)
  const cards = cardsOf(store.doc)
  store.doc.transact(() => {
    for (const [id, order] of keys) cards.get(id)?.set('order', order)
    for (const id of ids) if (cards.get(id)?.get('column') !== columnId) cards.get(id)?.set('column', columnId)
    if (changes.length > 0) changeGroup(store, ids, group)
  }, MINE)
  return true
}

export const moveCard = (store: BoardStore, ideaId: IdeaId, columnId: ColumnId, index: number, into?: string | null) =>
  moveCards(store, [ideaId], columnId, index, into)

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
