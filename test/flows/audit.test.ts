// Owns: `npm run audit:verify` as whoever runs it at night sees it: what it says of every damage, how it ends, that it changes
// nothing, and that a trail of a hundred thousand entries is read a little at a time.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AuditEntry, entryAfter } from '../../server/escalations/audit/chain.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { missing, type PostgresDatabase, postgresDatabase } from '../support/services.ts'

const run = promisify(execFile)
const ENTRIES = 100_000
const BATCH = 5_000
/** All of it at once would be several times as much, of which the program itself takes half. */
const HEAP_MB = 80
const PATIENCE_MS = 120_000
const WORDS = 'Because the kitchen is cold, and nobody has asked the cook yet. '.repeat(8)

describe.skipIf(missing('postgres'))('F80 npm run audit:verify', () => {
  let program: string
  beforeAll(async () => {
    program = await bundledProgram('server/audit.ts')
  })

  function verified(url: string, args: readonly string[] = [], node: readonly string[] = []) {
    const env = { ...process.env, DATABASE_URL: url }
    return run(process.execPath, [...node, program, ...args], { env }).then(
      ({ stdout }) => [0, stdout] as const,
      (error: { code: number | string; stdout: string }) => [error.code, error.stdout] as const,
    )
  }

  async function trail(length: number): Promise<{ own: PostgresDatabase; client: pg.Client; last: AuditEntry }> {
    const own = await postgresDatabase()
    const client = new pg.Client({ connectionString: own.url })
    await client.connect()
    let last: AuditEntry | null = null
    for (let from = 1; from <= length; from += BATCH) {
      const rows: object[] = []
      for (let seq = from; seq < from + BATCH && seq <= length; seq++) {
        const after = { state: 'with-sponsor', owedBy: 'vera', owedUntil: seq }
        const said = { move: 'ask', by: 'vera', words: `${WORDS}${seq}`, also: null, after, at: 1_000 * seq }
        last = entryAfter(last, { escalationId: `case-${seq % 900}`, ideaId: 'idea', ...said })
        const { escalationId, ideaId, at, ...same } = last
        rows.push({ ...same, escalation_id: escalationId, idea_id: ideaId, at: new Date(at).toISOString() })
      }
      await client.query('insert into case_moves select * from json_populate_recordset(null::case_moves, $1)', [
        JSON.stringify(rows),
      ])
    }
    return { own, client, last: last! }
  }

  describe('of a damaged trail', () => {
    let own: PostgresDatabase
    let client: pg.Client
    let last: AuditEntry
    beforeAll(async () => {
      ;({ own, client, last } = await trail(20))
      await client.query('alter table case_moves disable trigger case_moves_append_only')
      await client.query('alter table case_anchors disable trigger case_anchors_append_only')
      await client.query(`insert into case_anchors (day, seq, hash) values ('2026-03-02', 20, $1)`, [last.hash])
      await client.query('create table kept as select * from case_moves')
    })
    afterAll(async () => {
      await client.end()
      await own.drop()
    })

    const CUT = 'Entry 20 is not the one that was noted (2026-03-02): the trail was cut off or written anew.\n'
    test.each([
      [
        'a flipped byte',
        `update case_moves set words = 'because' || substr(words, 8) where seq = 7`,
        'Entry 7 was changed, or the one before it.\n',
      ],
      [
        'another person',
        `update case_moves set by = 'wim' where seq = 1`,
        'Entry 1 was changed, or the one before it.\n',
      ],
      [
        'another hash',
        `update case_moves set hash = repeat('0', 64) where seq = 20`,
        'Entry 20 was changed, or the one before it.\n',
      ],
      [
        'two that changed places',
        'update case_moves set seq = -seq where seq in (19, 20); update case_moves set seq = 39 + seq where seq < 0',
        null,
      ],
      ['one taken out', 'delete from case_moves where seq = 12', 'Entry 12 is missing.\n'],
      ['the first taken out', 'delete from case_moves where seq = 1', 'Entry 1 is missing.\n'],
      ['a cut end', 'delete from case_moves where seq > 15', CUT],
      ['nothing left', 'delete from case_moves', CUT],
    ])('%s: it says which entry it is, and fails', { timeout: PATIENCE_MS }, async (_, damage, words) => {
      await client.query(damage)
      const [code, said] = await verified(own.url)
      expect([code, said]).toEqual([
        1,
        words ?? expect.stringMatching(/^Entry \d+ (is missing|was changed, or the one before it)\.\n$/),
      ])
      await client.query('delete from case_moves; insert into case_moves select * from kept')
    })

    test('whole again it says so, with the last hash to note; noted wrongly, or asked wrongly, it says that', {
      timeout: PATIENCE_MS,
    }, async () => {
      const dump = async () => (await client.query('select * from case_moves order by seq')).rows
      const before = await dump()
      expect(await verified(own.url)).toEqual([0, `20 entries, all as they were written.\n${last.hash}\n`])
      expect(await verified(own.url, [`20:${last.hash}`])).toEqual([0, expect.stringMatching(/^20 entries/)])
      expect(await verified(own.url, [`21:${last.hash}`])).toEqual([
        1,
        'Entry 21 is not the one that was noted (as you noted it): the trail was cut off or written anew.\n',
      ])
      expect(await verified(own.url, ['20'])).toEqual([2, expect.stringContaining('NUMBER:HASH')])
      expect(await verified(own.url, ['--help'])).toEqual([0, expect.stringContaining('NUMBER:HASH')])
      expect(await dump()).toEqual(before)
    })

    test('of a database that an older version made it says that, and leaves it as it was', {
      timeout: PATIENCE_MS,
    }, async () => {
      const table = 'drizzle.__drizzle_migrations'
      const newest = `delete from ${table} where id = (select max(id) from ${table}) returning *`
      const [taken] = (await client.query(newest)).rows
      const rows = async () => (await client.query(`select count(*)::int as n from ${table}`)).rows[0].n
      const before = await rows()
      const env = { ...process.env, DATABASE_URL: own.url }
      await expect(run(process.execPath, [program], { env })).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/older version of Kiem.*nothing was changed/),
      })
      expect(await rows()).toBe(before)
      const { hash, created_at: at } = taken
      await client.query(`insert into ${table} (hash, created_at) values ($1, $2)`, [hash, at])
    })
  })

  test('a hundred thousand entries are read in little memory, to the one that was changed', {
    timeout: PATIENCE_MS,
  }, async () => {
    const { own, client, last } = await trail(ENTRIES)
    const little = [`--max-old-space-size=${HEAP_MB}`]
    expect(await verified(own.url, [], little)).toEqual([
      0,
      `${ENTRIES} entries, all as they were written.\n${last.hash}\n`,
    ])
    await client.query('alter table case_moves disable trigger case_moves_append_only')
    await client.query('update case_moves set words = left(words, -1) where seq = $1', [ENTRIES - 1])
    expect(await verified(own.url, [], little)).toEqual([
      1,
      `Entry ${ENTRIES - 1} was changed, or the one before it.\n`,
    ])
    await client.end()
    await own.drop()
  })
})
