// What was taken to a sponsor before cases had states, brought over by the migration: whose turn it is, and what is told of it.
import { mkdtemp, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { peopleByIds } from '../../../server/boards/reads.ts'
import { escalationReads } from '../../../server/escalations/reads.ts'
import { migrate, migrationsFolder } from '../../../server/platform/database/migrate.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { talliesOf } from '../../../server/votes/reads.ts'
import type { IdeaId, UserId } from '../../../shared/model.ts'
import { missing, postgresDatabase } from '../../support/services.ts'
import { silent } from '../platform/support.ts'

const BEFORE = 13 // migrations until then: the one after them gives cases their states

describe.skipIf(missing('postgres'))('cases from before they had states', () => {
  let database: Awaited<ReturnType<typeof postgresDatabase>>
  let pool: pg.Pool
  beforeAll(async () => {
    database = await postgresDatabase({ empty: true })
    pool = new pg.Pool({ connectionString: database.url })
    pool.on('error', () => undefined)
    const folder = await mkdtemp(path.join(tmpdir(), 'kiem-old-'))
    await cp(migrationsFolder(), folder, { recursive: true })
    const journal = path.join(folder, 'meta/_journal.json')
    const all = JSON.parse(await readFile(journal, 'utf8')) as { entries: { idx: number }[] }
    await writeFile(journal, JSON.stringify({ ...all, entries: all.entries.filter(({ idx }) => idx <= BEFORE) }))
    expect((await readdir(folder)).some((name) => name.startsWith(`00${BEFORE + 1}_cases`))).toBe(true)
    const client = await pool.connect()
    await migrate(client, silent, folder)
    await client.query(`
      insert into "user" (id, name, email) values ('ada-0001', 'ada', 'ada@example.org'), ('vera-0001', 'vera', 'v@example.org');
      insert into boards (id, title) values ('board-0001', 'Lunch');
      insert into ideas (id, board_id, number, text) values ('idea-0001', 'board-0001', 1, 'Soup'), ('idea-0002', 'board-0001', 2, 'Bread');
      insert into escalations (id, idea_id, sponsor_id, escalated_by, why, status, answer, asked_at, answered_at) values
        ('case-0001', 'idea-0001', 'vera-0001', 'ada-0001', 'Cold', 'declined', 'No money', '2026-01-01', '2026-01-05'),
        ('case-0002', 'idea-0001', 'vera-0001', 'ada-0001', 'Colder', 'waiting', null, '2026-02-01', null),
        ('case-0003', 'idea-0002', 'vera-0001', 'ada-0001', 'Hungry', 'endorsed', 'Yes', '2026-01-01', '2026-01-08')`)
    await migrate(client, silent)
    client.release()
    await rm(folder, { recursive: true })
  })
  afterAll(async () => {
    await pool?.end()
    await database?.drop()
  })

  test('who waits has fourteen days from the question, who backed it has promised, and what was said is told', async () => {
    const reads = escalationReads({ peopleOf: (reader, ids) => peopleByIds(reader, ids, null), talliesOf })
    const ideaIds = ['idea-0001', 'idea-0002'] as IdeaId[]
    const cases = await reads.casesOf(drizzle(pool, { schema }), ideaIds, 'vera-0001' as UserId)
    const seen = ideaIds.flatMap((ideaId) => cases.get(ideaId)!)
    const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
    const shown = seen.map(({ state, owes, moves }) => ({
      state,
      owes: owes && [owes.person.name, new Date(owes.since), owes.until && new Date(owes.until)],
      moves: moves.map(({ move, by, words }) => [move, by?.name, words]),
    }))
    expect(shown.map(({ state }) => state)).toEqual(['with-sponsor', 'declined', 'endorsed'])
    expect(shown[0]!.moves).toEqual([['raise', 'ada', 'Colder']])
    expect(shown[1]).toMatchObject({
      owes: null,
      moves: [
        ['raise', 'ada', 'Cold'],
        ['decline', 'vera', 'No money'],
      ],
    })
    expect(shown[2]).toMatchObject({ owes: ['vera', expect.any(Date), null] })
    expect(seen[0]!.owes!.until! - seen[0]!.owes!.since).toBe(at('2026-02-15') - at('2026-02-01'))
    expect(seen[0]!.may).toEqual(['endorse', 'ask', 'decline', 'hand-over'])
  })
})
