// Owns: everybody × every command of a case and its outcome × every state in which the answer differs, through the public
// interface. The table is written by hand: who is not named for a command may not make it, whoever they are. Which of them may do
// what at all, whatever the state, is in permissions.test.ts; every move that a state does not have, in the room's own tests.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseDeps } from '../../server/compose-cases.ts'
import { createCaseClock } from '../../server/escalations/clock/tick.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { dayOf, nextDay } from '../../shared/calendar.ts'
import { type Answer, CASE_STATES, type CaseState, type CaseView } from '../../shared/cases.ts'
import type { BoardId, EscalationId, IdeaId } from '../../shared/model.ts'
import { DEFAULT_CALENDAR } from '../../shared/organisation.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Person } from '../support/people.ts'
import { startWorld, type World } from '../support/world.ts'

const MEMBERS = [
  'admin',
  'facilitator',
  'raiser',
  'author',
  'supporter',
  'member',
  'former', // a sponsor who handed it over, and it was taken
  'sponsor',
  'receiver', // another sponsor, to whom it is handed in `handed-over`
  'deputy', // the sponsor's
  'manager', // the sponsor's
  'director', // the manager's
  'keeper', // of the management's agenda
  'owner', // who carries it out
  'measurer',
] as const
type Member = (typeof MEMBERS)[number]
type Who = Member | 'guest' | 'guest of another board' | 'stranger'

type Asked = Answer | 'outcome.promise' | 'outcome.measure' | 'milestone.add'
const DECIDES = (who: Member): Partial<Record<Asked, readonly Member[]>> => ({
  endorse: [who],
  ask: [who],
  decline: [who],
  'hand-over': [who],
})
const STEPS: readonly Member[] = ['owner', 'sponsor', 'facilitator']

/** Who may, in that state; nobody else. */
const MAY: Record<CaseState, Partial<Record<Asked, readonly Member[]>>> = {
  'with-sponsor': { ...DECIDES('sponsor'), accept: [], 'outcome.promise': [] },
  asked: { reply: ['raiser', 'author'], endorse: [] },
  'handed-over': { accept: ['receiver'], return: ['receiver'], endorse: [] },
  'with-deputy': DECIDES('deputy'),
  'with-next-level': DECIDES('manager'),
  'on-agenda': DECIDES('keeper'),
  endorsed: {
    start: ['owner'],
    realise: ['owner'],
    stop: ['owner'],
    'outcome.promise': ['owner', 'sponsor'],
    'outcome.measure': ['owner', 'sponsor', 'measurer'],
    'milestone.add': STEPS,
  },
  // What of an outcome is whose does not change from here on: every state is in the room's own table.
  'in-progress': { realise: ['owner'], stop: ['owner'], start: [], 'milestone.add': STEPS },
  declined: { 'raise-again': ['raiser'], 'outcome.promise': [], 'milestone.add': [] },
  stopped: { 'raise-again': ['raiser'], 'outcome.promise': [], 'milestone.add': [] },
  realised: { 'raise-again': [], 'outcome.measure': ['owner', 'sponsor', 'measurer'] },
}

/** Whose answer is not about the state: they are told before any rule of the room is asked. */
const ANYWHERE: Record<Exclude<Who, Member>, string> = {
  guest: 'forbidden/forbidden',
  'guest of another board': 'not-found/not-found',
  stranger: 'sign-in/sign-in',
}
/** Whose it never is to move cases; all others have, had or may yet have this one, and are told why not now. */
const NEVER: ReadonlySet<Member> = new Set(['admin', 'supporter', 'member', 'director'])

const PATIENCE_MS = 120_000
const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)
const dayAhead = (days: number) => nextDay(dayOf(Date.now(), DEFAULT_CALENDAR.timeZone), days)

