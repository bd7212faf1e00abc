// Owns effects after a commit: what a transaction enqueued reaches every subscriber of its topic at least once, in id
// order per key, on one node at a time. Must never lose a row, nor let one failing subscriber or board hold up others.

import { AsyncResource } from 'node:async_hooks'
import { sql } from 'drizzle-orm'
import type { Clock } from './clock.ts'
import { afterCommit, type Database, isUnavailable, type Tx } from './database/index.ts'
import type { Log } from './log.ts'
import { createRecorder } from './outbox-recorder.ts'
import { createOutboxStore, LEASE_MS, type OutboxRow } from './outbox-store.ts'
import { createSubscribers, type Handler, type Subscriber } from './outbox-subscribers.ts'
import type { Topic, Topics } from './topics.ts'

/** Catches what no wake announced: another node's row after that node died, a retry that has become due. */
const POLL_MS = 1_000
const CLAIM_ROWS = 100
/** Held at once; a subscriber slower than the rest stops the claiming here instead of filling memory. */
const HELD_MAX_ROWS = 1_000
const RETRY_DELAYS_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]
const PURGE_EVERY_MS = 3_600_000
const IDLE_DEADLINE_MS = 10_000
const IDLE_LOOK_MS = 25

export type { Delivery } from './outbox-subscribers.ts'

export interface Outbox {
  /**
   * Told the moment a transaction of this process that enqueued this topic has committed, however much the outbox still has
   * to deliver before it. The row follows all the same, here or on another node: this is only the sooner.
   */
  atOnce<T extends Topic>(topic: T, tell: (payload: Topics[T]) => Promise<void>): void
  /** Before `start`. One name may take several topics; its handler must be idempotent. */
  subscribe<T extends Topic>(topics: T | readonly T[], name: string, handler: Handler<T>): void
  start(): Promise<void>
  /** Looks for due rows now. Committing an enqueue does this by itself. */
  wake(): void
  /** Resolves when everything enqueued so far is delivered to everyone; rejects after ten seconds. For tests. */
  idle(deadlineMs?: number): Promise<void>
  /** Takes nothing new, waits for the running handlers, gives the rest back to the other nodes. */
  drain(): Promise<void>
}

export interface OutboxOptions {
  database: Database
  clock: Clock
  log: Log
  /** No other node uses this database, so what the last process had leased is free now. Default: embedded. */
  alone?: boolean
  retryDelaysMs?: readonly number[]
  onDelivered?: (subscriber: string) => void
  onFailed?: (subscriber: string) => void
}

/** All outboxes of this process (tests run several nodes in one): a commit wakes each of them. */
const awake = new Set<() => void>()
/** The same for those who are told before any row is read. */
const hasty = new Set<(topic: Topic, payload: object) => void>()

/** Part of the transaction: the row exists exactly when the change it tells of does. */
export async function enqueue<T extends Topic>(tx: Tx, topic: T, key: string, payload: Topics[T]): Promise<void> {
  await tx.execute(
    sql`insert into outbox (topic, key, payload) values (${topic}, ${key}, ${JSON.stringify(payload)}::jsonb)`,
  )
  afterCommit(() => {
    wakeAll()
    for (const told of hasty) told(topic, payload)
  })
}

function wakeAll(): void {
  for (const wake of awake) wake()
}

type Result = { end: 'delivered' } | { end: 'late'; error: string; delayMs: number } | { end: 'kept' }

