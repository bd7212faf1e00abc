// Owns: peers that do not read, do not answer, or do not speak (S20, S21, F28, F29, F97), with a clock and sockets that stand
// still. The same over real connections: test/faults/slow-peers.test.ts.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { step1Frame } from '../../../server/sync/frames.ts'
import { BOARD, stage } from './support/engine.ts'
import { FakeSocket, settle } from './support/fakes.ts'
import { personCalled } from './support/server.ts'

const MB = 1024 * 1024
const paste = (bytes: number) => (doc: Y.Doc) => doc.getText('title').insert(0, 'x'.repeat(bytes))

describe('slow peers', () => {
  test('S20 a first sync larger than the queue, in two frames, is owed and not held against the peer', async () => {
    const { sync, clock, write } = stage()
    await write(paste(3 * MB))
    // Folded into the base once quiet; what comes after it travels as a second frame.
    await clock.advance(60_000)
    await write(paste(3))
    const socket = new FakeSocket()
    socket.frozen = true
    sync.attach(socket, personCalled('ada'), BOARD)
    socket.receive(step1Frame(Uint8Array.of(0)))
    await settle()
    expect(socket.closed).toBeNull()
    const doc = new Y.Doc()
    for (const frame of socket.outbox) if (frame[0] === 0 && frame[1] !== 0) applyBody(doc, frame)
    expect(doc.getText('title').length).toBe(3 * MB + 3)
  })

  test('S20 exactly 2 MB may wait, one byte more is one too many', async () => {
    const { sync, join, write } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    ada.socket.bufferedAmount = 2 * MB
    await write(paste(1))
    expect(ada.open).toBe(true)
    ada.socket.bufferedAmount = 2 * MB + 1
    await write(paste(1))
    expect(ada.closed).toEqual({ code: 1013, reason: 'too-slow' })
    ben.pull()
    expect([ben.open, ben.text]).toEqual([true, 'xx'])
    expect(sync.stats().counters['refused_1013']).toBe(1)
  })

  test('S20 whoever was cut catches up from state and has everything', async () => {
    const { join, run, write } = stage()
    const ada = await join('ada')
    ada.socket.frozen = true
    for (let i = 0; i < 12; i++) await write(paste(200_000))
    expect(ada.closed?.code).toBe(1013)
    ada.connect()
    await settle()
    await run(ada)
    expect(ada.text).toHaveLength(2_400_000)
  })

  test('T10 a peer that answers pings but takes nothing of what waits is cut within 30 s', async () => {
    const { clock, join, write } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    ada.socket.frozen = true
    await write(paste(100_000))
    await clock.advance(30_000)
    expect(ada.closed).toEqual({ code: 1013, reason: 'too-slow' })
    expect(ben.open).toBe(true)
  })

  test('T10 a peer on a thin line that does take something stays', async () => {
    const { clock, join, write } = stage()
    const ada = await join('ada')
    ada.socket.frozen = true
    await write(paste(200_000))
    for (let i = 0; i < 4; i++) {
      ada.socket.bufferedAmount -= 20 * 1024
      await clock.advance(15_000)
    }
    expect(ada.open).toBe(true)
  })
})

describe('dead and silent peers', () => {
  test('S21 F28 a peer that says nothing between two pings is gone within 30 s, one that answers stays', async () => {
    const { sync, clock, join } = stage()
    const [ada, ben] = [await join('ada'), await join('ben')]
    ada.socket.answersPings = false
    await clock.advance(30_000)
    expect([ada.socket.terminated, ben.open]).toEqual([true, true])
    expect(sync.people(BOARD).map(({ name }) => name)).toEqual(['ben'])
  })

  test('F97 a socket that asks for nothing is let go after 10 s, whatever else it says', async () => {
    const { sync, clock } = stage()
    const silent = new FakeSocket()
    const chatty = new FakeSocket()
    for (const socket of [silent, chatty]) sync.attach(socket, personCalled('mallory'), BOARD)
    await clock.advance(5_000)
    chatty.receive(Uint8Array.of(3))
    await clock.advance(4_999)
    expect([silent.closed, chatty.closed]).toEqual([null, null])
    await clock.advance(1)
    for (const { closed } of [silent, chatty]) expect(closed).toEqual({ code: 1013, reason: 'no-hello' })
    expect(sync.stats().seats).toBe(0)
  })

  test('F97 one that asked in time stays, also when its document takes long to load', async () => {
    const { clock, sync } = stage({ access: () => new Promise(() => {}), limits: { accessTimeoutMs: 60_000 } })
    const socket = new FakeSocket()
    sync.attach(socket, personCalled('ada'), BOARD)
    socket.receive(step1Frame(Uint8Array.of(0)))
    await clock.advance(20_000)
    expect(socket.closed).toBeNull()
  })
})

function applyBody(doc: Y.Doc, frame: Uint8Array): void {
  let at = 2
  while ((frame[at] ?? 0) > 127) at++
  Y.applyUpdate(doc, frame.subarray(at + 1))
}
