import { expect, test } from 'vitest'
import { browserShelf } from '../../../client/live/shelf.ts'

/** What a browser's storage does: its entries are its own properties. */
function storage(full = false): Storage {
  const entries: Record<string, string> = {}
  const methods = {
    getItem: (key: string) => entries[key] ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new DOMException('full', 'QuotaExceededError')
      entries[key] = value
    },
    removeItem: (key: string) => void delete entries[key],
  }
  return new Proxy(entries, {
    get: (_target, name) => methods[name as keyof typeof methods] ?? entries[String(name)],
  }) as unknown as Storage
}
const like = (key: string) => ({ key, name: 'idea.like', input: { liked: true }, lane: 'i' })

test('what was put comes back whole, until it is dropped', () => {
  const shelf = browserShelf('ada', storage())
  shelf.put(like('k1'))
  expect(shelf.all()).toEqual([like('k1')])
  shelf.drop('k1')
  expect(shelf.all()).toEqual([])
})

test("one person's shelf never shows another's", () => {
  const store = storage()
  browserShelf('ada', store).put(like('k1'))
  expect(browserShelf('ben', store).all()).toEqual([])
  browserShelf('ben', store).clear()
  expect(browserShelf('ada', store).all()).toHaveLength(1)
})

test('what is broken is skipped and thrown away', () => {
  const store = storage()
  const shelf = browserShelf('ada', store)
  store.setItem('kiem.waiting.ada.bad', '{')
  store.setItem('kiem.waiting.ada.odd', '{"key":1}')
  shelf.put(like('k1'))
  expect(shelf.all()).toEqual([like('k1')])
})

test('a full storage does not stand in the way', () => {
  const shelf = browserShelf('ada', storage(true))
  expect(() => shelf.put(like('k1'))).not.toThrow()
})
