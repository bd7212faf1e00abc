// The audit trail in a real database: nobody can change it, and whoever goes behind the trigger's back is found out.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entryAfter, firstBroken } from '../../../../server/escalations/audit/chain.ts'
import { anchor, everyEntry } from '../../../../server/escalations/audit/store.ts'
import { verify } from '../../../../server/escalations/audit/verify.ts'
import { missing } from '../../../support/services.ts'
import { type CasesWorld, casesWorld } from '../cases-world.ts'

describe.skipIf(missing('postgres'))('F80 the audit trail', () => {
  let world: CasesWorld
  beforeAll(async () => {
    world = await casesWorld()
    const { ada, vera } = world.people
    for (let n = 0; n < 4; n++) {
      const id = await world.raised(await world.idea())
      await world.say(vera, id, { answer: 'ask', question: 'Who pays?' })
      await world.say(ada, id, { answer: 'reply', text: 'We do' })
    }
  })
  afterAll(() => world?.close())

  /** As whoever holds the database can: with the trigger switched off; and back again. */
  async function behindItsBack(change: string, back: string, found: () => Promise<unknown>) {
    const off = (statement: string) =>
      world.db.transaction(async (tx) => {
        for (const set of ['disable', 'enable']) {
          if (set === 'enable') await tx.execute(sql.raw(statement))
          await tx.execute(sql.raw(`alter table case_moves ${set} trigger case_moves_append_only`))
          await tx.execute(sql.raw(`alter table case_anchors ${set} trigger case_anchors_append_only`))
        }
      })
    await off(change)
    const seen = await found()
    await off(back)
    expect(await verify(world.db)).toMatchObject({ whole: true, entries: 12 })
    return seen
  }

  test.each([
    'update case_moves set words = words',
    'delete from case_moves',
    'delete from case_moves where seq = 99',
    'truncate case_moves',
    'truncate case_moves, case_anchors',
    'update case_anchors set hash = hash',
    'delete from case_anchors',
    'truncate case_anchors',
    `insert into case_moves select * from case_moves where seq = 3
       on conflict (seq) do update set words = 'Nobody pays'`,
  ])('%s is refused', async (statement) => {
    const refused = await world.db.execute(sql.raw(statement)).then(
      () => null,
      (error: Error) => error.cause,
    )
    expect(String(refused)).toContain('the audit trail is only ever added to')
    expect(await world.entries()).toHaveLength(12)
  })

  test.each([
    ['what was said', `words = 'Nobody pays'`, `words = 'Who pays?'`],
    ['who said it', `by = 'nobody'`, 'by = (select by from case_moves where seq = 2)'],
    ['when', `at = at + interval '1 millisecond'`, `at = at - interval '1 millisecond'`],
    [
      'what came of it',
      `after = jsonb_set(after, '{state}', '"endorsed"')`,
      `after = jsonb_set(after, '{state}', '"asked"')`,
    ],
  ])('%s, changed in the database, is found at its entry', async (_, change, back) => {
    const set = (what: string) => `update case_moves set ${what} where seq = 5`
    expect(await behindItsBack(set(change), set(back), () => verify(world.db))).toMatchObject({
      whole: false,
      broken: { seq: 5, what: 'changed' },
    })
  })

  test('an entry that was taken out is missed', async () => {
    const keep = 'create table kept as select * from case_moves where seq = 7'
    const seen = await behindItsBack(
      `${keep}; delete from case_moves where seq = 7`,
      'insert into case_moves select * from kept; drop table kept',
      () => verify(world.db),
    )
    expect(seen).toMatchObject({ whole: false, broken: { seq: 7, what: 'missing' } })
  })

  test('an end that was cut off is missed by the day’s mark, or by one that somebody noted', async () => {
    const [, , , , , , , , , , , last] = await world.entries()
    const noted = { day: 'noted', seq: last!.seq, hash: last!.hash }
    const cut = 'create table kept as select * from case_moves where seq > 10; delete from case_moves where seq > 10'
    const back = 'insert into case_moves select * from kept; drop table kept'
    expect(await behindItsBack(cut, back, () => verify(world.db))).toMatchObject({ whole: true, entries: 10 })
    expect(await behindItsBack(cut, back, () => verify(world.db, [noted]))).toMatchObject({ broken: { seq: 12 } })
    expect(await anchor(world.db, '2026-03-02')).toEqual({ ...noted, day: '2026-03-02' })
    expect(await anchor(world.db, '2026-03-02')).toBeNull()
    expect(await behindItsBack(cut, back, () => verify(world.db))).toMatchObject({
      whole: false,
      broken: { seq: 12, what: 'not-as-noted', day: '2026-03-02' },
    })
  })

  /** Somebody who knows how the chain is made writes it anew from there, and leaves nothing in it that does not fit. */
  async function rewritten(from: number): Promise<string> {
    const entries = await world.entries()
    let previous = entries[from - 2] ?? null
    const statements: string[] = []
    for (const { seq: _, hash: __, at, ...facts } of entries.slice(from - 1)) {
      const words = facts.words && `${facts.words}, or so`
      const anew = entryAfter(previous, { ...facts, words, at: at.getTime() })
      statements.push(`update case_moves set words = '${words}', hash = '${anew.hash}' where seq = ${anew.seq}`)
      previous = { ...entries[0]!, seq: anew.seq, hash: anew.hash }
    }
    return statements.join('; ')
  }

  test.each([
    ['from the beginning', 1],
    ['from an entry in the middle', 6],
    ['the last entry alone', 12],
  ])('a trail written anew %s fits in itself, and is not what the day’s mark says', async (_, from) => {
    await anchor(world.db, '2026-03-03')
    const keep = 'create table kept as select * from case_moves'
    const back = `update case_moves m set words = k.words, hash = k.hash from kept k where k.seq = m.seq; drop table kept`
    const seen = await behindItsBack(`${keep}; ${await rewritten(from)}`, back, async () => [
      await firstBroken(everyEntry(world.db)),
      await verify(world.db),
    ])
    expect(seen).toEqual([
      null,
      {
        whole: false,
        entries: 12,
        broken: { seq: 12, what: 'not-as-noted', day: expect.stringMatching(/^2026-03-0/) },
      },
    ])
  })

  test('an end that was cut off and went on as if nothing had been is not what was noted', async () => {
    await anchor(world.db, '2026-03-03')
    const [, , , , , , , , , tenth, ...cut] = await world.entries()
    const facts = {
      escalationId: 'e',
      ideaId: 'i',
      move: 'endorse',
      by: 'x',
      words: null,
      also: null,
      after: {},
      at: 0,
    }
    const eleventh = entryAfter(tenth!, facts)
    const insert = ({ seq, hash }: { seq: number; hash: string }) =>
      `insert into case_moves values (${seq}, 'e', 'i', 'endorse', 'x', null, null, '{}', to_timestamp(0), '${hash}')`
    const other = [eleventh, entryAfter(eleventh, facts)].map(insert).join('; ')
    const keep = 'create table kept as select * from case_moves where seq > 10; delete from case_moves where seq > 10'
    const back = 'delete from case_moves where seq > 10; insert into case_moves select * from kept; drop table kept'
    expect(cut).toHaveLength(2)
    expect(await behindItsBack(`${keep}; ${other}`, back, () => verify(world.db))).toMatchObject({
      whole: false,
      broken: { seq: 12, what: 'not-as-noted' },
    })
  })

  test('all of it gone, the marks say so; the marks gone too, whoever noted one in the log does', async () => {
    await anchor(world.db, '2026-03-03')
    const [last] = (await world.entries()).slice(-1)
    const keep = 'create table kept as select * from case_moves; create table marks as select * from case_anchors'
    const back = `insert into case_moves select * from kept; insert into case_anchors select * from marks
      on conflict do nothing; drop table kept; drop table marks`
    const gone = await behindItsBack(`${keep}; delete from case_moves`, back, () => verify(world.db))
    expect(gone).toMatchObject({ whole: false, entries: 0, broken: { seq: 12, what: 'not-as-noted' } })
    const noted = { day: 'noted', seq: last!.seq, hash: last!.hash }
    const all = await behindItsBack(`${keep}; delete from case_moves; delete from case_anchors`, back, async () => [
      await verify(world.db),
      await verify(world.db, [noted]),
    ])
    expect(all).toMatchObject([
      { whole: true, entries: 0 },
      { whole: false, broken: { seq: 12 } },
    ])
  })

  test('an idea that goes takes no entry along', async () => {
    const before = await world.entries()
    await world.db.execute(sql`delete from ideas`)
    expect(await world.entries()).toEqual(before)
    expect(await verify(world.db)).toMatchObject({ whole: true })
  })
})
