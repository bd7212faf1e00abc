import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JournalLog, journalLog, memoryLog, type Queryable } from '../../../server/sync/index.ts'
import { missing, type PostgresDatabase, postgresDatabase } from '../../support/services.ts'
import { describeLog, type LogUnderTest, row } from './support/log-contract.ts'
import { sqlUnderTest, TABLES } from './support/sql-tables.ts'

describe('memory', () => {
  const log = memoryLog()
  describeLog('memory', () => ({
    log,
    authors: async (document) =>
      log.rows(document).map(({ seq, userId, sessionId, clientId }) => ({ seq, userId, sessionId, clientId })),
    bytes: async () => null,
    async flip(document, what) {
      const kept = new Map(log.documents()).get(document)
      const bytes = what === 'snapshot' ? kept?.snapshot : kept?.rows.find(({ seq }) => seq === what)?.bytes
      if (!bytes) throw new Error(`there is no ${what} of ${document}`)
      bytes[0]! ^= 1
    },
  }))
})

describe('journal', () => {
  let folder: string
  let log: JournalLog
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kiem-journal-'))
    log = await journalLog(folder)
  })
  afterAll(async () => {
    await log.close()
    await rm(folder, { recursive: true })
  })
  describeLog('journal', () => ({ log, authors: null, bytes: async () => null, flip: null }))

  test('S12 what was appended is there after a restart, what was cut off by a crash is not, and it goes on from there', async () => {
    const own = path.join(folder, 'restarted')
    const first = await journalLog(own)
    await first.append([
      {
        document: 'a',
        rows: [row(1, { userId: 'ada', clientId: 7 }), row(2)],
        clients: [{ clientId: 7, owner: 'ada' }],
      },
      { document: 'b', rows: [row(3)] },
    ])
    await first.compact('a', Uint8Array.of(9), 1)
    await first.append([{ document: 'a', rows: [row(4)] }])
    await first.close()
    const file = path.join(own, 'journal')
    const whole = await readFile(file)
    await writeFile(file, whole.subarray(0, whole.length - 1))
    const second = await journalLog(own)
    expect(await second.load('a')).toEqual({
      seq: 2,
      snapshot: Uint8Array.of(9),
      snapshotSeq: 1,
      rows: [{ seq: 2, bytes: row(2).bytes }],
      clients: [{ clientId: 7, owner: 'ada' }],
    })
    expect((await second.append([{ document: 'a', rows: [row(5)] }])).get('a')).toBe(3)
    await second.close()
    const third = await journalLog(own)
    expect((await third.load('a')).seq).toBe(3)
    expect((await third.load('b')).seq).toBe(1)
    await third.close()
  })

  test('F9 a folder another process has is refused, naming the process', async () => {
    const own = path.join(folder, 'locked')
    await (await journalLog(own)).close()
    await writeFile(path.join(own, 'lock'), String(process.ppid))
    await expect(journalLog(own)).rejects.toThrow(`in use by process ${process.ppid}`)
    await writeFile(path.join(own, 'lock'), '999999999')
    await (await journalLog(own)).close()
  })
})

describe('PGlite', () => {
  let database: PGlite
  let under: LogUnderTest
  beforeAll(async () => {
    database = new PGlite()
    for (const table of TABLES) await database.query(table)
    under = sqlUnderTest({ query: (text, values) => database.query<Record<string, unknown>>(text, values) })
  })
  afterAll(() => database.close())
  describeLog('PGlite', () => under)
})

describe.skipIf(missing('postgres'))('PostgreSQL', () => {
  let database: PostgresDatabase
  let pool: pg.Pool
  let under: LogUnderTest
  beforeAll(async () => {
    database = await postgresDatabase({ empty: true })
    pool = new pg.Pool({ connectionString: database.url })
    // Dropping the database ends connections that are just closing; nothing is lost by it.
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
    for (const table of TABLES) await pool.query(table)
    const queryable: Queryable = pool
    under = sqlUnderTest(queryable)
  })
  afterAll(async () => {
    await pool.end()
    await database.drop()
  })
  describeLog('PostgreSQL', () => under)

  test('F11 rows and snapshots of a program from before checksums, also one beside us, are taken as they are', async () => {
    const document = 'board.older-program'
    await under.log.append([{ document, rows: [row(1), row(2)] }])
    await under.log.compact(document, Uint8Array.of(1), 1)
    await pool.query('update sync_documents set snapshot = $2, snapshot_seq = 2 where name = $1', [
      document,
      Buffer.of(2),
    ])
    await pool.query('delete from sync_updates where document = $1', [document])
    expect((await under.log.load(document)).snapshotDamaged).toBeUndefined()
    await under.log.append([{ document, rows: [row(3)] }])
    await pool.query('update sync_updates set checksum = null where document = $1', [document])
    const { rows } = await under.log.load(document)
    expect(rows).toEqual([{ seq: 3, bytes: row(3).bytes }])
  })

  test('S12 an append that fails halfway stores nothing of any document', async () => {
    const bad = row(1, { userId: 'a\u0000b' })
    const batch = [
      { document: 'board.a-good', rows: [row(1)] },
      { document: 'board.b-bad', rows: [bad] },
    ]
    await expect(under.log.append(batch)).rejects.toThrow()
    expect((await under.log.load('board.a-good')).seq).toBe(0)
    expect((await under.log.load('board.b-bad')).seq).toBe(0)
  })

  test('S12 two nodes that append many documents at once do not deadlock', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `board.lock-${i}`)
    const many = Array.from({ length: 40 }, () =>
      under.log.append(names.map((document) => ({ document, rows: [row(1)] }))),
    )
    await Promise.all(many)
    const loaded = await Promise.all(names.map((document) => under.log.load(document)))
    expect(loaded.map(({ seq }) => seq)).toEqual(names.map(() => 40))
  })
})
