// Owns what time it is. Rules never read it: commands take `now` from here, and a test hands in a clock of its own.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Runs once after so many milliseconds; returns how to call it off. */
  after(delayMs: number, run: () => void): () => void
  /** Runs again and again, and alone never keeps a finished process alive. */
  every(periodMs: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs)) // a clock set back must not make a negative delay (F17)
    return () => clearTimeout(timer)
  },
  every(periodMs, run) {
    const timer = setInterval(run, periodMs)
    timer.unref()
    return () => clearInterval(timer)
  },
}
