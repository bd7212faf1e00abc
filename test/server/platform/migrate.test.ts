// The schema is brought up to date once, however many processes start together; a database that is ahead is refused.
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../server/platform/database/index.ts'
import { MigrationError, migrate, migrationsFolder } from '../../../server/platform/database/migrate.ts'
import { embeddedTemplate, missing, type PostgresDatabase, postgresDatabase } from '../../support/services.ts'
import { silent, temporaryFolder } from './support.ts'

const temporary = temporaryFolder()
afterAll(() => temporary.remove())

/** A folder of migrations as drizzle-kit writes it. */
function folderOf(name: string, migrations: string[]): string {
  const folder = path.join(temporary.folder, name)
  fs.mkdirSync(path.join(folder, 'meta'), { recursive: true })
  const entries = migrations.map((sql, idx) => {
    const tag = `000${idx}_m`
    fs.writeFileSync(path.join(folder, `${tag}.sql`), sql)
    return { idx, version: '7', when: 1_000 + idx, tag, breakpoints: true }
  })
  fs.writeFileSync(path.join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', entries }))
  return folder
}

const FIRST = 'create table one (n int);\n--> statement-breakpoint\ncreate index one_n on one (n);'
const SECOND = 'create table two (n int);'

test('the first statement of our migrations makes pg_trgm, which later ones may use', () => {
  const [first] = fs
    .readdirSync(migrationsFolder())
    .filter((name) => name.endsWith('.sql'))
    .sort()
  expect(fs.readFileSync(path.join(migrationsFolder(), first!), 'utf8')).toMatch(
    /^create extension if not exists pg_trgm/i,
  )
})

describe.skipIf(missing('postgres'))('migrations on PostgreSQL', () => {
  let own: PostgresDatabase

  beforeEach(async () => {
    own = await postgresDatabase({ empty: true })
    return () => own.drop()
  })

  async function run(folder?: string): Promise<number> {
    const client = new pg.Client({ connectionString: own.url })
    await client.connect()
    try {
      return await migrate(client, silent, folder)
    } finally {
      await client.end()
    }
  }

  async function tables(): Promise<string[]> {
    const client = new pg.Client({ connectionString: own.url })
    await client.connect()
    const { rows } = await client.query(`select tablename from pg_tables where schemaname = 'public' order by 1`)
    await client.end()
    return rows.map(({ tablename }) => tablename)
  }

  test('twice is once', async () => {
    const all = fs.readdirSync(migrationsFolder()).filter((name) => name.endsWith('.sql')).length
    expect(await run()).toBe(all)
    expect(await run()).toBe(0)
    expect(await tables()).toContain('outbox')
  })

  test('only what is missing is applied', async () => {
    expect(await run(folderOf('a', [FIRST]))).toBe(1)
    expect(await run(folderOf('b', [FIRST, SECOND]))).toBe(1)
    expect(await tables()).toEqual(['one', 'two'])
  })

  test('five processes that start together migrate once', async () => {
    const folder = folderOf('c', [FIRST, SECOND])
    const counts = await Promise.all(Array.from({ length: 5 }, () => run(folder)))
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 2])
  })

  test('F3 a migration that fails half-way leaves nothing of itself, and what came before', async () => {
    const broken = folderOf('d', [FIRST, `${SECOND}\n--> statement-breakpoint\ncreate table two (n int);`])
    await expect(run(broken)).rejects.toThrow(/already exists/)
    expect(await tables()).toEqual(['one'])
    expect(await run(folderOf('e', [FIRST, SECOND]))).toBe(1)
  })

  test('F106 a database made by a newer version is refused and left as it is', async () => {
    await run(folderOf('f', [FIRST, SECOND]))
    await expect(run(folderOf('g', [FIRST]))).rejects.toThrow(MigrationError)
    await expect(run(folderOf('g', [FIRST]))).rejects.toThrow(/newer version/)
    expect(await tables()).toEqual(['one', 'two'])
  })
})

// Made before the test begins: the template may be the first of its run.
let template: string
beforeAll(async () => {
  template = await embeddedTemplate()
})

test('F106 embedded: a database made by a newer version is refused, and its folder is free again', {
  timeout: 60_000,
}, async () => {
  const config = { databaseUrl: null, dataDir: path.join(temporary.folder, 'data') }
  const older = openDatabase(config, silent, { template, migrations: folderOf('h', [FIRST]) })
  await expect(older).rejects.toThrow(/newer version/)
  const database = await openDatabase(config, silent)
  await database.close()
})
