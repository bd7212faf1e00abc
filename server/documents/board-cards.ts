// Owns reading a board's cards and groups as its log has them, in the transaction at hand: also what people wrote a moment ago, which may
// not have come to the ideas' rows yet. It never writes.

import { boardDocument, type Card, cardsOf, type Group, groupsOf, readCard, readGroup } from '../../shared/documents.ts'
import type { BoardId, ColumnId } from '../../shared/model.ts'
import * as Y from 'yjs'
import type { Reader } from '../platform/database/handle.ts'
import { documentOf, storedDocument } from './versions-store.ts'

/** The same with its groups. */
export async function boardInLog(
  reader: Reader,
  boardId: BoardId,
): Promise<{ cards: Map<string, Card>; groups: Map<string, Group> }> {
  const stored = await storedDocument(reader, boardDocument(boardId))
  if (!stored) return { cards: new Map(), groups: new Map() }
  const doc = documentOf([stored.state])
  const cards = [...cardsOf(doc).entries()].flatMap(([id, card]): [string, Card][] =>
    card instanceof Y.Map ? [[id, readCard(id, card)]] : [],
  )
  const groups = [...groupsOf(doc).entries()].map(([id, group]): [string, Group] => [id, readGroup(id, group)])
  doc.destroy()
  return { cards: new Map(cards), groups: new Map(groups) }
}

/** By idea; empty for a board in which nothing was ever written. Throws when the log is damaged. */
export async function cardsInLog(reader: Reader, boardId: BoardId): Promise<Map<string, Card>> {
  const stored = await storedDocument(reader, boardDocument(boardId))
  if (!stored) return new Map()
  const doc = documentOf([stored.state])
  const cards = [...cardsOf(doc).entries()].flatMap(([id, card]): [string, Card][] =>
    card instanceof Y.Map ? [[id, readCard(id, card)]] : [],
  )
  doc.destroy()
  return new Map(cards)
}

/** Of every group that holds cards its title and its cards: who was laid in a group that went into another lies there. */
async function groupsInLog(reader: Reader, boardId: BoardId): Promise<{ title: string; ideaIds: string[] }[]> {
  const stored = await storedDocument(reader, boardDocument(boardId))
  if (!stored) return []
  const doc = documentOf([stored.state])
  const groups = new Map<string, { title: string; ideaIds: string[] }>()
  for (const [ideaId, card] of cardsOf(doc)) {
    const groupId = card instanceof Y.Map ? endOf(doc, readCard(ideaId, card).group) : null
    if (groupId === null) continue
    const group = groups.get(groupId) ?? { title: readGroup(groupId, groupsOf(doc).get(groupId)).title, ideaIds: [] }
    group.ideaIds.push(ideaId)
    groups.set(groupId, group)
  }
  doc.destroy()
  return [...groups.values()]
}

/** The group itself, or the one it went into, as everybody's board shows it; null: there is none. */
function endOf(doc: Y.Doc, groupId: string | null): string | null {
  const seen: string[] = []
  for (let id = groupId; id !== null; ) {
    const at = seen.indexOf(id)
    // Two people merged two groups into each other: both are the one that sorts first.
    if (at >= 0) return seen.slice(at).toSorted()[0]!
    const group = groupsOf(doc).get(id)
    const { into } = readGroup(id, group)
    if (into === null) return group ? id : null
    seen.push(id)
    id = into
  }
  return null
}

/** For a round of votes: how the cards lie now. */
export const boardLayout = {
  async inColumn(reader: Reader, boardId: BoardId, columnId: ColumnId): Promise<string[]> {
    const cards = await cardsInLog(reader, boardId)
    return [...cards].flatMap(([ideaId, card]) => (card.column === columnId ? [ideaId] : []))
  },
  groups: groupsInLog,
}
