// The tables of the update log, as the app's schema declares them.
import type { Queryable } from '../../../../server/sync/index.ts'
import type { LogUnderTest } from './log-contract.ts'
import { sqlLog } from '../../../../server/sync/index.ts'

export const TABLES = [
  `create table sync_documents (
    name text primary key, seq bigint not null default 0, snapshot bytea, snapshot_seq bigint not null default 0,
    snapshot_checksum bigint, snapshot_checksum_seq bigint,
    bytes bigint not null default 0, created_at timestamptz default now(), updated_at timestamptz default now())`,
  `create table sync_updates (
    document text references sync_documents(name) on delete cascade, seq bigint, bytes bytea not null, checksum bigint, user_id text,
    session_id text, client_id bigint, received_at timestamptz default now(), primary key (document, seq))`,
  `create table sync_clients (
    document text references sync_documents(name) on delete cascade, client_id bigint not null, owner text,
    primary key (document, client_id))`,
]

export function sqlUnderTest(database: Queryable): LogUnderTest {
  const maybe = (value: unknown) => (value === null ? null : Number(value))
  return {
    log: sqlLog(database),
    async authors(document) {
      const { rows } = await database.query('select * from sync_updates where document = $1 order by seq', [document])
      return rows.map((row) => {
        if (!(row['received_at'] instanceof Date)) throw new Error('a row without a time')
        const clientId = maybe(row['client_id'])
        return { seq: Number(row['seq']), userId: row['user_id'], sessionId: row['session_id'], clientId }
      })
    },
    async bytes(document) {
      const { rows } = await database.query('select bytes from sync_documents where name = $1', [document])
      return Number(rows[0]?.['bytes'])
    },
    flip: (document, what) => flipBit(database, document, what),
  }
}

/** One bit of a row or of the snapshot is turned over, as a disk does it: nothing else of it is touched. */
export async function flipBit(
  database: Queryable,
  document: string,
  what: number | 'snapshot',
  bit = 3,
): Promise<void> {
  const flipped = (column: string, at: string) => `set_bit(${column}, ${at}, 1 - get_bit(${column}, ${at}))`
  const { rows } =
    what === 'snapshot'
      ? await database.query(
          `update sync_documents set snapshot = ${flipped('snapshot', '$2::int')} where name = $1 returning seq`,
          [document, bit],
        )
      : await database.query(
          `update sync_updates set bytes = ${flipped('bytes', '$3::int')} where document = $1 and seq = $2 returning seq`,
          [document, what, bit],
        )
  if (rows.length !== 1) throw new Error(`there is no ${what} of ${document}`)
}
