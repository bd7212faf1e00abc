// Owns what one can do with groups, the same for mouse, menu and keys: each with what is said aloud, the selection and the
// focus after it, and one step of undo. Loaded when somebody first groups; every change goes through groups.ts.

import { GROUPS_MAX_PER_BOARD } from '../../shared/limits.ts'
import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { translate } from '../i18n/translation.ts'
import { newId } from '../live/keys.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { gridOf } from './card-actions.ts'
import type { CardPlace } from './card-focus.ts'
import { columnTitle, sayPlace } from './card-words.ts'
import { asSeen } from './drag-held.ts'
import { MINE } from './edits.ts'
import { type ArrowKey, nextPlace } from './grid-moves.ts'
import {
  addToGroup,
  groupCards,
  type Grouped,
  type Laid,
  layOn,
  moveGroup,
  renameGroup,
  takeOut,
  ungroup,
} from './groups.ts'
import { moveCards } from './moves.ts'
import type { BoardRoom } from './room.ts'

/** Said by whoever opens a piece with these words before it is drawn. */
export const withWords = () => alsoWords('group')

const t = translate('group')

/** Runs a change as one step of undo, if the board may be changed now. `goesOn`: it ends a step that was begun. */
function step<T>(room: BoardRoom, change: () => T, goesOn = false): T | null {
  if (!room.may('board.write')) return null
  if (goesOn) return change()
  room.undo.stopCapturing()
  const done = change()
  room.undo.stopCapturing()
  return done
}

const nameOf = (room: BoardRoom, groupId: string) => room.store.groups.now.get(groupId)?.title || t('untitled')

/** `next`: to write the name of a new group, or the card to go on with. */
function tell(room: BoardRoom, done: Grouped | null, count: number, next?: 'name' | IdeaId): void {
  if (done === null) return
  if (done === 'same') return announce(t('done.same'))
  if (done === 'full') {
    showNotice({ text: t('done.full', { count: GROUPS_MAX_PER_BOARD }), tone: 'problem' })
    return
  }
  const group = room.store.groups.now.get(done.groupId)
  room.selection.clear()
  // A list that was folded would hide what was just laid in it.
  room.store.fold(done.groupId, false)
  announce(count > 0 ? t('done.grouped', { count }) : t('done.joined', { title: nameOf(room, done.groupId) }))
  if (next === 'name' && group?.title === '') room.selection.naming.set(done.groupId, true)
  else if (next && next !== 'name') room.focus.want(next)
  else if (group) room.focus.want(group.ids[0]!, 'active')
}

/** Lays these cards together; of a new group the name can be written at once. */
export async function group(room: BoardRoom, ids: readonly IdeaId[], isNamed = true): Promise<void> {
  await withWords()
  tell(
    room,
    step(room, () => groupCards(room.store, asSeen(room.store, ids), newId)),
    ids.length,
    isNamed ? 'name' : undefined,
  )
}

/**
 * Cards, or a group, were let go on a card: done in the same frame. The name can wait: a hand that drags is not about to type.
 */
export async function dropOn(room: BoardRoom, held: Laid, onto: IdeaId, goesOn = false): Promise<void> {
  const joins = held.groupId !== null || room.store.groups.of(onto) !== undefined
  const ids = held.groupId === null ? asSeen(room.store, held.ids) : held.ids
  const done = step(room, () => layOn(room.store, { ...held, ids }, onto, newId), goesOn)
  await withWords().catch(() => undefined)
  tell(room, done, joins ? 0 : ids.length + 1, held.ids[0])
}

/** Lays cards in a group that is there; a whole group among them merges into it. */
export async function join(room: BoardRoom, ids: readonly IdeaId[], groupId: string): Promise<void> {
  await withWords()
  tell(
    room,
    step(room, () => addToGroup(room.store, ids, groupId)),
    0,
  )
}

/** A suggestion is accepted: the focus stays where suggestions are read. `title`: of a new group. */
export function accept(room: BoardRoom, ids: readonly IdeaId[], groupId: string | null, title: string): void {
  const { store } = room
  const done = step(room, () =>
    store.doc.transact(() => {
      if (groupId !== null) return addToGroup(store, ids, groupId)
      const made = groupCards(store, ids, newId)
      if (typeof made === 'object') renameGroup(store, made.groupId, title)
      return made
    }, MINE),
  )
  if (done === null || typeof done === 'string') return tell(room, done, 0)
  announce(
    groupId === null ? t('done.grouped', { count: ids.length }) : t('done.joined', { title: nameOf(room, groupId) }),
  )
}

/** Chosen cards are moved together, as they are seen; the focus stays on the first of `ids`. */
export async function moveChosen(
  room: BoardRoom,
  ids: readonly IdeaId[],
  { columnId, index, into }: CardPlace,
  goesOn = false,
): Promise<void> {
  if (!step(room, () => moveCards(room.store, asSeen(room.store, ids), columnId, index, into), goesOn)) return
  room.focus.workIn(columnId)
  room.focus.want(ids[0]!)
  await withWords().catch(() => undefined)
  announce(t('done.movedCards', { count: ids.length, place: sayPlace(room, ids[0]!) }))
}

/** The same with the arrow keys, of a card that is being moved and is one of the chosen. */
export async function nudgeChosen(room: BoardRoom, ideaId: IdeaId, key: ArrowKey): Promise<void> {
  const { store, selection } = room
  const others = asSeen(store, selection.ids()).filter((id) => id !== ideaId)
  // As if the others stood nowhere: they gather around the one that moves.
  const grid = gridOf(room).map(({ columnId, ids }) => ({ columnId, ids: ids.filter((id) => !others.includes(id)) }))
  const to = nextPlace(grid, ideaId, key)
  if (to) await moveChosen(room, [ideaId, ...others], to, true)
  else announce(room.t('say.edge'))
}

export async function takeOutCards(room: BoardRoom, ids: readonly IdeaId[]): Promise<void> {
  await withWords()
  if (!step(room, () => takeOut(room.store, ids))) return
  room.selection.clear()
  announce(t('done.takenOut', { count: ids.length }))
  room.focus.want(ids[0]!, 'active')
}

export function takeApart(room: BoardRoom, groupId: string): void {
  const first = room.store.groups.now.get(groupId)?.ids[0]
  if (!step(room, () => ungroup(room.store, groupId))) return
  announce(t('done.ungrouped'))
  if (first) room.focus.want(first, 'active')
}

export function name(room: BoardRoom, groupId: string, title: string): void {
  if (!step(room, () => renameGroup(room.store, groupId, title))) return
  const given = room.store.groups.now.get(groupId)?.title
  announce(given ? t('done.named', { title: given }) : t('done.unnamed'))
}

export async function moveTo(room: BoardRoom, groupId: string, columnId: ColumnId, index: number): Promise<void> {
  if (!step(room, () => moveGroup(room.store, groupId, columnId, index))) return
  await withWords().catch(() => undefined)
  const column = room.store.columns().find((each) => each.columnId === columnId)
  announce(t('done.moved', { column: columnTitle(column?.title ?? '', room.t('column.untitled')) }))
  room.focus.workIn(columnId)
}
