// What an idea is expected to cost and to bring, by several people side by side; who carries it; and an author's name on an
// anonymous board (F78, F81): theirs alone to give, and nothing tells who it is before.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BusinessCaseView, SignatureView } from '../../shared/business-case-views.ts'
import { ledgerIdeas } from '../../shared/documents.ts'
import { ESTIMATES_MAX_PER_IDEA, EUROS_MAX, OWNERS_MAX_PER_IDEA, WORK_DAYS_MAX } from '../../shared/limits.ts'
import type { BoardId, IdeaId, IdeaView, MineView } from '../../shared/model.ts'
import { DEFAULT_DAY_RATE_EUROS } from '../../shared/organisation.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { canary, createRecorder } from '../support/canaries.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { verify } from '../../server/escalations/audit/verify.ts'
import { startWorld, type World } from '../support/world.ts'
import { sweep } from './sweep.ts'

const FIGURES = {
  valueLow: 10_000,
  valueHigh: 20_000,
  costOnce: 4_000,
  costYearly: 1_000,
  workDays: 10,
  confidence: 60,
}

let world: World
let ada: Person
let ben: Person
let cleo: Person
let boardId: BoardId

let ideaId: IdeaId
beforeAll(async () => {
  world = await startWorld()
  ada = await world.person('ada')
  ben = await world.person('ben')
  cleo = await world.person('cleo')
  ;({ boardId } = await ada.must('board.create', { title: 'Named' }))
  ;({ ideaId } = await ben.must('idea.add', { boardId, text: 'Shared bicycles' }))
})
afterAll(() => world.close())

/** Where everybody's names are told on purpose, whoever wrote what. */
const LISTS_OF_PEOPLE = /\/api\/colleagues|\/api\/people|\/api\/organisation|\/minutes|\/seats/
const inWords = (one: unknown[], other: unknown[]) => (one.join() < other.join() ? -1 : 1)
const why = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)
const caseOf = (person: Person, id: IdeaId = ideaId) => person.read<BusinessCaseView>(`/api/ideas/${id}/business-case`)
/** What stands of an idea in the audit trail. */
async function trail(id: IdeaId): Promise<[string, string][]> {
  const { rows } = await world.app.database.pool.query<{ move: string; by: string }>(
    'select move, by from case_moves where idea_id = $1 order by seq',
    [id],
  )
  return rows.map(({ move, by }) => [move, by])
}
const signature = (person: Person, id: IdeaId) => person.read<SignatureView>(`/api/ideas/${id}/signature`)

