// Owns the engine: which rooms are open, who may be in them, and its beginning and end. What happens inside a document is
// the room's; what is stored is the log's.
import type * as Y from 'yjs'
import { CLOSE, type CloseCode } from '../../shared/wire.ts'
import type { Access } from './admit.ts'
import type { Bus } from './bus.ts'
import { type Clock, realClock } from './clock.ts'
import { Committer } from './committer.ts'
import { type Guard, openGuard } from './guard.ts'
import { DEFAULT_LIMITS, type SyncLimits } from './limits.ts'
import type { NewRow, UpdateLog } from './log.ts'
import type { Person, PresenceMode } from './presence.ts'
import { PRESENCE_FIELDS, type PresenceFields } from './presence-state.ts'
import { Replica } from './replica.ts'
import { Room, type RoomPorts, type Written } from './room.ts'
import { Seat } from './seat.ts'
import { closeSocket, type SyncSocket } from './socket.ts'

/** `signed-out`: there is no such person any more, and signing in may help. */
export type Verdict = Access | 'signed-out'

export interface SyncOptions {
  log: UpdateLog
  bus?: Bus
  /** Judged when joining, on `reauthorize`, and every 10 s. When it throws nobody new gets in. */
  access(person: Person, document: string): Promise<Verdict>
  /** S24. `quiet`: others see only that somebody is there. Asked when a room opens, on `reauthorize`, and every 10 s. */
  presence?(document: string): PresenceMode | Promise<PresenceMode>
  presenceFields?: PresenceFields
  /** Whether there can be a document of this name. */
  admitDocument?(name: string): boolean
  guard?: Guard
  limits?: Partial<SyncLimits>
  clock?: Clock
  random?: () => number
  /** What an operator should know. Never contents, never tokens. */
  note?(event: string, fields: Record<string, unknown>): void
}

export interface SyncStats {
  rooms: number
  seats: number
  builtDocuments: number
  documentBytes: number
  queued: number
  commits: number
  /** Totals since the start, by name. */
  counters: Record<string, number>
}

export type WrittenListener = (document: string, seq: number, update: Uint8Array, by: string | null) => void
export type ReauthorizeTarget = { document: string } | { userId: string } | { sessionId: string }

export interface Sync {
  /** Takes an open socket; whatever is wrong is said with a close code. */
  attach(socket: SyncSocket, person: Person, document: string): void
  /** Closes a socket that cannot even be attached (no session: `CLOSE.signIn`). */
  refuse(socket: SyncSocket, code: CloseCode, reason: string): void
  /**
   * The server's own door (S29). `change` runs synchronously in one transaction; resolves when it is on disk, rejects when
   * it threw (nothing is changed then) or could not be stored. Never await it inside a database transaction on the log's
   * own database: with one connection that is a deadlock.
   */
  write(document: string, change: (doc: Y.Doc) => void, by?: { userId?: string }): Promise<Written>
  /** Looks at the document as it is on disk; `look` must not keep the Y.Doc nor change it. */
  read<T>(document: string, look: (doc: Y.Doc) => T): Promise<T>
  reauthorize(target: ReauthorizeTarget): void
  /** After commit, once for every stored update, in order per document. Returns the function that ends it. */
  onWritten(listener: WrittenListener): () => void
  people(document: string): { userId: string; name: string; color: string }[]
  stats(): SyncStats
  /** S30: takes nothing new, stores what is waiting, closes every socket with 1012. */
  drain(): Promise<void>
}

export function createSync(options: SyncOptions): Sync {
  return new Engine(options)
}

class Engine implements Sync {
  readonly #limits: SyncLimits
  readonly #clock: Clock
  readonly #committer: Committer
  readonly #rooms = new Map<string, Room>()
  readonly #opening = new Map<string, Promise<Room>>()
  readonly #seats = new Set<Seat>()
  readonly #listeners = new Set<WrittenListener>()
  readonly #counters: Record<string, number> = {}
  readonly #ports: RoomPorts
  readonly #stop: (() => void)[] = []
  #serverClientId: number
  #loading = 0
  readonly #loadQueue: (() => void)[] = []
  #draining = false

