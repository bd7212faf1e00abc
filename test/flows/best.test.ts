// Owns: a step of a session that goes on with the best of the vote before it: a second vote about these alone, and then
// the talk about them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { cardsOf, groupsOf, ledgerDiscussion } from '../../shared/documents.ts'
import type { BoardId, BoardView, IdeaId, RoundId } from '../../shared/model.ts'
import type { RoundBallotView } from '../../shared/rounds.ts'
import type { Phase } from '../../shared/session.ts'
import type { Person } from '../support/people.ts'
import { phase, WATCH } from '../support/phases.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let fay: Person
let ann: Person

beforeAll(async () => {
  world = await startWorld()
  fay = await world.person('fay')
  ann = await world.person('ann')
})
afterAll(() => world.close())

const round = { budget: 5, maxPerIdea: 5, blind: true, secret: true }
const vote = (phaseId: string, over: Partial<Phase> = {}) =>
  phase(phaseId, { kind: 'vote', policy: { ...WATCH, vote: 'everyone' }, round, ...over })
const talk = phase('talk', { kind: 'discuss', policy: WATCH, best: 1 })

async function ideasOn(boardId: BoardId, texts: string[]): Promise<IdeaId[]> {
  const { ideas } = await fay.must('idea.add-many', { boardId, texts })
  return ideas.map(({ ideaId }) => ideaId)
}
const roundOn = async (boardId: BoardId) => (await ann.read<BoardView>(`/api/boards/${boardId}`)).rounds[0]!
const topicsOf = async (roundId: RoundId) =>
  (await ann.read<RoundBallotView>(`/api/rounds/${roundId}/ballot`)).topics.map(({ ideaId }) => ideaId)
const next = (boardId: BoardId, from: string) => fay.must('session.advance', { boardId, from, now: true })

test('the second vote is about the best of the first and what ties with it; the talk about the best of the second', async () => {
  const { boardId } = await fay.must('board.create', { title: 'In two rounds' })
  await ann.read(`/api/boards/${boardId}`)
  const [soup, walk, tea] = (await ideasOn(boardId, ['Soup', 'Walk', 'Tea'])) as [IdeaId, IdeaId, IdeaId]
  await fay.must('session.start', {
    boardId,
    recipe: 'own',
    phases: [vote('first'), vote('second', { best: 1 }), talk],
  })
  const first = await roundOn(boardId)
  for (const [ideaId, votes] of [
    [soup, 2],
    [walk, 2],
    [tea, 1],
  ] as const)
    await ann.must('vote.cast', { roundId: first.roundId, ideaId, votes })
  await next(boardId, 'first')

  const second = await roundOn(boardId)
  expect(second.roundId).not.toBe(first.roundId)
  expect(new Set(await topicsOf(second.roundId))).toEqual(new Set([soup, walk]))
  expect((await ann.command('vote.cast', { roundId: second.roundId, ideaId: tea, votes: 1 })).ok).toBe(false)
  await ann.must('vote.cast', { roundId: second.roundId, ideaId: walk, votes: 3 })
  await next(boardId, 'second')

  const ledger = await ann.ledger(boardId)
  await fay.must('discussion.go', { boardId, from: null })
  await until(() => {
    const topics = ledgerDiscussion(ledger.doc).get('state')?.topics ?? []
    expect(topics.map(({ topicId }) => topicId)).toEqual([walk])
  }, 'the one topic')
})

async function laidTogether(boardId: BoardId, title: string, ideaIds: IdeaId[]): Promise<void> {
  const [board, others] = [await fay.board(boardId), await ann.board(boardId)]
  await until(() => cardsOf(board.doc).size === 3, 'the cards')
  board.doc.transact(() => {
    const group = new Y.Map<unknown>()
    group.set('title', title)
    groupsOf(board.doc).set('lunch', group)
    for (const id of ideaIds) cardsOf(board.doc).get(id)?.set('group', 'lunch')
  })
  // What another one sees is on disk.
  await until(() => cardsOf(others.doc).get(ideaIds[0]!)?.get('group') === 'lunch', 'the group')
  for (const live of [board, others]) live.close()
}

test('a group that was one topic of the first vote is one of the second', async () => {
  const { boardId } = await fay.must('board.create', { title: 'In groups' })
  await ann.read(`/api/boards/${boardId}`)
  const [soup, walk, tea] = (await ideasOn(boardId, ['Soup', 'Walk', 'Tea'])) as [IdeaId, IdeaId, IdeaId]
  await laidTogether(boardId, 'Lunch', [soup, tea])
  const groups = { ...round, scope: 'groups' } as const
  const phases = [vote('first', { round: groups }), vote('second', { round: groups, best: 1 })]
  await fay.must('session.start', { boardId, recipe: 'own', phases })
  const first = await roundOn(boardId)
  await ann.must('vote.cast', { roundId: first.roundId, ideaId: soup, votes: 2 })
  await ann.must('vote.cast', { roundId: first.roundId, ideaId: walk, votes: 1 })
  await next(boardId, 'first')
  const { roundId } = await roundOn(boardId)
  const { topics } = await ann.read<RoundBallotView>(`/api/rounds/${roundId}/ballot`)
  expect(topics).toMatchObject([{ ideaId: soup, text: 'Lunch', ideas: 2 }])
})

