// Owns who is shown to whom in one room (S22 to S24): one entry per seat, stamped with the person by the server, numbered by
// the server, gathered into one frame. It must never pass on a byte a client sent, nor tell a seat about itself (a client
// takes a newer entry with its own id for its own state).
import * as encoding from 'lib0/encoding'
import type { Clock } from './clock.ts'
import { presenceFrame } from './frames.ts'
import type { SyncLimits } from './limits.ts'
import type { OwnPresence } from './presence-state.ts'

export interface Person {
  userId: string
  sessionId: string
  name: string
  color: string
}

export type PresenceMode = 'full' | 'quiet'

/** A seat as presence sees it. */
export interface Viewer {
  readonly person: Person
  sendPresence(frame: Uint8Array): void
}

interface Entry {
  clientId: number
  /** In a quiet room the entry is shown under this number, which nothing connects with the person. */
  quietId: number
  clock: number
  json: string
  /** What the others have been told, if anything. */
  shownId: number | null
  due: 'now' | 'later' | null
}

/** Stock clients send back what they receive: a frame must stay well below what may be sent. */
const FRAME_BYTES = 64 * 1024
/** A client may run ahead of the server's clock by so many changes before its numbers are no longer followed. */
const CLOCK_LEAD = 60_000
const GONE = 'null'
/** Who used which id in this room; the oldest are forgotten. */
const LEASES = 4_000
const NAME_CHARS = 100

export class Presence {
  readonly #entries = new Map<Viewer, Entry>()
  readonly #viewers = new Set<Viewer>()
  readonly #leases = new Map<number, { userId: string; clock: number }>()
  /** Entries of people who left and entries shown under an old number. */
  #departed: Uint8Array[] = []
  #mode: PresenceMode = 'quiet'
  #cancelNow: (() => void) | null = null
  #cancelLater: (() => void) | null = null
  #closed = false

  constructor(
    private readonly clock: Clock,
    private readonly limits: SyncLimits,
    private readonly random: () => number,
  ) {}

  get mode(): PresenceMode {
    return this.#mode
  }

  setMode(mode: PresenceMode): void {
    if (mode === this.#mode) return
    this.#mode = mode
    for (const entry of this.#entries.values()) {
      this.#depart(entry)
      entry.quietId = this.#newId()
      entry.due = 'now'
    }
    if (this.#entries.size > 0) this.#wake('now')
  }

  join(viewer: Viewer): void {
    this.#viewers.add(viewer)
    this.#sendAll(viewer)
  }

  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer)
    const entry = this.#entries.get(viewer)
    if (entry === undefined) return
    this.#entries.delete(viewer)
    this.#depart(entry)
    this.#wake('now')
  }

  /** What the seat says about itself; false when it was not its to say. `own` has the seat's own id once it has one. */
  hear(viewer: Viewer, own: OwnPresence): boolean {
    const entry = this.#entries.get(viewer)
    if (own.state === null) {
      if (entry === undefined) return false
      if (entry.json === GONE) return true
      this.#depart(entry)
      entry.json = GONE
      entry.due = null
      this.#wake('now')
      return true
    }
    const { userId: id, name, color } = viewer.person
    const user = { id, name: name.slice(0, NAME_CHARS), color: color.slice(0, NAME_CHARS) }
    const json = JSON.stringify({ ...own.state, user })
    if (entry === undefined) return this.#lease(viewer, own, json)
    const follows = own.clock > entry.clock && own.clock <= this.clock.now() + CLOCK_LEAD
    entry.clock = follows ? own.clock : entry.clock + 1
    const due = json === entry.json ? 'later' : 'now'
    entry.json = json
    // In a quiet room nobody may see that somebody moved: there the server renews everyone alike.
    if (this.#mode === 'quiet' && entry.shownId !== null) return true
    if (entry.due !== 'now') entry.due = due
    this.#wake(due)
    return true
  }

  /**
   * The first id a seat speaks under is its own from then on, unless it is somebody else's: taken now, or used in this room
   * before by another person (a stock client also says what it heard of people who have just left).
   */
  #lease(viewer: Viewer, own: OwnPresence, json: string): boolean {
    const { userId } = viewer.person
    const lease = this.#leases.get(own.clientId)
    if (lease !== undefined && lease.userId !== userId) return false
    for (const [other, entry] of this.#entries) {
      if (entry.clientId !== own.clientId) continue
      // The same person on a new connection, before the old one was found dead.
      this.#entries.delete(other)
      this.#depart(entry)
    }
    // Numbered by the time of day, so that a number issued after a restart is above all those before it; and told to the
    // client as the removal of its own state, to which y-protocols answers by going on from that number.
    const followed = own.clock <= this.clock.now() + CLOCK_LEAD ? own.clock + 2 : 0
    const clock = Math.max(this.clock.now(), followed, (lease?.clock ?? 0) + 1)
    const { clientId } = own
    this.#entries.set(viewer, { clientId, quietId: this.#newId(), clock, json, shownId: null, due: 'now' })
    this.#remember(clientId, userId, clock)
    viewer.sendPresence(presenceFrame([encodeEntry(clientId, clock, GONE)]))
    this.#wake('now')
    return true
  }

