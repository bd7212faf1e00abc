// Owns: two rows of phases are the same when they say the same, whatever the order of their fields.
import { expect, test } from 'vitest'
import { samePlan } from '../../shared/same-plan.ts'
import { OPEN, phase } from '../support/phases.ts'

const A = phase('a', { timerMs: 60_000, best: 3 })
const B = phase('b')

test('the order of fields is nothing, the order of phases is something', () => {
  const turned = { ...A, policy: Object.fromEntries(Object.entries(OPEN).toReversed()) as unknown as typeof OPEN }
  const { kind, ...rest } = turned
  expect(samePlan([A, B], [{ ...rest, kind }, B])).toBe(true)
  expect(samePlan([A, B], [B, A])).toBe(false)
})

test('any difference is one: a title, a time, a right, a round; what is absent is not what is there', () => {
  for (const other of [
    { ...A, title: 'Look' },
    { ...A, timerMs: null },
    { ...A, policy: { ...OPEN, sealed: true } },
    { ...A, round: { budget: 3, maxPerIdea: 1, blind: true, secret: true } },
    phase('a', { timerMs: 60_000 }),
  ]) {
    expect(samePlan([A], [other])).toBe(false)
  }
  expect(samePlan([A], [])).toBe(false)
})
