import { expect, test } from 'vitest'
import { cardBeside, type GridColumn, nextCard, nextPlace } from '../../../client/boards/grid-moves.ts'

const grid: GridColumn[] = [
  { columnId: 'left', ids: ['a', 'b', 'c'] },
  { columnId: 'empty', ids: [] },
  { columnId: 'right', ids: ['x'] },
]

test('up and down stay in the column, left and right pass over empty ones to the nearest row', () => {
  expect(nextCard(grid, 'a', 'ArrowDown')).toBe('b')
  expect(nextCard(grid, 'a', 'ArrowUp')).toBeNull()
  expect(nextCard(grid, 'c', 'ArrowRight')).toBe('x')
  expect(nextCard(grid, 'x', 'ArrowLeft')).toBe('a')
  expect(nextCard(grid, 'x', 'ArrowRight')).toBeNull()
  expect(nextCard(grid, 'b', 'Home')).toBe('a')
  expect(nextCard(grid, 'b', 'End')).toBe('c')
})

test('from nowhere the arrows lead to the first card there is', () => {
  expect(nextCard(grid, 'gone', 'ArrowDown')).toBe('a')
  expect(nextCard([{ columnId: 'empty', ids: [] }], 'gone', 'ArrowDown')).toBeNull()
})

test('a card moves one place up or down, and into the column beside even when that is empty', () => {
  expect(nextPlace(grid, 'b', 'ArrowUp')).toEqual({ columnId: 'left', index: 0 })
  expect(nextPlace(grid, 'b', 'ArrowDown')).toEqual({ columnId: 'left', index: 2 })
  expect(nextPlace(grid, 'c', 'ArrowDown')).toBeNull()
  expect(nextPlace(grid, 'c', 'ArrowRight')).toEqual({ columnId: 'empty', index: 0 })
  expect(nextPlace(grid, 'x', 'ArrowLeft')).toEqual({ columnId: 'empty', index: 0 })
  expect(nextPlace(grid, 'a', 'ArrowLeft')).toBeNull()
  expect(nextPlace(grid, 'a', 'End')).toEqual({ columnId: 'left', index: 2 })
})

test('when a card goes, the focus goes to its neighbour and never nowhere while cards are left', () => {
  expect(cardBeside(grid, 'b')).toBe('c')
  expect(cardBeside(grid, 'c')).toBe('b')
  expect(cardBeside(grid, 'x')).toBe('a')
  expect(cardBeside([{ columnId: 'only', ids: ['a'] }], 'a')).toBeNull()
})
