// Signs that an idea is ready: counted together for everybody alike, told of units only where nobody is named by it, and a
// quiet number in the ledger once there are enough.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { READY_SHOWN_FROM, type ReadinessView, UNITS_TOLD_FROM } from '../../shared/business-case-views.ts'
import * as Y from 'yjs'
import { ledgerIdeas, proposalContent } from '../../shared/documents.ts'
import type { BoardId, IdeaId, Naming } from '../../shared/model.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let ada: Person
let fans: Person[]
beforeAll(async () => {
  world = await startWorld()
  ada = await world.person('ada')
  fans = await Promise.all(['ben', 'cleo', 'dirk', 'els', 'fay'].map((name) => world.person(name)))
  for (const [n, fan] of fans.entries()) await fan.must('profile.update', { unit: n % 2 === 0 ? 'Wards' : 'Kitchen' })
})
afterAll(() => world.close())

async function ideaOn(naming: Naming): Promise<{ boardId: BoardId; ideaId: IdeaId }> {
  const { boardId } = await ada.must('board.create', { title: 'Ready?', naming })
  const { ideaId } = await ada.must('idea.add', { boardId, text: 'Warm meals at night' })
  for (const fan of fans) await fan.read(`/api/boards/${boardId}`)
  return { boardId, ideaId }
}

const readiness = (person: Person, ideaId: IdeaId) => person.read<ReadinessView>(`/api/ideas/${ideaId}/readiness`)

test('each sign is seen when it is there, by everybody alike, and the card says how many from three on', async () => {
  const { boardId, ideaId } = await ideaOn('named')
  const ledger = await ada.ledger(boardId)
  const none = await readiness(ada, ideaId)
  expect(Object.values(none.signals)).toEqual([false, false, false, false, false, false])
  expect(none).toMatchObject({ votes: null, supporters: 0, units: null, owners: [], proposal: { filled: 0, parts: 6 } })

  for (const fan of fans) await fan.must('idea.like', { ideaId, liked: true })
  await fans[0]!.must('idea.own', { ideaId, owned: true })
  const two = await readiness(fans[0]!, ideaId)
  expect([two.signals.supporters, two.units, two.signals.owner, two.owning]).toEqual([true, 2, true, true])
  await world.settled()
  await world.app.scribe.idle()
  expect(ledgerIdeas(ledger.doc).get(ideaId)?.ready).toBeUndefined()

  const figures = { valueLow: 1, valueHigh: 2, costOnce: 0, costYearly: 0, workDays: 1, confidence: 50 }
  await ada.must('estimate.set', { ideaId, ...figures })
  const three = await readiness(ada, ideaId)
  expect([three.signals.case, three.estimates, three.owning]).toEqual([true, 1, false])
  await until(() => ledgerIdeas(ledger.doc).get(ideaId)?.ready === READY_SHOWN_FROM, 'the mark in the ledger')

  const { goalId } = await ada.must('goal.add', { title: 'Good nights' })
  await ada.must('board.set-goals', { boardId, goalIds: [goalId] })
  const votes = { method: 'dots', budget: 3, maxPerIdea: 1, blind: true, secret: true } as const
  const { roundId } = await ada.must('round.open', { boardId, ...votes })
  await ada.must('vote.cast', { roundId, ideaId, votes: 1 })
  expect((await readiness(ada, ideaId)).votes).toBeNull() // nothing of a vote that runs
  await ada.must('round.close', { roundId })
  const five = await readiness(ada, ideaId)
  expect([five.signals.votes, five.votes, five.signals.goal]).toEqual([true, { rank: 1, of: 1 }, true])
  await fans[0]!.must('idea.own', { ideaId, owned: false })
  expect((await readiness(ada, ideaId)).owners).toEqual([])
  ledger.close()
})

test('the mark follows supporters who come to work somewhere else', async () => {
  const { boardId, ideaId } = await ideaOn('named')
  const ledger = await ada.ledger(boardId)
  const ready = () => ledgerIdeas(ledger.doc).get(ideaId)?.ready
  for (const fan of fans) await fan.must('idea.like', { ideaId, liked: true })
  await ada.must('idea.own', { ideaId, owned: true })
  await ada.must('estimate.set', { ideaId, ...FIGURES })
  await until(() => ready() === READY_SHOWN_FROM, 'the mark, with two units behind it')

  const kitchen = fans.filter((_, n) => n % 2 === 1)
  for (const fan of kitchen) await fan.must('profile.update', { unit: 'Wards' })
  await until(() => ready() === undefined, 'no mark with one unit')
  // The list gives a unit to who says none.
  const line = { name: 'ben', managerEmail: null, deputyEmail: null }
  await kitchen[0]!.must('profile.update', { unit: '' })
  await ada.must('organisation.set-person', { ...line, email: kitchen[0]!.email, unit: 'Kitchen' })
  await until(() => ready() === READY_SHOWN_FROM, 'the mark again')
  await kitchen[0]!.must('profile.update', { unit: 'Kitchen' })
  await kitchen[1]!.must('profile.update', { unit: 'Kitchen' })
  ledger.close()
})

