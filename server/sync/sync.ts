// Owns the engine: its parts, its doors, its beginning and end (engine-shape.ts says what the program sees of it). What happens
// inside a document is the room's, who may be there the judge's, what is stored the log's, what other nodes hear nodes.ts's.
import type * as Y from 'yjs'
import { CLOSE, type CloseCode, DOCUMENT_CROWDED } from '../../shared/wire.ts'
import { Attendance, countedAs } from './budget-seats.ts'
import { Shares } from './budget-shares.ts'
import { type Clock, realClock } from './clock.ts'
import { Committer } from './committer.ts'
import type { Look, ReauthorizeTarget, Sync, SyncOptions, SyncStats, WrittenListener } from './engine-shape.ts'
import { openAuthorship } from './guard.ts'
import { Judge, JUDGE_TICK_MS, within } from './judge.ts'
import { DEFAULT_LIMITS, type SyncLimits } from './limits.ts'
import type { NewRow } from './log.ts'
import { Nodes } from './nodes.ts'
import type { Person, PresenceMode } from './presence.ts'
import { PRESENCE_FIELDS } from './presence-state.ts'
import type { Room } from './room.ts'
import { Rooms } from './rooms.ts'
import { Seat } from './seat.ts'
import type { Written } from './batch.ts'
import { closeSocket, type SyncSocket } from './socket.ts'

export function createSync(options: SyncOptions): Sync {
  return new Engine(options)
}

class Engine implements Sync {
  readonly #limits: SyncLimits
  readonly #clock: Clock
  readonly #committer: Committer
  readonly #rooms: Rooms
  readonly #judge: Judge
  readonly #seats: Attendance
  readonly #shares: Shares
  readonly #nodes: Nodes | null
  readonly #listeners = new Set<WrittenListener>()
  readonly #learners = new Set<(document: string) => void>()
  readonly #counters: Record<string, number> = {}
  readonly #stop: (() => void)[] = []
  #draining = false

