// Owns knowing when everything that was begun has been answered, so that a stop does not cut a command off its answer.

export interface InFlight {
  track<A extends unknown[], T>(work: (...args: A) => Promise<T>): (...args: A) => Promise<T>
  /** Resolves when nothing is running. */
  settled(): Promise<void>
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>()
  return {
    track:
      (work) =>
      (...args) => {
        const run = work(...args)
        running.add(run)
        const gone = () => void running.delete(run)
        run.then(gone, gone)
        return run
      },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}
