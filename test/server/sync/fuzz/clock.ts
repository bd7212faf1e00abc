// A clock that stands still until it is moved, for millions of steps: its timers are kept in order, and what became ready is
// let run once for each moment, not once for each timer.
import type { Clock } from '../../../../server/sync/index.ts'

/** Everything that is ready has run. The engine waits for nothing but promises and the clock, so one turn is enough. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

interface Timer {
  at: number
  run: () => void
  every: number | null
  live: boolean
}

export class WarClock implements Clock {
  #now = 1_700_000_000_000
  /** The last one is due first. */
  readonly #timers: Timer[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    return this.#add({ at: this.#now + ms, run, every: null, live: true })
  }

  every(ms: number, run: () => void): () => void {
    return this.#add({ at: this.#now + ms, run, every: ms, live: true })
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    for (let next = this.#timers.at(-1); next !== undefined && next.at <= until; next = this.#timers.at(-1)) {
      this.#now = Math.max(this.#now, next.at)
      for (let due = this.#timers.at(-1); due !== undefined && due.at <= this.#now; due = this.#timers.at(-1)) {
        this.#timers.pop()
        if (!due.live) continue
        if (due.every !== null) this.#insert(Object.assign(due, { at: due.at + due.every }))
        due.run()
      }
      await settle()
    }
    this.#now = until
  }

  #add(timer: Timer): () => void {
    this.#insert(timer)
    return () => {
      timer.live = false
    }
  }

  #insert(timer: Timer): void {
    let low = 0
    let high = this.#timers.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#timers[middle]?.at ?? 0) > timer.at) low = middle + 1
      else high = middle
    }
    this.#timers.splice(low, 0, timer)
  }
}

/** The part of a clock that one node has: it stops when the node dies. */
export class MortalClock implements Clock {
  readonly #cancels = new Set<() => void>()
  #dead = false

  constructor(private readonly clock: WarClock) {}

  now(): number {
    return this.clock.now()
  }

  after(ms: number, run: () => void): () => void {
    if (this.#dead) return () => {}
    const cancel = this.clock.after(ms, () => {
      this.#cancels.delete(cancel)
      run()
    })
    return this.#kept(cancel)
  }

  every(ms: number, run: () => void): () => void {
    return this.#dead ? () => {} : this.#kept(this.clock.every(ms, run))
  }

  die(): void {
    this.#dead = true
    for (const cancel of this.#cancels) cancel()
    this.#cancels.clear()
  }

  #kept(cancel: () => void): () => void {
    this.#cancels.add(cancel)
    return () => {
      this.#cancels.delete(cancel)
      cancel()
    }
  }
}
