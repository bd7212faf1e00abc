// Owns: that edits applied as one transaction are stored and shown as if each had been applied by itself.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Batch, Row } from '../../../server/sync/batch.ts'
import { fingerprint } from '../../../server/sync/index.ts'
import { Known } from '../../../server/sync/known.ts'
import { outlineOf } from '../../../server/sync/layout.ts'
import { mergeBounded } from '../../../server/sync/merge.ts'
import { Replica } from '../../../server/sync/replica.ts'
import type { Seat } from '../../../server/sync/seat.ts'
import { settle } from '../../../server/sync/together.ts'
import { chance, history, replayed } from './support/histories.ts'

// Who wrote a row is only compared here, never asked.
const seats = ['ada', 'ben', 'cleo'].map((name) => ({ name }) as unknown as Seat)

const empty = () => new Replica({ seq: 0, snapshot: null, snapshotSeq: 0, rows: [], clients: [] })

function rowOf(bytes: Uint8Array, from: Seat): Row {
  return { bytes, userId: 'someone', sessionId: 'here', clientId: 1, from }
}

/** What is stored of these edits; what is shown of them is in the replica. */
function stored(replica: Replica, edits: readonly Uint8Array[], seatOf: (n: number) => Seat): Batch {
  const batch: Batch = { ops: [], rows: [], clients: [], emitted: null, tidied: false }
  batch.emitted = replica.together(() => {
    edits.forEach((edit, n) => {
      if (replica.applyUpdate(edit).ok) batch.rows.push(rowOf(edit, seatOf(n)))
    })
  })
  if (batch.emitted === null) throw new Error('nothing was applied')
  settle(batch, batch.emitted)
  if (batch.emitted.length > 0) replica.landed(mergeBounded(batch.emitted))
  return batch
}

function knownOf(updates: readonly Uint8Array[]): Known {
  const known = new Known()
  for (const update of updates) known.add(outlineOf(update) ?? { structs: [], ds: { clients: new Map() } })
  return known
}

describe('edits applied together', () => {
  test('S10 rows and what is shown say the same as one edit after the other, in hundreds of histories', () => {
    for (let seed = 1; seed <= 120; seed++) {
      const random = chance(seed)
      const edits = history(seed)
      const replica = empty()
      const rows: Uint8Array[] = []
      const shown: Uint8Array[] = []
      for (let from = 0; from < edits.length; ) {
        const to = from + 2 + Math.floor(random() * 12)
        const batch = stored(replica, edits.slice(from, to), (n) => seats[Math.floor(n / 3) % 3] as Seat)
        rows.push(...batch.rows.map(({ bytes }) => bytes))
        shown.push(...(batch.emitted ?? []))
        from = to
      }
      const print = fingerprint(replica.doc())
      expect({ seed, print: fingerprint(replayed(rows)) }).toEqual({ seed, print })
      expect({ seed, print: fingerprint(replayed(shown)) }).toEqual({ seed, print })
      expect({ seed, same: knownOf(rows).covers(knownOf([Y.encodeStateAsUpdate(replica.doc())])) }).toEqual({
        seed,
        same: true,
      })
    }
  })

  test('S9 when one of them cannot be applied, none was', () => {
    const [doc, replica] = [new Y.Doc(), empty()]
    const edits: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => edits.push(update))
    for (const letter of 'abcd') doc.getText('text').insert(0, letter)
    const [a, b, , d] = edits as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
    replica.applyUpdate(a)
    replica.landed(a)
    const before = fingerprint(replica.doc())
    expect(replica.together(() => [b, d].forEach((edit) => replica.applyUpdate(edit)))).toBeNull()
    expect(fingerprint(replica.doc())).toBe(before)
    expect(replica.applyUpdate(b).ok).toBe(true)
    expect(replica.doc().getText('text').toJSON()).toBe('ba')
  })

  test('S14 a flood from one hand is one row; a few edits stay rows of their own, in order', () => {
    const doc = new Y.Doc()
    const edits: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => edits.push(update))
    for (const letter of 'abcdefghijklmnop') doc.getText('text').insert(0, letter)
    const replica = empty()
    const [ada, ben] = seats as [Seat, Seat]
    const { rows } = stored(replica, edits, (n) => (n < 3 ? ben : n < 13 ? ada : ben))
    expect(rows.map(({ from }) => from)).toEqual([ben, ben, ben, ada, ben, ben, ben])
    expect(
      replayed(rows.map(({ bytes }) => bytes))
        .getText('text')
        .toJSON(),
    ).toBe('ponmlkjihgfedcba')
  })

  test('S14 what follows from two people meeting is a row of nobody', () => {
    const [ada, ben] = seats as [Seat, Seat]
    const edits = [1, 2].map((client) => {
      const doc = new Y.Doc()
      doc.clientID = client
      doc.getMap('card').set('x', client)
      return Y.encodeStateAsUpdate(doc)
    })
    const { rows } = stored(empty(), edits, (n) => (n === 0 ? ada : ben))
    expect(rows.map(({ userId }) => userId)).toEqual(['someone', 'someone', null])
    expect(Y.decodeUpdate(rows[2]?.bytes ?? new Uint8Array()).structs).toEqual([])
  })

  test('S12 edits that change nothing leave no row', () => {
    const doc = new Y.Doc()
    doc.getText('text').insert(0, 'a')
    const edit = Y.encodeStateAsUpdate(doc)
    const replica = empty()
    stored(replica, [edit, edit], () => seats[0] as Seat)
    expect(stored(replica, [edit, edit], () => seats[0] as Seat).rows).toEqual([])
  })
})
