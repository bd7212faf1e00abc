import { describe, expect, test } from 'vitest'
import { placesOf, shareOf } from '../../../client/outcomes/figures.ts'

describe('what came of a promise', () => {
  test('is its share of the way, whichever way that goes', () => {
    expect(shareOf({ baseline: 120, promised: 60 }, 75)).toBe(0.75)
    expect(shareOf({ baseline: 10, promised: 20 }, 25)).toBe(1.5)
    expect(shareOf({ baseline: 10, promised: 20 }, 5)).toBe(-0.5)
    expect(shareOf({ baseline: 10, promised: 10 }, 5)).toBeNull()
  })

  test('is drawn from where it was, on the left, to what was promised, whichever way the number goes', () => {
    expect(placesOf({ baseline: 120, promised: 60 }, null)).toEqual({ baseline: 0, promised: 1, measured: null })
    expect(placesOf({ baseline: 120, promised: 60 }, 75)).toEqual({ baseline: 0, promised: 1, measured: 0.75 })
    expect(placesOf({ baseline: 10, promised: 20 }, 30)).toEqual({ baseline: 0, promised: 0.5, measured: 1 })
    expect(placesOf({ baseline: 10, promised: 20 }, 0)).toEqual({ baseline: 0.5, promised: 1, measured: 0 })
    expect(placesOf({ baseline: 10, promised: 10 }, 10)).toEqual({ baseline: 0.5, promised: 0.5, measured: 0.5 })
  })
})
