// Owns: changing the organisation's list, settings and absences, and reading a file into the list, against a real PostgreSQL.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { organisationCommands } from '../../../server/organisation/commands.ts'
import { importList } from '../../../server/organisation/import.ts'
import { absencesView, organisationView, settingsNow } from '../../../server/organisation/reads.ts'
import { fillUnits, listOf } from '../../../server/organisation/store.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { absences, orgPeople, orgSettings, profiles, user } from '../../../server/platform/database/schema/index.ts'
import {
  ABSENCE_MAX_DAYS,
  ABSENCES_MAX_PER_PERSON,
  DAY_RATE_MAX_EUROS,
  HOLIDAYS_MAX,
  ORGANISATION_FILE_MAX_BYTES,
  ORGANISATION_PEOPLE_MAX,
  SPAN_MAX_DAYS,
} from '../../../shared/limits.ts'
import { nextDay } from '../../../shared/calendar.ts'
import type { PersonView, UserId } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { roomWorld, type RoomWorld, type Runner } from '../../support/room-world.ts'

const line = (name: string, more: { unit?: string; managerEmail?: string; deputyEmail?: string } = {}) => ({
  email: `${name}@example.org`,
  name,
  unit: null,
  managerEmail: null,
  deputyEmail: null,
  ...more,
})

