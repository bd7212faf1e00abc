// Owns what a point on the columns means for what is dragged there: between two cards, on a card, or nothing because it
// would stay where it is. Pure: measured rows and the groups they lie in, in; a place, out. The cards stand still while
// one is dragged over them, so that one can aim.

import type { ColumnId, IdeaId } from '../../shared/model.ts'
import type { Held } from './drag-host.ts'
import type { ColumnSheet, DropPlace } from './drop-place.ts'
import type { Row } from './row-places.ts'

/** This share of a card at either end means beside it; what is left in the middle, on it. */
const BESIDE_SHARE = 0.3
/** Of a high card too the most part is to be aimed at. */
const BESIDE_MAX_PX = 34

type GroupOf = (ideaId: IdeaId) => string | null

/** The column under a point, or the one nearest to it sideways. */
export function columnAt(sheets: Iterable<ColumnSheet>, clientX: number): ColumnSheet | null {
  let best: { sheet: ColumnSheet; distance: number } | null = null
  for (const sheet of sheets) {
    const box = sheet.element()?.getBoundingClientRect()
    if (!box || box.width === 0) continue
    const distance = Math.max(box.left - clientX, clientX - box.right, 0)
    if (!best || distance < best.distance) best = { sheet, distance }
  }
  return best?.sheet ?? null
}

/** `y`: from the top of the list. `gapPx`: between two rows. Null: it is over its own place. */
export function placeIn(
  columnId: ColumnId,
  rows: readonly Row[],
  y: number,
  held: Pick<Held, 'ids' | 'groupId'>,
  groupOf: GroupOf,
  gapPx: number,
): DropPlace | null {
  const isHeld = (row: Row | undefined) => row !== undefined && held.ids.includes(row.key as IdeaId)
  const free = rows.filter((row) => !isHeld(row))
  const groupAt = (index: number) => (free[index] ? groupOf(free[index].key as IdeaId) : null)
  const first = held.groupId ?? groupOf(held.ids[0]!)
  const own = held.groupId !== null || held.ids.every((id) => groupOf(id) === first) ? first : null
  const between = (index: number): DropPlace => ({
    columnId,
    index,
    before: (free[index]?.key as IdeaId | undefined) ?? null,
    into: held.groupId === null ? groupBetween(groupAt(index - 1), groupAt(index), own) : null,
    onto: null,
  })
  const over = rows.find((row) => y < row.start + row.size + gapPx / 2)
  if (over && isHeld(over)) {
    // Chosen ones that stand apart are gathered where one of them is pointed at.
    const at = rows.filter(isHeld).map(({ index }) => index)
    const isApart = held.ids.length > at.length || at.at(-1)! - at[0]! >= at.length
    return held.groupId === null && isApart ? between(free.filter(({ index }) => index < over.index).length) : null
  }
  if (!over) return between(free.length)
  const index = free.indexOf(over)
  const group = groupAt(index)
  const edgePx = Math.min(over.size * BESIDE_SHARE, BESIDE_MAX_PX)
  const above = y < over.start + edgePx
  const below = y > over.start + over.size - edgePx
  const beside = above ? index : below ? index + 1 : null
  // A group is never put between the cards of another.
  const parts = held.groupId !== null && beside !== null && group !== null && groupAt(beside - 1) === groupAt(beside)
  if (beside !== null && !parts) return between(beside)
  if (group !== null && group === own) return between(y < over.start + over.size / 2 ? index : index + 1)
  return { ...between(index), onto: over.key as IdeaId }
}

/** In the middle of a group one is in it, and at the edge of one's own one stays in it. */
export function groupBetween(before: string | null, after: string | null, own: string | null): string | null {
  if (before === after || (before !== null && before === own)) return before
  return after === own ? own : null
}