test('with fewer supporters than a unit may hide among, units are not told; on an anonymous board never', async () => {
  const { ideaId } = await ideaOn('named')
  for (const fan of fans.slice(0, UNITS_TOLD_FROM - 1)) await fan.must('idea.like', { ideaId, liked: true })
  expect(await readiness(ada, ideaId)).toMatchObject({ supporters: 4, units: null, signals: { supporters: false } })
  const hidden = await ideaOn('anonymous')
  for (const fan of fans) await fan.must('idea.like', { ideaId: hidden.ideaId, liked: true })
  expect(await readiness(ada, hidden.ideaId)).toMatchObject({
    supporters: 5,
    units: null,
    signals: { supporters: true },
  })
})

const FIGURES = { valueLow: 1, valueHigh: 2, costOnce: 0, costYearly: 0, workDays: 1, confidence: 50 }

test('the mark on a card follows what changes, though nobody opens the idea', async () => {
  const { boardId, ideaId } = await ideaOn('named')
  const ledger = await ada.ledger(boardId)
  const mark = (ready: number | undefined, what: string) =>
    until(() => ledgerIdeas(ledger.doc).get(ideaId)?.ready === ready, what)
  for (const fan of fans) await fan.must('idea.like', { ideaId, liked: true })
  await ada.must('idea.own', { ideaId, owned: true })
  await ada.must('estimate.set', { ideaId, ...FIGURES })
  await mark(3, 'supporters, an owner and an estimate')
  await fans[0]!.must('idea.like', { ideaId, liked: false })
  await mark(undefined, 'one supporter too few')

  const { goalId } = await ada.must('goal.add', { title: 'Quiet nights' })
  await ada.must('board.set-goals', { boardId, goalIds: [goalId] })
  await mark(3, 'the goal of its board')

  const proposal = await ada.proposal(ideaId)
  await until(() => proposalContent(proposal.doc).length > 0, 'its template')
  proposal.doc.transact(() => {
    for (const part of ['Why', 'Who', 'What', 'How']) write(proposalContent(proposal.doc), part)
  })
  await mark(4, 'four parts that people wrote')
  proposal.close()
  ledger.close()
})

test('a vote that runs shows through no mark, open or blind; one that is over does', async () => {
  for (const blind of [true, false]) {
    const { boardId, ideaId } = await ideaOn('named')
    const ledger = await ada.ledger(boardId)
    const { ideaId: other } = await ada.must('idea.add', { boardId, text: 'Cold meals at noon' })
    const mark = (of: IdeaId) => ledgerIdeas(ledger.doc).get(of)?.ready
    await ada.must('idea.own', { ideaId, owned: true })
    await ada.must('estimate.set', { ideaId, ...FIGURES })
    const { roundId } = await ada.must('round.open', {
      boardId,
      method: 'dots',
      budget: 3,
      maxPerIdea: 3,
      blind,
      secret: true,
    })
    await ada.must('vote.cast', { roundId, ideaId, votes: 2 })
    // Of another idea a mark that follows: by then this one has been counted as well.
    const { goalId } = await ada.must('goal.add', { title: 'Good noons' })
    await ada.must('idea.own', { ideaId: other, owned: true })
    await ada.must('estimate.set', { ideaId: other, ...FIGURES })
    await ada.must('idea.set-goals', { ideaId: other, goalIds: [goalId] })
    await until(() => mark(other) === 3, 'the mark of the other idea')
    expect(mark(ideaId)).toBeUndefined()
    await ada.must('round.close', { roundId })
    await until(() => mark(ideaId) === 3, 'the mark of what was voted for')
    ledger.close()
  }
})

function write(content: Y.XmlFragment, title: string): void {
  const heading = new Y.XmlElement('heading')
  heading.insert(0, [new Y.XmlText(title)])
  const said = new Y.XmlElement('paragraph')
  said.insert(0, [new Y.XmlText(`${title}: more than a word or two`)])
  content.push([heading, said])
}
