import { describe, expect, test } from 'vitest'
import { type Calendar, dayOf, daysLeft, deadline, endOfDay, nextDay, startOfDay } from '../../shared/calendar.ts'

const AMSTERDAM: Calendar = {
  timeZone: 'Europe/Amsterdam',
  holidays: new Set(['2026-04-27', '2026-12-25', '2026-12-26']),
  weekend: new Set([0, 6]),
}
const at = (text: string) => Date.parse(text)
const byDay = (
  now: string,
  count: number,
  unit: 'days' | 'working-days',
  away = [] as { from: string; to: string }[],
) => dayOf(deadline(at(now), { count, unit }, AMSTERDAM, away), AMSTERDAM.timeZone)

describe('days', () => {
  test.each([
    ['2026-03-28', 'Europe/Amsterdam', 24],
    ['2026-03-29', 'Europe/Amsterdam', 23],
    ['2026-10-25', 'Europe/Amsterdam', 25],
    ['2026-04-24', 'Africa/Cairo', 23], // clocks go forward at midnight: the day begins at one
    ['2026-06-01', 'Pacific/Kiritimati', 24],
    ['2026-06-01', 'Etc/GMT+12', 24],
  ])('%s in %s has as many hours as there are (%i)', (day, timeZone, hours) => {
    const [start, end] = [startOfDay(day, timeZone), endOfDay(day, timeZone)]
    expect(end + 1 - start).toBe(hours * 3_600_000)
    expect([start - 1, start, end, end + 1].map((moment) => dayOf(moment, timeZone))).toEqual([
      nextDay(day, -1),
      day,
      day,
      nextDay(day),
    ])
  })
})

describe('deadlines', () => {
  test.each([
    ['a working day later, over a weekend', '2026-11-20T15:00:00Z', 1, 'working-days', '2026-11-23'],
    ['asked late in the evening is asked that day', '2026-11-18T22:30:00Z', 3, 'working-days', '2026-11-23'],
    ['asked past midnight there is asked the day after', '2026-11-18T23:30:00Z', 3, 'working-days', '2026-11-24'],
    ['a holiday does not count', '2026-12-23T10:00:00Z', 3, 'working-days', '2026-12-29'],
    ['fourteen days', '2026-11-02T10:00:00Z', 14, 'days', '2026-11-16'],
    ['fourteen days that end in a weekend end on the Monday', '2026-11-07T10:00:00Z', 14, 'days', '2026-11-23'],
    ['nothing left is today', '2026-11-18T10:00:00Z', 0, 'days', '2026-11-18'],
    ['nothing left on a Sunday is Monday', '2026-11-22T10:00:00Z', 0, 'days', '2026-11-23'],
  ] as const)('%s', (_what, now, count, unit, expected) => {
    expect(byDay(now, count, unit)).toBe(expected)
  })

  test('who is away has the days they are not', () => {
    const away = [{ from: '2026-11-19', to: '2026-11-27' }]
    expect(byDay('2026-11-18T10:00:00Z', 3, 'working-days', away)).toBe('2026-12-02')
    expect(byDay('2026-11-18T10:00:00Z', 0, 'days', [{ from: '2026-11-18', to: '2026-11-18' }])).toBe('2026-11-19')
  })

  test('what is left of a span gives its end again', () => {
    for (const unit of ['days', 'working-days'] as const) {
      for (let hour = 0; hour < 24 * 40; hour += 7) {
        const now = at('2026-10-10T00:30:00Z') + hour * 3_600_000
        const until = deadline(now, { count: 9, unit }, AMSTERDAM, [])
        const left = daysLeft(now, until, unit, AMSTERDAM, [])
        expect(left).toBeGreaterThanOrEqual(9)
        expect(deadline(now, { count: left, unit }, AMSTERDAM, [])).toBe(until)
      }
    }
  })

  test('a calendar of nothing but holidays still has an end', () => {
    const always = { ...AMSTERDAM, weekend: new Set([0, 1, 2, 3, 4, 5, 6]) }
    expect(deadline(at('2026-11-18T10:00:00Z'), { count: 3, unit: 'working-days' }, always, [])).toBeLessThan(
      at('2028-01-01T00:00:00Z'),
    )
  })
})
