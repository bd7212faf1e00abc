// Owns what a day is to an organisation: its time zone, its weekends and holidays, and who is away. Pure: no clock of its own.
// Deadlines are the last moment of a day there, so that nobody owes an answer at eleven in the morning.

/** `YYYY-MM-DD`, in the organisation's time zone. Texts compare as days do. */
export type Day = string

export interface Away {
  from: Day
  /** The last day, itself included. */
  to: Day
}

export interface Calendar {
  /** IANA name, as `Europe/Amsterdam`. */
  timeZone: string
  holidays: ReadonlySet<Day>
  /** 0 is Sunday. */
  weekend: ReadonlySet<number>
}

/** `days`: every day but holidays counts; `working-days`: weekends do not, either. */
export type Unit = 'days' | 'working-days'

export interface Span {
  count: number
  unit: Unit
}

/** Nobody is given years to answer because a calendar is full of holidays. */
const LOOK_AHEAD_DAYS = 400
const HOUR_MS = 3_600_000
/** Time zones are between −12 and +14 hours; a day is found within these of the same day in UTC. */
const ZONES_WITHIN_MS = 15 * HOUR_MS

const formats = new Map<string, Intl.DateTimeFormat>()

function format(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formats.set(timeZone, made)
  return made
}

/** The day it is there at that moment (ms since 1970). */
export function dayOf(at: number, timeZone: string): Day {
  return format(timeZone).format(at)
}

export function nextDay(day: Day, by = 1): Day {
  return new Date(Date.parse(`${day}T12:00:00Z`) + by * 24 * HOUR_MS).toISOString().slice(0, 10)
}

/** The first moment of that day there: where clocks go forward at midnight, one o'clock. */
export function startOfDay(day: Day, timeZone: string): number {
  const inUtc = Date.parse(`${day}T00:00:00Z`)
  let before = inUtc - ZONES_WITHIN_MS
  let within = inUtc + ZONES_WITHIN_MS
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (dayOf(middle, timeZone) < day) before = middle
    else within = middle
  }
  return within
}

export function endOfDay(day: Day, timeZone: string): number {
  return startOfDay(nextDay(day), timeZone) - 1
}

export function isAway(day: Day, away: readonly Away[]): boolean {
  return away.some(({ from, to }) => from <= day && day <= to)
}

function isFree(day: Day, { weekend, holidays }: Calendar): boolean {
  return holidays.has(day) || weekend.has(new Date(`${day}T12:00:00Z`).getUTCDay())
}

function counts(day: Day, unit: Unit, calendar: Calendar, away: readonly Away[]): boolean {
  if (isAway(day, away)) return false
  return unit === 'working-days' ? !isFree(day, calendar) : !calendar.holidays.has(day)
}

/**
 * The end of the day by which so much time has passed for somebody: today does not count, nor do days they are away; and the
 * last day is one on which they work.
 */
export function deadline(now: number, span: Span, calendar: Calendar, away: readonly Away[]): number {
  let day = dayOf(now, calendar.timeZone)
  let left = span.count
  for (let ahead = 0; ahead < LOOK_AHEAD_DAYS; ahead++) {
    if (left <= 0 && !isFree(day, calendar) && !isAway(day, away)) break
    day = nextDay(day)
    if (left > 0 && counts(day, span.unit, calendar, away)) left -= 1
  }
  return endOfDay(day, calendar.timeZone)
}

/** How much of a span is left at this moment of one that ends then: what counts of the days from tomorrow on. */
export function daysLeft(now: number, until: number, unit: Unit, calendar: Calendar, away: readonly Away[]): number {
  const last = dayOf(until, calendar.timeZone)
  let left = 0
  for (let day = nextDay(dayOf(now, calendar.timeZone)); day <= last; day = nextDay(day)) {
    if (counts(day, unit, calendar, away)) left += 1
  }
  return left
}
