// Owns the update log in SQL, for PostgreSQL and for PGlite behind the same `query`. Every operation is one statement,
// so that it is one transaction and one round trip, needs no connection of its own, and reads one consistent view.
// Tables (declared in the app's schema): sync_documents, sync_updates, sync_clients. It never interprets the bytes it keeps,
// and says of those that are not what was appended that they are damaged.
import { crc32 } from 'node:zlib'
import { type Append, ClientIdTaken, type Lease, type LoadedDocument, type StoredRow, type UpdateLog } from './log.ts'

/** What the log needs of a database client; a `pg.Pool` is one. */
export interface Queryable {
  query(text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}

/** The snapshot, the rows after it and the client ids, in one view: two statements could have a compaction between them. */
const LOAD = `
select 0 as part, d.seq, d.snapshot_seq, d.snapshot as bytes, null as owner,
  case when d.snapshot_checksum_seq = d.snapshot_seq then d.snapshot_checksum end as checksum
from sync_documents d where d.name = $1
union all
select 1, u.seq, 0, u.bytes, null, u.checksum from sync_updates u join sync_documents d on d.name = u.document
where u.document = $1 and u.seq > d.snapshot_seq
union all
select 2, c.client_id, 0, null, c.owner, null from sync_clients c where c.document = $1
order by 1, 2`

const AFTER = `
select 0 as part, d.seq, d.snapshot_seq, null::bytea as bytes, null::bigint as checksum from sync_documents d where d.name = $1
union all
select 1, u.seq, 0, u.bytes, u.checksum from sync_updates u where u.document = $1 and u.seq > $2::bigint
order by 1, 2`

/**
 * Documents arrive in name order and are locked in it, so that two nodes cannot deadlock. All bytes travel as one binary
 * value ($4) with offsets: an array of bytea would be sent as hexadecimal text. `back` is how many rows of the same
 * document follow. A client id that somebody else has by now would be set to null, which the table does not take: all fails (S8).
 */
const APPEND = `
with document as (
  insert into sync_documents as d (name, seq, bytes)
  select n.name, n.rows, n.bytes from unnest($1::text[], $2::bigint[], $3::bigint[]) as n(name, rows, bytes)
  on conflict (name) do update set seq = d.seq + excluded.seq, bytes = d.bytes + excluded.bytes, updated_at = now()
  returning d.name, d.seq
), written as (
  insert into sync_updates (document, seq, bytes, checksum, user_id, session_id, client_id)
  select r.document, document.seq - r.back, substring($4::bytea from r.start for r.length), r.checksum, r.user_id,
    r.session_id, r.client_id
  from unnest($5::text[], $6::bigint[], $7::int[], $8::int[], $9::text[], $10::text[], $11::bigint[], $15::bigint[])
    as r(document, back, start, length, user_id, session_id, client_id, checksum)
  join document on document.name = r.document
), taken as (
  insert into sync_clients as c (document, client_id, owner)
  select l.document, l.client_id, l.owner from unnest($12::text[], $13::bigint[], $14::text[]) as l(document, client_id, owner)
  join document on document.name = l.document
  on conflict (document, client_id) do update
    set client_id = case when c.owner is not distinct from excluded.owner then c.client_id end
)
select name, seq from document`

const CLIENTS = `
select client_id, owner from sync_clients where document = $1 and client_id = any($2::bigint[])`

const COMPACT = `
with document as (
  update sync_documents set snapshot = $2::bytea, snapshot_seq = $3::bigint, updated_at = now(),
    snapshot_checksum = $4::bigint, snapshot_checksum_seq = $3::bigint,
    bytes = length($2::bytea) + coalesce(
      (select sum(length(u.bytes)) from sync_updates u where u.document = $1 and u.seq > $3::bigint), 0)
  where name = $1 and snapshot_seq < $3::bigint and seq >= $3::bigint
  returning name
), removed as (
  delete from sync_updates u using document where u.document = document.name and u.seq <= $3::bigint
)
select name from document`

export function sqlLog(database: Queryable): UpdateLog {
  return {
    async load(document): Promise<LoadedDocument> {
      const { rows } = await database.query(LOAD, [document])
      const [head, ...tail] = rows
      if (head === undefined) return { seq: 0, snapshot: null, snapshotSeq: 0, rows: [], clients: [] }
      const snapshot = head['bytes'] === null ? null : bytesOf(head)
      return {
        seq: Number(head['seq']),
        snapshot,
        ...(snapshot !== null && isDamaged(head, snapshot) && { snapshotDamaged: true as const }),
        snapshotSeq: Number(head['snapshot_seq']),
        rows: tail.filter((row) => row['part'] === 1).map(storedRow),
        clients: tail.filter((row) => row['part'] === 2).map((row) => lease(row, 'seq')),
      }
    },

    async append(batch: readonly Append[]) {
      const values = appendValues(batch)
      const { rows } = await database.query(APPEND, values).catch((cause: unknown) => {
        throw isIdTaken(cause) ? new ClientIdTaken('a client id has another owner', { cause }) : cause
      })
      const last = new Map(rows.map((row) => [String(row['name']), Number(row['seq'])]))
      const first = new Map<string, number>()
      for (const { document, rows } of batch) {
        const seq = last.get(document)
        if (seq === undefined) throw new Error(`the log gave no sequence number for ${document}`)
        first.set(document, seq - rows.length + 1)
      }
      return first
    },

    async after(document, seq) {
      const { rows } = await database.query(AFTER, [document, seq])
      const [head, ...tail] = rows
      if (head === undefined) return []
      return Number(head['snapshot_seq']) > seq ? null : tail.map(storedRow)
    },

    async heads(documents) {
      const { rows } = await database.query('select name, seq from sync_documents where name = any($1::text[])', [
        documents,
      ])
      return new Map(rows.map((row) => [String(row['name']), Number(row['seq'])]))
    },

    async clients(document, clientIds) {
      const { rows } = await database.query(CLIENTS, [document, clientIds])
      return rows.map((row) => lease(row, 'client_id'))
    },

    async compact(document, snapshot, seq) {
      const { rows } = await database.query(COMPACT, [document, asBuffer(snapshot), seq, crc32(snapshot)])
      return rows.length > 0
    },
  }
}

/** PostgreSQL's code for a null that is not taken: see APPEND. */
const NOT_NULL = '23502'

function isIdTaken(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) return false
  return 'code' in cause && cause.code === NOT_NULL && 'table' in cause && cause.table === 'sync_clients'
}

