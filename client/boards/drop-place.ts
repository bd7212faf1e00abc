// Owns where a dragged card would land: which column, before which card. Columns tell it how to measure themselves; only
// the column whose place changes hears of it. It moves nothing.

import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { KeyedStore } from './keyed-store.ts'

export interface ColumnSheet {
  columnId: ColumnId
  /** The whole column, for left and right; the list, for up and down. */
  element: () => HTMLElement | null
  /** Position among the cards without the dragged one, for a place on screen. */
  indexAt: (clientY: number, dragged: IdeaId) => number
}

export interface DropPlace {
  columnId: ColumnId
  index: number
}

export class DropPlaces {
  /** The position in a column where the dragged card would land. */
  readonly shown = new KeyedStore<number>()
  private readonly sheets = new Map<ColumnId, ColumnSheet>()
  private now: DropPlace | null = null

  add(sheet: ColumnSheet): () => void {
    this.sheets.set(sheet.columnId, sheet)
    return () => {
      if (this.sheets.get(sheet.columnId) === sheet) this.sheets.delete(sheet.columnId)
    }
  }

  get place(): DropPlace | null {
    return this.now
  }

  /** The dragged card is above this point of the screen. */
  point(ideaId: IdeaId, at: { x: number; y: number }): void {
    this.show(this.find(ideaId, at))
  }

  clear(): void {
    this.show(null)
  }

  private find(ideaId: IdeaId, at: { x: number; y: number }): DropPlace | null {
    let best: { sheet: ColumnSheet; distance: number } | null = null
    for (const sheet of this.sheets.values()) {
      const box = sheet.element()?.getBoundingClientRect()
      if (!box || box.width === 0) continue
      const distance = Math.max(box.left - at.x, at.x - box.right, 0)
      if (!best || distance < best.distance) best = { sheet, distance }
    }
    if (!best) return null
    return { columnId: best.sheet.columnId, index: best.sheet.indexAt(at.y, ideaId) }
  }

  private show(next: DropPlace | null): void {
    const before = this.now
    this.now = next
    if (before && before.columnId !== next?.columnId) this.shown.set(before.columnId, undefined)
    if (next) this.shown.set(next.columnId, next.index)
  }
}
