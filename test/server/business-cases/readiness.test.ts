import { expect, test } from 'vitest'
import { signalsOf } from '../../../server/business-cases/readiness.ts'
import { combine } from '../../../server/business-cases/rules.ts'

const NOTHING = {
  votes: null,
  supporters: 0,
  units: null,
  proposal: { filled: 0, parts: 6, empty: [] },
  owners: [],
  estimates: 0,
  goals: 0,
}
const signs = (changes: Partial<typeof NOTHING> | object) => {
  const all = signalsOf({ ...NOTHING, ...changes })
  return Object.entries(all).flatMap(([sign, there]) => (there ? [sign] : []))
}

test('of nothing there is no sign', () => {
  expect(signs({})).toEqual([])
})

test('the upper third of a vote is a sign, the rest is not', () => {
  expect(signs({ votes: { rank: 4, of: 12 } })).toEqual(['votes'])
  expect(signs({ votes: { rank: 5, of: 12 } })).toEqual([])
  expect(signs({ votes: { rank: 1, of: 1 } })).toEqual(['votes'])
})

test('five supporters are a sign, unless all of them are known to work in one unit', () => {
  expect(signs({ supporters: 4 })).toEqual([])
  expect(signs({ supporters: 5 })).toEqual(['supporters'])
  expect(signs({ supporters: 5, units: 0 })).toEqual(['supporters'])
  expect(signs({ supporters: 9, units: 1 })).toEqual([])
  expect(signs({ supporters: 5, units: 2 })).toEqual(['supporters'])
})

test('four of the six parts of a proposal are its key parts', () => {
  expect(signs({ proposal: { filled: 3, parts: 6, empty: [] } })).toEqual([])
  expect(signs({ proposal: { filled: 4, parts: 6, empty: [] } })).toEqual(['proposal'])
})

test('one estimate, one goal and one who carries it are enough', () => {
  expect(signs({ estimates: 1, goals: 1, owners: [{}] })).toEqual(['owner', 'case', 'goal'])
})

test('estimates are combined figure by figure, in whole euros', () => {
  const estimate = { valueLow: 0, valueHigh: 10, costOnce: 0, costYearly: 0, workDays: 1, confidence: 50 }
  expect(combine([], 400)).toBeNull()
  const two = combine([estimate, { ...estimate, valueHigh: 15, workDays: 2 }], 100)
  expect([two?.middle.valueHigh, two?.middle.workDays]).toEqual([13, 2])
  expect(two?.net[0]).toEqual({ year: 0, low: -200, high: -200 })
})
