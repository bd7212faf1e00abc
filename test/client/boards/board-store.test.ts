import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardStore } from '../../../client/boards/board-store.ts'
import { undoOf } from '../../../client/boards/edits.ts'
import { colorCard, moveCard, placeCards } from '../../../client/boards/moves.ts'
import { OthersNews } from '../../../client/boards/others-news.ts'
import { cardsOf, cardTitle, columnsOf, putCard } from '../../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'

const column = (name: string) => name as ColumnId
const idea = (name: string) => name as IdeaId

function board(cards: Record<string, string>, columns = ['todo', 'done']): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const [index, id] of columns.entries()) {
      const map = new Y.Map<unknown>()
      map.set('title', id)
      map.set('order', `a${index}`)
      columnsOf(doc).set(id, map)
    }
    for (const [index, [id, place]] of Object.entries(cards).entries()) {
      const card = { ideaId: idea(id), title: id, column: column(place), order: `a${index}` }
      putCard(doc, { ...card, x: 0, y: 0, group: null, color: 'sun' })
    }
  })
  return doc
}

/** Counts how often each listener is told. */
function counts(store: BoardStore, ids: string[], columns: string[]) {
  const told: Record<string, number> = {}
  for (const id of ids) store.subscribeCard(idea(id), () => (told[id] = (told[id] ?? 0) + 1))
  for (const id of columns) store.subscribeColumn(column(id), () => (told[id] = (told[id] ?? 0) + 1))
  return told
}

test('an edit of a text is heard by that card alone, and its column keeps the very same list', () => {
  const doc = board({ a: 'todo', b: 'todo', c: 'done' })
  const store = new BoardStore(doc)
  const told = counts(store, ['a', 'b', 'c'], ['todo', 'done'])
  const before = [store.idsIn(column('todo')), store.card(idea('b')), store.ids()]
  cardTitle(cardsOf(doc).get('a'))!.insert(0, 'new ')
  expect(told).toEqual({ a: 1 })
  expect(store.card(idea('a'))!.title).toBe('new a')
  expect([store.idsIn(column('todo')), store.card(idea('b')), store.ids()]).toEqual(before)
  expect(store.idsIn(column('todo'))).toBe(before[0])
  expect(store.card(idea('b'))).toBe(before[1])
})

test('a move is heard by the card and by both columns, once', () => {
  const store = new BoardStore(board({ a: 'todo', b: 'todo', c: 'done' }))
  const told = counts(store, ['a', 'b', 'c'], ['todo', 'done'])
  expect(moveCard(store, idea('a'), column('done'), 1)).toBe(true)
  expect(told).toEqual({ a: 1, todo: 1, done: 1 })
  expect(store.idsIn(column('done'))).toEqual(['c', 'a'])
  expect(store.ids()).toEqual(['b', 'c', 'a'])
})

test('a move to where the card already is writes nothing', () => {
  const doc = board({ a: 'todo', b: 'todo' })
  const store = new BoardStore(doc)
  const before = Y.encodeStateVector(doc)
  expect(moveCard(store, idea('b'), column('todo'), 1)).toBe(false)
  expect(moveCard(store, idea('gone'), column('todo'), 0)).toBe(false)
  expect(Y.encodeStateVector(doc)).toEqual(before)
})

test('a card in a column that is not there stands in the first, and goes home when the column comes', () => {
  const doc = board({ a: 'later', b: 'todo' })
  const store = new BoardStore(doc)
  expect(store.idsIn(column('todo'))).toEqual(['a', 'b'])
  const map = new Y.Map<unknown>()
  map.set('title', 'Later')
  map.set('order', 'a9')
  columnsOf(doc).set('later', map)
  expect(store.idsIn(column('todo'))).toEqual(['b'])
  expect(store.idsIn(column('later'))).toEqual(['a'])
  columnsOf(doc).delete('later')
  expect(store.idsIn(column('todo'))).toEqual(['a', 'b'])
})

test('cards come and go', () => {
  const doc = board({ a: 'todo' })
  const store = new BoardStore(doc)
  cardsOf(doc).delete('a')
  expect([store.size, store.ids(), store.card(idea('a'))]).toEqual([0, [], undefined])
  putCard(doc, { ideaId: idea('z'), title: 'z', column: null, order: 'a0', x: 0, y: 0, group: null, color: 'sky' })
  expect(store.ids()).toEqual(['z'])
})

test('a board full of nonsense still reads', () => {
  const doc = board({ a: 'todo' })
  const card = new Y.Map<unknown>()
  card.set('title', 7)
  card.set('order', {})
  card.set('x', Number.NaN)
  cardsOf(doc).set('odd', card)
  const store = new BoardStore(doc)
  expect(store.ids()).toEqual(['odd', 'a'])
  card.set('column', 'done')
  expect(store.idsIn(column('done'))).toEqual(['odd'])
})

test('undo takes back my moves, colours and places, never what others did', () => {
  const doc = board({ a: 'todo', b: 'todo' })
  const store = new BoardStore(doc)
  const undo = undoOf(doc)
  moveCard(store, idea('a'), column('done'), 0)
  undo.stopCapturing()
  colorCard(store, idea('a'), 'sky')
  undo.stopCapturing()
  placeCards(store, new Map([[idea('a'), { x: 10.4, y: 20 }]]))
  doc.transact(() => cardsOf(doc).get('b')!.set('color', 'rose'), 'somebody else')
  expect(store.card(idea('a'))).toMatchObject({ column: 'done', color: 'sky', x: 10, y: 20 })
  undo.undo()
  expect(store.card(idea('a'))).toMatchObject({ column: 'done', color: 'sky', x: 0, y: 0 })
  undo.undo()
  undo.undo()
  expect(store.card(idea('a'))).toMatchObject({ column: 'todo', color: 'sun' })
  expect(store.card(idea('b'))!.color).toBe('rose')
  undo.redo()
  expect(store.idsIn(column('done'))).toEqual(['a'])
})

test("others' doings are told in one sentence now and then; mine are not", () => {
  const mine = board({ a: 'todo' })
  const theirs = new Y.Doc()
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
  const store = new BoardStore(mine)
  const said: unknown[] = []
  let due: (() => void) | null = null
  const after = (_ms: number, fn: () => void) => {
    due = fn
    return () => (due = null)
  }
  const news = new OthersNews({ tell: (one) => said.push(one), after, isMine: (id) => id === 'my-own' })
  store.onChange((change) => news.hear(change))
  const add = (id: string) =>
    putCard(theirs, { ideaId: idea(id), title: id, column: null, order: 'a1', x: 0, y: 0, group: null, color: 'sun' })
  const sync = () => Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(mine)), 'network')
  moveCard(store, idea('a'), column('done'), 0)
  expect(due).toBeNull()
  add('my-own')
  sync()
  expect(due).toBeNull()
  for (const id of ['one', 'two', 'three']) {
    add(id)
    sync()
  }
  due!()
  expect(said).toEqual([{ added: 3, removed: 0, moved: 0 }])
})
