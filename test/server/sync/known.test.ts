import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { fingerprint } from '../../../server/sync/index.ts'
import { decode, Known } from '../../../server/sync/known.ts'
import { mergeBounded } from '../../../server/sync/merge.ts'
import { seeded } from './support/fakes.ts'

function somebodyWrites(seed: number, edits: number): { doc: Y.Doc; updates: Uint8Array[] } {
  const random = seeded(seed)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const text = doc.getText('title')
  for (let i = 0; i < edits; i++) {
    if (text.length > 5 && random() < 0.4)
      text.delete(Math.floor(random() * (text.length - 3)), 1 + Math.floor(random() * 3))
    else text.insert(Math.floor(random() * (text.length + 1)), 'abc'.slice(0, 1 + Math.floor(random() * 3)))
    if (random() < 0.1) doc.getMap('cards').set(`k${Math.floor(random() * 5)}`, i)
    if (random() < 0.05) doc.clientID = Math.floor(random() * 1_000)
  }
  return { doc, updates }
}

describe('what a document contains, without building it', () => {
  test('S5 update by update it knows what the finished document knows', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { doc, updates } = somebodyWrites(seed, 120)
      const grown = new Known()
      for (const update of updates) grown.add(Y.decodeUpdate(update))
      const whole = new Known()
      whole.add(Y.decodeUpdate(Y.encodeStateAsUpdate(doc)))
      expect(grown.fingerprintBytes(), `seed ${seed}`).toEqual(whole.fingerprintBytes())
      expect(Y.decodeStateVector(grown.stateVector())).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)))
    }
  })

  test('S5 it contains every update it was given, and none of the next', () => {
    const { updates } = somebodyWrites(7, 200)
    const known = new Known()
    for (const update of updates) {
      const decoded = Y.decodeUpdate(update)
      expect(known.contains(decoded)).toBe(false)
      known.add(decoded)
      expect(known.contains(decoded)).toBe(true)
    }
  })

  test('S19 the deletions alone bring a document with the same state vector up to date', () => {
    const { doc } = somebodyWrites(3, 50)
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    doc.getText('title').delete(0, 2)
    const known = new Known()
    known.add(Y.decodeUpdate(Y.encodeStateAsUpdate(doc)))
    expect(known.sameClocks(Y.decodeStateVector(Y.encodeStateVector(other)))).toBe(true)
    expect(fingerprint(other)).not.toBe(fingerprint(doc))
    Y.applyUpdate(other, known.deletions())
    expect(fingerprint(other)).toBe(fingerprint(doc))
  })

  test('S18 merging in bounded steps is merging', () => {
    const { doc, updates } = somebodyWrites(11, 300)
    const merged = new Y.Doc()
    Y.applyUpdate(merged, mergeBounded(updates))
    expect(fingerprint(merged)).toBe(fingerprint(doc))
    expect(mergeBounded([])).toEqual(Uint8Array.of(0, 0))
  })

  test('F83 eight bytes that claim 32 million structs are refused without making room for them', () => {
    const before = process.memoryUsage().rss
    expect(decode(Uint8Array.of(1, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0))).toBeNull()
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })

  test('F82 random bytes never throw', () => {
    const random = seeded(99)
    for (let i = 0; i < 20_000; i++) {
      const bytes = new Uint8Array(Math.floor(random() * 30)).map(() => random() * 256)
      decode(bytes)
    }
  })
})
