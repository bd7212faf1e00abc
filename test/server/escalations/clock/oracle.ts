// Owns a second reckoning of days, to judge the first by (shared/calendar.ts): days are numbers since 1970, zones are their laws
// written out, and nothing here asks Intl or counts its way forward. It must share no code with what it judges.

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** As far as anybody's time reaches, whatever their calendar holds. */
const HORIZON_DAYS = 400

/** Days since 1970-01-01, which was a Thursday. */
export type DayNumber = number

export interface Zone {
  name: string
  /** What its clocks are ahead of UTC at that moment. */
  aheadMs(at: number): number
  /** When its clocks change in that year, forward and back. */
  forward(year: number): number
  back(year: number): number
}

export const weekdayOf = (day: DayNumber) => (((day + 4) % 7) + 7) % 7
export const numberOf = (day: string): DayNumber =>
  Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8)) / DAY_MS
export const nameOf = (day: DayNumber) => new Date(day * DAY_MS).toJSON().slice(0, 10)

/** The first (or last) such weekday of a month, as a day number. */
function nth(year: number, month: number, weekday: number, which: 1 | 2 | 'last'): DayNumber {
  if (which === 'last') {
    const end = Date.UTC(year, month + 1, 0) / DAY_MS
    return end - ((weekdayOf(end) - weekday + 7) % 7)
  }
  const first = Date.UTC(year, month, 1) / DAY_MS
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (which - 1)
}

function zone(name: string, standardHours: number, forward: (year: number) => number, back: (year: number) => number) {
  function aheadMs(at: number): number {
    const year = new Date(at).getUTCFullYear()
    const [on, off] = [forward(year), back(year)]
    const summer = on < off ? at >= on && at < off : at >= on || at < off
    return (standardHours + (summer ? 1 : 0)) * HOUR_MS
  }
  return { name, aheadMs, forward, back } satisfies Zone
}

export const ZONES: readonly Zone[] = [
  zone(
    'Europe/Amsterdam',
    1,
    (year) => nth(year, 2, 0, 'last') * DAY_MS + HOUR_MS,
    (year) => nth(year, 9, 0, 'last') * DAY_MS + HOUR_MS,
  ),
  zone(
    'America/New_York',
    -5,
    (year) => nth(year, 2, 0, 2) * DAY_MS + 7 * HOUR_MS,
    (year) => nth(year, 10, 0, 1) * DAY_MS + 6 * HOUR_MS,
  ),
  // Its summer is in January.
  zone(
    'Australia/Sydney',
    10,
    (year) => nth(year, 9, 0, 1) * DAY_MS - 8 * HOUR_MS,
    (year) => nth(year, 3, 0, 1) * DAY_MS - 8 * HOUR_MS,
  ),
  // Its clocks change at midnight: one day has no first hour, another has its last one twice.
  zone(
    'Africa/Cairo',
    2,
    (year) => nth(year, 3, 5, 'last') * DAY_MS - 2 * HOUR_MS,
    (year) => (nth(year, 9, 4, 'last') + 1) * DAY_MS - 3 * HOUR_MS,
  ),
]

export const dayAt = (at: number, of: Zone): DayNumber => Math.floor((at + of.aheadMs(at)) / DAY_MS)

/** The last millisecond of that day there. */
export function endOf(day: DayNumber, of: Zone): number {
  const midnight = (day + 1) * DAY_MS
  const ends = [of.aheadMs(midnight - DAY_MS), of.aheadMs(midnight + DAY_MS)].map((ahead) => midnight - ahead)
  const end = ends.find((moment) => dayAt(moment - 1, of) === day && dayAt(moment, of) === day + 1)
  if (end === undefined) throw new Error(`${nameOf(day)} never ends in ${of.name}`)
  return end - 1
}

/** What a calendar holds, as days that are free and days on which somebody is away. */
export interface Year {
  zone: Zone
  weekend: readonly number[]
  holidays: ReadonlySet<DayNumber>
}
export type AwayDays = ReadonlySet<DayNumber>
export type Counting = 'days' | 'working-days'

const isHoliday = (day: DayNumber, { holidays }: Year) => holidays.has(day)
const isFree = (day: DayNumber, year: Year) => isHoliday(day, year) || year.weekend.includes(weekdayOf(day))

/** The days after the first up to and with the last that count for somebody. */
export function daysBetween(
  first: DayNumber,
  last: DayNumber,
  unit: Counting,
  year: Year,
  away: AwayDays,
): DayNumber[] {
  const all = Array.from({ length: Math.max(0, last - first) }, (_, n) => first + 1 + n)
  const off = unit === 'days' ? isHoliday : isFree
  return all.filter((day) => !away.has(day) && !off(day, year))
}

/** The end of somebody's time that begins at that moment. */
export function endOfTime(at: number, count: number, unit: Counting, year: Year, away: AwayDays): number {
  const today = dayAt(at, year.zone)
  const horizon = today + HORIZON_DAYS
  // Seldom is more than this looked at.
  const near = daysBetween(today, today + 3 * count + 30, unit, year, away)
  const counted = near.length >= count ? near : daysBetween(today, horizon, unit, year, away)
  const last = count > 0 ? Math.min(counted[count - 1] ?? horizon, horizon) : today
  const works = (day: DayNumber) => !isFree(day, year) && !away.has(day)
  const end = works(last) ? last : (daysBetween(last, horizon, 'working-days', year, away)[0] ?? horizon)
  return endOf(end, year.zone)
}
