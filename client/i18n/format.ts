// Owns dates, numbers and lists in the reader's locale. Never concatenates words: texts with counts are plurals.

import { useMemo } from 'react'
import type { Language } from './language.ts'
import { useTranslation } from './translation.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
const MONTH_MS = 30.44 * DAY_MS
const YEAR_MS = 365.25 * DAY_MS

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number, number])[] = [
  // unit, its length, and up to where it is the unit people would use
  ['minute', MINUTE_MS, HOUR_MS],
  ['hour', HOUR_MS, DAY_MS],
  ['day', DAY_MS, WEEK_MS],
  ['week', WEEK_MS, MONTH_MS],
  ['month', MONTH_MS, YEAR_MS],
  ['year', YEAR_MS, Number.POSITIVE_INFINITY],
]

/** What Intl calls 'now' reads wrong after a past tense: 'Ada brought it, now'. */
const JUST_NOW: Record<Language, string> = { en: 'just now', nl: 'zojuist' }

/** Epoch milliseconds, an ISO string (date or moment), or a Date. */
export type Moment = number | string | Date

export interface Format {
  number(value: number): string
  percent(share: number): string
  /** 21 November 2025 */
  date(moment: Moment): string
  /** 21 Nov, with the year when it is not this one */
  shortDate(moment: Moment): string
  time(moment: Moment): string
  dateTime(moment: Moment): string
  /** 'just now', '3 minutes ago', 'yesterday' */
  relative(moment: Moment, nowAt?: number): string
  /** 'Ada, Ben and Cleo' */
  list(items: readonly string[]): string
  bytes(sizeBytes: number): string
}

const made = new Map<string, Format>()

/** Formatters for one locale, made once: ten of them per card of a large board cost whole seconds. */
export function formatFor(locale: string): Format {
  const known = made.get(locale) ?? makeFormat(locale)
  made.set(locale, known)
  return known
}

function makeFormat(locale: string): Format {
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
  const shortDates = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const shortDatesWithYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  const dateTimes = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' })
  const justNow = JUST_NOW[locale.startsWith('nl') ? 'nl' : 'en']
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const sizes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })

  return {
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    date: (moment) => dates.format(new Date(moment)),
    shortDate: (moment) => {
      const day = new Date(moment)
      return (day.getFullYear() === new Date().getFullYear() ? shortDates : shortDatesWithYear).format(day)
    },
    time: (moment) => times.format(new Date(moment)),
    dateTime: (moment) => dateTimes.format(new Date(moment)),
    relative: (moment, nowAt = Date.now()) => {
      const deltaMs = new Date(moment).getTime() - nowAt
      const distanceMs = Math.abs(deltaMs)
      if (distanceMs < MINUTE_MS) return deltaMs > 0 ? relatives.format(0, 'second') : justNow
      for (const [unit, unitMs, untilMs] of STEPS) {
        if (distanceMs < untilMs) return relatives.format(Math.trunc(deltaMs / unitMs), unit)
      }
      return relatives.format(Math.trunc(deltaMs / YEAR_MS), 'year')
    },
    list: (items) => lists.format(items),
    bytes: (sizeBytes) =>
      sizeBytes < 1_000_000
        ? `${sizes.format(Math.max(1, Math.round(sizeBytes / 1000)))} kB`
        : `${sizes.format(sizeBytes / 1_000_000)} MB`,
  }
}

/** The reader's own variant of the interface language (en-US, nl-BE), else the European one. */
export function localeFor(language: string, readerLocales: readonly string[]): string {
  const own = readerLocales.find((locale) => locale.toLowerCase().split('-')[0] === language && locale.includes('-'))
  return own ?? (language === 'nl' ? 'nl-NL' : 'en-GB')
}

export function useFormat(): Format {
  const { language } = useTranslation()
  return useMemo(() => formatFor(localeFor(language, navigator.languages ?? [])), [language])
}
