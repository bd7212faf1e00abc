import { expect, test } from 'vitest'
import { matchAddress } from '../../../client/live/address.ts'

test('an address of a form says what stands in its places, and a slash at the end changes nothing', () => {
  expect(matchAddress('/b/:boardId/settings', '/b/one/settings')).toEqual({ boardId: 'one' })
  expect(matchAddress('/b/:boardId/settings', '/b/one/settings/')).toEqual({ boardId: 'one' })
  expect(matchAddress('/home', '/Home')).toEqual({})
})

test('a shorter, a longer and another address are not of that form, nor one with nothing in a place', () => {
  for (const other of ['/', '/b', '/b/', '/b/one/two', '/c/one', '/b//']) {
    expect([other, matchAddress('/b/:boardId', other)]).toEqual([other, null])
  }
})

test('what was escaped is read, and a lone % is left as it is', () => {
  expect(matchAddress('/join/:code', '/join/K7%20M2')).toEqual({ code: 'K7 M2' })
  expect(matchAddress('/join/:code', '/join/100%')).toEqual({ code: '100%' })
})