describe('a business case', () => {
  test('estimates stand side by side with their names, and the middle of them is drawn over three years', async () => {
    expect(await caseOf(cleo)).toMatchObject({
      estimates: [],
      combined: null,
      dayRate: DEFAULT_DAY_RATE_EUROS,
      calibration: null,
    })
    await ada.must('estimate.set', { ideaId, ...FIGURES })
    await ben.must('estimate.set', { ideaId, ...FIGURES, valueLow: 0, basis: 'Twelve people cycle already' })
    await ben.must('estimate.set', { ideaId, ...FIGURES, valueLow: 2_000, basis: 'Twelve people cycle already' })
    await cleo.must('estimate.set', { ideaId, ...FIGURES, valueLow: 5_000, workDays: 30 })
    const { estimates, combined } = await caseOf(ben)
    expect(estimates.map(({ by, mine, valueLow }) => [by?.name, mine, valueLow]).toSorted(inWords)).toEqual([
      ['ada', false, 10_000],
      ['ben', true, 2_000],
      ['cleo', false, 5_000],
    ])
    expect(combined?.spreads.valueLow).toEqual({ least: 2_000, middle: 5_000, most: 10_000 })
    expect(combined?.net.map(({ low, high }) => [low, high])).toEqual([
      [-10_000, -10_000],
      [-6_000, 9_000],
      [-2_000, 28_000],
      [2_000, 47_000],
    ])
    await cleo.must('estimate.remove', { ideaId })
    expect((await caseOf(ada)).estimates).toHaveLength(2)
  })

  test('what cannot be is refused and says what, one past each limit', async () => {
    const set = async (wrong: object) => {
      const outcome = await ada.command('estimate.set', { ideaId, ...FIGURES, ...wrong })
      return outcome.ok ? 'done' : [outcome.error.reason, outcome.error.field]
    }
    expect(await set({ valueLow: 20_001 })).toEqual(['low-above-high', 'valueLow'])
    expect(await set({ costOnce: -1 })).toEqual(['below-zero', 'costOnce'])
    expect(await set({ costYearly: 0.5 })).toEqual(['not-whole', 'costYearly'])
    expect(await set({ valueHigh: EUROS_MAX + 1 })).toEqual(['too-much', 'valueHigh'])
    expect(await set({ workDays: WORK_DAYS_MAX + 1 })).toEqual(['too-much', 'workDays'])
    expect(await set({ confidence: 101 })).toEqual(['too-much', 'confidence'])
    expect(await set({ valueLow: FIGURES.valueHigh })).toBe('done')
  })

  test('who benefits is written together: who wrote meanwhile is not overwritten', async () => {
    const { rev } = await caseOf(ada)
    await ben.must('business-case.update', { ideaId, beneficiaries: 'Night staff', rev })
    expect(why(await ada.command('business-case.update', { ideaId, beneficiaries: 'Day staff', rev }))).toBe(
      'changed-meanwhile',
    )
    expect((await caseOf(cleo)).beneficiaries).toBe('Night staff')
  })

  test('who carries it says so by name; estimates and carriers one past the most are refused', async () => {
    await ada.must('idea.own', { ideaId, owned: true })
    await ada.must('idea.own', { ideaId, owned: true })
    const { ideaId: full } = await ben.must('idea.add', { boardId, text: 'Everybody has a say' })
    const { pool } = world.app.database
    await pool.query(
      `insert into estimates (id, idea_id, value_low, value_high, cost_once, cost_yearly, work_days, confidence)
       select 'estimate-' || n, $1, 1, 2, 3, 4, 5, 6 from generate_series(1, ${ESTIMATES_MAX_PER_IDEA}) as n`,
      [full],
    )
    expect(why(await ada.command('estimate.set', { ideaId: full, ...FIGURES }))).toBe('too-many-estimates')
    await pool.query(
      `insert into "user" (id, name, email)
       select 'carrier-' || n, 'Carrier', 'carrier' || n || '@example.org' from generate_series(1, ${OWNERS_MAX_PER_IDEA}) as n`,
    )
    await pool.query(
      `insert into idea_carriers (idea_id, user_id) select $1, id from "user" where id like 'carrier-%'`,
      [full],
    )
    expect(why(await ada.command('idea.own', { ideaId: full, owned: true }))).toBe('too-many-owners')
  })

  test('of a removed idea nothing is estimated, nor shown to whom may not bring it back', async () => {
    const { ideaId: gone } = await ben.must('idea.add', { boardId, text: 'Not this' })
    await ben.must('idea.remove', { ideaId: gone })
    expect(why(await ada.command('estimate.set', { ideaId: gone, ...FIGURES }))).toBe('idea-removed')
    expect((await cleo.get(`/api/ideas/${gone}/business-case`)).status).toBe(404)
    expect((await ben.get(`/api/ideas/${gone}/business-case`)).status).toBe(200)
  })

  test('on a named board there is no name to ask for', async () => {
    expect(why(await ada.command('idea.ask-name', { ideaId }))).toBe('already-named')
    expect(why(await ben.command('idea.sign', { ideaId }))).toBe('already-named')
    expect(await signature(ben, ideaId)).toEqual({ asked: null, signed: null, mayAsk: false, maySign: false })
  })
})

