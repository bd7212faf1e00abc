// Owns how many connections of one address may be open that nobody has answered for yet: still being looked up, or refused
// and not gone. Whoever is let in no longer counts, so a full room behind one address is not refused.

/** A room of three hundred opens three documents each at the same moment; ten thousand idle sockets are something else (F97). */
export const STRANGERS_MAX_PER_ADDRESS = 1_000

export class Strangers {
  readonly #waiting = new Map<string, number>()

  constructor(private readonly max: number) {}

  /** What it returns says, once, that this one does not count any more; null: there are too many. */
  enter(address: string): (() => void) | null {
    const count = this.#waiting.get(address) ?? 0
    if (count >= this.max) return null
    this.#waiting.set(address, count + 1)
    let gone = false
    return () => {
      if (gone) return
      gone = true
      const left = (this.#waiting.get(address) ?? 1) - 1
      if (left === 0) this.#waiting.delete(address)
      else this.#waiting.set(address, left)
    }
  }

  get addresses(): number {
    return this.#waiting.size
  }
}
