// Owns the joining of updates into one. What people do is mostly a few structs each, following on what the same client did
// before: those are sorted by client and put one behind the other as bytes. Everything else is left to Yjs.
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { type Deletions, keptLayout, type Layout, type Run, startOf } from './layout.ts'

/** `Y.mergeUpdates` costs 147 µs an update on a long list and 9 to 18 in short ones: merge a few, then merge the merged. */
const MERGED_AT_ONCE = 32

export const EMPTY_UPDATE = Uint8Array.of(0, 0)

interface Piece extends Run {
  bytes: Uint8Array
}

/** One update that says what all of these say. Throws when one of them is not an update. */
export function mergeBounded(updates: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = updates
  if (first === undefined) return EMPTY_UPDATE
  if (others.length === 0) return first
  return joined(updates) ?? mergedByYjs(updates)
}

/** Null when the runs of one client do not follow each other without gap or overlap. */
export function joined(updates: readonly Uint8Array[]): Uint8Array | null {
  const byClient = new Map<number, Piece[]>()
  const deletions: Deletions = new Map()
  for (const bytes of updates) {
    const layout = keptLayout(bytes)
    if (layout === null) return null
    collect(layout, bytes, byClient, deletions)
  }
  const encoder = encoding.createEncoder()
  if (!writePieces(encoder, byClient)) return null
  writeDeletions(encoder, deletions)
  return encoding.toUint8Array(encoder)
}

/**
 * What of these updates somebody lacks who has everything up to these clocks, with all deletions (`deletions` is an update without
 * structs). Null when it cannot be told from the bytes.
 */
export function since(
  updates: readonly Uint8Array[],
  clocks: ReadonlyMap<number, number>,
  deletions: Uint8Array,
): Uint8Array | null {
  const byClient = new Map<number, Piece[]>()
  for (const bytes of updates) {
    const layout = keptLayout(bytes)
    if (layout === null) return null
    for (const run of layout.runs) {
      const has = clocks.get(run.client) ?? 0
      if (run.end <= has) continue
      const piece = run.clock >= has ? { ...run, bytes } : rest(bytes, run, has)
      if (piece === null) return null
      const pieces = byClient.get(run.client)
      if (pieces === undefined) byClient.set(run.client, [piece])
      else pieces.push(piece)
    }
  }
  const encoder = encoding.createEncoder()
  if (!writePieces(encoder, byClient)) return null
  encoding.writeUint8Array(encoder, deletions.subarray(1))
  return encoding.toUint8Array(encoder)
}

function rest(bytes: Uint8Array, run: Run, clock: number): Piece | null {
  const start = startOf(bytes, run, clock)
  return start === null ? null : { ...run, bytes, clock, from: start.at, count: run.count - start.before }
}

/** False when the pieces of a client do not follow each other. Yjs writes higher ids first, which spares it work when reading. */
function writePieces(encoder: encoding.Encoder, byClient: ReadonlyMap<number, Piece[]>): boolean {
  const clients = [...byClient.entries()].sort(([a], [b]) => b - a)
  encoding.writeVarUint(encoder, clients.length)
  for (const [client, pieces] of clients) {
    const count = inOrder(pieces)
    if (count === null) return false
    encoding.writeVarUint(encoder, count)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, pieces[0]?.clock ?? 0)
    for (const { bytes, from, to } of pieces) encoding.writeUint8Array(encoder, bytes.subarray(from, to))
  }
  return true
}

function collect(layout: Layout, bytes: Uint8Array, byClient: Map<number, Piece[]>, deletions: Deletions): void {
  for (const run of layout.runs) {
    const piece = { ...run, bytes }
    const pieces = byClient.get(run.client)
    if (pieces === undefined) byClient.set(run.client, [piece])
    else pieces.push(piece)
  }
  for (const [client, ranges] of layout.deletions) {
    // Copied: the layout may be kept, and these are sorted later.
    const all = deletions.get(client) ?? []
    deletions.set(client, all)
    for (const range of ranges) all.push(range)
  }
}

/** Sorts the pieces of one client by clock and answers how many structs they are. */
function inOrder(pieces: Piece[]): number | null {
  if (pieces.length > 1) pieces.sort((a, b) => a.clock - b.clock)
  let count = 0
  let reached: number | null = null
  for (const { clock, end, count: structs } of pieces) {
    if (reached !== null && clock !== reached) return null
    reached = end
    count += structs
  }
  return count
}

/** Ranges in order, those that touch as one. */
function writeDeletions(encoder: encoding.Encoder, deletions: Deletions): void {
  encoding.writeVarUint(encoder, deletions.size)
  for (const [client, ranges] of deletions) {
    const merged: { clock: number; len: number }[] = []
    for (const range of ranges.sort((a, b) => a.clock - b.clock)) {
      const last = merged.at(-1)
      if (last === undefined || range.clock > last.clock + last.len) merged.push({ ...range })
      else last.len = Math.max(last.len, range.clock + range.len - last.clock)
    }
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, merged.length)
    for (const { clock, len } of merged) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, len)
    }
  }
}

function mergedByYjs(updates: readonly Uint8Array[]): Uint8Array {
  let level = updates
  while (level.length > 1) {
    const next: Uint8Array[] = []
    for (let i = 0; i < level.length; i += MERGED_AT_ONCE) {
      const group = level.slice(i, i + MERGED_AT_ONCE)
      next.push(group.length === 1 && group[0] !== undefined ? group[0] : Y.mergeUpdates(group))
    }
    level = next
  }
  return level[0] ?? EMPTY_UPDATE
}
