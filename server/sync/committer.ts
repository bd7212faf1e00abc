// Owns the one commit in flight (S11): whatever becomes due meanwhile, in whatever room, rides in the next one. It must
// never let a batch be shown before the log has it, nor forget one when the log refuses.
import type { Append, UpdateLog } from './log.ts'

/** A room as the committer sees it. */
export interface Committing {
  readonly name: string
  /** Applies what is waiting and hands over what came of it; null when there is nothing to do. */
  take(): Omit<Append, 'document'> | null
  /** On disk, from this number on (meaningless for an empty batch). */
  landed(firstSeq: number): void
  failed(cause: unknown): void
}

export class Committer {
  readonly #due = new Set<Committing>()
  #running = false
  #whenOver: (() => void)[] = []
  commits = 0

  constructor(private readonly log: UpdateLog) {}

  /** A quiet room sends at once: with no commit in flight this one starts before the call returns. */
  request(room: Committing): void {
    this.#due.add(room)
    if (!this.#running) void this.#run()
  }

  /** Resolves when the commit in flight is over, however it ended; at once when there is none. */
  over(): Promise<void> {
    return this.#running ? new Promise((resolve) => this.#whenOver.push(resolve)) : Promise.resolve()
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#due.size > 0) {
      const rooms = [...this.#due].sort((a, b) => (a.name < b.name ? -1 : 1))
      this.#due.clear()
      const taken: Committing[] = []
      const batch: Append[] = []
      for (const room of rooms) {
        const took = attempt(room, () => room.take())
        if (took === null || took === undefined) continue
        taken.push(room)
        if (took.rows.length > 0) batch.push({ document: room.name, ...took })
      }
      if (taken.length === 0) continue
      let first: Map<string, number>
      try {
        first = batch.length > 0 ? await this.#append(batch) : new Map()
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

  #append(batch: readonly Append[]): Promise<Map<string, number>> {
    this.commits += 1
    return this.log.append(batch)
  }
}

function attempt<T>(room: Committing, run: () => T): T | undefined {
  try {
    return run()
  } catch (cause) {
    room.failed(cause)
    return undefined
  }
}
