// Owns the order of one document: in which edits are applied, stored, shown and acknowledged (S9 to S13). Between `take` and
// `landed` the document is ahead of the log; in that time nothing is read from it. It knows seats only as authors, and no
// other document.
import type * as Y from 'yjs'
import { Applying } from './applying.ts'
import {
  acknowledge,
  authorsOf,
  type Batch,
  type Change,
  type Edit,
  nextOps,
  sizeOf,
  soleAuthor,
  surely,
  type Written,
} from './batch.ts'
import type { Hint } from './bus.ts'
import type { Committing } from './committer.ts'
import { Gathering } from './gathering.ts'
import type { ReadUpdate } from './guard/read.ts'
import type { Refusal } from './guard/refusal.ts'
import type { RoomGuard } from './guard.ts'
import { type Append, DamagedDocument, type Lease } from './log.ts'
import { mergeBounded } from './merge.ts'
import { Heard, rowsSince } from './missed-rows.ts'
import type { Audience, RoomPorts } from './ports.ts'
import type { Replica } from './replica.ts'
import type { Seat } from './seat.ts'
import { applyAll } from './together.ts'
import { Upkeep } from './upkeep.ts'

export class Sequencer implements Committing {
  readonly upkeep: Upkeep
  readonly #applying: Applying
  #state: 'open' | 'failed' | 'closed' = 'open'
  #queue: (Edit | Change)[] = []
  #queuedBytes = 0
  #batch: Batch | null = null
  /** Rows from another node are being fetched: nothing is taken meanwhile. */
  #catching = false
  /** Refused by what this node knows, and their authors' later ones: judged again once it knows all that is in the log. */
  #aside: Edit[] = []
  /** What waits for the commit in flight to land. */
  readonly #waiters: { run: () => void; fail: (cause: Error) => void }[] = []
  readonly #gathering: Gathering
  readonly #heard = new Heard()
  /** When the Y.Doc was last needed, and the document at all. */
  usedDocAt: number
  usedAt: number

