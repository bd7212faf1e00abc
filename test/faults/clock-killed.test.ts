// F1, F17 the clock of answers on nodes that die of SIGKILL in the middle, and whose own clocks are days apart: sixty cases that
// fall silent again and again each make every step once, to the agenda, and the trail holds them all.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verify } from '../../server/escalations/audit/verify.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { type Tethered, tethered } from '../support/processes.ts'
import { missing } from '../support/services.ts'
import { until } from '../support/until.ts'
import { type CasesWorld, casesWorld } from '../server/escalations/cases-world.ts'
import { seeded } from '../server/sync/support/fakes.ts'

const CASES = 60
const KILLS = 7
const OFF_HOURS = [-24, -1, 0, 1, 24, 240]
const STARTS_MS = 30_000
const TEST_DEADLINE_MS = 240_000

describe.skipIf(missing('postgres'))('F17 nodes that die', () => {
  let world: CasesWorld
  let url: string
  const nodes: Tethered[] = []
  beforeAll(async () => {
    world = await casesWorld()
    url = (world.db as unknown as { $client: { options: { connectionString: string } } }).$client.options
      .connectionString
  })
  afterAll(async () => {
    for (const node of nodes) await node.kill()
    await world?.close()
  })

  test('no step is lost or made twice, and nobody is passed over', { timeout: TEST_DEADLINE_MS }, async () => {
    const { people, db } = world
    const line = (email: string, manager: string | null, deputy: string | null) =>
      sql`(${email}, ${email}, ${manager}, ${deputy})`
    const emails = new Map<string, string>()
    for (const { id, email } of (await db.execute<{ id: string; email: string }>(sql`select id, email from "user"`))
      .rows) {
      emails.set(id, email)
    }
    const [vera, dirk, bea] = [people.vera, people.dirk, people.bea].map((id) => emails.get(id)!) as [
      string,
      string,
      string,
    ]
    await db.execute(sql`insert into org_people (email, name, manager_email, deputy_email)
      values ${line(bea, null, null)}, ${line(dirk, null, null)}, ${line(vera, bea, dirk)}`)
    await db.execute(
      sql`insert into user_roles (user_id, role) values (${people.keeper}, 'admin') on conflict do nothing`,
    )
    world.advance(Date.now() - world.now().getTime()) // these nodes have the time of the database
    for (let n = 0; n < CASES; n++) await world.raised(await world.idea())

    const random = seeded(9)
    const program = await bundledProgram('test/faults/clock-node.ts')
    let started = 0
    const start = async (): Promise<Tethered> => {
      const node = tethered(process.execPath, [program, url, String(OFF_HOURS[started++ % OFF_HOURS.length])])
      nodes.push(node)
      await node.says(/ticking/, STARTS_MS)
      return node
    }
    const running = [await start(), await start()]
    const figures = async () => {
      const { rows } = await db.execute<{ moves: number; waiting: number }>(sql`select
        (select count(*)::int from case_moves) as moves,
        (select count(*)::int from escalations where owed_until < now()) as waiting`)
      return rows[0]!
    }
    let kills = 0
    for (const silent of ['with-sponsor', 'with-deputy', 'with-next-level']) {
      const before = (await figures()).moves
      await db.execute(sql`update escalations set owed_since = now() - interval '90 days',
        owed_until = now() - interval '1 minute' where state = ${silent}`)
      // Somewhere in the middle of it one is killed, and another comes; there is always one that goes on.
      for (let enough = false; !enough && kills < KILLS; ) {
        const which = kills++ % 2
        await running[which]!.kill()
        running[which] = await start()
        enough = (await figures()).moves - before >= CASES * (0.1 + 0.8 * random())
      }
      await until(async () => (await figures()).waiting === 0, `silence of ${silent} to be over`, TEST_DEADLINE_MS / 4)
      expect((await figures()).moves - before).toBe(CASES)
    }
    expect(kills).toBeGreaterThan(2)
    for (const node of nodes) await node.kill()

    const ways = new Map<string, string[]>()
    for (const { escalationId, move, after } of await world.entries()) {
      ways.set(escalationId, [...(ways.get(escalationId) ?? []), `${move} ${after.owedBy}`])
    }
    const way = [`raise ${people.vera}`, `lapse ${people.dirk}`, `lapse ${people.bea}`, `lapse ${people.keeper}`]
    expect([...ways.values()]).toEqual(Array.from({ length: CASES }, () => way))
    const told = (await world.announced()).flatMap((one) => (one.topic === 'case.moved' ? [one.payload.seq] : []))
    expect(told.toSorted((one, other) => one - other)).toEqual(Array.from({ length: CASES * 4 }, (_, n) => n + 1))
    expect(await verify(db)).toMatchObject({ whole: true, entries: CASES * 4 })
    // Whoever owes now was given their time by the database's day, whichever node gave it.
    const { rows } = await db.execute<{ off: number }>(
      sql`select max(abs(extract(epoch from now() - owed_since)))::int as off from escalations`,
    )
    expect(rows[0]!.off).toBeLessThan(TEST_DEADLINE_MS / 1_000)
  })
})
