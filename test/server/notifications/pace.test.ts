import { expect, test } from 'vitest'
import { INSTANT_AFTER_MS, mailAt } from '../../../server/notifications/pace.ts'
import { dayOf, nextDay } from '../../../shared/calendar.ts'
import { USUAL_MAIL } from '../../../shared/news.ts'

const at = (text: string) => Date.parse(text)
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
const AMSTERDAM = 'Europe/Amsterdam'

test('what waits for somebody goes at once and everything else in the morning, for who never said otherwise', () => {
  const now = at('2026-03-04T12:00:00Z')
  expect(mailAt(USUAL_MAIL, true, now, AMSTERDAM)).toBe(now + INSTANT_AFTER_MS)
  expect(iso(mailAt(USUAL_MAIL, false, now, AMSTERDAM))).toBe('2026-03-05T07:00:00.000Z')
})

test.each([
  ['daily', '2026-03-04T06:59:00Z', '2026-03-04T07:00:00.000Z'],
  ['daily', '2026-03-04T07:00:00Z', '2026-03-05T07:00:00.000Z'],
  ['weekly', '2026-03-04T07:00:00Z', '2026-03-09T07:00:00.000Z'], // a Wednesday; Monday
  ['weekly', '2026-03-09T06:00:00Z', '2026-03-09T07:00:00.000Z'],
  ['weekly', '2026-03-09T07:00:00Z', '2026-03-16T07:00:00.000Z'],
  ['none', '2026-03-04T07:00:00Z', null],
] as const)('a %s one after %s goes at %s', (pace, now, expected) => {
  expect(iso(mailAt({ waiting: pace, rest: 'none', hour: 8 }, true, at(now), AMSTERDAM))).toBe(expected)
})

test('it is the hour on the organisation’s clock, also on the days on which clocks are set', () => {
  const daily = { waiting: 'none', rest: 'daily', hour: 8 } as const
  expect(iso(mailAt(daily, false, at('2026-03-28T22:00:00Z'), AMSTERDAM))).toBe('2026-03-29T06:00:00.000Z')
  expect(iso(mailAt(daily, false, at('2026-03-29T12:00:00Z'), AMSTERDAM))).toBe('2026-03-30T06:00:00.000Z')
  expect(iso(mailAt(daily, false, at('2026-10-24T21:00:00Z'), AMSTERDAM))).toBe('2026-10-25T07:00:00.000Z')
  expect(iso(mailAt({ ...daily, hour: 23 }, false, at('2026-10-25T01:30:00Z'), AMSTERDAM))).toBe(
    '2026-10-25T22:00:00.000Z',
  )
  expect(iso(mailAt({ ...daily, hour: 0 }, false, at('2026-10-24T12:00:00Z'), AMSTERDAM))).toBe(
    '2026-10-24T22:00:00.000Z',
  )
  expect(iso(mailAt(daily, false, at('2026-03-04T12:00:00Z'), 'Pacific/Auckland'))).toBe('2026-03-04T19:00:00.000Z')
})

test.each([AMSTERDAM, 'America/Santiago', 'Africa/Cairo', 'Australia/Lord_Howe'])(
  'in %s a whole year of daily ones is one a day, at its hour but where the clock skips that',
  (zone) => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' })
    for (const hour of [0, 2, 23]) {
      const daily = { waiting: 'none', rest: 'daily', hour } as const
      const days: string[] = []
      const other: string[] = []
      let now = at('2026-01-01T12:00:00Z')
      while (days.length < 365) {
        now = mailAt(daily, false, now, zone)!
        days.push(dayOf(now, zone))
        if (Number(clock.format(now)) !== hour) other.push(`${days.at(-1)} ${clock.format(now)}`)
      }
      expect(new Set(days).size, `${hour} o’clock`).toBe(365)
      expect(nextDay(days[0]!, 364)).toBe(days.at(-1))
      expect(other.length, `${hour} o’clock: ${other.join()}`).toBeLessThanOrEqual(1)
    }
  },
)

test('on the day on which an hour is skipped the last one is at its own, and the skipped one right after', () => {
  const daily = { waiting: 'none', rest: 'daily' } as const
  const goes = (hour: number, now: string) => iso(mailAt({ ...daily, hour }, false, at(now), AMSTERDAM))
  expect(goes(23, '2026-03-29T12:00:00Z')).toBe('2026-03-29T21:00:00.000Z')
  expect(goes(2, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
  expect(goes(2, '2026-10-24T12:00:00Z'), 'the first of two').toBe('2026-10-25T00:00:00.000Z')
})
