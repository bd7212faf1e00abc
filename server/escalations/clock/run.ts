// Owns when the clock of answers runs, and the daily mark in the audit trail. It must never decide what is due: tick.ts does.

import type { EscalationId } from '../../../shared/model.ts'
import type { Schedule } from '../../platform/schedule.ts'
import type { Log } from '../../platform/log.ts'
import { isUnavailable } from '../../platform/database/unavailable.ts'
import type { Reader } from '../../platform/database/handle.ts'
import { anchor } from '../audit/store.ts'

/** Deadlines are ends of days: a minute late is no later. */
const TICK_MS = 60_000
/** What became due while nothing ran; not in the very moment in which everybody comes back. */
const FIRST_TICK_MS = 2_000

export interface Running {
  db: Reader
  schedule: Schedule
  log: Log
  timeOf(reader: Reader): Promise<Date>
}

export function runClock({ db, schedule, log, timeOf }: Running, ticks: readonly (() => Promise<number>)[]): void {
  let marked = ''
  async function mark(): Promise<void> {
    const day = (await timeOf(db)).toISOString().slice(0, 10)
    if (day === marked) return
    const noted = await anchor(db, day)
    // In the log it is out of reach of whoever can change the database.
    if (noted) log.info({ ...noted }, 'audit trail')
    marked = day
  }
  async function run(): Promise<void> {
    await mark() // first: a case that cannot be moved must not keep the day from being marked
    for (const tick of ticks) await tick()
  }
  schedule.after('clock of answers, at the start', FIRST_TICK_MS, run)
  schedule.every('clock of answers', TICK_MS, run)
}

/** One case that fails is told, and the others go on; without a database nothing does. */
export const failedCase =
  (log: Log) =>
  (error: unknown, escalationId: EscalationId): boolean => {
    if (isUnavailable(error)) return false
    log.error({ err: error, escalationId }, 'the clock could not move a case')
    return true
  }
