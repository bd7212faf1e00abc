import { describe, expect, test } from 'vitest'
import { clockOf, nextSecondInMs, readTimer, secondsUntil } from '../../../client/sessions/timer.ts'
import { hearServerTime, serverNow } from '../../../client/live/server-time.ts'

const NOW = 1_000_000
const running = (leftMs: number, totalMs = 300_000) => ({ endsAt: NOW + leftMs, leftMs: null, totalMs })

describe('a timer', () => {
  test('shows whole seconds, rounded up: 0:00 is the end and not a second before it', () => {
    expect(readTimer(running(61_001), NOW).clock).toBe('1:02')
    expect(readTimer(running(1), NOW).clock).toBe('0:01')
    expect(readTimer(running(0), NOW).clock).toBe('0:00')
    expect(readTimer(running(-5_000), NOW).clock).toBe('0:00')
  })

  test('is calm until the last minute, urgent in it, and over at zero', () => {
    const urgency = [60_001, 60_000, 1, 0, -1].map((leftMs) => readTimer(running(leftMs), NOW).urgency)
    expect(urgency).toEqual(['calm', 'last-minute', 'last-minute', 'over', 'over'])
  })

  test('that pauses stands still, whatever the time is', () => {
    const paused = { endsAt: null, leftMs: 90_000, totalMs: 300_000 }
    const readings = [NOW, NOW + 500_000].map((nowAt) => readTimer(paused, nowAt))
    expect(readings.map(({ clock, isPaused }) => [clock, isPaused])).toEqual([
      ['1:30', true],
      ['1:30', true],
    ])
    expect(readTimer(running(90_000), NOW).isPaused).toBe(false)
  })

  test('that was given more time than it began with is full, not more than full', () => {
    expect(readTimer(running(400_000), NOW).share).toBe(1)
    expect(readTimer(running(150_000), NOW).share).toBe(0.5)
  })

  test.each([
    [0, '0:00'],
    [59, '0:59'],
    [3_599, '59:59'],
    [3_600, '1:00:00'],
    [86_399, '23:59:59'],
  ])('%i seconds is written %s', (seconds, clock) => {
    expect(clockOf(seconds)).toBe(clock)
  })
})

describe('a countdown', () => {
  test('counts whole seconds down to zero and no further', () => {
    expect([8_000, 7_999, 1, 0, -3_000].map((leftMs) => secondsUntil(NOW + leftMs, NOW))).toEqual([8, 8, 1, 0, 0])
  })

  test('is drawn again exactly when its next second begins', () => {
    expect([8_000, 7_999, 1].map((leftMs) => nextSecondInMs(NOW + leftMs, NOW))).toEqual([1000, 999, 1])
  })
})

describe('the server’s time', () => {
  test('is learned from the quickest answer, taken at its middle', () => {
    const now = Date.now()
    const offset = () => Math.round((serverNow() - Date.now()) / 100) * 100
    hearServerTime(now + 60_000, now - 200, now + 200)
    expect(offset()).toBe(60_000)
    // A slower answer that does not contradict it teaches nothing.
    hearServerTime(now + 60_400, now - 600, now + 600)
    expect(offset()).toBe(60_000)
    hearServerTime(now + 60_100, now - 10, now + 10)
    expect(offset()).toBe(60_100)
  })

  test('follows a clock that was set meanwhile, however slow the answer', () => {
    const now = Date.now()
    hearServerTime(now + 7_200_000, now - 500, now + 500)
    expect(Math.round((serverNow() - Date.now()) / 1000)).toBe(7_200)
  })
})
