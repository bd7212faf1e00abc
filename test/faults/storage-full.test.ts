// F7 the disk of the embedded database is full: writes are refused with the reason, reads go on, nothing acknowledged is
// lost, and writing resumes when there is room again, without a restart.
import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase, unavailability } from '../../server/platform/database/index.ts'
import { settings } from '../../server/platform/database/schema/index.ts'
import { createLog } from '../../server/platform/log.ts'
import { noSmallDisk, type SmallDisk, smallDisk } from '../support/small-disk.ts'
import { until } from '../support/until.ts'

const DISK_MB = 72
const RECOVERY_DEADLINE_MS = 30_000
const log = createLog('silent')

describe.skipIf(noSmallDisk())('a full disk', () => {
  let disk: SmallDisk
  let database: Database | undefined

  afterEach(async () => {
    await database?.close()
    disk.remove()
  })

  const open = () => openDatabase({ databaseUrl: null, dataDir: `${disk.folder}/data` }, log)
  const write = (to: Database, key: string, text: string) =>
    to.transaction(async (tx) => {
      await tx.insert(settings).values({ key, value: text })
    })
  const keys = async (of: Database) => (await of.db.select({ key: settings.key }).from(settings)).map(({ key }) => key)

  async function writeUntilRefused(to: Database, textChars: number): Promise<{ acked: string[]; why: string | null }> {
    const acked: string[] = []
    for (let i = 0; ; i++) {
      const key = `before ${i}`
      try {
        await write(to, key, 'x'.repeat(textChars))
        acked.push(key)
      } catch (error) {
        return { acked, why: unavailability(error) }
      }
    }
  }

  for (const [kind, textChars] of [
    ['large rows', 100_000],
    ['small rows', 20],
  ] as const) {
    test(`F7 refuses writes as storage-full, reads on, and resumes by itself (${kind})`, async () => {
      disk = smallDisk(DISK_MB)
      database = await open()
      const states: string[] = []
      database.onState(({ status }) => states.push(status))
      await write(database, 'first', 'x')
      disk.fill()

      const { acked, why } = await writeUntilRefused(database, textChars)
      expect(['storage-full', 'database-unavailable']).toContain(why)

      await until(() => expect(database!.state().status).toBe('read-only'), 'read-only', RECOVERY_DEADLINE_MS)
      const kept = await keys(database)
      expect(kept).toEqual(expect.arrayContaining(['first', ...acked]))
      await expect(write(database, 'refused', 'x')).rejects.toSatisfy(
        (error) => unavailability(error) === 'storage-full',
      )

      disk.free()
      await until(() => expect(database!.state().status).toBe('ready'), 'writing again', RECOVERY_DEADLINE_MS)
      await write(database, 'after', 'x')
      expect(await keys(database)).toEqual(expect.arrayContaining(['first', ...acked, 'after']))
      expect(await keys(database)).not.toContain('refused')
      expect(states.at(-1)).toBe('ready')
    })
  }

  test('F7 a panic of the engine (the log meets the end of the disk) ends in read-only, with every acknowledged row', async () => {
    disk = smallDisk(DISK_MB)
    const lines: string[] = []
    const heard = createLog('error', { write: (line) => void lines.push(line) })
    database = await openDatabase({ databaseUrl: null, dataDir: `${disk.folder}/data` }, heard)
    const acked = Array.from({ length: 50 }, (_, i) => `k${i}`)
    for (const key of acked) await write(database, key, 'x'.repeat(1_000))
    disk.fill()
    // Log and nothing but log, in one statement: the look at the free space cannot come in between.
    const flood = sql`select count(pg_logical_emit_message(false, 'flood', repeat('x', 500000))) from generate_series(1, 60)`
    await expect(database.db.execute(flood)).rejects.toSatisfy((error) => unavailability(error) !== null)
    await until(() => expect(lines.join()).toContain('embedded database stopped'), 'the panic', RECOVERY_DEADLINE_MS)

    await until(() => expect(database!.state().status).toBe('read-only'), 'read-only', RECOVERY_DEADLINE_MS)
    expect(await keys(database)).toEqual(expect.arrayContaining(acked))
    await expect(write(database, 'refused', 'x')).rejects.toSatisfy((error) => unavailability(error) === 'storage-full')
    disk.free()
    await until(() => expect(database!.state().status).toBe('ready'), 'writing again', RECOVERY_DEADLINE_MS)
    await write(database, 'after', 'x')
    expect(await keys(database)).toEqual(expect.arrayContaining([...acked, 'after']))
  })

  test('F7 a restart on a full disk opens for reading, and writes when there is room', async () => {
    disk = smallDisk(DISK_MB)
    database = await open()
    await write(database, 'first', 'x')
    await database.close()
    disk.fill()
    database = await open()
    expect(database.state().status).toBe('read-only')
    expect(await keys(database)).toEqual(['first'])
    disk.free()
    await until(() => expect(database!.state().status).toBe('ready'), 'writing again', RECOVERY_DEADLINE_MS)
    await write(database, 'after', 'x')
  })

  test('F7 a new database on a full disk is refused with what to do', async () => {
    disk = smallDisk(DISK_MB)
    disk.fill()
    database = undefined
    await expect(open()).rejects.toThrow(/full.*(Free|DATA_DIR)/)
  })
})
