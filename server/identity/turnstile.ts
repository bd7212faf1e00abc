// Owns letting so many through at a time and the others in order after them. A room that joins in the same second must
// not fill the queue for the database, where waiting long means being refused and everybody else waits behind it.

export interface Turnstile {
  pass<T>(work: () => Promise<T>): Promise<T>
}

export function createTurnstile(atOnce: number): Turnstile {
  const waiting: (() => void)[] = []
  let inside = 0

  return {
    async pass(work) {
      if (inside < atOnce) inside++
      else await new Promise<void>((resolve) => waiting.push(resolve)) // whoever leaves hands over their place
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else inside--
      }
    },
  }
}
