// Owns: a case from the question to the result through the public interface, on both databases: every move, what everybody sees of
// it at once, who may see what, and the clock's moves after silence, also across a restart.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { caseDeps } from '../../server/compose-cases.ts'
import { createCaseClock } from '../../server/escalations/clock/tick.ts'
import { verify } from '../../server/escalations/audit/verify.ts'
import { dayOf, nextDay } from '../../shared/calendar.ts'
import type { CaseView, DeskCase, DeskView } from '../../shared/cases.ts'
import { ledgerBoard, ledgerIdeas } from '../../shared/documents.ts'
import { DAYS_AHEAD_MAX } from '../../shared/limits.ts'
import type { BoardId, EscalationId, IdeaId, IdeaView } from '../../shared/model.ts'
import { DEFAULT_CALENDAR } from '../../shared/organisation.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { bundledProgram } from '../support/bundled-program.ts'
import { type Person, signIn } from '../support/people.ts'
import { missing, postgresDatabase } from '../support/services.ts'
import { until } from '../support/until.ts'
import { type DatabaseKind, describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)
/** From today, where the organisation is. */
const dayAhead = (days: number) => nextDay(dayOf(Date.now(), DEFAULT_CALENDAR.timeZone), days)

/** The node's clock as it runs every minute. */
function clockOf({ app }: World) {
  const { database } = app
  const { db, transaction } = database
  return createCaseClock({ ...caseDeps, db, transaction, failed: () => false })
}

/** Silence: as if that much time had gone by since the last move. */
const silence = ({ app }: World, days: number) =>
  app.database.db.execute(sql`update escalations set owed_since = owed_since - make_interval(days => ${days}),
    owed_until = owed_until - make_interval(days => ${days})`)

