import { expect, test } from 'vitest'
import { isUnreached, OFFLINE, outcomeOf } from '../../../client/live/http.ts'
import { newId } from '../../../client/live/keys.ts'
import { laneOf } from '../../../client/live/command.ts'
import { refuse } from '../../../shared/outcome.ts'

test('our own answers are read as they are', () => {
  expect(outcomeOf(200, { ok: true, value: { left: 2 } })).toEqual({ ok: true, value: { left: 2 } })
  const refused = refuse('conflict', 'budget-spent')
  expect(outcomeOf(409, refused)).toEqual(refused)
})

test('a bare body of a success is its value', () => {
  expect(outcomeOf(200, [{ boardId: 'b' }])).toEqual({ ok: true, value: [{ boardId: 'b' }] })
  expect(outcomeOf(204, null)).toEqual({ ok: true, value: null })
})

test("the account library's refusals get a kind by status and a reason in our spelling", () => {
  expect(outcomeOf(401, { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid' })).toMatchObject({
    ok: false,
    error: { kind: 'sign-in', reason: 'invalid-email-or-password' },
  })
})

test("a proxy's error page is still a refusal by its status", () => {
  expect(outcomeOf(502, null)).toMatchObject({ ok: false, error: { kind: 'retry' } })
  expect(outcomeOf(418, null)).toMatchObject({ ok: false, error: { kind: 'internal' } })
})

test('only "never reached" is unreached: a busy server has answered', () => {
  expect(isUnreached(OFFLINE)).toBe(true)
  expect(isUnreached(refuse('retry', 'storage-away'))).toBe(false)
  expect(isUnreached(outcomeOf(503, null))).toBe(false)
})

test('ids are fresh and of the same form with and without randomUUID', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  expect(newId()).toMatch(form)
  const own = Object.getOwnPropertyDescriptor(crypto, 'randomUUID')
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true })
  try {
    const ids = new Set(Array.from({ length: 100 }, newId))
    expect(ids.size).toBe(100)
    for (const id of ids) expect(id).toMatch(form)
  } finally {
    if (own) Object.defineProperty(crypto, 'randomUUID', own)
    else Reflect.deleteProperty(crypto, 'randomUUID')
  }
})

test('votes of one round keep their order whatever the idea; other commands keep it per idea', () => {
  expect(laneOf('vote.cast', { roundId: 'r', ideaId: 'i' })).toBe('r')
  expect(laneOf('idea.add', { boardId: 'b', ideaId: 'i' })).toBe('i')
  expect(laneOf('board.lock', { boardId: 'b' })).toBe('b')
  expect(laneOf('profile.update', {})).toBe('profile.update')
})
