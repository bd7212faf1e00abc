import { expect, test } from 'vitest'
import { COMMANDS } from '../../../shared/commands.ts'
import {
  CRITERIA_MAX_PER_ROUND,
  CRITERION_TITLE_MAX_CHARS,
  RANKING_TOP_MAX,
  VOTE_REASON_MAX_CHARS,
} from '../../../shared/limits.ts'

const ids = (count: number) => Array.from({ length: count }, (_, n) => `idea-number-${n}`)
const criteria = (count: number, title = 'Worth') =>
  Array.from({ length: count }, () => ({ title, kind: 'own', better: 'high' }))
const opening = { boardId: 'a-board-of-ours', blind: true, secret: true }
const voting = { roundId: 'a-round-of-ours', ideaId: 'an-idea-of-ours' }
const { roundId } = voting

test.each([
  [
    'criteria',
    'round.open',
    CRITERIA_MAX_PER_ROUND,
    (n: number) => ({ ...opening, method: 'score', criteria: criteria(n) }),
  ],
  [
    'the letters of one',
    'round.open',
    CRITERION_TITLE_MAX_CHARS,
    (n: number) => ({ ...opening, method: 'score', criteria: criteria(1, 'é'.repeat(n)) }),
  ],
  ['the length of an order', 'round.open', RANKING_TOP_MAX, (n: number) => ({ ...opening, method: 'ranking', top: n })],
  ['scores', 'vote.score', CRITERIA_MAX_PER_ROUND, (n: number) => ({ ...voting, scores: ids(n).map(() => 1) })],
  ['a score', 'vote.score', 5, (n: number) => ({ ...voting, scores: [n] })],
  [
    'the letters of a reason',
    'vote.choose',
    VOTE_REASON_MAX_CHARS,
    (n: number) => ({ ...voting, choice: 'yes', reason: 'é'.repeat(n) }),
  ],
  ['an order', 'vote.rank', RANKING_TOP_MAX, (n: number) => ({ roundId, ideaIds: ids(n) })],
] as const)('%s: as many as the limit says, and not one more', (_what, name, most, input) => {
  const sound = (count: number) => COMMANDS[name].input.safeParse(input(count)).success
  expect([sound(most), sound(most + 1)]).toEqual([true, false])
})

test.each([Number.NaN, -1, 1.5, 1e308, '3', null])('F50 %s is no score', (score) => {
  expect(COMMANDS['vote.score'].input.safeParse({ ...voting, scores: [score, 1] }).success).toBe(false)
})

test('nothing stands twice in an order or among the ideas of a vote', () => {
  const twice = ['an-idea-of-ours', 'an-idea-of-ours']
  expect(COMMANDS['vote.rank'].input.safeParse({ roundId, ideaIds: twice }).success).toBe(false)
  const scope = { of: 'ideas', ideaIds: twice }
  expect(COMMANDS['round.open'].input.safeParse({ ...opening, method: 'yes-no', scope }).success).toBe(false)
})