/** Soup and tea lie in a group, and the first vote is about groups. */
async function votingOnGroups(title: string, later: Phase[]) {
  const { boardId } = await fay.must('board.create', { title: 'In groups' })
  await ann.read(`/api/boards/${boardId}`)
  const [soup, walk, tea] = (await ideasOn(boardId, ['Soup', 'Walk', 'Tea'])) as [IdeaId, IdeaId, IdeaId]
  await laidTogether(boardId, title, [soup, tea])
  const phases = [vote('first', { round: { ...round, scope: 'groups' } }), ...later]
  await fay.must('session.start', { boardId, recipe: 'own', phases })
  const { roundId } = await roundOn(boardId)
  await ann.must('vote.cast', { roundId, ideaId: soup, votes: 2 })
  await fay.must('vote.cast', { roundId, ideaId: walk, votes: 1 })
  return { boardId, soup, walk, tea, roundId }
}

test('a group whose first idea is removed while people vote stays a topic, with every vote on it', async () => {
  const { boardId, soup, walk, tea, roundId } = await votingOnGroups('Lunch', [vote('second', { best: 1 })])
  await fay.must('idea.remove', { ideaId: soup })
  expect(await topicsOf(roundId)).toEqual([walk, tea])
  expect(await ann.read<RoundBallotView>(`/api/rounds/${roundId}/ballot`)).toMatchObject({
    mine: { [tea]: [2] },
    topics: [{ ideaId: walk }, { ideaId: tea, text: 'Lunch', ideas: 2 }],
  })
  await ann.must('vote.cast', { roundId, ideaId: tea, votes: 3 })
  expect((await ann.command('vote.cast', { roundId, ideaId: walk, votes: 3 })).ok).toBe(false) // two are left
  // Back on the board it is one of the group again, and no topic of its own.
  await fay.must('idea.restore', { ideaId: soup })
  expect(await topicsOf(roundId)).toEqual([walk, tea])
  await next(boardId, 'first')
  const closed = (await fay.read<BoardView>(`/api/boards/${boardId}`)).rounds.find((one) => one.roundId === roundId)
  expect(closed?.result).toMatchObject([
    { ideaId: tea, text: 'Lunch', ideas: 2, votes: 3, rank: 1 },
    { ideaId: walk, votes: 1 },
  ])
  expect(await topicsOf((await roundOn(boardId)).roundId)).toEqual([tea])
})

test('removed after the close it leaves the result and the receipts as they were, under the next idea of the group', async () => {
  const { boardId, soup, walk, tea, roundId } = await votingOnGroups('', [talk, vote('second', { best: 1 })])
  await next(boardId, 'first')
  const receipt = async () => (await ann.read<RoundBallotView>(`/api/rounds/${roundId}/ballot`)).receipt
  const before = await receipt()
  await fay.must('idea.remove', { ideaId: soup })
  expect(await receipt()).toBe(before)
  // Without a title of its own a group is called by an idea that is there: never by the one that is gone.
  const result = async () => (await roundOn(boardId)).result
  expect(await result()).toMatchObject([
    { ideaId: tea, text: 'Tea', ideas: 2, votes: 2, rank: 1 },
    { ideaId: walk, votes: 1 },
  ])
  const ledger = await ann.ledger(boardId)
  await fay.must('discussion.go', { boardId, from: null })
  await until(() => {
    const topics = ledgerDiscussion(ledger.doc).get('state')?.topics ?? []
    expect(topics).toMatchObject([{ topicId: 'lunch', ideaIds: [tea], votes: 2 }])
  }, 'the group to be talked about')
  await next(boardId, 'talk')
  const again = await ann.read<RoundBallotView>(`/api/rounds/${(await roundOn(boardId)).roundId}/ballot`)
  expect(again.topics).toMatchObject([{ ideaId: tea, ideas: 2 }])
  await fay.must('idea.remove', { ideaId: tea })
  const first = (await fay.read<BoardView>(`/api/boards/${boardId}`)).rounds.find((one) => one.roundId === roundId)
  expect(first?.result).toMatchObject([{ ideaId: walk }])
})

test('where nobody voted, the next step is about all', async () => {
  const { boardId } = await fay.must('board.create', { title: 'No votes' })
  await ann.read(`/api/boards/${boardId}`)
  const ids = await ideasOn(boardId, ['Soup', 'Walk'])
  await fay.must('session.start', { boardId, recipe: 'own', phases: [vote('first'), vote('second', { best: 1 })] })
  await next(boardId, 'first')
  expect(await topicsOf((await roundOn(boardId)).roundId)).toEqual(ids)
})
