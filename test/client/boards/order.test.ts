import { expect, test } from 'vitest'
import { keysAt } from '../../../client/boards/order.ts'

interface Item {
  id: string
  order: string
}

/** The list as everyone sorts it after the keys were written. */
function after(list: readonly Item[], keys: ReadonlyMap<string, string>): string[] {
  const all = new Map(list.map((item) => [item.id, item.order]))
  for (const [id, order] of keys) all.set(id, order)
  return [...all].sort(([idA, a], [idB, b]) => (a < b ? -1 : a > b ? 1 : idA < idB ? -1 : 1)).map(([id]) => id)
}

test('a card gets one key between its neighbours and theirs stay', () => {
  const list = [
    { id: 'a', order: 'a0' },
    { id: 'b', order: 'a1' },
  ]
  for (const index of [0, 1, 2]) {
    const keys = keysAt(list, index, ['new'])
    expect([...keys.keys()]).toEqual(['new'])
    const ids = ['a', 'b']
    ids.splice(index, 0, 'new')
    expect(after(list, keys)).toEqual(ids)
  }
  expect([...keysAt([], 0, ['new'])]).toEqual([['new', 'a0']])
})

test('several cards keep their own order', () => {
  const list = [
    { id: 'a', order: 'a0' },
    { id: 'b', order: 'a1' },
  ]
  expect(after(list, keysAt(list, 1, ['z', 'y', 'x']))).toEqual(['a', 'z', 'y', 'x', 'b'])
})

test('between two equal keys the neighbour gets a new key too', () => {
  const list = [
    { id: 'a', order: 'a1' },
    { id: 'b', order: 'a1' },
    { id: 'c', order: 'a1' },
    { id: 'd', order: 'a2' },
  ]
  for (let index = 0; index <= 4; index++) {
    const ids = ['a', 'b', 'c', 'd']
    ids.splice(index, 0, 'new')
    expect(after(list, keysAt(list, index, ['new'])), `index ${index}`).toEqual(ids)
  }
})

test('keys that people or programs broke are repaired around the card', () => {
  const list = [
    { id: 'a', order: '' },
    { id: 'b', order: '!!' },
    { id: 'c', order: 'a1' },
    { id: 'd', order: 'a10' },
    { id: 'e', order: 'zebra' },
  ]
  for (let index = 0; index <= 5; index++) {
    const ids = ['a', 'b', 'c', 'd', 'e']
    ids.splice(index, 0, 'new')
    expect(after(list, keysAt(list, index, ['new'])), `index ${index}`).toEqual(ids)
  }
})

test('an index outside the list means its end', () => {
  const list = [{ id: 'a', order: 'a0' }]
  expect(after(list, keysAt(list, 99, ['new']))).toEqual(['a', 'new'])
  expect(after(list, keysAt(list, -5, ['new']))).toEqual(['new', 'a'])
})

test('hundreds of moves to one spot keep keys short enough to live with', () => {
  let list: Item[] = [
    { id: 'first', order: 'a0' },
    { id: 'last', order: 'a1' },
  ]
  for (let i = 0; i < 300; i++) {
    const id = `n${i}`
    const keys = keysAt(list, 1, [id])
    list = [list[0]!, { id, order: keys.get(id)! }, ...list.slice(1)]
  }
  expect(Math.max(...list.map(({ order }) => order.length))).toBeLessThan(80)
})
