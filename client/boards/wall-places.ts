// Owns where cards stand on the free wall: their own place, or, for a card nobody has placed yet, a place in its column's
// row; and which card lies in a direction from another. Pure.

import type { ArrowKey } from './grid-moves.ts'

/** The server lays new cards out in cells of 240 × 180. */
export const WALL_CARD_WIDTH = 216
const COLUMN_STEP = WALL_CARD_WIDTH + 40
const ROW_STEP = 170
/** Rows before an unplaced column starts a second stack beside it. */
const ROWS_MAX = 12

export interface Place {
  x: number
  y: number
}

interface Placed {
  ideaId: string
  x: number
  y: number
}

/** A card at the very origin was never placed. */
const isPlaced = ({ x, y }: Place) => x !== 0 || y !== 0

/** The place of every card, columns in order, unplaced cards in tidy stacks. */
export function wallPlaces(columns: readonly (readonly Placed[])[]): Map<string, Place> {
  const places = new Map<string, Place>()
  let left = 0
  for (const cards of columns) {
    let waiting = 0
    for (const card of cards) {
      if (isPlaced(card)) {
        places.set(card.ideaId, { x: card.x, y: card.y })
        continue
      }
      const stack = Math.floor(waiting / ROWS_MAX)
      places.set(card.ideaId, { x: left + stack * COLUMN_STEP, y: 1 + (waiting % ROWS_MAX) * ROW_STEP })
      waiting++
    }
    left += Math.max(1, Math.ceil(waiting / ROWS_MAX)) * COLUMN_STEP
  }
  return places
}

/** Sideways distance counts double: "right" means the card one would point at, not the nearest by a hair. */
const SIDEWAYS = 2

/** The nearest card in the direction of an arrow; null when there is none. */
export function cardTowards(places: ReadonlyMap<string, Place>, from: string, key: ArrowKey): string | null {
  const here = places.get(from)
  if (!here) return places.keys().next().value ?? null
  let best: { id: string; cost: number } | null = null
  for (const [id, place] of places) {
    if (id === from) continue
    const right = place.x - here.x
    const down = place.y - here.y
    const ahead =
      key === 'ArrowRight' ? right : key === 'ArrowLeft' ? -right : key === 'ArrowDown' || key === 'End' ? down : -down
    const aside = key === 'ArrowRight' || key === 'ArrowLeft' ? Math.abs(down) : Math.abs(right)
    if (ahead <= 0) continue
    const cost = ahead + SIDEWAYS * aside
    if (!best || cost < best.cost) best = { id, cost }
  }
  return best?.id ?? null
}
