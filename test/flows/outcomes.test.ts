// Owns: what a backed idea promises to bring and what came of it, through the public interface, on both databases: who may say what
// until when, that nothing once said is lost, that whoever measures it is asked, and that what is late shows.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askForOutcomes } from '../../server/compose-outcomes.ts'
import { DUE_AHEAD_DAYS } from '../../server/outcomes/due.ts'
import { dayOf, nextDay } from '../../shared/calendar.ts'
import type { DeskView } from '../../shared/cases.ts'
import type { GoalView } from '../../shared/goal-views.ts'
import {
  DAYS_AHEAD_MAX,
  EVIDENCE_MAX_CHARS,
  MILESTONE_MAX_CHARS,
  MILESTONES_MAX_PER_CASE,
} from '../../shared/limits.ts'
import type { BoardId, EscalationId, IdeaId } from '../../shared/model.ts'
import { DEFAULT_CALENDAR } from '../../shared/organisation.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { OutcomesView, OutcomeView } from '../../shared/outcomes.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)
/** From today, where the organisation is. */
const dayAhead = (days: number) => nextDay(dayOf(Date.now(), DEFAULT_CALENDAR.timeZone), days)

describeOnEachDatabase('an outcome', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  let vera: Person
  let olga: Person
  let mia: Person
  let boardId: BoardId
  let soup: IdeaId
  let escalationId: EscalationId

  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
    ;[ben, vera, olga, mia] = [
      await world.person('ben'),
      await world.person('vera'),
      await world.person('olga'),
      await world.person('mia'),
    ]
    await ada.must('role.grant', { userId: vera.userId, role: 'sponsor' })
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    boardId = (await ada.must('board.create', { title: 'Lunch' })).boardId
    soup = (await ben.must('idea.add', { boardId, text: 'Soup on Mondays' })).ideaId
    const asked = await ben.must('idea.escalate', { ideaId: soup, sponsorId: vera.userId, why: 'It is cold' })
    escalationId = asked.escalationId
  })

  const endorse = () => {
    const commitment = { ownerId: olga.userId, firstStep: 'Buy a pan', dueOn: dayAhead(7) }
    return vera.must('escalation.answer', { escalationId, answer: 'endorse', commitment })
  }
  const promise = (by: Person, given: object = {}) =>
    by.command('outcome.promise', {
      escalationId,
      metric: 'Cups a day',
      unit: 'cups',
      baseline: 10,
      promised: 50,
      dueOn: dayAhead(90),
      ...given,
    })
  const measure = (by: Person, value: number, given: object = {}) =>
    by.command('outcome.measure', { escalationId, value, evidence: 'Counted for two weeks', ...given })
  const seenBy = async (person: Person) => (await person.read<OutcomeView[]>(`/api/ideas/${soup}/outcome`))[0]
  /** As if its day had come, and gone by so many days. */
  async function dayComes(ago: number) {
    const { database: stored } = world.app
    await stored.db.execute(sql`update outcomes set due_at = now() - make_interval(days => ${ago})
      where escalation_id = ${escalationId}`)
    return askForOutcomes({ db: stored.db, database: stored }, () => false)()
  }

  test('before anybody backs it there is none, and nothing is promised', async () => {
    expect(await seenBy(ben)).toBeUndefined()
    expect(reasonOf(await promise(vera))).toBe('conflict/not-backed')
    expect(reasonOf(await measure(vera, 1))).toBe('conflict/not-backed')
  })

  test('the owner promises, changes it with a reason until its day, and the result stands beside the promise', async () => {
    await endorse()
    expect(reasonOf(await measure(olga, 30))).toBe('conflict/nothing-promised')
    expect(reasonOf(await promise(olga))).toBe('done')
    expect(reasonOf(await promise(olga, { promised: 60 }))).toBe('invalid/reason-needed')
    expect(reasonOf(await promise(vera, { promised: 60, because: 'A larger pan', measurerId: mia.userId }))).toBe(
      'done',
    )
    expect(await seenBy(ben)).toMatchObject({
      promise: { metric: 'Cups a day', baseline: 10, promised: 60, measurer: { name: 'mia' } },
      result: null,
      late: false,
      may: [],
      changes: [
        { by: { name: 'olga' }, because: '', what: { promise: { promised: 50 } } },
        { by: { name: 'vera' }, because: 'A larger pan', what: { promise: { promised: 60 } } },
      ],
    })
    expect(await dayComes(1)).toBe(1)
    expect(await dayComes(1)).toBe(0)
    expect(await seenBy(ben)).toMatchObject({ late: true })
    expect(reasonOf(await promise(olga, { promised: 20, because: 'It is less' }))).toBe('conflict/promise-due')
    expect(reasonOf(await measure(ben, 40))).toBe('forbidden/not-yours-to-keep')
    expect(reasonOf(await measure(mia, 40, { link: 'https://example.org/count' }))).toBe('done')
    expect(reasonOf(await measure(olga, 42))).toBe('invalid/reason-needed')
    expect(reasonOf(await measure(olga, 42, { because: 'Fridays were left out' }))).toBe('done')
    const seen = await seenBy(ben)
    expect(seen).toMatchObject({ late: false, result: { value: 42, link: null, by: { name: 'olga' } } })
    expect(seen!.changes.map(({ what }) => ('value' in what ? what.value : what.promise.promised))).toEqual([
      50, 60, 40, 42,
    ])
    // The organisation sees it, and one alone says nothing of the others.
    const { outcomes, calibration } = await mia.read<OutcomesView>('/api/outcomes')
    expect(outcomes.filter((one) => one.ideaId === soup)).toMatchObject([
      { boardTitle: 'Lunch', result: { value: 42 } },
    ])
    expect(calibration).toBeNull()
  })

  test('who measures it sees the board it is on, and others what is theirs to see', async () => {
    await endorse()
    await ada.must('board.update', { boardId, joining: 'invited' })
    const [nora, otto] = [await world.person('nora'), await world.person('otto')]
    expect((await nora.get(`/api/ideas/${soup}/outcome`)).status).toBe(404)
    await promise(olga, { measurerId: nora.userId })
    expect(await seenBy(nora)).toMatchObject({ may: ['measure'] })
    expect((await otto.get(`/api/ideas/${soup}/outcome`)).status).toBe(404)
    expect(reasonOf(await measure(otto, 1))).toBe('not-found/not-found')
    const ideasSeen = async (person: Person) =>
      (await person.read<OutcomesView>('/api/outcomes')).outcomes.map(({ ideaId }) => ideaId)
    expect(await ideasSeen(nora)).toContain(soup)
    expect(await ideasSeen(otto)).not.toContain(soup)
    expect((await world.stranger().get('/api/outcomes')).status).toBe(401)
  })

  test('what cannot be meant is refused', async () => {
    await endorse()
    expect(reasonOf(await promise(olga, { dueOn: dayAhead(-1) }))).toBe('invalid/day-passed')
    expect(reasonOf(await promise(olga, { dueOn: dayAhead(DAYS_AHEAD_MAX + 1) }))).toBe('invalid/day-too-far')
    expect(reasonOf(await promise(olga, { goalId: 'no-such-goal' }))).toBe('invalid/no-such-goal')
    expect(reasonOf(await promise(olga, { measurerId: 'nobody-at-all' }))).toBe('invalid/not-a-colleague')
    expect(reasonOf(await promise(ada))).toBe('forbidden/not-yours-to-keep')
    expect(reasonOf(await promise(olga, { dueOn: dayAhead(DAYS_AHEAD_MAX) }))).toBe('done')
    expect(reasonOf(await measure(olga, 1, { link: 'javascript:alert(1)' }))).toBe('invalid/not-a-link')
    expect(reasonOf(await measure(olga, 1, { evidence: ' ' }))).toBe('invalid/empty')
    expect(reasonOf(await measure(olga, 1, { evidence: 'x'.repeat(EVIDENCE_MAX_CHARS + 1) }))).toBe('invalid/too-long')
    expect(reasonOf(await measure(olga, 1, { evidence: 'x'.repeat(EVIDENCE_MAX_CHARS) }))).toBe('done')
  })

  test('steps on the way are kept by who carries it out and who leads the board, in the order of their dates', async () => {
    await endorse()
    const add = (by: Person, title: string, dueOn?: string) =>
      by.command('milestone.add', { escalationId, title, ...(dueOn ? { dueOn } : {}) })
    const first = await olga.must('milestone.add', { escalationId, title: 'Find a cook', dueOn: dayAhead(20) })
    expect(reasonOf(await add(ada, 'Buy a pan', dayAhead(5)))).toBe('done')
    expect(reasonOf(await add(vera, 'Some day'))).toBe('done')
    expect(reasonOf(await add(olga, 'x'.repeat(MILESTONE_MAX_CHARS + 1)))).toBe('invalid/too-long')
    expect(reasonOf(await add(ben, 'Mine'))).toBe('forbidden/not-yours-to-keep')
    await olga.must('milestone.done', { escalationId, ...first, done: true })
    await olga.must('milestone.update', { escalationId, ...first, title: 'Find two cooks' })
    expect((await seenBy(ben))!.milestones.map(({ title, done }) => [title, done?.by.name])).toEqual([
      ['Buy a pan', undefined],
      ['Find two cooks', 'olga'],
      ['Some day', undefined],
    ])
    await olga.must('milestone.remove', { escalationId, ...first })
    const gone = await olga.command('milestone.done', { escalationId, ...first, done: false })
    expect(reasonOf(gone)).toBe('not-found/no-such-milestone')
    for (let n = 2; n < MILESTONES_MAX_PER_CASE; n++) expect(reasonOf(await add(olga, `Step ${n}`))).toBe('done')
    expect(reasonOf(await add(olga, 'One more'))).toBe('conflict/too-many-milestones')
  })

  test('stopped, it keeps what was learnt and is asked for no more', async () => {
    await endorse()
    await promise(olga)
    await olga.must('escalation.answer', {
      escalationId,
      answer: 'stop',
      reason: 'No cook',
      learnt: 'Ask a cook first',
    })
    expect(await seenBy(ben)).toMatchObject({ state: 'stopped', learnt: 'Ask a cook first', late: false })
    expect(await dayComes(3)).toBe(0)
    expect(await seenBy(ben)).toMatchObject({ late: false })
    expect(reasonOf(await promise(olga, { because: 'Again' }))).toBe('conflict/idea-over')
  })

  test('what is due is on the desk of whoever measures it, and of whoever carries it out, late ones first, until it is done', async () => {
    await endorse()
    const dueOf = async (person: Person) =>
      (await person.read<DeskView>('/api/desk')).due?.filter((item) => item.escalationId === escalationId)
    const { events } = await mia.socket()
    const told = () => {
      expect(events.some(({ name, body }) => name === 'stale' && JSON.stringify(body).includes('"desk"'))).toBe(true)
      events.length = 0
    }
    await promise(olga, { measurerId: mia.userId })
    await until(told, 'the measurer to be told')
    expect(await dueOf(mia)).toEqual([]) // it is for later
    await olga.must('milestone.add', { escalationId, title: 'Some day' })
    await olga.must('milestone.add', { escalationId, title: 'Far away', dueOn: dayAhead(DUE_AHEAD_DAYS + 1) })
    await olga.must('milestone.add', { escalationId, title: 'Next', dueOn: dayAhead(DUE_AHEAD_DAYS) })
    const first = await olga.must('milestone.add', { escalationId, title: 'Find a cook', dueOn: dayAhead(-2) })
    expect(await dueOf(olga)).toMatchObject([
      { what: 'step', title: 'Find a cook', late: true, isDue: true, boardTitle: 'Lunch', text: 'Soup on Mondays' },
      { what: 'step', title: 'Next', late: false, isDue: false },
    ])
    expect(await dueOf(vera)).toEqual([]) // the owner's
    await olga.must('milestone.done', { escalationId, ...first, done: true })
    expect(await dueOf(olga)).toMatchObject([{ title: 'Next' }])

    expect(await dayComes(-3)).toBe(0)
    expect(await dueOf(mia)).toMatchObject([{ what: 'measure', late: false, isDue: false }])
    events.length = 0
    expect(await dayComes(0)).toBe(1)
    await until(told, 'the measurer to be asked')
    expect(await dueOf(mia)).toMatchObject([
      { what: 'measure', late: true, promise: { metric: 'Cups a day', promised: 50, measurer: { name: 'mia' } } },
    ])
    expect(await dueOf(olga)).toMatchObject([{ title: 'Next' }])
    await measure(mia, 30)
    expect(await dueOf(mia)).toEqual([])
    await olga.must('escalation.answer', { escalationId, answer: 'realise', words: 'There is soup' })
    expect(await dueOf(olga)).toEqual([]) // nobody waits for a step any more
  })

  describe('against a goal', () => {
    test('a goal’s page has what was promised it and what was measured; after eight the organisation knows how far it is off', async () => {
      await world.app.database.db.execute(sql`delete from outcomes`)
      const { goalId } = await ada.must('goal.add', { title: 'Warm lunches' })
      for (let n = 0; n < 8; n++) {
        const { ideaId } = await ben.must('idea.add', { boardId, text: `Soup ${n}` })
        const asked = await ben.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'Cold' })
        escalationId = asked.escalationId
        await vera.must('escalation.answer', { escalationId, answer: 'endorse' })
        await promise(vera, { goalId })
        if (n === 7) expect((await ada.read<OutcomesView>('/api/outcomes')).calibration).toBeNull()
        await measure(vera, 30)
      }
      const { promises } = await ada.read<GoalView>(`/api/goals/${goalId}`)
      expect(promises).toHaveLength(8)
      expect(promises[0]).toMatchObject({ promised: 40, measured: 20, measuredOn: dayAhead(0) })
      const { calibration } = await ada.read<OutcomesView>('/api/outcomes')
      expect(calibration).toMatchObject({ closed: expect.any(Number), middle: 0.5 })
    })
  })
})