describeOnEachDatabase('a case', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  let vera: Person
  let wim: Person
  let olga: Person
  let boardId: BoardId
  let soup: IdeaId

  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
    ;[ben, vera, wim, olga] = [
      await world.person('ben'),
      await world.person('vera'),
      await world.person('wim'),
      await world.person('olga'),
    ]
    for (const { userId } of [vera, wim]) await ada.must('role.grant', { userId, role: 'sponsor' })
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    boardId = (await ada.must('board.create', { title: 'Lunch' })).boardId
    soup = (await ben.must('idea.add', { boardId, text: 'Soup on Mondays' })).ideaId
  })

  const raised = async (by = ada, sponsor = vera): Promise<EscalationId> =>
    (await by.must('idea.escalate', { ideaId: soup, sponsorId: sponsor.userId, why: 'It is cold' })).escalationId
  const caseSeenBy = async (person: Person): Promise<CaseView> =>
    (await person.read<CaseView[]>(`/api/ideas/${soup}/cases`))[0]!
  const stageNow = async () => (await ben.read<IdeaView>(`/api/ideas/${soup}`)).stage

  test('goes from the question to the result, and everybody sees each move and whose the next one is', async () => {
    const escalationId = await raised()
    const watching = await olga.ledger(boardId)
    const step = async (by: Person, saying: object, next: Person | null, state: string, stage: string) => {
      await by.must('escalation.answer', { escalationId, ...saying } as never)
      expect(await caseSeenBy(olga)).toMatchObject({ state, owes: next && { person: { name: next.name } } })
      if (next) expect((await caseSeenBy(next)).may).not.toEqual([])
      expect(await stageNow()).toBe(stage)
      await until(() => {
        const [shown] = ledgerIdeas(watching.doc).get(soup)?.escalations ?? []
        expect(shown).toMatchObject({ state, owes: next && { name: next.name } })
      }, `the board to show ${state}`)
    }
    expect(await caseSeenBy(vera)).toMatchObject({ may: ['endorse', 'ask', 'decline', 'hand-over'] })
    await step(vera, { answer: 'ask', question: 'Who cooks?' }, ada, 'asked', 'escalated')
    await step(ben, { answer: 'reply', text: 'I do' }, vera, 'with-sponsor', 'escalated') // whose idea it is
    await step(vera, { answer: 'hand-over', toId: wim.userId }, wim, 'handed-over', 'escalated')
    await step(wim, { answer: 'return', reason: 'Not my kitchen' }, vera, 'with-sponsor', 'escalated')
    await step(vera, { answer: 'hand-over', toId: wim.userId, words: 'Please' }, wim, 'handed-over', 'escalated')
    await step(wim, { answer: 'accept' }, wim, 'with-sponsor', 'escalated')
    await step(wim, { answer: 'endorse' }, wim, 'endorsed', 'accepted')
    const commitment = { ownerId: olga.userId, firstStep: 'Ask the canteen', dueOn: dayAhead(7), euros: 500, days: 3 }
    await step(wim, { answer: 'start', commitment }, olga, 'in-progress', 'in-progress')
    expect((await olga.read<DeskView>('/api/desk')).promised).toMatchObject([
      { case: { escalationId, commitment: { owner: { name: 'olga' }, euros: 500, days: 3 } }, boardTitle: 'Lunch' },
    ])
    await step(olga, { answer: 'realise', words: 'There is soup' }, null, 'realised', 'realised')
    const { moves } = await caseSeenBy(ben)
    expect(moves.map(({ move, by, words }) => [move, by?.name, words])).toEqual([
      ['raise', 'ada', 'It is cold'],
      ['ask', 'vera', 'Who cooks?'],
      ['reply', 'ben', 'I do'],
      ['hand-over', 'vera', null],
      ['return', 'wim', 'Not my kitchen'],
      ['hand-over', 'vera', 'Please'],
      ['accept', 'wim', null],
      ['endorse', 'wim', null],
      ['start', 'wim', null],
      ['realise', 'olga', 'There is soup'],
    ])
    expect(moves.every(({ seq }, n) => n === 0 || seq > moves[n - 1]!.seq)).toBe(true)
  })

  test('declined with what would change their mind, it is taken up again by who raised it, and may be stopped with what was learnt', async () => {
    const escalationId = await raised()
    const declining = { escalationId, answer: 'decline', reason: 'No money', wouldChange: 'Money' } as const
    await vera.must('escalation.answer', { ...declining, lookAgainOn: dayAhead(30) })
    expect(await stageNow()).toBe('declined')
    expect(await caseSeenBy(ben)).toMatchObject({ state: 'declined', owes: null, lookAgainAt: expect.any(Number) })
    expect((await vera.read<DeskView>('/api/desk')).answered.map((one) => one.case.escalationId)).toContain(
      escalationId,
    )
    expect((await caseSeenBy(ada)).may).toEqual(['raise-again'])
    const again = { escalationId, answer: 'raise-again', why: 'There is money', sponsorId: wim.userId } as const
    expect(reasonOf(await ben.command('escalation.answer', again))).toBe('forbidden/not-your-move')
    await ada.must('escalation.answer', again)
    expect(await caseSeenBy(ben)).toMatchObject({ sponsor: { name: 'wim' }, why: 'There is money', answer: null })
    await wim.must('escalation.answer', { escalationId, answer: 'endorse', words: 'Yes' })
    await wim.must('escalation.answer', { escalationId, answer: 'stop', reason: 'No cook', learnt: 'Ask a cook first' })
    expect(await stageNow()).toBe('stopped')
    expect((await caseSeenBy(ben)).moves.at(-1)).toMatchObject({ words: 'No cook', also: 'Ask a cook first' })
  })

  test('what cannot be meant is refused with what to do, and nothing has changed', async () => {
    const escalationId = await raised()
    const before = await caseSeenBy(vera)
    const endorse = (given: object) => {
      const commitment = { ownerId: olga.userId, firstStep: 'Ask', dueOn: dayAhead(7), ...given }
      return vera.command('escalation.answer', { escalationId, answer: 'endorse', commitment })
    }
    const gus = await world.guest((await ada.must('board.rotate-code', { boardId })).joinCode, 'gus')
    expect(reasonOf(await endorse({ dueOn: dayAhead(-1) }))).toBe('invalid/day-passed')
    expect(reasonOf(await endorse({ dueOn: dayAhead(DAYS_AHEAD_MAX + 1) }))).toBe('invalid/day-too-far')
    expect(reasonOf(await endorse({ dueOn: '2027-02-30' }))).toBe('invalid/not-a-day')
    expect(reasonOf(await endorse({ ownerId: gus.userId }))).toBe('invalid/not-a-colleague')
    expect(reasonOf(await endorse({ ownerId: 'nobody-at-all' }))).toBe('invalid/not-a-colleague')
    expect(reasonOf(await endorse({ euros: 1_000_000_001 }))).toBe('invalid/too-much')
    const decline = { escalationId, answer: 'decline', reason: 'No', wouldChange: 'Yes' } as const
    const later = await vera.command('escalation.answer', { ...decline, lookAgainOn: dayAhead(0) })
    expect(reasonOf(later)).toBe('invalid/day-passed')
    for (const [to, reason] of [
      [olga, 'invalid/not-a-sponsor'],
      [vera, 'invalid/not-to-them'],
    ] as const) {
      const handed = await vera.command('escalation.answer', { escalationId, answer: 'hand-over', toId: to.userId })
      expect(reasonOf(handed)).toBe(reason)
    }
    await raised(ada, wim)
    const taken = await vera.command('escalation.answer', { escalationId, answer: 'hand-over', toId: wim.userId })
    expect(reasonOf(taken)).toBe('conflict/already-waiting')
    expect(reasonOf(await ada.command('escalation.answer', { escalationId, answer: 'endorse' }))).toBe(
      'forbidden/not-your-move',
    )
    expect(reasonOf(await gus.command('escalation.answer', { escalationId, answer: 'endorse' }))).toBe(
      'forbidden/forbidden',
    )
    expect((await vera.read<DeskCase>(`/api/cases/${escalationId}`)).case).toEqual(before)
    await ben.must('idea.remove', { ideaId: soup })
    expect(reasonOf(await endorse({}))).toBe('conflict/idea-removed')
  })

  test('F43 a move sent again under its key was made once', async () => {
    const escalationId = await raised()
    const key = randomUUID()
    const saying = { escalationId, answer: 'endorse', words: 'Yes' } as const
    const answers = await Promise.all([1, 2, 3].map(() => vera.command('escalation.answer', saying, { key })))
    expect(answers.map(reasonOf)).toEqual(['done', 'done', 'done'])
    expect((await caseSeenBy(ben)).moves.map(({ move }) => move)).toEqual(['raise', 'endorse'])
  })

  test('a deputy who owes an answer sees the board from then on, and not before', async () => {
    await ada.must('board.update', { boardId, joining: 'invited' })
    const escalationId = await raised()
    const deputy = await world.person('dirk')
    const line = { unit: null, managerEmail: null, deputyEmail: null }
    await ada.must('organisation.set-person', { ...line, email: deputy.email, name: 'dirk' })
    await ada.must('organisation.set-person', { ...line, email: vera.email, name: 'vera', deputyEmail: deputy.email })
    const seen = async () => (await deputy.get(`/api/boards/${boardId}/ideas`)).status
    expect([await seen(), (await deputy.get(`/api/cases/${escalationId}`)).status]).toEqual([404, 404])
    await silence(world, 20)
    await clockOf(world).tick()
    expect(await caseSeenBy(deputy)).toMatchObject({ state: 'with-deputy', owes: { person: { name: 'dirk' } } })
    expect((await deputy.read<DeskView>('/api/desk')).waiting.map((one) => one.case.escalationId)).toEqual([
      escalationId,
    ])
    await deputy.must('escalation.answer', { escalationId, answer: 'decline', reason: 'No', wouldChange: 'Yes' })
    expect(await seen()).toBe(200)
    // Who declined is who is shown, not the sponsor who was silent.
    expect(await caseSeenBy(deputy)).toMatchObject({ state: 'declined', sponsor: { name: 'dirk' } })
    expect((await olga.get(`/api/cases/${escalationId}`)).status).toBe(404)
  })

  test('a manager’s desk follows what their people owe at once, and hears nothing of boards that are not theirs to see', async () => {
    const chief = await world.person('chief')
    const line = { unit: null, managerEmail: null, deputyEmail: null }
    await ada.must('organisation.set-person', { ...line, email: chief.email, name: 'chief' })
    await ada.must('organisation.set-person', { ...line, email: vera.email, name: 'vera', managerEmail: chief.email })
    await world.settled()
    const { events } = await chief.socket()
    const isDesk = ({ name, body }: (typeof events)[number]) =>
      name === 'stale' && JSON.stringify(body).includes('desk')
    const told = async (what: string) => {
      await until(() => expect(events.some(isDesk)).toBe(true), `the chief to hear ${what}`)
      events.length = 0
      return (await chief.read<DeskView>('/api/desk')).people.filter(({ boardId: on }) => on === boardId)
    }
    const escalationId = await raised()
    expect(await told('of the question')).toHaveLength(1)
    await ben.must('idea.remove', { ideaId: soup })
    expect(await told('that it is gone')).toEqual([])
    await ben.must('idea.restore', { ideaId: soup })
    expect(await told('that it is back')).toMatchObject([
      { case: { escalationId, owes: { person: { name: 'vera' } } } },
    ])
    await ada.must('organisation.set-person', { ...line, email: vera.email, name: 'vera' })
    expect(await told('that somebody else leads her now')).toEqual([])
    await ada.must('organisation.set-person', { ...line, email: vera.email, name: 'vera', managerEmail: chief.email })
    expect(await told('that she is theirs again')).toHaveLength(1)
    await vera.must('absence.set', { from: dayAhead(1), to: dayAhead(3) })
    expect(await told('of a later day')).toHaveLength(1)
    await vera.must('escalation.answer', { escalationId, answer: 'ask', question: 'Who cooks?' })
    expect(await told('of the move')).toEqual([])

    await ada.must('board.update', { boardId, joining: 'invited' })
    await world.settled()
    events.length = 0
    await ada.must('escalation.answer', { escalationId, answer: 'reply', text: 'I do' })
    await vera.must('escalation.answer', { escalationId, answer: 'decline', reason: 'No', wouldChange: 'Yes' })
    await world.settled()
    // Sent after them on the same socket: what was to come has come.
    await ada.must('role.grant', { userId: chief.userId, role: 'coach' })
    await until(() => expect(JSON.stringify(events)).toContain('"me"'), 'the chief to hear of their role')
    expect(events.filter(isDesk)).toEqual([])
  })

  test('a new name stands at once wherever a board shows the old one: whose question it is, who backs it, who is to answer', async () => {
    const zoe = await world.person('zoe')
    await ada.must('role.grant', { userId: zoe.userId, role: 'sponsor' })
    const { boardId: hers } = await zoe.must('board.create', { title: 'Savings', asks: true })
    const { escalationId } = await ben.must('idea.escalate', { ideaId: soup, sponsorId: zoe.userId, why: 'It is cold' })
    const [lunch, asked] = [await olga.ledger(boardId), await olga.ledger(hers)]
    const shown = () => ledgerIdeas(lunch.doc).get(soup)?.escalations[0]
    const renamed = async (name: string, what: object) => {
      await zoe.must('profile.update', { name })
      await until(() => {
        expect(shown()).toMatchObject({ sponsor: { name }, ...what })
        expect(ledgerBoard(asked.doc).get('settings')?.askedBy).toBe(name)
      }, `the boards to say ${name}`)
    }
    await renamed('Zoe Wit', { state: 'with-sponsor', owes: { name: 'Zoe Wit' } })
    await zoe.must('escalation.answer', { escalationId, answer: 'decline', reason: 'No', wouldChange: 'Yes' })
    await until(() => expect(shown()?.state).toBe('declined'), 'the answer')
    await renamed('Zoe Bruin', { state: 'declined', owes: null })
  })

  test('what waits on the agenda goes to whoever keeps it now, also when the admin who kept it is one no longer', async () => {
    const escalationId = await raised(ben, wim)
    const clock = clockOf(world)
    await silence(world, 60)
    await clock.tick()
    expect(await caseSeenBy(olga)).toMatchObject({
      escalationId,
      state: 'on-agenda',
      owes: { person: { name: 'ada' } },
    })
    const keptBy = (name: string) =>
      until(async () => expect((await caseSeenBy(olga)).owes).toMatchObject({ person: { name } }), `${name} to keep it`)
    await ada.must('role.grant', { userId: olga.userId, role: 'admin' })
    await olga.must('role.revoke', { userId: ada.userId, role: 'admin' })
    await keptBy('olga')
    await olga.must('role.grant', { userId: ada.userId, role: 'admin' })
    await ada.must('role.revoke', { userId: olga.userId, role: 'admin' })
    await keptBy('ada')
    expect((await caseSeenBy(olga)).moves.map(({ move }) => move)).toEqual([
      'raise',
      'lapse',
      'new-keeper',
      'new-keeper',
    ])
  })

  test('F81 on an anonymous board nothing about a case names who wrote the idea, nor what is voted while it is blind', async () => {
    const { boardId: hidden } = await ada.must('board.create', { title: 'Hidden', naming: 'anonymous' })
    const author = await world.person('quietauthor')
    const { ideaId } = await author.must('idea.add', { boardId: hidden, text: 'Less noise' })
    const votes = { method: 'dots', budget: 3, maxPerIdea: 3, blind: true, secret: true } as const
    const { roundId } = await ada.must('round.open', { boardId: hidden, ...votes })
    await olga.must('vote.cast', { roundId, ideaId, votes: 3 })
    const asked = await ada.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'It is loud' })
    await vera.must('escalation.answer', { escalationId: asked.escalationId, answer: 'ask', question: 'Where?' })
    const reply = { escalationId: asked.escalationId, answer: 'reply', text: 'Here' } as const
    // That they could answer would tell who they are.
    expect(reasonOf(await author.command('escalation.answer', reply))).toBe('forbidden/forbidden')
    for (const person of [vera, ada, author]) {
      for (const where of [`/api/ideas/${ideaId}/cases`, `/api/cases/${asked.escalationId}`, '/api/desk']) {
        const { status, text } = await person.get(where)
        expect([where, status]).toEqual([where, 200])
        expect(text).not.toContain('quietauthor')
        expect(text).not.toContain(author.userId)
        expect(text).not.toContain('"votes":3')
      }
    }
    // What was looked for is there as soon as it may be known.
    await ada.must('round.close', { roundId })
    for (const where of [`/api/cases/${asked.escalationId}`, '/api/desk']) {
      expect((await vera.get(where)).text).toContain('"votes":3')
    }
    await author.must('idea.sign', { ideaId })
    expect((await vera.get(`/api/cases/${asked.escalationId}`)).text).toContain('quietauthor')
  })
})

