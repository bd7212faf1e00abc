import { beforeEach, expect, test, vi } from 'vitest'
import {
  checkReceipts,
  dropReceipt,
  forgetReceipts,
  keptReceipts,
  noteReceipts,
} from '../../../client/sessions/receipts.ts'
import type { IdeaId } from '../../../shared/model.ts'
import type { SealedIdea } from '../../../shared/session.ts'

const idea = (ideaId: string, receipt: string): SealedIdea => ({
  ideaId: ideaId as IdeaId,
  text: 'Soup',
  columnId: null,
  color: 'sun',
  receipt,
  onBehalfOf: null,
})

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

test('the newest receipt of each idea is kept, and looked for at the reveal', () => {
  noteReceipts('ada', 'board', [idea('a', 'a-first'), idea('b', 'b-first')])
  noteReceipts('ada', 'board', [idea('a', 'a-second'), idea('b', 'b-first')])
  const kept = keptReceipts('ada', 'board')
  expect(checkReceipts(kept, ['x', 'b-first', 'a-second'])).toEqual({ found: 2, of: 2 })
  expect(checkReceipts(kept, ['a-first', 'b-first'])).toEqual({ found: 1, of: 2 })
})

test('an empty answer forgets nothing: it may come from a moment after the reveal', () => {
  noteReceipts('ada', 'board', [idea('a', 'a')])
  noteReceipts('ada', 'board', [])
  expect(keptReceipts('ada', 'board')).toEqual({ a: 'a' })
})

test('an idea its author took back is not missed', () => {
  noteReceipts('ada', 'board', [idea('a', 'a'), idea('b', 'b')])
  dropReceipt('ada', 'board', 'a')
  expect(checkReceipts(keptReceipts('ada', 'board'), ['b'])).toEqual({ found: 1, of: 1 })
  dropReceipt('ada', 'board', 'b')
  expect(checkReceipts(keptReceipts('ada', 'board'), [])).toBeNull()
})

test('they are of one person on one board', () => {
  noteReceipts('ada', 'board', [idea('a', 'a')])
  expect([keptReceipts('ben', 'board'), keptReceipts('ada', 'other')]).toEqual([{}, {}])
  forgetReceipts('ada', 'board')
  expect(keptReceipts('ada', 'board')).toEqual({})
})
