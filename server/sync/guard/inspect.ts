// Owns the judgement of one update against one document (S7): every struct and every deletion is resolved to its path in the
// document or in the update itself, and held against the schema. It changes nothing: `Y.applyUpdate` comes after it, on the same
// document. The update has been read to its end and says nothing that the document knows already.
import * as Y from 'yjs'
import { isCountable, Ledger, NOWHERE, type Spot } from './places.ts'
import { allow, mayDelete } from './permission.ts'
import type { Id, Range, ReadUpdate, Struct } from './read.ts'
import { KIND } from './read.ts'
import { type Refusal, refusalOf, refuse } from './refusal.ts'
import type { Schema } from './schema.ts'

/** Null: it may be applied. Total. */
export function inspect(doc: Y.Doc, read: ReadUpdate, schema: Schema): Refusal | null {
  try {
    new Inspection(doc, read, schema).run()
    return null
  } catch (cause) {
    return refusalOf(cause)
  }
}

interface Section {
  /** Structs before this one have their place. */
  next: number
  from: number
  to: number
  /** A struct of it is being placed: who waits for it now waits for itself. */
  busy: boolean
}

class Inspection {
  readonly #ledger: Ledger
  readonly #structs: Struct[]
  readonly #sections = new Map<number, Section>()
  /** Where each struct of the update is; by index. */
  readonly #spots: Spot[] = []

  constructor(
    private readonly doc: Y.Doc,
    private readonly read: ReadUpdate,
    schema: Schema,
  ) {
    this.#ledger = new Ledger(doc, schema)
    this.#structs = read.structs
  }

  run(): void {
    for (const [client, [from, to]] of this.read.sections) {
      const first = this.#structs[from]
      if (first !== undefined && first.id.clock !== this.#stateOf(client)) refuse('gap')
      this.#sections.set(client, { from, to, next: from, busy: false })
    }
    for (const section of this.#sections.values()) this.#advance(section, section.to)
    for (const [client, ranges] of this.read.ds.clients) this.#deletions(client, ranges)
    this.#ledger.settle()
  }

  #stateOf(client: number): number {
    const last = this.doc.store.clients.get(client)?.at(-1)
    return last === undefined ? 0 : last.id.clock + last.length
  }

  // Structs. Placed in the order Yjs would integrate them: a client's own in their order, others' when they are needed.

  #advance(section: Section, until: number): void {
    if (section.next >= until) return
    if (section.busy) refuse('structure')
    section.busy = true
    while (section.next < until) {
      const struct = this.#structs[section.next]
      if (struct !== undefined) this.#spots[section.next] = this.#place(struct)
      section.next += 1
    }
    section.busy = false
  }

  #place(struct: Struct): Spot {
    if (struct.kind === KIND.gc) return NOWHERE
    const spot = this.#spotOf(struct)
    if (spot.place !== null) allow(struct, spot.place, spot.sub)
    return spot
  }

  #spotOf(struct: Struct): Spot {
    const { origin, rightOrigin, parent } = struct
    if (typeof parent === 'string') return { place: this.#ledger.root(parent), sub: struct.sub }
    if (parent !== null) return this.#within(parent, struct)
    const left = origin === null ? null : this.#spotAt(origin, struct)
    const right = rightOrigin === null ? null : this.#spotAt(rightOrigin, struct)
    // Neighbours live in the same place, or are gone together.
    if (left !== null && right !== null && (left.place !== right.place || left.sub !== right.sub)) refuse('structure')
    return left ?? right ?? refuse('structure')
  }

  /** The first child or value of a type, which names its parent. */
  #within(parent: Id, struct: Struct): Spot {
    const stored = this.#stored(parent)
    if (stored !== null) {
      if (!(stored instanceof Y.Item) || stored.content instanceof Y.ContentDeleted) return NOWHERE
      if (!(stored.content instanceof Y.ContentType)) refuse('structure')
      if (stored.deleted) return NOWHERE
      return { place: this.#ledger.of(stored.content.type), sub: struct.sub }
    }
    const index = this.#indexOf(parent, struct)
    const holder = this.#structs[index]
    const where = this.#spots[index]
    if (holder === undefined || where === undefined) refuse('structure')
    if (where.place === null || holder.kind === KIND.deleted) return NOWHERE
    if (holder.kind !== KIND.type) refuse('structure')
    return { place: this.#ledger.within(holder, where.place, where.sub), sub: struct.sub }
  }

  #spotAt(id: Id, asking: Struct): Spot {
    const stored = this.#stored(id)
    if (stored !== null) return this.#ledger.spotOf(stored)
    return this.#spots[this.#indexOf(id, asking)] ?? refuse('structure')
  }

  #stored(id: Id): Y.Item | Y.GC | null {
    const structs = this.doc.store.clients.get(id.client)
    if (structs === undefined || id.clock >= this.#stateOf(id.client)) return null
    return structs[Y.findIndexSS(structs, id.clock)] ?? null
  }

  /** A struct of the update that stands before the one that asks, placed if it was not yet. */
  #indexOf(id: Id, asking: Struct): number {
    const section = this.#sections.get(id.client)
    if (section === undefined) refuse('unresolved')
    if (id.client === asking.id.client && id.clock >= asking.id.clock) refuse('structure')
    const index = this.#find(section, id.clock)
    if (index >= section.next) this.#advance(section, index + 1)
    return index
  }

  #find(section: Section, clock: number): number {
    let low = section.from
    let high = section.to - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const struct = this.#structs[middle]
      if (struct === undefined) break
      if (struct.id.clock > clock) high = middle - 1
      else if (struct.id.clock + struct.length <= clock) low = middle + 1
      else return middle
    }
    return refuse('unresolved')
  }

  // Deletions are writes too.

  #deletions(client: number, ranges: readonly Range[]): void {
    const stored = this.doc.store.clients.get(client)
    const state = this.#stateOf(client)
    for (const { clock, len } of ranges) {
      const end = clock + len
      if (stored !== undefined && clock < state) this.#deleteStored(stored, clock, end)
      if (end > state) this.#deleteNew(client, Math.max(clock, state), end)
    }
  }

  #deleteStored(structs: (Y.Item | Y.GC)[], from: number, to: number): void {
    for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
      const struct = structs[i]
      if (struct === undefined || struct.id.clock >= to) return
      if (struct.deleted || !(struct instanceof Y.Item)) continue
      const { place, sub } = this.#ledger.spotOf(struct)
      if (place === null) continue
      mayDelete(place, sub)
      const length = Math.min(to, struct.id.clock + struct.length) - Math.max(from, struct.id.clock)
      if (struct.countable && sub === null) place.removed += length
    }
  }

  #deleteNew(client: number, from: number, to: number): void {
    const section = this.#sections.get(client)
    const last = section === undefined ? undefined : this.#structs[section.to - 1]
    if (section === undefined || last === undefined || to > last.id.clock + last.length) refuse('unresolved')
    for (let i = this.#find(section, from); i < section.to; i++) {
      const struct = this.#structs[i]
      if (struct === undefined || struct.id.clock >= to) return
      const overlap = Math.min(to, struct.id.clock + struct.length) - Math.max(from, struct.id.clock)
      const spot = this.#spots[i]
      if (overlap <= 0 || spot === undefined || spot.place === null) continue
      mayDelete(spot.place, spot.sub)
      if (isCountable(struct.kind) && spot.sub === null) spot.place.removed += overlap
    }
  }
}
