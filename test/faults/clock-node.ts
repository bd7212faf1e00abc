// Owns nothing: a node of which only the clock of answers runs, again and again, for the test that kills it. Its own time is off
// by so many hours and runs wild besides; what it has moved it writes down as it goes.
import { writeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { caseDeps } from '../../server/compose-cases.ts'
import { createCaseClock } from '../../server/escalations/clock/tick.ts'
import { openDatabase } from '../../server/platform/database/index.ts'
import { createLog } from '../../server/platform/log.ts'

/** A server's clock wakes every minute; this one must not take the machine for itself. */
const IDLE_MS = 20

const [url = '', offHours = '0'] = process.argv.slice(2)
const real = Date
/** Whoever asks this process for the time is told a lie. */
globalThis.Date = class extends real {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [Date.now()] : given) as [number]))
  }
  static override now(): number {
    return real.now() + Number(offHours) * 3_600_000
  }
} as DateConstructor

const { db, transaction } = await openDatabase({ databaseUrl: url, dataDir: '/nowhere' }, createLog('silent'))
const clock = createCaseClock({ ...caseDeps, db, transaction, failed: () => false })
writeSync(1, `ticking at ${new Date().toISOString()}\n`)
for (;;) {
  const moved = await clock.tick()
  if (moved > 0) writeSync(1, `moved ${moved}\n`)
  else await pause(IDLE_MS)
}
