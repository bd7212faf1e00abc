// The tables of the update log, as the app's schema declares them.
import type { Queryable } from '../../../../server/sync/index.ts'
import type { LogUnderTest } from './log-contract.ts'
import { sqlLog } from '../../../../server/sync/index.ts'

export const TABLES = [
  `create table sync_documents (
    name text primary key, seq bigint not null default 0, snapshot bytea, snapshot_seq bigint not null default 0,
    bytes bigint not null default 0, created_at timestamptz default now(), updated_at timestamptz default now())`,
  `create table sync_updates (
    document text references sync_documents(name) on delete cascade, seq bigint, bytes bytea not null, user_id text,
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
  }
}
