import { describe, expect, test } from 'vitest'
import { SAVE_WORRY_MS, SavedMark } from '../../../client/live/saved.ts'
import { countingSocket, sentOf } from '../../../client/live/wire-client.ts'

const NOW = 1_000_000

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

  test('each connection counts for itself', () => {
    const first = new Counting('ws://here')
    first.send(Uint8Array.of(0, 1, 9))
    expect(sentOf(new Counting('ws://here'))).toEqual({ frames: 0, answered: false })
  })
})