  #remember(clientId: number, userId: string, clock: number): void {
    this.#leases.delete(clientId)
    this.#leases.set(clientId, { userId, clock })
    const oldest = this.#leases.keys().next()
    if (this.#leases.size > LEASES && !oldest.done) this.#leases.delete(oldest.value)
  }

  /** The id this seat speaks under, once it has spoken. */
  idOf(viewer: Viewer): number | null {
    return this.#entries.get(viewer)?.clientId ?? null
  }

  people(): { userId: string; name: string; color: string }[] {
    const people = new Map<string, { userId: string; name: string; color: string }>()
    for (const { person } of this.#viewers) {
      if (!people.has(person.userId)) {
        people.set(person.userId, { userId: person.userId, name: person.name, color: person.color })
      }
    }
    return [...people.values()]
  }

  close(): void {
    this.#closed = true
    this.#cancelNow?.()
    this.#cancelLater?.()
  }

  #sendAll(viewer: Viewer): void {
    const pieces: Uint8Array[] = []
    for (const [other, entry] of this.#entries) {
      if (other !== viewer && entry.json !== GONE) pieces.push(this.#encode(entry))
    }
    for (const chunk of chunks(pieces)) viewer.sendPresence(presenceFrame(chunk))
  }

  /** Answers a client that asks who is there. */
  list(viewer: Viewer): void {
    this.#sendAll(viewer)
  }

  #wake(due: 'now' | 'later'): void {
    if (this.#closed) return
    if (due === 'now') this.#cancelNow ??= this.clock.after(this.limits.presenceWindowMs, () => this.#flush('now'))
    else this.#cancelLater ??= this.clock.after(this.limits.presenceRenewMs, () => this.#flush('later'))
  }

  #flush(which: 'now' | 'later'): void {
    this.#cancelNow?.()
    this.#cancelNow = null
    if (which === 'later') {
      this.#cancelLater?.()
      this.#cancelLater = null
      if (this.#mode === 'quiet') this.#renewAll()
    }
    const owners: (Viewer | null)[] = this.#departed.map(() => null)
    const pieces = this.#departed
    this.#departed = []
    for (const [viewer, entry] of this.#entries) {
      if (entry.due === null || (entry.due === 'later' && which === 'now') || entry.json === GONE) continue
      entry.due = null
      owners.push(viewer)
      pieces.push(this.#encode(entry))
    }
    this.#broadcast(pieces, owners)
    if (this.#mode === 'quiet' && this.#entries.size > 0) this.#wake('later')
  }

  /** Everyone in step, so that the rhythm of a renewal says nothing about a person. */
  #renewAll(): void {
    for (const entry of this.#entries.values()) {
      entry.clock += 1
      entry.due ??= 'later'
    }
  }

  #broadcast(pieces: Uint8Array[], owners: (Viewer | null)[]): void {
    let start = 0
    for (const chunk of chunks(pieces)) {
      const frame = presenceFrame(chunk)
      const chunkOwners = owners.slice(start, start + chunk.length)
      start += chunk.length
      for (const viewer of this.#viewers) {
        const own = chunkOwners.indexOf(viewer)
        if (own === -1) viewer.sendPresence(frame)
        else if (chunk.length > 1) viewer.sendPresence(presenceFrame(chunk.filter((_, i) => i !== own)))
      }
    }
  }

  #encode(entry: Entry): Uint8Array {
    entry.shownId = this.#mode === 'full' ? entry.clientId : entry.quietId
    return encodeEntry(entry.shownId, entry.clock, this.#mode === 'full' ? entry.json : '{}')
  }

  #depart(entry: Entry): void {
    if (entry.shownId === null) return
    entry.clock += 1
    this.#departed.push(encodeEntry(entry.shownId, entry.clock, GONE))
    entry.shownId = null
    const lease = this.#leases.get(entry.clientId)
    if (lease !== undefined) lease.clock = entry.clock
  }

  #newId(): number {
    return Math.floor(this.random() * 0xffffffff)
  }
}

function encodeEntry(clientId: number, clock: number, json: string): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clientId)
  encoding.writeVarUint(encoder, clock)
  encoding.writeVarString(encoder, json)
  return encoding.toUint8Array(encoder)
}

function* chunks(pieces: readonly Uint8Array[]): Generator<Uint8Array[]> {
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
