// Owns what a hand takes along when it takes hold of something: a card, all chosen cards when that card is one of them, or
// a whole group. Pure.

import type { IdeaId } from '../../shared/model.ts'
import type { BoardStore } from './board-store.ts'
import type { DragKey, Held } from './drag-host.ts'
import { wholly } from './groups.ts'
import type { Selection } from './selection.ts'

/** These as one sees them, column by column; the card of a folded group stands for all that lies under it. */
export function asSeen(store: BoardStore, ids: readonly IdeaId[]): IdeaId[] {
  const wanted = new Set(ids)
  const seen = store.ids().filter((id) => wanted.has(id))
  return [...new Set(seen.flatMap((id) => folded(store, id)?.ids ?? id))]
}

/** `key`: what the hand is on. It comes first; the others as they are seen. Null: it is gone. */
export function heldBy(store: BoardStore, selection: Selection, key: DragKey): Omit<Held, 'widthPx'> | null {
  const whole = store.groups.now.get(key)
  if (whole) return { ids: whole.ids, groupId: key }
  const ideaId = key as IdeaId
  if (!store.card(ideaId)) return null
  const own = folded(store, ideaId)
  if (!selection.chosen.get(key)) return own ? { ids: own.ids, groupId: own.groupId } : { ids: [ideaId], groupId: null }
  const ids = asSeen(store, selection.ids())
  const [group] = wholly(store, ids)
  const first = [ideaId, ...ids.filter((id) => id !== ideaId)]
  // All cards of one group and no other: that is the group.
  return { ids: first, groupId: group?.ids.length === ids.length ? group.groupId : null }
}

function folded({ groups }: BoardStore, ideaId: IdeaId) {
  const group = groups.of(ideaId)
  return group && groups.isFolded(group.groupId) ? group : undefined
}
