// Owns what autovacuum does elsewhere: the embedded engine has no background workers, so dead rows would stay for ever
// and the planner would know nothing. One table at a time, so that people wait for none of it.

import type pg from 'pg'
import type { Log } from '../log.ts'
import { isUnavailable } from './unavailable.ts'

/** Autovacuum's own defaults: a fifth of the table dead, or a tenth of it changed, and not for a handful of rows. */
const DUE_TABLES = `
  select format('%I.%I', schemaname, relname) as name, n_dead_tup > 50 + 0.2 * n_live_tup as dead
  from pg_stat_user_tables
  where n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup`

const CARE_EVERY_MS = 600_000

/** Returns how to stop. */
export function startCare(pool: pg.Pool, log: Log): () => void {
  const timer = setInterval(() => {
    careOnce(pool).catch((error: unknown) => {
      if (!isUnavailable(error)) log.warn({ err: error }, 'caring for the embedded database failed')
    })
  }, CARE_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Returns the tables it tended. */
export async function careOnce(pool: pg.Pool): Promise<string[]> {
  await pool.query('select pg_stat_force_next_flush()') // the engine counts now and then; this makes it say what it knows
  const { rows } = await pool.query<{ name: string; dead: boolean }>(DUE_TABLES)
  for (const { name, dead } of rows) await pool.query(dead ? `vacuum (analyze) ${name}` : `analyze ${name}`)
  // Nobody else makes a time-based checkpoint either: it keeps the next start after a kill short.
  if (rows.length > 0) await pool.query('checkpoint')
  return rows.map(({ name }) => name)
}
