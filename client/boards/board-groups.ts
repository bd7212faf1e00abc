// Owns the groups of one board as this screen shows them: which there are now, which card lies in which, which are folded.
// What makes a group is read in shared/groups.ts.

import type * as Y from 'yjs'
import { type Card, type Group, readGroup } from '../../shared/documents.ts'
import { type BoardGroup, type Groups, readGroups, rootOf } from '../../shared/groups.ts'
import type { ColumnId, IdeaId } from '../../shared/model.ts'

export type { BoardGroup } from '../../shared/groups.ts'

type GroupMap = Y.Map<Y.Map<unknown>>

const groupIn =
  (map: GroupMap) =>
  (id: string): Group | undefined => {
    const group = map.get(id)
    return group && readGroup(id, group)
  }

/** The group that cards of `groupId` lie in, following merges; null when there is none. */
export const rootIn = (map: GroupMap, groupId: string): string | null => rootOf(groupIn(map), groupId)

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
  read(map: GroupMap, cards: Iterable<Card>, columns: readonly ColumnId[]) {
    const before = this.now
    this.now = readGroups(groupIn(map), cards, columns, before)
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
