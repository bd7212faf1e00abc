// Owns what waits in a document's queue and what one commit takes of it.
import type * as Y from 'yjs'
import type { ReadUpdate } from './guard/read.ts'
import type { SyncLimits } from './limits.ts'
import type { Lease, NewRow } from './log.ts'
import { Seat } from './seat.ts'

export interface Written {
  seq: number
  changed: boolean
}

export interface Edit {
  kind: 'edit'
  seat: Seat
  /** Its number among the seat's document frames, for the acknowledgement. */
  frame: number
  /** It came before its author's step 2: stock clients send what is typed as soon as they are connected. */
  early: boolean
  /** Judged before, and refused; since then this node has asked the log for everything. */
  sure: boolean
  update: Uint8Array
  read: ReadUpdate
  clientId: number | null
}

export interface Change {
  kind: 'change'
  change: (doc: Y.Doc) => void
  userId: string | null
  /** It could not be made, and its caller has been told. */
  rejected: boolean
  resolve(written: Written): void
  reject(cause: unknown): void
}

export interface Row extends NewRow {
  from: Seat | Change
}

export interface Batch {
  ops: (Edit | Change)[]
  rows: Row[]
  /** Client ids taken by these rows. */
  clients: Lease[]
  /** What the Y.Doc said of all of them at once; null when each was applied by itself and its row says it. */
  emitted: readonly Uint8Array[] | null
  /** What the document emitted is more than what the clients sent, so their authors need to see it too. */
  tidied: boolean
}

export function sizeOf(op: Edit | Change | undefined): number {
  return op?.kind === 'edit' ? op.update.length : 0
}

/** To be judged for good: by then this node knows everything in the log. */
export function surely(op: Edit | Change): Edit | Change {
  return op.kind === 'edit' ? { ...op, sure: true } : op
}

/** Takes from the queue what one commit carries. */
export function nextOps(
  queue: (Edit | Change)[],
  { commitOps, commitBytes }: Pick<SyncLimits, 'commitOps' | 'commitBytes'>,
): { ops: (Edit | Change)[]; bytes: number } {
  let count = 0
  let bytes = 0
  while (count < queue.length && count < commitOps && bytes < commitBytes) bytes += sizeOf(queue[count++])
  return { ops: queue.splice(0, count), bytes }
}

/** The one connection that wrote all of a batch: it has the text already, an acknowledgement will do (S18). */
export function soleAuthor(batch: Batch): Seat | null {
  const author = batch.rows[0]?.from
  if (batch.tidied || !(author instanceof Seat)) return null
  return batch.rows.every((row) => row.from === author) ? author : null
}

/** The connections that wrote in a batch: what they are shown and told of it leaves together. */
export function authorsOf({ ops }: Batch): ReadonlySet<Seat> {
  return new Set(ops.flatMap((op) => (op.kind === 'edit' ? [op.seat] : [])))
}

/** What is on disk is told to those who wrote it: the number of the frame to a seat, the number of the row to the server. */
export function acknowledge(batch: Batch, firstSeq: number, seq: number): void {
  const last = new Map<Seat, number>()
  for (const op of batch.ops) {
    if (op.kind === 'edit') {
      op.seat.waiting -= 1
      last.set(op.seat, op.frame)
    } else {
      const at = batch.rows.findLastIndex((row) => row.from === op)
      op.resolve(at === -1 ? { seq, changed: false } : { seq: firstSeq + at, changed: true })
    }
  }
  for (const [seat, frame] of last) seat.saved(seat.waiting === 0 ? seat.frames : frame)
}
