// Owns: what one connection, one person and one document may cost, counted with a clock that stands still. Each number is
// met, and gone past by one.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Budget, Turn } from '../../../server/sync/budget.ts'
import { step1Frame, updateFrame } from '../../../server/sync/frames.ts'
import { DEFAULT_LIMITS } from '../../../server/sync/index.ts'
import * as published from '../../../shared/limits.ts'
import { MESSAGE } from '../../../shared/wire.ts'
import { BOARD, stage } from './support/engine.ts'
import { FakeClock, FakeSocket, settle } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

/** One keystroke after the other, as y-websocket sends them: a frame per transaction. */
function keystrokes(count: number): Uint8Array[] {
  const doc = new Y.Doc()
  const frames: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => frames.push(updateFrame(update)))
  for (let i = 0; i < count; i++) doc.getText('title').insert(i, 'x')
  return frames
}

function presence(clientId: number, clock: number, state: object): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(state))
  const body = [1, ...number(clientId), ...number(clock), ...number(json.length), ...json]
  return Uint8Array.from([MESSAGE.awareness, ...number(body.length), ...body])
}

function number(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push(128 | (rest % 128))
  }
}

const FLOOD = { code: 4429, reason: 'too-fast' }
const tight = { updatesPerSecond: 10, updatesBurst: 50 }

describe('a bucket', () => {
  test('gives its burst at once, then so much a second, and nothing for a clock that jumps back', () => {
    const budget = new Budget({ perSecond: 2, burst: 3 }, 10_000)
    for (let i = 0; i < 3; i++) budget.spend(1, 10_000)
    expect(budget.has(1, 10_000)).toBe(false)
    expect(budget.waitMs(1, 10_000)).toBe(500)
    expect(budget.has(1, 10_499)).toBe(false)
    expect(budget.has(1, 10_500)).toBe(true)
    expect(budget.left(0)).toBe(0)
    expect(budget.left(1_000_000)).toBe(3)
  })

  test('what waits its turn is the newest, once', async () => {
    const clock = new FakeClock()
    const budget = new Budget({ perSecond: 1, burst: 1 }, clock.now())
    const turn = new Turn(() => budget, clock)
    const ran: number[] = []
    for (const n of [1, 2, 3, 4]) turn.take(1, () => ran.push(n))
    expect(ran).toEqual([1])
    await clock.advance(999)
    expect(ran).toEqual([1])
    await clock.advance(1)
    expect(ran).toEqual([1, 4])
    turn.take(1, () => ran.push(5))
    turn.stop()
    await clock.advance(60_000)
    expect(ran).toEqual([1, 4])
    expect(clock.timers).toBe(0)
  })
})

describe('the published numbers', () => {
  test('are the ones the engine keeps', () => {
    const limits = DEFAULT_LIMITS
    expect(published.PUBLISHED_LIMITS).toMatchObject({
      SYNC_LIVE_FRAME_MAX_BYTES: limits.liveFrameBytes,
      SYNC_FIRST_FRAME_MAX_BYTES: limits.firstSyncFrameBytes,
      SYNC_DOCUMENT_MAX_BYTES: limits.documentBytes,
      SYNC_PRESENCE_MAX_BYTES: limits.presenceBytes,
      SYNC_UPDATES_MAX_PER_SOCKET_PER_SECOND: limits.updatesPerSecond,
      SYNC_UPDATES_MAX_BURST: limits.updatesBurst,
      SYNC_BYTES_MAX_PER_SOCKET_PER_SECOND: limits.bytesPerSecond,
      SYNC_BYTES_MAX_BURST: limits.bytesBurst,
      SYNC_SOCKETS_COUNTED_PER_USER: limits.personShare,
      SYNC_UPDATES_MAX_PER_DOCUMENT_PER_SECOND: limits.documentUpdatesPerSecond,
      SYNC_PRESENCE_MAX_PER_SOCKET_PER_SECOND: limits.presencePerSecond,
      SYNC_QUERIES_MAX_PER_SOCKET_PER_MINUTE: limits.queriesPerMinute,
      SYNC_FULL_SYNCS_MAX_PER_USER_PER_MINUTE: limits.firstSyncsPerMinute,
      SYNC_FULL_SYNCS_MAX_BURST: limits.firstSyncsBurst,
      SYNC_QUEUED_MAX_BYTES_PER_SOCKET: limits.queuedBytes,
      SYNC_SOCKETS_MAX_PER_USER: limits.socketsPerPersonInAll,
      SYNC_SOCKETS_MAX_PER_USER_PER_DOCUMENT: limits.socketsPerPerson,
      SYNC_SOCKETS_MAX_PER_DOCUMENT: limits.socketsPerDocument,
    })
  })

  test('let a recorded evening of writing pass in one go, and one frame more than the burst not', async () => {
    const { sync, join, run } = stage()
    const { updatesBurst } = DEFAULT_LIMITS
    const ada = await join('ada')
    for (const frame of keystrokes(updatesBurst)) ada.push(frame)
    ada.flush()
    expect(ada.open).toBe(true)
    ada.socket.receive(keystrokes(1)[0] ?? new Uint8Array())
    expect(ada.closed).toEqual(FLOOD)
    for (let i = 0; i < 20; i++) await run()
    expect(await sync.read(BOARD, (doc) => doc.getText('title').length)).toBe(updatesBurst)
  })
})

