// Owns how the board stands on the wall: columns in order, in each its cards in order, those of a group together where the
// group's first one is. Pure.

import { byOrder, type Card, type Column, type Group } from '../../shared/documents.ts'
import { readGroups } from '../../shared/groups.ts'

/** Cards that hang together; `title`: null of a card in no group. */
export interface Hanging {
  key: string
  title: string | null
  cards: Card[]
}

export interface WallColumn {
  column: Column
  count: number
  hanging: Hanging[]
}

/** A card whose column is gone stands in the first. */
export function hang(
  cards: ReadonlyMap<string, Card>,
  columns: readonly Column[],
  groups: ReadonlyMap<string, Group>,
): WallColumn[] {
  const places = [...columns]
    .sort(byOrder((column: Column) => column.columnId))
    .map((column): WallColumn => ({ column, count: 0, hanging: [] }))
  const byId = new Map(places.map((place) => [place.column.columnId, place]))
  const all = [...cards.values()]
  const columnIds = places.map(({ column }) => column.columnId)
  const found = readGroups((id) => groups.get(id), all, columnIds)
  const groupOf = new Map([...found.values()].flatMap((group) => group.ids.map((id) => [id, group])))
  const put = (columnId: Card['column'], hanging: Hanging) => {
    const place = (columnId && byId.get(columnId)) || places[0]
    place?.hanging.push(hanging)
    if (place) place.count += hanging.cards.length
  }
  for (const card of all.sort(byOrder((each: Card) => each.ideaId))) {
    const group = groupOf.get(card.ideaId)
    if (!group) put(card.column, { key: card.ideaId, title: null, cards: [card] })
    else if (card.ideaId === group.ids[0]) {
      const { groupId: key, title, ids } = group
      put(group.columnId, { key, title, cards: ids.map((id) => cards.get(id)!) })
    }
  }
  return places
}
