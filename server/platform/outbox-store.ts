// Owns the outbox's SQL: claiming rows under a lease, writing down what was delivered, postponing what was not.
// Times are the database's own, so that nodes whose clocks differ agree (FAULTS F17). Must never lose a row.

import { type SQL, sql } from 'drizzle-orm'
import type { Database } from './database/index.ts'
import type { Reader } from './database/handle.ts'
import { sent } from './database/transaction.ts'

/** A node that died keeps its rows from the others for this long; a living one renews three times within it. */
export const LEASE_MS = 10_000
/** Past this many failures a row no longer holds up later rows of its key; it is still tried itself, for ever. */
export const BLOCKING_ATTEMPTS = 8
/** Claims of all nodes take turns on this lock, so that one never sees another's half-made claim. */
const CLAIM_LOCK = 7_104_114
const KEPT_DAYS = 3 // long enough to look into what happened over a weekend
const PURGE_ROWS = 5_000 // per turn: a short statement, far below the statement timeout

export interface OutboxRow {
  id: number
  topic: string
  key: string
  payload: unknown
  attempts: number
  /** Subscribers that have had it already. */
  delivered: ReadonlySet<string>
  /** An earlier row of the key has failed before: somebody may still be waiting for that one first. */
  behind: boolean
}

export interface Postponed {
  id: number
  delayMs: number
  error: string
}

export interface Settled {
  deliveries: { id: number; subscriber: string }[]
  done: number[]
  postponed: Postponed[]
}

interface ClaimedRow extends Record<string, unknown> {
  id: string
  topic: string
  key: string
  payload: unknown
  attempts: number
  delivered: string[] | null
  behind: boolean
}

export type OutboxStore = ReturnType<typeof createOutboxStore>