describe.skipIf(missing('postgres'))('the organisation', () => {
  let world: RoomWorld
  let run: Runner<ReturnType<typeof organisationCommands>>
  let ada: Actor
  let sue: Actor
  let serial = 0

  async function account(name: string, roles: Actor['roles'] = new Set(['member'])): Promise<Actor> {
    const id = `account-${name}-${serial++}` as UserId
    await world.db.insert(user).values({ id, name, email: `${name}@example.org` })
    return world.actor(id, { roles })
  }
  const people = async () => new Map<UserId, PersonView>()
  const list = () => listOf(world.db)
  const sorted = (ids: readonly UserId[]) => ids.toSorted()
  const reasonOf = async (outcome: Promise<{ ok: boolean; error?: { reason: string } }>) =>
    (await outcome).error?.reason ?? 'done'

  beforeAll(async () => {
    world = await roomWorld()
    run = world.runner(organisationCommands({ enqueue: world.enqueue, newId: world.newId }), () => null)
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    for (const table of [orgPeople, orgSettings, absences, profiles, user]) await world.db.delete(table)
    ada = await account('ada', new Set(['member', 'admin']))
    sue = await account('sue')
    await world.announced()
  })

  describe('its list', () => {
    const set = (given: ReturnType<typeof line> & { was?: string }) => run('organisation.set-person', ada, given)

    test('a person is set, changed, and given another address, which everybody who names them follows', async () => {
      await set(line('bob'))
      await set(line('sue', { managerEmail: 'BOB@example.org', deputyEmail: 'bob@example.org', unit: 'IT' }))
      await set({ ...line('robert'), was: 'bob@example.org' })
      const robert = 'robert@example.org'
      expect(await list()).toEqual([
        line('robert'),
        line('sue', { managerEmail: robert, deputyEmail: robert, unit: 'IT' }),
      ])
    })

    test('an address that is taken, or gone, is nobody to rename to or from', async () => {
      await set(line('bob'))
      await set(line('sue'))
      expect(await reasonOf(set({ ...line('sue'), was: 'bob@example.org' }))).toBe('email-listed')
      expect(await reasonOf(set({ ...line('new'), was: 'nobody@example.org' }))).toBe('not-listed')
    })

    test('a manager and a deputy are on the list, are somebody else, and stand in no circle', async () => {
      await set(line('bob'))
      await set(line('sue', { managerEmail: 'bob@example.org' }))
      const bob = (more: Parameters<typeof line>[1]) => reasonOf(set(line('bob', more)))
      expect(await bob({ managerEmail: 'zoe@example.org' })).toBe('unknown-manager')
      expect(await bob({ deputyEmail: 'zoe@example.org' })).toBe('unknown-deputy')
      expect(await bob({ managerEmail: 'bob@example.org' })).toBe('own-manager')
      expect(await bob({ deputyEmail: 'bob@example.org' })).toBe('own-deputy')
      expect(await bob({ managerEmail: 'sue@example.org' })).toBe('manager-circle')
      expect(await bob({ managerEmail: 'not an address' })).toBe('not-an-email')
    })

    test('whoever leaves leaves their people to their own manager, and is nobody’s deputy', async () => {
      await set(line('zoe'))
      await set(line('bob', { managerEmail: 'zoe@example.org' }))
      await set(line('sue', { managerEmail: 'bob@example.org', deputyEmail: 'bob@example.org' }))
      await run('organisation.remove-person', ada, { email: 'bob@example.org' })
      expect(await list()).toEqual([line('sue', { managerEmail: 'zoe@example.org' }), line('zoe')])
    })

    test('is told to the desks of those who lead somebody, or did', async () => {
      const [vera, wim] = [await account('vera'), await account('wim')]
      const led = async () => {
        const stale = (await world.announced()).filter(({ topic }) => topic === 'answers.stale')
        return stale.map(({ payload }) => sorted((payload as { userIds: UserId[] }).userIds))
      }
      for (const name of ['vera', 'wim']) await set(line(name))
      await set(line('sue'))
      await led()
      await set(line('sue', { managerEmail: 'vera@example.org' }))
      expect(await led()).toEqual([sorted([sue.userId, vera.userId])])
      await read('name,e-mail,manager\nsue,sue@example.org,wim@example.org\n')
      expect(await led()).toEqual([sorted([sue.userId, vera.userId, wim.userId])])
      await read('name,e-mail,manager\nsue,sue@example.org,wim@example.org\n', { dryRun: true })
      expect(await led()).toEqual([])
      await run('organisation.remove-person', ada, { email: 'sue@example.org' })
      expect(await led()).toEqual([[wim.userId]])
    })

    test('is full at its limit', async () => {
      const full = Array.from({ length: ORGANISATION_PEOPLE_MAX - 1 }, (_, i) => line(`p${i}`))
      for (let at = 0; at < full.length; at += 2_000)
        await world.db.insert(orgPeople).values(full.slice(at, at + 2_000))
      expect(await reasonOf(set(line('last')))).toBe('done')
      expect(await reasonOf(set(line('one-more')))).toBe('list-full')
      expect(await reasonOf(set(line('last', { unit: 'IT' })))).toBe('done')
      expect(await reasonOf(run('deputy.set', sue, { deputyId: null }))).toBe('list-full')
      const text = 'name,e-mail\nNew,new@example.org\n'
      expect(await reasonOf(read(text))).toBe('list-full')
    })

    test('gives a unit to whoever has an account and none of their own, also when they come later', async () => {
      await world.db.insert(profiles).values({ userId: ada.userId, unit: 'My own' })
      await set(line('ada', { unit: 'Board' }))
      await set(line('sue', { unit: 'IT' }))
      await set(line('later', { unit: 'HR' }))
      const later = await account('later')
      await world.db.transaction((tx) => fillUnits(tx, later.userId))
      const units = new Map((await world.db.select().from(profiles)).map((row) => [row.userId, row.unit]))
      expect([ada, sue, later].map(({ userId }) => units.get(userId))).toEqual(['My own', 'IT', 'HR'])
    })
  })

  const read = (text: string, asked: { dryRun?: boolean; removeGone?: boolean } = {}) =>
    importList(
      {
        db: world.db,
        transaction: (work) => world.db.transaction(work),
        now: () => world.now,
        enqueue: world.enqueue,
        readTable: (bytes, maxRows) => ({
          encoding: 'utf-8',
          brokenAt: null,
          rows: new TextDecoder()
            .decode(bytes)
            .trim()
            .split('\n')
            .slice(0, maxRows)
            .map((one, i) => ({ line: i + 1, cells: one.split(',') })),
        }),
      },
      new TextEncoder().encode(text),
      { dryRun: false, removeGone: false, ...asked },
    )

  describe('a file', () => {
    const FILE = 'name,e-mail,manager\nSue,sue@example.org,bob@example.org\nBob,bob@example.org,\n,no@example.org,\n'

    test('is shown before anything changes, and then does what was shown', async () => {
      await world.db.insert(orgPeople).values([line('old'), line('bob')])
      const preview = await read(FILE, { dryRun: true })
      expect(preview).toMatchObject({
        value: {
          applied: false,
          total: 3,
          addedCount: 1,
          changedCount: 1,
          unchangedCount: 0,
          goneCount: 1,
          problemCount: 1,
        },
      })
      expect((await list()).map(({ name }) => name)).toEqual(['bob', 'old'])
      const report = await read(FILE)
      expect(report).toEqual({ ok: true, value: { ...(preview as { value: object }).value, applied: true } })
      expect((await list()).map(({ name }) => name)).toEqual(['Bob', 'old', 'Sue'])
      expect(await read(FILE)).toMatchObject({ value: { addedCount: 0, changedCount: 0, unchangedCount: 2 } })
    })

    test('removes who is not in it when it is asked to', async () => {
      await world.db.insert(orgPeople).values(line('old'))
      await read(FILE, { removeGone: true })
      expect((await list()).map(({ name }) => name)).toEqual(['Bob', 'Sue'])
    })

    test('that is empty, too large, or names no columns is refused', async () => {
      expect(await reasonOf(read(''))).toBe('file-empty')
      expect(await reasonOf(read('Sue,sue@example.org'))).toBe('no-list-columns')
      expect(await reasonOf(read('name:e-mail\nSue:sue@example.org')), 'by something nobody knows').toBe(
        'list-one-column',
      )
      const header = 'name,e-mail\n'
      const most = header + ' '.repeat(ORGANISATION_FILE_MAX_BYTES - header.length)
      expect(await reasonOf(read(most))).toBe('done')
      expect(await reasonOf(read(`${most} `))).toBe('file-too-large')
    })

    test('may hold as many people as the list, and not one more', async () => {
      const file = (count: number) =>
        `name,e-mail\n${Array.from({ length: count }, (_, i) => `P${i},p${i}@example.org`).join('\n')}`
      expect(await reasonOf(read(file(ORGANISATION_PEOPLE_MAX + 1)))).toBe('list-full')
      expect(await reasonOf(read(file(ORGANISATION_PEOPLE_MAX)))).toBe('done')
    })
  })

  describe('its settings', () => {
    const update = (given: Parameters<typeof run<'organisation.update-settings'>>[2]) =>
      run('organisation.update-settings', ada, given)

    test('are the defaults until they are set, one by one', async () => {
      const before = await settingsNow(world.db)
      await update({ spans: { person: { count: 5, unit: 'days' } } })
      await update({ holidays: ['2026-12-25', '2026-01-01', '2026-12-25'], weekend: [6, 0, 6] })
      expect(await settingsNow(world.db)).toEqual({
        ...before,
        spans: { ...before.spans, person: { count: 5, unit: 'days' } },
        holidays: ['2026-01-01', '2026-12-25'],
        weekend: [0, 6],
      })
      expect(await organisationView(world.db, people)).toMatchObject({ listed: 0, settings: { agendaKeeper: null } })
    })

    test('deadlines hear of what moves them, and of nothing else', async () => {
      const topics = async () => (await world.announced()).map(({ topic }) => topic)
      await update({ dayRateEuros: 800, sponsorFiguresOpen: true })
      expect(await topics()).not.toContain('organisation.changed')
      await update({ timeZone: 'Europe/London' })
      expect(await topics()).toContain('organisation.changed')
    })

    test('are taken up to their limits, and not one past them', async () => {
      const span = (count: number) => reasonOf(update({ spans: { sponsor: { count, unit: 'days' } } }))
      const holidays = (count: number) =>
        reasonOf(update({ holidays: Array.from({ length: count }, (_, i) => nextDay('2026-01-01', i)) }))
      expect([await span(SPAN_MAX_DAYS), await span(SPAN_MAX_DAYS + 1)]).toEqual(['done', 'too-much'])
      expect([await holidays(HOLIDAYS_MAX), await holidays(HOLIDAYS_MAX + 1)]).toEqual(['done', 'too-many'])
      expect(await reasonOf(update({ dayRateEuros: DAY_RATE_MAX_EUROS }))).toBe('done')
      expect(await reasonOf(update({ dayRateEuros: DAY_RATE_MAX_EUROS + 1 }))).toBe('too-much')
      expect(await reasonOf(update({ weekend: [0, 1, 2, 3, 4, 5, 6] }))).toBe('no-working-day')
      expect(await reasonOf(update({ timeZone: 'Europe/Atlantis' }))).toBe('no-such-time-zone')
      expect(await reasonOf(update({ holidays: ['2026-02-30'] }))).toBe('not-a-day')
      expect(await reasonOf(update({ agendaKeeperId: 'nobody-at-all' }))).toBe('no-such-account')
    })
  })

  describe('who is away', () => {
    // It is 2 March 2026 in this world.
    const set = (who: Actor, from: string, to: string, more: { userId?: UserId; absenceId?: string } = {}) =>
      run('absence.set', who, { from, to, ...more })
    const away = async (who: Actor) => (await absencesView(world.db, who.userId, world.now, people)).absences

    test('says so, changes it, and takes it back; whoever waits for them hears of it', async () => {
      const made = await set(sue, '2026-03-09', '2026-03-13')
      const absenceId = made.ok ? made.value.absenceId : ''
      expect(await world.announced()).toContainEqual({
        topic: 'organisation.changed',
        key: 'organisation',
        payload: { userIds: [sue.userId] },
      })
      await set(sue, '2026-03-09', '2026-03-20', { absenceId })
      expect(await away(sue)).toEqual([{ absenceId, from: '2026-03-09', to: '2026-03-20' }])
      await run('absence.remove', sue, { absenceId })
      expect(await away(sue)).toEqual([])
    })

    test('says it for themselves; an admin says it for anybody', async () => {
      expect(await reasonOf(set(sue, '2026-03-09', '2026-03-13', { userId: ada.userId }))).toBe('not-your-absence')
      const made = await set(ada, '2026-03-09', '2026-03-13', { userId: sue.userId })
      expect(await away(sue)).toHaveLength(1)
      const cas = await account('cas')
      const absenceId = made.ok ? made.value.absenceId : ''
      expect(await reasonOf(run('absence.remove', cas, { absenceId }))).toBe('no-such-absence')
      expect(await reasonOf(set(cas, '2026-03-09', '2026-03-13', { absenceId }))).toBe('no-such-absence')
      expect(await reasonOf(run('absence.remove', ada, { absenceId }))).toBe('done')
    })

    test('is away from a day to a later one, not in the past, and not for more than a year', async () => {
      expect(await reasonOf(set(sue, '2026-03-13', '2026-03-12'))).toBe('ends-before-it-begins')
      expect(await reasonOf(set(sue, '2026-02-20', '2026-03-01'))).toBe('already-over')
      expect(await reasonOf(set(sue, '2026-02-20', '2026-03-02'))).toBe('done')
      expect(await reasonOf(set(sue, '2026-04-01', nextDay('2026-04-01', ABSENCE_MAX_DAYS - 1)))).toBe('done')
      expect(await reasonOf(set(sue, '2026-04-01', nextDay('2026-04-01', ABSENCE_MAX_DAYS)))).toBe('too-long-away')
    })

    test('may have so many absences ahead', async () => {
      const many = Array.from({ length: ABSENCES_MAX_PER_PERSON - 1 }, (_, i) => ({
        id: `absence-${i}`,
        userId: sue.userId,
        fromDay: '2026-05-01',
        toDay: '2026-05-02',
      }))
      await world.db.insert(absences).values(many)
      expect(await reasonOf(set(sue, '2026-05-01', '2026-05-02'))).toBe('done')
      expect(await reasonOf(set(sue, '2026-05-01', '2026-05-02'))).toBe('too-many-absences')
    })

    test('names their own deputy, who is then on the list with them', async () => {
      expect(await reasonOf(run('deputy.set', sue, { deputyId: sue.userId }))).toBe('own-deputy')
      expect(await reasonOf(run('deputy.set', sue, { deputyId: 'nobody-at-all' }))).toBe('no-such-account')
      await run('deputy.set', sue, { deputyId: ada.userId })
      expect(await list()).toEqual([line('ada'), line('sue', { deputyEmail: 'ada@example.org' })])
      await run('deputy.set', sue, { deputyId: null })
      const [row] = await world.db.select().from(orgPeople).where(eq(orgPeople.email, 'sue@example.org'))
      expect(row?.deputyEmail).toBeNull()
    })
  })
})
