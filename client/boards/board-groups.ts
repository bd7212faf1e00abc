// Owns what groups a board has, as read from its document: which cards lie in which group, in which column it stands, in
// which order. Pure, and it copes with anything: a card of a group that is gone is a card by itself, a group merged into
// another is the other one, and one card alone is no group. Whatever people do at once, everyone reads the same.

import type * as Y from 'yjs'
import { byOrder, type Card, readGroup } from '../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../shared/model.ts'

export interface BoardGroup {
  groupId: string
  title: string
  /** Where most of its cards stand; of several such columns the first. */
  columnId: ColumnId | null
  /** In the order they are shown: at least two. */
  ids: readonly IdeaId[]
}

export type Groups = ReadonlyMap<string, BoardGroup>

const inOrder = byOrder<Card>((card) => card.ideaId)

/** The group that cards of `groupId` lie in, following merges; null when there is none. */
export function rootOf(groups: Y.Map<Y.Map<unknown>>, groupId: string): string | null {
  const seen: string[] = []
  for (let id = groupId; ; ) {
    const at = seen.indexOf(id)
    // Two people merged two groups into each other: both are the one that sorts first.
    if (at >= 0) return seen.slice(at).sort()[0]!
    const group = groups.get(id)
    const { into } = readGroup(id, group)
    if (into === null) return group ? id : null
    seen.push(id)
    id = into
  }
}

/** `known`: as they were read before; a group that did not change stays the same object. `columns`: in their order. */
export function readGroups(
  map: Y.Map<Y.Map<unknown>>,
  cards: Iterable<Card>,
  columns: readonly ColumnId[],
  known: Groups,
): Groups {
  const lying = new Map<string, Card[]>()
  const roots = new Map<string, string | null>()
  for (const card of cards) {
    if (card.group === null) continue
    let root = roots.get(card.group)
    if (root === undefined) roots.set(card.group, (root = rootOf(map, card.group)))
    if (root !== null) lying.set(root, [...(lying.get(root) ?? []), card])
  }
  const groups = new Map<string, BoardGroup>()
  for (const [groupId, members] of lying) {
    if (members.length < 2) continue
    const at = (card: Card) => Math.max(0, columns.indexOf(card.column!))
    const counts = columns.map((_, place) => members.filter((card) => at(card) === place).length)
    const home = counts.indexOf(Math.max(...counts))
    const isAway = (card: Card) => Number(at(card) !== home)
    const ids = members.sort((a, b) => isAway(a) - isAway(b) || inOrder(a, b)).map((card) => card.ideaId)
    const { title } = readGroup(groupId, map.get(groupId))
    const group = { groupId, title, columnId: columns[home] ?? null, ids }
    const before = known.get(groupId)
    groups.set(groupId, before && isSame(before, group) ? before : group)
  }
  return groups
}

const isSame = (a: BoardGroup, b: BoardGroup) =>
  a.title === b.title && a.columnId === b.columnId && a.ids.join() === b.ids.join()

/** The groups of one board as they are now, and which of them this screen shows folded. */
export class GroupBook {
  now: Groups = new Map()
  private readonly byCard = new Map<IdeaId, BoardGroup>()
  private readonly folded = new Set<string>()

  of(ideaId: IdeaId): BoardGroup | undefined {
    return this.byCard.get(ideaId)
  }

  isFolded(groupId: string): boolean {
    return this.folded.has(groupId)
  }

  /** Answers the column that looks different. */
  fold(groupId: string, isFolded: boolean): ColumnId | null {
    if (isFolded) this.folded.add(groupId)
    else this.folded.delete(groupId)
    return this.now.get(groupId)?.columnId ?? null
  }

  /** Answers the cards whose group is another than before, or another group is theirs, and where those groups were and are. */
  read(map: Y.Map<Y.Map<unknown>>, cards: Iterable<Card>, columns: readonly ColumnId[]) {
    const before = this.now
    this.now = readGroups(map, cards, columns, before)
    const changed = [
      ...[...before.values()].filter((group) => this.now.get(group.groupId) !== group),
      ...[...this.now.values()].filter((group) => before.get(group.groupId) !== group),
    ]
    const ids = new Set(changed.flatMap((group) => group.ids))
    for (const id of ids) this.byCard.delete(id)
    for (const group of this.now.values()) {
      for (const id of group.ids) if (ids.has(id)) this.byCard.set(id, group)
    }
    return { ids, columns: changed.map((group) => group.columnId) }
  }

  /** How many cards these are with those folded away under them. */
  count(ids: readonly IdeaId[], folds: boolean, gone: ReadonlySet<IdeaId>): number {
    let count = ids.length
    for (const id of folds && this.folded.size > 0 ? ids : []) {
      const group = this.byCard.get(id)
      if (group && this.folded.has(group.groupId)) count += group.ids.filter((each) => !gone.has(each)).length - 1
    }
    return count
  }

  /** Each group together where its first card is; of a folded one only that card. */
  together(ids: IdeaId[], folds: boolean): readonly IdeaId[] {
    if (!ids.some((id) => this.byCard.has(id))) return ids
    const shown = new Set(ids)
    return ids.flatMap((id) => {
      const group = this.byCard.get(id)
      if (!group) return id
      const lying = group.ids.filter((each) => shown.has(each))
      if (lying[0] !== id) return []
      return folds && this.folded.has(group.groupId) ? id : lying
    })
  }
}
