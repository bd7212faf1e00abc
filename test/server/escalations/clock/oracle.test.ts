// Two reckonings of days that share no line: shared/calendar.ts, and the oracle that the walks are judged by.
import { describe, expect, test } from 'vitest'
import { type Calendar, dayOf, daysLeft, deadline, endOfDay, startOfDay } from '../../../../shared/calendar.ts'
import { seeded } from '../../sync/support/fakes.ts'
import { DAY_MS, dayAt, daysBetween, endOf, endOfTime, HOUR_MS, nameOf, type Year, ZONES } from './oracle.ts'

const YEARS = [2026, 2027, 2028]

describe.each(ZONES)('days in $name', (zone) => {
  test('begin and end at the same moment in both reckonings, around every change of clocks', () => {
    for (const year of YEARS) {
      for (const change of [zone.forward(year), zone.back(year)]) {
        const around = dayAt(change, zone)
        for (let day = around - 2; day <= around + 2; day++) {
          expect([nameOf(day), endOfDay(nameOf(day), zone.name)]).toEqual([nameOf(day), endOf(day, zone)])
          expect(startOfDay(nameOf(day), zone.name)).toBe(endOf(day - 1, zone) + 1)
        }
        for (let at = change - 3 * HOUR_MS; at <= change + 3 * HOUR_MS; at += HOUR_MS / 4) {
          expect(dayOf(at, zone.name)).toBe(nameOf(dayAt(at, zone)))
        }
      }
      const hours = (change: number) => {
        const day = dayAt(change - 1, zone)
        return [day, day + 1].map((each) => (endOf(each, zone) - endOf(each - 1, zone)) / HOUR_MS)
      }
      expect(hours(zone.forward(year))).toContain(23)
      expect(hours(zone.back(year))).toContain(25)
    }
  })

  test('deadlines and what is left of them are counted alike, whatever is free and whoever is away', () => {
    const random = seeded(17)
    const upTo = (most: number) => Math.floor(random() * most)
    for (let n = 0; n < 1_500; n++) {
      const year = YEARS[upTo(3)]!
      // Half of them over a change of clocks.
      const near = random() < 0.5 ? zone.forward(year) : zone.back(year)
      const at = near + (random() < 0.5 ? upTo(30 * DAY_MS) - 20 * DAY_MS : upTo(180 * DAY_MS))
      const today = dayAt(at, zone)
      const some = (most: number) => Array.from({ length: upTo(most) }, () => today - 3 + upTo(40))
      const weekend = [[0, 6], [5, 6], [0], []][upTo(4)]!
      const holidays = some(8)
      const [from, long] = [today - 2 + upTo(20), upTo(25)]
      const away = random() < 0.5 ? [] : [{ from: nameOf(from), to: nameOf(from + long) }]
      const awayDays = new Set(away.length ? Array.from({ length: long + 1 }, (_, index) => from + index) : [])
      const calendar: Calendar = {
        timeZone: zone.name,
        holidays: new Set(holidays.map(nameOf)),
        weekend: new Set(weekend),
      }
      const oracle: Year = { zone, weekend, holidays: new Set(holidays) }
      const span = { count: upTo(20), unit: random() < 0.5 ? ('days' as const) : ('working-days' as const) }
      const until = deadline(at, span, calendar, away)
      expect([n, until]).toEqual([n, endOfTime(at, span.count, span.unit, oracle, awayDays)])
      const later = at + upTo(10 * DAY_MS)
      const left = daysBetween(dayAt(later, zone), dayAt(until, zone), span.unit, oracle, awayDays)
      expect([n, daysLeft(later, until, span.unit, calendar, away)]).toEqual([n, left.length])
    }
  })

  test('a calendar in which nobody ever works ends all the same', () => {
    const at = zone.forward(2026)
    const always = [0, 1, 2, 3, 4, 5, 6]
    const calendar = { timeZone: zone.name, holidays: new Set<string>(), weekend: new Set(always) }
    const span = { count: 3, unit: 'working-days' } as const
    const year: Year = { zone, weekend: always, holidays: new Set() }
    expect(deadline(at, span, calendar, [])).toBe(endOfTime(at, 3, 'working-days', year, new Set()))
  })
})
