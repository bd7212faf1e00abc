// Owns when a mail about something goes: at once, with the next daily or weekly one, or never. Pure: what time it is comes in.

import { dayOf, nextDay, startOfDay } from '../../shared/calendar.ts'
import type { MailPace, MailSettings } from '../../shared/news.ts'

/** A moment to read it in the app instead, and for what follows at once to be told in the same mail. */
export const INSTANT_AFTER_MS = 30_000
const HOUR_MS = 3_600_000
/** Weekly ones go on Monday. */
const WEEKLY_ON = 1
const DAYS_PER_WEEK = 7

/** Null: not at all. `now` in ms since 1970. */
export function mailAt(settings: MailSettings, waits: boolean, now: number, timeZone: string): number | null {
  return atPace(waits ? settings.waiting : settings.rest, settings.hour, now, timeZone)
}

function atPace(pace: MailPace, hour: number, now: number, timeZone: string): number | null {
  switch (pace) {
    case 'instant':
      return now + INSTANT_AFTER_MS
    case 'daily':
      return nextAt(hour, now, timeZone, () => true)
    case 'weekly':
      return nextAt(hour, now, timeZone, (day) => new Date(`${day}T12:00:00Z`).getUTCDay() === WEEKLY_ON)
    case 'none':
      return null
  }
}

/** The next time it is that hour there, on such a day. */
function nextAt(hour: number, now: number, timeZone: string, isDay: (day: string) => boolean): number {
  let day = dayOf(now, timeZone)
  for (let ahead = 0; ahead <= DAYS_PER_WEEK; ahead++) {
    const at = hourOf(day, hour, timeZone)
    if (at > now && isDay(day)) return at
    day = nextDay(day)
  }
  return hourOf(day, hour, timeZone)
}

/**
 * On a day on which clocks are set, hours from midnight are not the clock's: it is looked an hour before and after. An hour
 * that is skipped that day is the moment after it; of one that comes twice it is the first.
 */
function hourOf(day: string, hour: number, timeZone: string): number {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  const counted = startOfDay(day, timeZone) + hour * HOUR_MS
  const near = [counted, counted - HOUR_MS, counted + HOUR_MS]
  return near.find((at) => Number(clock.format(at)) === hour && dayOf(at, timeZone) === day) ?? counted
}
