// Owns: that joining bytes says exactly what Yjs would say: for typing, and for everything else people can do to a document.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { fingerprint } from '../../../server/sync/index.ts'
import { Known } from '../../../server/sync/known.ts'
import { layoutOf, outlineOf } from '../../../server/sync/layout.ts'
import { EMPTY_UPDATE, joined, mergeBounded, since } from '../../../server/sync/merge.ts'
import { chance, history, replayed } from './support/histories.ts'

const contents = (doc: Y.Doc) => ({
  text: doc.getText('text').toDelta(),
  map: doc.getMap('map').toJSON(),
  list: doc.getArray('list').toJSON(),
  page: doc.getXmlFragment('page').toJSON(),
})

describe('joining updates', () => {
  test('S18 what is joined is what was said, in hundreds of histories', () => {
    for (let seed = 1; seed <= 250; seed++) {
      const updates = history(seed)
      const merged = mergeBounded(updates)
      const [one, all] = [replayed([merged]), replayed(updates)]
      expect({ seed, contents: contents(one) }).toEqual({ seed, contents: contents(all) })
      const print = fingerprint(all)
      expect({ seed, print: fingerprint(one) }).toEqual({ seed, print })
      // And it says no less to somebody who has a part of it already.
      const half = replayed(updates.slice(0, updates.length / 2))
      Y.applyUpdate(half, merged)
      expect({ seed, print: fingerprint(half) }).toEqual({ seed, print })
    }
  })

  test('S18 the usual is joined as bytes, and Yjs makes the same of it', () => {
    const people = [7, 300, 70_000].map((client) => {
      const doc = new Y.Doc()
      doc.clientID = client
      return doc
    })
    const updates: Uint8Array[] = []
    for (const doc of people) doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let n = 0; n < 60; n++) people[n % 3]?.getText('text').insert(0, String(n))
    const merged = joined(updates)
    expect(merged).toEqual(Y.mergeUpdates(updates))
  })

  test('S18 updates in any order are joined by their clocks', () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (const letter of 'abcdef') doc.getText('text').insert(0, letter)
    const merged = joined(updates.toReversed())
    expect(merged).not.toBeNull()
    expect(
      replayed([merged ?? EMPTY_UPDATE])
        .getText('text')
        .toJSON(),
    ).toBe('fedcba')
  })

  test('S18 with a gap or an overlap it is left to Yjs', () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (const letter of 'abc') doc.getText('text').insert(0, letter)
    const [a, b, c] = updates as [Uint8Array, Uint8Array, Uint8Array]
    expect(joined([a, c])).toBeNull()
    expect(joined([Y.mergeUpdates([a, b]), b])).toBeNull()
    expect(
      replayed([mergeBounded([a, c]), b])
        .getText('text')
        .toJSON(),
    ).toBe('cba')
    expect(
      replayed([mergeBounded([Y.mergeUpdates([a, b]), b]), c])
        .getText('text')
        .toJSON(),
    ).toBe('cba')
  })

  test('nothing joined is nothing; what is no update throws', () => {
    expect(mergeBounded([])).toEqual(EMPTY_UPDATE)
    expect(() => mergeBounded([Uint8Array.of(1, 1), Uint8Array.of(9)])).toThrow()
  })
})

describe('what somebody lacks', () => {
  test('S19 who comes back at any moment of a history gets what is new, whatever was joined meanwhile', () => {
    let told = 0
    for (let seed = 1; seed <= 250; seed++) {
      const random = chance(seed)
      const updates = history(seed)
      const now = replayed(updates)
      const known = new Known()
      for (const update of updates) known.add(Y.decodeUpdate(update))
      const cut = Math.floor(random() * updates.length)
      const kept = [mergeBounded(updates.slice(0, cut)), ...updates.slice(cut)]
      const back = replayed(updates.slice(0, Math.floor(random() * updates.length)))
      const news = since(kept, Y.decodeStateVector(Y.encodeStateVector(back)), known.deletions())
      if (news === null) continue
      told += 1
      Y.applyUpdate(back, news)
      expect({ seed, print: fingerprint(back) }).toEqual({ seed, print: fingerprint(now) })
      expect(back.store.pendingStructs).toBeNull()
    }
    // In most of them: the rest is Yjs's.
    expect(told).toBeGreaterThan(200)
  })

  test('S19 it is no more than what is new', () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let n = 0; n < 100; n++) doc.getText('text').insert(0, 'x')
    const news = since([mergeBounded(updates)], new Map([[doc.clientID, 99]]), new Known().deletions())
    expect(news).toEqual(updates[99])
  })
})

describe('the layout of an update', () => {
  test('it counts clocks as Yjs does and sees every deletion', () => {
    for (let seed = 1; seed <= 100; seed++) {
      for (const update of [...history(seed), Y.encodeStateAsUpdate(replayed(history(seed)))]) {
        const layout = layoutOf(update)
        const { structs, ds } = Y.decodeUpdate(update)
        expect(layout, `seed ${seed}`).not.toBeNull()
        const lengths = new Map<number, number>()
        for (const { id, length } of structs) lengths.set(id.client, (lengths.get(id.client) ?? 0) + length)
        expect(new Map(layout?.runs.map(({ client, clock, end }) => [client, end - clock]))).toEqual(lengths)
        const ranges = [...ds.clients].map(([client, items]) => [
          client,
          items.map(({ clock, len }) => ({ clock, len })),
        ])
        expect([...(layout?.deletions ?? [])]).toEqual(ranges)
      }
    }
  })

  test('every truncation and every wrong byte is either unknown or readable by Yjs too', () => {
    const [update] = [Y.encodeStateAsUpdate(replayed(history(11)))]
    const random = chance(5)
    for (let n = 0; n < 10_000; n++) {
      const bytes = update.slice(0, random() < 0.3 ? Math.floor(random() * update.length) : update.length)
      for (let hits = 0; hits < 3; hits++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      if (layoutOf(bytes) !== null) expect(() => Y.decodeUpdate(bytes)).not.toThrow()
    }
  })

  test('what Yjs cannot read has no outline; a gap has the one Yjs sees', () => {
    expect(outlineOf(Uint8Array.of(1, 1, 5))).toBeNull()
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (const letter of 'abc') doc.getText('text').insert(0, letter)
    const gap = Y.mergeUpdates([updates[0] as Uint8Array, updates[2] as Uint8Array])
    expect(layoutOf(gap)).toBeNull()
    expect(outlineOf(gap)?.structs.length).toBe(3)
  })
})
