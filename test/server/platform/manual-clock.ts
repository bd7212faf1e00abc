// Owns a clock that stands still until a test moves it.
import type { Clock } from '../../../server/platform/clock.ts'

export interface ManualClock extends Clock {
  /** Runs what falls due, in order, each at its own time. */
  advance(ms: number): void
  /** How many timers wait. */
  readonly waiting: number
}

export function createManualClock(startAt = Date.UTC(2026, 2, 2, 10)): ManualClock {
  let now = startAt
  const timers = new Map<object, { at: number; run: () => void; periodMs: number | null }>()

  function add(at: number, run: () => void, periodMs: number | null): () => void {
    const key = {}
    timers.set(key, { at, run, periodMs })
    return () => void timers.delete(key)
  }

  return {
    now: () => now,
    after: (delayMs, run) => add(now + Math.max(0, delayMs), run, null),
    every: (periodMs, run) => add(now + periodMs, run, periodMs),
    advance(ms) {
      const until = now + ms
      for (;;) {
        const [next] = [...timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at)
        if (!next) break
        const [key, timer] = next
        now = timer.at
        if (timer.periodMs === null) timers.delete(key)
        else timer.at += timer.periodMs
        timer.run()
      }
      now = until
    },
    get waiting() {
      return timers.size
    },
  }
}
