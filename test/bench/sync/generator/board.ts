// Owns: what people write in the bench: a board with cards as ours are, and typing into their titles, one character an
// update, as bytes made by hand so that making them costs the generator nothing.
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { cardsOf, cardTitle, putCard } from '../../../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../../../shared/model.ts'

const SEEDER = 1_000
const CARDS_A_PIECE = 50
/** Item content: a string; the item has an origin on its left. */
const STRING_AFTER = 4 | 128

export interface Board {
  /** Together they are the board; each as one command of ours would write it. */
  pieces: Uint8Array[]
  /** The last character of each card's title. */
  ends: { client: number; clock: number }[]
}

export function board(cards: number): Board {
  const doc = new Y.Doc()
  doc.clientID = SEEDER
  const pieces: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => pieces.push(update))
  for (let from = 0; from < cards; from += CARDS_A_PIECE) {
    doc.transact(() => {
      for (let n = from; n < Math.min(cards, from + CARDS_A_PIECE); n++) putCard(doc, card(n))
    })
  }
  const ends = [...cardsOf(doc).values()].map((map) => {
    const title = cardTitle(map)
    const last = title === null ? null : Y.createRelativePositionFromTypeIndex(title, title.length - 1).item
    if (last === null) throw new Error('a card without a title')
    return { client: last.client, clock: last.clock }
  })
  return { pieces, ends }
}

function card(n: number) {
  const title = `Idea ${n}: less paper, more air, and a bench in the sun for whoever has to wait`
  const place = { column: 'wishes' as ColumnId, order: `a${String(n).padStart(5, '0')}`, x: (n % 50) * 240, y: n * 4 }
  return { ideaId: `idea-${String(n).padStart(8, '0')}` as IdeaId, title, ...place, group: null, color: 'sun' as const }
}

/** One typed character after another one. */
export function typed(client: number, clock: number, after: { client: number; clock: number }): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [1, 1, client, clock]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8(encoder, STRING_AFTER)
  encoding.writeVarUint(encoder, after.client)
  encoding.writeVarUint(encoder, after.clock)
  encoding.writeVarString(encoder, 'x')
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

export function cursor(client: number, clock: number, x: number, y: number): Uint8Array {
  const user = { name: `Guest ${client}`, color: '#9a3412' }
  const encoder = encoding.createEncoder()
  for (const number of [1, client, clock]) encoding.writeVarUint(encoder, number)
  encoding.writeVarString(encoder, JSON.stringify({ user, pointer: { x, y } }))
  return encoding.toUint8Array(encoder)
}