describe('a restart in the middle', () => {
  const DATABASES: DatabaseKind[] = ['embedded', 'postgres']
  test.each(DATABASES.filter((kind) => kind === 'embedded' || !missing('postgres')))(
    'the step that became due while nothing ran is made once (%s)',
    async (kind) => {
      const shared = kind === 'postgres' ? await postgresDatabase() : null
      const folder = await mkdtemp(path.join(tmpdir(), 'kiem-restart-'))
      const env: Record<string, string> = shared ? { DATABASE_URL: shared.url } : { DATA_DIR: folder }
      const first = await startWorld({ env })
      const [ada, vera] = [await first.person('ada'), await first.person('vera')]
      await ada.must('role.grant', { userId: vera.userId, role: 'sponsor' })
      const { boardId } = await ada.must('board.create', { title: 'Lunch' })
      const { ideaId } = await ada.must('idea.add', { boardId, text: 'Soup' })
      await ada.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'It is cold' })
      await silence(first, 90)
      await first.close()

      const second = await startWorld({ env })
      const back = await signIn(second.url, 'ada')
      const movesNow = async () => (await back.read<CaseView[]>(`/api/ideas/${ideaId}/cases`))[0]!.moves
      await until(async () => (await movesNow()).length === 2, 'the clock to wake')
      await clockOf(second).tick()
      expect((await movesNow()).map(({ move, state }) => [move, state])).toEqual([
        ['raise', 'with-sponsor'],
        ['lapse', 'on-agenda'],
      ])
      expect(await verify(second.app.database.db)).toMatchObject({ whole: true, entries: 2 })
      await back.close()
      await second.close()
      await shared?.drop()
      await rm(folder, { recursive: true, force: true })
    },
  )
})

