// Owns: how long a document gathers (S11): not at all when it is quiet, longer the more people get more, never beyond the maximum.
import { describe, expect, test } from 'vitest'
import { Gathering } from '../../../server/sync/gathering.ts'
import { DEFAULT_LIMITS } from '../../../server/sync/index.ts'
import { FakeClock } from './support/fakes.ts'

/** After so many commits of one update each, so far apart. */
async function after(commits: number, apartMs: number, updates = 1) {
  const clock = new FakeClock()
  const gathering = new Gathering(clock, DEFAULT_LIMITS)
  for (let n = 0; n < commits; n++) {
    await clock.advance(apartMs)
    gathering.took(updates)
  }
  return { clock, gathering }
}

describe('S11 gathering', () => {
  test('a document that took nothing yet, or nothing for its window, sends at once', async () => {
    const { clock, gathering } = await after(0, 0)
    expect(gathering.waitMs(50)).toBeLessThanOrEqual(0)
    gathering.took(1)
    expect(gathering.waitMs(50)).toBe(DEFAULT_LIMITS.windowMs)
    await clock.advance(DEFAULT_LIMITS.windowMs)
    expect(gathering.waitMs(50)).toBeLessThanOrEqual(0)
  })

  test('two people who type wait for no more than the smallest window', async () => {
    const { gathering } = await after(50, 60)
    expect(gathering.waitMs(2)).toBeLessThan(DEFAULT_LIMITS.windowMs + 2)
  })

  test('a room of 25 writers gathers several updates, within the patience of a reader', async () => {
    const { gathering } = await after(50, 45, 2)
    const wait = gathering.waitMs(25)
    expect(wait).toBeGreaterThan(40)
    expect(wait).toBeLessThanOrEqual(50)
  })

  test('the more frames a second, the longer; never longer than the maximum', async () => {
    const { gathering } = await after(50, 50, 20)
    const waits = [1, 5, 25, 200, 500, 2_000, 100_000].map((people) => gathering.waitMs(people))
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(waits.at(-1)).toBe(DEFAULT_LIMITS.windowMaxMs)
  })
})
