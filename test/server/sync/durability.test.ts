import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { step2Frame, updateFrame } from '../../../server/sync/frames.ts'
import { fingerprint, memoryBus } from '../../../server/sync/index.ts'
import { BOARD, stage } from './support/engine.ts'
import { HeldLog, settle } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

describe('durability', () => {
  test('S12 nobody sees an edit before it is on disk, and its author is not told it is saved', async () => {
    const { log, join, run } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    log.holding = true
    ada.write('secret')
    await run(ada, ben)
    expect(log.waiting).toBe(1)
    expect(ben.text).toBe('')
    expect(ada.saved).toBeLessThan(ada.sent)
    const cleo = await join('cleo')
    expect(cleo.synced).toBe(false)
    log.release()
    await run(ada, ben, cleo)
    expect(ben.text).toBe('secret')
    expect(cleo.text).toBe('secret')
    expect(ada.saved).toBe(ada.sent)
  })

  test('S12 an acknowledgement counts what is on disk, in order: not what waits behind it, nor what changes nothing', async () => {
    const { log, join, run } = stage()
    const ada = await join('ada')
    const before = ada.saved
    log.holding = true
    ada.write('first')
    await run(ada)
    ada.write('second')
    ada.push(step2Frame(Uint8Array.of(0, 0)))
    await run(ada)
    expect([ada.saved, ada.sent]).toEqual([before, before + 3])
    log.release()
    await run(ada)
    expect(ada.saved).toBe(before + 1)
    log.release()
    await run(ada)
    expect(ada.saved).toBe(before + 3)
  })

  test('S12 reads wait too: what is read is on disk', async () => {
    const { sync, log, join, run } = stage()
    const ada = await join('ada')
    log.holding = true
    ada.write('x')
    await run(ada)
    const seen: string[] = []
    const reading = sync.read(BOARD, (doc) => seen.push(doc.getText('title').toJSON()))
    await settle()
    expect(seen).toEqual([])
    log.release()
    await reading
    expect(seen).toEqual(['x'])
  })

  test('S11 while one commit is in flight everything else, of every room, rides in the next', async () => {
    const { log, join, run } = stage()
    const ada = await join('ada', 'board.a')
    const ben = await join('ben', 'board.b')
    const cleo = await join('cleo', 'board.c')
    log.appends = []
    log.holding = true
    ada.write('1')
    await run(ada)
    for (const client of [cleo, ben, ada]) client.write('2')
    await run(ada, ben, cleo)
    expect(log.appends).toHaveLength(1)
    log.holding = false
    log.release()
    await settle()
    expect(log.appends).toHaveLength(2)
    expect(log.appends[1]?.map(({ document }) => document)).toEqual(['board.a', 'board.b', 'board.c'])
  })

  test('S11 a quiet room sends at once, a busy one gathers for a window', async () => {
    const { log, clock, join } = stage()
    const ada = await join('ada')
    await clock.advance(1_000)
    log.appends = []
    ada.write('a')
    ada.flush()
    await settle()
    expect(log.appends).toHaveLength(1)
    ada.write('b')
    ada.flush()
    await settle()
    ada.write('c')
    ada.flush()
    await settle()
    expect(log.appends).toHaveLength(1)
    await clock.advance(25)
    expect(log.appends).toHaveLength(2)
    expect(log.appends[1]?.[0]?.rows).toHaveLength(2)
  })

  test('S14 a row says who wrote it: user, session and client id', async () => {
    const { sync, log, join, run } = stage()
    const ada = await join('ada', BOARD, 77)
    ada.write('x')
    await run(ada)
    await sync.write(BOARD, (doc) => doc.getMap('cards').set('a', 1), { userId: 'user-ben' })
    expect(log.rows(BOARD).map(({ userId, sessionId, clientId }) => [userId, sessionId, clientId])).toEqual([
      ['user-ada', 'session-ada', 77],
      ['user-ben', null, expect.any(Number)],
    ])
  })

  test('S10 what is stored and relayed is what the server’s document emitted', async () => {
    const { log, join, run } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    const doc = new Y.Doc()
    const pieces: Uint8Array[] = []
    doc.on('update', (piece: Uint8Array) => pieces.push(piece))
    doc.getText('title').insert(0, 'x')
    doc.getText('title').insert(1, 'y')
    const update = Y.encodeStateAsUpdate(doc)
    const inPieces = Y.mergeUpdates(pieces)
    expect(inPieces).not.toEqual(update)
    ada.push(updateFrame(inPieces))
    await run(ada, ben)
    expect(log.rows(BOARD)[0]?.bytes).toEqual(update)
    expect(ben.updates.at(-1)).toEqual(update)
  })

  test('S9 with the guard away an update whose predecessors are missing is refused and leaves nothing behind', async () => {
    const { sync, log, join, run } = stage({ guarded: false })
    const [ada, ben] = [await join('ada'), await join('ben')]
    ada.write('kept')
    await run(ada, ben)
    const elsewhere = new Y.Doc()
    elsewhere.getText('title').insert(0, 'a')
    const before = Y.encodeStateVector(elsewhere)
    elsewhere.getText('title').insert(1, 'b')
    ben.push(updateFrame(Y.encodeStateAsUpdate(elsewhere, before)))
    await run(ada, ben)
    expect(ben.closed).toEqual({ code: 4409, reason: 'unresolved' })
    expect(log.rows(BOARD)).toHaveLength(1)
    const pending = await sync.read(BOARD, (doc) => [doc.store.pendingStructs, doc.store.pendingDs])
    expect(pending).toEqual([null, null])
    ada.write(' and on')
    await run(ada)
    expect(await sync.read(BOARD, (doc) => doc.getText('title').toJSON())).toBe('kept and on')
  })

  test('S9 what follows a refused edit on the same connection is not taken', async () => {
    const { log, join, run } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    log.holding = true
    ada.write('a')
    await run(ada)
    const elsewhere = new Y.Doc()
    elsewhere.getText('title').insert(0, 'x')
    const first = Y.encodeStateVector(elsewhere)
    elsewhere.getText('title').insert(1, 'y')
    ben.push(updateFrame(Y.encodeStateAsUpdate(elsewhere, first)))
    ben.write('well formed')
    await run(ben)
    log.holding = false
    log.release()
    await run(ada, ben)
    expect(ben.closed?.code).toBe(4409)
    expect(log.rows(BOARD)).toHaveLength(1)
  })

  test('S9 with the guard away an update that throws inside Yjs leaves neither its first half nor harm to those beside it', async () => {
    const { sync, log, join, run } = stage({ guarded: false })
    const [ada, ben, cleo] = [await join('ada'), await join('ben'), await join('cleo')]
    log.holding = true
    cleo.write('c')
    await run(cleo)
    // Client 9: a good item at clock 0, then one at clock 1 whose origin is itself.
    const good = [4, 1, 5, ...text('title'), 1, 97]
    const selfOrigin = [132, 9, 1, 1, 98]
    ben.push(updateFrame(Uint8Array.from([1, 2, 9, 0, ...good, ...selfOrigin, 0])))
    ada.write('a')
    await run(ben, ada)
    log.holding = false
    log.release()
    await run(ada, ben, cleo)
    expect(ben.closed?.code).toBe(4400)
    expect(ada.open && cleo.open).toBe(true)
    const stored = await sync.read(BOARD, (doc) => [
      doc.getText('title').length,
      Y.decodeStateVector(Y.encodeStateVector(doc)).has(9),
    ])
    expect(stored).toEqual([2, false])
    expect(ada.text).toBe(cleo.text)
  })

  test('F82 malformed updates close 4400 and change nothing', async () => {
    const { sync, log, join, run } = stage()
    for (const bytes of [[1], [1, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0], [9, 9, 9, 9], []]) {
      const ada = await join('ada')
      ada.push(updateFrame(Uint8Array.from(bytes)))
      await run(ada)
      expect(ada.closed, String(bytes)).toEqual({ code: 4400, reason: 'malformed' })
    }
    expect(log.rows(BOARD)).toHaveLength(0)
    expect(await sync.read(BOARD, (doc) => [...doc.share.keys()])).toEqual([])
  })

  test('S13 a failed append closes the room with a retry code and loses nothing the client holds', async () => {
    const { sync, log, notes, join, run } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    log.failing = new Error('disk full')
    ada.write('precious')
    await run(ada, ben)
    expect(ada.closed?.code).toBe(1013)
    expect(ben.closed?.code).toBe(1013)
    expect(ben.text).toBe('')
    expect(notes).toContain('store-failed')
    expect(sync.stats().rooms).toBe(0)
    log.failing = null
    ada.connect()
    ben.connect()
    await settle()
    await run(ada, ben)
    expect(ben.text).toBe('precious')
    expect(ada.saved).toBe(ada.sent)
  })

  test('S13 a room that fails takes no other down', async () => {
    const { log, join, run } = stage()
    const ada = await join('ada', 'board.a')
    const ben = await join('ben', 'board.b')
    log.failing = new Error('no')
    ada.write('x')
    await run(ada)
    log.failing = null
    ben.write('y')
    await run(ben)
    expect(ada.open).toBe(false)
    expect(ben.open).toBe(true)
    expect(ben.saved).toBe(ben.sent)
  })

  test('S13 an append whose answer was lost leaves the document as the log has it', async () => {
    const { sync, log, join, run } = stage()
    const ada = await join('ada')
    const append = log.inner.append.bind(log.inner)
    let lose = true
    log.append = async (batch) => {
      const first = await append(batch)
      if (lose) throw new Error('connection cut after the commit')
      return first
    }
    await expect(sync.write(BOARD, (doc) => doc.getMap('cards').set('a', 'first'))).rejects.toThrow(/stored/)
    lose = false
    await sync.write(BOARD, (doc) => doc.getMap('cards').set('b', 'second'))
    ada.connect()
    await settle()
    await run(ada)
    expect(ada.doc.getMap('cards').toJSON()).toEqual({ a: 'first', b: 'second' })
    expect(fingerprint(ada.doc)).toBe(await sync.read(BOARD, fingerprint))
  })

  test('S13 a commit that lands after the engine gave it up meets no second text under its numbers', async () => {
    const { sync, log, clock } = stage()
    const append = log.inner.append.bind(log.inner)
    let land = async () => {}
    log.append = async (batch) => {
      log.append = append
      land = async () => void (await append(batch))
      throw new Error('connection cut before the answer')
    }
    await expect(sync.write(BOARD, (doc) => doc.getMap('cards').set('a', 'first'))).rejects.toThrow(/stored/)
    await sync.write(BOARD, (doc) => doc.getMap('cards').set('b', 'second'))
    await land()
    const third = sync.write(BOARD, (doc) => doc.getMap('cards').set('c', 'third'))
    await clock.advance(100)
    await third
    const cards = await sync.read(BOARD, (doc) => doc.getMap('cards').toJSON())
    expect(cards).toEqual({ a: 'first', b: 'second', c: 'third' })
    expect(log.rows(BOARD).map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  test('S16 a document that cannot be loaded is refused, never served empty, and is whole when the log is back', async () => {
    const { sync, log, notes } = stage()
    await sync.write(BOARD, (doc) => doc.getText('title').insert(0, 'there'))
    const again = new HeldLog()
    Object.assign(again, { inner: log.inner })
    const second = stage({ log: again, note: (event) => notes.push(event) })
    again.loadFails = new Error('database away')
    const ada = await second.join('ada')
    expect(ada.closed).toEqual({ code: 1011, reason: 'load-failed' })
    expect(ada.synced).toBe(false)
    await expect(second.sync.write(BOARD, () => {})).rejects.toThrow('database away')
    expect(notes).toContain('load-failed')
    again.loadFails = null
    ada.connect()
    await settle()
    await second.run(ada)
    expect(ada.text).toBe('there')
  })

  /** What is found open may have failed when it is used, a few turns of the queue of promises later. */
  test.each(Array.from({ length: 12 }, (_, turns) => turns))(
    'S13 whoever comes in the moment the log refuses is told so and does not wait for ever (%i turns)',
    async (turns) => {
      const { sync, log, join, run } = stage()
      const ada = await join('ada')
      log.holding = true
      ada.write('x')
      await run(ada)
      log.failing = new Error('the database is away')
      log.holding = false
      const ben = new ModelClient(sync, personCalled('ben'), BOARD)
      ben.connect()
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      const outcome = sync
        .write(BOARD, (doc) => doc.getMap('cards').set('a', 1))
        .then(
          () => 'stored',
          () => 'refused',
        )
      log.release()
      await run(ben)
      expect(ben.synced || !ben.open).toBe(true)
      expect(await outcome).toBe('refused')
    },
  )
})

describe('compaction', () => {
  test('S15 a quiet document with a long log becomes a snapshot, and nothing changes for anybody', async () => {
    const { sync, log, clock, join, run } = stage({ limits: { compactRows: 10 } })
    const ada = await join('ada')
    for (let i = 0; i < 12; i++) {
      ada.write(`${i} `)
      await run(ada)
    }
    ada.doc.getText('title').delete(0, 4)
    await run(ada)
    const before = fingerprint(ada.doc)
    await clock.advance(30_000)
    expect(log.rows(BOARD)).toHaveLength(0)
    expect(sync.stats().counters['compactions']).toBe(1)
    ada.write('after')
    await run(ada)
    expect(log.rows(BOARD).map(({ seq }) => seq)).toEqual([14])
    const other = stage({ log: log.inner })
    const ben = await other.join('ben')
    expect(fingerprint(ben.doc)).toBe(fingerprint(ada.doc))
    expect(fingerprint(ben.doc)).not.toBe(before)
  })
})

describe('several nodes', () => {
  test('S25 S26 two nodes on one log follow each other by hints', async () => {
    const log = new HeldLog()
    const bus = memoryBus()
    const [one, two] = [stage({ log, bus }), stage({ log, bus })]
    const [ada, ben] = [await one.join('ada'), await two.join('ben')]
    ada.write('from one')
    await one.run(ada)
    await two.run(ben)
    expect(ben.text).toBe('from one')
    ben.write(' and two')
    await two.run(ben)
    await one.run(ada)
    expect(ada.text).toBe('from one and two')
  })

  test('S25 without hints a node notices the gap at its own next commit', async () => {
    const log = new HeldLog()
    const [one, two] = [stage({ log }), stage({ log })]
    const [ada, ben] = [await one.join('ada', BOARD, 1), await two.join('ben', BOARD, 2)]
    ada.write('one')
    await one.run(ada)
    ben.write('two')
    await two.run(ben)
    expect(letters(ben.text)).toBe(letters('onetwo'))
    expect(log.rows(BOARD).map(({ seq }) => seq)).toEqual([1, 2])
    ben.write('!')
    await two.run(ben)
    expect(log.rows(BOARD).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(fingerprint(ben.doc)).toBe(await two.sync.read(BOARD, fingerprint))
  })

  test('F24 a node that slept through a compaction loads the snapshot', async () => {
    const log = new HeldLog()
    const bus = memoryBus()
    const one = stage({ log, limits: { compactRows: 2 } })
    const two = stage({ log, bus })
    const [ada, ben] = [await one.join('ada'), await two.join('ben')]
    for (const word of ['a', 'b', 'c']) {
      ada.write(word)
      await one.run(ada)
    }
    await one.clock.advance(30_000)
    expect(log.rows(BOARD)).toHaveLength(0)
    bus.publish({ document: BOARD, first: 3, seq: 3, update: null })
    await two.run(ben)
    expect(ben.text).toBe('abc')
  })
})

const text = (value: string): number[] => [...new TextEncoder().encode(value)]

/** The letters without their order: which of two writers comes first is Yjs's to decide. */
const letters = (text: string): string => text.split('').sort().join('')
