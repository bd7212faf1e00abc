// Owns knowing when everything that was begun has been answered, so that a stop does not cut a command off its answer.

export interface InFlight {
  /** `stopping` answers in its place once the stop has begun: people who go on asking must not keep it from ending. */
  track<A extends unknown[], T>(work: (...args: A) => Promise<T>, stopping: () => T): (...args: A) => Promise<T>
  /** Nothing new is begun; resolves when nothing is running. */
  settled(): Promise<void>
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>()
  let closed = false
  return {
    track:
      (work, stopping) =>
      async (...args) => {
        if (closed) return stopping()
        const run = work(...args)
        running.add(run)
        const gone = () => void running.delete(run)
        run.then(gone, gone)
        return run
      },
    async settled() {
      closed = true
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}
