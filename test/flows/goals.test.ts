// What the organisation wants: who may shape, keep and see it, and what it tells of ideas.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GoalsView, GoalView, ServedGoals } from '../../shared/goal-views.ts'
import { GOALS_MAX_DEPTH } from '../../shared/goals.ts'
import { GOALS_MAX, GOALS_MAX_PER_BOARD, GOALS_MAX_PER_IDEA, READINGS_MAX_PER_GOAL } from '../../shared/limits.ts'
import type { BoardId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

const MEASURE = {
  what: 'Falls a month',
  unit: 'falls',
  baseline: 40,
  target: 20,
  baselineOn: '2026-01-01',
  targetOn: '2026-12-31',
}

let world: World
let ada: Person
let coach: Person
let owner: Person
let mia: Person
let guest: Person
let boardId: BoardId
beforeAll(async () => {
  world = await startWorld()
  ada = await world.person('ada') // the first account: admin
  coach = await world.person('cleo')
  owner = await world.person('otto')
  mia = await world.person('mia')
  await ada.must('role.grant', { userId: coach.userId, role: 'coach' })
  const made = await mia.must('board.create', { title: 'Safer wards' })
  boardId = made.boardId
  guest = await world.guest(made.joinCode, 'gus')
})
afterAll(() => world.close())

const why = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)
const tree = async (person: Person) => person.read<GoalsView>('/api/goals')
const goal = async (person: Person, goalId: string) => person.read<GoalView>(`/api/goals/${goalId}`)

describe('the tree', () => {
  test('is read goal by goal with what is under it, and moves as a whole', async () => {
    const { goalId: care } = await coach.must('goal.add', { title: 'Good care', why: 'Our vision' })
    const { goalId: work } = await ada.must('goal.add', { title: 'Good work' })
    const { goalId: falls } = await coach.must('goal.add', { title: 'Fewer falls', parentId: care })
    const { goalId: nights } = await coach.must('goal.add', { title: 'Quiet nights', parentId: care })
    const titles = async () => (await tree(mia)).goals.map(({ title }) => title)
    expect(await titles()).toEqual(['Good care', 'Fewer falls', 'Quiet nights', 'Good work'])
    await coach.must('goal.move', { goalId: nights, parentId: care, before: falls })
    await coach.must('goal.move', { goalId: care, parentId: work, before: null })
    expect(await titles()).toEqual(['Good work', 'Good care', 'Quiet nights', 'Fewer falls'])
    expect(why(await coach.command('goal.move', { goalId: work, parentId: falls, before: null }))).toBe(
      'goal-under-itself',
    )
    expect((await goal(mia, falls)).above.map(({ title }) => title)).toEqual(['Good work', 'Good care'])
    expect((await goal(mia, care)).below.map(({ title }) => title)).toEqual(['Quiet nights', 'Fewer falls'])
  })

  test('closing takes all that is under it along, reopening what it stands under', async () => {
    const { goalId: top } = await coach.must('goal.add', { title: 'Old' })
    const { goalId: under } = await coach.must('goal.add', { title: 'Older', parentId: top })
    await coach.must('goal.close', { goalId: top })
    const closed = async (goalId: string) => (await goal(mia, goalId)).goal.closedAt !== null
    expect([await closed(top), await closed(under)]).toEqual([true, true])
    expect(why(await coach.command('goal.add', { title: 'New', parentId: top }))).toBe('goal-closed')
    expect(why(await coach.command('goal.update', { goalId: under, title: 'x' }))).toBe('goal-closed')
    await coach.must('goal.reopen', { goalId: under })
    expect([await closed(top), await closed(under)]).toEqual([false, false])
  })

  test('no deeper than anybody looks, and one past is refused', async () => {
    let parentId: string | null = null
    for (let depth = 1; depth <= GOALS_MAX_DEPTH; depth++) {
      parentId = (await coach.must('goal.add', { title: `Level ${depth}`, parentId })).goalId
    }
    expect(why(await coach.command('goal.add', { title: 'Too deep', parentId }))).toBe('goals-too-deep')
  })

  test('members see it and may not shape it; to guests it is not there', async () => {
    const { goals, mayShape } = await tree(mia)
    expect([goals.length > 0, mayShape, (await tree(coach)).mayShape]).toEqual([true, false, true])
    expect(why(await mia.command('goal.add', { title: 'Mine' }))).toBe('forbidden')
    for (const path of ['/api/goals', `/api/goals/${goals[0]!.goalId}`, `/api/boards/${boardId}/goals`]) {
      expect([path, (await guest.get(path)).status]).toEqual([path, 404])
    }
  })
})

