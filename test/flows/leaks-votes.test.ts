// F77, H5: what rounds of every method say while they run and after they closed, searched in every byte that anybody on
// the board, an admin and a stranger are sent: reasons, choices, secret numbers, and who voted.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerRounds } from '../../shared/documents.ts'
import { type BoardId, type IdeaId, NAMINGS, type RoundId } from '../../shared/model.ts'
import type { RoundBallotView, RoundSheet } from '../../shared/rounds.ts'
import { canary, recordAnew } from '../support/canaries.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'
import { sweep } from './sweep.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.person('ada') // the first account: admin
})
afterAll(() => world.close())

// Where people say who they are, and what the asker says of themselves.
const PEOPLE_LISTS = ['/people', '/api/me', '/api/colleagues', '/api/sponsors', '/api/people/', '/session']

test.each(NAMINGS)(
  'on a board that is %s a reason is nobody’s before the close and without a name after it',
  async (naming) => {
    const fay = await world.person('fay')
    const { boardId, joinCode } = await fay.must('board.create', { title: 'Say it', naming })
    const ada = await world.person('ada')
    const ben = await world.person('ben')
    const gus = await world.guest(joinCode, canary())
    const others = [ada, fay, ben, world.stranger()]
    for (const person of [ada, fay, ben]) await person.read(`/api/boards/${boardId}`)
    const { ideaId } = await fay.must('idea.add', { boardId, text: 'Soup' })
    const ledger = await ben.ledger(boardId)
    const secrets = { blind: true, secret: true } as const
    const { roundId } = await fay.must('round.open', { boardId, method: 'yes-no', ...secrets })
    const targets = { boardId, ideaIds: [ideaId], userIds: [gus.userId] }
    const round = () => ledgerRounds(ledger.doc).get(roundId)

    const recorders = recordAnew([...others, gus])
    for (const person of [ada, fay, ben])
      await Promise.all([person.board(boardId), person.ledger(boardId), person.socket()])
    const reason = canary()
    await gus.must('vote.choose', { roundId, ideaId, choice: 'no', reason })
    await until(() => round()?.voters === 1, 'one voter')
    const { nonce, receipt } = await gus.read<RoundBallotView>(`/api/rounds/${roundId}/ballot`)
    await asked(others, targets)

    const heard = (person: Person, word: string) =>
      recorders
        .get(person)!
        .leaksOf(word)
        .filter((where) => !PEOPLE_LISTS.some((list) => where.includes(list)))
    expect(round()?.result).toBeNull()
    for (const other of others) {
      for (const word of [reason, nonce, receipt!, gus.userId, gus.name]) {
        expect([other.name, heard(other, word)]).toEqual([other.name, []])
      }
      const sheet = await other.get(`/api/rounds/${roundId}/sheet`)
      expect(sheet.status).not.toBe(200)
    }
    expect(heard(gus, nonce), 'the recorder hears').not.toEqual([])

    await fay.must('round.close', { roundId })
    await until(() => round()?.result !== null, 'the result')
    await asked(others, targets)
    for (const other of [ada, fay, ben]) {
      expect(heard(other, reason).join(), other.name).toContain('/sheet')
      expect(heard(other, receipt!).join(), other.name).toContain('/sheet.csv')
      for (const word of [nonce, gus.userId, gus.name])
        expect([other.name, heard(other, word)]).toEqual([other.name, []])
    }
    expect(heard(others[3]!, reason)).toEqual([])
    const { ballots, reasons } = await ben.read<RoundSheet>(`/api/rounds/${roundId}/sheet`)
    expect(ballots).toEqual([{ receipt, votes: [{ ideaId, number: 1, values: [2] }] }])
    expect(reasons).toEqual([{ ideaId, choice: 'no', text: reason, name: null }])
  },
)

async function asked(
  people: readonly Person[],
  targets: { boardId: BoardId; ideaIds: IdeaId[]; userIds: string[] },
): Promise<void> {
  await world.settled()
  await Promise.all(people.map((person) => sweep(world, person, targets)))
}

test('scores and orders of others are nowhere while their round is blind, neither as values nor as an order', async () => {
  const fay = await world.person('fay')
  const { boardId, joinCode } = await fay.must('board.create', { title: 'Score it' })
  const gus = await world.guest(joinCode, 'gus')
  const ideaIds: IdeaId[] = []
  for (const text of ['Soup', 'Bread', 'Salt']) ideaIds.push((await fay.must('idea.add', { boardId, text })).ideaId)
  const methods = [
    {
      method: 'score',
      cast: (roundId: RoundId) => gus.must('vote.score', { roundId, ideaId: ideaIds[2]!, scores: [5, 1] }),
    },
    {
      method: 'ranking',
      cast: (roundId: RoundId) => gus.must('vote.rank', { roundId, ideaIds: ideaIds.toReversed() }),
    },
  ] as const
  for (const { method, cast } of methods) {
    const { roundId } = await fay.must('round.open', { boardId, method, blind: true, secret: true })
    const asks = async () => {
      await world.settled()
      const [board, ballot, file] = await Promise.all([
        fay.read<{ rounds: { roundId: string; voters: number; result: unknown }[] }>(`/api/boards/${boardId}`),
        fay.read<RoundBallotView>(`/api/rounds/${roundId}/ballot`),
        fay.read<{ rounds: { roundId: string; result: unknown }[] }>(`/api/boards/${boardId}/export.json`),
      ])
      const own = (rounds: { roundId: string; result: unknown }[]) =>
        rounds.find((one) => one.roundId === roundId)?.result
      return { results: [own(board.rounds), own(file.rounds)], topics: ballot.topics, mine: ballot.mine }
    }
    const before = await asks()
    await cast(roundId)
    expect(await asks()).toEqual(before)
    expect(before).toMatchObject({ results: [null, null], mine: {} })
    await fay.must('round.close', { roundId })
    expect((await asks()).results[0]).not.toBeNull()
  }
})
