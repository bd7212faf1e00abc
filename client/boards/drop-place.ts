// Owns what the columns know of a drag: where the dragged card would land, told only to the column where that changes, and
// how each column is measured. Where that is, is found by drop-finder.ts, loaded with the engine. It moves nothing.

import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { KeyedStore } from './keyed-store.ts'
import type { RowView } from './row-view.ts'

export interface ColumnSheet {
  columnId: ColumnId
  /** The whole column, for left and right. */
  element: () => HTMLElement | null
  /** The list in it, for up and down. */
  list: () => HTMLElement | null
  view: RowView
}

export interface DropPlace {
  columnId: ColumnId
  /** Among the cards shown there, without those that are dragged. */
  index: number
  /** The card it would stand before; null: at the end. */
  before: IdeaId | null
  /** The group it would lie in, between two cards. */
  into: string | null
  /** It would be laid on this card, not beside it. */
  onto: IdeaId | null
}

export class DropPlaces {
  /** By column. */
  readonly shown = new KeyedStore<DropPlace>()
  readonly sheets = new Map<ColumnId, ColumnSheet>()

  add(sheet: ColumnSheet): () => void {
    this.sheets.set(sheet.columnId, sheet)
    return () => {
      if (this.sheets.get(sheet.columnId) === sheet) this.sheets.delete(sheet.columnId)
    }
  }

  get place(): DropPlace | undefined {
    return this.shown.get(this.shown.keys()[0] ?? '')
  }

  show(next: DropPlace | null): void {
    for (const key of this.shown.keys()) if (key !== next?.columnId) this.shown.set(key, undefined)
    if (next) this.shown.set(next.columnId, next)
  }
}
