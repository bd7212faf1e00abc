// Owns bringing a database to the schema of this code, once, however many processes start together. Must never run
// on a database that is ahead of the code: an older program would misread it.

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type pg from 'pg'
import type { Log } from '../log.ts'
import { unavailability } from './unavailable.ts'

/** Any fixed number: processes that migrate the same database wait for each other on it. */
const MIGRATION_LOCK = 7_104_113
const TABLE = 'drizzle.__drizzle_migrations' // where drizzle-kit keeps it too, so that its tools agree with ours

/** The message is meant for the person who started the process. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

/**
 * Each migration is one transaction, so a kill leaves the old schema or the new one (F3).
 * @param client a connection of its own, without statement_timeout: an index over a large table takes its time
 */
export async function migrate(client: pg.ClientBase, log: Log, folder = migrationsFolder()): Promise<number> {
  const migrations = readMigrationFiles({ migrationsFolder: folder })
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  try {
    const applied = await appliedMigrations(client)
    refuseNewer(applied, migrations)
    const missing = migrations.filter(({ hash }) => !applied.has(hash))
    if (missing.length > 0) await prepare(client)
    for (const migration of missing) await apply(client, migration)
    if (missing.length > 0) log.info({ migrations: missing.length }, 'database schema brought up to date')
    return missing.length
  } finally {
    // The lock dies with the connection anyway; a failed unlock must not hide why the migration failed.
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined)
  }
}

/** For programs that only read. Throws `MigrationError` unless the schema is this code's own. */
export async function requireCurrent(client: pg.ClientBase, folder = migrationsFolder()): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder: folder })
  const applied = await appliedMigrations(client)
  refuseNewer(applied, migrations)
  const missing = migrations.filter(({ hash }) => !applied.has(hash))
  if (missing.length === 0) return
  throw new MigrationError(
    `The database was made by an older version of Kiem (${missing.length} schema change(s) are missing), and nothing was changed. Use that version for this, or start this version's server once: it brings the database up to date.`,
  )
}

type Migration = ReturnType<typeof readMigrationFiles>[number]

/** Nothing is written when nothing is missing: a full disk can be opened for reading. */
async function prepare(client: pg.ClientBase): Promise<void> {
  try {
    await client.query('create schema if not exists drizzle')
    await client.query(
      `create table if not exists ${TABLE} (id serial primary key, hash text not null, created_at bigint)`,
    )
  } catch (cause) {
    if (unavailability(cause) !== 'storage-full') throw cause
    throw new MigrationError(
      'The database must be brought up to date, but its disk is full. Free some space and start again.',
      {
        cause,
      },
    )
  }
}

async function appliedMigrations(client: pg.ClientBase): Promise<Map<string, number>> {
  const table = await client.query<{ found: boolean }>(`select to_regclass('${TABLE}') is not null as found`)
  if (!table.rows[0]?.found) return new Map()
  const { rows } = await client.query<{ hash: string; created_at: string }>(`select hash, created_at from ${TABLE}`)
  return new Map(rows.map((row) => [row.hash, Number(row.created_at)]))
}

function refuseNewer(applied: Map<string, number>, migrations: Migration[]): void {
  const known = new Set(migrations.map(({ hash }) => hash))
  const unknown = [...applied].filter(([hash]) => !known.has(hash))
  if (unknown.length === 0) return
  throw new MigrationError(
    `The database was made by a newer version of Kiem (${unknown.length} schema change(s) this version does not know). Start the newer version, or restore a backup made with this one.`,
  )
}

async function apply(client: pg.ClientBase, { sql, hash, folderMillis }: Migration): Promise<void> {
  await client.query('begin')
  try {
    for (const statement of sql) await client.query(statement)
    await client.query(`insert into ${TABLE} (hash, created_at) values ($1, $2)`, [hash, folderMillis])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** In the source tree beside this file; in the build beside main.js. */
export function migrationsFolder(): string {
  const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'migrations')
  if (!fs.existsSync(folder)) throw new Error(`migrations are missing in ${folder}: build again with npm run build`)
  return folder
}
