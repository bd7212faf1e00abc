// Owns one live document: the order in which edits are applied, stored, shown and acknowledged (S9 to S13, S17 to S19). Between
// `take` and `landed` the document is ahead of the log, and in that time nothing is read from it. It knows nothing of
// access beyond what a seat was given, and nothing of other rooms.
import type * as Y from 'yjs'
import { CLOSE, DOCUMENT_FULL, READ_ONLY } from '../../shared/wire.ts'
import type { Clock } from './clock.ts'
import type { Committing } from './committer.ts'
import { step1Frame, updateFrame } from './frames.ts'
import type { Guard } from './guard.ts'
import { type Decoded, decode, Known } from './known.ts'
import type { SyncLimits } from './limits.ts'
import type { NewRow, StoredRow, UpdateLog } from './log.ts'
import { mergeBounded } from './merge.ts'
import { Presence } from './presence.ts'
import { type PresenceFields, readOwnPresence } from './presence-state.ts'
import type { Replica } from './replica.ts'
import { Seat, type SeatedIn } from './seat.ts'

export interface Written {
  seq: number
  changed: boolean
}

interface Edit {
  kind: 'edit'
  seat: Seat
  /** Its number among the seat's document frames, for the acknowledgement. */
  frame: number
  update: Uint8Array
  clientId: number | null
}

interface Change {
  kind: 'change'
  change: (doc: Y.Doc) => void
  userId: string | null
  resolve(written: Written): void
  reject(cause: unknown): void
}

interface Row extends NewRow {
  from: Seat | Change
}

interface Batch {
  ops: (Edit | Change)[]
  rows: Row[]
  /** What the document emitted is more than what the clients sent, so their authors need to see it too. */
  tidied: boolean
}

/** What a room needs of the engine. */
export interface RoomPorts {
  clock: Clock
  limits: SyncLimits
  log: UpdateLog
  guard: Guard
  presenceFields: PresenceFields
  random: () => number
  requestCommit(room: Room): void
  written(document: string, firstSeq: number, rows: readonly NewRow[]): void
  count(what: string, by?: number): void
  note(event: string, fields: Record<string, unknown>): void
  failed(room: Room, cause: unknown): void
  serverClientId(): number
  forgetServerClientId(): void
}

/** A document over its cap is weighed again at most so often: it means encoding all of it. */
const WEIGH_EVERY_MS = 5_000
/** Above the cap there is this much room for edits that remove at least what they add. */
const SLACK = 1.05
/** Deliveries a second (rate x receivers) that add a millisecond to the window. */
const DELIVERIES_PER_MS = 2_600

export class Room implements Committing, SeatedIn {
  readonly presence: Presence
  readonly seats = new Set<Seat>()
  #state: 'open' | 'failed' | 'closed' = 'open'
  #queue: (Edit | Change)[] = []
  #queuedBytes = 0
  #batch: Batch | null = null
  /** Rows from another node are being fetched: nothing is taken meanwhile. */
  #catching = false
  #cancelFlush: (() => void) | null = null
  /** What waits for the commit in flight to land. */
  readonly #waiters: { run: () => void; fail: (cause: Error) => void }[] = []
  #tookAt = -Infinity
  #editedAt: number
  #usedAt: number
  #rate = 0
  #full = false
  #weighedAt = -Infinity
  #rowsSinceSnapshot: number
  #compacting = false
  readonly closers: (() => void)[] = []

  constructor(
    readonly name: string,
    private readonly replica: Replica,
    public seq: number,
    rowsSinceSnapshot: number,
    private readonly ports: RoomPorts,
  ) {
    this.presence = new Presence(ports.clock, ports.limits, ports.random)
    this.#rowsSinceSnapshot = rowsSinceSnapshot
    this.#editedAt = ports.clock.now()
    this.#usedAt = ports.clock.now()
    if (replica.bytes >= ports.limits.documentBytes) replica.fold()
    this.#full = replica.bytes >= ports.limits.documentBytes
  }