function appendValues(batch: readonly Append[]): unknown[] {
  const names: string[] = []
  const counts: number[] = []
  const sizes: number[] = []
  const columns = {
    document: [] as string[],
    back: [] as number[],
    start: [] as number[],
    length: [] as number[],
    user: [] as (string | null)[],
    session: [] as (string | null)[],
    client: [] as (number | null)[],
    checksum: [] as number[],
  }
  const taken = { document: [] as string[], client: [] as number[], owner: [] as (string | null)[] }
  const pieces: Uint8Array[] = []
  let offset = 0
  for (const { document, rows, clients = [] } of batch) {
    for (const { clientId, owner } of clients) {
      taken.document.push(document)
      taken.client.push(clientId)
      taken.owner.push(owner)
    }
    const before = offset
    rows.forEach((row, i) => {
      columns.document.push(document)
      columns.back.push(rows.length - 1 - i)
      columns.start.push(offset + 1)
      columns.length.push(row.bytes.length)
      columns.user.push(row.userId)
      columns.session.push(row.sessionId)
      columns.client.push(row.clientId)
      columns.checksum.push(crc32(row.bytes))
      pieces.push(row.bytes)
      offset += row.bytes.length
    })
    names.push(document)
    counts.push(rows.length)
    sizes.push(offset - before)
  }
  const { document, back, start, length, user, session, client, checksum } = columns
  const rowColumns = [document, back, start, length, user, session, client]
  const leases = [taken.document, taken.client, taken.owner]
  return [names, counts, sizes, Buffer.concat(pieces), ...rowColumns, ...leases, checksum]
}

// Copied out: the driver's buffers are slices of larger ones, which a kept row would keep alive.
function bytesOf(row: Record<string, unknown>): Uint8Array {
  const bytes = row['bytes']
  if (!(bytes instanceof Uint8Array)) throw new Error('the log returned a row without bytes')
  return new Uint8Array(bytes)
}

function lease(row: Record<string, unknown>, id: string): Lease {
  return { clientId: Number(row[id]), owner: typeof row['owner'] === 'string' ? row['owner'] : null }
}

function storedRow(row: Record<string, unknown>): StoredRow {
  const bytes = bytesOf(row)
  const seq = Number(row['seq'])
  return isDamaged(row, bytes) ? { seq, bytes, damaged: true } : { seq, bytes }
}

/** Without a checksum (rows from before there were any) nothing can be said. */
function isDamaged(row: Record<string, unknown>, bytes: Uint8Array): boolean {
  const checksum = row['checksum']
  return checksum !== null && checksum !== undefined && Number(checksum) !== crc32(bytes)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