describe('updates', () => {
  test('S2 F94 sixty a second for ever pass, one more at an empty bucket does not', async () => {
    const { clock, join } = stage({ limits: { updatesBurst: 61 } })
    const ada = await join('ada')
    const frames = keystrokes(60 * 11 + 1)
    for (let second = 0; second < 11; second++) {
      for (const frame of frames.slice(second * 60, second * 60 + 60)) ada.socket.receive(frame)
      expect(ada.open).toBe(true)
      if (second < 10) await clock.advance(1_000)
    }
    const spare = keystrokes(2)
    for (const frame of spare) ada.socket.receive(frame)
    expect(ada.closed).toEqual(FLOOD)
  })

  test('whoever was too fast loses nothing: all of it fits in the step 2 of their return', async () => {
    const { sync, clock, join, run } = stage({ limits: tight })
    const ada = await join('ada')
    for (let i = 0; i < 200; i++) ada.write('x')
    ada.flush()
    expect(ada.closed).toEqual(FLOOD)
    await clock.advance(5_000)
    ada.connect()
    await settle()
    await run(ada)
    expect(ada.open).toBe(true)
    expect(ada.saved).toBe(ada.sent)
    expect(await sync.read(BOARD, (doc) => doc.getText('title').length)).toBe(200)
  })

  test('one person on many sockets gets three times one’s, whatever the documents, and others their own', async () => {
    const { join, run } = stage({ limits: { updatesPerSecond: 1, updatesBurst: 20 } })
    const tabs: ModelClient[] = []
    for (let i = 0; i < 5; i++) tabs.push(await join('ada', `board.${i}`))
    const ben = await join('ben', 'board.0')
    // Each stays below its own twenty; four times fifteen is all of sixty.
    for (const tab of tabs) for (const frame of keystrokes(15)) tab.push(frame)
    for (const tab of tabs) tab.flush()
    expect(tabs.map((tab) => tab.closed?.code ?? 'open')).toEqual(['open', 'open', 'open', 4429, 4429])
    ben.write('still here')
    await run(ben)
    expect(ben.saved).toBe(ben.sent)
  })

  test('a document too many write in asks whoever comes next to come back, and blames nobody', async () => {
    const { join } = stage({ limits: { documentUpdatesPerSecond: 1, documentUpdatesBurst: 12 } })
    const [ada, ben] = [await join('ada'), await join('ben')]
    for (const frame of keystrokes(10)) ada.socket.receive(frame)
    expect(ada.open).toBe(true)
    ben.socket.receive(keystrokes(1)[0] ?? new Uint8Array())
    expect(ben.closed).toEqual({ code: 1013, reason: 'room-busy' })
    expect(ada.open).toBe(true)
  })

  test('bytes are counted too', async () => {
    const { join } = stage({ limits: { bytesPerSecond: 100, bytesBurst: 1_000 } })
    const ada = await join('ada')
    const [big] = keystrokes(1)
    const frame = (bytes: number) => {
      const doc = new Y.Doc()
      doc.getText('title').insert(0, 'y'.repeat(bytes))
      return updateFrame(Y.encodeStateAsUpdate(doc))
    }
    ada.socket.receive(frame(800))
    expect(ada.open).toBe(true)
    ada.socket.receive(frame(800))
    expect(ada.closed).toEqual(FLOOD)
    expect(big?.length).toBeLessThan(100)
  })

  test('F94 frames of no use are counted as well', async () => {
    const { join } = stage({ limits: { framesPerSecond: 10, framesBurst: 100 } })
    const ada = await join('ada')
    for (let i = 0; i < 200 && ada.open; i++) ada.socket.receive(Uint8Array.of(MESSAGE.queryAwareness))
    expect(ada.closed).toEqual(FLOOD)
  })
})

