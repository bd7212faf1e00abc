// Owns what the arrow keys mean on a board of columns: which card comes next, and where a moved card goes. Pure.

export type ArrowKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End'

export interface GridColumn<C extends string = string, I extends string = string> {
  columnId: C
  ids: readonly I[]
}

const ARROWS = new Set<string>(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'])
export const isArrowKey = (key: string): key is ArrowKey => ARROWS.has(key)

function locate(grid: readonly GridColumn[], id: string): { column: number; row: number } | null {
  for (const [column, { ids }] of grid.entries()) {
    const row = ids.indexOf(id)
    if (row >= 0) return { column, row }
  }
  return null
}

/** The card to go to from `from`; null when there is none that way. Empty columns are passed over. */
export function nextCard<I extends string>(grid: readonly GridColumn<string, I>[], from: I, key: ArrowKey): I | null {
  const place = locate(grid, from)
  if (!place) return grid.find(({ ids }) => ids.length > 0)?.ids[0] ?? null
  const { ids } = grid[place.column]!
  if (key === 'ArrowUp') return ids[place.row - 1] ?? null
  if (key === 'ArrowDown') return ids[place.row + 1] ?? null
  if (key === 'Home') return place.row === 0 ? null : ids[0]!
  if (key === 'End') return place.row === ids.length - 1 ? null : ids.at(-1)!
  const step = key === 'ArrowLeft' ? -1 : 1
  for (let column = place.column + step; column >= 0 && column < grid.length; column += step) {
    const there = grid[column]!.ids
    if (there.length > 0) return there[Math.min(place.row, there.length - 1)]!
  }
  return null
}

export interface Destination<C extends string = string> {
  columnId: C
  /** 0-based place among the cards there, the moved card itself not counted. */
  index: number
}

/** Where `id` goes when moved that way; null at the edge. Empty columns can be moved into. */
export function nextPlace<C extends string>(
  grid: readonly GridColumn<C>[],
  id: string,
  key: ArrowKey,
): Destination<C> | null {
  const place = locate(grid, id)
  if (!place) return null
  const { columnId, ids } = grid[place.column]!
  const last = ids.length - 1
  if (key === 'ArrowUp') return place.row > 0 ? { columnId, index: place.row - 1 } : null
  if (key === 'ArrowDown') return place.row < last ? { columnId, index: place.row + 1 } : null
  if (key === 'Home') return place.row > 0 ? { columnId, index: 0 } : null
  if (key === 'End') return place.row < last ? { columnId, index: last } : null
  const beside = grid[place.column + (key === 'ArrowLeft' ? -1 : 1)]
  return beside ? { columnId: beside.columnId, index: Math.min(place.row, beside.ids.length) } : null
}

/** The card that takes the focus when `id` disappears: the next one, else the one before, else none. */
export function cardBeside<I extends string>(grid: readonly GridColumn<string, I>[], id: I): I | null {
  return (
    nextCard(grid, id, 'ArrowDown') ??
    nextCard(grid, id, 'ArrowUp') ??
    nextCard(grid, id, 'ArrowRight') ??
    nextCard(grid, id, 'ArrowLeft')
  )
}
