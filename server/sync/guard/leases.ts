// Owns whose a client id is in one document (S8). An id belongs to who first wrote under it, for ever: Yjs takes two writers under
// one id for one, and loses the second one's edits in silence. Ids announced by presence are kept for their person in memory, so
// that whoever sees them there cannot write under them first. What is durable of it rides in the append of the edit (S12).
import type { Lease } from '../log.ts'
import { PERSON_CLIENTS_MAX } from './bounds.ts'

/** Ids a person has announced and not written under; the oldest give way. */
const RESERVED_MAX_PER_PERSON = 100

export class Leases {
  /** Null: the server's own, which no person may use. */
  readonly #owners = new Map<number, string | null>()
  readonly #counts = new Map<string, number>()
  readonly #reserved = new Map<number, string>()
  readonly #reservedBy = new Map<string, number[]>()

  constructor(known: readonly Lease[]) {
    this.learn(known)
  }

  /** What the log holds, also by other nodes. */
  learn(known: readonly Lease[]): void {
    for (const { clientId, owner } of known) this.#own(clientId, owner)
  }

  has(clientId: number): boolean {
    return this.#owners.has(clientId)
  }

  isPersons(clientId: number): boolean {
    return (this.#owners.get(clientId) ?? null) !== null
  }

  /** Null and strangers' ids: no. Never seen: yes. */
  mayWrite(clientId: number, owner: string): boolean {
    const known = this.#owners.get(clientId)
    if (known !== undefined) return known === owner
    return (this.#reserved.get(clientId) ?? owner) === owner
  }

  hasRoom(owner: string, more: number): boolean {
    return more === 0 || (this.#counts.get(owner) ?? 0) + more <= PERSON_CLIENTS_MAX
  }

  /** Before presence is passed on. False: it is somebody else's. */
  reserve(clientId: number, owner: string): boolean {
    if (!this.mayWrite(clientId, owner)) return false
    if (this.#owners.has(clientId) || this.#reserved.has(clientId)) return true
    this.#reserved.set(clientId, owner)
    const theirs = this.#reservedBy.get(owner) ?? []
    this.#reservedBy.set(owner, theirs)
    theirs.push(clientId)
    const oldest = theirs.length > RESERVED_MAX_PER_PERSON ? theirs.shift() : undefined
    if (oldest !== undefined) this.#reserved.delete(oldest)
    return true
  }

  /** When names change: whose they are cannot be told any more. */
  forgetReserved(): void {
    this.#reserved.clear()
    this.#reservedBy.clear()
  }

  /** Takes those that are nobody's yet; what it returns has to be stored with the edit. */
  take(clientIds: Iterable<number>, owner: string | null): Lease[] {
    const taken: Lease[] = []
    for (const clientId of clientIds) {
      if (this.#owners.has(clientId)) continue
      this.#own(clientId, owner)
      this.#reserved.delete(clientId)
      taken.push({ clientId, owner })
    }
    return taken
  }

  /** What was taken could not be stored, because some of it is `owners`'. The rest stays kept for who wanted it. */
  giveBack(taken: readonly Lease[], owners: readonly Lease[]): void {
    for (const { clientId, owner } of taken) {
      if (!this.#owners.delete(clientId) || owner === null) continue
      this.#counts.set(owner, (this.#counts.get(owner) ?? 1) - 1)
    }
    this.learn(owners)
    for (const { clientId, owner } of taken) if (owner !== null) this.reserve(clientId, owner)
  }

  #own(clientId: number, owner: string | null): void {
    if (this.#owners.has(clientId)) return
    this.#owners.set(clientId, owner)
    if (owner !== null) this.#counts.set(owner, (this.#counts.get(owner) ?? 0) + 1)
  }
}
