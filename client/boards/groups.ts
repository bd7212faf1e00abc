// Owns every change to the groups of a board: laying cards together, merging, taking out, taking apart, naming, moving as
// one. Each is one transaction marked as mine, so that one undo takes it back. Loaded when somebody first groups; how groups
// are read is board-groups.ts.

import * as Y from 'yjs'
import { cardsOf, groupsOf } from '../../shared/documents.ts'
import { GROUP_TITLE_MAX_CHARS, GROUPS_MAX_PER_BOARD } from '../../shared/limits.ts'
import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { type BoardGroup, rootIn } from './board-groups.ts'
import type { BoardStore } from './board-store.ts'
import { MINE } from './edits.ts'
import { keysAt } from './order.ts'
import { commonPlace, spreadFrom } from './wall-frames.ts'

/** `full`: the board has as many groups as it can. `same`: they lie together already, or there is nothing to lay together. */
export type Grouped = { groupId: string } | 'full' | 'same'

/** What is laid on something: a card by itself, or all cards of a group. */
export interface Laid {
  ids: readonly IdeaId[]
  groupId: string | null
}

/**
 * Lays these cards together, in this order. One group among them takes the others in (of several the first, with what is
 * left of the others staying as it was); without one, or when all are a part of one, they make a new one where the first stands.
 */
export function groupCards(store: BoardStore, wanted: readonly IdeaId[], newId: () => string): Grouped {
  const ids = living(store, wanted)
  const first = ids.map((id) => store.groups.of(id)).find((group) => group !== undefined)
  if (first) {
    const outside = ids.filter((id) => store.groups.of(id) !== first)
    if (outside.length > 0) return addToGroup(store, outside, first.groupId)
    if (ids.length === first.ids.length) return 'same'
  }
  return together(store, ids, newId, first)
}

/** A new group of these; `part`: the one they are all taken from. */
function together(store: BoardStore, ids: readonly IdeaId[], newId: () => string, part?: BoardGroup): Grouped {
  if (ids.length < 2) return 'same'
  const groups = groupsOf(store.doc)
  if (groups.size >= GROUPS_MAX_PER_BOARD) {
    store.doc.transact(() => tidy(store), MINE)
    if (groups.size >= GROUPS_MAX_PER_BOARD) return 'full'
  }
  const groupId = newId()
  const columnId = store.placeOf(ids[0]!)
  store.doc.transact(() => {
    const group = new Y.Map<unknown>()
    group.set('title', '')
    groups.set(groupId, group)
    const others = othersIn(store, columnId, ids)
    // A part of a group stands behind what stays of it.
    const at = part ? behind(others, part.ids) : placeAmong(store, columnId, ids)
    leave(store, ids)
    lay(store, ids, { groupId, columnId, others, at })
  }, MINE)
  return { groupId }
}

/**
 * Lays cards, or a whole group, on another card: with it in that one's group, or as the beginning of one where it stands.
 * A group that is wholly among them takes all in, the first one with a name.
 */
export function layOn(store: BoardStore, held: Laid, onto: IdeaId, newId: () => string): Grouped {
  const there = store.groups.of(onto)
  if (there) return addToGroup(store, held.ids, there.groupId)
  const whole = wholly(store, held.ids)
  const named = whole.find(({ title }) => title !== '') ?? whole[0]
  const own = held.groupId === null ? named : store.groups.now.get(held.groupId)
  if (!own) return together(store, living(store, [onto, ...held.ids]), newId)
  if (!store.card(onto)) return 'same'
  // The group goes to where the card stands and takes it in, first.
  const ids = living(store, [onto, ...(held.groupId === null ? held.ids : own.ids)])
  const columnId = store.placeOf(onto)
  const others = othersIn(store, columnId, ids)
  const at = placeAmong(store, columnId, ids)
  store.doc.transact(() => {
    merge(store, outside(store, ids, own.groupId), own)
    lay(store, ids, { groupId: own.groupId, columnId, others, at })
  }, MINE)
  return { groupId: own.groupId }
}

