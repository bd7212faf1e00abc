// Owns the reading of an update into plain facts (S7): byte by byte, building no Yjs types, allocating only for what has really
// been read, and accepting exactly one spelling of every number and nothing after the end. `Y.applyUpdate` allocates what a
// header claims, keeps roots of an update that fails, and lets one client's second section replace its first; so nothing that
// was not read here to the end is ever handed to it. It knows no document.
import { CLOCK_MAX, isPoison, STRUCT_LENGTH_MAX, UPDATE_STRUCTS_MAX, VALUE_DEPTH_MAX } from './bounds.ts'
import { Bytes } from './bytes.ts'
import { malformed, type Refusal, refusalOf, refuse } from './refusal.ts'

export interface Id {
  client: number
  clock: number
}

/** What an item holds, by the numbers of the Yjs wire. */
export const KIND = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
} as const
const SKIP = 10

/** Shared types, by the numbers of the Yjs wire. */
export const TYPE = { array: 0, map: 1, text: 2, element: 3, fragment: 4, hook: 5, xmlText: 6 } as const

export interface Struct {
  id: Id
  length: number
  kind: number
  origin: Id | null
  rightOrigin: Id | null
  /** A root's name, the id of the item that holds the parent type, or null: where its neighbour is. */
  parent: string | Id | null
  sub: string | null
  /** A string, the values of an `any`, the value of a mark or embed. */
  value: unknown
  /** The name of a mark or of an XML element. */
  name: string | null
  /** Which shared type. */
  type: number
}

export interface Range {
  clock: number
  len: number
}

export interface ReadUpdate {
  structs: Struct[]
  /** Per client: from, to (exclusive) among the structs; without a gap inside. */
  sections: Map<number, [number, number]>
  ds: { clients: Map<number, Range[]> }
}

export type Reading = { ok: true; read: ReadUpdate } | { ok: false; refusal: Refusal }

/** Total: whatever the bytes are, it answers. */
export function readUpdate(update: Uint8Array): Reading {
  try {
    return { ok: true, read: new UpdateReader(update).read() }
  } catch (cause) {
    return { ok: false, refusal: refusalOf(cause) }
  }
}

const HAS_ORIGIN = 128
const HAS_RIGHT = 64
const HAS_SUB = 32
const KIND_BITS = 31

class UpdateReader {
  readonly #bytes: Bytes

  constructor(update: Uint8Array) {
    this.#bytes = new Bytes(update)
  }

  read(): ReadUpdate {
    const structs: Struct[] = []
    const sections = new Map<number, [number, number]>()
    for (let left = this.#bytes.uint(); left > 0; left--) this.#section(structs, sections)
    const clients = new Map<number, Range[]>()
    for (let left = this.#bytes.uint(); left > 0; left--) this.#deletions(clients)
    this.#bytes.end()
    return { structs, sections, ds: { clients } }
  }

  #section(structs: Struct[], sections: Map<number, [number, number]>): void {
    const count = this.#bytes.uint()
    // A struct takes two bytes at least: what claims more is not even an update.
    if (count > this.#bytes.left / 2) malformed()
    if (structs.length + count > UPDATE_STRUCTS_MAX) refuse('too-many')
    const client = this.#bytes.uint()
    let clock = this.#bytes.uint()
    // Yjs would keep the last section of a client, whatever was looked at in the first.
    if (sections.has(client)) malformed()
    const from = structs.length
    for (let i = 0; i < count; i++) {
      const struct = this.#struct(client, clock)
      if (struct.length <= 0 || struct.length > STRUCT_LENGTH_MAX) refuse('structure')
      clock += struct.length
      if (clock > CLOCK_MAX) refuse('structure')
      structs.push(struct)
    }
    if (count > 0) sections.set(client, [from, structs.length])
  }

  #struct(client: number, clock: number): Struct {
    const bytes = this.#bytes
    const info = bytes.byte()
    const kind = info & KIND_BITS
    const struct: Struct = {
      id: { client, clock },
      length: 1,
      kind,
      origin: null,
      rightOrigin: null,
      parent: null,
      sub: null,
      value: null,
      name: null,
      type: 0,
    }
    if (kind === SKIP) refuse('structure')
    if (kind === KIND.gc) {
      if (info !== 0) malformed()
      struct.length = bytes.uint()
      return struct
    }
    if ((info & HAS_ORIGIN) !== 0) struct.origin = this.#id()
    if ((info & HAS_RIGHT) !== 0) struct.rightOrigin = this.#id()
    if (struct.origin === null && struct.rightOrigin === null) {
      const isRoot = bytes.uint()
      if (isRoot > 1) malformed()
      struct.parent = isRoot === 1 ? bytes.string() : this.#id()
      if ((info & HAS_SUB) !== 0) struct.sub = bytes.string()
      if (typeof struct.parent === 'string' && isPoison(struct.parent)) refuse('structure')
      if (struct.sub !== null && isPoison(struct.sub)) refuse('structure')
    }
    this.#content(struct)
    return struct
  }

  #id(): Id {
    return { client: this.#bytes.uint(), clock: this.#bytes.uint() }
  }

  #content(struct: Struct): void {
    const bytes = this.#bytes
    switch (struct.kind) {
      case KIND.deleted:
        struct.length = bytes.uint()
        return
      case KIND.string: {
        const text = bytes.string()
        struct.value = text
        struct.length = text.length
        return
      }
      case KIND.any:
        struct.value = this.#list(() => bytes.any(VALUE_DEPTH_MAX))
        struct.length = (struct.value as unknown[]).length
        return
      case KIND.type:
        struct.type = bytes.uint()
        if (struct.type > TYPE.xmlText) malformed()
        if (struct.type === TYPE.element || struct.type === TYPE.hook) struct.name = bytes.string()
        return
      case KIND.format:
        struct.name = bytes.string()
        if (isPoison(struct.name)) refuse('structure')
        struct.value = bytes.json(VALUE_DEPTH_MAX)
        return
      case KIND.embed:
        struct.value = bytes.json(VALUE_DEPTH_MAX)
        return
      case KIND.json:
        struct.value = this.#list(() => bytes.legacyJson(VALUE_DEPTH_MAX))
        struct.length = (struct.value as unknown[]).length
        return
      case KIND.binary:
        bytes.buffer()
        return
      case KIND.doc:
        bytes.string()
        bytes.any(VALUE_DEPTH_MAX)
        return
      default:
        malformed()
    }
  }

  /** Never allocated by the length it claims. */
  #list(one: () => unknown): unknown[] {
    const values: unknown[] = []
    for (let left = this.#bytes.uint(); left > 0; left--) values.push(one())
    return values
  }

  #deletions(clients: Map<number, Range[]>): void {
    const client = this.#bytes.uint()
    const count = this.#bytes.uint()
    if (clients.has(client)) malformed()
    const ranges: Range[] = []
    let reached = 0
    for (let i = 0; i < count; i++) {
      const range = { clock: this.#bytes.uint(), len: this.#bytes.uint() }
      // An empty range splits what it points at; ranges over each other make Yjs walk the same structs again and again.
      if (range.len <= 0 || range.clock < reached) refuse('structure')
      reached = range.clock + range.len
      if (reached > CLOCK_MAX) refuse('structure')
      ranges.push(range)
    }
    if (count > 0) clients.set(client, ranges)
  }
}
