// Owns the one commit in flight (S11): whatever becomes due meanwhile, in whatever room, rides in the next one. It must
// never let a batch be shown before the log has it, nor forget one when the log refuses.
import type { Clock } from './clock.ts'
import { type Append, ClientIdTaken, type Lease, type UpdateLog } from './log.ts'

/** A room as the committer sees it. */
export interface Committing {
  readonly name: string
  /** Applies what is waiting and hands over what came of it; null when there is nothing to do. */
  take(): Omit<Append, 'document'> | null
  /** On disk, from this number on (meaningless for an empty batch). */
  landed(firstSeq: number): void
  /** Nothing of it is stored, because these ids in it are others': it is to be taken again without them. */
  takenBack(owners: readonly Lease[]): void
  failed(cause: unknown): void
}

/**
 * Which part of its wait a room gives up when a commit leaves anyway. A commit costs as much for one room as for twenty, and busy
 * rooms that have once left together are due together from then on.
 */
const GIVEN_UP = 1 / 3

interface Gathering {
  /** From then on it rides in whatever commit leaves. */
  ridesAt: number
  cancel(): void
}

export class Committer {
  readonly #due = new Set<Committing>()
  readonly #gathering = new Map<Committing, Gathering>()
  #running = false
  #whenOver: (() => void)[] = []
  commits = 0

  constructor(
    private readonly log: UpdateLog,
    private readonly clock: Clock,
  ) {}

  /** `waitMs`: 0 for a quiet room, which sends at once: with no commit in flight this one starts before the call returns. */
  request(room: Committing, waitMs: number): void {
    if (waitMs > 0) return this.#gather(room, waitMs)
    this.#due.add(room)
    if (!this.#running) void this.#run()
  }

  #gather(room: Committing, waitMs: number): void {
    if (this.#gathering.has(room) || this.#due.has(room)) return
    const ridesAt = this.clock.now() + waitMs * (1 - GIVEN_UP)
    const cancel = this.clock.after(waitMs, () => {
      this.#gathering.delete(room)
      this.request(room, 0)
    })
    this.#gathering.set(room, { ridesAt, cancel })
  }

  /** It has ended, or has nothing to wait for any more. */
  forget(room: Committing): void {
    this.#gathering.get(room)?.cancel()
    this.#gathering.delete(room)
  }

  /** Everyone who leaves now, in name order. */
  #leaving(): Committing[] {
    const now = this.clock.now()
    for (const [room, { ridesAt }] of this.#gathering) if (ridesAt <= now) this.#due.add(room)
    const rooms = [...this.#due].sort((a, b) => (a.name < b.name ? -1 : 1))
    this.#due.clear()
    for (const room of rooms) this.forget(room)
    return rooms
  }

  /** Resolves when the commit in flight is over, however it ended; at once when there is none. */
  over(): Promise<void> {
    return this.#running ? new Promise((resolve) => this.#whenOver.push(resolve)) : Promise.resolve()
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#due.size > 0) {
      const rooms = this.#leaving()
      const taken = new Set<Committing>()
      const batch: Due[] = []
      for (const room of rooms) {
        const took = attempt(room, () => room.take())
        if (took === null || took === undefined) continue
        taken.add(room)
        if (took.rows.length > 0) batch.push({ room, append: { document: room.name, ...took } })
      }
      if (taken.size === 0) continue
      let first: Map<string, number>
      try {
        first = await this.#append(batch, taken)
      } catch (cause) {
        for (const room of taken) room.failed(cause)
        this.#tellOver()
        continue
      }
      // One room's trouble after the commit is that room's alone.
      for (const room of taken) attempt(room, () => room.landed(first.get(room.name) ?? 0))
      this.#tellOver()
    }
    this.#running = false
    this.#tellOver()
  }

  #tellOver(): void {
    for (const resolve of this.#whenOver.splice(0)) resolve()
  }

  /** Rooms that took what is another's by now fall out, one or more a turn; the others are none the worse for it (S8). */
  async #append(batch: readonly Due[], taken: Set<Committing>): Promise<Map<string, number>> {
    while (batch.length > 0) {
      try {
        this.commits += 1
        return await this.log.append(batch.map(({ append }) => append))
      } catch (cause) {
        if (!(cause instanceof ClientIdTaken)) throw cause
        const rest = await this.#takeBack(batch)
        if (rest.length === batch.length) throw cause
        for (const due of batch) if (!rest.includes(due)) taken.delete(due.room)
        batch = rest
      }
    }
    return new Map()
  }

  /** Answers those who may go on. */
  async #takeBack(batch: readonly Due[]): Promise<Due[]> {
    const asked = batch.map(async ({ append: { document, clients = [] } }) => {
      const wanted = new Map(clients.map(({ clientId, owner }) => [clientId, owner]))
      if (wanted.size === 0) return []
      const owners = await this.log.clients(document, [...wanted.keys()])
      return owners.filter(({ clientId, owner }) => wanted.get(clientId) !== owner)
    })
    const others = await Promise.all(asked)
    batch.forEach(({ room }, i) => {
      if (others[i]?.length) attempt(room, () => room.takenBack(others[i] ?? []))
    })
    return batch.filter((_, i) => !others[i]?.length)
  }
}

interface Due {
  room: Committing
  append: Append
}

function attempt<T>(room: Committing, run: () => T): T | undefined {
  try {
    return run()
  } catch (cause) {
    room.failed(cause)
    return undefined
  }
}
