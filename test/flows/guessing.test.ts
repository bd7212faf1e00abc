// F78: somebody who knows when each of twenty people wrote, and gets everything a participant gets, guesses no better than by
// chance whose card is whose: no order in which anything arrives or stands is the order in which it was written.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardsOf, ledgerIdeas } from '../../shared/documents.ts'
import type { IdeaView } from '../../shared/model.ts'
import { OPEN, phase } from '../support/phases.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

const WRITERS = 20
const ROUNDS = 3
/** Ranks of twenty by chance correlate with a deviation of 0.23, the mean of three rounds with 0.13: this is five of those. */
const CHANCE_MAX = 0.67

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

/** 1: the same order, −1: the reverse, 0: nothing to do with each other. `order[place]`: who stands there. */
function correlation(order: readonly number[]): number {
  const squares = order.reduce((sum, who, place) => sum + (who - place) ** 2, 0)
  return 1 - (6 * squares) / (order.length * (order.length ** 2 - 1))
}

/** Everything that stands in some order for a participant, as who wrote what stands there. */
async function ordersFor(person: Person, boardId: Parameters<Person['board']>[0]): Promise<Record<string, number[]>> {
  const [board, ledger] = [await person.board(boardId), await person.ledger(boardId)]
  await until(() => cardsOf(board.doc).size === WRITERS && ledgerIdeas(ledger.doc).size === WRITERS, 'the cards')
  const ideas = await person.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
  const writerOf = new Map<string, number>(
    ideas.map(({ ideaId, text }) => [ideaId, Number(text.slice('Idea '.length))]),
  )
  const inOrder = (ids: Iterable<string>) => [...ids].map((id) => writerOf.get(id)!)
  const cards = [...cardsOf(board.doc).entries()]
  const place = (card: (typeof cards)[number][1]) => String(card.get('order'))
  const orders = {
    list: inOrder(ideas.map(({ ideaId }) => ideaId)),
    numbers: inOrder(ideas.toSorted((a, b) => a.number - b.number).map(({ ideaId }) => ideaId)),
    ids: inOrder(ideas.map(({ ideaId }) => ideaId as string).sort()),
    cards: inOrder(cards.map(([ideaId]) => ideaId)),
    places: inOrder(cards.toSorted(([, a], [, b]) => (place(a) < place(b) ? -1 : 1)).map(([ideaId]) => ideaId)),
    ledger: inOrder(ledgerIdeas(ledger.doc).keys()),
  }
  board.close()
  ledger.close()
  return orders
}

test('F78 twenty write one after the other; nobody can tell afterwards who was first', async () => {
  const fay = await world.person('fay')
  const means: Record<string, number> = {}
  const phases = [phase('write', { policy: { ...OPEN, sealed: true } }), phase('look')]
  const made = await fay.must('board.create', { title: 'First of all', naming: 'anonymous' })
  const guests = await Promise.all(Array.from({ length: WRITERS }, (_, n) => world.guest(made.joinCode, `Guest ${n}`)))
  for (let round = 0; round < ROUNDS; round++) {
    const { boardId, joinCode } =
      round === 0 ? made : await fay.must('board.create', { title: 'On', naming: 'anonymous' })
    if (round > 0) {
      const join = (guest: Person) => guest.request('POST', '/api/join', { json: { code: joinCode, name: guest.name } })
      await Promise.all(guests.map(join))
    }
    await fay.must('session.start', { boardId, recipe: 'own', phases })
    for (const [n, guest] of guests.entries()) await guest.must('idea.add', { boardId, text: `Idea ${n}` })
    await fay.must('session.advance', { boardId, from: 'write', now: true })
    const orders = await ordersFor(guests[round]!, boardId)
    for (const [what, order] of Object.entries(orders)) {
      expect([what, order.toSorted((a, b) => a - b)]).toEqual([what, Array.from({ length: WRITERS }, (_, n) => n)])
      means[what] = (means[what] ?? 0) + correlation(order) / ROUNDS
    }
  }
  expect(correlation(Array.from({ length: WRITERS }, (_, n) => n))).toBe(1)
  for (const [what, mean] of Object.entries(means)) {
    expect(Math.abs(mean), `${what}: ${mean}`).toBeLessThan(CHANCE_MAX)
  }
})
