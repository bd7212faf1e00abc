// Owns reading a board's cards as its log has them, in the transaction at hand: also what people wrote a moment ago, which may
// not have come to the ideas' rows yet. It never writes.

import { boardDocument, type Card, cardsOf, readCard } from '../../shared/documents.ts'
import type { BoardId } from '../../shared/model.ts'
import * as Y from 'yjs'
import type { Reader } from '../platform/database/handle.ts'
import { documentOf, storedDocument } from './versions-store.ts'

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
