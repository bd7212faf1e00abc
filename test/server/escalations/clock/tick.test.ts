// The clock over real cases on a real database: who owes after silence, once on however many nodes; deadlines by the database's
// time alone. Walks of people and silence are in real-walks.test.ts.
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createCaseClock } from '../../../../server/escalations/clock/tick.ts'
import { databaseTime } from '../../../../server/platform/database/time.ts'
import * as schema from '../../../../server/platform/database/schema/index.ts'
import { dayOf } from '../../../../shared/calendar.ts'
import type { EscalationId } from '../../../../shared/model.ts'
import { verify } from '../../../../server/escalations/audit/verify.ts'
import { missing } from '../../../support/services.ts'
import { AMSTERDAM, type CasesWorld, casesWorld, reasonOf, type Saying } from '../cases-world.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const day = (at: number | null) => at && dayOf(at, AMSTERDAM.timeZone)

describe.skipIf(missing('postgres'))('the clock of answers', () => {
  let world: CasesWorld
  beforeAll(async () => void (world = await casesWorld()))
  afterAll(() => world?.close())
  afterEach(async () => {
    await world.db.delete(schema.escalations) // the trail stays, and goes on
    world.away.clear()
    Object.assign(world.settings, { sponsor: { count: 14, unit: 'days' }, calendar: AMSTERDAM })
  })

  const until = async (id: EscalationId) => (await world.caseNow(id)).owedUntil!
  /** To just after that moment. */
  const goTo = (at: number) => world.advance(at + 1 - world.now().getTime())

  test('silence leads from the sponsor to their deputy, to the next level, and on to the agenda, each told once', async () => {
    const { vera, dirk, bea, keeper, ada } = world.people
    const ideaId = await world.idea()
    const id = await world.raised(ideaId)
    await world.world.announced()
    for (const [state, owedBy] of [
      ['with-deputy', dirk],
      ['with-next-level', bea],
      ['on-agenda', keeper],
    ]) {
      expect(await world.clock.tick()).toBe(0)
      goTo(await until(id))
      expect(await world.clock.tick()).toBe(1)
      expect(await world.clock.tick()).toBe(0)
      expect(await world.caseNow(id)).toMatchObject({ state, owedBy, sponsorId: vera })
      const told = await world.world.announced()
      expect(told.map(({ topic }) => topic)).toEqual(['ideas.changed', 'case.moved', 'access.changed', 'answers.stale'])
      expect(told[2]!.payload).toEqual({ boardId: world.boardId, userId: owedBy })
    }
    world.advance(400 * DAY_MS)
    expect(await world.clock.tick()).toBe(0)
    const [seen] = (await world.reads.casesOf(world.db, [ideaId], ada)).get(ideaId)!
    expect(seen!.moves.map(({ move, by, owes }) => [move, by?.name ?? null, owes?.name])).toEqual([
      ['raise', 'ada', 'vera'],
      ['lapse', null, 'dirk'],
      ['lapse', null, 'bea'],
      ['lapse', null, 'keeper'],
    ])
  })

  test('F17 however far a node’s clock jumps, the time of the database decides', async () => {
    const id = await world.raised(await world.idea())
    const byDatabase = createCaseClock({
      ...world.world,
      organisationAround: async () => Promise.reject(new Error('nothing is due')),
      managersOf: async () => Promise.reject(new Error('nothing is due')),
      timeOf: databaseTime,
      db: world.db,
      transaction: (work) => world.db.transaction(work),
      failed: () => false,
    })
    const [far] = await world.db
      .update(schema.escalations)
      .set({ owedUntil: new Date((await databaseTime(world.db)).getTime() + DAY_MS) })
      .returning({ at: schema.escalations.owedUntil })
    for (const jump of [-DAY_MS, -HOUR_MS, HOUR_MS, DAY_MS, 10 * DAY_MS]) {
      world.advance(jump)
      expect(await byDatabase.tick()).toBe(0)
    }
    expect(await until(id)).toBe(far!.at!.getTime())
  })

  test('two nodes that wake in the same moment make each step once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, async () => world.raised(await world.idea())))
    const { $client: connection } = world.db as unknown as { $client: pg.Pool }
    const pools = [1, 2].map(() => new pg.Pool({ ...connection.options, max: 4 }))
    const nodes = pools.map((pool) => world.clockOn(drizzle(pool, { schema })))
    const before = (await world.entries()).length
    goTo(Math.max(...(await Promise.all(ids.map(until)))))
    const moved = await Promise.all([...nodes, ...nodes].map((node) => node.tick()))
    expect(moved.reduce((sum, one) => sum + one, 0)).toBe(ids.length)
    expect(
      (await world.entries())
        .slice(before)
        .map(({ escalationId }) => escalationId)
        .toSorted(),
    ).toEqual(ids.toSorted())
    expect(await verify(world.db)).toMatchObject({ whole: true })
    for (const pool of pools) await pool.end()
  })

  test('F80 moves on many boards in one moment stand in the trail one after the other', async () => {
    const { ada, vera } = world.people
    const boards = await Promise.all(Array.from({ length: 10 }, () => world.board()))
    const ids = await Promise.all(
      boards.map(async ({ boardId }) => world.raised(await world.world.idea(boardId), vera, ada, boardId)),
    )
    goTo(Math.max(...(await Promise.all(ids.map(until)))))
    await Promise.all(ids.map(() => world.clock.tick()))
    expect((await world.entries()).map(({ seq }) => seq)).toEqual((await world.entries()).map((_, n) => n + 1))
    expect((await Promise.all(ids.map(world.caseNow))).map(({ state }) => state)).toEqual(ids.map(() => 'with-deputy'))
    expect(await verify(world.db)).toMatchObject({ whole: true })
  })

  test('more cases than are found at a time are moved at once, also past one that cannot be', async () => {
    const { ada, vera } = world.people
    const first = await world.raised(await world.idea())
    const [row] = await world.db.select().from(schema.escalations)
    const ideas = Array.from({ length: 105 }, (_, n) => ({
      id: `many-${n}`,
      boardId: world.boardId,
      number: 50_000 + n,
      text: 'One of many',
      authorId: ada,
    }))
    await world.db.insert(schema.ideas).values(ideas)
    await world.db
      .insert(schema.escalations)
      .values(ideas.map(({ id }) => ({ ...row!, id: `case-${id}`, ideaId: id, sponsorId: vera })))
    goTo(await until(first))
    // The very first one that is found cannot be moved.
    const failed: EscalationId[] = []
    let fails = true
    const clock = world.clockOn(world.db, {
      organisationAround: async () => {
        if (fails) {
          fails = false
          throw new Error('this one fails')
        }
        return world.organisationAround()
      },
      failed: (_, escalationId) => failed.push(escalationId) > 0,
    })
    expect(await clock.tick()).toBe(105)
    expect(failed).toHaveLength(1)
    expect(await world.clock.tick()).toBe(1)
    expect(await world.clock.tick()).toBe(0)
    expect(await verify(world.db)).toMatchObject({ whole: true })
  })

  test('an answer in the last moment and the clock: one of them comes first, and the other is not made', async () => {
    for (let n = 0; n < 8; n++) {
      await world.db.delete(schema.escalations) // where the clock was first, it waits for the deputy
      const id = await world.raised(await world.idea())
      const before = (await world.entries()).length
      goTo(await until(id))
      const [said, moved] = await Promise.all([
        world.say(world.people.vera, id, { answer: 'endorse' }),
        world.clock.tick(),
      ])
      expect((await world.entries()).length - before).toBe(1)
      expect(said.ok ? moved : 1 - moved).toBe(0)
    }
  })

  test('after a long sleep nobody is told more than once, and whoever owes now has their whole time', async () => {
    const id = await world.raised(await world.idea())
    await world.world.announced()
    world.advance(200 * DAY_MS)
    expect(await world.clock.tick()).toBe(1)
    expect(await world.clock.tick()).toBe(0)
    expect((await world.world.announced()).filter(({ topic }) => topic === 'case.moved')).toHaveLength(1)
    expect(await until(id)).toBeGreaterThan(world.now().getTime() + 3 * DAY_MS)
  })

  test('a declined idea is looked at again on its day, unless the sponsor has it again already', async () => {
    const { vera } = world.people
    const lookAgainOn = dayOf(world.now().getTime() + 9 * DAY_MS, AMSTERDAM.timeZone)
    const declining: Saying = { answer: 'decline', reason: 'No money', wouldChange: 'Money', lookAgainOn }
    const [once, twice] = [await world.idea(), await world.idea()]
    const [first, second] = [await world.raised(once), await world.raised(twice)]
    for (const id of [first, second]) expect(reasonOf(await world.say(vera, id, declining))).toBe('done')
    const again = await world.raised(twice)
    const { lookAgainAt } = (await world.reads.casesOf(world.db, [once], vera)).get(once)![0]!
    expect(dayOf(lookAgainAt!, AMSTERDAM.timeZone)).toBe(lookAgainOn)
    expect(await world.clock.tick()).toBe(0)
    goTo((await world.caseNow(first)).lookAgainAt!)
    expect(dayOf(world.now().getTime(), AMSTERDAM.timeZone)).toBe(lookAgainOn)
    await world.clock.tick()
    expect(await world.caseNow(first)).toMatchObject({ state: 'with-sponsor', owedBy: vera, lookAgainAt: null })
    expect(await world.ideaNow(once)).toMatchObject({ stage: 'escalated' })
    expect(await world.caseNow(second)).toMatchObject({ state: 'declined', lookAgainAt: null })
    expect((await world.caseNow(again)).owedBy).toBe(vera)
  })

  test('nothing moves while its idea is removed, and it goes on when that is restored', async () => {
    const ideaId = await world.idea()
    const id = await world.raised(ideaId)
    goTo(await until(id))
    await world.db.update(schema.ideas).set({ removedAt: world.now() })
    expect(await world.clock.tick()).toBe(0)
    await world.db.update(schema.ideas).set({ removedAt: null })
    expect(await world.clock.tick()).toBeGreaterThan(0)
    expect((await world.caseNow(id)).state).toBe('with-deputy')
  })

  test('who is away, or whose holidays come, has the days they were not there; taken back, they are gone again', async () => {
    const { vera } = world.people
    const id = await world.raised(await world.idea())
    const usual = await until(id)
    const from = dayOf(world.now().getTime() + 2 * DAY_MS, AMSTERDAM.timeZone)
    const to = dayOf(world.now().getTime() + 8 * DAY_MS, AMSTERDAM.timeZone)
    world.away.set(vera, [{ from, to }])
    expect(await world.clock.workOutAgain([world.people.wim])).toBe(0)
    expect(await world.clock.workOutAgain([vera])).toBeGreaterThan(0)
    expect(day(await until(id))! > day(usual)!).toBe(true)
    world.away.clear()
    await world.clock.workOutAgain(null)
    expect(await until(id)).toBe(usual)
  })

  test('what is on the agenda goes to whoever keeps it now, and stays with them', async () => {
    const id = await world.raised(await world.idea(), world.people.wim)
    for (let n = 0; n < 3; n++) {
      world.advance(60 * DAY_MS)
      await world.clock.tick()
    }
    expect(await world.caseNow(id)).toMatchObject({ state: 'on-agenda', owedBy: world.people.keeper })
    expect(await world.clock.workOutAgain(null)).toBe(0)
    world.keeps(world.people.dirk)
    expect(await world.clock.workOutAgain(null)).toBe(1)
    expect(await world.clock.workOutAgain(null)).toBe(0)
    expect(await world.caseNow(id)).toMatchObject({ state: 'on-agenda', owedBy: world.people.dirk, owedUntil: null })
    expect((await world.entries()).at(-1)).toMatchObject({ move: 'new-keeper', by: null })
    world.keeps(world.people.keeper)
  })

  test('a span made shorter leaves whoever owes at least a day', async () => {
    const id = await world.raised(await world.idea())
    world.advance(10 * DAY_MS)
    world.settings.sponsor = { count: 2, unit: 'days' }
    await world.clock.workOutAgain(null)
    expect(await until(id)).toBeGreaterThan(world.now().getTime() + DAY_MS / 2)
    expect(await world.clock.tick()).toBe(0)
  })
})
