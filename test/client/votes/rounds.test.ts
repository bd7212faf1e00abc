// Owns: what voters check and what is laid beside each other, without a page: receipts, topics, comparison, places.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { answered } from '../../../client/votes/answers.ts'
import { compared } from '../../../client/votes/compared.ts'
import { checkReceipt } from '../../../client/votes/receipt.ts'
import { suggestedBudget, topicsIn } from '../../../client/votes/topics-in.ts'
import { plotted } from '../../../client/ui/plotted.ts'
import type { IdeaId, RoundId } from '../../../shared/model.ts'
import { ballotReceiptText, IMPACT_EFFORT, type RankedTopic, type RoundBallotView } from '../../../shared/rounds.ts'

const roundId = 'round-one' as RoundId
const [soup, bread] = ['idea-soup0', 'idea-bread'] as IdeaId[] as [IdeaId, IdeaId]
const mine = { [soup]: [4, 2], [bread]: [1, 0] }
const nonce = 'known to me alone'
const receipt = createHash('sha256')
  .update(ballotReceiptText(roundId, nonce, mine))
  .digest('hex')
const ballot: RoundBallotView = {
  roundId,
  method: 'score',
  criteria: [...IMPACT_EFFORT],
  budget: 0,
  maxPerIdea: 0,
  topics: [soup, bread].map((ideaId, at) => ({ ideaId, number: at + 1, text: ideaId, ideas: 1 })),
  mine,
  reasons: {},
  nonce,
  receipt,
}
const listed = (votes: { ideaId: string; number: number; values: number[] }[], under = receipt) => ({
  roundId,
  method: 'score' as const,
  closedAt: 1,
  reasons: [],
  ballots: [{ receipt: under, votes }],
})
const asGiven = [
  { ideaId: bread, number: 2, values: [1, 0] },
  { ideaId: soup, number: 1, values: [4, 2] },
]

test('a vote is found under the receipt that is made here, with exactly what was given', async () => {
  expect(await checkReceipt(ballot, listed(asGiven))).toEqual({ found: 'found', receipt, ballots: 1, byItself: true })
  const changed = [asGiven[0]!, { ...asGiven[1]!, values: [5, 2] }]
  for (const sheet of [listed(changed), listed(asGiven.slice(1)), listed(asGiven, 'another'), listed([])]) {
    expect((await checkReceipt(ballot, sheet)).found).toBe('missing')
  }
})

test('a server that tells another receipt than mine is found out', async () => {
  expect((await checkReceipt({ ...ballot, receipt: 'another' }, listed(asGiven, 'another'))).found).toBe('missing')
})

test('who did not vote has nothing to look for', async () => {
  expect((await checkReceipt({ ...ballot, mine: {}, receipt: null }, listed(asGiven))).found).toBe('none')
})

test('only what is answered whole counts as done; of an order as many as there are to name', () => {
  expect(answered({ ballot, mine })).toEqual({ done: 1, of: 2 })
  const order = { ...ballot, method: 'ranking' as const, top: 3 }
  expect(answered({ ballot: order, mine: { [soup]: [1] } })).toEqual({ done: 1, of: 2 })
})

test('topics are counted as the vote would have them: a group is one', () => {
  const ideas = [
    { columnId: 'one', group: 'a' },
    { columnId: 'one', group: 'a' },
    { columnId: 'two', group: null },
  ] as unknown as Parameters<typeof topicsIn>[0]
  expect([topicsIn(ideas, 'board'), topicsIn(ideas, 'groups'), topicsIn(ideas, 'one')]).toEqual([3, 2, 2])
  expect([1, 20, 100].map(suggestedBudget)).toEqual([3, 5, 10])
})

const topic = (ideaId: string, number: number, rank: number): RankedTopic => ({
  ideaId,
  number,
  rank,
  text: ideaId,
  votes: 1,
  voters: 1,
})

test('rounds stand beside each other idea by idea, in the order of the newest', () => {
  const rows = compared([
    { result: [topic('b', 2, 1), topic('a', 1, 2)] },
    { result: [topic('c', 3, 1), topic('a', 1, 1)] },
  ])
  expect(rows.map((row) => [row.topic.ideaId, ...row.inRounds.map((result) => result?.rank ?? null)])).toEqual([
    ['b', 1, null],
    ['a', 2, 1],
    ['c', null, 1],
  ])
})

test('the first criterion goes up and the second to the right; without both there is no place in the matrix', () => {
  const score = (mean: number, count = 1) => ({ mean, median: mean, count })
  const both = { ...topic('a', 7, 1), scores: [score(5), score(1)] }
  const one = { ...topic('b', 8, 2), scores: [score(5), score(0, 0)] }
  expect(plotted([both, one])).toEqual([{ key: 'a', label: '7', x: 0, y: 1, emphasis: true }])
})
