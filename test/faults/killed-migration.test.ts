// F3 a server that is killed in the middle of its migrations: the schema before the migration stands or the one after it,
// never a part of it, and an ordinary start goes on from there. A process of its own dies of SIGKILL after a statement: the
// first and last ones of the last migration, its `begin` and `commit` among them, and a sample of the others. All in one
// database, one kill after another, so that every start but the first finds what a kill has left. On PostgreSQL all migrations
// there are; on the embedded database, where a start takes seconds, the newest few.
import { cp, readFile } from 'node:fs/promises'
import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../server/platform/database/index.ts'
import { migrationsFolder } from '../../server/platform/database/migrate.ts'
import { silent } from '../server/platform/support.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { memoryFolder } from '../support/memory-folder.ts'
import { tethered } from '../support/processes.ts'
import { embeddedTemplate, missing, postgresDatabase } from '../support/services.ts'
import { SCHEMA } from './schema-found.ts'

const PROGRAM = 'test/faults/migrating-process.ts'
const BREAK = '--> statement-breakpoint'
/** Of an earlier migration: its first statement, one of so many after it, and its commit. */
const SAMPLED = 40
/** Of the last migration, besides its first two and last two; every one costs a start of seconds. */
const SAMPLES_OF_THE_LAST = 6
const NEWEST_EMBEDDED = 3
const TEST_DEADLINE_MS = 290_000

interface Journal {
  entries: unknown[]
}

/** After which statement to die, for each migration but the first so many in turn: `begin`, its own, the note that it is done, `commit`. */
async function deaths(done: number): Promise<{ at: number; commits: boolean }[]> {
  const files = fs.readdirSync(migrationsFolder()).filter((name) => name.endsWith('.sql'))
  const counts: number[] = []
  for (const file of files.sort().slice(done)) {
    counts.push((await readFile(path.join(migrationsFolder(), file), 'utf8')).split(BREAK).length + 3)
  }
  return counts.flatMap((count, index) => {
    const last = index === counts.length - 1
    const every = last ? Math.ceil(count / SAMPLES_OF_THE_LAST) : SAMPLED
    const edge = last ? 2 : 0
    return Array.from({ length: count }, (_, before) => ({ at: before + 1, commits: before + 1 === count })).filter(
      ({ at, commits }) => commits || at <= edge || at > count - edge || at % every === 2 % every,
    )
  })
}

let temporary: Awaited<ReturnType<typeof memoryFolder>>
beforeEach(async () => {
  temporary = await memoryFolder()
})
afterEach(() => temporary.remove())

/** The schema it found, in words that tell any two apart. */
async function startAndDie(program: string, dataDir: string, url: string, at: number): Promise<string> {
  const child = tethered(process.execPath, [program, dataDir, url, String(at)])
  const { signal } = await child.exited
  const found = /^found (.*)$/m.exec(child.output())?.[1]
  if (signal !== 'SIGKILL' || found === undefined) throw new Error(`it was to die at ${at}: ${child.output()}`)
  return found
}

async function schemaOf(dataDir: string, url: string | null): Promise<string> {
  const database = await openDatabase({ databaseUrl: url, dataDir }, silent)
  try {
    return JSON.stringify((await database.db.execute(sql.raw(SCHEMA))).rows)
  } finally {
    await database.close()
  }
}

async function neverHalf(dataDir: string, url: string, complete: string, done = 0): Promise<void> {
  const found: string[] = []
  const planned = await deaths(done)
  const program = await bundledProgram(PROGRAM)
  for (const { at } of planned) found.push(await startAndDie(program, dataDir, url, at))
  found.push(await schemaOf(dataDir, url || null))
  // Between two starts the schema changed where the one before it died after its commit, and nowhere else.
  const changed = planned.map((_, index) => found[index] !== found[index + 1])
  expect(changed).toEqual(planned.map(({ commits }) => commits))
  expect(found.at(-1)).toBe(complete)
}

async function allButTheNewest(folder: string): Promise<{ folder: string; done: number }> {
  await cp(migrationsFolder(), folder, { recursive: true })
  const file = path.join(folder, 'meta/_journal.json')
  const journal = JSON.parse(await readFile(file, 'utf8')) as Journal
  const entries = journal.entries.slice(0, -NEWEST_EMBEDDED)
  fs.writeFileSync(file, JSON.stringify({ ...journal, entries }))
  return { folder, done: entries.length }
}

test('F3 embedded: a kill after any statement leaves the old schema or the new one', {
  timeout: TEST_DEADLINE_MS,
}, async () => {
  const whole = path.join(temporary.folder, 'whole')
  await cp(await embeddedTemplate(), path.join(whole, 'db'), { recursive: true })
  // A database as it was before the newest migrations: made without them.
  const young = path.join(temporary.folder, 'young')
  const { folder, done } = await allButTheNewest(path.join(temporary.folder, 'older'))
  const made = await openDatabase({ databaseUrl: null, dataDir: young }, silent, { migrations: folder })
  await made.close()
  await neverHalf(young, '', await schemaOf(whole, null), done)
})

describe.skipIf(missing('postgres'))('on PostgreSQL', () => {
  test('F3 a kill after any statement leaves the old schema or the new one', {
    timeout: TEST_DEADLINE_MS,
  }, async () => {
    const [young, whole] = [await postgresDatabase({ empty: true }), await postgresDatabase()]
    try {
      await neverHalf(temporary.folder, young.url, await schemaOf(temporary.folder, whole.url))
    } finally {
      await young.drop()
      await whole.drop()
    }
  })
})
