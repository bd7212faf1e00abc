// Owns the size of one document: when it is full (S17) and when its log is compacted (S15). Its methods are called only while
// the document is exactly what is on disk.
import { decode, Known } from './known.ts'
import type { RoomPorts } from './ports.ts'
import type { Replica } from './replica.ts'

/** A document over its cap is weighed again at most so often: it means encoding all of it. */
const WEIGH_EVERY_MS = 5_000
/** A document that is never quiet is compacted all the same when its log is so many times as long. */
const LONG = 10

export class Upkeep {
  #full: boolean
  #weighedAt = -Infinity
  #compacting = false

  constructor(
    private readonly name: string,
    private readonly replica: Replica,
    /** Rows in the log since its snapshot. */
    public rows: number,
    private readonly ports: RoomPorts,
  ) {
    if (this.#isOver()) replica.fold()
    this.#full = this.#isOver()
  }

  get full(): boolean {
    return this.#full
  }

  get compacting(): boolean {
    return this.#compacting
  }

  #isOver(): boolean {
    return this.replica.bytes >= this.ports.limits.documentBytes
  }

  /** The size that counts is the document's, not that of the log it grew from. True when fullness changed. */
  weigh(): boolean {
    if (!this.#full && !this.#isOver()) return false
    const now = this.ports.clock.now()
    if (now - this.#weighedAt < WEIGH_EVERY_MS) return false
    this.#weighedAt = now
    this.replica.fold()
    const full = this.#isOver()
    if (full === this.#full) return false
    this.#full = full
    this.ports.note(full ? 'document-full' : 'document-has-room', { document: this.name, bytes: this.replica.bytes })
    return true
  }

  compactionDue(quiet: boolean): boolean {
    const { compactRows } = this.ports.limits
    return !this.#compacting && this.rows >= (quiet ? compactRows : compactRows * LONG)
  }

  /**
   * Replay into a snapshot of everything up to `seq`; the log swaps it for those rows in one transaction. What was deleted
   * is in the rows and not in the snapshot. False when it could not be done.
   */
  async compact(seq: number): Promise<boolean> {
    if (this.#compacting) return false
    this.#compacting = true
    const { rows } = this
    try {
      const snapshot = this.replica.snapshot()
      const check = new Known()
      const decoded = decode(snapshot)
      if (decoded !== null) check.add(decoded)
      // Rows are about to be deleted: the one moment to be sure that the snapshot has them.
      if (!check.covers(this.replica.known)) throw new Error('the snapshot lacks something that is in the log')
      await this.ports.log.compact(this.name, snapshot, seq)
      this.rows -= rows
      this.ports.count('compactions')
      return true
    } catch (cause) {
      // The rows are still there; tried again after as many more.
      this.rows = 0
      this.ports.note('compaction-failed', { document: this.name, error: String(cause) })
      return false
    } finally {
      this.#compacting = false
    }
  }
}