describe.skipIf(missing('postgres'))('F80 npm run audit:verify', () => {
  const run = promisify(execFile)

  test('says how many entries there are and the last one’s hash, or which is the first that was changed, and fails', async () => {
    const program = await bundledProgram('server/audit.ts')
    const shared = await postgresDatabase()
    const world = await startWorld({ env: { DATABASE_URL: shared.url } })
    const [ada, vera] = [await world.person('ada'), await world.person('vera')]
    await ada.must('role.grant', { userId: vera.userId, role: 'sponsor' })
    const { boardId } = await ada.must('board.create', { title: 'Lunch' })
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Soup' })
    const asked = await ada.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: 'It is cold' })
    await vera.must('escalation.answer', { ...asked, answer: 'endorse' })
    const verified = (...args: string[]) =>
      run(process.execPath, [program, ...args], { env: { ...process.env, DATABASE_URL: shared.url } }).then(
        ({ stdout }) => [0, stdout],
        (error: { code: number; stdout: string }) => [error.code, error.stdout],
      )
    const [code, said] = await verified()
    expect([code, said]).toEqual([0, expect.stringMatching(/^2 entries, all as they were written\.\n[0-9a-f]{64}\n$/)])
    await world.app.database.transaction(async (tx) => {
      await tx.execute(sql`alter table case_moves disable trigger case_moves_append_only`)
      await tx.execute(sql`update case_moves set words = 'It is warm' where seq = 1`)
    })
    expect(await verified()).toEqual([1, 'Entry 1 was changed, or the one before it.\n'])
    await world.close()
    await shared.drop()
  })
})