describe('a goal', () => {
  test('its owner changes it and its readings; others may not; whose it is, an owner does not decide', async () => {
    const ownerId = owner.userId
    const { goalId } = await coach.must('goal.add', { title: 'Fewer falls', measure: MEASURE, ownerId })
    expect(why(await mia.command('goal.update', { goalId, title: 'More' }))).toBe('not-your-goal')
    expect(why(await mia.command('goal.add-reading', { goalId, onDay: '2026-02-01', value: 39 }))).toBe('not-your-goal')
    await owner.must('goal.update', { goalId, why: 'Every fall hurts' })
    const give = await owner.command('goal.update', { goalId, ownerId: mia.userId })
    expect(why(give)).toBe('owner-is-given')
    const { readingId } = await owner.must('goal.add-reading', { goalId, onDay: '2026-03-01', value: 33 })
    await owner.must('goal.add-reading', { goalId, onDay: '2026-02-01', value: 39, note: 'With the new form' })
    const seen = await goal(mia, goalId)
    expect(seen.readings.map(({ onDay, value, by }) => [onDay, value, by?.name])).toEqual([
      ['2026-02-01', 39, 'otto'],
      ['2026-03-01', 33, 'otto'],
    ])
    expect([seen.goal.latest, seen.mayKeep, (await goal(owner, goalId)).mayKeep]).toEqual([
      { onDay: '2026-03-01', value: 33 },
      false,
      true,
    ])
    await owner.must('goal.remove-reading', { goalId, readingId })
    expect((await goal(mia, goalId)).goal.latest?.value).toBe(39)
  })

  test('a target is not moved silently: who, when, from what to what stays, whatever a program tries', async () => {
    const { goalId } = await coach.must('goal.add', { title: 'Less waste', measure: MEASURE })
    const easier = { ...MEASURE, target: 35 }
    await ada.must('goal.update', { goalId, measure: easier })
    await ada.must('goal.update', { goalId, measure: easier }) // nothing new, nothing to tell
    const [newest, first] = (await goal(mia, goalId)).changes
    expect([newest?.by?.name, newest?.changes.measure]).toEqual(['ada', [MEASURE, easier]])
    expect([first?.by?.name, (await goal(mia, goalId)).changes.length]).toEqual(['cleo', 2])
    for (const sql of ['update goal_changes set at = now()', 'delete from goal_changes']) {
      await expect(world.app.database.pool.query(sql)).rejects.toThrow(/only ever added to/)
    }
  })

  test('who changed it meanwhile is not overwritten', async () => {
    const { goalId } = await coach.must('goal.add', { title: 'Shared' })
    const { rev } = (await goal(coach, goalId)).goal
    await ada.must('goal.update', { goalId, title: 'Said by Ada', rev })
    expect(why(await coach.command('goal.update', { goalId, title: 'Said by Cleo', rev }))).toBe('changed-meanwhile')
  })

  test('a measure that leads nowhere is refused, and what is not measured takes no reading', async () => {
    const add = async (measure: object) =>
      why(await coach.command('goal.add', { title: 'x', measure: { ...MEASURE, ...measure } }))
    expect(await add({ target: MEASURE.baseline })).toBe('target-is-baseline')
    expect(await add({ targetOn: MEASURE.baselineOn })).toBe('target-before-baseline')
    expect(await add({ targetOn: '2026-02-30' })).toBe('not-a-day')
    const { goalId } = await coach.must('goal.add', { title: 'In words alone' })
    expect(why(await coach.command('goal.add-reading', { goalId, onDay: '2026-02-01', value: 1 }))).toBe('not-measured')
    const nobody = await coach.command('goal.add', { title: 'x', ownerId: guest.userId })
    expect(why(nobody)).toBe('no-such-person')
  })
})

describe('what serves a goal', () => {
  test('an idea serves its own goals, or those of its board; and a goal tells of it only to whom may see it', async () => {
    const { goalId: one } = await coach.must('goal.add', { title: 'One' })
    const { goalId: two } = await coach.must('goal.add', { title: 'Two' })
    const hidden = await mia.must('board.create', { title: 'Ours alone', joining: 'invited' })
    await mia.must('board.set-goals', { boardId: hidden.boardId, goalIds: [one] })
    const { ideaId: first } = await mia.must('idea.add', { boardId: hidden.boardId, text: 'Mats' })
    const { ideaId: second } = await mia.must('idea.add', { boardId: hidden.boardId, text: 'Rails' })
    await mia.must('idea.set-goals', { ideaId: second, goalIds: [two] })
    await mia.must('idea.set-stage', { ideaId: first, stage: 'shortlisted' })
    expect(await mia.read<ServedGoals>(`/api/ideas/${first}/goals`)).toMatchObject({
      own: false,
      goals: [{ title: 'One' }],
    })
    expect(await mia.read<ServedGoals>(`/api/ideas/${second}/goals`)).toMatchObject({
      own: true,
      goals: [{ title: 'Two' }],
    })

    const mine = await goal(mia, one)
    expect([mine.goal.ideas, mine.boards.length, mine.ideas.map(({ text }) => text)]).toEqual([
      { shortlisted: 1 },
      1,
      ['Mats'],
    ])
    const others = await goal(coach, one)
    expect([others.goal.ideas, others.boards, others.ideas]).toEqual([{}, [], []])
    await mia.must('idea.remove', { ideaId: first })
    expect((await goal(mia, one)).goal.ideas).toEqual({})
  })

  test('a closed goal stays where it was chosen and is not chosen anew; one past the limit is refused', async () => {
    const { ideaId } = await mia.must('idea.add', { boardId, text: 'Lights' })
    const goals: string[] = []
    for (let n = 0; n <= GOALS_MAX_PER_BOARD; n++) {
      goals.push((await coach.must('goal.add', { title: `Goal ${n}` })).goalId)
    }
    await mia.must('board.set-goals', { boardId, goalIds: goals.slice(1) })
    expect(why(await mia.command('board.set-goals', { boardId, goalIds: goals }))).toBe('too-many')
    const many = goals.slice(0, GOALS_MAX_PER_IDEA + 1)
    expect(why(await mia.command('idea.set-goals', { ideaId, goalIds: many }))).toBe('too-many')
    const [kept = '', anew = ''] = goals
    await mia.must('idea.set-goals', { ideaId, goalIds: [kept] })
    for (const goalId of [kept, anew]) await coach.must('goal.close', { goalId })
    await mia.must('idea.set-goals', { ideaId, goalIds: [kept] })
    expect(why(await mia.command('idea.set-goals', { ideaId, goalIds: [kept, anew] }))).toBe('goal-closed')
    expect(why(await mia.command('idea.set-goals', { ideaId, goalIds: ['not-there-1'] }))).toBe('no-such-goal')
  })
})

