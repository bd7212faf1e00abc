import { describe, expect, test } from 'vitest'
import { looksLikeEmail } from '../../../client/people/email.ts'
import { findPeople } from '../../../client/people/find-people.ts'
import { cleanCode } from '../../../client/people/join-code.ts'
import { EMAIL_MAX_CHARS } from '../../../shared/limits.ts'
import type { AccountView, UserId } from '../../../shared/model.ts'

describe('a join code as people type it', () => {
  test.each([
    ['k7m2qp', 'K7M2QP'],
    [' k7m-2qp ', 'K7M2QP'],
    ['K7M 2QP and more', 'K7M2QP'],
    ['https://kiem.example.org/join/k7m2qp?from=qr', 'K7M2QP'],
    ['', ''],
  ])('"%s" is %s', (typed, code) => {
    expect(cleanCode(typed)).toBe(code)
  })
})

describe('an e-mail address', () => {
  test.each(['ada@example.org', ' ada+ideas@sub.example.museum ', 'josé@exämple.nl'])('%s will do', (address) => {
    expect(looksLikeEmail(address)).toBe(true)
  })
  test.each(['', 'ada', 'ada@', '@x.nl', 'ada@localhost', 'a b@x.nl', 'ada@x.'])(
    '"%s" is a typing error',
    (address) => {
      expect(looksLikeEmail(address)).toBe(false)
    },
  )
  test('one past the longest address there can be is refused', () => {
    const address = (chars: number) => `${'a'.repeat(chars - '@example.org'.length)}@example.org`
    expect(looksLikeEmail(address(EMAIL_MAX_CHARS))).toBe(true)
    expect(looksLikeEmail(address(EMAIL_MAX_CHARS + 1))).toBe(false)
  })
})

describe('finding someone', () => {
  const account = (name: string, unit: string | null): AccountView => ({
    userId: name as UserId,
    name,
    unit,
    image: null,
    isGuest: false,
    roles: ['member'],
    createdAt: 0,
    email: `${name.split(' ')[0]!.toLowerCase()}@example.org`,
  })
  const people = [account('Zoë Müller', 'Finance'), account('Ada Lovelace', null)]

  test('accents and case do not matter, every word must be there', () => {
    expect(findPeople(people, 'muller FINANCE').map(({ name }) => name)).toEqual(['Zoë Müller'])
    expect(findPeople(people, 'muller research')).toEqual([])
  })
  test('without words everybody, by name', () => {
    expect(findPeople(people, ' ').map(({ name }) => name)).toEqual(['Ada Lovelace', 'Zoë Müller'])
  })
})
