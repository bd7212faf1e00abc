// Owns counting how fast something comes: token buckets, and taking turns where what comes too fast is put off instead of
// refused. It reads no clock but the one it is given, and never decides what a refusal is called.
import type { Clock } from './clock.ts'

/** So many at once, and so many a second on the long run. */
export interface Rate {
  perSecond: number
  burst: number
}

export class Budget {
  #left: number
  #at: number

  constructor(
    private readonly rate: Rate,
    now: number,
  ) {
    this.#left = rate.burst
    this.#at = now
  }

  left(now: number): number {
    // A clock that jumped back gives nothing and takes nothing (F17).
    const grown = Math.max(0, now - this.#at) * (this.rate.perSecond / 1000)
    return Math.min(this.rate.burst, this.#left + grown)
  }

  has(cost: number, now: number): boolean {
    return this.left(now) >= cost
  }

  spend(cost: number, now: number): void {
    this.#left = this.left(now) - cost
    this.#at = now
  }

  /** Milliseconds until it has that much; a cost above the whole burst never comes. */
  waitMs(cost: number, now: number): number {
    const lacking = cost - this.left(now)
    return lacking <= 0 ? 0 : Math.ceil((lacking / this.rate.perSecond) * 1000)
  }

  /** Nothing would be lost by forgetting it. */
  full(now: number): boolean {
    return this.left(now) >= this.rate.burst
  }
}

/** How often somebody whose turn depends on more than the budget is looked at again. */
const LOOK_AGAIN_MS = 250

/**
 * What comes too fast waits for its turn, and only the newest of it: right where an older one is worthless once a newer
 * one is there. Nobody is refused, and however much comes, no more is done than the budget allows.
 */
export class Turn {
  #waiting: { cost: number; run: () => void } | null = null
  #cancel: (() => void) | null = null

  constructor(
    /** Looked up each time: a shared one may have been forgotten and made anew. */
    private readonly budget: () => Budget,
    private readonly clock: Clock,
    /** Something else that has to be so, beside the budget. */
    private readonly ready: () => boolean = () => true,
  ) {}

  /** True when it was run at once; what waited before is dropped in any case. */
  take(cost: number, run: () => void): boolean {
    this.#waiting = { cost, run }
    return this.#cancel === null && this.#next()
  }

  stop(): void {
    this.#waiting = null
    this.#cancel?.()
    this.#cancel = null
  }

  #next(): boolean {
    this.#cancel = null
    const waiting = this.#waiting
    if (waiting === null) return false
    const now = this.clock.now()
    const budget = this.budget()
    if (budget.has(waiting.cost, now) && this.ready()) {
      this.#waiting = null
      budget.spend(waiting.cost, now)
      waiting.run()
      return true
    }
    const wait = budget.waitMs(waiting.cost, now)
    this.#cancel = this.clock.after(wait > 0 ? wait : LOOK_AGAIN_MS, () => void this.#next())
    return false
  }
}
