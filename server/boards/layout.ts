// Owns where the server puts cards: order keys at the end of a column, and free places on the wall. Pure. It copes with
// whatever people left in the document: broken keys, cards on top of each other, columns that are gone.

import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** Distance from one card's corner to the next, in wall units: a card of four lines with dots under it, and a gap. */
export const WALL_CELL = { width: 236, height: 272 } as const
/** A column's ideas lie in a band of so many cells side by side; one more cell stays free between bands. */
export const BAND_CELLS = 3
const BAND_PITCH_CELLS = BAND_CELLS + 1

export function isOrderKey(order: string): boolean {
  try {
    generateKeyBetween(order, null)
    return order !== ''
  } catch {
    return false
  }
}

/** So many keys that sort after every sound key in use. */
export function keysAfter(orders: Iterable<string>, many: number): string[] {
  let last: string | null = null
  for (const order of orders) if ((last === null || order > last) && isOrderKey(order)) last = order
  return generateNKeysBetween(last, null, many)
}

export interface Point {
  x: number
  y: number
}

/** Hands out free places on the wall, column band by column band, filling gaps from the top. */
export class Wall {
  private readonly taken = new Set<string>()
  /** Where the search for a free cell in a band goes on: cells before it are taken. */
  private readonly next = new Map<number, number>()

  constructor(cards: Iterable<Point>) {
    for (const card of cards) this.take(card)
  }

  /** Marks every cell that a card here covers any part of. */
  take({ x, y }: Point): void {
    const { width, height } = WALL_CELL
    const columns = new Set([Math.floor(x / width), Math.ceil(x / width)])
    const rows = new Set([Math.floor(y / height), Math.ceil(y / height)])
    for (const column of columns) for (const row of rows) this.taken.add(`${column},${row}`)
  }

  /** @param band 0-based place of the card's column among the living columns */
  place(band: number): Point {
    for (let cell = this.next.get(band) ?? 0; ; cell++) {
      // The origin stands for "not placed yet" in the database, so the wall begins one cell in.
      const column = 1 + band * BAND_PITCH_CELLS + (cell % BAND_CELLS)
      const row = 1 + Math.floor(cell / BAND_CELLS)
      if (this.taken.has(`${column},${row}`)) continue
      this.next.set(band, cell + 1)
      this.taken.add(`${column},${row}`)
      return { x: column * WALL_CELL.width, y: row * WALL_CELL.height }
    }
  }
}
