import { beforeEach, expect, test, vi } from 'vitest'
import { draftAt, draftPlaces, keepDraft, onDrafts } from '../../../client/live/drafts.ts'

let kept: Record<string, string>

beforeEach(() => {
  kept = {}
  // As in a browser: its keys are the names of what it holds.
  const storage = Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, value: string) => (kept[key] = value) },
    removeItem: { value: (key: string) => delete kept[key] },
  })
  vi.stubGlobal('localStorage', storage)
  return () => vi.unstubAllGlobals()
})

test('half a sentence is found where it was written, and an empty line keeps nothing', () => {
  keepDraft('board/ideas', 'Half a sen')
  keepDraft('board/other', '   ')
  expect([draftAt('board/ideas'), draftAt('board/other')]).toEqual(['Half a sen', ''])
  expect(draftPlaces('board/')).toBe('board/ideas')
  keepDraft('board/ideas', '')
  expect([draftAt('board/ideas'), draftPlaces('board/')]).toEqual(['', ''])
})

test('drafts of another board are not shown on this one', () => {
  keepDraft('board/ideas', 'Here')
  keepDraft('board-two/ideas', 'There')
  expect(draftPlaces('board/')).toBe('board/ideas')
})

test('whoever shows them hears of every change until they stop listening', () => {
  const heard = vi.fn()
  const stop = onDrafts(heard)
  keepDraft('board/ideas', 'Ha')
  stop()
  keepDraft('board/ideas', 'Half')
  expect(heard).toHaveBeenCalledTimes(1)
})

test('a browser that forbids storage is no reason to fail', () => {
  const forbidden = () => {
    throw new Error('forbidden')
  }
  vi.stubGlobal('localStorage', { getItem: forbidden, setItem: forbidden, removeItem: forbidden })
  keepDraft('board/ideas', 'Half')
  expect([draftAt('board/ideas'), draftPlaces('board/')]).toEqual(['', ''])
})
