import { expect, test } from 'vitest'
import { isWorthRemembering } from '../../../client/live/remembered.ts'

test('one’s own desk is kept on the device for when there is no network; what the link in a mail opens never is', () => {
  expect(isWorthRemembering('desk', '/api/desk')).toBe(true)
  expect(isWorthRemembering('desk', '/api/answer/a.b.c.d')).toBe(false)
  expect(isWorthRemembering('board:1', '/api/boards/1')).toBe(true)
  expect(isWorthRemembering('inbox', '/api/inbox')).toBe(false)
})