  get open(): boolean {
    return this.#state === 'open'
  }

  get built(): boolean {
    return this.replica.built
  }

  get bytes(): number {
    return this.replica.bytes
  }

  get queued(): number {
    return this.#queue.length
  }

  // Seats

  sit(seat: Seat): void {
    this.seats.add(seat)
    this.#tellAccess(seat)
    this.presence.join(seat)
    seat.sitIn(this)
  }

  left(seat: Seat): void {
    if (!this.seats.delete(seat)) return
    this.presence.leave(seat)
    this.#usedAt = this.ports.clock.now()
  }

  /** After a new judgement: tell the seat, and ask a new editor for what it has. */
  accessChanged(seat: Seat): void {
    this.#tellAccess(seat)
    if (seat.access === 'edit' && seat.synced && !seat.asked) this.#ask(seat)
  }

  #tellAccess(seat: Seat): void {
    if (seat.access !== 'none') seat.tellAccess(seat.access === 'edit' && this.#full ? 'full' : seat.access)
  }

  /** A viewer is never asked what it has: it would answer with what it may not send. */
  #ask(seat: Seat): void {
    seat.asked = true
    seat.send(step1Frame(this.replica.known.stateVector()))
  }

  step1(seat: Seat, stateVector: Uint8Array): void {
    this.#atRest(() => {
      if (seat.gone) return
      const frames = this.replica.syncFrames(stateVector)
      if (frames === null) return seat.refuse(CLOSE.malformed, 'malformed')
      this.ports.count('first_syncs')
      seat.sendFirstSync(frames)
      seat.synced = true
      if (seat.access === 'edit' && !seat.asked) this.#ask(seat)
    })
  }

  heardPresence(seat: Seat, body: Uint8Array): void {
    const { presenceFields, limits } = this.ports
    const own = readOwnPresence(body, this.presence.idOf(seat), presenceFields, limits.presenceBytes)
    // Stock clients send back what they hear of others, so the rest is dropped and not punished.
    if (own === null || !this.presence.hear(seat, own)) this.ports.count('presence_dropped')
  }

  listPresence(seat: Seat): void {
    this.presence.list(seat)
  }

  // Edits

  edit(seat: Seat, update: Uint8Array, may: boolean): void {
    const { ports } = this
    const decoded = decode(update)
    if (decoded === null) return seat.refuse(CLOSE.malformed, 'malformed')
    // Every joiner answers the server's step 1 with at least its whole delete set.
    if (this.replica.contains(decoded)) {
      if (seat.waiting === 0) seat.saved(seat.frames)
      return
    }
    if (!may) return seat.refuse(CLOSE.notAllowed, READ_ONLY)
    if (this.#full && !this.#makesSmaller(decoded)) return seat.refuse(CLOSE.tooBig, DOCUMENT_FULL)
    const { name, replica } = this
    const refusal = ports.guard({ document: name, person: seat.person, update, decoded, known: replica.known })
    if (refusal !== null) return seat.refuse(refusal.code, refusal.reason)
    if (this.#queuedBytes + update.length > ports.limits.roomQueueBytes) return seat.cut('room-busy')
    const clientId = decoded.structs[0]?.id.client ?? this.presence.idOf(seat)
    this.#queue.push({ kind: 'edit', seat, frame: seat.frames, update, clientId })
    this.#queuedBytes += update.length
    seat.waiting += 1
    this.#schedule()
  }

  #makesSmaller(decoded: Decoded): boolean {
    if (decoded.structs.length === 0) return true
    if (this.replica.bytes > this.ports.limits.documentBytes * SLACK) return false
    const { adds, removes } = this.replica.known.weigh(decoded)
    return removes >= adds
  }

  /** The server's own door (S29): same queue, same log, same fan-out. */
  write(change: (doc: Y.Doc) => void, userId: string | null): Promise<Written> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ kind: 'change', change, userId, resolve, reject })
      this.#schedule()
    })
  }

  /** Reads the document as it is on disk. */
  read<T>(look: (doc: Y.Doc) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#atRest(() => {
        this.#editedAt = this.ports.clock.now()
        try {
          resolve(this.replica.read(look))
        } catch (cause) {
          reject(cause instanceof Error ? cause : new Error('the read threw', { cause }))
        }
      }, reject)
    })
  }

  // Commit

  /** A quiet room sends at once; a busy one gathers for a window that widens with the frames it costs (S11). */
  #schedule(): void {
    if (this.#state !== 'open' || this.#batch !== null || this.#catching || this.#queue.length === 0) return
    this.#usedAt = this.ports.clock.now()
    if (this.#cancelFlush !== null) return
    const wait = this.#tookAt + this.#window() - this.ports.clock.now()
    if (wait <= 0) return this.ports.requestCommit(this)
    this.#cancelFlush = this.ports.clock.after(wait, () => {
      this.#cancelFlush = null
      this.ports.requestCommit(this)
    })
  }

  #window(): number {
    const { windowMs, windowMaxMs } = this.ports.limits
    return Math.min(windowMaxMs, windowMs + (this.#rate * this.seats.size) / DELIVERIES_PER_MS)
  }

  take(): readonly NewRow[] | null {
    if (this.#state !== 'open' || this.#batch !== null || this.#catching || this.#queue.length === 0) return null
    this.#cancelFlush?.()
    this.#cancelFlush = null
    const batch: Batch = { ops: this.#nextOps(), rows: [], tidied: false }
    this.#batch = batch
    this.#measure(batch.ops.length)
    for (const op of batch.ops) {
      if (op.kind === 'edit') this.#applyEdit(op, batch)
      else this.#applyChange(op, batch)
    }
    this.#editedAt = this.ports.clock.now()
    return batch.rows
  }

  #nextOps(): (Edit | Change)[] {
    const { commitOps, commitBytes } = this.ports.limits
    let count = 0
    let bytes = 0
    while (count < this.#queue.length && count < commitOps && bytes < commitBytes) {
      bytes += sizeOf(this.#queue[count++])
    }
    this.#queuedBytes -= bytes
    return this.#queue.splice(0, count)
  }

  #applyEdit(edit: Edit, batch: Batch): void {
    const { seat, update, clientId } = edit
    // What follows a refused edit builds on it.
    if (seat.refused) return
    const applied = this.replica.applyUpdate(update)
    if (!applied.ok) {
      this.ports.count('refused_in_apply')
      if (applied.why === 'unresolved') seat.refuse(CLOSE.startOver, 'unresolved')
      else seat.refuse(CLOSE.malformed, 'malformed')
      return
    }
    if (applied.updates.length > 1) batch.tidied = true
    const { userId, sessionId } = seat.person
    for (const bytes of applied.updates) batch.rows.push({ bytes, userId, sessionId, clientId, from: seat })
  }

  #applyChange(change: Change, batch: Batch): void {
    const clientId = this.ports.serverClientId()
    const applied = this.replica.applyChange(change.change, clientId)
    if (!applied.ok) {
      change.reject(applied.cause ?? new Error(`the change was refused: ${applied.why}`))
      return
    }
    for (const bytes of applied.updates) {
      batch.rows.push({ bytes, userId: change.userId, sessionId: null, clientId, from: change })
    }
  }

  landed(firstSeq: number): void {
    const batch = this.#batch
    if (batch === null) return
    this.#batch = null
    const { rows } = batch
    let missed = false
    if (rows.length > 0) {
      missed = firstSeq !== this.seq + 1
      const merged = mergeBounded(rows.map((row) => row.bytes))
      this.replica.landed(merged)
      this.#rowsSinceSnapshot += rows.length
      // With somebody else's rows in between, the number stays until those have been read.
      if (!missed) this.seq += rows.length
      this.#fanOut(merged, soleAuthor(batch))
    }
    this.#acknowledge(batch, firstSeq)
    if (rows.length > 0) this.ports.written(this.name, firstSeq, rows)
    this.#weigh()
    if (missed) void this.catchUp()
    this.#rest()
  }

  #fanOut(update: Uint8Array, author: Seat | null): void {
    const frame = updateFrame(update)
    let delivered = 0
    for (const seat of this.seats) {
      if (!seat.synced || seat === author) continue
      seat.send(frame)
      delivered += 1
    }
    this.ports.count('frames_out', delivered)
  }

  #acknowledge(batch: Batch, firstSeq: number): void {
    const last = new Map<Seat, number>()
    for (const op of batch.ops) {
      if (op.kind === 'edit') {
        op.seat.waiting -= 1
        last.set(op.seat, op.frame)
      } else {
        const at = batch.rows.findLastIndex((row) => row.from === op)
        op.resolve(at === -1 ? { seq: this.seq, changed: false } : { seq: firstSeq + at, changed: true })
      }
    }
    for (const [seat, frame] of last) seat.saved(seat.waiting === 0 ? seat.frames : frame)
  }

  #measure(ops: number): void {
    const now = this.ports.clock.now()
    const seconds = Math.max(now - this.#tookAt, 1) / 1000
    this.#rate = this.#tookAt === -Infinity ? 0 : this.#rate * 0.7 + (ops / seconds) * 0.3
    this.#tookAt = now
    this.ports.count('updates_in', ops)
  }

  /** S13: nothing a client still holds is lost. It keeps its edits and sends them again when it comes back. */
  failed(cause: unknown): void {
    if (this.#state !== 'open') return
    this.#state = 'failed'
    // Whether the rows are on disk is not known: a server id may not be used twice for different text.
    this.ports.forgetServerClientId()
    const error = new Error(`${this.name} could not be stored`, { cause })
    this.ports.failed(this, cause)
    this.#end(error)
    for (const seat of this.seats) seat.cut('storage-failed')
  }

  close(): void {
    if (this.#state !== 'open') return
    this.#state = 'closed'
    this.#end(new Error(`${this.name} was closed`))
  }

  #end(error: Error): void {
    this.#cancelFlush?.()
    for (const op of [...(this.#batch?.ops ?? []), ...this.#queue]) if (op.kind === 'change') op.reject(error)
    this.#batch = null
    this.#queue = []
    this.#queuedBytes = 0
    for (const waiter of this.#waiters.splice(0)) waiter.fail(error)
    this.presence.close()
    this.replica.drop()
    for (const close of this.closers.splice(0)) close()
  }

  // Rest: moments when the document is exactly what is on disk

  #atRest(run: () => void, fail: (cause: Error) => void = () => {}): void {
    if (this.#state !== 'open') fail(new Error(`${this.name} is not open`))
    else if (this.resting) run()
    else this.#waiters.push({ run, fail })
  }

  get resting(): boolean {
    return this.#batch === null && !this.#catching
  }

  rested(): Promise<void> {
    return new Promise((resolve) => this.#atRest(resolve, () => resolve()))
  }

  #rest(): void {
    for (const waiter of this.#waiters.splice(0)) {
      if (this.resting) waiter.run()
      else this.#waiters.push(waiter)
    }
    this.#schedule()
  }

  // Other nodes

  /** S25: another node says how far the document is; what is missing is read from the log. */
  heed(seq: number): void {
    if (seq > this.seq) void this.catchUp()
  }

  async catchUp(): Promise<void> {
    if (this.#state !== 'open') return
    if (!this.resting) {
      this.#waiters.push({ run: () => void this.catchUp(), fail: () => {} })
      return
    }
    this.#catching = true
    try {
      const rows = await this.ports.log.after(this.name, this.seq)
      if (rows === null) {
        const loaded = await this.ports.log.load(this.name)
        const snapshot = loaded.snapshot === null ? [] : [loaded.snapshot]
        this.#takeIn([...snapshot, ...loaded.rows.map((row) => row.bytes)], loaded.seq)
      } else if (rows.length > 0) {
        this.#takeIn(
          rows.map((row) => row.bytes),
          gapFreeEnd(rows, this.seq),
        )
      }
    } catch (cause) {
      this.ports.note('catch-up-failed', { document: this.name, error: String(cause) })
    } finally {
      this.#catching = false
      this.#rest()
    }
  }

  #takeIn(updates: readonly Uint8Array[], seq: number): void {
    // Re-checked after the await: the room may have been closed.
    if (this.#state !== 'open' || updates.length === 0) return
    const news = this.replica.take(updates)
    this.#rowsSinceSnapshot += seq - this.seq
    this.seq = seq
    this.ports.count('caught_up')
    if (news !== null) this.#fanOut(news, null)
  }

  // Upkeep

  /** S17: the size that counts is the document's, not that of the log it grew from. */
  #weigh(): void {
    const { documentBytes } = this.ports.limits
    if (!this.#full && this.replica.bytes < documentBytes) return
    const now = this.ports.clock.now()
    if (now - this.#weighedAt < WEIGH_EVERY_MS) return
    this.#weighedAt = now
    this.replica.fold()
    const full = this.replica.bytes >= documentBytes
    if (full === this.#full) return
    this.#full = full
    this.ports.note(full ? 'document-full' : 'document-has-room', { document: this.name, bytes: this.replica.bytes })
    for (const seat of this.seats) this.#tellAccess(seat)
  }

  /** Looks after a room at rest; true when it can be unloaded. */
  sweep(): boolean {
    if (this.#state !== 'open') return true
    if (!this.resting || this.#queue.length > 0) return false
    const { clock, limits } = this.ports
    const now = clock.now()
    if (this.#full) this.#weigh()
    const quiet = now - this.#editedAt >= limits.docQuietMs
    const idle = this.seats.size === 0 && now - this.#usedAt >= limits.roomIdleMs
    if (quiet || idle) {
      if (this.#rowsSinceSnapshot >= limits.compactRows && !this.#compacting) void this.#compact()
      if (this.replica.built) {
        this.replica.fold()
        this.replica.drop()
      }
    }
    return idle && !this.#compacting
  }

  touch(): void {
    this.#usedAt = this.ports.clock.now()
  }

  /** S15: replay into a snapshot; the log swaps it for the rows it covers in one transaction. */
  async #compact(): Promise<void> {
    this.#compacting = true
    const { seq } = this
    const rows = this.#rowsSinceSnapshot
    try {
      const snapshot = this.replica.snapshot()
      const check = new Known()
      const decoded = decode(snapshot)
      if (decoded !== null) check.add(decoded)
      // Rows are about to be deleted: the one moment to be sure that the snapshot has them.
      if (!check.covers(this.replica.known)) throw new Error('the snapshot lacks something that is in the log')
      await this.ports.log.compact(this.name, snapshot, seq)
      this.#rowsSinceSnapshot -= rows
      this.ports.count('compactions')
    } catch (cause) {
      // The rows are still there: tried again after the next edits.
      this.#rowsSinceSnapshot = 0
      this.ports.note('compaction-failed', { document: this.name, error: String(cause) })
    } finally {
      this.#compacting = false
    }
  }
}

function sizeOf(op: Edit | Change | undefined): number {
  return op?.kind === 'edit' ? op.update.length : 0
}

/** The one connection that wrote all of a batch: it has the text already, an acknowledgement will do (S18). */
function soleAuthor(batch: Batch): Seat | null {
  const author = batch.rows[0]?.from
  if (batch.tidied || !(author instanceof Seat)) return null
  return batch.rows.every((row) => row.from === author) ? author : null
}

function gapFreeEnd(rows: readonly StoredRow[], seq: number): number {
  let expected = seq
  for (const row of rows) if (row.seq !== ++expected) throw new Error(`row ${expected} is missing from the log`)
  return expected
}
