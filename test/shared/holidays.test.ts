// Owns: the days the Dutch have off, against calendars that were printed.
import { describe, expect, test } from 'vitest'
import { dutchHolidays, isUsuallyFree } from '../../shared/holidays.ts'

const dayOf = (year: number, name: string) => dutchHolidays(year).find((one) => one.name === name)?.day

describe('Dutch holidays', () => {
  test('of 2026 and 2027, in order', () => {
    expect(dutchHolidays(2026).map(({ day }) => day)).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-05',
      '2026-04-06',
      '2026-04-27',
      '2026-05-05',
      '2026-05-14',
      '2026-05-24',
      '2026-05-25',
      '2026-12-25',
      '2026-12-26',
    ])
    expect(dayOf(2027, 'easter')).toBe('2027-03-28')
    expect(dayOf(2027, 'ascension')).toBe('2027-05-06')
    expect(dayOf(2027, 'whit-monday')).toBe('2027-05-17')
  })

  test('Easter at its earliest and latest', () => {
    expect(dayOf(2285, 'easter')).toBe('2285-03-22')
    expect(dayOf(2038, 'easter')).toBe('2038-04-25')
  })

  test("King's Day is never on a Sunday", () => {
    expect(dayOf(2025, 'kings-day')).toBe('2025-04-26')
    expect(dayOf(2031, 'kings-day')).toBe('2031-04-26')
    expect(dayOf(2026, 'kings-day')).toBe('2026-04-27')
  })

  test('Good Friday is proposed never, Liberation Day every fifth year', () => {
    expect(isUsuallyFree('good-friday', 2030)).toBe(false)
    expect(isUsuallyFree('liberation-day', 2026)).toBe(false)
    expect(isUsuallyFree('liberation-day', 2030)).toBe(true)
    expect(isUsuallyFree('ascension', 2026)).toBe(true)
  })
})
