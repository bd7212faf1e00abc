import { describe, expect, test } from 'vitest'
import { ROUNDS_MAX_PER_BOARD } from '../../../shared/limits.ts'
import { rank } from '../../../server/votes/counting.ts'
import { castVote, openRound, tallyMayBeKnown } from '../../../server/votes/rules.ts'

const ballot = { open: true, left: 3, maxPerIdea: 4, onIdea: 0 }
const reason = (outcome: ReturnType<typeof castVote>) => (outcome.ok ? 'done' : outcome.error.reason)

describe('castVote', () => {
  test('votes leave the ballot, and come back when they are taken off', () => {
    expect(castVote(ballot, 2)).toEqual({ ok: true, value: { left: 1, change: 2 } })
    expect(castVote({ ...ballot, left: 0, onIdea: 3 }, 1)).toEqual({ ok: true, value: { left: 2, change: -2 } })
  })
  test('setting what is already set changes nothing', () => {
    expect(castVote({ ...ballot, onIdea: 2 }, 2)).toEqual({ ok: true, value: { left: 3, change: 0 } })
  })
  test('one vote past the budget is refused, the last one is not', () => {
    expect(reason(castVote(ballot, 3))).toBe('done')
    expect(reason(castVote(ballot, 4))).toBe('budget-spent')
    expect(reason(castVote({ ...ballot, onIdea: 1 }, 4))).toBe('done')
  })
  test('one vote past the maximum on an idea is refused, the last one is not', () => {
    const rich = { ...ballot, left: 50 }
    expect(reason(castVote(rich, 4))).toBe('done')
    expect(reason(castVote(rich, 5))).toBe('idea-full')
  })
  test('a closed round takes nothing, not even a vote back', () => {
    expect(reason(castVote({ ...ballot, open: false, onIdea: 2 }, 0))).toBe('round-closed')
  })
  test('taking votes back is allowed whatever was allowed before', () => {
    expect(reason(castVote({ open: true, left: 0, maxPerIdea: 1, onIdea: 5 }, 4))).toBe('done')
  })
})

test('a board opens one round at a time, and so many in all', () => {
  const reasonOf = (outcome: ReturnType<typeof openRound>) => (outcome.ok ? 'done' : outcome.error.reason)
  expect(reasonOf(openRound({ hasOpen: false, count: ROUNDS_MAX_PER_BOARD - 1 }))).toBe('done')
  expect(reasonOf(openRound({ hasOpen: false, count: ROUNDS_MAX_PER_BOARD }))).toBe('too-many-rounds')
  expect(reasonOf(openRound({ hasOpen: true, count: 1 }))).toBe('round-already-open')
})

test('a tally may be known once the round is closed, or at any time when it is not blind', () => {
  expect(tallyMayBeKnown({ blind: true, closedAt: null })).toBe(false)
  expect(tallyMayBeKnown({ blind: false, closedAt: null })).toBe(true)
  expect(tallyMayBeKnown({ blind: true, closedAt: new Date(0) })).toBe(true)
})

test('equal votes share a rank, the next rank counts them, and a tie is shown by number', () => {
  const idea = (number: number, votes: number) => ({
    ideaId: `idea-${number}` as never,
    number,
    text: '',
    votes,
    voters: 1,
  })
  const ranked = rank([idea(4, 1), idea(3, 5), idea(2, 5), idea(1, 9)])
  expect(ranked.map(({ number, rank }) => [number, rank])).toEqual([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 4],
  ])
  expect(rank([])).toEqual([])
})
