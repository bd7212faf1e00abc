import { describe, expect, test } from 'vitest'
import { formatFor } from '../../../client/i18n/format.ts'
import { figureOf, placesOf, shareOf, withUnit } from '../../../client/outcomes/figures.ts'

describe('a number as people type it', () => {
  test.each([
    ['12', 12],
    ['1,5', 1.5],
    ['1.5', 1.5],
    ['0,25', 0.25],
    ['-3', -3],
    ['−3', -3],
    ['1.234', 1234],
    ['1,234', 1234],
    ['1.234.567', 1_234_567],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['€ 12 500', 12_500],
    ['80 %', 80],
  ])('%s is %d', (typed, value) => {
    expect(figureOf(typed)).toBe(value)
  })

  test.each(['', '-', 'ten', '12 boxes', ',5', '1e9'])('“%s” is none', (typed) => {
    expect(figureOf(typed)).toBeNull()
  })
})

test('the unit stands where people write it', () => {
  const format = formatFor('nl-NL')
  expect([withUnit(12.5, '%', format), withUnit(1200, '€', format), withUnit(3, 'dagen', format)]).toEqual([
    '12,5%',
    '€\u00a01.200',
    '3\u00a0dagen',
  ])
})

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
