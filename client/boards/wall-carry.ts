// Owns what travels together on the free wall and where each of it stands after: cards by themselves, and whole groups as
// their frames. Pure; they keep their places to each other.

import type { IdeaId } from '../../shared/model.ts'
import type { BoardGroup } from './board-groups.ts'
import type { BoardStore } from './board-store.ts'
import { wholly } from './groups.ts'
import { FRAME_INSET, type WallLayout } from './wall-frames.ts'
import type { Place } from './wall-places.ts'

export interface Carried {
  ids: readonly IdeaId[]
  /** The groups that go as they are. */
  whole: readonly BoardGroup[]
  /** The cards that go by themselves, out of their group if they lie in one. */
  loose: readonly IdeaId[]
  /** The group that all cards that go by themselves lie in. */
  own: string | null
  /** Where every card and frame stood before, by its id. */
  starts: ReadonlyMap<string, Place>
}

/** `isAlone`: a card that is held by itself stands for nothing but itself. */
export function carry(store: BoardStore, layout: WallLayout, ids: readonly IdeaId[], isAlone: boolean): Carried {
  const whole = isAlone ? [] : wholly(store, ids)
  const loose = ids.filter((id) => !whole.some((group) => group.ids.includes(id)))
  const owns = new Set(loose.map((id) => store.groups.of(id)?.groupId ?? null))
  const own = owns.size === 1 && whole.length === 0 ? [...owns][0]! : null
  const starts = new Map<string, Place>()
  for (const { groupId, x, y } of layout.frames) {
    if (whole.some((group) => group.groupId === groupId)) starts.set(groupId, { x, y })
  }
  for (const id of ids) {
    const place = layout.places.get(id)
    if (place) starts.set(id, place)
  }
  return { ids, whole, loose, own, starts }
}

/** Where all of it is put when it was moved by so much. */
export function carriedPlaces({ whole, loose, starts }: Carried, by: Place): Map<IdeaId, Place> {
  const places = new Map<IdeaId, Place>()
  for (const group of whole) {
    const start = starts.get(group.groupId)
    if (start) for (const [id, place] of framePlaces(group, plus(start, by))) places.set(id, place)
  }
  for (const id of loose) {
    const start = starts.get(id)
    if (start) places.set(id, plus(start, by))
  }
  return places
}

/** All cards of a group, also those not shown now, with the one place they share for a frame that stands there. */
export function framePlaces(group: BoardGroup, at: Place): Map<IdeaId, Place> {
  const place = plus(at, FRAME_INSET)
  return new Map(group.ids.map((id) => [id, place]))
}

const plus = (a: Place, b: Place): Place => ({ x: a.x + b.x, y: a.y + b.y })
