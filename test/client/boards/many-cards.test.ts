import { describe, expect, test } from 'vitest'
import { BoardStore } from '../../../client/boards/board-store.ts'
import { heldBy } from '../../../client/boards/drag-held.ts'
import { undoOf } from '../../../client/boards/edits.ts'
import { groupCards, layOn, renameGroup } from '../../../client/boards/groups.ts'
import { moveCards, placeCards } from '../../../client/boards/moves.ts'
import { Selection } from '../../../client/boards/selection.ts'
import { carriedPlaces, carry } from '../../../client/boards/wall-carry.ts'
import { layFrames } from '../../../client/boards/wall-frames.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'
import { boardOf, drawn } from './board-of.ts'

const OPEN = 'todo' as ColumnId
const DONE = 'done' as ColumnId
const ideas = (line: string) => line.split(' ') as IdeaId[]

function open() {
  const doc = boardOf({ a: OPEN, b: OPEN, c: OPEN, d: DONE, e: DONE })
  const store = new BoardStore(doc)
  let made = 0
  const group = (line: string, title = '') => {
    const done = groupCards(store, ideas(line), () => `g${++made}`)
    if (typeof done === 'object') renameGroup(store, done.groupId, title)
  }
  const selection = new Selection()
  const choose = (line: string) => {
    selection.clear()
    for (const id of ideas(line)) selection.toggle(id)
  }
  return { store, selection, choose, group, undo: undoOf(doc), newId: () => `g${++made}` }
}

describe('what a hand takes along', () => {
  test('a chosen card takes all chosen ones, the others of which fly behind it in the order they are seen', () => {
    const { store, selection, choose } = open()
    choose('d a c')
    expect(heldBy(store, selection, 'c')).toEqual({ ids: ideas('c a d'), groupId: null })
    expect(heldBy(store, selection, 'b')).toEqual({ ids: ideas('b'), groupId: null })
    choose('c')
    expect(heldBy(store, selection, 'c')).toEqual({ ids: ideas('c'), groupId: null })
    expect(heldBy(store, selection, 'gone')).toBeNull()
  })

  test('a folded group among them comes whole, and one group and nothing else is that group', () => {
    const { store, selection, choose, group } = open()
    group('a c')
    store.fold('g1', true)
    choose('a e')
    expect(heldBy(store, selection, 'e')).toEqual({ ids: ideas('e a c'), groupId: null })
    store.fold('g1', false)
    choose('a c')
    expect(heldBy(store, selection, 'c')).toEqual({ ids: ideas('c a'), groupId: 'g1' })
  })
})

describe('several cards are moved', () => {
  test('they land together in the order given, wherever they came from, and one undo takes it back', () => {
    const { store, undo } = open()
    expect(moveCards(store, ideas('a c e'), DONE, 1)).toBe(true)
    expect(drawn(store)).toBe('todo b | done d a c e')
    expect(moveCards(store, ideas('a c e'), DONE, 1)).toBe(false)
    undo.undo()
    expect(drawn(store)).toBe('todo a b c | done d e')
    expect(moveCards(store, ideas('gone'), DONE, 0)).toBe(false)
  })

  test('laid in a group they join it; a group wholly among them merges and gives its name to one without', () => {
    const { store, group, undo } = open()
    group('a b')
    group('d e', 'Lunch')
    undo.stopCapturing()
    moveCards(store, ideas('c d e'), OPEN, 1, 'g1')
    expect(drawn(store)).toBe('todo [Lunch: a c d e b ] | done ')
    undo.undo()
    expect(drawn(store)).toBe('todo [: a b ] c | done [Lunch: d e ]')
  })

  test('laid outside they leave their groups, but a group wholly among them stays one', () => {
    const { store, group, undo } = open()
    group('a b c', 'Quiet')
    group('d e', 'Lunch')
    undo.stopCapturing()
    // Nothing to do is no step of undo.
    expect(moveCards(store, ideas('d e'), DONE, 0, null)).toBe(false)
    moveCards(store, ideas('c d e'), OPEN, 0, null)
    expect(drawn(store)).toBe('todo c [Lunch: d e ] [Quiet: a b ] | done ')
    undo.undo()
    expect(drawn(store)).toBe('todo [Quiet: a b c ] | done [Lunch: d e ]')
    moveCards(store, ideas('b c'), DONE, 0, null)
    expect(drawn(store)).toBe('todo a | done b c [Lunch: d e ]')
  })

  test('laid on a card they are a group with it; a named group among them takes all in', () => {
    const { store, group, newId, undo } = open()
    layOn(store, { ids: ideas('b e'), groupId: null }, 'a' as IdeaId, newId)
    expect(drawn(store)).toBe('todo [: a b e ] c | done d')
    undo.undo()
    group('d e', 'Lunch')
    layOn(store, { ids: ideas('b d e'), groupId: null }, 'c' as IdeaId, newId)
    expect(drawn(store)).toBe('todo a [Lunch: c b d e ] | done ')
  })
})

describe('several cards are carried on the free wall', () => {
  const layoutOf = (store: BoardStore) =>
    layFrames(
      new Map(store.ids().map((id) => [id, { x: store.card(id)!.x, y: store.card(id)!.y }])),
      [...store.groups.now.values()],
      () => 100,
    )

  test('they keep their places to each other', () => {
    const { store } = open()
    placeCards(store, new Map(ideas('a b c d e').map((id, at) => [id, { x: 10 + at * 300, y: at * 7 }])))
    const carried = carry(store, layoutOf(store), ideas('d a'), false)
    expect(carriedPlaces(carried, { x: -50, y: 100 })).toEqual(
      new Map([
        ['d', { x: 860, y: 121 }],
        ['a', { x: -40, y: 100 }],
      ]),
    )
  })

  test('a group wholly among them goes as its frame, cards of others go by themselves from where they are seen', () => {
    const { store, group } = open()
    placeCards(store, new Map(ideas('a b c d e').map((id, at) => [id, { x: 10 + at * 900, y: 50 }])))
    group('b c')
    group('d e')
    const layout = layoutOf(store)
    const carried = carry(store, layout, ideas('b c e'), false)
    expect([carried.whole.map(({ groupId }) => groupId), carried.loose, carried.own]).toEqual([['g1'], ['e'], null])
    const places = carriedPlaces(carried, { x: 5, y: 5 })
    expect(places.get('b' as IdeaId)).toEqual({ x: 915, y: 55 })
    expect(places.get('c' as IdeaId)).toEqual({ x: 915, y: 55 })
    const seen = layout.places.get('e')!
    expect(places.get('e' as IdeaId)).toEqual({ x: seen.x + 5, y: seen.y + 5 })
  })

  test('cards of one group and not all of it are known to be at home in it', () => {
    const { store, group } = open()
    group('a b c')
    expect(carry(store, layoutOf(store), ideas('a b'), false).own).toBe('g1')
    expect(carry(store, layoutOf(store), ideas('a d'), false).own).toBeNull()
    expect(carry(store, layoutOf(store), ideas('a'), true)).toMatchObject({ own: 'g1', whole: [], loose: ['a'] })
  })
})
