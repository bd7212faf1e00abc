// Owns who used which id for their presence in one room, and with which number last: somebody else's id is not free, and who
// comes back goes on above it.

interface Lease {
  userId: string
  clock: number
}

/** The oldest are forgotten. */
const LEASES = 4_000

export class Leases {
  readonly #leases = new Map<number, Lease>()

  get(clientId: number): Lease | undefined {
    return this.#leases.get(clientId)
  }

  remember(clientId: number, userId: string, clock: number): void {
    this.#leases.delete(clientId)
    this.#leases.set(clientId, { userId, clock })
    const oldest = this.#leases.keys().next()
    if (this.#leases.size > LEASES && !oldest.done) this.#leases.delete(oldest.value)
  }

  ended(clientId: number, clock: number): void {
    const lease = this.#leases.get(clientId)
    if (lease !== undefined) lease.clock = clock
  }
}
