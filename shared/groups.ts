// Owns what groups a board has, as read from its cards and groups: which cards lie in which group, in which column it stands,
// in which order. Pure, and it copes with anything: a card of a group that is gone is a card by itself, a group merged into
// another is the other one, and one card alone is no group. Whatever people do at once, everyone reads the same.

import { byOrder, type Card, type Group } from './documents.ts'
import type { ColumnId, IdeaId } from './model.ts'

export interface BoardGroup {
  groupId: string
  title: string
  /** Where most of its cards stand; of several such columns the first. */
  columnId: ColumnId | null
  /** In the order they are shown: at least two. */
  ids: readonly IdeaId[]
}

export type Groups = ReadonlyMap<string, BoardGroup>

/** A group as the document has it; undefined where there is none. */
export type GroupOf = (groupId: string) => Group | undefined

const inOrder = byOrder<Card>((card) => card.ideaId)

/** The group that cards of `groupId` lie in, following merges; null when there is none. */
export function rootOf(groupOf: GroupOf, groupId: string): string | null {
  const seen: string[] = []
  for (let id = groupId; ; ) {
    const at = seen.indexOf(id)
    // Two people merged two groups into each other: both are the one that sorts first.
    if (at >= 0) return seen.slice(at).sort()[0]!
    const group = groupOf(id)
    if (!group) return null
    if (group.into === null) return id
    seen.push(id)
    id = group.into
  }
}

/** `known`: as they were read before; a group that did not change stays the same object. `columns`: in their order. */
export function readGroups(
  groupOf: GroupOf,
  cards: Iterable<Card>,
  columns: readonly ColumnId[],
  known: Groups = new Map(),
): Groups {
  const lying = new Map<string, Card[]>()
  const roots = new Map<string, string | null>()
  for (const card of cards) {
    if (card.group === null) continue
    let root = roots.get(card.group)
    if (root === undefined) roots.set(card.group, (root = rootOf(groupOf, card.group)))
    if (root === null) continue
    const members = lying.get(root)
    if (members) members.push(card)
    else lying.set(root, [card])
  }
  const groups = new Map<string, BoardGroup>()
  for (const [groupId, members] of lying) {
    if (members.length < 2) continue
    const at = (card: Card) => Math.max(0, columns.indexOf(card.column!))
    const counts = columns.map((_, place) => members.filter((card) => at(card) === place).length)
    const home = counts.indexOf(Math.max(...counts))
    const isAway = (card: Card) => Number(at(card) !== home)
    const ids = members.sort((a, b) => isAway(a) - isAway(b) || inOrder(a, b)).map((card) => card.ideaId)
    const group = { groupId, title: groupOf(groupId)?.title ?? '', columnId: columns[home] ?? null, ids }
    const before = known.get(groupId)
    groups.set(groupId, before && isSame(before, group) ? before : group)
  }
  return groups
}

const isSame = (a: BoardGroup, b: BoardGroup) =>
  a.title === b.title && a.columnId === b.columnId && a.ids.join() === b.ids.join()
