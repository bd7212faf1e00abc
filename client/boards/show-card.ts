// Owns bringing a card into view for somebody who was called to it, in columns, on the free wall and on a phone. It must never
// take the focus from somebody who is writing: they are told, and come when they like.

import type { IdeaId } from '../../shared/model.ts'
import type { BoardRoom } from './room.ts'

export type Shown = 'shown' | 'busy' | 'gone'

/** Whether it may come into view now. `asked`: this person has just asked for it themselves. */
export function mayShow({ store }: BoardRoom, ideaId: IdeaId, asked: boolean): Shown {
  if (!store.card(ideaId)) return 'gone'
  return !asked && isBusy(document) ? 'busy' : 'shown'
}

export function showCard(room: BoardRoom, ideaId: IdeaId, asked: boolean): Shown {
  const { store, focus } = room
  const may = mayShow(room, ideaId, asked)
  if (may !== 'shown') return may
  const group = store.groups.of(ideaId)
  if (group && store.groups.isFolded(group.groupId)) store.fold(group.groupId, false)
  focus.want(ideaId, 'active')
  return 'shown'
}

/** Words half written, or a dialog that waits for an answer. */
export function isBusy(page: Pick<Document, 'activeElement' | 'querySelector'>): boolean {
  if (page.querySelector('[role="dialog"], [role="menu"]')) return true
  const at = page.activeElement
  if (!at) return false
  if ('value' in at && typeof at.value === 'string') return at.value !== ''
  return at.closest('[contenteditable="true"]') !== null
}
