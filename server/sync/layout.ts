// Owns how an update's bytes are laid out: where each client's structs begin and end and how far its clock goes, found by
// walking over the bytes without building anything. It accepts a part of what Yjs accepts and nothing else; whatever is unusual
// (gaps, one client twice, bytes after the end) it does not know, and whoever asks turns to Yjs.
import * as Y from 'yjs'
import type { Decoded } from './known.ts'

/** The structs of one client that follow each other in the bytes and in their clocks. */
export interface Run {
  client: number
  clock: number
  /** The clock after the last of them. */
  end: number
  count: number
  /** The first struct's bytes begin here, the last one's end there. */
  from: number
  to: number
}

export type Deletions = Map<number, { clock: number; len: number }[]>

export interface Layout {
  runs: Run[]
  deletions: Deletions
}

/** Null: not a layout this file knows. Total. */
export function layoutOf(update: Uint8Array): Layout | null {
  try {
    return new Walk(update).walk()
  } catch {
    return null
  }
}

/** A large update's layout is looked for once: loading it, joining it and finding what somebody lacks of it all ask. */
const layouts = new WeakMap<Uint8Array, Layout>()
const LARGE_BYTES = 4 * 1024

export function keptLayout(update: Uint8Array): Layout | null {
  if (update.length < LARGE_BYTES) return layoutOf(update)
  const layout = layouts.get(update) ?? layoutOf(update)
  if (layout !== null) layouts.set(update, layout)
  return layout
}

/** Where in the bytes of a run its struct at `clock` begins and how many come before it; null inside of a struct. */
export function startOf(update: Uint8Array, run: Run, clock: number): { at: number; before: number } | null {
  return new Walk(update).startOf(run, clock)
}

/** What is needed to know what an update holds; null when it cannot be read at all. */
export function outlineOf(update: Uint8Array): Decoded | null {
  const layout = keptLayout(update)
  if (layout !== null) {
    const structs = layout.runs.map(({ client, clock, end }) => ({ id: { client, clock }, length: end - clock }))
    return { structs, ds: { clients: layout.deletions } }
  }
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const KIND_BITS = 31
const HAS_ORIGIN = 128
const HAS_RIGHT = 64
const HAS_SUB = 32
/** Shared types, by the numbers of the Yjs wire. */
const ELEMENT = 3
const HOOK = 5
const LAST_TYPE = 6
/** A document's clocks stay far below it: what is beyond is not a number of ours. */
const LARGEST = Number.MAX_SAFE_INTEGER
const DEEPEST = 100

class Unknown extends Error {}

class Walk {
  #at = 0

  constructor(private readonly bytes: Uint8Array) {}

  walk(): Layout {
    const runs: Run[] = []
    const seen = new Set<number>()
    for (let left = this.#number(); left > 0; left--) {
      const count = this.#number()
      const client = this.#number()
      const clock = this.#number()
      if (count === 0 || seen.has(client)) throw new Unknown()
      seen.add(client)
      const from = this.#at
      let end = clock
      for (let n = 0; n < count; n++) end += this.#struct()
      runs.push({ client, clock, end, count, from, to: this.#at })
    }
    const deletions: Deletions = new Map()
    for (let left = this.#number(); left > 0; left--) {
      const client = this.#number()
      if (deletions.has(client)) throw new Unknown()
      const ranges: { clock: number; len: number }[] = []
      for (let n = this.#number(); n > 0; n--) ranges.push({ clock: this.#number(), len: this.#number() })
      deletions.set(client, ranges)
    }
    if (this.#at !== this.bytes.length) throw new Unknown()
    return { runs, deletions }
  }

  startOf(run: Run, clock: number): { at: number; before: number } | null {
    this.#at = run.from
    let reached = run.clock
    let before = 0
    for (; reached < clock; before++) reached += this.#struct()
    return reached === clock ? { at: this.#at, before } : null
  }

  #byte(): number {
    const byte = this.bytes[this.#at++]
    if (byte === undefined) throw new Unknown()
    return byte
  }

  #number(): number {
    let byte = this.#byte()
    if (byte < 128) return byte
    let value = byte & 127
    let weight = 128
    for (;;) {
      byte = this.#byte()
      value += (byte & 127) * weight
      if (value > LARGEST) throw new Unknown()
      if (byte < 128) return value
      weight *= 128
    }
  }

  #skip(length: number): void {
    this.#at += length
    if (this.#at > this.bytes.length) throw new Unknown()
  }

  /** Passes over one struct and answers how many clocks it takes. */
  #struct(): number {
    const info = this.#byte()
    const kind = info & KIND_BITS
    if (kind === 0) return this.#number()
    if ((info & HAS_ORIGIN) !== 0) this.#id()
    if ((info & HAS_RIGHT) !== 0) this.#id()
    if ((info & (HAS_ORIGIN | HAS_RIGHT)) === 0) {
      if (this.#number() === 1) this.#text()
      else this.#id()
      if ((info & HAS_SUB) !== 0) this.#text()
    }
    return this.#content(kind)
  }

  #id(): void {
    this.#number()
    this.#number()
  }

  /** The numbers of contents on the Yjs wire. */
  #content(kind: number): number {
    switch (kind) {
      case 1: // deleted
        return this.#number()
      case 2: // values as JSON, of old
        return this.#many(() => this.#json())
      case 3: // bytes
        this.#skip(this.#number())
        return 1
      case 4: // text
        return this.#text()
      case 5: // something embedded in a text
        this.#json()
        return 1
      case 6: // a mark
        this.#text()
        this.#json()
        return 1
      case 7: {
        // a type; elements and hooks have names
        const type = this.#number()
        if (type > LAST_TYPE) throw new Unknown()
        if (type === ELEMENT || type === HOOK) this.#text()
        return 1
      }
      case 8: // values
        return this.#many(() => this.#value(0))
      default: // gaps, documents within documents, and what nobody knows
        throw new Unknown()
    }
  }

  #many(one: () => void): number {
    const count = this.#number()
    for (let n = 0; n < count; n++) one()
    return count
  }

  /** Passes over a text and answers its length as JavaScript counts. */
  #text(): number {
    const bytes = this.#number()
    const from = this.#at
    this.#skip(bytes)
    for (let at = from; at < this.#at; at++) {
      if ((this.bytes[at] ?? 0) > 127) return utf8.decode(this.bytes.subarray(from, this.#at)).length
    }
    return bytes
  }

  #json(): void {
    const length = this.#number()
    const from = this.#at
    this.#skip(length)
    const text = utf8.decode(this.bytes.subarray(from, this.#at))
    if (text !== 'undefined') JSON.parse(text)
  }

  #value(depth: number): void {
    if (depth > DEEPEST) throw new Unknown()
    switch (this.#byte()) {
      case 127: // undefined
      case 126: // null
      case 121: // false
      case 120: // true
        return
      case 125: // a whole number, its sign in the first byte
        while (this.#byte() > 127);
        return
      case 124:
        return this.#skip(4)
      case 123:
      case 122:
        return this.#skip(8)
      case 119:
        this.#text()
        return
      case 118:
        this.#many(() => {
          this.#text()
          this.#value(depth + 1)
        })
        return
      case 117:
        this.#many(() => this.#value(depth + 1))
        return
      case 116:
        return this.#skip(this.#number())
      default:
        throw new Unknown()
    }
  }
}
