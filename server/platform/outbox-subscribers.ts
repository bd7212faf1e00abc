// Owns who listens to which topic of the outbox, how many of a subscriber's handlers run at once, and for how long one
// may run. Must never judge whether a delivery is due: it only makes it.

import type { Clock } from './clock.ts'
import type { OutboxRow } from './outbox-store.ts'
import type { Topic, Topics } from './topics.ts'

/** Handlers of one subscriber at the same time: each may want a connection, and the embedded database has one. Counted
 *  per subscriber, so that a mail server that hangs takes nothing from the live board. */
const HANDLERS_MAX = 4
/** A handler that takes longer hangs: its row is tried again, perhaps while the first try is still going on. */
const HANDLER_DEADLINE_MS = 30_000

export interface Delivery<T extends Topic = Topic> {
  /** Unique and rising: what a subscriber may use to recognise a repetition. */
  id: number
  topic: T
  key: string
  payload: Topics[T]
  /** How often delivering this row has failed before. */
  attempts: number
}

export type Handler<T extends Topic> = (delivery: Delivery<T>) => Promise<void>

export interface Subscriber {
  name: string
  topics: Set<string>
  handlers: Map<string, (delivery: Delivery<never>) => Promise<void>>
  /** Runs at most so many at once, the rest in order of arrival. */
  gate: <T>(run: () => Promise<T>) => Promise<T>
}

export function createSubscribers(clock: Clock) {
  const byName = new Map<string, Subscriber>()

  return {
    add<T extends Topic>(topics: readonly T[], name: string, handler: Handler<T>): void {
      const known = byName.get(name)
      const subscriber = known ?? { name, topics: new Set(), handlers: new Map(), gate: createGate(HANDLERS_MAX) }
      byName.set(name, subscriber)
      for (const topic of topics) {
        if (subscriber.topics.has(topic)) throw new Error(`${name} subscribes to ${topic} twice`)
        subscriber.topics.add(topic)
        subscriber.handlers.set(topic, handler)
      }
    },

    /** Those to whom the row is still owed. */
    owed(row: OutboxRow): Subscriber[] {
      return [...byName.values()].filter(({ name, topics }) => topics.has(row.topic) && !row.delivered.has(name))
    },

    deliver(subscriber: Subscriber, row: OutboxRow): Promise<void> {
      const handler = subscriber.handlers.get(row.topic)
      if (!handler) return Promise.resolve()
      const { id, topic, key, payload, attempts } = row
      return new Promise((resolve, reject) => {
        const cancel = clock.after(HANDLER_DEADLINE_MS, () =>
          reject(new Error(`took longer than ${HANDLER_DEADLINE_MS} ms`)),
        )
        Promise.resolve()
          .then(() => handler({ id, topic, key, payload, attempts } as Delivery<never>))
          .then(resolve, reject)
          .finally(cancel)
      })
    },
  }
}

function createGate(max: number): Subscriber['gate'] {
  let free = max
  const queue: (() => void)[] = []
  return async function pass(run) {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await run()
    } finally {
      const next = queue.shift()
      if (next)
        next() // the place is handed over, never free in between
      else free += 1
    }
  }
}
