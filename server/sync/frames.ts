// Owns the bytes of a frame (S1): exactly one message, first bytes exact, nothing after it. It never decodes what a
// message carries. Checked by first bytes and not by reading numbers, because `00 82 00` also reads as "sync, update".
import * as decoding from 'lib0/decoding'
import { MESSAGE, SYNC } from '../../shared/wire.ts'

export type Frame =
  | { kind: 'step1'; body: Uint8Array }
  | { kind: 'step2'; body: Uint8Array }
  | { kind: 'update'; body: Uint8Array }
  | { kind: 'presence'; body: Uint8Array }
  | { kind: 'query-presence' }

const SYNC_KINDS = ['step1', 'step2', 'update'] as const

/** The one message in a frame, or null when it is anything else. Total: no input throws. */
export function readFrame(bytes: Uint8Array): Frame | null {
  const first = bytes[0]
  if (first === MESSAGE.sync) {
    const kind = SYNC_KINDS[bytes[1] ?? -1]
    const body = kind === undefined ? null : bodyFrom(bytes, 2)
    return kind === undefined || body === null ? null : { kind, body }
  }
  if (first === MESSAGE.awareness) {
    const body = bodyFrom(bytes, 1)
    return body === null ? null : { kind: 'presence', body }
  }
  if (first === MESSAGE.queryAwareness && bytes.length === 1) return { kind: 'query-presence' }
  return null
}

/** By its first bytes alone: whoever asks what there is has said hello. */
export function isStep1(bytes: Uint8Array): boolean {
  return bytes[0] === MESSAGE.sync && bytes[1] === SYNC.step1
}

function bodyFrom(bytes: Uint8Array, at: number): Uint8Array | null {
  const decoder = decoding.createDecoder(bytes)
  decoder.pos = at
  try {
    const body = decoding.readVarUint8Array(decoder)
    if (decoder.pos !== bytes.length) return null
    // A length has one spelling: a padded number (`82 00`) would slip past checks that look at bytes.
    return decoder.pos - body.length - at === lengthOfNumber(body.length) ? body : null
  } catch {
    return null
  }
}

function lengthOfNumber(value: number): number {
  let length = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length++
  return length
}

export const step1Frame = (stateVector: Uint8Array): Uint8Array => syncFrame(SYNC.step1, stateVector)
export const step2Frame = (update: Uint8Array): Uint8Array => syncFrame(SYNC.step2, update)
export const updateFrame = (update: Uint8Array): Uint8Array => syncFrame(SYNC.update, update)

function syncFrame(type: number, body: Uint8Array): Uint8Array {
  const head = lengthOfNumber(body.length) + 2
  const frame = new Uint8Array(head + body.length)
  frame[0] = MESSAGE.sync
  frame[1] = type
  writeNumber(frame, 2, body.length)
  frame.set(body, head)
  return frame
}

/** Answers where the next byte goes. */
function writeNumber(frame: Uint8Array, from: number, value: number): number {
  let rest = value
  let at = from
  while (rest > 127) {
    frame[at++] = 128 | (rest % 128)
    rest = Math.floor(rest / 128)
  }
  frame[at++] = rest
  return at
}

/** A presence frame of ready-made entries; of so many, where several stand in one piece. */
export function presenceFrame(pieces: readonly Uint8Array[], entries = pieces.length): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, lengthOfNumber(entries))
  const frame = new Uint8Array(1 + lengthOfNumber(length) + length)
  frame[0] = MESSAGE.awareness
  let at = writeNumber(frame, 1, length)
  at = writeNumber(frame, at, entries)
  for (const piece of pieces) {
    frame.set(piece, at)
    at += piece.length
  }
  return frame
}
