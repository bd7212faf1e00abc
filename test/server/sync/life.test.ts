import { describe, expect, test } from 'vitest'
import { step1Frame } from '../../../server/sync/frames.ts'
import { BOARD, stage } from './support/engine.ts'
import { FakeSocket, settle } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

const KB = 1024

describe('slow and dead peers', () => {
  test('S20 a peer with more than 2 MB queued is cut with a retry code, the others are not', async () => {
    const { join, run } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    ben.socket.bufferedAmount = 2 * 1024 * KB
    ada.write('x')
    await run(ada)
    expect(ben.open).toBe(true)
    ben.socket.bufferedAmount += 1
    ada.write('y')
    await run(ada)
    expect(ben.closed).toEqual({ code: 1013, reason: 'too-slow' })
    expect(ada.open).toBe(true)
  })

  test('S20 a large first sync still on its way does not make a peer slow, what piles up after it does', async () => {
    const { sync, join, run } = stage()
    await sync.write(BOARD, (doc) => doc.getText('title').insert(0, 'x'.repeat(3 * 1024 * KB)))
    const ada = await join('ada')
    const ben = new ModelClient(sync, personCalled('ben'), BOARD)
    ben.connect()
    ben.socket.frozen = true
    await settle()
    ben.flush()
    ada.write('y')
    await run(ada)
    expect(ben.socket.bufferedAmount).toBeGreaterThan(3 * 1024 * KB)
    expect(ben.open).toBe(true)
    ben.socket.bufferedAmount += 2 * 1024 * KB
    ada.write('y')
    await run(ada)
    expect(ben.closed?.code).toBe(1013)
  })

  test('S21 a peer that answers no ping is gone within 30 s, and so is its presence', async () => {
    const { sync, clock, join } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    ben.socket.answersPings = false
    await clock.advance(31_000)
    expect(ben.socket.terminated).toBe(true)
    expect(ada.open).toBe(true)
    expect(sync.people(BOARD).map(({ name }) => name)).toEqual(['ada'])
  })

  test('S21 in a quiet room the page hears something often enough for y-websocket’s 30 s watchdog', async () => {
    const { clock, join } = stage()
    const ada = await join('ada')
    let silence = 0
    for (let second = 0; second < 120; second++) {
      await clock.advance(1_000)
      silence = ada.socket.take().length > 0 ? 0 : silence + 1
      expect(silence).toBeLessThan(25)
    }
  })

  test('F14 a peer that ignores the closing handshake is let go', async () => {
    const { sync, clock } = stage({ access: async () => 'none' })
    const socket = new FakeSocket()
    socket.close = () => {}
    sync.attach(socket, personCalled('ada'), BOARD)
    await clock.advance(5_000)
    expect(socket.terminated).toBe(true)
    expect(sync.stats().seats).toBe(0)
  })
})

