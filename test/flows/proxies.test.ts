// Owns: who leads enters for somebody who is at no device: it is a ballot and a card like any other, marked as entered, and
// never stands beside a vote the person cast themselves.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ledgerIdeas, ledgerRounds, ledgerSession } from '../../shared/documents.ts'
import type { BoardId, BoardView, IdeaId, IdeaView, Naming, RoundId, UserId } from '../../shared/model.ts'
import type { RoundBallotView, RoundSheet } from '../../shared/rounds.ts'
import type { SeatView } from '../../shared/seats.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let wanda: Person // leads
let ben: Person // an account on the board
let gus: Person // a guest
let boardId: BoardId
let soup: IdeaId

beforeAll(async () => {
  world = await startWorld()
  wanda = await world.person('wanda')
  ben = await world.person('ben')
})
afterAll(() => world.close())

async function board(naming: Naming = 'named'): Promise<void> {
  const made = await wanda.must('board.create', { title: 'Lunch', naming })
  boardId = made.boardId
  await ben.read(`/api/boards/${boardId}`) // opening it is joining it
  gus = await world.guest(made.joinCode, 'gus')
  soup = (await wanda.must('idea.add', { boardId, text: 'Soup' })).ideaId
}
beforeEach(() => board())

const enter = async (whose: { name?: string; forId?: string } = {}): Promise<UserId> =>
  (await wanda.must('seat.add-proxy', { boardId, ...whose })).seatId
const vote = (roundId: RoundId, seat: string, by: Person = wanda) =>
  by.command('vote.cast', { roundId, ideaId: soup, votes: 1 }, { seat })
const openDots = async (blind = true): Promise<RoundId> => {
  const dots = { method: 'dots', budget: 2, maxPerIdea: 2, blind, secret: true } as const
  return (await wanda.must('round.open', { boardId, ...dots })).roundId
}
const roundOf = async (roundId: RoundId) =>
  (await gus.read<BoardView>(`/api/boards/${boardId}`)).rounds.find((round) => round.roundId === roundId)!
const ideasSeenBy = (who: Person) => who.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)

test('what is entered counts, and the result says how many were', async () => {
  const anna = await enter({ name: 'Anna' })
  const roundId = await openDots()
  expect(await vote(roundId, anna)).toEqual({ ok: true, value: { left: 1 } })
  await gus.must('vote.cast', { roundId, ideaId: soup, votes: 1 })
  expect(await roundOf(roundId)).toMatchObject({ voters: 2, proxies: 0 }) // while it is open nobody learns of whom
  const { receipt } = await wanda.read<RoundBallotView>(`/api/rounds/${roundId}/ballot?seat=${anna}`)
  await wanda.must('round.close', { roundId })
  expect(await roundOf(roundId)).toMatchObject({ voters: 2, proxies: 1 })
  const ledger = await gus.ledger(boardId)
  await until(() => ledgerRounds(ledger.doc).get(roundId)?.proxies === 1, 'the ledger to say so')
  ledger.close()
  const { ballots } = await gus.read<RoundSheet>(`/api/rounds/${roundId}/sheet`)
  // Its receipt is among the others, and nothing tells which it is.
  expect(ballots.map((one) => one.receipt)).toContain(receipt)
  for (const one of ballots) expect(Object.keys(one).toSorted()).toEqual(['receipt', 'votes'])
})

test('only who leads enters, and no longer than they lead', async () => {
  const ours = await enter({ name: 'Anna' })
  for (const who of [ben, gus]) {
    const refused = await who.command('seat.add-proxy', { boardId, name: 'Anna' })
    expect(refused).toMatchObject({ ok: false, error: { kind: 'forbidden' } })
  }
  await wanda.must('board.add-facilitator', { boardId, userId: ben.userId })
  const { seatId: his } = await ben.must('seat.add-proxy', { boardId, name: 'Cleo' })
  const roundId = await openDots()
  expect(await vote(roundId, his, ben)).toMatchObject({ ok: true })
  await wanda.must('board.remove-facilitator', { boardId, userId: ben.userId })
  expect(await vote(roundId, his, ben)).toMatchObject({ ok: false, error: { reason: 'no-such-seat' } })
  expect(await vote(roundId, ours, ben)).toMatchObject({ ok: false, error: { reason: 'no-such-seat' } })
})

test('never beside a vote the person cast themselves: not after it', async () => {
  const forBen = await enter({ forId: ben.userId })
  const { roundId } = await wanda.must('round.open', { boardId, method: 'yes-no', blind: true, secret: true })
  await ben.must('vote.choose', { roundId, ideaId: soup, choice: 'no' })
  const choose = { roundId, ideaId: soup, choice: 'yes' } as const
  const refused = { ok: false, error: { kind: 'conflict', reason: 'voted-themselves' } }
  expect(await wanda.command('vote.choose', choose, { seat: forBen })).toMatchObject(refused)
  await wanda.must('round.close', { roundId })
  expect(await roundOf(roundId)).toMatchObject({ voters: 1, proxies: 0 })

  const dots = await openDots()
  await ben.must('vote.cast', { roundId: dots, ideaId: soup, votes: 1 })
  expect(await vote(dots, forBen)).toMatchObject(refused)
  // One who took everything back has not voted.
  await ben.must('vote.cast', { roundId: dots, ideaId: soup, votes: 0 })
  expect(await vote(dots, forBen)).toMatchObject({ ok: true })
})