describe('F94 a flood by one hostile socket', () => {
  test('does not hold up others: who writes in the middle of it is stored by the next two commits', async () => {
    const { sync, log, join, run } = stage()
    const mallory = await join('mallory')
    const [ben, cleo] = [await join('ben'), await join('cleo', 'board.other')]
    const flood = keystrokes(30_000)
    const commits = sync.stats().commits
    for (const frame of flood.slice(0, 10_000)) mallory.socket.receive(frame)
    cleo.write('hello')
    ben.write('hello')
    ben.flush()
    cleo.flush()
    for (const frame of flood.slice(10_000)) mallory.socket.receive(frame)
    expect(mallory.closed).toEqual(FLOOD)
    await run(cleo)
    expect(cleo.saved).toBe(cleo.sent)
    expect(
      log.appends.slice(0, commits + 2).some((batch) => batch.some(({ document }) => document === 'board.other')),
    ).toBe(true)
    for (let i = 0; i < 20; i++) await run(ben)
    expect(ben.saved).toBe(ben.sent)
    expect(ben.text).toContain('hello')
    expect(sync.stats().queued).toBe(0)
  })

  test('its frames cost at most one row of the queue each, and are gone with it', async () => {
    const { sync, join } = stage({ limits: { roomQueueBytes: 2_000, updatesBurst: 1_000 } })
    const mallory = await join('mallory')
    for (const frame of keystrokes(2_000)) mallory.socket.receive(frame)
    expect(mallory.closed?.code).toBeOneOf([1013, 4429])
    expect(sync.stats().seats).toBe(0)
  })
})

describe('first syncs', () => {
  const asks = (socket: FakeSocket, times: number) => {
    for (let i = 0; i < times; i++) socket.receive(step1Frame(Uint8Array.of(0)))
  }
  const whole = { fullSyncBytes: 1 }

  test('F94 a socket that asks a thousand times is answered five times a minute, always with the newest', async () => {
    const { sync, clock, join } = stage({ limits: { ...whole, firstSyncsBurst: 3 } })
    const ada = await join('ada')
    expect(sync.stats().counters['first_syncs']).toBe(1)
    asks(ada.socket, 1_000)
    await settle()
    expect(sync.stats().counters['first_syncs']).toBe(3)
    await clock.advance(12_000)
    expect(sync.stats().counters['first_syncs']).toBe(4)
    await clock.advance(60_000)
    // Nothing waits any more: what was asked for meanwhile was answered by one.
    expect(sync.stats().counters['first_syncs']).toBe(4)
    expect(ada.open).toBe(true)
  })

  test('F94 the answers of all sockets of a person to one document come from one budget, and nobody is refused', async () => {
    const { sync, clock } = stage({ limits: { ...whole, firstSyncsBurst: 4 } })
    const clients = Array.from({ length: 10 }, () => new ModelClient(sync, personCalled('ada'), BOARD))
    for (const client of clients) client.connect()
    await settle()
    for (const client of clients) client.exchange()
    await settle()
    const synced = () => {
      for (const client of clients) client.pull()
      return clients.filter((client) => client.synced).length
    }
    expect(synced()).toBe(4)
    await clock.advance(12_000)
    expect(synced()).toBeGreaterThan(4)
    await clock.advance(120_000)
    expect(synced()).toBe(10)
    expect(clients.every((client) => client.open)).toBe(true)
  })

  test('F32 a connection that flaps every 200 ms for two minutes is synced at the end', async () => {
    const { sync, clock, join, run } = stage()
    const ben = await join('ben')
    const ada = await join('ada')
    for (let i = 0; i < 600; i++) {
      ada.disconnect()
      ada.write(`${i} `)
      if (i % 10 === 0) ben.write('b')
      ada.connect()
      await clock.advance(200)
      ada.exchange()
    }
    await run(ada, ben)
    expect(ada.synced).toBe(true)
    await run(ada, ben)
    expect(ben.text).toBe(ada.text)
    expect(sync.stats().seats).toBe(2)
  })

  test('F94 who asks and does not read is not sent a second one', async () => {
    const { sync, clock, join, write } = stage({ limits: whole })
    await write((doc) => doc.getText('title').insert(0, 'x'.repeat(3_000_000)))
    const ada = await join('ada')
    ada.socket.frozen = true
    asks(ada.socket, 1)
    const sent = sync.stats().counters['first_syncs']
    asks(ada.socket, 50)
    await clock.advance(2_000)
    expect(sync.stats().counters['first_syncs']).toBe(sent)
    ada.socket.frozen = false
    ada.socket.bufferedAmount = 0
    await clock.advance(2_000)
    expect(sync.stats().counters['first_syncs']).toBe((sent ?? 0) + 1)
  })
})