/** Lays cards at the end of a group. A group that is wholly among them merges into it, with its name if that one has none. */
export function addToGroup(store: BoardStore, wanted: readonly IdeaId[], groupId: string): Grouped {
  const into = store.groups.now.get(groupId)
  const ids = outside(store, living(store, wanted), groupId)
  if (!into || ids.length === 0) return 'same'
  store.doc.transact(() => {
    merge(store, ids, into)
    const others = othersIn(store, into.columnId, ids)
    lay(store, ids, { groupId, columnId: into.columnId, others, at: behind(others, into.ids) })
  }, MINE)
  return { groupId }
}

/** Takes cards out: they stand behind the group. Of a group that loses all but one card nothing is left. */
export function takeOut(store: BoardStore, wanted: readonly IdeaId[]): boolean {
  const ids = living(store, wanted).filter((id) => store.groups.of(id))
  if (ids.length === 0) return false
  store.doc.transact(() => {
    for (const group of store.groups.now.values()) {
      const out = group.ids.filter((id) => ids.includes(id))
      if (out.length === 0) continue
      const others = othersIn(store, group.columnId, out)
      const isApart = out.length === group.ids.length
      const at = isApart ? placeAmong(store, group.columnId, out) : behind(others, group.ids)
      lay(store, out, { groupId: null, columnId: group.columnId, others, at })
      spread(store, group, out)
      if (isApart) forget(store, group.groupId)
    }
    leave(store, ids)
  }, MINE)
  return true
}

/** Takes a group apart: its cards stay where they stand. */
export function ungroup(store: BoardStore, groupId: string): boolean {
  const group = store.groups.now.get(groupId)
  return group ? takeOut(store, group.ids) : false
}

export function renameGroup(store: BoardStore, groupId: string, title: string): boolean {
  const group = groupsOf(store.doc).get(groupId)
  const next = title.replace(/\s+/g, ' ').trim().slice(0, GROUP_TITLE_MAX_CHARS)
  if (!group || store.groups.now.get(groupId)?.title === next) return false
  store.doc.transact(() => group.set('title', next), MINE)
  return true
}

/** Moves a group as one to `index` among the other cards that are shown of a column. */
export function moveGroup(store: BoardStore, groupId: string, columnId: ColumnId, index: number): boolean {
  const group = store.groups.now.get(groupId)
  if (!group) return false
  const shown = store.idsIn(columnId).filter((id) => !group.ids.includes(id))
  const others = othersIn(store, columnId, group.ids)
  const next = shown[index]
  const at = next === undefined ? others.length : others.indexOf(next)
  const now = group.columnId === columnId ? placeAmong(store, columnId, group.ids) : -1
  if (at === now) return false
  store.doc.transact(() => lay(store, group.ids, { groupId, columnId, others, at }), MINE)
  return true
}

/**
 * Puts cards that are moved in another group, or in none: then a group that is wholly among them stays one. Of a group that
 * is left with one card nothing is left.
 */
export function changeGroup(store: BoardStore, wanted: readonly IdeaId[], groupId: string | null): void {
  const into = groupId === null ? undefined : store.groups.now.get(groupId)
  const cards = cardsOf(store.doc)
  store.doc.transact(() => {
    if (into) {
      const ids = outside(store, wanted, into.groupId)
      merge(store, ids, into)
      putAt(store, ids, () => placeOn(store, into.ids))
      for (const id of ids) cards.get(id)?.set('group', into.groupId)
      return
    }
    const whole = wholly(store, wanted)
    const ids = wanted.filter((id) => !whole.includes(store.groups.of(id)!))
    for (const group of store.groups.now.values()) {
      const out = group.ids.filter((id) => ids.includes(id))
      if (out.length > 0) spread(store, group, out)
    }
    leave(store, ids)
    for (const id of ids) cards.get(id)?.set('group', null)
  }, MINE)
}

/** The groups of which every card is among these. */
export function wholly(store: BoardStore, ids: readonly IdeaId[]): BoardGroup[] {
  return [...store.groups.now.values()].filter((group) => group.ids.every((id) => ids.includes(id)))
}

// ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────

function living(store: BoardStore, ids: readonly IdeaId[]): IdeaId[] {
  return [...new Set(ids)].filter((id) => store.card(id))
}

const outside = (store: BoardStore, ids: readonly IdeaId[], groupId: string): IdeaId[] =>
  ids.filter((id) => store.groups.of(id)?.groupId !== groupId)

