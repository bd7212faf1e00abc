// Owns writing down what became of deliveries: whatever came in while the last write ran goes into the next one, so a
// burst of a hundred deliveries is a few commits. Must never forget an entry: without the database it waits and tries again.

import type { Clock } from './clock.ts'
import type { OutboxStore, Settled } from './outbox-store.ts'

const RETRY_MS = 1_000
/** A write to disk each, for what only saves a repeated delivery: at most so often, and at once after a pause. */
const GAP_MS = 50

export interface Recorder {
  add(entry: Partial<Settled>): void
  /** Resolves when everything added so far is on disk. */
  flushed(): Promise<void>
}

export function createRecorder(options: {
  store: OutboxStore
  clock: Clock
  onWritten: (settled: Settled) => void
  onError: (error: unknown) => void
}): Recorder {
  const { store, clock, onWritten, onError } = options
  let waiting = empty()
  let writing: Promise<void> | null = null
  let wroteAt = -Infinity
  let flush = () => {}

  /** What comes in meanwhile joins. Whoever needs it on disk now does not wait. */
  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, GAP_MS)
      flush = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function write(): Promise<void> {
    // Lets the deliveries that end in this same turn join the first commit.
    await Promise.resolve()
    while (size(waiting) > 0) {
      if (performance.now() - wroteAt < GAP_MS) await pause()
      wroteAt = performance.now()
      const batch = waiting
      waiting = empty()
      try {
        await store.settle(batch)
        onWritten(batch)
      } catch (error) {
        onError(error)
        waiting = merge(batch, waiting)
        await new Promise<void>((resolve) => void clock.after(RETRY_MS, resolve))
      }
    }
    writing = null
  }

  return {
    add(entry) {
      waiting = merge(waiting, { ...empty(), ...entry })
      writing ??= write()
    },
    async flushed() {
      flush()
      await writing
    },
  }
}

function empty(): Settled {
  return { deliveries: [], done: [], postponed: [] }
}

function size({ deliveries, done, postponed }: Settled): number {
  return deliveries.length + done.length + postponed.length
}

function merge(a: Settled, b: Settled): Settled {
  return {
    deliveries: [...a.deliveries, ...b.deliveries],
    done: [...a.done, ...b.done],
    postponed: [...a.postponed, ...b.postponed],
  }
}
