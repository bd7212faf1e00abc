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
    const chunkOwners = owners.slice(start, start + chunk.length)
    start += chunk.length
    for (const receiver of to) {
      const own = chunkOwners.indexOf(receiver)
      if (own === -1) receiver.sendPresence(frame)
      else if (chunk.length > 1) receiver.sendPresence(presenceFrame(chunk.filter((_, i) => i !== own)))
    }
  }
}
