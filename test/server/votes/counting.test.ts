import { describe, expect, test } from 'vitest'
import { type Answered, resultOf } from '../../../server/votes/counting.ts'
import { IMPACT_EFFORT } from '../../../shared/rounds.ts'

const settings = { criteria: [...IMPACT_EFFORT] }

/** `of`: what each voter gave at each place. */
function topic(number: number, ...of: number[][]): Answered {
  const given = new Map<string, { place: number; value: number; voters: number }>()
  for (const values of of) {
    values.forEach((value, at) => {
      const one = given.get(`${at} ${value}`) ?? { place: at + 1, value, voters: 0 }
      one.voters += 1
      given.set(`${at} ${value}`, one)
    })
  }
  return { ideaId: `idea-${number}`, number, text: `Idea ${number}`, voters: of.length, given: [...given.values()] }
}

const places = (result: { number: number; rank: number }[]) => result.map(({ number, rank }) => [number, rank])

describe('a score', () => {
  test('is told as mean, median and count for each criterion', () => {
    const [one] = resultOf('score', settings, [topic(1, [5, 1], [4, 2], [1, 2])])
    expect(one!.scores).toEqual([
      { mean: 10 / 3, median: 4, count: 3 },
      { mean: 5 / 3, median: 2, count: 3 },
    ])
  })
  test('has its median halfway when the middle is between two', () => {
    const [one] = resultOf('score', settings, [topic(1, [2, 1], [5, 1], [4, 1], [1, 1])])
    expect(one!.scores![0]).toEqual({ mean: 3, median: 3, count: 4 })
  })
  test('that nobody gave counts for nothing, neither in the mean nor in the worth', () => {
    const [one] = resultOf('score', settings, [topic(1, [5, 0], [3, 0])])
    expect(one).toMatchObject({ votes: 4, scores: [{ mean: 4, count: 2 }, { count: 0 }] })
  })
  test('ranks much impact for little effort first', () => {
    const result = resultOf('score', settings, [topic(1, [5, 5]), topic(2, [4, 1]), topic(3, [1, 5])])
    expect(result.map(({ number, votes, rank }) => [number, votes, rank])).toEqual([
      [2, 4.5, 1],
      [1, 3, 2],
      [3, 1, 3],
    ])
  })
  test('that reads the same to two decimals is a tie', () => {
    const many = Array.from({ length: 1_000 }, () => [3, 3])
    const result = resultOf('score', settings, [topic(1, ...many), topic(2, ...many.slice(1), [4, 3])])
    expect(places(result)).toEqual([
      [1, 1],
      [2, 1],
    ])
  })
})

describe('yes and no', () => {
  test('are counted apart; ayes less noes decide, and who abstains changes nothing', () => {
    const result = resultOf('yes-no', {}, [topic(1, [1], [1], [2], [3]), topic(2, [1]), topic(3, [2])])
    expect(result.map(({ number, votes, rank, choices }) => [number, votes, rank, choices])).toEqual([
      [1, 1, 1, { yes: 2, no: 1, abstain: 1 }],
      [2, 1, 1, { yes: 1, no: 0, abstain: 0 }],
      [3, -1, 3, { yes: 0, no: 1, abstain: 0 }],
    ])
  })
})

describe('a ranking', () => {
  test('gives the first of three three points, the last one, and what nobody named none', () => {
    const result = resultOf('ranking', { top: 3 }, [topic(1, [1], [3]), topic(2, [2], [2]), topic(3, [3], [1])])
    expect(result.map(({ number, votes, rank }) => [number, votes, rank])).toEqual([
      [1, 4, 1],
      [2, 4, 1],
      [3, 4, 1],
    ])
  })
  test('after a tie counts the places that were shared', () => {
    const result = resultOf('ranking', { top: 2 }, [topic(4, [2]), topic(1, [1]), topic(2, [1])])
    expect(places(result)).toEqual([
      [1, 1],
      [2, 1],
      [4, 3],
    ])
  })
})