describe('life', () => {
  test('S28 a room loads once however many ask', async () => {
    const { sync, log } = stage()
    const clients = Array.from({ length: 30 }, (_, i) => new ModelClient(sync, personCalled(`p${i}`), BOARD))
    for (const client of clients) client.connect()
    await Promise.all([sync.read(BOARD, () => null), sync.write(BOARD, () => {})])
    await settle()
    for (const client of clients) client.exchange()
    expect(log.loads).toBe(1)
    expect(clients.every(({ synced }) => synced)).toBe(true)
  })

  test('S28 a room unloads when empty, flushed and idle, and nothing is left of it', async () => {
    const { sync, log, clock, join, run } = stage()
    const ada = await join('ada')
    ada.write('kept')
    await run(ada)
    ada.disconnect()
    await clock.advance(5_000)
    expect(sync.stats().rooms).toBe(1)
    await clock.advance(30_000)
    expect(sync.stats()).toMatchObject({ rooms: 0, seats: 0, documentBytes: 0 })
    const ben = await join('ben')
    expect(ben.text).toBe('kept')
    expect(log.loads).toBe(2)
  })

  test('F14 a thousand joins, refusals and departures leave no timer, seat or room', async () => {
    const { sync, clock, join } = stage({ access: async (person) => (person.name === 'no' ? 'none' : 'edit') })
    const before = clock.timers
    for (let i = 0; i < 500; i++) {
      const socket = new FakeSocket()
      sync.attach(socket, personCalled(i % 2 === 0 ? 'no' : 'ada'), `board.${i % 7}`)
      socket.receive(step1Frame(Uint8Array.of(0)))
      if (i % 3 === 0) await settle()
      socket.drop()
    }
    ;(await join('ada')).disconnect()
    await clock.advance(60_000)
    expect(sync.stats()).toMatchObject({ rooms: 0, seats: 0 })
    expect(clock.timers).toBe(before)
  })

  test('S29 the server’s own change goes through the same log and fan-out', async () => {
    const { sync, log, join, run, write } = stage()
    const ada = await join('ada')
    const written: [number, string | null][] = []
    sync.onWritten((_document, seq, _update, by) => written.push([seq, by]))
    const first = await write((doc) => doc.getMap('cards').set('a', 1), { userId: 'user-ada' })
    const nothing = await write(() => {})
    const second = await write((doc) => doc.getMap('cards').set('b', 2))
    expect([first, nothing, second]).toEqual([
      { seq: 1, changed: true },
      { seq: 1, changed: false },
      { seq: 2, changed: true },
    ])
    await run(ada)
    expect(ada.doc.getMap('cards').toJSON()).toEqual({ a: 1, b: 2 })
    expect(written).toEqual([
      [1, 'user-ada'],
      [2, null],
    ])
    expect(log.rows(BOARD)).toHaveLength(2)
  })

  test('S29 a change that throws changes nothing, not even half, and the next one works', async () => {
    const { log, join, run, write } = stage()
    const ada = await join('ada')
    const failing = write((doc) => {
      doc.getMap('cards').set('half', true)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    await write((doc) => doc.getMap('cards').set('whole', true))
    await run(ada)
    expect(ada.doc.getMap('cards').toJSON()).toEqual({ whole: true })
    expect(log.rows(BOARD)).toHaveLength(1)
  })

  test('S29 the server keeps one client id for a document, so that its state vector does not grow', async () => {
    const { sync, clock, write } = stage()
    for (let i = 0; i < 5; i++) {
      await write((doc) => doc.getMap('cards').set(`k${i}`, i))
      await clock.advance(60_000)
    }
    expect(await sync.read(BOARD, (doc) => doc.store.clients.size)).toBe(1)
  })

  test('S29 a read that changes the document is undone and reported', async () => {
    const { sync, log } = stage()
    await expect(sync.read(BOARD, (doc) => doc.getMap('cards').set('x', 1))).rejects.toThrow(/must not change/)
    expect(await sync.read(BOARD, (doc) => doc.getMap('cards').toJSON())).toEqual({})
    expect(log.rows(BOARD)).toHaveLength(0)
  })

  test('S29 a listener that throws stops nobody', async () => {
    const { sync, notes, write } = stage()
    const heard: number[] = []
    sync.onWritten(() => {
      throw new Error('bad listener')
    })
    const stop = sync.onWritten((_document, seq) => heard.push(seq))
    await write((doc) => doc.getMap('cards').set('a', 1))
    stop()
    await write((doc) => doc.getMap('cards').set('a', 2))
    expect(heard).toEqual([1])
    expect(notes).toContain('listener-threw')
  })

  test('S30 draining stores what is waiting, tells everyone to come back, and takes nothing new', async () => {
    const { sync, log, clock, join } = stage()
    const before = clock.timers
    const [ada, ben] = [await join('ada'), await join('ben', 'board.two')]
    for (const word of ['1', '2', '3']) {
      ada.write(word)
      ben.write(word)
    }
    ada.flush()
    ben.flush()
    await sync.drain()
    expect(ada.closed).toEqual({ code: 1012, reason: 'restarting' })
    expect(ben.closed?.code).toBe(1012)
    expect(log.rows(BOARD)).toHaveLength(3)
    expect(log.rows('board.two')).toHaveLength(3)
    ada.pull()
    expect(ada.saved).toBe(ada.sent)
    const late = new FakeSocket()
    sync.attach(late, personCalled('cleo'), BOARD)
    expect(late.closed?.code).toBe(1012)
    await expect(sync.write(BOARD, () => {})).rejects.toThrow(/stopping/)
    await clock.advance(60_000)
    expect(clock.timers).toBeLessThan(before)
  })

  // While one document's commit is in flight another one waits for the next: asking for it again and again in one turn
  // would keep the first from ever landing.
  test('S30 draining ends with a commit of another document in flight, and while people go on writing', async () => {
    const { sync, log, join } = stage()
    const [ada, ben] = [await join('ada'), await join('ben', 'board.two')]
    log.holding = true
    ada.write('in flight')
    ada.flush()
    ben.write('waiting')
    ben.flush()
    const drained = sync.drain()
    ben.write('too late')
    ben.flush()
    await new Promise<void>((resolve) => setImmediate(resolve))
    log.holding = false
    log.release()
    await drained
    expect([log.rows(BOARD).length, log.rows('board.two').length]).toEqual([1, 1])
    expect([ada.closed?.code, ben.closed?.code]).toEqual([1012, 1012])
    ben.pull()
    expect(ben.saved).toBeLessThan(ben.sent)
  })
})
