// The audit trail in a real database: nobody can change it, and whoever goes behind the trigger's back is found out.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anchor } from '../../../../server/escalations/audit/store.ts'
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
        await tx.execute(sql`alter table case_moves disable trigger case_moves_append_only`)
        await tx.execute(sql.raw(statement))
        await tx.execute(sql`alter table case_moves enable trigger case_moves_append_only`)
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

  test('an idea that goes takes no entry along', async () => {
    const before = await world.entries()
    await world.db.execute(sql`delete from ideas`)
    expect(await world.entries()).toEqual(before)
    expect(await verify(world.db)).toMatchObject({ whole: true })
  })
})
