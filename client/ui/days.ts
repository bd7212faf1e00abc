// Owns how a deadline is said: its day, how long it is until then, and days to choose from. A deadline is the last moment of a
// day where the organisation is; half a day earlier is that same day for every reader within eleven hours of it.

import { useEffect, useMemo, useState } from 'react'
import { localeFor } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { serverNow } from '../live/server-time.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const HALF_DAY_MS = 12 * HOUR_MS
/** "6 days left" is true for a day; a minute late is soon enough. */
const REFRESH_MS = 60_000

/** `YYYY-MM-DD` of a moment, as the reader's calendar has it. */
export function isoDay(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Midday of a day, so that no clock change moves it to another. */
export const middayOf = (day: string): number => new Date(`${day}T12:00:00`).getTime()

/** Whole days from today until the day of a deadline; negative: so many days ago. */
export function daysUntil(until: number, now: number): number {
  return Math.round((middayOf(isoDay(until - HALF_DAY_MS)) - middayOf(isoDay(now))) / DAY_MS)
}

/** So many days from today; on a Monday where that falls in a weekend. */
export function workdayIn(days: number, now: number): string {
  const at = middayOf(isoDay(now)) + days * DAY_MS
  const weekday = new Date(at).getDay()
  return isoDay(at + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * DAY_MS)
}

export interface Days {
  now: number
  /** 'Friday 4 December'; with the year when it is not this one. */
  day(at: number): string
  /** 'Fri 4 Dec' */
  short(at: number): string
  /** The day of a deadline. */
  deadline(until: number): string
  /** 'by Friday 4 December', 'today' */
  until(until: number): string
  euros(amount: number): string
}

/** Said again every minute, by the server's clock. */
export function useDays(): Days {
  const { t, language } = useTranslation('case')
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  return useMemo(() => {
    const locale = localeFor(language, navigator.languages ?? [])
    const parts = { weekday: 'long', day: 'numeric', month: 'long' } as const
    const days = new Intl.DateTimeFormat(locale, parts)
    const shorts = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' })
    const withYear = new Intl.DateTimeFormat(locale, { ...parts, year: 'numeric' })
    const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
    const day = (at: number) =>
      (new Date(at).getFullYear() === new Date(now).getFullYear() ? days : withYear).format(at).replace(',', '')
    const deadline = (until: number) => day(until - HALF_DAY_MS)
    return {
      now,
      day,
      short: (at) => shorts.format(at).replace(',', ''),
      deadline,
      until(until) {
        const left = daysUntil(until, now)
        if (left === 0) return t('until.today')
        return left === 1 ? t('until.tomorrow') : t('until.day', { day: deadline(until) })
      },
      euros: (amount) => money.format(amount),
    }
  }, [language, now, t])
}
