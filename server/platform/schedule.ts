// Owns every repeating or delayed job of the process, so that a stop cancels all of them (FAULTS R13). Must never run a
// job twice at the same time, nor let a failing one end the series.

import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

export interface Schedule {
  /** First after `periodMs`, then `periodMs` after the end of the run before. */
  every(name: string, periodMs: number, job: () => Promise<void>): void
  /** Once. Returns how to call it off. */
  after(name: string, delayMs: number, job: () => Promise<void>): () => void
  /** Cancels what has not begun and waits for what has. */
  stop(): Promise<void>
}

export function createSchedule({ clock, log }: { clock: Clock; log: Log }): Schedule {
  const cancels = new Set<() => void>()
  const running = new Set<Promise<void>>()
  let stopped = false

  function after(name: string, delayMs: number, job: () => Promise<void>): () => void {
    if (stopped) return () => undefined
    const cancel = clock.after(delayMs, () => {
      cancels.delete(cancel)
      const run = Promise.resolve()
        .then(job)
        .catch((error: unknown) => log.error({ err: error, job: name }, 'a scheduled job failed'))
        .finally(() => running.delete(run))
      running.add(run)
    })
    cancels.add(cancel)
    return () => {
      cancels.delete(cancel)
      cancel()
    }
  }

  function every(name: string, periodMs: number, job: () => Promise<void>): void {
    after(name, periodMs, () => job().finally(() => every(name, periodMs, job)))
  }

  return {
    every,
    after,
    async stop() {
      stopped = true
      for (const cancel of cancels) cancel()
      cancels.clear()
      await Promise.all(running)
    },
  }
}
