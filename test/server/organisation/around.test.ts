// Owns: what the clock of answers is told of the organisation, against a real PostgreSQL.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { organisationAround, peopleOf } from '../../../server/organisation/around.ts'
import { absences, orgPeople, orgSettings, user, userRoles } from '../../../server/platform/database/schema/index.ts'
import type { UserId } from '../../../shared/model.ts'
import { DEFAULT_CALENDAR, DEFAULT_SPANS } from '../../../shared/organisation.ts'
import { missing } from '../../support/services.ts'
import { roomWorld, type RoomWorld } from '../../support/room-world.ts'

describe.skipIf(missing('postgres'))('the organisation around people', () => {
  let world: RoomWorld
  const ids: Record<string, UserId> = {}

  async function account(name: string): Promise<void> {
    const id = `account-of-${name}` as UserId
    await world.db.insert(user).values({ id, name, email: `${name}@example.org` })
    ids[name] = id
  }

  /** A line of the list: whose manager and deputy are who. */
  async function listed(name: string, managerOf: string | null = null, deputy: string | null = null): Promise<void> {
    const address = (of: string | null) => of && `${of}@example.org`
    const row = { email: `${name}@example.org`, name, managerEmail: address(managerOf), deputyEmail: address(deputy) }
    await world.db.insert(orgPeople).values(row)
  }

  beforeAll(async () => {
    world = await roomWorld()
    for (const name of ['sue', 'dirk', 'bob', 'zoe', 'cas', 'dee', 'ada']) await account(name)
    await world.db.insert(userRoles).values({ userId: ids['ada']!, role: 'admin' })
    await listed('zoe')
    await listed('nobody-yet', 'zoe')
    await listed('bob', 'nobody-yet', 'zoe')
    await listed('dirk', 'bob')
    await listed('sue', 'bob', 'dirk')
    // A list that was made by hand may hold a circle, and somebody who is their own deputy.
    await listed('cas', 'dee', 'cas')
    await listed('dee', 'cas')
    await world.db.insert(absences).values([
      { id: 'second', userId: ids['dirk']!, fromDay: '2026-07-20', toDay: '2026-07-31' },
      { id: 'first', userId: ids['dirk']!, fromDay: '2026-05-04', toDay: '2026-05-04' },
      { id: 'other', userId: ids['cas']!, fromDay: '2026-05-04', toDay: '2026-05-04' },
    ])
  })
  afterAll(() => world.close())

  test('without settings: the defaults, and the first admin keeps the agenda', async () => {
    const { settings } = await organisationAround(world.db, [])
    expect(settings).toEqual({ ...DEFAULT_SPANS, calendar: DEFAULT_CALENDAR, agendaKeeperId: ids['ada'] })
  })

  test('a ladder for those asked for and for those behind them; who has no account is passed over', async () => {
    const { ladderOf } = await organisationAround(world.db, [ids['sue']!])
    expect(ladderOf(ids['sue']!)).toEqual({ deputyId: ids['dirk'], managerId: ids['bob'] })
    expect(ladderOf(ids['dirk']!)).toEqual({ deputyId: null, managerId: ids['bob'] })
    expect(ladderOf(ids['bob']!)).toEqual({ deputyId: ids['zoe'], managerId: ids['zoe'] })
    expect(ladderOf(ids['zoe']!)).toEqual({ deputyId: null, managerId: null })
  })

  test('a circle ends, and nobody stands behind themselves', async () => {
    const { ladderOf } = await organisationAround(world.db, [ids['cas']!])
    expect(ladderOf(ids['cas']!)).toEqual({ deputyId: null, managerId: ids['dee'] })
    expect(ladderOf(ids['dee']!)).toEqual({ deputyId: null, managerId: ids['cas'] })
  })

  test('absences of those asked for and of those behind them, in order; of nobody else', async () => {
    const { awayOf } = await organisationAround(world.db, [ids['sue']!])
    expect(awayOf(ids['dirk']!)).toEqual([
      { from: '2026-05-04', to: '2026-05-04' },
      { from: '2026-07-20', to: '2026-07-31' },
    ])
    expect(awayOf(ids['sue']!)).toEqual([])
    expect(awayOf(ids['cas']!)).toEqual([])
  })

  test('who is not on the list has nobody behind them, and may be away', async () => {
    const { ladderOf, awayOf } = await organisationAround(world.db, [ids['ada']!])
    expect(ladderOf(ids['ada']!)).toEqual({ deputyId: null, managerId: null })
    expect(awayOf(ids['ada']!)).toEqual([])
  })

  test("somebody's people are theirs directly, or below somebody who has no account", async () => {
    expect(await peopleOf(world.db, ids['bob']!)).toEqual([ids['dirk'], ids['sue']])
    expect(await peopleOf(world.db, ids['zoe']!)).toEqual([ids['bob']])
    expect(await peopleOf(world.db, ids['sue']!)).toEqual([])
  })

  test('settings of the organisation stand before the defaults', async () => {
    const spans = { ...DEFAULT_SPANS, sponsor: { count: 10, unit: 'working-days' as const } }
    const row = { timeZone: 'Europe/London', weekend: [5, 6], holidays: ['2026-12-25'], spans, dayRateEuros: 700 }
    await world.db.insert(orgSettings).values({ ...row, agendaKeeperId: ids['bob']! })
    const { settings } = await organisationAround(world.db, [])
    expect(settings).toEqual({
      ...spans,
      calendar: { timeZone: 'Europe/London', holidays: new Set(['2026-12-25']), weekend: new Set([5, 6]) },
      agendaKeeperId: ids['bob'],
    })
  })
})
