// Owns who is shown to whom in one room (S22 to S24): one entry per seat, stamped with the person by the server, numbered by
// the server, gathered into one frame. It must never pass on a byte a client sent, nor tell a seat about itself (a client
// takes a newer entry with its own id for its own state).
import type { Clock } from './clock.ts'
import { presenceFrame } from './frames.ts'
import type { SyncLimits } from './limits.ts'
import { broadcast, chunks, encodeEntry } from './presence-frames.ts'
import { Leases } from './presence-leases.ts'
import { Elsewhere, GONE, type PresenceNews, type PresenceRelay, type Shown } from './presence-nodes.ts'
import type { OwnPresence } from './presence-state.ts'

export interface Person {
  userId: string
  sessionId: string
  name: string
  color: string
  /** Whose budgets and places these are, where many go by one user id (nobody signs in); else the user's. */
  countedAs?: string
}

export type PresenceMode = 'full' | 'quiet'

/** A seat as presence sees it. */
export interface Viewer {
  readonly person: Person
  sendPresence(frame: Uint8Array): void
}

interface Entry {
  userId: string
  clientId: number
  /** In a quiet room the entry is shown under this number, which nothing connects with the person. */
  quietId: number
  clock: number
  json: string
  /** What the others have been told, if anything. */
  shownId: number | null
  due: 'now' | 'later' | null
}

/** A client may run ahead of the server's clock by so many changes before its numbers are no longer followed. */
const CLOCK_LEAD = 60_000
const NAME_CHARS = 100

export class Presence {
  readonly #entries = new Map<Viewer, Entry>()
  readonly #viewers = new Set<Viewer>()
  readonly #leases = new Leases()
  /** Entries of people who left and entries shown under an old number. */
  #departed: Shown[] = []
  /** Null until another node tells something, which with one node never happens. */
  #elsewhere: Elsewhere | null = null
  /** The other nodes are to be told everything. */
  #tellAll = false
  #mode: PresenceMode = 'quiet'
  #cancelNow: (() => void) | null = null
  #cancelLater: (() => void) | null = null
  #closed = false

