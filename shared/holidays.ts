// Owns which days the Dutch have off: computed, so that nobody types them in each year. Pure.

import { type Day, nextDay } from './calendar.ts'

export const DUTCH_HOLIDAYS = [
  'new-year',
  'good-friday',
  'easter',
  'easter-monday',
  'kings-day',
  'liberation-day',
  'ascension',
  'whit-sunday',
  'whit-monday',
  'christmas',
  'second-christmas',
] as const
export type DutchHoliday = (typeof DUTCH_HOLIDAYS)[number]

/** Good Friday is a day off in few offices, Liberation Day in most only every fifth year. */
export function dutchHolidays(year: number): { day: Day; name: DutchHoliday }[] {
  const easter = easterOf(year)
  const kings = `${year}-04-27`
  const days: Record<DutchHoliday, Day> = {
    'new-year': `${year}-01-01`,
    'good-friday': nextDay(easter, -2),
    easter,
    'easter-monday': nextDay(easter, 1),
    // Never on a Sunday: then it is the day before.
    'kings-day': new Date(`${kings}T12:00:00Z`).getUTCDay() === 0 ? `${year}-04-26` : kings,
    'liberation-day': `${year}-05-05`,
    ascension: nextDay(easter, 39),
    'whit-sunday': nextDay(easter, 49),
    'whit-monday': nextDay(easter, 50),
    christmas: `${year}-12-25`,
    'second-christmas': `${year}-12-26`,
  }
  return DUTCH_HOLIDAYS.map((name) => ({ day: days[name], name })).sort((a, b) => a.day.localeCompare(b.day))
}

/** What offices are closed on: all of them but Good Friday, and Liberation Day only in its fifth years. */
export function isUsuallyFree(name: DutchHoliday, year: number): boolean {
  if (name === 'good-friday') return false
  return name !== 'liberation-day' || year % 5 === 0
}

/** Easter Sunday in the Gregorian calendar, by the rule of Meeus, Jones and Butcher. */
function easterOf(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const day = ((h + l - 7 * m + 114) % 31) + 1
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
