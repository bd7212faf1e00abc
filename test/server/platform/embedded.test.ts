// The embedded database is durable: acknowledged means synced to disk, and one process at a time.
import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase, unavailability } from '../../../server/platform/database/index.ts'
import { careOnce } from '../../../server/platform/database/embedded-care.ts'
import { settings } from '../../../server/platform/database/schema/index.ts'
import { embeddedTemplate } from '../../support/services.ts'
import { until } from '../../support/until.ts'
import { silent, temporaryFolder } from './support.ts'

// In this order: the last two take the database away.
describe('embedded database', () => {
  let temporary: ReturnType<typeof temporaryFolder>
  let database: Database

  const open = async () =>
    openDatabase({ databaseUrl: null, dataDir: temporary.folder }, silent, { template: await embeddedTemplate() })
  const write = (key: string) =>
    database.transaction(async (tx) => {
      await tx.insert(settings).values({ key, value: key })
    })
  const files = () => database.syncs()!.files

  beforeAll(async () => {
    temporary = temporaryFolder()
    database = await open()
  })
  afterAll(async () => {
    await database.close()
    temporary.remove()
  })

  test('F10 every acknowledged write was synced to disk before it was acknowledged, and reads sync nothing', async () => {
    for (let i = 0; i < 25; i++) {
      const before = files()
      await write(`k${i}`)
      expect(files()).toBeGreaterThan(before)
    }
    const before = files()
    for (let i = 0; i < 25; i++) await database.db.select().from(settings)
    expect(files()).toBe(before)
  })

  test('F10 a checkpoint syncs data files, and directories where files were made', async () => {
    const before = database.syncs()!
    await database.db.execute(sql`create table extra (n int)`)
    await database.db.execute(sql`checkpoint`)
    const after = database.syncs()!
    expect(after.files).toBeGreaterThan(before.files + 1)
    expect(after.directories).toBeGreaterThan(before.directories)
  })

  test('F10 PostgreSQL itself believes in syncing', async () => {
    const setting = async (name: string) => (await database.pool.query(`show ${name}`)).rows[0][name]
    expect(await setting('fsync')).toBe('on')
    expect(await setting('full_page_writes')).toBe('on')
    expect(await setting('synchronous_commit')).toBe('on')
    expect(await setting('wal_sync_method')).toBe('fsync')
  })

  test('dead rows are cleared away without autovacuum, and only where there are many', async () => {
    await database.db.execute(sql`create table worn (n int)`)
    await database.db.execute(sql`insert into worn select generate_series(1, 1000)`)
    await database.db.execute(sql`delete from worn where n % 2 = 0`)
    expect(await careOnce(database.pool)).toContain('public.worn')
    expect(await careOnce(database.pool)).not.toContain('public.worn')
  })

  test('F9 a second opener is refused while the first has it, and served after', async () => {
    await write('mine')
    await expect(open()).rejects.toThrow(`in use by process ${process.pid} since`)
    await write('still mine')
    await database.close()
    database = await open()
    const rows = await database.db.select().from(settings)
    expect(rows.map(({ key }) => key)).toEqual(expect.arrayContaining(['mine', 'still mine']))
  })

  test('F9 when the folder was taken over, not one more write goes in', async () => {
    const lock = path.join(temporary.folder, 'kiem.lock')
    fs.writeFileSync(lock, JSON.stringify({ ...JSON.parse(fs.readFileSync(lock, 'utf8')), token: 'another' }))
    await until(() => expect(database.state().status).toBe('down'), 'the loss to be noticed')
    await expect(write('late')).rejects.toSatisfy((error) => unavailability(error) === 'database-unavailable')
  })

  test('a closed database refuses at once instead of waiting', async () => {
    await database.close()
    await expect(write('late')).rejects.toSatisfy((error) => unavailability(error) === 'database-unavailable')
  })
})

test('a read-only DATA_DIR is refused with what to do', async () => {
  const target = '/proc/kiem' // nobody, root included, can make a folder there
  await expect(openDatabase({ databaseUrl: null, dataDir: target }, silent)).rejects.toThrow(/\/proc\/kiem.*DATA_DIR/)
})