/** These leave where they lie for `into`; with a name if it has none. Who lays a card in a merged one meanwhile lays it there. */
function merge(store: BoardStore, ids: readonly IdeaId[], into: BoardGroup): void {
  const groups = groupsOf(store.doc)
  const merged = wholly(store, ids)
  const name = into.title === '' ? merged.find(({ title }) => title !== '')?.title : undefined
  if (name !== undefined) groups.get(into.groupId)?.set('title', name)
  leave(store, ids)
  for (const { groupId: from } of merged) groups.get(from)?.set('group', into.groupId)
}

function othersIn(store: BoardStore, columnId: ColumnId | null, ids: readonly IdeaId[]): IdeaId[] {
  return store.everyIn(columnId).filter((id) => !ids.includes(id))
}

/** How many cards other than `ids` stand before the first of them. */
function placeAmong(store: BoardStore, columnId: ColumnId | null, ids: readonly IdeaId[]): number {
  const every = store.everyIn(columnId)
  const before = every.slice(0, every.indexOf(ids[0]!))
  return before.filter((id) => !ids.includes(id)).length
}

function behind(others: readonly IdeaId[], ids: readonly IdeaId[]): number {
  return others.findLastIndex((id) => ids.includes(id)) + 1
}

interface Place {
  groupId: string | null
  columnId: ColumnId | null
  others: readonly IdeaId[]
  at: number
}

function lay(store: BoardStore, ids: readonly IdeaId[], { groupId, columnId, others, at }: Place): void {
  const cards = cardsOf(store.doc)
  // On the free wall all cards of a group have one place: wherever one goes, the others know where the group stands.
  const into = groupId === null ? undefined : store.groups.now.get(groupId)
  if (groupId !== null) putAt(store, ids, () => placeOn(store, into?.ids ?? ids.slice(0, 1)))
  const keyed = others.map((id) => ({ id, order: store.card(id)!.order }))
  for (const [id, order] of keysAt(keyed, at, ids)) cards.get(id)?.set('order', order)
  for (const id of ids) {
    const card = cards.get(id)
    if (card?.get('group') !== groupId) card?.set('group', groupId)
    if (columnId !== null && card?.get('column') !== columnId) card?.set('column', columnId)
  }
}

/** Where a group of these stands on the free wall. */
function placeOn(store: BoardStore, ids: readonly IdeaId[]): { x: number; y: number } {
  return commonPlace(ids.flatMap((id) => store.card(id) ?? []))
}

/** What leaves a group stands on the free wall about where it was seen in it. */
function spread(store: BoardStore, group: BoardGroup, out: readonly IdeaId[]): void {
  const anchor = placeOn(store, group.ids)
  // Nobody has put it anywhere: the wall has a place for each.
  if (anchor.x === 0 && anchor.y === 0) return
  putAt(store, out, (id) => spreadFrom(anchor, group.ids.indexOf(id), group.ids.length))
}

function putAt(store: BoardStore, ids: readonly IdeaId[], placeFor: (id: IdeaId) => { x: number; y: number }): void {
  const cards = cardsOf(store.doc)
  for (const id of ids) {
    const { x, y } = placeFor(id)
    const card = cards.get(id)
    if (card?.get('x') !== x) card?.set('x', x)
    if (card?.get('y') !== y) card?.set('y', y)
  }
}

/** These cards leave the groups they are in; a group left with one card is none. Groups that lose all are left to the caller's merge. */
function leave(store: BoardStore, ids: readonly IdeaId[]): void {
  const cards = cardsOf(store.doc)
  for (const group of store.groups.now.values()) {
    const rest = group.ids.filter((id) => !ids.includes(id))
    if (rest.length === group.ids.length || rest.length > 1) continue
    for (const id of rest) cards.get(id)?.set('group', null)
    // With no card left it may be pointed at its new home, so that cards on their way still arrive.
    if (rest.length === 1) forget(store, group.groupId)
  }
}

function forget(store: BoardStore, groupId: string): void {
  const groups = groupsOf(store.doc)
  for (const id of groups.keys()) if (rootIn(groups, id) === groupId) groups.delete(id)
}

/** Groups nothing lies in, of merges long ago. Only when there is no room: a card on its way to one would lie alone. */
function tidy(store: BoardStore): void {
  const groups = groupsOf(store.doc)
  for (const id of groups.keys()) if (!store.groups.now.has(id)) groups.delete(id)
}
