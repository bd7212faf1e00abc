// F1, F9 the embedded database under kill -9: what was acknowledged is there, and the dead process's lock is taken over.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../server/platform/database/index.ts'
import { createLog } from '../../server/platform/log.ts'
import { temporaryFolder } from '../server/platform/support.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { type Tethered, tethered } from '../support/processes.ts'
import { embeddedTemplate } from '../support/services.ts'

const ROUNDS = 5
const START_DEADLINE_MS = 60_000
const WRITER = 'test/faults/database-writer.ts'

let temporary: ReturnType<typeof temporaryFolder>
let writer: Tethered | undefined
let program: string
beforeAll(async () => {
  program = await bundledProgram(WRITER)
})

beforeEach(() => {
  temporary = temporaryFolder()
})

afterEach(async () => {
  await writer?.kill()
  temporary.remove()
})

function startWriter(template: string): Tethered {
  return tethered(process.execPath, [program, temporary.folder, template])
}

function lastAcked(output: string): number {
  return Number([...output.matchAll(/^acked (\d+)$/gm)].at(-1)?.[1] ?? 0)
}

test(`F1 F9 ${ROUNDS} kills while writing lose no acknowledged row`, { timeout: 290_000 }, async () => {
  const template = await embeddedTemplate()
  let acked = 0
  for (let round = 1; round <= ROUNDS; round++) {
    writer = startWriter(template)
    await writer.says(/^open$/m, START_DEADLINE_MS)
    // A different depth each time, the first ones soon after the start.
    await writer.says(new RegExp(`^acked ${acked + 30 * round}$`, 'm'), START_DEADLINE_MS)
    await writer.kill('SIGKILL')
    acked = lastAcked(writer.output())
    const database = await openDatabase({ databaseUrl: null, dataDir: temporary.folder }, createLog('silent'))
    const { rows } = await database.db.execute<{ n: string; kept: string }>(
      sql`select max(n) as n, count(*) filter (where n > max_n - 500) as kept
          from written, (select max(n) as max_n from written) as m`,
    )
    const last = Number(rows[0]?.n)
    // One more than was said is fine: committed, and killed before the word was out.
    expect(last).toBeGreaterThanOrEqual(acked)
    expect(last).toBeLessThanOrEqual(acked + 1)
    expect(Number(rows[0]?.kept)).toBe(Math.min(last, 500))
    await database.close()
    acked = last
  }
})

test('F1 a kill while the database is first made leaves nothing half-made', { timeout: 120_000 }, async () => {
  writer = startWriter('')
  // The first of a thousand files has been written: the kill comes among them.
  const begun = () => ['db', 'db.new'].some((name) => existsSync(path.join(temporary.folder, name, 'PG_VERSION')))
  await expect.poll(begun, { timeout: START_DEADLINE_MS, interval: 1 }).toBe(true)
  await writer.kill('SIGKILL')
  const database = await openDatabase({ databaseUrl: null, dataDir: temporary.folder }, createLog('silent'))
  await database.ping()
  await database.close()
})
