// Owns which addresses may be spoken to, when a failed delivery is tried again, and when an endpoint has failed too often. Pure.

import { WEBHOOK_FAILURES_MAX } from '../../shared/limits.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** After each failed try; together a day, so that a receiver that is mended overnight misses nothing. */
export const RETRY_AFTER_MS = [
  10 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  6 * HOUR_MS,
  10 * HOUR_MS,
]
/** Many that failed in one moment do not all come back in one. */
const JITTER = 0.2

/** `chance`: 0 to 1. Null: it was tried for a day. */
export function retryAfter(attempts: number, chance: number): number | null {
  const usual = RETRY_AFTER_MS[attempts - 1]
  return usual === undefined ? null : Math.round(usual * (1 - JITTER + 2 * JITTER * chance))
}

/** Gone: the receiver says that it wants no more. */
const GONE = 410

export function failedTooOften(failures: number, status: number | null): boolean {
  return failures >= WEBHOOK_FAILURES_MAX || status === GONE
}

/** What can be told from an address alone; where its name leads is judged when something is sent. */
export function soundAddress(url: string, loopback: boolean): Outcome<URL> {
  const address = new URL(url)
  if (address.protocol === 'https:' || (loopback && address.protocol === 'http:')) return done(address)
  return refuse('invalid', 'webhook-needs-https', 'an address that begins with https://', { field: 'url' })
}
