// S15, asked for: what was deleted leaves log and snapshot, and nothing else does.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createSync } from '../../../server/sync/index.ts'
import { BOARD, stage } from './support/engine.ts'
import { FakeClock, seeded } from './support/fakes.ts'

const CANARY = 'kanarie-kanarie'
const holds = (bytes: Uint8Array | null, words: string) => bytes !== null && Buffer.from(bytes).includes(words)

describe('compaction that was asked for', () => {
  test('S15 deleted text leaves the log of a document that people are in, and they notice nothing', async () => {
    const { sync, log, join, run } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    ada.write(`${CANARY} stays not`)
    await run(ada, ben)
    ada.doc.getText('title').delete(0, CANARY.length)
    await run(ada, ben)
    expect(log.rows(BOARD).some(({ bytes }) => holds(bytes, CANARY))).toBe(true)

    expect(await sync.compact(BOARD)).toBe(true)
    const stored = await log.load(BOARD)
    expect(stored.rows).toEqual([])
    expect(holds(stored.snapshot, CANARY)).toBe(false)
    expect(holds(stored.snapshot, 'stays not')).toBe(true)
    ben.write('and on: ')
    await run(ada, ben)
    expect([ada.open, ben.open, ada.text]).toEqual([true, true, ben.text])
    expect(ada.text).toContain('and on')
  })

  test('S15 F68 what was in a snapshot before it was deleted leaves that too', async () => {
    const { sync, log, write } = stage()
    await write((doc) => doc.getText('title').insert(0, CANARY))
    await sync.compact(BOARD)
    expect(holds((await log.load(BOARD)).snapshot, CANARY)).toBe(true)
    await write((doc) => doc.getText('title').delete(0, CANARY.length))
    await sync.compact(BOARD)
    expect(holds((await log.load(BOARD)).snapshot, CANARY)).toBe(false)
  })

  test('S15 what replaced it may hold it again: a map’s older values go, the last one stays', async () => {
    const { sync, log, write } = stage()
    await write((doc) => doc.getMap('cards').set('one', new Y.Map([['title', CANARY]])))
    await write((doc) => doc.getMap('cards').set('one', new Y.Map([['title', 'after']])))
    await sync.compact(BOARD)
    const { snapshot } = await log.load(BOARD)
    expect([holds(snapshot, CANARY), holds(snapshot, 'after')]).toEqual([false, true])
  })

  test('S15 twice is harmless, and a document nobody ever wrote in stays unwritten', async () => {
    const { sync, log, write } = stage()
    await write((doc) => doc.getText('title').insert(0, 'once'))
    for (let i = 0; i < 2; i++) await sync.compact(BOARD)
    await sync.compact('board.other')
    expect((await log.load('board.other')).seq).toBe(0)
    expect(await sync.read(BOARD, (doc) => doc.getText('title').toJSON())).toBe('once')
  })

  test('F24 another node, which has the document open, writes on after it', async () => {
    const one = stage()
    const two = createSync({ log: one.log, clock: new FakeClock(), random: seeded(9), access: async () => 'edit' })
    await one.write((doc) => doc.getText('title').insert(0, CANARY))
    expect(await two.read(BOARD, (doc) => doc.getText('title').toJSON())).toBe(CANARY)
    await one.write((doc) => doc.getText('title').delete(0, CANARY.length))
    await one.sync.compact(BOARD)
    await two.write(BOARD, (doc) => doc.getText('title').insert(0, 'two was here'))
    await two.compact(BOARD)
    const stored = await one.log.load(BOARD)
    const doc = new Y.Doc()
    for (const bytes of [stored.snapshot, ...stored.rows.map((row) => row.bytes)]) if (bytes) Y.applyUpdate(doc, bytes)
    expect(doc.getText('title').toJSON()).toBe('two was here')
    expect([stored.snapshot, ...stored.rows.map((row) => row.bytes)].some((bytes) => holds(bytes, CANARY))).toBe(false)
  })

  test('S15 when the log refuses, nothing is lost and it is said', async () => {
    const { sync, log, notes, write } = stage()
    await write((doc) => doc.getText('title').insert(0, 'kept'))
    log.compact = () => Promise.reject(new Error('the disk is full'))
    expect(await sync.compact(BOARD)).toBe(false)
    expect(notes).toContain('compaction-failed')
    expect((await log.load(BOARD)).rows).toHaveLength(1)
  })
})
