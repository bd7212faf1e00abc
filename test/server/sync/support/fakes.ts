// Fakes that stand still until told to move: a clock, a socket whose frames wait to be flushed, a log that holds its commits.
import type {
  Append,
  Clock,
  Lease,
  LoadedDocument,
  MemoryLog,
  StoredRow,
  SyncSocket,
} from '../../../../server/sync/index.ts'
import { memoryLog } from '../../../../server/sync/index.ts'

/** Everything that is ready to run has run: promises settled, no time passed. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

export class FakeClock implements Clock {
  #now = 1_700_000_000_000
  #timers: { at: number; run: () => void; every: number | null }[] = []

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    return this.#add(ms, run, null)
  }

  every(ms: number, run: () => void): () => void {
    return this.#add(ms, run, ms)
  }

  get timers(): number {
    return this.#timers.length
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    await settle()
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#now = Math.max(this.#now, next.at)
      if (next.every === null) this.#timers.splice(this.#timers.indexOf(next), 1)
      else next.at += next.every
      next.run()
      await settle()
    }
    this.#now = until
    await settle()
  }

  #add(ms: number, run: () => void, every: number | null): () => void {
    const timer = { at: this.#now + ms, run, every }
    this.#timers.push(timer)
    return () => {
      const at = this.#timers.indexOf(timer)
      if (at !== -1) this.#timers.splice(at, 1)
    }
  }
}

type Listeners = {
  message: ((data: Uint8Array, isBinary: boolean) => void)[]
  close: (() => void)[]
  pong: (() => void)[]
  error: ((error: Error) => void)[]
}

export class FakeSocket implements SyncSocket {
  readyState = 1
  bufferedAmount = 0
  pings = 0
  answersPings = true
  terminated = false
  closed: { code: number; reason: string } | null = null
  /** What the server sent and nobody has read yet. */
  outbox: Uint8Array[] = []
  readonly #listeners: Listeners = { message: [], close: [], pong: [], error: [] }

  on(event: keyof Listeners, listener: (...args: never[]) => void): void {
    const listeners = this.#listeners[event] as ((...args: never[]) => void)[]
    listeners.push(listener)
  }

  /** Nothing leaves: what is sent piles up. */
  frozen = false

  send(data: Uint8Array): void {
    if (this.frozen) this.bufferedAmount += data.length
    this.outbox.push(new Uint8Array(data))
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason }
    this.drop()
  }

  terminate(): void {
    this.terminated = true
    this.drop()
  }

  ping(): void {
    this.pings += 1
    if (this.answersPings) for (const listener of this.#listeners.pong) listener()
  }

  /** The connection is gone, as the server notices it. */
  drop(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    for (const listener of this.#listeners.close) listener()
  }

  /** A frame arrives at the server. */
  receive(frame: Uint8Array, isBinary = true): void {
    if (this.readyState === 1) for (const listener of this.#listeners.message) listener(frame, isBinary)
  }

  take(): Uint8Array[] {
    return this.outbox.splice(0)
  }
}

/** A memory log whose appends wait for `release`, or fail on request. */
export class HeldLog implements MemoryLog {
  readonly inner = memoryLog()
  holding = false
  failing: Error | null = null
  loadFails: Error | null = null
  loads = 0
  appends: (readonly Append[])[] = []
  /** Told of every batch the moment it is stored. */
  onStored: (batch: readonly Append[]) => void = () => {}
  readonly #held: (() => void)[] = []

  get waiting(): number {
    return this.#held.length
  }

  release(): void {
    for (const go of this.#held.splice(0)) go()
  }

  rows(document: string) {
    return this.inner.rows(document)
  }

  async load(document: string): Promise<LoadedDocument> {
    this.loads += 1
    if (this.loadFails !== null) throw this.loadFails
    return this.inner.load(document)
  }

  async append(batch: readonly Append[]): Promise<Map<string, number>> {
    this.appends.push(batch)
    if (this.holding) await new Promise<void>((resolve) => this.#held.push(resolve))
    if (this.failing !== null) throw this.failing
    const first = await this.inner.append(batch)
    this.onStored(batch)
    return first
  }

  after(document: string, seq: number): Promise<StoredRow[] | null> {
    return this.inner.after(document, seq)
  }

  objection(batch: readonly Append[]): Error | null {
    return this.inner.objection(batch)
  }

  clients(document: string, clientIds: readonly number[]): Promise<Lease[]> {
    return this.inner.clients(document, clientIds)
  }

  heads(documents: readonly string[]): Promise<Map<string, number>> {
    return this.inner.heads(documents)
  }

  compact(document: string, snapshot: Uint8Array, seq: number): Promise<boolean> {
    return this.inner.compact(document, snapshot, seq)
  }
}

/** A seeded generator (mulberry32), so that a failure can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
