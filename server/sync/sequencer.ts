// Owns the order of one document: in which edits are applied, stored, shown and acknowledged (S9 to S13). Between `take` and
// `landed` the document is ahead of the log; in that time nothing is read from it. It knows seats only as authors, and no
// other document.
import type * as Y from 'yjs'
import { CLOSE } from '../../shared/wire.ts'
import type { Committing } from './committer.ts'
import type { NewRow, StoredRow } from './log.ts'
import { mergeBounded } from './merge.ts'
import type { RoomPorts } from './ports.ts'
import type { Replica } from './replica.ts'
import { Seat } from './seat.ts'
import { Upkeep } from './upkeep.ts'

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

/** Those who are shown what was stored. */
export interface Audience {
  readonly size: number
  /** `author` has it already. */
  show(update: Uint8Array, author: Seat | null): void
  fullnessChanged(): void
  /** The log refused: nothing may be shown, everyone is to come back. */
  storeFailed(cause: unknown): void
}

/** Deliveries a second (rate x receivers) that add a millisecond to the window. */
const DELIVERIES_PER_MS = 2_600

export class Sequencer implements Committing {
  readonly upkeep: Upkeep
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
  #rate = 0
  /** When the Y.Doc was last needed, and the document at all. */
  usedDocAt: number
  usedAt: number

  constructor(
    readonly name: string,
    private readonly replica: Replica,
    public seq: number,
    rowsSinceSnapshot: number,
    private readonly ports: RoomPorts,
    private readonly audience: Audience,
  ) {
    this.upkeep = new Upkeep(name, replica, rowsSinceSnapshot, ports)
    this.usedDocAt = ports.clock.now()
    this.usedAt = ports.clock.now()
  }

  get open(): boolean {
    return this.#state === 'open'
  }

  get queued(): number {
    return this.#queue.length
  }

  /** False when the queue is full: the sender has to come back later. */
  edit(seat: Seat, update: Uint8Array, clientId: number | null): boolean {
    if (this.#queuedBytes + update.length > this.ports.limits.roomQueueBytes) return false
    this.#queue.push({ kind: 'edit', seat, frame: seat.frames, update, clientId })
    this.#queuedBytes += update.length
    seat.waiting += 1
    this.#schedule()
    return true
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
      this.atRest(() => {
        this.usedDocAt = this.ports.clock.now()
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
    this.usedAt = this.ports.clock.now()
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
    return Math.min(windowMaxMs, windowMs + (this.#rate * this.audience.size) / DELIVERIES_PER_MS)
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
    this.usedDocAt = this.ports.clock.now()
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
      this.upkeep.rows += rows.length
      // With somebody else's rows in between, the number stays until those have been read.
      if (!missed) this.seq += rows.length
      this.audience.show(merged, soleAuthor(batch))
    }
    this.#acknowledge(batch, firstSeq)
    if (rows.length > 0) this.ports.written(this.name, firstSeq, rows)
    if (this.upkeep.weigh()) this.audience.fullnessChanged()
    if (missed) void this.catchUp()
    this.#rest()
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
    this.#end(new Error(`${this.name} could not be stored`, { cause }))
    this.audience.storeFailed(cause)
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
    this.replica.drop()
  }

  // Rest: moments when the document is exactly what is on disk

  atRest(run: () => void, fail: (cause: Error) => void = () => {}): void {
    if (this.#state !== 'open') fail(new Error(`${this.name} is not open`))
    else if (this.resting) run()
    else this.#waiters.push({ run, fail })
  }

  get resting(): boolean {
    return this.#batch === null && !this.#catching
  }

  rested(): Promise<void> {
    return new Promise((resolve) => this.atRest(resolve, () => resolve()))
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
    this.upkeep.rows += seq - this.seq
    this.seq = seq
    this.ports.count('caught_up')
    if (news !== null) this.audience.show(news, null)
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
