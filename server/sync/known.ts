// Owns "what does this document contain" without a Y.Doc: its state vector and its delete set as sorted ranges. It is kept
// up to date from the very updates that are stored, and never looks at contents.
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What an update holds, whoever read it. */
export interface Decoded {
  structs: readonly { id: { client: number; clock: number }; length: number }[]
  ds: { clients: ReadonlyMap<number, readonly { clock: number; len: number }[]> }
}

/** Decodes what the log holds. Null: malformed. What a client sends is read by the guard instead, which bounds what it costs. */
export function decode(update: Uint8Array): Decoded | null {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

export class Known {
  readonly #clocks = new Map<number, number>()
  /** Per client: start, end, start, end, … sorted, merged, half open. */
  readonly #deleted = new Map<number, number[]>()

  add({ structs, ds }: Decoded): void {
    for (const struct of structs) {
      const end = struct.id.clock + struct.length
      if (end > (this.#clocks.get(struct.id.client) ?? 0)) this.#clocks.set(struct.id.client, end)
    }
    for (const [client, ranges] of ds.clients) {
      const known = this.#deleted.get(client) ?? []
      this.#deleted.set(client, known)
      for (const range of ranges) insertRange(known, range.clock, range.clock + range.len)
    }
  }

  clockOf(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** Whether applying it would change nothing. */
  contains({ structs, ds }: Decoded): boolean {
    for (const struct of structs) {
      if (struct.id.clock + struct.length > this.clockOf(struct.id.client)) return false
    }
    for (const [client, ranges] of ds.clients) {
      const known = this.#deleted.get(client) ?? []
      for (const range of ranges) {
        if (range.len > 0 && !hasRange(known, range.clock, range.clock + range.len)) return false
      }
    }
    return true
  }

  /** Clock units an update adds, and clock units it deletes that are not deleted yet. */
  weigh({ structs, ds }: Decoded): { adds: number; removes: number } {
    let adds = 0
    let removes = 0
    for (const struct of structs) {
      const end = struct.id.clock + struct.length
      const news = Math.min(struct.length, end - this.clockOf(struct.id.client))
      if (news > 0) adds += news
    }
    for (const [client, ranges] of ds.clients) {
      const known = this.#deleted.get(client) ?? []
      for (const range of ranges) {
        if (range.len > 0 && !hasRange(known, range.clock, range.clock + range.len)) removes += range.len
      }
    }
    return { adds, removes }
  }

  /** Whether nothing of the other is missing here, and there is nothing here the other does not know of. */
  covers(other: Known): boolean {
    if (!this.sameClocks(other.#clocks)) return false
    for (const [client, ranges] of other.#deleted) {
      const own = this.#deleted.get(client) ?? []
      for (let i = 0; i < ranges.length; i += 2) if (!hasRange(own, ranges[i] ?? 0, ranges[i + 1] ?? 0)) return false
    }
    return true
  }

  sameClocks(clocks: ReadonlyMap<number, number>): boolean {
    if (clocks.size !== this.#clocks.size) return false
    for (const [client, clock] of clocks) if (this.#clocks.get(client) !== clock) return false
    return true
  }

  get deletes(): boolean {
    return this.#deleted.size > 0
  }

  stateVector(): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, this.#clocks.size)
    for (const [client, clock] of this.#clocks) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
    }
    return encoding.toUint8Array(encoder)
  }

  /** An update without structs and with every deletion: what someone with an equal state vector may still lack. */
  deletions(): Uint8Array {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, this.#deleted.size)
    for (const [client, ranges] of this.#deleted) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, ranges.length / 2)
      for (let i = 0; i < ranges.length; i += 2) {
        const start = ranges[i] ?? 0
        encoding.writeVarUint(encoder, start)
        encoding.writeVarUint(encoder, (ranges[i + 1] ?? 0) - start)
      }
    }
    return encoding.toUint8Array(encoder)
  }

  /** Equal for equal documents, whatever the order they grew in: the state vector alone does not see deletions. */
  fingerprintBytes(): Uint8Array {
    const encoder = encoding.createEncoder()
    for (const client of [...this.#clocks.keys()].sort((a, b) => a - b)) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, this.clockOf(client))
      const ranges = this.#deleted.get(client) ?? []
      encoding.writeVarUint(encoder, ranges.length)
      for (const bound of ranges) encoding.writeVarUint(encoder, bound)
    }
    return encoding.toUint8Array(encoder)
  }
}

/** The first even index whose range ends at or after `start`. */
function firstEndingFrom(ranges: readonly number[], start: number): number {
  let low = 0
  let high = ranges.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle * 2 + 1] ?? 0) < start) low = middle + 1
    else high = middle
  }
  return low * 2
}

function hasRange(ranges: readonly number[], start: number, end: number): boolean {
  let at = firstEndingFrom(ranges, start)
  if (ranges[at + 1] === start) at += 2
  return at < ranges.length && (ranges[at] ?? 0) <= start && (ranges[at + 1] ?? 0) >= end
}

function insertRange(ranges: number[], start: number, end: number): void {
  if (end <= start) return
  const at = firstEndingFrom(ranges, start)
  let until = at
  let from = start
  let to = end
  while (until < ranges.length && (ranges[until] ?? 0) <= end) {
    from = Math.min(from, ranges[until] ?? from)
    to = Math.max(to, ranges[until + 1] ?? to)
    until += 2
  }
  ranges.splice(at, until - at, from, to)
}
