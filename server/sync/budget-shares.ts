// Owns whose budget a frame is charged to: the connection's, the person's over all their connections on this node, and the
// document's. It knows frames by their first bytes and their size only, and never what they carry.
import { CLOSE, type CloseCode, isDocumentFrame, MESSAGE } from '../../shared/wire.ts'
import { Budget, type Rate, Turn } from './budget.ts'
import type { Clock } from './clock.ts'
import type { SyncLimits } from './limits.ts'

export interface Refusal {
  code: CloseCode
  reason: string
}

/** They did it themselves: wait, then come back with everything in one frame. */
const TOO_FAST: Refusal = { code: CLOSE.tooFast, reason: 'too-fast' }
/** The crowd did it: whoever happens to be next is only asked to come back, and a stock client does so by itself. */
const BUSY: Refusal = { code: CLOSE.tryLater, reason: 'room-busy' }

interface Shared {
  updates: Budget
  bytes: Budget
}

/** What one connection may still do. */
export interface Allowance {
  /** Charges a frame; what it says otherwise is the end of the connection. */
  charge(frame: Uint8Array): Refusal | null
  /** Presence and lists of who is there: the newest waits, nobody is refused. */
  readonly presence: Turn
  readonly queries: Turn
  /** First syncs: `ready` says whether the last one has left. */
  firstSyncs(ready: () => boolean): Turn
}

export class Shares {
  readonly #people = new Map<string, Shared>()
  readonly #documents = new Map<string, Budget>()
  readonly #firstSyncs = new Map<string, Budget>()

  constructor(
    private readonly clock: Clock,
    private readonly limits: SyncLimits,
  ) {}

  allow(userId: string, document: string): Allowance {
    const { clock, limits } = this
    const now = clock.now()
    const frames = new Budget(rate(limits.framesPerSecond, limits.framesBurst), now)
    const presence = new Budget(rate(limits.presencePerSecond, limits.presenceBurst), now)
    const queries = new Budget(rate(limits.queriesPerMinute / 60, limits.queriesBurst), now)
    const own: Shared = {
      updates: new Budget(rate(limits.updatesPerSecond, limits.updatesBurst), now),
      bytes: new Budget(rate(limits.bytesPerSecond, limits.bytesBurst), now),
    }
    return {
      charge: (frame) => this.#charge(frame, frames, own, userId, document),
      presence: new Turn(() => presence, clock),
      queries: new Turn(() => queries, clock),
      firstSyncs: (ready) => new Turn(() => this.#firstSync(userId, document), clock, ready),
    }
  }

  #charge(frame: Uint8Array, frames: Budget, own: Shared, userId: string, document: string): Refusal | null {
    const now = this.clock.now()
    if (!frames.has(1, now)) return TOO_FAST
    frames.spend(1, now)
    // Presence is never punished: its own turn, and the count of all frames, are enough.
    if (frame[0] !== MESSAGE.sync) return null
    const person = this.#person(userId)
    const room = this.#document(document)
    const { length } = frame
    const counts = isDocumentFrame(frame) ? 1 : 0
    if (!own.updates.has(counts, now) || !person.updates.has(counts, now)) return TOO_FAST
    if (!own.bytes.has(length, now) || !person.bytes.has(length, now)) return TOO_FAST
    if (!room.has(counts, now)) return BUSY
    for (const budget of [own.updates, person.updates, room]) budget.spend(counts, now)
    for (const budget of [own.bytes, person.bytes]) budget.spend(length, now)
    return null
  }

  #person(userId: string): Shared {
    const known = this.#people.get(userId)
    if (known !== undefined) return known
    const { limits } = this
    const now = this.clock.now()
    const times = ({ perSecond, burst }: Rate) => rate(perSecond * limits.personShare, burst * limits.personShare)
    const fresh: Shared = {
      updates: new Budget(times(rate(limits.updatesPerSecond, limits.updatesBurst)), now),
      bytes: new Budget(times(rate(limits.bytesPerSecond, limits.bytesBurst)), now),
    }
    this.#people.set(userId, fresh)
    return fresh
  }

  #document(name: string): Budget {
    const { documentUpdatesPerSecond, documentUpdatesBurst } = this.limits
    return kept(this.#documents, name, rate(documentUpdatesPerSecond, documentUpdatesBurst), this.clock.now())
  }

  #firstSync(userId: string, document: string): Budget {
    const { firstSyncsPerMinute, firstSyncsBurst } = this.limits
    const key = JSON.stringify([userId, document])
    return kept(this.#firstSyncs, key, rate(firstSyncsPerMinute / 60, firstSyncsBurst), this.clock.now())
  }

  /** Budgets that are full again are forgotten, so that names made up by strangers cost no lasting memory. */
  sweep(): void {
    const now = this.clock.now()
    for (const [key, { updates, bytes }] of this.#people) {
      if (updates.full(now) && bytes.full(now)) this.#people.delete(key)
    }
    for (const budgets of [this.#documents, this.#firstSyncs]) {
      for (const [key, budget] of budgets) if (budget.full(now)) budgets.delete(key)
    }
  }

  get kept(): number {
    return this.#people.size + this.#documents.size + this.#firstSyncs.size
  }
}

function rate(perSecond: number, burst: number): Rate {
  return { perSecond, burst }
}

function kept(budgets: Map<string, Budget>, key: string, of: Rate, now: number): Budget {
  const known = budgets.get(key)
  if (known !== undefined) return known
  const fresh = new Budget(of, now)
  budgets.set(key, fresh)
  return fresh
}
