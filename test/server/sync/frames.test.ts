import { describe, expect, test } from 'vitest'
import { readFrame, step1Frame, step2Frame, updateFrame } from '../../../server/sync/frames.ts'
import { afterClose, CLOSE, isDocumentFrame, type Notice, readNotice, writeNotice } from '../../../shared/wire.ts'
import { seeded } from './support/fakes.ts'

const FUZZED_FRAMES = 100_000

describe('S1 a frame is exactly one message', () => {
  test('S1 every message the protocol has is read', () => {
    const body = Uint8Array.of(1, 2, 3)
    expect(readFrame(step1Frame(body))).toEqual({ kind: 'step1', body })
    expect(readFrame(step2Frame(body))).toEqual({ kind: 'step2', body })
    expect(readFrame(updateFrame(body))).toEqual({ kind: 'update', body })
    expect(readFrame(Uint8Array.of(1, 3, 1, 2, 3))).toEqual({ kind: 'presence', body })
    expect(readFrame(Uint8Array.of(3))).toEqual({ kind: 'query-presence' })
  })

  test('S1 a body of any length survives', () => {
    for (const length of [0, 1, 127, 128, 129, 16_383, 16_384, 300_000]) {
      const body = new Uint8Array(length).fill(7)
      expect(readFrame(updateFrame(body))?.kind).toBe('update')
      expect(isDocumentFrame(updateFrame(body))).toBe(true)
    }
  })

  test.each([
    ['nothing', []],
    ['a number written longer than needed', [0x80, 0x00, 0x02, 0x00]],
    ['a sub-type written longer than needed', [0, 0x82, 0x00, 0]],
    ['a length written longer than needed', [0, 2, 0x81, 0x00, 9]],
    ['a sub-type that is not there', [0, 3, 0]],
    ['bytes after the message', [0, 2, 1, 9, 0]],
    ['two messages', [0, 2, 1, 9, 0, 2, 1, 9]],
    ['a body that is too short', [0, 2, 5, 1]],
    ['a length without an end', [0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['a type alone', [0]],
    ['a notice, which only a server sends', [2, 100, 1]],
    ['a question with something after it', [3, 0]],
    ['an unknown type', [9, 1, 1]],
  ])('S1 refused: %s', (_what, bytes) => {
    expect(readFrame(Uint8Array.from(bytes))).toBeNull()
  })

  test('S1 random bytes never throw, and what is accepted is canonical', () => {
    const random = seeded(20_260_701)
    let accepted = 0
    for (let i = 0; i < FUZZED_FRAMES; i++) {
      const bytes = new Uint8Array(Math.floor(random() * 12))
      for (let at = 0; at < bytes.length; at++) bytes[at] = random() < 0.6 ? Math.floor(random() * 6) : random() * 256
      const frame = readFrame(bytes)
      if (frame === null) continue
      accepted += 1
      if (frame.kind === 'step1') expect(step1Frame(frame.body)).toEqual(bytes)
      if (frame.kind === 'step2') expect(step2Frame(frame.body)).toEqual(bytes)
      if (frame.kind === 'update') expect(updateFrame(frame.body)).toEqual(bytes)
    }
    expect(accepted).toBeGreaterThan(1_000)
  })
})

describe('S3 what the server says', () => {
  test.each<Notice>([
    { kind: 'saved', frames: 0 },
    { kind: 'saved', frames: 127 },
    { kind: 'saved', frames: 128 },
    { kind: 'saved', frames: 2 ** 40 + 5 },
    { kind: 'access', access: 'view' },
    { kind: 'access', access: 'full' },
    { kind: 'alive' },
  ])('S3 a notice is read as it was written: %o', (notice) => {
    expect(readNotice(writeNotice(notice))).toEqual(notice)
  })

  test('S3 a notice of a later version is ignored', () => {
    expect(readNotice(Uint8Array.of(2, 199, 1))).toBeNull()
    expect(readNotice(Uint8Array.of(2, 101, 77))).toBeNull()
    expect(readNotice(Uint8Array.of(0, 100))).toBeNull()
  })

  test('S3 every close code says what to do', () => {
    const after = Object.values(CLOSE).map((code) => [code, afterClose(code, '')])
    expect(after).toEqual([
      [4400, 'start-over'],
      [4401, 'sign-in'],
      [4403, 'give-up'],
      [4409, 'start-over'],
      [4413, 'start-over'],
      [4429, 'retry'],
      [1001, 'retry'],
      [1009, 'start-over'],
      [1011, 'retry'],
      [1012, 'retry'],
      [1013, 'retry'],
    ])
    expect(afterClose(4403, 'read-only')).toBe('start-over')
    expect(afterClose(1006, '')).toBe('retry')
  })
})
