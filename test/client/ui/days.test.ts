import { describe, expect, test } from 'vitest'
import { daysUntil, isoDay, workdayIn } from '../../../client/ui/days.ts'

/** The last moment of that day on this device. */
const endOf = (day: string) => new Date(`${day}T23:59:59.999`).getTime()
const at = (moment: string) => new Date(moment).getTime()

describe('how long it is until a deadline', () => {
  test.each([
    ['2026-11-27T00:05', '2026-11-27', 0],
    ['2026-11-27T23:50', '2026-11-27', 0],
    ['2026-11-27T23:50', '2026-11-28', 1],
    ['2026-11-28T00:10', '2026-11-27', -1],
    // Clocks go back in between: the day has 25 hours.
    ['2026-10-24T12:00', '2026-10-26', 2],
  ])('at %s, until the end of %s: %i days', (now, day, days) => {
    expect(daysUntil(endOf(day), at(now))).toBe(days)
  })

  test('an organisation some hours east or west has the same day', () => {
    const hourMs = 3_600_000
    for (const hours of [-10, -3, 3, 10]) {
      expect(daysUntil(endOf('2026-12-04') + hours * hourMs, at('2026-11-28T12:00'))).toBe(6)
    }
  })
})

test('a usual day is one on which people work', () => {
  // A Saturday: in a week, in two weeks, in a month.
  const saturday = at('2026-11-28T10:00')
  expect([7, 14, 30].map((days) => workdayIn(days, saturday))).toEqual(['2026-12-07', '2026-12-14', '2026-12-28'])
  expect(isoDay(at('2026-12-07T12:00'))).toBe('2026-12-07')
})
