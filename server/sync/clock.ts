// Owns the engine's idea of time: a port, so that a test can hold it still. Nothing else here reads the real clock.

export interface Clock {
  now(): number
  /** Returns the function that cancels. */
  after(ms: number, run: () => void): () => void
  every(ms: number, run: () => void): () => void
}

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    // A period never keeps a finished process alive.
    timer.unref()
    return () => clearInterval(timer)
  },
}
