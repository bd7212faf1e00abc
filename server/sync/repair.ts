// Owns the way out of a damaged log (F11), for whoever looks after the machine: what can be read becomes the document, and clients
// bring what they still have of their own. Never to be used while a server has the document open, nor before everything that is
// in the log has been set aside.
import { crc32 } from 'node:zlib'
import { type Damage, isSound, type KeptState, whatIsLeft } from './damage.ts'
import { DamagedDocument, type UpdateLog } from './log.ts'
import { Replica } from './replica.ts'
import type { Queryable } from './sql-log.ts'

export type Findings =
  | { state: 'absent' }
  | { state: 'sound'; seq: number }
  /** Nothing of it can be read. */
  | { state: 'lost'; seq: number; error: string }
  | {
      state: 'damaged'
      damage: Pick<Damage, 'at' | 'upTo'>
      error: string
      /** The last number given out, and the snapshot's. */
      seq: number
      snapshotSeq: number
      rows: number
      /** What can be read, as one update. */
      left: Uint8Array
    }

export async function examine(
  log: UpdateLog,
  document: string,
  lastGood: (document: string) => Promise<KeptState | null>,
): Promise<Findings> {
  const loaded = await log.load(document)
  const { seq, snapshotSeq } = loaded
  if (seq === 0) return { state: 'absent' }
  if (isSound(loaded)) return { state: 'sound', seq }
  const found = damageOf(() => new Replica(loaded))
  const rest = found === null ? null : whatIsLeft(loaded, found, await lastGood(document))
  const error = found?.message ?? 'the log holds updates whose predecessors are missing'
  if (rest === null) return { state: 'lost', seq, error }
  const left = new Replica(rest.left).snapshot()
  return { state: 'damaged', damage: rest.damage, error, seq, snapshotSeq, rows: loaded.rows.length, left }
}

function damageOf(open: () => unknown): DamagedDocument | null {
  try {
    open()
    return null
  } catch (cause) {
    if (cause instanceof DamagedDocument) return cause
    throw cause
  }
}

/** The numbers go on from the last one given out, so that nothing is numbered twice. False: the log is not as it was examined. */
const ACCEPT = `
with document as (
  update sync_documents set snapshot = $2::bytea, snapshot_seq = seq, snapshot_checksum = $3::bigint,
    snapshot_checksum_seq = seq, bytes = length($2::bytea), updated_at = now()
  where name = $1 and seq = $4::bigint and snapshot_seq = $5::bigint
  returning name
), removed as (
  delete from sync_updates u using document where u.document = document.name
)
select name from document`

export async function accept(
  database: Queryable,
  document: string,
  { left, seq, snapshotSeq }: Extract<Findings, { state: 'damaged' }>,
): Promise<boolean> {
  const { rows } = await database.query(ACCEPT, [document, Buffer.from(left), crc32(left), seq, snapshotSeq])
  return rows.length > 0
}
