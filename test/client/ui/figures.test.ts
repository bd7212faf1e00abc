import { describe, expect, test } from 'vitest'
import { formatFor } from '../../../client/i18n/format.ts'
import { figureIn, typedFigure, wholeIn, withUnit } from '../../../client/ui/figures.ts'

describe('a number as people type it, here or there', () => {
  test.each([
    ['12', 12],
    ['-3', -3],
    ['−3', -3],
    ['1,5', 1.5],
    ['1.5', 1.5],
    ['12.34', 12.34],
    ['0,25', 0.25],
    ['0.125', 0.125],
    ['1.250', 1250],
    ['1,250', 1250],
    ['1.234.567', 1_234_567],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['12 500', 12_500],
    ['€ 12 500', 12_500],
    ['80 %', 80],
  ])('%s is %d', (typed, value) => {
    expect(figureIn(typed)).toBe(value)
  })

  test.each(['', '-', 'ten', '12 boxes', ',5', '1-2', '1e9'])('“%s” is none', (typed) => {
    expect(figureIn(typed)).toBeNull()
  })

  test('what stands in a field to be changed is read again as the very same number', () => {
    for (const value of [0, 12, -3, 1.5, 1.125, 0.125, -12.375, 123.456, 1234.5, 1_250_000, 1e-7, 1e21]) {
      for (const language of ['en', 'nl'] as const) expect(figureIn(typedFigure(value, language))).toBe(value)
    }
    expect([typedFigure(1.5, 'nl'), typedFigure(1.5, 'en')]).toEqual(['1,5', '1.5'])
  })
})

describe('whole numbers', () => {
  test.each([
    ['0', 0],
    ['12000', 12_000],
    ['12.000', 12_000],
    ['12,000', 12_000],
    ['€ 1 250 000', 1_250_000],
    ['60 %', 60],
  ])('%s is %d', (typed, value) => {
    expect(wholeIn(typed)).toBe(value)
  })

  test.each(['', '-5', '12.5', '12,50', 'a lot', '1.00', '1.2345'])('“%s” is none', (typed) => {
    expect(wholeIn(typed)).toBeNull()
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