/** `alone`: nobody else can use this database. What is held needs no lease then, and reading it writes nothing. */
export function createOutboxStore(database: Database, alone: boolean) {
  const { db } = database

  async function dueIn(reader: Reader, limit: number, held: number[]): Promise<ClaimedRow[]> {
    const { rows } = await reader.execute<ClaimedRow>(sql`
      select id, topic, key, payload, attempts,
        (select array_agg(subscriber) from outbox_deliveries where outbox_id = outbox.id) as delivered,
        exists (select 1 from outbox earlier where earlier.key = outbox.key and earlier.id < outbox.id
          and earlier.done_at is null and earlier.attempts > 0) as behind
      from outbox
      where done_at is null and next_at <= now() and not id = any(${bigints(held)})
      order by id limit ${limit}`)
    return rows
  }

  async function claimIn(reader: Reader, limit: number, held: number[]): Promise<ClaimedRow[]> {
    const { rows } = await reader.execute<ClaimedRow>(sql`
      update outbox set next_at = now() + ${LEASE_MS} * interval '1 ms'
      where id in (
        select due.id from outbox due
        where due.done_at is null and due.next_at <= now() and not exists (
          select 1 from outbox earlier
          where earlier.key = due.key and earlier.id < due.id and earlier.done_at is null
            and earlier.attempts = 0 and earlier.next_at > now() and not earlier.id = any(${bigints(held)}))
        order by due.id limit ${limit})
      returning id, topic, key, payload, attempts,
        (select array_agg(subscriber) from outbox_deliveries where outbox_id = outbox.id) as delivered,
        exists (select 1 from outbox earlier where earlier.key = outbox.key and earlier.id < outbox.id
          and earlier.done_at is null and earlier.attempts > 0) as behind`)
    return rows
  }

  return {
    async anyDue(): Promise<boolean> {
      const { rows } = await db.execute(sql`select 1 from outbox where done_at is null and next_at <= now() limit 1`)
      return rows.length > 0
    },

    /** Due rows in id order, leased to this node. A row whose predecessor of the same key another node is delivering
     *  stays where it is; `held` are this node's own, which it keeps in order itself. */
    async claim(limit: number, held: number[]): Promise<OutboxRow[]> {
      const claimed = alone
        ? await dueIn(db, limit, held)
        : await database.transaction(async (tx) => {
            // Turns are taken in a statement of its own: the claim then sees what the one before it has claimed.
            const turn = sent(tx.execute(sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`))
            const [rows] = await Promise.all([claimIn(tx, limit, held), turn])
            return rows
          })
      return claimed.map(fromClaimed).sort((a, b) => a.id - b.id)
    },

    /** True while an earlier row of the key, on one of the topics, is still owed to the subscriber. */
    async owedEarlier(row: OutboxRow, subscriber: string, topics: string[]): Promise<boolean> {
      const { rows } = await db.execute(sql`
        select 1 from outbox earlier
        where earlier.key = ${row.key} and earlier.id < ${row.id} and earlier.done_at is null
          and earlier.attempts between 1 and ${BLOCKING_ATTEMPTS - 1} and earlier.topic = any(${sql.param(topics)}::text[])
          and not exists (select 1 from outbox_deliveries had
            where had.outbox_id = earlier.id and had.subscriber = ${subscriber})
        limit 1`)
      return rows.length > 0
    },

    /** All in one commit: on disk together or not at all. */
    async settle({ deliveries, done, postponed }: Settled): Promise<void> {
      const statements: SQL[] = []
      if (deliveries.length > 0) {
        statements.push(sql`
          insert into outbox_deliveries (outbox_id, subscriber)
          select * from unnest(${bigints(deliveries.map(({ id }) => id))},
            ${sql.param(deliveries.map(({ subscriber }) => subscriber))}::text[])
          on conflict do nothing`)
      }
      if (done.length > 0) {
        statements.push(sql`update outbox set done_at = now(), last_error = null where id = any(${bigints(done)})`)
      }
      if (postponed.length > 0) {
        statements.push(sql`
          update outbox set attempts = attempts + 1, last_error = late.error,
            next_at = now() + late.delay_ms * interval '1 ms'
          from unnest(${bigints(postponed.map(({ id }) => id))}, ${bigints(postponed.map(({ delayMs }) => delayMs))},
            ${sql.param(postponed.map(({ error }) => error))}::text[]) as late(id, delay_ms, error)
          where outbox.id = late.id`)
      }
      const [only] = statements
      if (only && statements.length === 1) await db.execute(only)
      else
        await database.transaction(
          async (tx) => void (await Promise.all(statements.map((one) => sent(tx.execute(one))))),
        )
    },

    async renew(ids: number[]): Promise<void> {
      if (alone) return
      await db.execute(sql`
        update outbox set next_at = now() + ${LEASE_MS} * interval '1 ms'
        where id = any(${bigints(ids)}) and done_at is null`)
    },

    /** Gives leased rows back at once: at a clean stop its own, at a start as the only node all of them. */
    async release(ids: number[] | 'all'): Promise<void> {
      await db.execute(sql`
        update outbox set next_at = now()
        where done_at is null and next_at > now() and ${ids === 'all' ? sql`attempts = 0` : sql`id = any(${bigints(ids)})`}`)
    },

    async lastId(): Promise<number> {
      const { rows } = await db.execute<{ id: string | null }>(sql`select max(id) as id from outbox`)
      return Number(rows[0]?.id ?? 0)
    },

    async owed(upTo: number): Promise<{ id: number; topic: string; lastError: string | null }[]> {
      const { rows } = await db.execute<{ id: string; topic: string; last_error: string | null }>(
        sql`select id, topic, last_error from outbox where done_at is null and id <= ${upTo} order by id limit 20`,
      )
      return rows.map((row) => ({ id: Number(row.id), topic: row.topic, lastError: row.last_error }))
    },

    async purge(): Promise<number> {
      const { rowCount } = await db.execute(sql`
        delete from outbox where id in (
          select id from outbox where done_at < now() - ${KEPT_DAYS} * interval '1 day' order by id limit ${PURGE_ROWS})`)
      return rowCount ?? 0
    },
  }
}

function bigints(values: number[]) {
  return sql`${sql.param(values)}::bigint[]`
}

function fromClaimed(row: ClaimedRow): OutboxRow {
  return { ...row, id: Number(row.id), delivered: new Set(row.delivered ?? []) }
}
