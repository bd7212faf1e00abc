import { describe, expect, test } from 'vitest'
import { type Finding, KeptShelf, wipeShelf } from '../../../client/live/kept-shelf.ts'
import { KEPT_TEXTS_MAX, KEPT_TEXTS_MAX_CHARS } from '../../../shared/limits.ts'

/** What is needed of localStorage: keys are own properties, and it can be full. */
function storage(room = Number.POSITIVE_INFINITY): Storage {
  const methods = {
    getItem: (key: string) => (Object.hasOwn(store, key) ? store[key] : null),
    removeItem: (key: string) => void delete store[key],
    setItem(key: string, value: string) {
      const used = Object.values(store).reduce((sum, text) => sum + text.length, 0)
      if (used + value.length > room) throw new DOMException('full', 'QuotaExceededError')
      store[key] = value
    },
  }
  const store = Object.create(methods) as Record<string, string>
  return store as unknown as Storage
}

function finding(text: string, more: Partial<Finding> = {}): Finding {
  return {
    document: 'board.abcdefgh',
    title: 'Better weeks',
    why: 'refused',
    place: { kind: 'card', ideaId: `idea-of-${text}` },
    pieces: [{ text, refused: true }],
    told: null,
    ...more,
  }
}

let at = 1_000
let id = 0
const tools = { newId: () => `id-${++id}`, nowAt: () => ++at }
const open = (store: Storage | null, userId = 'ada') => new KeptShelf(userId, store, tools)
const wordsOn = (shelf: KeptShelf) => shelf.state.get().texts.map(({ pieces }) => pieces[0]?.text.slice(0, 20))

describe('the shelf of texts that were not accepted', () => {
  test('it is there again after a reload, oldest first, for its owner alone', () => {
    const store = storage()
    open(store).add([finding('one'), finding('two')])
    expect(wordsOn(open(store))).toEqual(['one', 'two'])
    expect(wordsOn(open(store, 'ben'))).toEqual([])
  })

  test('two tabs add without overwriting each other', () => {
    const store = storage()
    const [first, second] = [open(store), open(store)]
    first.add([finding('one')])
    second.add([finding('two')])
    first.refresh()
    expect(wordsOn(first)).toEqual(['one', 'two'])
  })

  test('the same words of the same place are kept once', () => {
    const shelf = open(storage())
    shelf.add([finding('one')])
    shelf.add([finding('one'), finding('one', { place: { kind: 'card', ideaId: 'another' } })])
    expect(wordsOn(shelf)).toEqual(['one', 'one'])
  })

  test('what is discarded is gone for good', () => {
    const store = storage()
    const shelf = open(store)
    shelf.add([finding('one'), finding('two')])
    shelf.discard([shelf.state.get().texts[0]!.id])
    expect(wordsOn(open(store))).toEqual(['two'])
  })

  test('signing out wipes it, and leaves another person’s', () => {
    const store = storage()
    open(store).add([finding('of ada')])
    open(store, 'ben').add([finding('of ben')])
    wipeShelf('ada', store)
    expect(wordsOn(open(store))).toEqual([])
    expect(wordsOn(open(store, 'ben'))).toEqual(['of ben'])
  })

  test('where storage is forbidden it lasts as long as the page, and says so', () => {
    const shelf = open(null)
    expect(shelf.state.get().durable).toBe(true)
    shelf.add([finding('one')])
    expect(wordsOn(shelf)).toEqual(['one'])
    expect(shelf.state.get().durable).toBe(false)
  })

  test('what no longer fits stays in the page, and the rest stays stored', () => {
    const store = storage(600)
    const shelf = open(store)
    shelf.add([finding('one'), finding('x'.repeat(800))])
    expect(wordsOn(shelf)).toHaveLength(2)
    expect(shelf.state.get().durable).toBe(false)
    expect(wordsOn(open(store))).toEqual(['one'])
  })

  test('a damaged record is skipped', () => {
    const store = storage()
    open(store).add([finding('one')])
    store.setItem('kiem.kept.ada.broken', '{"id":')
    store.setItem('kiem.kept.ada.strange', '7')
    expect(wordsOn(open(store))).toEqual(['one'])
  })
})

describe('its limits', () => {
  test('KEPT_TEXTS_MAX: one more, and the oldest is announced; only then it leaves', () => {
    const shelf = open(storage())
    const texts = Array.from({ length: KEPT_TEXTS_MAX }, (_, index) => finding(`text ${index}`))
    shelf.add(texts)
    expect(shelf.state.get().leaving.size).toBe(0)
    shelf.add([finding('one more')])
    const oldest = shelf.state.get().texts[0]!
    expect([...shelf.state.get().leaving]).toEqual([oldest.id])

    shelf.add([finding('and another')])
    expect(shelf.state.get().texts[0]!.id).toBe(oldest.id)

    shelf.warned()
    shelf.add([finding('a last one')])
    expect(wordsOn(shelf)).not.toContain('text 0')
    expect(wordsOn(shelf)).not.toContain('text 1')
    expect(wordsOn(shelf)).toContain('text 2')
  })

  test('KEPT_TEXTS_MAX_CHARS: counted from the newest, which itself never leaves', () => {
    const shelf = open(storage())
    shelf.add([finding('old'), finding('y'.repeat(KEPT_TEXTS_MAX_CHARS - 3))])
    expect(shelf.state.get().leaving.size).toBe(0)
    shelf.add([finding('z')])
    expect(shelf.state.get().leaving.size).toBe(1)
    const huge = open(storage())
    huge.add([finding('z'.repeat(KEPT_TEXTS_MAX_CHARS + 1))])
    expect(huge.state.get().leaving.size).toBe(0)
  })
})
