import { expect, test } from 'vitest'
import { ANONYMITY_MIN_PEOPLE, mayBeGuessed } from '../../shared/anonymity.ts'

test('F79 among fewer than five, what is secret can be guessed; among five no longer', () => {
  expect([1, 4, 5, 200].map(mayBeGuessed)).toEqual([true, true, false, false])
  expect(ANONYMITY_MIN_PEOPLE).toBe(5)
})
