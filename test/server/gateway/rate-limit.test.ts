// Owns: counting how fast somebody asks, with a clock in the test's hand.
import { describe, expect, test } from 'vitest'
import { createBuckets } from '../../../server/gateway/rate-limit.ts'

function buckets(options: { capacity: number; perMs: number; refill?: number }) {
  const clock = { ms: 1_000_000 }
  return { clock, buckets: createBuckets({ ...options, nowMs: () => clock.ms }) }
}

describe('token buckets', () => {
  test('so many at once, and one more says how long to wait', () => {
    const { buckets: five, clock } = buckets({ capacity: 5, perMs: 10_000 })
    expect(Array.from({ length: 5 }, () => five.take('ada'))).toEqual([0, 0, 0, 0, 0])
    expect(five.take('ada')).toBe(2_000)
    clock.ms += 1_999
    expect(five.take('ada')).toBeGreaterThan(0)
    clock.ms += 1
    expect(five.take('ada')).toBe(0)
  })

  test('one person’s haste is nothing to another', () => {
    const { buckets: one } = buckets({ capacity: 1, perMs: 1_000 })
    expect([one.take('ada'), one.take('ben'), one.take('ada')]).toEqual([0, 0, 1_000])
  })

  test('waiting never saves up more than the capacity', () => {
    const { buckets: two, clock } = buckets({ capacity: 2, perMs: 1_000 })
    two.take('ada')
    clock.ms += 3_600_000
    expect(two.left('ada')).toBe(2)
  })

  test('F17 a clock set back gives nothing and takes nothing', () => {
    const { buckets: two, clock } = buckets({ capacity: 2, perMs: 1_000 })
    two.take('ada')
    clock.ms -= 86_400_000
    expect(two.left('ada')).toBe(1)
    expect(two.take('ada')).toBe(0)
    expect(two.take('ada')).toBeGreaterThan(0)
  })

  test('what was given back can be taken again, and never makes more than there were', () => {
    const { buckets: one } = buckets({ capacity: 1, perMs: 1_000 })
    one.take('ada')
    one.giveBack('ada')
    one.giveBack('ada')
    expect([one.take('ada'), one.take('ada')]).toEqual([0, 1_000])
  })

  test('keys made up by strangers are forgotten once they are full again', () => {
    const { buckets: one, clock } = buckets({ capacity: 1, perMs: 1_000 })
    for (let i = 0; i < 10_000; i++) one.take(`stranger ${i}`)
    clock.ms += 1_000
    one.take('ada')
    expect(one.take('ada')).toBe(1_000)
    expect(one.take('stranger 1')).toBe(0)
  })
})
