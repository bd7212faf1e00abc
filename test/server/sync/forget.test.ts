// S15, asked for: what was deleted leaves log and snapshot, and nothing else does.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createSync, memoryBus } from '../../../server/sync/index.ts'
import { BOARD, type Stage, stage } from './support/engine.ts'
import { FakeClock, HeldLog, seeded } from './support/fakes.ts'
import type { ModelClient } from './support/model-client.ts'

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

  test('S15 F68 after a restart too, when the rows were only joined to be read', async () => {
    const one = stage()
    await one.write((doc) => doc.getText('title').insert(0, CANARY))
    await one.write((doc) => doc.getText('title').delete(0, CANARY.length))
    const two = stage({ log: one.log, clock: one.clock })
    expect(await two.sync.compact(BOARD)).toBe(true)
    const { snapshot, rows } = await one.log.load(BOARD)
    expect([rows.length, holds(snapshot, CANARY)]).toEqual([0, false])
  })

  test('S15 F68 on no node a newcomer is sent what was let go on one', async () => {
    const [log, clock, hub] = [new HeldLog(), new FakeClock(), memoryBus()]
    const nodes = [hub, hub.join()].map((bus, i) => stage({ log, clock, bus, random: seeded(i + 1) }))
    const [one, two] = nodes as [Stage, Stage]
    const comes = async (node: Stage, name: string, clientId: number) => {
      const client = await node.join(name, BOARD, clientId)
      await both(client)
      return client
    }
    async function both(...clients: ModelClient[]) {
      for (let i = 0; i < 4; i++) {
        for (const client of clients) client.exchange()
        await clock.advance(50)
      }
      for (const client of clients) client.pull()
    }
    const saysIt = ({ updates }: ModelClient) => updates.some((bytes) => holds(bytes, CANARY))

    const [ada, ben] = [await comes(one, 'ada', 1), await comes(two, 'ben', 2)]
    ada.write(CANARY)
    await both(ada, ben)
    expect(ben.text).toBe(CANARY)
    ada.doc.getText('title').delete(0, CANARY.length)
    await both(ada, ben)
    expect(saysIt(await comes(two, 'cleo', 3))).toBe(true) // the log as it is, until it is let go

    const compacting = one.sync.compact(BOARD)
    await both(ada, ben)
    expect(await compacting).toBe(true)
    await both(ada, ben)
    for (const [i, node] of nodes.entries()) {
      const newcomer = await comes(node, 'dora', 10 + i)
      expect(newcomer.updates.length).toBeGreaterThan(0)
      expect(saysIt(newcomer)).toBe(false)
    }
    ben.write('and on')
    await both(ada, ben)
    expect(ada.text).toBe('and on')
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
