// Owns births and deaths of cards and the columns in a board's document, whatever was delivered, twice or never: each
// call reads the database's truth and makes the document agree. It never touches the text or place of a living card,
// except to bring it home from a column that is gone.

import { and, asc, eq, inArray } from 'drizzle-orm'
import * as Y from 'yjs'
import {
  type Card,
  type CardMap,
  type Column,
  boardDocument,
  cardsOf,
  columnsOf,
  putCard,
  readCard,
  readColumn,
} from '../../../shared/documents.ts'
import type { BoardId, ColumnId, IdeaId, NoteColor } from '../../../shared/model.ts'
import type { Db } from '../../platform/database/handle.ts'
import { ideas } from '../../platform/database/schema/index.ts'
import type { Documents } from '../deps.ts'
import { Wall, isOrderKey, keysAfter } from '../layout.ts'
import { columnBeside } from '../rules.ts'
import * as store from '../store.ts'

export interface CardDeps {
  db: Db
  documents: Documents
  /** The last words of cards that die: they are kept for the day they are restored. */
  keep(boardId: BoardId, cards: readonly Card[]): Promise<void>
}

/** The cards of these ideas, or of all of the board, agree with the database from here on; so do the columns. */
export async function settleCards(deps: CardDeps, boardId: BoardId, which: readonly IdeaId[] | 'all'): Promise<void> {
  const { db, documents } = deps
  const rows = await db
    .select()
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), which === 'all' ? undefined : inArray(ideas.id, [...which])))
    .orderBy(asc(ideas.number))
  const columns = (await store.columnsOf(db, boardId, 'all')).map((column) => ({
    ...column,
    removed: column.removedAt !== null,
  }))
  const living = new Map(rows.filter((row) => !row.removedAt).map((row) => [row.id, row]))

  let buried: Card[] = []
  await documents.write(boardDocument(boardId), (doc) => {
    putColumns(doc, columns)
    const asked = which === 'all' ? [...cardsOf(doc).keys()] : which
    buried = bury(
      doc,
      asked.filter((id) => !living.has(id)),
    )
    bringHome(doc, columns)
    bear(doc, living.values(), columns)
  })
  const known = new Set(rows.map((row) => row.id))
  const last = buried.filter((card) => known.has(card.ideaId)) // a card without an idea was never one
  if (last.length > 0) await deps.keep(boardId, last)
}

type ColumnFacts = store.ColumnRow & { removed: boolean }
type IdeaRow = typeof ideas.$inferSelect

function putColumns(doc: Y.Doc, columns: readonly ColumnFacts[]): void {
  const map = columnsOf(doc)
  const living = new Map(columns.filter((column) => !column.removed).map((column) => [column.id, column]))
  for (const id of map.keys()) if (!living.has(id)) map.delete(id)
  for (const { id, title, position, color } of living.values()) {
    const wanted: Column = { columnId: id as ColumnId, title, order: position, color: color as NoteColor | null }
    const there = map.get(id)
    if (!(there instanceof Y.Map)) {
      const made = new Y.Map<unknown>()
      for (const [key, value] of fieldsOf(wanted)) made.set(key, value)
      map.set(id, made)
      continue
    }
    const current = readColumn(id, there)
    for (const [key, value] of fieldsOf(wanted)) if (current[key] !== value) there.set(key, value)
  }
}

function fieldsOf({ title, order, color }: Column) {
  return [
    ['title', title],
    ['order', order],
    ['color', color],
  ] as const
}

function bury(doc: Y.Doc, ids: readonly string[]): Card[] {
  const cards = cardsOf(doc)
  return ids.flatMap((id) => {
    const card = cards.get(id)
    if (card === undefined) return []
    const last = card instanceof Y.Map ? [readCard(id, card)] : []
    cards.delete(id)
    return last
  })
}

/** Cards of a column that is gone stand at the end of the one beside it, in the order they had. */
function bringHome(doc: Y.Doc, columns: readonly ColumnFacts[]): void {
  const living = new Set(columns.filter((column) => !column.removed).map((column) => column.id))
  const byHome = new Map<string, CardMap[]>()
  const homeless = soundCards(doc).filter(([, card]) => !living.has(String(card.get('column'))))
  for (const [id, card] of homeless.sort(byCardOrder)) {
    const home = columnBeside(columns, readCard(id, card).column)
    if (home) byHome.set(home.id, [...(byHome.get(home.id) ?? []), card])
  }
  for (const [home, cards] of byHome) {
    const keys = keysAfter(ordersIn(doc, home), cards.length)
    cards.forEach((card, i) => {
      card.set('column', home)
      card.set('order', keys[i])
    })
  }
}

function bear(doc: Y.Doc, rows: Iterable<IdeaRow>, columns: readonly ColumnFacts[]): void {
  const cards = cardsOf(doc)
  const unborn = [...rows].filter((row) => !(cards.get(row.id) instanceof Y.Map))
  if (unborn.length === 0) return
  const living = columns.filter((column) => !column.removed)
  const wall = new Wall(soundCards(doc).map(([id, card]) => readCard(id, card)))
  const placed = unborn.map((row) => ({ row, home: columnBeside(columns, row.columnId) }))
  const keys = new Map<string | null, string[]>()
  for (const column of living) {
    const fresh = placed.filter(({ row, home }) => home?.id === column.id && !keepsPlace(row, home))
    const known = placed.filter(({ row, home }) => home?.id === column.id && keepsPlace(row, home))
    const orders = [...ordersIn(doc, column.id), ...known.map(({ row }) => row.position)]
    keys.set(column.id, keysAfter(orders, fresh.length))
  }
  for (const { row } of placed) if (isPlaced(row)) wall.take(row)
  for (const { row, home } of placed) {
    const order = keepsPlace(row, home) ? row.position : (keys.get(home?.id ?? null)?.shift() ?? '')
    const band = Math.max(
      0,
      living.findIndex((column) => column.id === home?.id),
    )
    const { x, y } = isPlaced(row) ? row : wall.place(band)
    putCard(doc, {
      ideaId: row.id as IdeaId,
      title: row.text,
      column: (home?.id ?? null) as ColumnId | null,
      order,
      x,
      y,
      group: row.groupId,
      color: row.color as NoteColor,
    })
  }
}

/** An idea that had a place in this column before (it is restored, or was lost to a crash) gets that place again. */
function keepsPlace(row: IdeaRow, home: ColumnFacts | null): boolean {
  return home?.id === row.columnId && isOrderKey(row.position)
}

const isPlaced = ({ x, y }: IdeaRow) => x !== 0 || y !== 0

function soundCards(doc: Y.Doc): [string, CardMap][] {
  return [...cardsOf(doc).entries()].filter(([, card]) => card instanceof Y.Map)
}

function ordersIn(doc: Y.Doc, columnId: string): string[] {
  return soundCards(doc).flatMap(([id, card]) => {
    const { column, order } = readCard(id, card)
    return column === columnId ? [order] : []
  })
}

function byCardOrder([a, one]: [string, CardMap], [b, other]: [string, CardMap]): number {
  const [left, right] = [String(one.get('order')), String(other.get('order'))]
  return left < right ? -1 : left > right ? 1 : a < b ? -1 : 1
}