describe('pages of goals are live', () => {
  const told = ({ events }: Awaited<ReturnType<Person['socket']>>) =>
    events.filter(({ name, body }) => name === 'stale' && JSON.stringify(body).includes('"goals"')).length

  test('a reading, a target, a promise and an answer are heard by all who may know, and by nobody else', async () => {
    const vera = await world.person('vera')
    await ada.must('role.grant', { userId: vera.userId, role: 'sponsor' })
    const { goalId } = await coach.must('goal.add', { title: 'Short queues', measure: MEASURE })
    const { boardId: closed } = await mia.must('board.create', { title: 'Among us', joining: 'invited' })
    await mia.must('board.set-goals', { boardId: closed, goalIds: [goalId] })
    const { ideaId } = await mia.must('idea.add', { boardId: closed, text: 'A second desk' })
    const { escalationId } = await mia.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'They wait' })
    const dueOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    const commitment = { ownerId: vera.userId, firstStep: 'Ask around', dueOn }
    const promised = { metric: 'Minutes', baseline: 20, promised: 5, dueOn, goalId }
    const { ideaId: other } = await mia.must('idea.add', { boardId: closed, text: 'A third desk' })
    const [insider, outsider, stranger] = [await mia.socket(), await owner.socket(), await guest.socket()]
    await coach.must('goal.add-reading', { goalId, onDay: '2026-02-01', value: 38 })
    await until(() => told(insider) > 0 && told(outsider) > 0, 'a reading to be heard')
    const serve = () => mia.must('board.set-goals', { boardId: closed, goalIds: [goalId] })
    const hears = async (what: string, change: () => Promise<unknown>) => {
      const before = told(insider)
      await change()
      await until(() => told(insider) > before, what)
    }
    // What was still on its way to everybody has come before the second of these.
    for (const what of ['what a board serves', 'the same again']) await hears(what, serve)
    const first = told(outsider)
    for (const [what, change] of [
      ['an answer', () => vera.must('escalation.answer', { escalationId, answer: 'endorse', commitment })],
      ['a promise', () => vera.must('outcome.promise', { escalationId, ...promised })],
      ['what it serves', () => mia.must('idea.set-goals', { ideaId, goalIds: [goalId] })],
      ['a stage', () => mia.must('idea.set-stage', { ideaId: other, stage: 'shortlisted' })],
    ] as const) {
      await hears(what, change)
      expect([what, told(outsider)]).toEqual([what, first])
    }
    await hears('the last of these', serve)
    expect(told(outsider)).toBe(first)
    await coach.must('goal.update', { goalId, measure: { ...MEASURE, target: 10 } })
    await until(() => told(outsider) > first, 'a target that moves')
    expect(told(stranger)).toBe(0)
  })
})

describe('one past the most', () => {
  test('readings of a goal, and goals in all', async () => {
    const { goalId } = await coach.must('goal.add', { title: 'Measured daily', measure: MEASURE })
    const { pool } = world.app.database
    await pool.query(
      `insert into goal_readings (id, goal_id, on_day, value)
       select 'reading-' || n, $1, '2026-02-01', n from generate_series(1, ${READINGS_MAX_PER_GOAL}) as n`,
      [goalId],
    )
    const reading = await coach.command('goal.add-reading', { goalId, onDay: '2026-02-01', value: 1 })
    expect(why(reading)).toBe('too-many-readings')
    const { goals } = await tree(coach)
    await pool.query(
      `insert into goals (id, title, position)
       select 'filler-goal-' || n, 'Filler', 'z' || n from generate_series(1, ${GOALS_MAX - goals.length}) as n`,
    )
    expect(why(await coach.command('goal.add', { title: 'One more' }))).toBe('too-many-goals')
  })
})
