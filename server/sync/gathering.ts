// Owns how long a busy document gathers before it commits (S11): its cost is its frames, and gathering is what removes them.
import type { Clock } from './clock.ts'
import type { SyncLimits } from './limits.ts'

/** Deliveries a second (rate x receivers) that add a millisecond. */
const DELIVERIES_PER_MS = 2_600
/** How much the newest interval counts in the rate. */
const NEWEST = 0.3

export class Gathering {
  #tookAt = -Infinity
  #perSecond = 0

  constructor(
    private readonly clock: Clock,
    private readonly limits: SyncLimits,
  ) {}

  took(ops: number): void {
    const now = this.clock.now()
    const seconds = Math.max(now - this.#tookAt, 1) / 1000
    this.#perSecond = this.#perSecond * (1 - NEWEST) + (ops / seconds) * NEWEST
    this.#tookAt = now
  }

  /** Zero or less for a document that has been quiet: it sends at once. */
  waitMs(receivers: number): number {
    const { windowMs, windowMaxMs } = this.limits
    const window = Math.min(windowMaxMs, windowMs + (this.#perSecond * receivers) / DELIVERIES_PER_MS)
    return this.#tookAt + window - this.clock.now()
  }
}
