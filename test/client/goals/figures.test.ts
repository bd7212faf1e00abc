import { expect, test } from 'vitest'
import { courseOf } from '../../../client/goals/figures.ts'
import { ticksFor } from '../../../client/goals/goal-chart.tsx'
import { wrongIn } from '../../../client/goals/goal-form.tsx'

const MEASURE = { what: 'Falls', unit: '', baseline: 40, target: 20, baselineOn: '2026-01-01', targetOn: '2026-12-31' }

test('ahead, on course and behind are told against the even line, also where less is better', () => {
  const on = (value: number) => courseOf(MEASURE, { onDay: '2026-07-02', value })
  expect([on(24), on(30), on(36)]).toEqual(['ahead', 'onCourse', 'behind'])
  const more = { ...MEASURE, baseline: 0, target: 100 }
  const up = (value: number) => courseOf(more, { onDay: '2026-07-02', value })
  expect([up(70), up(50), up(20)]).toEqual(['ahead', 'onCourse', 'behind'])
})

test('the axis has round numbers around everything that is drawn', () => {
  expect(ticksFor(20, 40)).toEqual([20, 25, 30, 35, 40])
  expect(ticksFor(5, 7.4)).toEqual([5, 6, 7, 8])
  expect(ticksFor(-30, 70)).toEqual([-50, -25, 0, 25, 50, 75])
  for (const [least, most] of [
    [0, 1],
    [3, 3],
    [0.001, 0.002],
    [-1e9, 1e9],
  ] as const) {
    const ticks = ticksFor(least, most)
    expect([ticks[0]! <= least, ticks.at(-1)! >= most, ticks.length <= 7]).toEqual([true, true, true])
  }
})

test('a measure that leads nowhere is told of beside its field', () => {
  const draft = {
    what: 'Falls',
    unit: '',
    baseline: '40',
    target: '20',
    baselineOn: '2026-01-01',
    targetOn: '2026-12-31',
  }
  const problems = (changes: Partial<typeof draft>) =>
    Object.fromEntries(Object.entries(wrongIn({ ...draft, ...changes })).filter(([, wrong]) => wrong))
  expect(problems({})).toEqual({})
  expect(problems({ what: ' ', target: '40' })).toEqual({ what: 'whatEmpty', target: 'same' })
  expect(problems({ baseline: 'many', targetOn: '2026-01-01' })).toEqual({ baseline: 'number', targetOn: 'before' })
  expect(problems({ targetOn: '', baselineOn: '' })).toEqual({ targetOn: 'day', baselineOn: 'day' })
})
