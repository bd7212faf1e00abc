// Owns: millions of latencies in little room: half a millisecond exact, up to twenty seconds.

const SLOTS_PER_MS = 2
const SLOTS = 20_000 * SLOTS_PER_MS

export class Histogram {
  readonly #counts = new Uint32Array(SLOTS + 1)
  #total = 0

  add(ms: number): void {
    this.#counts[Math.min(SLOTS, Math.max(0, Math.floor(ms * SLOTS_PER_MS)))]! += 1
    this.#total += 1
  }

  quantile(q: number): number {
    let left = q * this.#total
    for (let slot = 0; slot <= SLOTS; slot++) {
      left -= this.#counts[slot]!
      if (left < 0) return (slot + 0.5) / SLOTS_PER_MS
    }
    return Number.NaN
  }
}
