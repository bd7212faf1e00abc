// Owns cutting one large update into several that fit the server's frames, each of which builds only on those before it.
// Insertions come first and removals last: a connection lost in between leaves words twice for a moment, never gone.

import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Under the server's limit for a live frame (256 KB), with room for the frame's own head. */
export const PART_BYTES = 200 * 1024

type Struct = Y.Item | Y.GC | Y.Skip
type Ranges = ReturnType<typeof Y.createDeleteSet>

/** Null when it cannot be done soundly; then it goes out whole and the server decides about all of it. */
export function partsOf(update: Uint8Array, maxBytes: number = PART_BYTES): Uint8Array[] | null {
  const { structs, ds } = Y.decodeUpdate(update)
  const ordered = inCausalOrder(structs)
  if (!ordered) return null
  const parts: Uint8Array[] = []
  let part: Struct[] = []
  let bytes = 0
  for (const struct of ordered) {
    const size = sizeOf(struct)
    if (bytes + size > maxBytes && part.length > 0) {
      parts.push(encode(part, null))
      part = []
      bytes = 0
    }
    part.push(struct)
    bytes += size
  }
  if (part.length > 0) parts.push(encode(part, null))
  return [...parts, encode([], ds)]
}

/** Each after everything of this update that it builds on; null for a gap or a circle. */
function inCausalOrder(structs: readonly Struct[]): Struct[] | null {
  const queues = new Map<number, Struct[]>()
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return null
    const queue = queues.get(struct.id.client)
    if (queue) queue.push(struct)
    else queues.set(struct.id.client, [struct])
  }
  const done = new Map<number, number>()
  const starts = new Map([...queues].map(([client, queue]) => [client, queue[0]!.id.clock]))
  const ends = new Map([...queues].map(([client, queue]) => [client, endOf(queue.at(-1)!)]))
  /** What is not in this update the server has, or it would not be missing here. */
  const isThere = (id: Y.ID | null) => {
    if (!id) return true
    const start = starts.get(id.client)
    return (
      start === undefined ||
      id.clock < start ||
      id.clock < (done.get(id.client) ?? start) ||
      id.clock >= ends.get(id.client)!
    )
  }
  const isReady = (struct: Struct) =>
    !(struct instanceof Y.Item) ||
    (isThere(struct.origin) &&
      isThere(struct.rightOrigin) &&
      isThere(struct.parent instanceof Y.ID ? struct.parent : null))

  const ordered: Struct[] = []
  const next = new Map([...queues.keys()].map((client) => [client, 0]))
  for (let moved = true; moved; ) {
    moved = false
    for (const [client, queue] of queues) {
      let index = next.get(client)!
      for (let struct = queue[index]; struct && isReady(struct); struct = queue[++index]) {
        ordered.push(struct)
        done.set(client, endOf(struct))
        moved = true
      }
      next.set(client, index)
    }
  }
  return ordered.length === structs.length ? ordered : null
}

const endOf = (struct: Struct) => struct.id.clock + struct.length

function sizeOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1()
  struct.write(encoder, 0)
  // Its own head in a part: at most three numbers.
  return encoder.toUint8Array().length + 15
}

/** An update of these structs in Yjs' V1 layout: clients, each with its runs in order, then what is removed. */
function encode(structs: readonly Struct[], removed: Ranges | null): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  const clients = new Map<number, Struct[]>()
  for (const struct of structs) {
    const run = clients.get(struct.id.client)
    if (run) run.push(struct)
    else clients.set(struct.id.client, [struct])
  }
  encoding.writeVarUint(restEncoder, clients.size)
  // Highest client first, as Yjs writes it.
  for (const [client, run] of [...clients].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(restEncoder, run.length)
    encoder.writeClient(client)
    encoding.writeVarUint(restEncoder, run[0]!.id.clock)
    for (const struct of run) struct.write(encoder, 0)
  }
  const ranges = [...(removed?.clients ?? [])]
  encoding.writeVarUint(restEncoder, ranges.length)
  for (const [client, items] of ranges) {
    encoding.writeVarUint(restEncoder, client)
    encoding.writeVarUint(restEncoder, items.length)
    for (const { clock, len } of items) {
      encoding.writeVarUint(restEncoder, clock)
      encoding.writeVarUint(restEncoder, len)
    }
  }
  return encoder.toUint8Array()
}
