import { expect, test } from 'vitest'
import { above, expected, GOALS_MAX_DEPTH, mayStand, progress } from '../../shared/goals.ts'

function tree(...lines: string[]) {
  return new Map(
    lines.map((line) => {
      const [goalId = '', parentId = null] = line.split(' < ')
      return [goalId, { goalId, parentId }]
    }),
  )
}

test('progress is the share of the way, also where less is better', () => {
  expect(progress({ baseline: 20, target: 60 }, 30)).toBe(0.25)
  expect(progress({ baseline: 60, target: 20 }, 50)).toBe(0.25)
  expect(progress({ baseline: 60, target: 20 }, 70)).toBe(-0.25)
  expect(progress({ baseline: 20, target: 60 }, 80)).toBe(1.5)
  expect(progress({ baseline: 5, target: 5 }, 5)).toBeNull()
})

test('what is expected of a day lies on the line between baseline and target', () => {
  const measure = {
    what: 'absence',
    unit: '%',
    baseline: 8,
    target: 4,
    baselineOn: '2026-01-01',
    targetOn: '2027-01-01',
  }
  expect(expected(measure, '2026-07-02')).toBeCloseTo(6, 1)
  expect(expected(measure, '2025-01-01')).toBe(8)
  expect(expected(measure, '2030-01-01')).toBe(4)
  expect(expected({ ...measure, targetOn: '2026-01-01' }, '2026-01-01')).toBe(4)
})

test('a goal stands under another, never under itself or what is under it', () => {
  const goals = tree('vision', 'people < vision', 'health < people', 'money')
  expect(above(goals, 'health')).toEqual(['health', 'people', 'vision'])
  expect(mayStand(goals, 'health', 'money')).toBe('yes')
  expect(mayStand(goals, 'health', null)).toBe('yes')
  expect(mayStand(goals, 'vision', 'health')).toBe('under-itself')
  expect(mayStand(goals, 'people', 'people')).toBe('under-itself')
  expect(mayStand(goals, 'people', 'gone')).toBe('no-such-goal')
})

test('the tree has a last level, for what is moved with all that is under it', () => {
  const levels = Array.from({ length: GOALS_MAX_DEPTH }, (_, n) => (n === 0 ? 'g0' : `g${n} < g${n - 1}`))
  const goals = tree(...levels, 'two', 'under < two')
  expect(mayStand(goals, 'new', `g${GOALS_MAX_DEPTH - 2}`)).toBe('yes')
  expect(mayStand(goals, 'new', `g${GOALS_MAX_DEPTH - 1}`)).toBe('too-deep')
  expect(mayStand(goals, 'two', `g${GOALS_MAX_DEPTH - 3}`)).toBe('yes')
  expect(mayStand(goals, 'two', `g${GOALS_MAX_DEPTH - 2}`)).toBe('too-deep')
})

test('a ring in what is stored holds nobody up', () => {
  expect(above(tree('a < b', 'b < a'), 'a')).toEqual(['a', 'b'])
})