  constructor(
    private readonly clock: Clock,
    private readonly limits: SyncLimits,
    private readonly random: () => number,
    /** Null with one node. */
    readonly relay: PresenceRelay | null = null,
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
    // What the other nodes told under the old mode may not be shown under this one.
    this.#show(this.#elsewhere?.clear())
    this.relay?.ask()
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
      // Whoever goes by a name of many may be repeating what they heard of another.
      if (viewer.person.countedAs !== undefined) return false
      // The same person on a new connection, before the old one was found dead.
      this.#entries.delete(other)
      this.#depart(entry)
    }
    const holder = this.#elsewhere?.holder(own.clientId) ?? null
    if (holder !== null && holder !== userId) return false
    const elsewhere = this.#elsewhere?.release(own.clientId) ?? 0
    // Numbered by the time of day, so that a number issued after a restart is above all those before it; and told to the
    // client as the removal of its own state, to which y-protocols answers by going on from that number.
    const followed = own.clock <= this.clock.now() + CLOCK_LEAD ? own.clock + 2 : 0
    const clock = Math.max(this.clock.now(), followed, (lease?.clock ?? 0) + 1, elsewhere + 1)
    const { clientId } = own
    this.#entries.set(viewer, { userId, clientId, quietId: this.#newId(), clock, json, shownId: null, due: 'now' })
    this.#leases.remember(clientId, userId, clock)
    viewer.sendPresence(presenceFrame([encodeEntry({ id: clientId, clock, json: GONE })]))
    this.#wake('now')
    return true
  }

  /** The id this seat speaks under, once it has spoken. */
  idOf(viewer: Viewer): number | null {
    return this.#entries.get(viewer)?.clientId ?? null
  }

  people(): Pick<Person, 'userId' | 'name' | 'color'>[] {
    const people = new Map<string, Pick<Person, 'userId' | 'name' | 'color'>>()
    for (const { person } of this.#viewers) {
      const { userId, name, color } = person
      people.set(userId, { userId, name, color })
    }
    for (const one of this.#elsewhere?.people() ?? []) if (!people.has(one.userId)) people.set(one.userId, one)
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
      if (other !== viewer && entry.json !== GONE) pieces.push(encodeEntry(this.#shown(entry)))
    }
    for (const shown of this.#elsewhere?.all() ?? []) pieces.push(encodeEntry(shown))
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
    const news = this.#departed
    this.#departed = []
    for (const [viewer, entry] of this.#entries) {
      if (entry.due === null || (entry.due === 'later' && which === 'now') || entry.json === GONE) continue
      entry.due = null
      owners.push(viewer)
      news.push(this.#shown(entry))
    }
    this.#tell(news)
    for (const shown of this.#elsewhere?.takeNews() ?? []) {
      owners.push(null)
      news.push(shown)
    }
    broadcast(this.#viewers, news.map(encodeEntry), owners)
    if (this.#mode === 'quiet' && this.#entries.size > 0) this.#wake('later')
  }

  // Other nodes

  /** Somebody on another node asked. */
  tellAll(): void {
    if (this.#entries.size === 0) return
    this.#tellAll = true
    this.#wake('now')
  }

  #tell(news: readonly Shown[]): void {
    const whole = this.#tellAll
    this.#tellAll = false
    if (this.relay === null || (news.length === 0 && !whole)) return
    const present = [...this.#entries.values()].filter(({ json }) => json !== GONE)
    this.relay.tell({ mode: this.#mode, whole, entries: whole ? present.map((one) => this.#shown(one)) : [...news] })
  }

  /** What another node shows. In the middle of a change of mode it is not ours to show: we ask again when we have changed. */
  hearNode(node: string, news: PresenceNews): void {
    if (this.#closed || news.mode !== this.#mode) return
    const here = new Map<number, [Viewer, Entry]>()
    if (this.#mode === 'full') for (const one of this.#entries) here.set(one[1].clientId, one)
    const entries = news.entries.filter((entry) => {
      const [viewer, own] = here.get(entry.id) ?? []
      if (viewer === undefined || own === undefined) return true
      if (entry.json === GONE || viewer.person.userId !== entry.userId || entry.clock <= own.clock) return false
      // The same person on a new connection to that node, before the old one was found dead here.
      this.#entries.delete(viewer)
      return true
    })
    this.#elsewhere ??= new Elsewhere(this.clock)
    this.#show(this.#elsewhere.take(node, { ...news, entries }))
  }

  /** A node is gone; null: called now and then to forget whom no node has renewed. */
  forget(node: string | null): void {
    this.#show(node === null ? this.#elsewhere?.expired() : this.#elsewhere?.goneWith(node))
  }

  #show(news: readonly Shown[] = []): void {
    this.#elsewhere?.tell(news)
    if (news.length > 0) this.#wake('now')
  }

  /** Everyone in step, so that the rhythm of a renewal says nothing about a person. */
  #renewAll(): void {
    for (const entry of this.#entries.values()) {
      entry.clock += 1
      entry.due ??= 'later'
    }
  }

  #shown(entry: Entry): Shown {
    const full = this.#mode === 'full'
    entry.shownId = full ? entry.clientId : entry.quietId
    return { id: entry.shownId, clock: entry.clock, json: full ? entry.json : '{}', userId: full ? entry.userId : '' }
  }

  #depart(entry: Entry): void {
    if (entry.shownId === null) return
    entry.clock += 1
    const userId = entry.shownId === entry.clientId ? entry.userId : ''
    this.#departed.push({ id: entry.shownId, clock: entry.clock, json: GONE, userId })
    entry.shownId = null
    this.#leases.ended(entry.clientId, entry.clock)
  }

  #newId(): number {
    return Math.floor(this.random() * 0xffffffff)
  }
}
