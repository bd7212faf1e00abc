// Owns how long a busy document gathers before it commits (S11): its cost is its frames, and gathering is what removes them.
import type { Clock } from './clock.ts'
import type { SyncLimits } from './limits.ts'

/**
 * Deliveries a second (rate x receivers) that add a millisecond. At first every few: a thousand deliveries are a room where several
 * write, there a window brings several updates in one frame, and nobody sees whether a letter of somebody else took 20 or 49 ms.
 */
const FIRST_DELIVERIES_PER_MS = 44
const FIRST_MS = 29
/** Beyond that it is a hall, and only what would be too many frames for the machine may take longer. */
const DELIVERIES_PER_MS = 26_000
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
    const deliveries = this.#perSecond * receivers
    const wider = Math.min(FIRST_MS, deliveries / FIRST_DELIVERIES_PER_MS) + deliveries / DELIVERIES_PER_MS
    const window = Math.min(windowMaxMs, windowMs + wider)
    return this.#tookAt + window - this.clock.now()
  }
}