test('never beside a vote the person cast themselves: what was entered before does not count then', async () => {
  const forBen = await enter({ forId: ben.userId })
  const roundId = await openDots(false)
  await vote(roundId, forBen)
  await ben.must('vote.cast', { roundId, ideaId: soup, votes: 2 })
  await wanda.must('round.close', { roundId })
  const { voters, proxies, result } = await roundOf(roundId)
  expect([voters, proxies, result?.[0]?.votes]).toEqual([1, 0, 2])
  const ledger = await gus.ledger(boardId)
  await until(() => ledgerIdeas(ledger.doc).get(soup)?.tallies[0]?.votes === 2, 'the card to say two')
  ledger.close()
})

test('one person is entered for once, and only somebody on the board', async () => {
  const first = await enter({ forId: ben.userId })
  const again = await wanda.command('seat.add-proxy', { boardId, forId: ben.userId })
  expect(again).toMatchObject({ ok: false, error: { reason: 'entered-already', field: 'forId' } })
  const nobody = await world.person('elsewhere')
  for (const forId of [nobody.userId, first] as UserId[]) {
    const refused = await wanda.command('seat.add-proxy', { boardId, forId })
    expect(refused).toMatchObject({ ok: false, error: { reason: 'no-such-person' } })
  }
  await wanda.must('seat.remove', { boardId, seatId: first })
  await enter({ forId: ben.userId })
  expect(await wanda.read<SeatView[]>(`/api/boards/${boardId}/seats`)).toMatchObject([
    { name: 'ben', proxy: true, forId: ben.userId },
  ])
})

test('a card says for whom and by whom, for everybody: at once, and after a reveal', async () => {
  const anna = await enter({ name: 'Anna' })
  expect(await wanda.command('idea.add', { boardId, text: 'Stew' }, { seat: anna })).toMatchObject({ ok: true })
  const marked = { author: { name: 'Anna' }, proxy: true, enteredBy: { name: 'wanda' } }
  const seen = async (text: string) => (await ideasSeenBy(gus)).find((idea) => idea.text === text)
  expect(await seen('Stew')).toMatchObject(marked)
  expect(await seen('Soup')).toMatchObject({ author: { name: 'wanda' }, proxy: false, enteredBy: null })

  await wanda.must('session.start', { boardId, recipe: 'brainstorm' })
  await wanda.command('idea.add', { boardId, text: 'Salad' }, { seat: anna })
  const { phaseId } = await phaseNow()
  await wanda.must('session.advance', { boardId, from: phaseId, now: true })
  expect(await seen('Salad')).toMatchObject(marked)
  const ledger = await gus.ledger(boardId)
  const entries = () => [...ledgerIdeas(ledger.doc).values()].filter(({ enteredBy }) => enteredBy?.name === 'wanda')
  await until(() => entries().length === 2, 'both cards to be marked')
  ledger.close()
})

test('on an anonymous board nothing has a name: only that who leads entered it', async () => {
  await board('anonymous')
  for (const whose of [{ name: 'Anna' }, { forId: ben.userId as UserId }]) {
    const refused = await wanda.command('seat.add-proxy', { boardId, ...whose })
    expect(refused).toMatchObject({ ok: false, error: { reason: 'no-names-here' } })
  }
  const paper = await enter()
  expect((await wanda.read<SeatView[]>(`/api/boards/${boardId}/seats`))[0]?.name).toBe('Paper 1')
  await wanda.command('idea.add', { boardId, text: 'Stew' }, { seat: paper })
  for (const who of [wanda, gus]) {
    const stew = (await ideasSeenBy(who)).find(({ text }) => text === 'Stew')
    expect(stew).toMatchObject({ author: null, onBehalfOf: null, proxy: true, enteredBy: null })
  }
  const ledger = await gus.ledger(boardId)
  const entry = () => [...ledgerIdeas(ledger.doc).values()].find(({ enteredBy }) => enteredBy !== undefined)
  await until(() => entry() !== undefined, 'the mark in the ledger')
  expect(entry()).toMatchObject({ author: null, enteredBy: null })
  ledger.close()
})

async function phaseNow(): Promise<{ phaseId: string }> {
  const ledger = await wanda.ledger(boardId)
  const state = await until(() => ledgerSession(ledger.doc).get('state') ?? false, 'the session')
  ledger.close()
  return state
}
