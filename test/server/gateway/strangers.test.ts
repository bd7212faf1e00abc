// Owns: connections nobody has answered for, counted by address.
import { expect, test } from 'vitest'
import { Strangers } from '../../../server/gateway/strangers.ts'

test('F97 so many of one address and not one more, until one of them is known or gone', () => {
  const strangers = new Strangers(3)
  const three = [1, 2, 3].map(() => strangers.enter('10.0.0.1'))
  expect(three.every((known) => known !== null)).toBe(true)
  expect(strangers.enter('10.0.0.1')).toBeNull()
  expect(strangers.enter('10.0.0.2')).not.toBeNull()
  three[0]?.()
  three[0]?.()
  expect(strangers.enter('10.0.0.1')).not.toBeNull()
  expect(strangers.enter('10.0.0.1')).toBeNull()
})

test('F14 an address is forgotten with its last one', () => {
  const strangers = new Strangers(2)
  for (let i = 0; i < 1_000; i++) strangers.enter(`10.0.${i >> 8}.${i & 255}`)?.()
  expect(strangers.addresses).toBe(0)
})
