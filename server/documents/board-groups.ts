// Owns groups in a board's document as export and import see them. Which cards lie in them it never touches.

import * as Y from 'yjs'
import { groupsOf, readGroup } from '../../shared/documents.ts'
import { rootOf } from '../../shared/groups.ts'
import { GROUPS_MAX_PER_BOARD } from '../../shared/limits.ts'

interface Named {
  groupId: string
  title: string
}

/** By every id a card may name; of a merged one it is the other. */
export function groupsByName(doc: Y.Doc): Map<string, Named> {
  const groups = groupsOf(doc)
  const groupOf = (id: string) => (groups.has(id) ? readGroup(id, groups.get(id)) : undefined)
  const found = new Map<string, Named>()
  const named = new Map<string, Named>()
  for (const id of groups.keys()) {
    const groupId = rootOf(groupOf, id)
    if (groupId === null) continue
    const group = named.get(groupId) ?? { groupId, title: groupOf(groupId)?.title ?? '' }
    named.set(groupId, group)
    found.set(id, group)
  }
  return found
}

/** Those that are not there yet, as many as a board can have; one that is there keeps its name. */
export function addGroups(doc: Y.Doc, wanted: readonly Named[]): void {
  const groups = groupsOf(doc)
  for (const { groupId, title } of wanted) {
    if (groups.has(groupId) || groups.size >= GROUPS_MAX_PER_BOARD) continue
    const group = new Y.Map<unknown>()
    group.set('title', title)
    groups.set(groupId, group)
  }
}
