// Owns which of the versions that were kept by themselves may go: the older, the farther apart they lie, and none outlives
// its published lifetime. Pure. Named versions are never asked about here.

import { VERSIONS_KEPT_DAYS } from '../../shared/limits.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** All of them stay for so long: this afternoon one knows to the minute what one is looking for. */
export const ALL_KEPT_MS = 4 * HOUR_MS
/** One an hour for so long, then one a day. */
export const HOURLY_KEPT_MS = 2 * DAY_MS

export interface Kept {
  versionId: string
  at: number
  bytes: number
}

/** The ids of those that go. The newest of an hour or a day is the one that stays for it. */
export function outlived(versions: readonly Kept[], now: number): string[] {
  const seen = new Set<string>()
  const newestFirst = [...versions].sort((a, b) => b.at - a.at)
  const goes = ({ at }: Kept) => {
    const age = now - at
    if (age > VERSIONS_KEPT_DAYS * DAY_MS) return true
    if (age <= ALL_KEPT_MS) return false
    const slot = age <= HOURLY_KEPT_MS ? `hour ${Math.floor(at / HOUR_MS)}` : `day ${Math.floor(at / DAY_MS)}`
    if (seen.has(slot)) return true
    seen.add(slot)
    return false
  }
  return newestFirst.filter(goes).map(({ versionId }) => versionId)
}

/**
 * The ids of those that go so that at most `count` remain, of at most `bytes`: each time the one that lies closest to the
 * next newer one, so that somebody who makes many in a row pushes out their own. The newest always stays.
 */
export function crowdedOut(versions: readonly Kept[], most: { count: number; bytes: number }): string[] {
  const left = [...versions].sort((a, b) => b.at - a.at)
  const gone: string[] = []
  let bytes = left.reduce((sum, version) => sum + version.bytes, 0)
  while (left.length > 1 && (left.length > most.count || bytes > most.bytes)) {
    let closest = 1
    for (let i = 2; i < left.length; i++) if (gap(left, i) < gap(left, closest)) closest = i
    const [out] = left.splice(closest, 1)
    if (!out) break
    gone.push(out.versionId)
    bytes -= out.bytes
  }
  return gone
}

const gap = (left: readonly Kept[], i: number) => (left[i - 1]?.at ?? 0) - (left[i]?.at ?? 0)
