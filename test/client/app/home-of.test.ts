import { describe, expect, test } from 'vitest'
import { detourOf, homeOf } from '../../../client/app/home-of.ts'
import { safeNext } from '../../../client/app/safe-next.ts'
import type { BoardId, MeView, UserId } from '../../../shared/model.ts'

const nobody: MeView = { user: null, roles: [], guestBoardId: null, firstRun: false, unread: 0 }
const ada: MeView = {
  ...nobody,
  user: {
    userId: 'ada' as UserId,
    name: 'Ada',
    image: null,
    unit: null,
    isGuest: false,
    email: 'ada@x.nl',
    language: null,
  },
  roles: ['member'],
}
const guest: MeView = {
  ...nobody,
  user: { ...ada.user!, isGuest: true, email: null },
  guestBoardId: 'board-one' as BoardId,
}

describe('where people belong', () => {
  test('the very first visitor makes the account, later ones sign in', () => {
    expect(homeOf({ ...nobody, firstRun: true })).toBe('/sign-up')
    expect(homeOf(nobody)).toBe('/sign-in')
  })

  test('a member has a home, a guest has one board', () => {
    expect(homeOf(ada)).toBe('/home')
    expect(homeOf(guest)).toBe('/b/board-one')
  })

  test('a page for people sends strangers to the door and brings them back after it', () => {
    expect(detourOf('person', nobody, '/b/one?x=1')).toBe('/sign-in?next=%2Fb%2Fone%3Fx%3D1')
    expect(detourOf('anyone', nobody, '/join')).toBeNull()
  })

  test('a guest is kept to the board, a member is let through', () => {
    expect(detourOf('member', guest, '/home')).toBe('/b/board-one')
    expect(detourOf('person', guest, '/b/board-one')).toBeNull()
    expect(detourOf('member', ada, '/home')).toBeNull()
  })
})

describe('after signing in', () => {
  test.each([
    ['/b/one?view=wall#card', '/b/one?view=wall#card'],
    [null, '/'],
    ['https://elsewhere.example', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/\t/elsewhere.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('%s leads to %s', (next, address) => {
    expect(safeNext(next)).toBe(address)
  })
})
