// F70: the order of a reveal is every order equally likely, and comes from the random source alone.
import { describe, expect, test } from 'vitest'
import { shuffled } from '../../../server/ideas/shuffle.ts'

/** Reproducible bytes (mulberry32): a failure happens again. */
function seeded(seed: number): (length: number) => Uint8Array {
  let state = seed
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (state + 0x6d2b79f5) | 0
      let t = Math.imul(state ^ (state >>> 15), 1 | state)
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
      return (t ^ (t >>> 14)) & 0xff
    })
}

describe('the order of a reveal', () => {
  test('all orders of four come equally often', () => {
    const bytes = seeded(7)
    const seen = new Map<string, number>()
    const rounds = 24_000
    for (let i = 0; i < rounds; i++) {
      const order = shuffled(['a', 'b', 'c', 'd'], bytes).join('')
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect(seen.size).toBe(24)
    // 1,000 each; chi-square with 23 degrees of freedom passes 50 once in 1,000 fair runs, and this run is always the same.
    const chi = [...seen.values()].reduce((sum, n) => sum + (n - 1_000) ** 2 / 1_000, 0)
    expect(chi).toBeLessThan(50)
  })

  test('the same bytes give the same order, whatever stands in the list, and the list itself stays as it was', () => {
    const list = Array.from({ length: 200 }, (_, i) => i)
    const once = shuffled(list, seeded(1))
    expect(shuffled(list, seeded(1))).toEqual(once)
    expect(shuffled(list, seeded(2))).not.toEqual(once)
    expect(list).toEqual(Array.from({ length: 200 }, (_, i) => i))
    expect([...once].sort((a, b) => a - b)).toEqual(list)
  })

  test('a draw that would favour some order is thrown away', () => {
    // 2^32 is not a multiple of three: its last value is drawn again.
    const draws = [0xff_ff_ff_ff, 0, 0]
    const bytes = () => {
      const draw = Buffer.alloc(4)
      draw.writeUInt32BE(draws.shift() ?? 0)
      return draw
    }
    shuffled(['a', 'b', 'c'], bytes)
    expect(draws).toEqual([])
  })

  test('none and one need no luck', () => {
    const none = () => {
      throw new Error('nothing to draw')
    }
    expect([shuffled([], none), shuffled(['a'], none)]).toEqual([[], ['a']])
  })
})
