import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { partsOf } from '../../../client/live/parts.ts'

/** Three people who wrote into each other's words without the server: their edits need one another. */
function entangled(rounds: number): { server: Y.Doc; doc: Y.Doc } {
  const server = new Y.Doc()
  server.getText('t').insert(0, 'start')
  server.getMap('cards')
  const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
  const exchange = () => {
    for (const from of docs)
      for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)))
  }
  for (const doc of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
  for (let round = 0; round < rounds; round++) {
    docs.forEach((doc, who) => {
      const text = doc.getText('t')
      text.insert((round * 7 + who * 3) % text.length, `${who}${round} `)
      if (round % 4 === who) text.delete((round * 5) % (text.length - 2), 2)
      const card = new Y.Map<unknown>()
      card.set('title', new Y.Text(`card ${who} ${round}`))
      doc.getMap('cards').set(`${who}-${round}`, card)
    })
    exchange()
  }
  return { server, doc: docs[0]! }
}

describe('a large update in parts', () => {
  const { server, doc } = entangled(60)
  const offline = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server))

  test('every part builds only on those before it, and together they are the whole', () => {
    const parts = partsOf(offline, 500)!
    expect(parts.length).toBeGreaterThan(10)
    for (const part of parts) {
      Y.applyUpdate(server, part)
      expect(server.store.pendingStructs).toBeNull()
      expect(server.store.pendingDs).toBeNull()
    }
    expect(server.toJSON()).toEqual(doc.toJSON())
    const [mine, theirs] = [Y.snapshot(doc), Y.snapshot(server)]
    expect(Y.equalSnapshots(mine, theirs)).toBe(true)
  })

  test('each part stays under the size, unless one thing alone is larger', () => {
    for (const part of partsOf(offline, 500)!.slice(0, -1)) expect(part.length).toBeLessThanOrEqual(500)
    const long = new Y.Doc()
    long.getText('t').insert(0, 'x'.repeat(2_000))
    expect(partsOf(Y.encodeStateAsUpdate(long), 500)!.length).toBe(2)
  })

  test('removals come last', () => {
    const parts = partsOf(offline, 500)!
    const removing = parts.filter((part) => Y.decodeUpdate(part).ds.clients.size > 0)
    expect(removing).toEqual([parts.at(-1)])
  })

  test('an update with a gap goes out whole', () => {
    const gap = new Y.Doc()
    const updates: Uint8Array[] = []
    gap.on('update', (update: Uint8Array) => updates.push(update))
    for (const letter of 'abc') gap.getText('t').insert(0, letter)
    expect(partsOf(Y.mergeUpdates([updates[0]!, updates[2]!]), 10)).toBeNull()
  })
})
