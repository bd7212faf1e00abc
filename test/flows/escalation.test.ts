// Owns: an idea on its way to a sponsor and back, through the public interface: the sponsor hears it live, answers, and
// the face is on the card for everyone at once; everybody who put something in finds the answer in their inbox.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ledgerIdeas } from '../../shared/documents.ts'
import type { DeskView } from '../../shared/cases.ts'
import type { BoardId, IdeaId, IdeaView, InboxItem } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)

describeOnEachDatabase('to a sponsor', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  let vera: Person
  let gus: Person
  let boardId: BoardId
  let soup: IdeaId

  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
    ben = await world.person('ben')
    vera = await world.person('vera')
    await ada.must('role.grant', { userId: vera.userId, role: 'sponsor' })
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    const board = await ada.must('board.create', { title: 'Lunch' })
    boardId = board.boardId
    gus = await world.guest(board.joinCode, 'gus')
    soup = (await ben.must('idea.add', { boardId, text: 'Soup on Mondays' })).ideaId
  })

  const take = (person: Person, why = 'It is cold in here') =>
    person.command('idea.escalate', { ideaId: soup, sponsorId: vera.userId, why })
  const inboxOf = (person: Person) => person.read<InboxItem[]>('/api/inbox')

  test('the sponsor hears it live, endorses, and the face is on the card for everyone', async () => {
    const [desk, watching] = [await vera.socket(), await gus.ledger(boardId)]
    await ada.must('idea.like', { ideaId: soup, liked: true })
    const asked = await take(ada)
    if (!asked.ok) throw new Error(asked.error.reason)
    await until(() => expect(desk.events.map((event) => event.name)).toContain('inbox'), 'the inbox to ring')
    // The bell may have rung for an earlier thing.
    await until(async () => {
      expect((await inboxOf(vera)).find((item) => item.ideaId === soup)).toMatchObject({
        kind: 'case-moved',
        data: { move: 'raise', by: 'ada', idea: 'Soup on Mondays' },
        waits: true,
      })
    }, 'the inbox')
    const { waiting } = await vera.read<DeskView>('/api/desk')
    expect(waiting.find((item) => item.idea.ideaId === soup)).toMatchObject({
      boardTitle: 'Lunch',
      idea: { text: 'Soup on Mondays', likes: 1, author: { name: 'ben' } },
      case: { why: 'It is cold in here', escalatedBy: { name: 'ada' }, status: 'waiting' },
    })
    await until(() => ledgerIdeas(watching.doc).get(soup)?.stage === 'escalated', 'the stage')

    const { escalationId } = asked.value
    await vera.must('escalation.answer', { escalationId, answer: 'endorse', words: 'The kitchen starts Monday' })
    await until(() => {
      const idea = ledgerIdeas(watching.doc).get(soup)
      expect(idea?.stage).toBe('accepted')
      expect(idea?.escalations).toMatchObject([
        { status: 'endorsed', answer: 'The kitchen starts Monday', sponsor: { name: 'vera' } },
      ])
    }, 'the face on the card')
    expect(await gus.read<IdeaView>(`/api/ideas/${soup}`)).toMatchObject({
      stage: 'accepted',
      stageBy: { name: 'vera' },
    })
    for (const person of [ada, ben]) {
      await until(async () => {
        const item = (await inboxOf(person)).find((one) => one.ideaId === soup)
        expect(item).toMatchObject({ kind: 'case-moved', data: { by: 'vera', move: 'endorse' } })
      }, `the answer to reach ${person.name}`)
    }
    expect((await vera.read<DeskView>('/api/desk')).waiting.some((item) => item.idea.ideaId === soup)).toBe(false)
  })

  test('a decline needs a reason, and closes the idea with it', async () => {
    const asked = await take(ben)
    if (!asked.ok) throw new Error(asked.error.reason)
    const { escalationId } = asked.value
    const silent = await vera.command('escalation.answer', {
      escalationId,
      answer: 'decline',
      reason: '  ',
      wouldChange: 'x',
    })
    expect(reasonOf(silent)).toMatch(/^invalid\//)
    await vera.must('escalation.answer', {
      escalationId,
      answer: 'decline',
      reason: 'There is no kitchen',
      wouldChange: 'A kitchen',
    })
    const idea = await ben.read<IdeaView>(`/api/ideas/${soup}`)
    expect(idea).toMatchObject({ stage: 'declined', stageReason: 'There is no kitchen', stageBy: { name: 'vera' } })
    expect(idea.stageAt).not.toBeNull()
  })

  test('who may not is refused, and nothing has changed', async () => {
    expect(reasonOf(await take(gus))).toMatch(/^(forbidden|not-found)\//)
    expect(reasonOf(await ben.command('idea.escalate', { ideaId: soup, sponsorId: ada.userId, why: 'x' }))).toBe(
      'invalid/not-a-sponsor',
    )
    const asked = await take(ben)
    if (!asked.ok) throw new Error(asked.error.reason)
    const { escalationId } = asked.value
    expect(reasonOf(await take(ada))).toBe('conflict/already-waiting')
    for (const person of [ada, ben, gus]) {
      const answer = await person.command('escalation.answer', { escalationId, answer: 'endorse' })
      expect(reasonOf(answer), person.name).toMatch(/^(forbidden|not-found)\//)
    }
    expect(await ben.read<IdeaView>(`/api/ideas/${soup}`)).toMatchObject({ stage: 'escalated' })
    expect((await gus.get('/api/desk')).status).toBe(404)
    expect((await gus.get('/api/inbox')).status).toBe(404)
  })
})