describe('everybody × every command of a case × every state', () => {
  let world: World
  let boardId: BoardId
  const people = {} as Record<Who, Person>
  // Each state has everybody's turns to itself, however fast this machine is.
  let aheadMs = 0
  beforeAll(async () => {
    const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
    world = await startWorld({ overrides: { clock } })
    for (const who of MEMBERS) people[who] = await world.person(who)
    const { admin, facilitator, keeper, sponsor, deputy, manager, director } = people
    for (const who of ['former', 'sponsor', 'receiver'] as const) {
      await admin.must('role.grant', { userId: people[who].userId, role: 'sponsor' })
    }
    await admin.must('organisation.update-settings', { agendaKeeperId: keeper.userId })
    const line = { unit: null, managerEmail: null, deputyEmail: null }
    for (const one of [director, manager, deputy, sponsor]) {
      const above = one === manager ? director : one === sponsor ? manager : null
      await admin.must('organisation.set-person', {
        ...line,
        email: one.email,
        name: one.name,
        managerEmail: above?.email ?? null,
        deputyEmail: one === sponsor ? deputy.email : null,
      })
    }
    const board = await facilitator.must('board.create', { title: 'Lunch' })
    boardId = board.boardId
    for (const who of MEMBERS) await people[who].read(`/api/boards/${boardId}`)
    const other = await facilitator.must('board.create', { title: 'Elsewhere' })
    people.guest = await world.guest(board.joinCode, 'gus')
    people['guest of another board'] = await world.guest(other.joinCode, 'eve')
    people.stranger = world.stranger()
  })
  afterAll(() => world?.close())

  const idOf = (who: Member) => people[who].userId
  const INPUTS: Record<Asked, () => object> = {
    endorse: () => ({ commitment: { ownerId: idOf('owner'), firstStep: 'Buy a pan', dueOn: dayAhead(9) } }),
    ask: () => ({ question: 'Who pays?' }),
    reply: () => ({ text: 'We do' }),
    decline: () => ({ reason: 'No', wouldChange: 'A kitchen' }),
    'hand-over': () => ({ toId: idOf('receiver') }),
    accept: () => ({}),
    return: () => ({ reason: 'Not mine' }),
    start: () => ({}),
    realise: () => ({ words: 'There is soup' }),
    stop: () => ({ reason: 'No cook', learnt: 'Ask a cook first' }),
    'raise-again': () => ({ why: 'There is a kitchen' }),
    'outcome.promise': () => ({ metric: 'Cups', baseline: 1, promised: 9, dueOn: dayAhead(90), because: 'Better' }),
    'outcome.measure': () => ({ value: 8, evidence: 'Counted', because: 'Again' }),
    'milestone.add': () => ({ title: 'Ask the canteen' }),
  }
  function say(who: Who, escalationId: EscalationId, asked: Asked): Promise<Outcome<unknown>> {
    const name = asked.includes('.') ? asked : 'escalation.answer'
    const answer = asked.includes('.') ? {} : { answer: asked }
    return people[who].command(name as 'escalation.answer', { escalationId, ...answer, ...INPUTS[asked]() } as never)
  }
  async function must(who: Who, escalationId: EscalationId, asked: Asked): Promise<void> {
    expect([who, asked, reasonOf(await say(who, escalationId, asked))]).toEqual([who, asked, 'done'])
  }
  /** As if the time of whoever owes it had gone by. */
  async function silence(escalationId: EscalationId): Promise<void> {
    const { db, transaction } = world.app.database
    await db.execute(sql`update escalations set owed_since = owed_since - interval '90 days',
      owed_until = owed_until - interval '90 days' where id = ${escalationId}`)
    await createCaseClock({ ...caseDeps, db, transaction, failed: () => false }).tick()
  }

  /** A case that came to its sponsor from another one, in that state by the way that leads there. */
  async function caseIn(state: CaseState): Promise<{ ideaId: IdeaId; escalationId: EscalationId }> {
    const { author, supporter, raiser } = people
    const { ideaId } = await author.must('idea.add', { boardId, text: 'Soup' })
    await supporter.must('idea.like', { ideaId, liked: true })
    const first = { ideaId, sponsorId: idOf('former'), why: 'It is cold' } as const
    const { escalationId } = await raiser.must('idea.escalate', first)
    await people.former.must('escalation.answer', { escalationId, answer: 'hand-over', toId: idOf('sponsor') })
    await must('sponsor', escalationId, 'accept')
    const go = (who: Member, asked: Asked) => must(who, escalationId, asked)
    const backed = async () => {
      await go('sponsor', 'endorse')
      const promise = { escalationId, metric: 'Cups', baseline: 1, promised: 5, dueOn: dayAhead(60) }
      await people.owner.must('outcome.promise', { ...promise, measurerId: idOf('measurer') })
    }
    const ways: Record<CaseState, () => Promise<unknown>> = {
      'with-sponsor': async () => undefined,
      asked: () => go('sponsor', 'ask'),
      'handed-over': () => go('sponsor', 'hand-over'),
      'with-deputy': () => silence(escalationId),
      'with-next-level': async () => (await silence(escalationId), silence(escalationId)),
      'on-agenda': async () => (await silence(escalationId), await silence(escalationId), silence(escalationId)),
      endorsed: backed,
      'in-progress': async () => (await backed(), go('owner', 'start')),
      declined: () => go('sponsor', 'decline'),
      stopped: async () => (await backed(), go('owner', 'stop')),
      realised: async () => (await backed(), go('owner', 'realise')),
    }
    await ways[state]()
    expect((await seenBy('member', ideaId)).state).toBe(state)
    return { ideaId, escalationId }
  }
  const seenBy = async (who: Who, ideaId: IdeaId) =>
    (await people[who].read<CaseView[]>(`/api/ideas/${ideaId}/cases`))[0]!

  test.each(CASE_STATES)('%s', { timeout: PATIENCE_MS }, async (state) => {
    aheadMs += 60_000
    let { ideaId, escalationId } = await caseIn(state)
    for (const [asked, allowed] of Object.entries(MAY[state]) as [Asked, readonly Member[]][]) {
      const before = await seenBy('member', ideaId)
      for (const who of Object.keys(people) as Who[]) {
        if (allowed.includes(who as Member)) continue
        const reason = reasonOf(await say(who, escalationId, asked))
        const told = ANYWHERE[who as keyof typeof ANYWHERE]
        const because = NEVER.has(who as Member)
          ? /^forbidden\/forbidden$/
          : /^(forbidden\/(forbidden|not-your-move|not-yours-to-keep)|conflict\/(not-its-turn|not-backed|nothing-promised|idea-over))$/
        expect([who, asked, reason]).toEqual([who, asked, told ?? expect.stringMatching(because)])
      }
      expect(await seenBy('member', ideaId)).toEqual(before)
      for (const who of allowed) {
        expect([who, (await seenBy(who, ideaId)).may]).toEqual([
          who,
          asked.includes('.') ? expect.anything() : expect.arrayContaining([asked]),
        ])
        await must(who, escalationId, asked)
        ;({ ideaId, escalationId } = await caseIn(state))
      }
    }
  })

  test('whoever wrote it without a name may not answer for it: that they could would tell who they are', async () => {
    aheadMs += 60_000
    const hidden = (await people.facilitator.must('board.create', { title: 'Hidden', naming: 'anonymous' })).boardId
    const { ideaId } = await people.author.must('idea.add', { boardId: hidden, text: 'Less noise' })
    const { escalationId } = await people.raiser.must('idea.escalate', {
      ideaId,
      sponsorId: idOf('sponsor'),
      why: 'It is loud',
    })
    await must('sponsor', escalationId, 'ask')
    for (const who of ['author', 'member', 'admin'] as const) {
      expect([who, reasonOf(await say(who, escalationId, 'reply'))]).toEqual([who, 'forbidden/forbidden'])
      expect([who, (await seenBy(who, ideaId)).may]).toEqual([who, []])
    }
    // Signed, they are an author like any other.
    await people.author.must('idea.sign', { ideaId })
    expect((await seenBy('author', ideaId)).may).toEqual(['reply'])
    await must('author', escalationId, 'reply')
  })
})
