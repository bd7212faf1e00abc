// Owns: what a frame says, decoded once however many people receive it: everybody in a room gets the same bytes.
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'

/** Of one writer: the characters from `from` up to `to`. */
export interface Span {
  client: number
  from: number
  to: number
}

/** Frames on their way to the slowest receiver; older ones would be decoded again. */
const KEPT = 512
const SAMPLED = 32

export class Seen {
  readonly #frames = new Map<number, { body: Buffer; spans: Span[] }>()

  spans(body: Uint8Array): Span[] {
    const key = sample(body)
    const known = this.#frames.get(key)
    if (known?.body.equals(body)) return known.spans
    const spans = decode(body)
    this.#frames.delete(key)
    this.#frames.set(key, { body: Buffer.from(body), spans })
    const oldest = this.#frames.keys().next()
    if (this.#frames.size > KEPT && !oldest.done) this.#frames.delete(oldest.value)
    return spans
  }
}

function sample(body: Uint8Array): number {
  let hash = body.length
  const step = Math.max(1, Math.floor(body.length / SAMPLED))
  for (let i = 0; i < body.length; i += step) hash = Math.imul(hash ^ body[i]!, 0x01000193)
  return hash
}

function decode(body: Uint8Array): Span[] {
  const spans: Span[] = []
  for (const { id, length } of Y.decodeUpdate(body).structs) {
    const last = spans.at(-1)
    if (last !== undefined && last.client === id.client && last.to === id.clock) last.to += length
    else spans.push({ client: id.client, from: id.clock, to: id.clock + length })
  }
  return spans
}

/** How many people's presence a frame carries. */
export function presenceEntries(body: Uint8Array): number {
  return decoding.readVarUint(decoding.createDecoder(body))
}