describe('F78 F81 on an anonymous board', () => {
  let author: Person
  let board: BoardId
  let idea: IdeaId
  beforeAll(async () => {
    author = await world.person(canary())
    board = (await ada.must('board.create', { title: 'Unsaid', naming: 'anonymous' })).boardId
    for (const person of [author, ben, cleo]) await person.read(`/api/boards/${board}`)
    idea = (await author.must('idea.add', { boardId: board, text: 'Say it' })).ideaId
    await author.must('estimate.set', { ideaId: idea, ...FIGURES, basis: 'I count them daily' })
    await world.settled()
  })

  test('estimates carry no name, and each knows their own', async () => {
    await ben.must('estimate.set', { ideaId: idea, ...FIGURES, workDays: 2 })
    await ben.must('estimate.set', { ideaId: idea, ...FIGURES, workDays: 3 })
    const seen = await caseOf(ben, idea)
    expect(seen.estimates.map(({ by, mine, workDays }) => [by, mine, workDays]).toSorted(inWords)).toEqual([
      [null, false, 10],
      [null, true, 3],
    ])
    const { rows } = await world.app.database.pool.query<{ author_id: null; author_mark: Buffer; idea_mark: Buffer }>(
      `select e.author_id, e.author_mark, i.author_mark as idea_mark
       from estimates e join ideas i on i.id = e.idea_id where i.id = $1`,
      [idea],
    )
    expect(rows.map(({ author_id }) => author_id)).toEqual([null, null])
    // What somebody wrote and what they estimated are not to be laid side by side either.
    for (const row of rows) expect(row.author_mark.equals(row.idea_mark)).toBe(false)
    await ben.must('estimate.remove', { ideaId: idea })
    expect((await caseOf(ada, idea)).estimates).toHaveLength(1)
  })

  test('everybody sees that the name was asked for, the author alone may give it, and nothing tells who that is', async () => {
    await ben.must('idea.ask-name', { ideaId: idea })
    await cleo.must('idea.ask-name', { ideaId: idea }) // asked already
    expect(await trail(idea)).toEqual([['ask-name', ben.userId]])
    const gus = await world.guest((await ada.must('board.rotate-code', { boardId: board })).joinCode, 'gus')
    expect(why(await gus.command('idea.ask-name', { ideaId: idea }))).toBe('forbidden')
    for (const person of [ada, ben, cleo]) {
      expect(await signature(person, idea)).toMatchObject({
        asked: { by: { name: 'ben' } },
        signed: null,
        maySign: false,
      })
      expect(why(await person.command('idea.sign', { ideaId: idea }))).toBe('forbidden')
    }
    expect(await signature(author, idea)).toMatchObject({ signed: null, maySign: true })

    const recorder = createRecorder()
    const targets = { boardId: board, ideaIds: [idea], userIds: [author.userId] }
    for (const person of [ada, ben]) {
      person.recorder = recorder
      await person.socket()
      await sweep(world, person, targets)
      person.recorder = undefined
    }
    expect(recorder.heardBytes).toBeGreaterThan(2_000)
    // Who is on the board everybody may know; there and nowhere else.
    const peopleOf = `/api/boards/${board}/people`
    const about = (where: string) => !where.includes(peopleOf) && !where.includes(`/api/people/${author.userId}`)
    expect(
      recorder
        .leaksOf(author.userId)
        .filter(about)
        .filter((where) => !LISTS_OF_PEOPLE.test(where)),
    ).toEqual([])
    // Files name people by their names; nor is the author's anywhere else.
    const named = recorder.leaksOf(author.name).filter((where) => about(where) && !LISTS_OF_PEOPLE.test(where))
    expect(named).toEqual([])
    expect(recorder.leaksOf('I count them daily').some((where) => where.includes('export.json'))).toBe(true)
  })

  test('once signed it carries the name everywhere, for good, and nothing else of theirs does', async () => {
    const { ideaId: other } = await author.must('idea.add', { boardId: board, text: 'Another of mine' })
    const { commentId } = await author.must('comment.add', { ideaId: idea, text: 'Also mine' })
    await author.must('idea.sign', { ideaId: idea })
    await author.must('idea.sign', { ideaId: idea }) // once is enough
    expect(await trail(idea)).toEqual([
      ['ask-name', ben.userId],
      ['sign', author.userId],
    ])
    expect(await verify(world.app.database.db)).toMatchObject({ whole: true, entries: 2 })
    const ledger = await cleo.ledger(board)
    const named = await until(() => ledgerIdeas(ledger.doc).get(idea)?.author ?? false, 'the name in the ledger')
    expect(named && named.userId).toBe(author.userId)
    expect((await cleo.read<IdeaView>(`/api/ideas/${idea}`)).author?.name).toBe(author.name)
    expect(await signature(cleo, idea)).toMatchObject({ signed: { by: { userId: author.userId } }, mayAsk: false })
    // Still theirs to change, and nobody else's.
    const mine = await author.read<MineView>(`/api/boards/${board}/mine`)
    expect(mine.ideas.toSorted()).toEqual([idea, other].toSorted())
    await author.must('idea.update', { ideaId: idea, details: 'In my own name' })
    expect(why(await cleo.command('idea.update', { ideaId: idea, details: 'x' }))).toBe('forbidden')

    expect((await cleo.read<IdeaView>(`/api/ideas/${other}`)).author).toBeNull()
    const comments = await cleo.read<{ commentId: string; author: null }[]>(`/api/ideas/${idea}/comments`)
    expect(comments.map((each) => [each.commentId, each.author])).toEqual([[commentId, null]])
    expect((await caseOf(cleo, idea)).estimates.map(({ by }) => by)).toEqual([null])
    const { rows } = await world.app.database.pool.query(
      'select author_mark is null as unmarked, author_id from ideas where id = any($1) order by author_id nulls last',
      [[idea, other]],
    )
    expect(rows).toEqual([
      { unmarked: true, author_id: author.userId },
      { unmarked: false, author_id: null },
    ])
    ledger.close()
  })

  test('a guest may sign as well, with the name they came with', async () => {
    const gus = await world.guest((await ada.must('board.rotate-code', { boardId: board })).joinCode, 'gus')
    const { ideaId: theirs } = await gus.must('idea.add', { boardId: board, text: 'From outside' })
    await gus.must('idea.sign', { ideaId: theirs })
    expect((await cleo.read<IdeaView>(`/api/ideas/${theirs}`)).author?.name).toBe('gus')
  })
})