  constructor(
    readonly name: string,
    private readonly replica: Replica,
    private readonly guard: RoomGuard,
    public seq: number,
    rowsSinceSnapshot: number,
    private readonly ports: RoomPorts,
    private readonly audience: Audience,
  ) {
    this.#gathering = new Gathering(ports.clock, ports.limits)
    this.upkeep = new Upkeep(name, replica, rowsSinceSnapshot, ports)
    this.#applying = new Applying(replica, guard, ports)
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
  edit(seat: Seat, update: Uint8Array, read: ReadUpdate, clientId: number | null): boolean {
    if (this.#queuedBytes + update.length > this.ports.limits.roomQueueBytes) return false
    this.#queue.push({ kind: 'edit', seat, frame: seat.frames, early: seat.early, sure: false, update, read, clientId })
    this.#queuedBytes += update.length
    seat.waiting += 1
    this.#schedule()
    return true
  }

  /** The server's own door (S29): same queue, same log, same fan-out. */
  write(change: (doc: Y.Doc) => void, userId: string | null): Promise<Written> {
    return new Promise((resolve, reject) => {
      if (!this.open) return reject(new Error(`${this.name} is not open`))
      this.#queue.push({ kind: 'change', change, userId, rejected: false, resolve, reject })
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
    this.ports.requestCommit(this, this.#gathering.waitMs(this.audience.size))
  }

  take(): Omit<Append, 'document'> | null {
    if (this.#state !== 'open' || this.#batch !== null || this.#catching || this.#queue.length === 0) return null
    const { ops, bytes } = nextOps(this.#queue, this.ports.limits)
    this.#queuedBytes -= bytes
    const batch: Batch = { ops, rows: [], clients: [], emitted: null, tidied: false }
    this.#batch = batch
    this.#gathering.took(batch.ops.length)
    this.ports.count('updates_in', batch.ops.length)
    this.#aside = applyAll(batch, this.replica, this.#applying, this.#aside)
    if (this.#aside.length > 0) batch.ops = ops.filter((op) => op.kind === 'change' || !this.#aside.includes(op))
    this.usedDocAt = this.ports.clock.now()
    return { rows: batch.rows, clients: batch.clients }
  }

  /** The document is as it was; nobody but the author notices. */
  refuse(seat: Seat, refusal: Refusal): void {
    this.#applying.refuse(seat, refusal)
  }

  landed(firstSeq: number): void {
    const batch = this.#batch
    if (batch === null) return
    this.#batch = null
    const { rows } = batch
    let missed = false
    let merged: Uint8Array | null = null
    const authors = authorsOf(batch)
    for (const seat of authors) seat.hold()
    if (rows.length > 0) {
      missed = firstSeq !== this.seq + 1
      merged = mergeBounded(batch.emitted ?? rows.map((row) => row.bytes))
      this.replica.landed(merged)
      this.upkeep.rows += rows.length
      // With somebody else's rows in between, the number stays until those are here.
      if (missed) this.#heard.own(firstSeq, rows.length)
      else this.seq += rows.length
      this.audience.show(merged, soleAuthor(batch))
    }
    acknowledge(batch, firstSeq, this.seq)
    for (const seat of authors) seat.release()
    if (merged !== null) this.ports.written(this.name, firstSeq, rows, merged)
    if (this.upkeep.weigh()) this.audience.fullnessChanged()
    if (missed) this.#takeHeard()
    if (this.#aside.length > 0) this.#again(this.#aside.splice(0))
    this.#rest()
  }

  /** First in the queue, once everything in the log is known here. */
  #again(ops: readonly (Edit | Change)[]): void {
    this.#queue.unshift(...ops.map(surely))
    for (const op of ops) this.#queuedBytes += sizeOf(op)
    void this.catchUp()
  }

  /** S8: an id taken here is somebody's on another node. It is as if nothing had been tried; only who takes what is another's is refused. */
  takenBack(owners: readonly Lease[]): void {
    const batch = this.#batch
    if (batch === null) return
    this.#batch = null
    this.replica.undo()
    this.guard.leases.giveBack(batch.clients, owners)
    this.ports.count('commits_taken_back')
    this.#again([...batch.ops.filter((op) => op.kind === 'edit' || !op.rejected), ...this.#aside.splice(0)])
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
    this.ports.forgetCommit(this)
    for (const op of [...(this.#batch?.ops ?? []), ...this.#queue]) if (op.kind === 'change') op.reject(error)
    this.#batch = null
    this.#queue = []
    this.#aside = []
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

  /** S25: another node says how far the document is, and perhaps what it wrote. */
  heed(hint: Hint): void {
    if (hint.seq <= this.seq) return
    this.#heard.add(hint)
    if (this.resting) return this.#takeHeard()
    if (this.#heard.waiting) return
    this.#heard.waiting = true
    this.atRest(() => this.#takeHeard())
  }

  /** What was heard in order is taken as it is; with a gap before it, the log is read. */
  #takeHeard(): void {
    this.#heard.waiting = false
    const { updates, seq } = this.#heard.next(this.seq)
    if (seq > this.seq) this.#takeIn(updates, seq)
    if (this.#heard.reached(this.seq)) void this.catchUp()
  }

  async catchUp(): Promise<void> {
    if (this.#state !== 'open') return
    if (!this.resting) {
      this.#waiters.push({ run: () => void this.catchUp(), fail: () => {} })
      return
    }
    this.#catching = true
    try {
      const { updates, seq } = await rowsSince(this.ports.log, this.name, this.seq)
      this.#takeIn(updates, seq)
    } catch (cause) {
      // F11: whoever comes next finds what is left of it, to read.
      if (cause instanceof DamagedDocument) return this.failed(cause)
      this.ports.note('catch-up-failed', { document: this.name, error: String(cause) })
      // Not refused on a guess: they keep what they have and come back.
      for (const op of this.#queue) if (op.kind === 'edit' && op.sure) op.seat.cut('log-away')
    } finally {
      this.#catching = false
      this.#rest()
    }
  }

  #takeIn(updates: readonly Uint8Array[], seq: number): void {
    // Re-checked after the await: the room may have been closed.
    if (this.#state !== 'open' || seq <= this.seq) return
    const news = updates.length === 0 ? null : this.replica.take(updates)
    this.upkeep.rows += seq - this.seq
    this.seq = seq
    this.#heard.reached(seq)
    this.ports.count('caught_up')
    if (news === null) return
    void this.guard.learn(news)
    this.audience.show(news, null)
    this.ports.learned(this.name)
  }
}
