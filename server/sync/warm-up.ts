// Owns: reading large documents at full speed from the first one on. A process that has just started runs the readers of bytes
// by interpretation; whoever opens a big board first after a restart would wait four times as long as the next one. It
// touches no log and nobody's document.
import * as Y from 'yjs'
import type { LoadedDocument } from './log.ts'
import { Replica } from './replica.ts'

/** Enough for the compiler to see that it pays, and over in 20 to 40 ms, most of them Yjs's for making it up. */
const ENTRIES = 60
const ROWS = 3
const ROUNDS = 20

/** Answers how many bytes it has read. */
export function warmUp(): number {
  const loaded = sample()
  let bytes = 0
  for (let round = 0; round < ROUNDS; round++) {
    // What is known of an update is remembered by its bytes: each round reads new ones.
    const rows = loaded.rows.map((row) => ({ ...row, bytes: row.bytes.slice() }))
    const replica = new Replica({ ...loaded, rows })
    replica.syncFrames(Uint8Array.of(0))
    bytes += replica.bytes
  }
  return bytes
}

/** A map of maps with texts and values in them, as documents of people mostly are. */
function sample(): LoadedDocument {
  const doc = new Y.Doc()
  const rows: LoadedDocument['rows'] = []
  doc.on('update', (bytes: Uint8Array) => rows.push({ seq: rows.length + 1, bytes }))
  for (let row = 0; row < ROWS; row++) {
    doc.transact(() => {
      for (let entry = 0; entry < ENTRIES / ROWS; entry++) {
        const text = new Y.Text('a line of words as somebody writes them, of an ordinary length')
        const values = Object.entries({ text, place: 'left', x: entry * 240, y: 0.5, group: null, color: 'sun' })
        doc.getMap('entries').set(`entry-${row}-${entry}`, new Y.Map<unknown>(values))
      }
    })
  }
  doc.destroy()
  return { seq: rows.length, snapshot: null, snapshotSeq: 0, rows, clients: [] }
}