describe('presence', () => {
  test('more than ten a second is gathered: others see the last of it, and nobody is punished', async () => {
    const { clock, sync, join } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    ada.socket.receive(presence(ada.doc.clientID, 1, { view: '0' }))
    await clock.advance(100)
    const frames = () => ben.socket.outbox.filter((frame) => frame[0] === MESSAGE.awareness).length
    const before = frames()
    // A hundred moves a second, for two seconds.
    for (let i = 1; i <= 200; i++) {
      ada.socket.receive(presence(ada.doc.clientID, i + 1, { view: String(i) }))
      await clock.advance(10)
    }
    await clock.advance(1_000)
    expect(ada.open).toBe(true)
    expect(sync.stats().counters['presence_put_off']).toBeGreaterThan(100)
    expect(frames() - before).toBeLessThanOrEqual(20 + 20 + 10)
    ben.pull()
    const last = new TextDecoder().decode(ben.presenceFrames.at(-1))
    expect(last).toContain('"view":"200"')
  })

  test('questions who is there are answered ten times a minute', async () => {
    const { clock, join } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    ben.socket.receive(presence(ben.doc.clientID, 1, { view: 'x' }))
    await clock.advance(100)
    ada.socket.take()
    for (let i = 0; i < 100; i++) ada.socket.receive(Uint8Array.of(MESSAGE.queryAwareness))
    expect(ada.socket.take()).toHaveLength(10)
    await clock.advance(6_000)
    expect(ada.socket.take().filter((frame) => frame[0] === MESSAGE.awareness).length).toBeGreaterThanOrEqual(1)
    expect(ada.open).toBe(true)
  })
})

describe('sockets', () => {
  test('the twenty-first of a person in a document takes the place of the one that wrote longest ago', async () => {
    const { clock, join, run } = stage()
    const tabs: ModelClient[] = []
    for (let i = 0; i < 20; i++) tabs.push(await join('ada'))
    await clock.advance(1_000)
    tabs[0]?.write('the first one is in use')
    await run(...tabs)
    const another = await join('ada')
    expect(tabs.map((tab) => tab.closed)).toEqual([
      null,
      { code: 4429, reason: 'too-many-sockets' },
      ...Array.from({ length: 18 }, () => null),
    ])
    expect(another.synced).toBe(true)
    expect((await join('ben')).synced).toBe(true)
  })

  test('a person has a hundred in all, the next ends the one that wrote longest ago', async () => {
    const { sync, join } = stage({ limits: { socketsPerPersonInAll: 10 } })
    const tabs: ModelClient[] = []
    for (let i = 0; i < 11; i++) tabs.push(await join('ada', `board.${i}`))
    expect(tabs.filter((tab) => !tab.open)).toEqual([tabs[0]])
    expect(sync.stats().seats).toBe(10)
  })

  test('a full document takes nobody new, but whoever was there comes back in their own place', async () => {
    const { sync, join } = stage({
      limits: { socketsPerDocument: 3 },
      placesIn: (name) => (name === 'ledger.one' ? 5 : null),
    })
    const [ada, ben] = [await join('ada'), await join('ben'), await join('cleo')]
    expect((await join('dora')).closed).toEqual({ code: 4429, reason: 'document-crowded' })
    const back = await join('ada')
    expect([ada.open, back.synced, ben.open]).toEqual([false, true, true])
    for (let i = 0; i < 5; i++) expect((await join(`guest ${i}`, 'ledger.one')).synced).toBe(true)
    expect((await join('one more', 'ledger.one')).open).toBe(false)
    back.disconnect()
    expect((await join('dora')).synced).toBe(true)
    expect(sync.stats().seats).toBe(3 + 5)
  })
})

describe('what is kept of it', () => {
  test('F14 budgets of people and documents are forgotten once they are full again', async () => {
    const { Shares } = await import('../../../server/sync/budget-shares.ts')
    const clock = new FakeClock()
    const shares = new Shares(clock, DEFAULT_LIMITS)
    const [frame] = keystrokes(1)
    for (let i = 0; i < 1_000; i++) {
      const allowance = shares.allow(`user-${i}`, `board.${i}`)
      allowance.charge(frame ?? new Uint8Array())
      allowance.firstSyncs(() => true).take(1, () => {})
    }
    shares.sweep()
    expect(shares.kept).toBe(3_000)
    await clock.advance(60_000)
    shares.sweep()
    expect(shares.kept).toBe(0)
  })
})
