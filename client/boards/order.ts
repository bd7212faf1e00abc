// Owns where a card goes among others: keys that sort between neighbours. Pure. It copes with whatever keys the
// document holds (equal ones, broken ones) by giving the neighbours in the way new keys too.

import { generateNKeysBetween } from 'fractional-indexing'

export interface Keyed {
  id: string
  order: string
}

function isKey(order: string): boolean {
  try {
    generateNKeysBetween(order, null, 1)
    return true
  } catch {
    return false
  }
}

/**
 * New keys so that `ids` stand, in that order, before position `index` of `list` (sorted, without `ids`).
 * Usually only `ids` are in the answer; neighbours with equal or unusable keys may join them.
 */
export function keysAt(list: readonly Keyed[], index: number, ids: readonly string[]): Map<string, string> {
  const at = Math.max(0, Math.min(index, list.length))
  let first = at
  // Walk up past broken keys to something that can be built upon.
  while (first > 0 && !isKey(list[first - 1]!.order)) first--
  const floor = first > 0 ? list[first - 1]!.order : null
  const usable = list.findIndex(({ order }, i) => i >= at && isKey(order) && (floor === null || order > floor))
  const last = usable === -1 ? list.length : usable
  const ceiling = list[last]?.order ?? null
  const idsOf = (from: number, to: number) => list.slice(from, to).map(({ id }) => id)
  const all = [...idsOf(first, at), ...ids, ...idsOf(at, last)]
  const keys = generateNKeysBetween(floor, ceiling, all.length)
  return new Map(all.map((id, position) => [id, keys[position]!]))
}
