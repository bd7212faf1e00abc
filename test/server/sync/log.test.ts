import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryLog, type Queryable } from '../../../server/sync/index.ts'
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
  }))
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
    for (const table of TABLES) await pool.query(table)
    const queryable: Queryable = pool
    under = sqlUnderTest(queryable)
  })
  afterAll(async () => {
    await pool.end()
    await database.drop()
  })
  describeLog('PostgreSQL', () => under)

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
