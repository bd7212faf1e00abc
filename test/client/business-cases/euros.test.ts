import { expect, test } from 'vitest'
import { wholeIn } from '../../../client/business-cases/euros.ts'

test.each([
  ['', 0],
  ['0', 0],
  ['12000', 12_000],
  ['12.000', 12_000],
  ['12,000', 12_000],
  ['€ 1 250 000', 1_250_000],
  ['60 %', 60],
])('an amount is read as people write it: “%s”', (typed, value) => {
  expect(wholeIn(typed)).toBe(value)
})

test.each(['-5', '12.5', '12,50', 'a lot', '1.00', '1.2345'])('what is not whole is refused: “%s”', (typed) => {
  expect(wholeIn(typed)).toBeNull()
})
