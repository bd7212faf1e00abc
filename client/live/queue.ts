// Owns commands between the button and the answer: their keys, order, waiting while unreachable, and sending again with
// the same key. It knows no network (a transport is handed in) and no React.

import type { Outcome } from '../../shared/outcome.ts'
import { isUnreached } from './http.ts'

export interface Waiting {
  key: string
  name: string
  input: unknown
  /** Commands of one lane go one after the other, so that the last wish wins. */
  lane: string
}

export interface Transport {
  /** Never rejects; not reaching the server is `retry/offline`. */
  send(name: string, input: unknown, key: string): Promise<Outcome<unknown>>
}

/** Where waiting commands survive a closed tab. */
export interface Shelf {
  put(command: Waiting): void
  drop(key: string): void
  all(): Waiting[]
  clear(): void
}

export interface QueueOptions {
  transport: Transport
  newKey: () => string
  /** Runs `fn` later; answers a function that calls it off. */
  after: (ms: number, fn: () => void) => () => void
  /** Told whenever the number of commands that could not be sent changes. */
  onWaiting?: (count: number) => void
  /** The answer to a command whose button is gone (the page was closed in between). */
  onLateAnswer?: (command: Waiting, outcome: Outcome<unknown>) => void
}

/** First and longest pause before an unreachable server is tried again; a connect tries at once. */
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 15_000
/** How often the server may say "not now" before the person hears it. */
const PATIENCE = 5
/** A day of offline work; more means something is wrong. */
export const QUEUE_MAX_COMMANDS = 500

interface Entry extends Waiting {
  state: 'waiting' | 'flying'
  /** Could not be sent when it should have been: counted, and shelved. */
  stuck: boolean
  refusedTimes: number
  notBefore: boolean
  settle: ((outcome: Outcome<unknown>) => void)[]
}

export class CommandQueue {
  private readonly options: QueueOptions
  private entries: Entry[] = []
  private shelf: Shelf | null = null
  private unreachable = false
  private retryMs = FIRST_RETRY_MS
  private cancelRetry: (() => void) | null = null
  private shownStuck = 0

  constructor(options: QueueOptions) {
    this.options = options
  }

  /** Resolves with the server's answer, however long the network is away. */
  send(name: string, input: unknown, lane: string): Promise<Outcome<unknown>> {
    if (this.entries.length >= QUEUE_MAX_COMMANDS) {
      const message = 'too many commands are waiting'
      return Promise.resolve({ ok: false, error: { kind: 'retry', reason: 'queue-full', message } })
    }
    return new Promise((resolve) => {
      const entry = this.enqueue({ key: this.options.newKey(), name, input, lane }, [resolve])
      if (this.unreachable) this.markStuck(entry)
      this.flush()
    })
  }

  /** Takes over what an earlier page of this person could not send. */
  adopt(shelf: Shelf): void {
    this.shelf = shelf
    const known = new Set(this.entries.map((entry) => entry.key))
    for (const command of shelf.all()) {
      if (known.has(command.key)) continue
      const late = (outcome: Outcome<unknown>) => this.options.onLateAnswer?.(command, outcome)
      this.enqueue(command, [late]).stuck = true
    }
    this.report()
    this.flush()
  }

  /** The server may be reachable again: try now instead of after the pause. */
  wake(): void {
    this.cancelRetry?.()
    this.cancelRetry = null
    this.unreachable = false
    this.retryMs = FIRST_RETRY_MS
    this.flush()
  }

  /** Signing out: whatever waits is somebody's who is leaving. */
  clear(outcome: Outcome<unknown>): void {
    this.shelf?.clear()
    this.shelf = null
    this.detach(outcome)
  }

  /** The session ended by itself: what waits stays on the shelf until this person is back. */
  detach(outcome: Outcome<unknown>): void {
    const leaving = this.entries
    for (const entry of leaving) this.markStuck(entry)
    this.entries = []
    this.shelf = null
    this.cancelRetry?.()
    this.cancelRetry = null
    this.unreachable = false
    this.report()
    for (const entry of leaving) for (const settle of entry.settle) settle(outcome)
  }

  private enqueue(command: Waiting, settle: Entry['settle']): Entry {
    const entry: Entry = { ...command, state: 'waiting', stuck: false, refusedTimes: 0, notBefore: false, settle }
    this.entries.push(entry)
    return entry
  }

  private flush(): void {
    if (this.unreachable) return
    const busy = new Set<string>()
    for (const entry of this.entries) {
      if (busy.has(entry.lane)) continue
      busy.add(entry.lane)
      if (entry.state === 'waiting' && !entry.notBefore) void this.fly(entry)
    }
  }

  private async fly(entry: Entry): Promise<void> {
    entry.state = 'flying'
    const outcome = await this.options.transport.send(entry.name, entry.input, entry.key)
    // The queue may have been cleared while this was under way.
    if (!this.entries.includes(entry)) return
    entry.state = 'waiting'
    if (isUnreached(outcome)) {
      this.markStuck(entry)
      this.pause()
      return
    }
    if (this.mayAskAgain(entry, outcome)) return
    this.entries.splice(this.entries.indexOf(entry), 1)
    if (entry.stuck) this.shelf?.drop(entry.key)
    this.report()
    for (const settle of entry.settle) settle(outcome)
    this.flush()
  }

  /** "Not now" and "too fast" are asked again a few times, with the same key, before anyone is bothered. */
  private mayAskAgain(entry: Entry, outcome: Outcome<unknown>): boolean {
    if (outcome.ok || (outcome.error.kind !== 'retry' && outcome.error.kind !== 'too-fast')) return false
    if (++entry.refusedTimes > PATIENCE) return false
    const pauseMs = outcome.error.retryAfterMs ?? FIRST_RETRY_MS * 2 ** (entry.refusedTimes - 1)
    entry.notBefore = true
    this.options.after(Math.min(pauseMs, LONGEST_RETRY_MS), () => {
      entry.notBefore = false
      this.flush()
    })
    return true
  }

  private pause(): void {
    if (this.unreachable) return
    this.unreachable = true
    for (const entry of this.entries) if (entry.state === 'waiting') this.markStuck(entry)
    const pauseMs = this.retryMs
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS)
    this.cancelRetry = this.options.after(pauseMs, () => {
      this.cancelRetry = null
      this.unreachable = false
      this.flush()
    })
  }

  private markStuck(entry: Entry): void {
    if (entry.stuck) return
    entry.stuck = true
    const { key, name, input, lane } = entry
    this.shelf?.put({ key, name, input, lane })
    this.report()
  }

  private report(): void {
    const stuck = this.entries.filter((entry) => entry.stuck).length
    if (stuck === this.shownStuck) return
    this.shownStuck = stuck
    this.options.onWaiting?.(stuck)
  }
}