  constructor(private readonly options: SyncOptions) {
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits }
    this.#clock = options.clock ?? realClock
    this.#seats = new Attendance(this.#limits, (document) => options.placesIn?.(document) ?? null)
    this.#shares = new Shares(this.#clock, this.#limits)
    this.#committer = new Committer(options.log, this.#clock)
    const random = options.random ?? Math.random
    const newId = () => Math.floor(random() * 0xffffffff)
    let serverClientId = newId()
    const shared = {
      clock: this.#clock,
      limits: this.#limits,
      count: (what: string, by = 1) => this.#count(what, by),
      note: (event: string, fields: Record<string, unknown>) => this.#note(event, fields),
    }
    this.#rooms = new Rooms({
      ...shared,
      log: options.log,
      bus: options.bus ?? null,
      lastGood: async (document) => options.lastGood?.(document) ?? null,
      severalNodes: options.bus !== undefined,
      schema: options.schema ?? null,
      guarded: options.guarded ?? true,
      authorship: async (document) => options.authorship?.(document) ?? openAuthorship,
      presenceFields: options.presenceFields ?? PRESENCE_FIELDS,
      random,
      requestCommit: (room, waitMs) => this.#committer.request(room, waitMs),
      forgetCommit: (room) => this.#committer.forget(room),
      commitOver: () => this.#committer.over(),
      written: (document, firstSeq, rows, merged) => this.#written(document, firstSeq, rows, merged),
      learned: (document) => this.#learned(document),
      presenceRelay: (document) => this.#nodes?.presenceRelay(document) ?? null,
      prepare: (room) => this.#judgePresence(room),
      serverClientId: () => serverClientId,
      forgetServerClientId: () => {
        serverClientId = newId()
      },
    })
    this.#judge = new Judge({
      ...shared,
      access: (person, document) => options.access(person, document),
      accessChanged: (seat) => this.#rooms.get(seat.document)?.accessChanged(seat),
    })
    const reauthorize = (target: ReauthorizeTarget) => this.#reauthorizeHere(target)
    this.#nodes =
      options.bus === undefined ? null : new Nodes(options.bus, { ...shared, rooms: this.#rooms, reauthorize })
    this.#startTicking()
  }

  #startTicking(): void {
    const { accessEveryMs, pingEveryMs, sweepEveryMs } = this.#limits
    const every = (ms: number, run: () => void) => this.#stop.push(this.#clock.every(ms, run))
    every(JUDGE_TICK_MS, () => this.#judge.tick(this.#seats.all))
    every(accessEveryMs, () => this.#judgePresences())
    every(sweepEveryMs, () => {
      this.#rooms.sweep()
      this.#shares.sweep()
    })
    every(pingEveryMs, () => {
      for (const seat of this.#seats.all) seat.beat()
    })
  }

  // Joining

  attach(socket: SyncSocket, person: Person, document: string): void {
    const allowance = this.#shares.allow(countedAs(person), document)
    const seat = new Seat(socket, person, document, this.#clock, this.#limits, allowance, {
      gone: (seat) => this.#seats.remove(seat),
      refused: (seat, code, reason) => {
        this.#count(`refused_${code}`, 1)
        this.#note('refused', { document: seat.document, user: seat.person.userId, code, reason })
      },
    })
    if (this.#draining) return seat.refuse(CLOSE.restarting, 'restarting')
    if (!this.#isDocument(document)) return seat.refuse(CLOSE.notAllowed, 'no-such-document')
    const { taken, leaves } = this.#seats.add(seat)
    leaves?.refuse(CLOSE.tooFast, 'too-many-sockets')
    if (!taken) return seat.refuse(CLOSE.tooFast, DOCUMENT_CROWDED)
    void this.#join(seat)
  }

  refuse(socket: SyncSocket, code: CloseCode, reason: string): void {
    socket.on('error', () => {})
    this.#count(`refused_${code}`, 1)
    closeSocket(socket, code, reason, (ms, run) => this.#clock.after(ms, run))
  }

  /** Access first: who may not come in makes nothing load. */
  async #join(seat: Seat): Promise<void> {
    if (!(await this.#judge.judgeJoining(seat))) return seat.refuse(CLOSE.failed, 'access-unknown')
    if (seat.gone) return
    try {
      const room = await this.#rooms.open(seat.document)
      if (!seat.gone) room.sit(seat)
    } catch (cause) {
      // S16: a document that cannot be loaded is never served empty.
      this.#note('load-failed', { document: seat.document, error: String(cause) })
      seat.refuse(CLOSE.failed, 'load-failed')
    }
  }

  #isDocument(name: string): boolean {
    return this.options.admitDocument?.(name) ?? true
  }

  // Access

  reauthorize(target: ReauthorizeTarget): void {
    this.#nodes?.reauthorize(target)
    this.#reauthorizeHere(target)
  }

  #reauthorizeHere(target: ReauthorizeTarget): void {
    this.#judge.judge(this.#concerned(target))
    const room = 'document' in target ? this.#rooms.get(target.document) : undefined
    if (room === undefined) return
    void this.#judgePresence(room)
    void this.#askNames(room)
  }

  #concerned(target: ReauthorizeTarget): Iterable<Seat> {
    if ('document' in target) return this.#seats.in(target.document)
    if ('userId' in target) return this.#seats.of(target.userId)
    return [...this.#seats.all].filter((seat) => seat.person.sessionId === target.sessionId)
  }

  #judgePresences(): void {
    for (const room of this.#rooms.all()) {
      if (room.size === 0) continue
      void this.#judgePresence(room)
      void this.#askNames(room)
    }
  }

  /** S14. With the database away the names stay as they are: nothing can be written then. */
  async #askNames(room: Room): Promise<void> {
    const { authorship } = this.options
    if (authorship === undefined) return
    try {
      const names = await within(this.#clock, this.#limits.accessTimeoutMs, () => authorship(room.name))
      if (room.open) room.rename(names)
    } catch (cause) {
      this.#note('authorship-unknown', { document: room.name, error: String(cause) })
    }
  }

  async #judgePresence(room: Room): Promise<void> {
    const { presence } = this.options
    let mode: PresenceMode = 'full'
    try {
      if (presence !== undefined) {
        mode = await within(this.#clock, this.#limits.accessTimeoutMs, async () => presence(room.name))
      }
    } catch (cause) {
      mode = 'quiet'
      this.#note('presence-unknown', { document: room.name, error: String(cause) })
    }
    if (room.open) room.presence.setMode(mode)
  }

  // The server's own door

  async write(document: string, change: (doc: Y.Doc) => void, by?: { userId?: string }): Promise<Written> {
    return (await this.#openOwn(document)).write(change, by?.userId ?? null)
  }

  async read<T>(document: string, look: Look<T>): Promise<T> {
    return (await this.#openOwn(document)).read(look)
  }

  async compact(document: string): Promise<boolean> {
    const room = await this.#openOwn(document)
    const done = await room.compact()
    if (done) this.#nodes?.compacted(document, room.seq)
    return done
  }

  async #openOwn(document: string): Promise<Room> {
    if (this.#draining) throw new Error('the sync engine is stopping')
    if (!this.#isDocument(document)) throw new Error(`there can be no document named ${document}`)
    return this.#rooms.open(document)
  }

  onWritten(listener: WrittenListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onLearned(listener: (document: string) => void): () => void {
    this.#learners.add(listener)
    return () => this.#learners.delete(listener)
  }

  #learned(document: string): void {
    for (const listener of this.#learners) listener(document)
  }

  #written(document: string, first: number, rows: readonly NewRow[], merged: Uint8Array): void {
    this.options.bus?.publish({ document, first, seq: first + rows.length - 1, update: merged })
    for (const listener of this.#listeners) {
      rows.forEach((row, i) => {
        try {
          listener(document, first + i, row.bytes, row.userId)
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
    const rooms = [...this.#rooms.all()]
    return {
      rooms: rooms.length,
      seats: this.#seats.all.size,
      builtDocuments: rooms.filter((room) => room.built).length,
      damagedDocuments: rooms.filter((room) => room.damage !== null).length,
      documentBytes: rooms.reduce((sum, room) => sum + room.bytes, 0),
      queued: rooms.reduce((sum, room) => sum + room.queued, 0),
      commits: this.#committer.commits,
      counters: { ...this.#counters },
      bus: this.options.bus?.stats() ?? null,
    }
  }

  async drain(): Promise<void> {
    this.#draining = true
    // Whoever goes on writing sends it again elsewhere: it was not acknowledged, and this must come to an end.
    for (const seat of this.#seats.all) seat.stopListening()
    for (const stop of this.#stop.splice(0)) stop()
    this.#nodes?.close()
    await this.#rooms.flushed()
    for (const seat of this.#seats.all) seat.refuse(CLOSE.restarting, 'restarting')
    this.#rooms.close()
  }

  #count(what: string, by: number): void {
    this.#counters[what] = (this.#counters[what] ?? 0) + by
  }

  #note(event: string, fields: Record<string, unknown>): void {
    this.options.note?.(event, fields)
  }
}
