// Versions kept by themselves lie farther apart the older they are, end, and make room for each other.
import { describe, expect, test } from 'vitest'
import { crowdedOut, outlived } from '../../../server/documents/versions-thinning.ts'
import { VERSIONS_KEPT_DAYS, VERSIONS_KEPT_MAX } from '../../../shared/limits.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const NOW = Date.UTC(2026, 2, 31, 12, 0)
const agoMs = (ms: number, bytes = 1) => ({ versionId: `${ms}`, at: NOW - ms, bytes })

describe('with age', () => {
  test('all of the last four hours stay', () => {
    const versions = Array.from({ length: 24 }, (_, i) => agoMs(i * 10 * MINUTE_MS))
    expect(outlived(versions, NOW)).toEqual([])
  })

  test('then one an hour, the newest of it; then one a day', () => {
    const yesterday = [0, 10, 20].map((minutes) => agoMs(DAY_MS + minutes * MINUTE_MS + 1))
    const lastWeek = [0, 3, 6].map((hours) => agoMs(7 * DAY_MS + hours * HOUR_MS + 1))
    const gone = outlived([...lastWeek, ...yesterday], NOW)
    expect(gone.sort()).toEqual([yesterday[1], yesterday[2], lastWeek[1], lastWeek[2]].map((v) => v!.versionId).sort())
  })

  test('none outlives its days, be it the only one', () => {
    expect(outlived([agoMs(VERSIONS_KEPT_DAYS * DAY_MS)], NOW)).toEqual([])
    expect(outlived([agoMs(VERSIONS_KEPT_DAYS * DAY_MS + 1)], NOW)).toHaveLength(1)
  })

  test('a month of writing day and night is fewer than the most that are kept', () => {
    let versions = Array.from({ length: 31 * 144 }, (_, i) => agoMs(i * 10 * MINUTE_MS))
    const gone = new Set(outlived(versions, NOW))
    versions = versions.filter(({ versionId }) => !gone.has(versionId))
    expect(versions.length).toBeLessThanOrEqual(VERSIONS_KEPT_MAX)
    expect(versions.length).toBeGreaterThan(80)
  })
})

describe('in a crowd', () => {
  const most = { count: 4, bytes: 1_000 }

  test('one past the number pushes out the one closest to a newer one, never the newest', () => {
    const versions = [0, 1, 60, 120, 180].map((minutes) => agoMs(minutes * MINUTE_MS))
    expect(crowdedOut(versions.slice(1), most)).toEqual([])
    expect(crowdedOut(versions, most)).toEqual([`${MINUTE_MS}`])
  })

  test('who makes many in a row pushes out their own', () => {
    const honest = [1, 2, 3].map((hours) => agoMs(hours * HOUR_MS))
    const flood = Array.from({ length: 50 }, (_, i) => agoMs(i * 1_000))
    const gone = crowdedOut([...flood, ...honest], most)
    for (const { versionId } of honest) expect(gone).not.toContain(versionId)
    expect(gone).toHaveLength(49)
  })

  test('one byte past the weight pushes one out', () => {
    const versions = [agoMs(0, 500), agoMs(HOUR_MS, 500)]
    expect(crowdedOut(versions, most)).toEqual([])
    expect(crowdedOut([...versions, agoMs(DAY_MS, 1)], most)).toEqual([`${HOUR_MS}`])
  })
})
