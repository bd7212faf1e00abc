// Owns: that formatting marks which Yjs would tidy up stay as the log has them until somebody deletes them. Two nodes store rows
// that do not know of each other; what Yjs deletes when they meet would be a deletion that no row says.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { decode, Known } from '../../../server/sync/known.ts'
import { Replica } from '../../../server/sync/replica.ts'

const rowOf = (bytes: Uint8Array, seq: number) => ({ seq, bytes, userId: null, sessionId: null, clientId: null, at: 0 })

function replicaOf(rows: readonly Uint8Array[]): Replica {
  return new Replica({
    seq: rows.length,
    snapshot: null,
    snapshotSeq: 0,
    rows: rows.map((bytes, i) => rowOf(bytes, i + 1)),
    clients: [],
  })
}

function contentOf(updates: readonly Uint8Array[]): Uint8Array {
  const known = new Known()
  for (const update of updates) known.add(decode(update) ?? { structs: [], ds: { clients: new Map() } })
  return known.fingerprintBytes()
}

const whole = (replica: Replica) => contentOf([replica.read((doc) => Y.encodeStateAsUpdate(doc))])

function textIn(doc: Y.Doc): Y.Text {
  const text = doc.getMap('cards').get('one')
  if (!(text instanceof Y.Text)) throw new Error('there is no text')
  return text
}

/** The same words made bold by two people on two nodes, and what a page that hears of both deletes of it. */
function boldTwice() {
  const words = new Y.Doc()
  words.getMap('cards').set('one', new Y.Text('plain words here'))
  const first = Y.encodeStateAsUpdate(words)
  const bold = [7, 8].map((clientID) => {
    const doc = new Y.Doc()
    doc.clientID = clientID
    Y.applyUpdate(doc, first)
    const before = Y.encodeStateVector(doc)
    textIn(doc).format(0, 5, { bold: true })
    return Y.encodeStateAsUpdate(doc, before)
  })
  const page = new Y.Doc()
  const emitted: Uint8Array[] = []
  for (const update of [first, ...bold.slice(0, 1)]) Y.applyUpdate(page, update)
  page.on('update', (update: Uint8Array) => emitted.push(update))
  for (const update of bold.slice(1)) Y.applyUpdate(page, update)
  const [, tidied] = emitted
  if (tidied === undefined) throw new Error('Yjs tidied nothing up')
  return { first, bold, tidied }
}

describe('S10 marks that say the same', () => {
  test('are in a document built from the log', () => {
    const { first, bold } = boldTwice()
    expect(whole(replicaOf([first, ...bold]))).toEqual(contentOf([first, ...bold]))
  })

  test('are in its snapshot', () => {
    const { first, bold } = boldTwice()
    expect(contentOf([replicaOf([first, ...bold]).snapshot()])).toEqual(contentOf([first, ...bold]))
  })

  test('are in a document in use that hears of another node’s row', () => {
    const { first, bold } = boldTwice()
    const [here, there] = bold
    const replica = replicaOf([first, ...(here === undefined ? [] : [here])])
    const doc = replica.doc()
    expect(replica.take(there === undefined ? [] : [there])).not.toBeNull()
    expect(whole(replica)).toEqual(contentOf([first, ...bold]))
    expect(replica.doc()).toBe(doc)
  })

  test('are deleted by the page that tidied them up: it is stored, and not taken for old news', () => {
    const { first, bold, tidied } = boldTwice()
    const replica = replicaOf([first, ...bold])
    const applied = replica.applyUpdate(tidied)
    expect(applied.ok && contentOf(applied.updates)).toEqual(contentOf([tidied]))
  })
})
