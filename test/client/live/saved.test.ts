import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import { writeSyncStep2 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { SAVE_WORRY_MS, SavedMark } from '../../../client/live/saved.ts'
import { countingSocket, sentOf } from '../../../client/live/wire-client.ts'
import { MESSAGE, SYNC } from '../../../shared/wire.ts'

const NOW = 1_000_000
/** The server's limit for a live frame (server/sync/limits.ts), the smallest of all. */
const LIVE_FRAME_MAX_BYTES = 256 * 1024

describe('the saved mark means on disk', () => {
  test('without edits of mine there is nothing to save', () => {
    expect(new SavedMark().mark(NOW)).toBe('saved')
  })

  test('an edit is saving until the server says every frame is on disk', () => {
    const mark = new SavedMark()
    mark.link(true)
    mark.edited(NOW)
    expect(mark.mark(NOW)).toBe('saving')
    mark.onDisk(2, { frames: 3, answered: true })
    expect(mark.mark(NOW)).toBe('saving')
    mark.onDisk(3, { frames: 3, answered: true })
    expect(mark.mark(NOW)).toBe('saved')
  })

  test('before the first full answer went out, no count proves anything', () => {
    const mark = new SavedMark()
    mark.link(true)
    mark.edited(NOW)
    mark.onDisk(1, { frames: 1, answered: false })
    expect(mark.mark(NOW)).not.toBe('saved')
  })

  test('offline it says kept here, and does not call it saved after reconnecting', () => {
    const mark = new SavedMark()
    mark.edited(NOW)
    expect(mark.mark(NOW)).toBe('offline')
    mark.link(true)
    expect(mark.mark(NOW)).toBe('saving')
  })

  test('past the worry time it stops saying "saving"', () => {
    const mark = new SavedMark()
    mark.link(true)
    mark.edited(NOW)
    expect(mark.mark(NOW + SAVE_WORRY_MS)).toBe('saving')
    expect(mark.mark(NOW + SAVE_WORRY_MS + 1)).toBe('unsaved')
  })
})

describe('counting what went out', () => {
  class FakeSocket {
    sent: unknown[] = []
    send(data: unknown) {
      this.sent.push(data)
    }
  }
  const Counting = countingSocket(FakeSocket as unknown as typeof WebSocket)

  test('only document frames count, and only an answer to the server makes the count whole', () => {
    const socket = new Counting('ws://here')
    socket.send(Uint8Array.of(0, 0, 1)) // my question
    socket.send(Uint8Array.of(1, 5)) // presence
    expect(sentOf(socket)).toEqual({ frames: 0, answered: false })
    socket.send(Uint8Array.of(0, 2, 9)) // an edit
    expect(sentOf(socket)).toEqual({ frames: 1, answered: false })
    socket.send(Uint8Array.of(0, 1, 9)) // everything I have
    expect(sentOf(socket)).toEqual({ frames: 2, answered: true })
    expect((socket as unknown as FakeSocket).sent).toHaveLength(4)
  })

  test('F39 a week offline goes out in frames the server takes, its answer last, and all of them count', () => {
    const doc = new Y.Doc()
    const text = doc.getText('t')
    for (let index = 0; index < 3_000; index++) text.insert(0, `${'offline '.repeat(50)}${index}\n`)
    text.delete(0, 100)
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE.sync)
    writeSyncStep2(encoder, doc)
    const frame = encoding.toUint8Array(encoder)
    expect(frame.length).toBeGreaterThan(1024 * 1024)

    const socket = new Counting('ws://here')
    socket.send(frame)
    const { sent } = socket as unknown as FakeSocket
    expect(sentOf(socket)).toEqual({ frames: sent.length, answered: true })
    const server = new Y.Doc()
    const kinds = sent.map((part) => {
      expect((part as Uint8Array).length).toBeLessThanOrEqual(LIVE_FRAME_MAX_BYTES)
      const decoder = decoding.createDecoder(part as Uint8Array)
      expect(decoding.readVarUint(decoder)).toBe(MESSAGE.sync)
      const kind = decoding.readVarUint(decoder)
      Y.applyUpdate(server, decoding.readVarUint8Array(decoder))
      expect(server.store.pendingStructs).toBeNull()
      return kind
    })
    expect(kinds.at(-1)).toBe(SYNC.step2)
    expect(new Set(kinds.slice(0, -1))).toEqual(new Set([SYNC.update]))
    expect(server.getText('t').toJSON()).toBe(text.toJSON())
  })

  test('each connection counts for itself', () => {
    const first = new Counting('ws://here')
    first.send(Uint8Array.of(0, 1, 9))
    expect(sentOf(new Counting('ws://here'))).toEqual({ frames: 0, answered: false })
  })
})
