// Owns the bytes of presence towards clients: entries as y-protocols reads them, in frames of a bearable size.
import * as encoding from 'lib0/encoding'
import { presenceFrame } from './frames.ts'
import type { Shown } from './presence-nodes.ts'

/** Stock clients send back what they receive: a frame must stay well below what may be sent. */
const FRAME_BYTES = 64 * 1024

/** One entry as y-protocols writes it. */
export function encodeEntry({ id, clock, json }: Pick<Shown, 'id' | 'clock' | 'json'>): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, id)
  encoding.writeVarUint(encoder, clock)
  encoding.writeVarString(encoder, json)
  return encoding.toUint8Array(encoder)
}

/** So many entries as fit into a frame at a time. */
export function* chunks(pieces: readonly Uint8Array[]): Generator<Uint8Array[]> {
  let chunk: Uint8Array[] = []
  let bytes = 0
  for (const piece of pieces) {
    if (bytes + piece.length > FRAME_BYTES && chunk.length > 0) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(piece)
    bytes += piece.length
  }
  if (chunk.length > 0) yield chunk
}

interface Receiver {
  sendPresence(frame: Uint8Array): void
}

/** To everyone, but to nobody their own entry. `owners` are those of the pieces, in the same order. */
export function broadcast(to: ReadonlySet<Receiver>, pieces: readonly Uint8Array[], owners: (Receiver | null)[]): void {
  let start = 0
  for (const chunk of chunks(pieces)) {
    const frame = presenceFrame(chunk)
    const own = spans(frame, chunk, owners.slice(start, start + chunk.length))
    start += chunk.length
    const entries = frame.subarray(own.from)
    for (const receiver of to) {
      const span = own.of.get(receiver)
      if (span === undefined) receiver.sendPresence(frame)
      // In a storm everyone is an owner: two copies each, not one for every entry.
      else if (chunk.length > 1) {
        receiver.sendPresence(
          presenceFrame([entries.subarray(0, span.from), entries.subarray(span.to)], chunk.length - 1),
        )
      }
    }
  }
}

/** Where the entries begin in their frame, and from there each owner's. */
function spans(frame: Uint8Array, chunk: readonly Uint8Array[], owners: readonly (Receiver | null)[]) {
  const of = new Map<Receiver, { from: number; to: number }>()
  let at = 0
  chunk.forEach((piece, n) => {
    const owner = owners[n] ?? null
    if (owner !== null) of.set(owner, { from: at, to: at + piece.length })
    at += piece.length
  })
  return { of, from: frame.length - at }
}