describe('how far estimates usually are off', () => {
  /** Of what was promised came this share, in percent. */
  const CAME = [20, 40, 50, 60, 70, 80, 100, 150]

  test('stands on every new case once eight outcomes are measured, and not with seven', async () => {
    await ada.must('role.grant', { userId: cleo.userId, role: 'sponsor' })
    const dueOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    const { ideaId: fresh } = await ben.must('idea.add', { boardId, text: 'A new one' })
    for (const [n, share] of CAME.entries()) {
      expect((await caseOf(ben, fresh)).calibration).toBeNull()
      const { ideaId: kept } = await ben.must('idea.add', { boardId, text: `Promised before, ${n}` })
      const { escalationId } = await ben.must('idea.escalate', { ideaId: kept, sponsorId: cleo.userId, why: 'Now' })
      const commitment = { ownerId: cleo.userId, firstStep: 'Begin', dueOn }
      await cleo.must('escalation.answer', { escalationId, answer: 'endorse', commitment })
      // From 100 down to 90 is as much of a promise as up to 110.
      const way = n % 2 === 0 ? 10 : -10
      const promised = { metric: 'Hours', unit: 'h', baseline: 100, promised: 100 + way, dueOn }
      await cleo.must('outcome.promise', { escalationId, ...promised })
      await cleo.must('outcome.measure', { escalationId, value: 100 + (way * share) / 100, evidence: 'Counted' })
    }
    const { calibration } = await caseOf(ben, fresh)
    expect(calibration?.closed).toBe(CAME.length)
    expect([calibration?.low, calibration?.middle, calibration?.high].map((x) => x?.toFixed(3))).toEqual([
      '0.475',
      '0.650',
      '0.850',
    ])
  })
})