export function createOutbox(options: OutboxOptions): Outbox {
  const { database, clock, log } = options
  const alone = options.alone ?? database.kind === 'embedded'
  const delaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS
  const store = createOutboxStore(database, database.kind === 'embedded')
  const subscribers = createSubscribers(clock)
  const held = new Map<number, OutboxRow>()
  /** Last delivery of each subscriber and key: the next one waits for it. */
  const tails = new Map<string, Promise<unknown>>()
  /** Where a delivery failed: later rows of that subscriber and key ask the database before they go. */
  const stalled = new Set<string>()
  const cancels = new Set<() => void>()
  let state: 'new' | 'running' | 'draining' = 'new'
  let looking: Promise<void> | null = null
  let lookAgain = false
  let troubled = false

  const recorder = createRecorder({
    store,
    clock,
    onWritten({ done, postponed }) {
      for (const id of [...done, ...postponed.map((one) => one.id)]) held.delete(id)
      for (const { delayMs } of postponed) timer(delayMs, wake)
      if (lookAgain) wake()
    },
    onError: trouble,
  })

  function trouble(error: unknown): void {
    if (!isUnavailable(error)) log.error({ err: error }, 'outbox')
    else if (!troubled) log.warn({ err: error }, 'outbox waits for the database')
    troubled = true
  }

  function timer(delayMs: number, run: () => void): void {
    if (state !== 'running') return
    const cancel = clock.after(delayMs, () => {
      cancels.delete(cancel)
      run()
    })
    cancels.add(cancel)
  }

  // Bound to no transaction: a wake arrives in the async context of whoever committed.
  const wake = AsyncResource.bind((): void => {
    if (state !== 'running') return
    if (looking) {
      lookAgain = true
      return
    }
    looking = look().finally(() => {
      looking = null
      if (lookAgain && held.size < HELD_MAX_ROWS) wake()
    })
  })

  async function look(): Promise<void> {
    try {
      lookAgain = false
      const rows = await store.claim(CLAIM_ROWS, [...held.keys()])
      troubled = false
      for (const row of rows) take(row)
      lookAgain ||= rows.length === CLAIM_ROWS
    } catch (error) {
      lookAgain = false
      trouble(error)
    }
  }

  function take(row: OutboxRow): void {
    held.set(row.id, row)
    const owed = subscribers.owed(row)
    const results: Result[] = []
    if (owed.length === 0) recorder.add({ done: [row.id] })
    for (const subscriber of owed) {
      void inTurn(subscriber, row).then((result) => {
        results.push(result)
        const last = results.length === owed.length
        if (last && results.every(({ end }) => end === 'delivered')) return recorder.add({ done: [row.id] })
        if (result.end === 'delivered') recorder.add({ deliveries: [{ id: row.id, subscriber: subscriber.name }] })
        if (last) postpone(row, results)
      })
    }
  }

  /** What a draining node kept goes back as it was; what failed waits as long as its slowest subscriber asks. */
  function postpone(row: OutboxRow, results: Result[]): void {
    const late = results.filter((result) => result.end === 'late').sort((a, b) => b.delayMs - a.delayMs)[0]
    if (late) recorder.add({ postponed: [{ id: row.id, delayMs: late.delayMs, error: late.error }] })
  }

  function inTurn(subscriber: Subscriber, row: OutboxRow): Promise<Result> {
    const chain = `${subscriber.name}\n${row.key}`
    const before = tails.get(chain) ?? Promise.resolve()
    const result = before.then(() => subscriber.gate(() => attempt(subscriber, row, chain)))
    tails.set(chain, result)
    void result.finally(() => tails.get(chain) === result && tails.delete(chain))
    return result
  }

  /** Never rejects. */
  async function attempt(subscriber: Subscriber, row: OutboxRow, chain: string): Promise<Result> {
    const delayMs = delaysMs[Math.min(row.attempts, delaysMs.length - 1)] ?? POLL_MS
    if (state === 'draining') return { end: 'kept' }
    try {
      if ((row.behind || stalled.has(chain)) && (await mustWait(subscriber, row, chain))) {
        return { end: 'late', error: `${subscriber.name} waits for an earlier one`, delayMs }
      }
      await subscribers.deliver(subscriber, row)
      options.onDelivered?.(subscriber.name)
      return { end: 'delivered' }
    } catch (error) {
      stalled.add(chain)
      options.onFailed?.(subscriber.name)
      log.warn({ err: error, outboxId: row.id, topic: row.topic, subscriber: subscriber.name }, 'delivery failed')
      return { end: 'late', error: `${subscriber.name}: ${error instanceof Error ? error.name : 'failed'}`, delayMs }
    }
  }

  async function mustWait(subscriber: Subscriber, row: OutboxRow, chain: string): Promise<boolean> {
    await recorder.flushed()
    if (await store.owedEarlier(row, subscriber.name, [...subscriber.topics])) return true
    stalled.delete(chain)
    return false
  }

  const urgent = new Map<Topic, (payload: never) => Promise<void>>()
  // Bound to no transaction, as `wake` is.
  const hasten = AsyncResource.bind((topic: Topic, payload: object): void => {
    urgent
      .get(topic)?.(payload as never)
      .catch(trouble)
  })

  function poll(): void {
    timer(POLL_MS, () => {
      const due = looking || held.size >= HELD_MAX_ROWS ? Promise.resolve(false) : store.anyDue()
      due.then((any) => any && wake(), trouble).finally(poll)
    })
  }

  function renew(): void {
    timer(LEASE_MS / 3, () => {
      const renewed = held.size > 0 ? store.renew([...held.keys()]) : Promise.resolve()
      renewed.catch(trouble).finally(renew)
    })
  }

  function purge(): void {
    timer(PURGE_EVERY_MS, () => {
      store.purge().catch(trouble).finally(purge)
    })
  }

  return {
    atOnce(topic, tell) {
      urgent.set(topic, tell)
    },

    subscribe(topics, name, handler) {
      if (state !== 'new') throw new Error(`subscribe ${name} before the outbox starts`)
      subscribers.add(typeof topics === 'string' ? [topics] : topics, name, handler)
    },

    async start() {
      if (state !== 'new') throw new Error('the outbox has been started before')
      state = 'running'
      if (alone) await store.release('all').catch(trouble)
      awake.add(wake)
      hasty.add(hasten)
      poll()
      renew()
      purge()
      wake()
    },

    wake,

    async idle(deadlineMs = IDLE_DEADLINE_MS) {
      const until = Date.now() + deadlineMs
      const last = await store.lastId()
      for (;;) {
        const owed = await store.owed(last)
        if (owed.length === 0) return
        if (Date.now() > until) throw new Error(`the outbox still owes ${JSON.stringify(owed)}`)
        wake()
        await new Promise((resolve) => setTimeout(resolve, IDLE_LOOK_MS))
      }
    },

    async drain() {
      if (state === 'new') {
        state = 'draining'
        return
      }
      state = 'draining'
      awake.delete(wake)
      hasty.delete(hasten)
      for (const cancel of cancels) cancel()
      cancels.clear()
      await looking
      await Promise.all(tails.values())
      await recorder.flushed()
      const kept = [...held.keys()]
      // Given back once: by the next time another node may hold them.
      held.clear()
      await store.release(kept).catch(trouble)
    },
  }
}
