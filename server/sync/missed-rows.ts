// Owns what a node knows of rows that others wrote (S25): hints that came too early to be used, and the reading of what was
// missed: the rows after a number, or everything when some were compacted away.
import type { Hint } from './bus.ts'
import { DamagedDocument, type StoredRow, type UpdateLog } from './log.ts'

/** Hints kept for one document until the rows before them are here. More means the log is asked anyway. */
const KEPT_HINTS = 256

/** What has been heard of rows beyond the last one in order: hints of other nodes, and own rows that others came between. */
export class Heard {
  /** It will be looked at when the commit in flight has landed. */
  waiting = false
  readonly #spans = new Map<number, { seq: number; update: Uint8Array | null }>()
  #last = 0

  add({ first, seq, update }: Hint): void {
    this.#last = Math.max(this.#last, seq)
    if (update !== null && this.#spans.size < KEPT_HINTS) this.#spans.set(first, { seq, update })
  }

  /** Rows this node wrote itself: they are in the document already. */
  own(first: number, count: number): void {
    const seq = first + count - 1
    this.#last = Math.max(this.#last, seq)
    this.#spans.set(first, { seq, update: null })
  }

  /** What follows `seq` without a gap, and how far that leads. */
  next(seq: number): { updates: Uint8Array[]; seq: number } {
    const updates: Uint8Array[] = []
    for (let span = this.#spans.get(seq + 1); span !== undefined; span = this.#spans.get(seq + 1)) {
      if (span.update !== null) updates.push(span.update)
      seq = span.seq
    }
    return { updates, seq }
  }

  /** Everything up to `seq` is here. True when something beyond it is known to be missing. */
  reached(seq: number): boolean {
    for (const first of this.#spans.keys()) if (first <= seq) this.#spans.delete(first)
    return this.#last > seq
  }
}

/** Updates that together contain everything after `seq`, and the number they lead to. Rejects with DamagedDocument. */
export async function rowsSince(
  log: UpdateLog,
  document: string,
  seq: number,
): Promise<{ updates: Uint8Array[]; seq: number }> {
  const rows = await log.after(document, seq)
  if (rows === null) {
    const loaded = await log.load(document)
    if (loaded.snapshotDamaged) throw new DamagedDocument('snapshot', 'the snapshot is not what was stored')
    for (const row of loaded.rows) refuseDamaged(row)
    const snapshot = loaded.snapshot === null ? [] : [loaded.snapshot]
    return { updates: [...snapshot, ...loaded.rows.map((row) => row.bytes)], seq: loaded.seq }
  }
  let expected = seq
  for (const row of rows) {
    if (row.seq !== ++expected) throw new DamagedDocument(expected, `row ${expected} is missing from the log`)
    refuseDamaged(row)
  }
  return { updates: rows.map((row) => row.bytes), seq: expected }
}

function refuseDamaged({ seq, damaged }: StoredRow): void {
  if (damaged) throw new DamagedDocument(seq, `row ${seq} is not what was stored`)
}