  constructor(private readonly options: SyncOptions) {
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#clock = options.clock ?? realClock
    this.#committer = new Committer(options.log)
    const random = options.random ?? Math.random
    const newId = () => Math.floor(random() * 0xffffffff)
    this.#serverClientId = newId()
    this.#ports = {
      clock: this.#clock,
      limits: this.#limits,
      log: options.log,
      guard: options.guard ?? openGuard,
      presenceFields: options.presenceFields ?? PRESENCE_FIELDS,
      random,
      requestCommit: (room) => this.#committer.request(room),
      written: (document, firstSeq, rows) => this.#written(document, firstSeq, rows),
      count: (what, by = 1) => this.#count(what, by),
      note: (event, fields) => options.note?.(event, fields),
      failed: (room, cause) => this.#roomFailed(room, cause),
      serverClientId: () => this.#serverClientId,
      forgetServerClientId: () => {
        this.#serverClientId = newId()
      },
    }
    const { accessEveryMs, pingEveryMs, sweepEveryMs, antiEntropyMs } = this.#limits
    this.#stop.push(
      this.#clock.every(accessEveryMs, () => this.#judgeAll()),
      this.#clock.every(pingEveryMs, () => this.#beat()),
      this.#clock.every(sweepEveryMs, () => this.#sweep()),
    )
    if (options.bus !== undefined) this.#stop.push(this.#clock.every(antiEntropyMs, () => this.#catchUpAll()))
  }

  // Joining

  attach(socket: SyncSocket, person: Person, document: string): void {
    const seat = new Seat(socket, person, document, this.#clock, this.#limits, {
      gone: (seat) => this.#seats.delete(seat),
      refused: (seat, code, reason) => {
        this.#count(`refused_${code}`, 1)
        this.#note('refused', { document: seat.document, user: seat.person.userId, code, reason })
      },
    })
    this.#seats.add(seat)
    if (this.#draining) return seat.refuse(CLOSE.restarting, 'restarting')
    if (!this.#isDocument(document)) return seat.refuse(CLOSE.notAllowed, 'no-such-document')
    void this.#join(seat)
  }

  refuse(socket: SyncSocket, code: CloseCode, reason: string): void {
    socket.on('error', () => {})
    this.#count(`refused_${code}`, 1)
    closeSocket(socket, code, reason, (ms, run) => this.#clock.after(ms, run))
  }

  /** Access first: who may not come in makes nothing load. */
  async #join(seat: Seat): Promise<void> {
    if (!(await this.#judge([seat]))) return seat.refuse(CLOSE.failed, 'access-unknown')
    while (!seat.gone) {
      let room: Room
      try {
        room = await this.#open(seat.document)
      } catch (cause) {
        // S16: a document that cannot be loaded is never served empty.
        this.#note('load-failed', { document: seat.document, error: String(cause) })
        return seat.refuse(CLOSE.failed, 'load-failed')
      }
      if (seat.gone) return
      // Re-checked after the await: the room may have been closed meanwhile.
      if (room.open) return room.sit(seat)
    }
  }

  #isDocument(name: string): boolean {
    return this.options.admitDocument?.(name) ?? true
  }

  // Access

  reauthorize(target: ReauthorizeTarget): void {
    const concerned = [...this.#seats].filter((seat) => {
      if ('document' in target) return seat.document === target.document
      if ('userId' in target) return seat.person.userId === target.userId
      return seat.person.sessionId === target.sessionId
    })
    for (const group of groups(concerned)) void this.#judge(group)
    if ('document' in target) {
      const room = this.#rooms.get(target.document)
      if (room !== undefined) void this.#judgePresence(room)
    }
  }

  #judgeAll(): void {
    for (const group of groups([...this.#seats])) void this.#judge(group)
    for (const room of this.#rooms.values()) void this.#judgePresence(room)
  }

  /** One question for all connections of one session to one document. False: no answer was to be had. */
  async #judge(seats: readonly Seat[]): Promise<boolean> {
    const [first] = seats
    if (first === undefined) return true
    const numbers = seats.map((seat) => ++seat.judging)
    let verdict: Verdict
    try {
      const { person, document } = first
      verdict = await this.#within(this.#limits.accessTimeoutMs, () => this.options.access(person, document))
    } catch (cause) {
      this.#count('access_unknown', 1)
      this.#note('access-unknown', { document: first.document, user: first.person.userId, error: String(cause) })
      for (const seat of seats) {
        // With the database away nothing can be withdrawn either; but not for ever.
        if (this.#clock.now() - seat.judgedAt > this.#limits.accessLeaseMs) seat.cut('access-unknown')
      }
      return false
    }
    seats.forEach((seat, i) => this.#apply(seat, verdict, numbers[i] ?? 0))
    return true
  }

  #apply(seat: Seat, verdict: Verdict, number: number): void {
    // A judgement begun before this one's may still be under way; it has nothing to say any more.
    if (seat.gone || number < seat.judged) return
    seat.judged = number
    seat.judgedAt = this.#clock.now()
    if (verdict === 'signed-out') return seat.refuse(CLOSE.signIn, 'sign-in')
    if (verdict === 'none') return seat.refuse(CLOSE.notAllowed, 'not-allowed')
    seat.access = verdict
    if (seat.seated) this.#rooms.get(seat.document)?.accessChanged(seat)
  }

  async #judgePresence(room: Room): Promise<void> {
    let mode: PresenceMode
    try {
      const { accessTimeoutMs } = this.#limits
      mode = await this.#within(accessTimeoutMs, async () => (await this.options.presence?.(room.name)) ?? 'full')
    } catch (cause) {
      mode = 'quiet'
      this.#note('presence-unknown', { document: room.name, error: String(cause) })
    }
    if (room.open) room.presence.setMode(mode)
  }

  #within<T>(ms: number, ask: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(ms, () => reject(new Error(`no answer within ${ms} ms`)))
      Promise.resolve().then(ask).then(resolve, reject).finally(cancel)
    })
  }

  // Rooms

  /** S28: a room loads once however many ask. */
  #open(name: string): Promise<Room> {
    const open = this.#rooms.get(name)
    if (open !== undefined) {
      open.touch()
      return Promise.resolve(open)
    }
    const opening = this.#opening.get(name) ?? this.#load(name).finally(() => this.#opening.delete(name))
    this.#opening.set(name, opening)
    return opening
  }

  async #load(name: string): Promise<Room> {
    await this.#turnToLoad()
    let room: Room | null = null
    // S26: hints are heard before the load, so that nothing falls in between.
    let hinted = 0
    try {
      const unsubscribe = await this.options.bus?.subscribe(name, (hint) => {
        hinted = Math.max(hinted, hint.seq)
        room?.heed(hint.seq)
      })
      try {
        const loaded = await this.options.log.load(name)
        room = new Room(name, new Replica(loaded), loaded.seq, loaded.rows.length, this.#ports)
      } catch (cause) {
        unsubscribe?.()
        throw cause
      }
      if (unsubscribe !== undefined) room.closers.push(unsubscribe)
    } finally {
      this.#loading -= 1
      this.#loadQueue.shift()?.()
    }
    await this.#judgePresence(room)
    this.#rooms.set(name, room)
    room.heed(hinted)
    this.#count('loads', 1)
    return room
  }

  async #turnToLoad(): Promise<void> {
    while (this.#loading >= this.#limits.loadsAtOnce) {
      await new Promise<void>((resolve) => this.#loadQueue.push(resolve))
    }
    this.#loading += 1
  }

  #roomFailed(room: Room, cause: unknown): void {
    if (this.#rooms.get(room.name) === room) this.#rooms.delete(room.name)
    this.#count('rooms_failed', 1)
    this.#note('store-failed', { document: room.name, error: String(cause) })
  }

  #sweep(): void {
    for (const [name, room] of this.#rooms) {
      if (!room.sweep()) continue
      room.close()
      this.#rooms.delete(name)
    }
  }

  #catchUpAll(): void {
    for (const room of this.#rooms.values()) void room.catchUp()
  }

  #beat(): void {
    for (const seat of this.#seats) seat.beat()
  }

  // The server's own door

  async write(document: string, change: (doc: Y.Doc) => void, by?: { userId?: string }): Promise<Written> {
    const room = await this.#openOwn(document)
    return room.write(change, by?.userId ?? null)
  }

  async read<T>(document: string, look: (doc: Y.Doc) => T): Promise<T> {
    const room = await this.#openOwn(document)
    return room.read(look)
  }

  async #openOwn(document: string): Promise<Room> {
    if (this.#draining) throw new Error('the sync engine is stopping')
    if (!this.#isDocument(document)) throw new Error(`there can be no document named ${document}`)
    for (;;) {
      const room = await this.#open(document)
      if (room.open) return room
    }
  }

  onWritten(listener: WrittenListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #written(document: string, firstSeq: number, rows: readonly NewRow[]): void {
    this.options.bus?.publish({ document, seq: firstSeq + rows.length - 1 })
    for (const listener of this.#listeners) {
      rows.forEach((row, i) => {
        try {
          listener(document, firstSeq + i, row.bytes, row.userId)
        } catch (cause) {
          this.#note('listener-threw', { document, error: String(cause) })
        }
      })
    }
  }

  people(document: string): { userId: string; name: string; color: string }[] {
    return this.#rooms.get(document)?.presence.people() ?? []
  }

  stats(): SyncStats {
    const rooms = [...this.#rooms.values()]
    return {
      rooms: rooms.length,
      seats: this.#seats.size,
      builtDocuments: rooms.filter((room) => room.built).length,
      documentBytes: rooms.reduce((sum, room) => sum + room.bytes, 0),
      queued: rooms.reduce((sum, room) => sum + room.queued, 0),
      commits: this.#committer.commits,
      counters: { ...this.#counters },
    }
  }

  async drain(): Promise<void> {
    this.#draining = true
    for (const stop of this.#stop.splice(0)) stop()
    await Promise.allSettled(this.#opening.values())
    for (const room of this.#rooms.values()) {
      while (room.open && (room.queued > 0 || !room.resting)) {
        this.#committer.request(room)
        await this.#committer.idle()
        if (!room.resting) await room.rested()
      }
    }
    for (const seat of this.#seats) seat.refuse(CLOSE.restarting, 'restarting')
    for (const room of this.#rooms.values()) room.close()
    this.#rooms.clear()
  }

  #count(what: string, by: number): void {
    this.#counters[what] = (this.#counters[what] ?? 0) + by
  }

  #note(event: string, fields: Record<string, unknown>): void {
    this.options.note?.(event, fields)
  }
}

/** Connections that one question answers for. */
function groups(seats: readonly Seat[]): Seat[][] {
  const by = new Map<string, Seat[]>()
  for (const seat of seats) {
    const key = JSON.stringify([seat.document, seat.person.sessionId, seat.person.userId])
    const group = by.get(key)
    if (group === undefined) by.set(key, [seat])
    else group.push(seat)
  }
  return [...by.values()]
}
