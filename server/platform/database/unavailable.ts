// Owns the question "is the database away, or is it us?". What is away is answered `retry`; what is a bug throws on.

import { codeOf } from './data-lock.ts'

export type Unavailability = 'database-unavailable' | 'storage-full' | 'database-busy'

/** SQLSTATE classes and codes, from PostgreSQL's appendix A. */
const AWAY = /^(08|57P0[1-5])/ // connection exceptions; shutdown, crash, cannot connect now
const FULL = new Set(['53100', '25006', 'ENOSPC', 'EDQUOT']) // disk full; and read-only, which is how we stop writing then
const BUSY = new Set([
  '40001', // serialization failure, after the transaction helper has given up
  '40P01', // deadlock, the same
  '53200', // out of memory
  '53300', // too many connections
  '53400', // configuration limit exceeded
  '55P03', // lock not available
  '57014', // cancelled by statement_timeout
  '25P03', // idle in transaction too long
])
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'KIEM_EMBEDDED_DOWN',
])
/** pg has no codes for its own refusals. */
const PG_SAYS =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|the database is read-only|the database system is)/i

/** Looks through `cause`, because Drizzle wraps what pg throws. Null: not the database's absence, treat it as a bug. */
export function unavailability(error: unknown): Unavailability | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth++) {
    const code = codeOf(at)
    if (code && FULL.has(code)) return 'storage-full'
    if (code && BUSY.has(code)) return 'database-busy'
    if (code && (AWAY.test(code) || NETWORK.has(code))) return 'database-unavailable'
    if (PG_SAYS.test(at.message)) return 'database-unavailable'
    if (at instanceof AggregateError && at.errors.some((one) => unavailability(one))) return 'database-unavailable'
  }
  return null
}

/** True when the same request may succeed when sent again: answer it `refuse('retry', unavailability(error))`. */
export function isUnavailable(error: unknown): boolean {
  return unavailability(error) !== null
}

/** The SQLSTATE of what PostgreSQL refused, through Drizzle's wrapping; e.g. `23505` for a unique constraint. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth++) {
    const code = codeOf(at)
    if (code && /^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE') return code
  }
  return undefined
}
