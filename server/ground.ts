// Owns what every part is built on, opened in order and closed in the reverse: log, database, outbox, Redis, jobs.
// It must never know a room.

import type { Config } from './config.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { openDatabase } from './platform/database/index.ts'
import { createLifecycle } from './platform/lifecycle.ts'
import { createLog, type Log } from './platform/log.ts'
import { createMetrics } from './platform/metrics.ts'
import { createOutbox } from './platform/outbox.ts'
import { connectRedis } from './platform/redis.ts'
import { createSchedule } from './platform/schedule.ts'
import { sessionSecret } from './platform/secret.ts'
import type { Topic, Topics } from './platform/topics.ts'

export type Ground = Awaited<ReturnType<typeof layGround>>

/** `id` is the delivery's: the same when it is repeated. */
export type Subscriptions = { [T in Topic]?: (payload: Topics[T], id: number) => Promise<void> }

export interface GroundOverrides {
  clock?: Clock
  log?: Log
  /** A folder to copy a new embedded database from. */
  template?: string
}

/** Whatever was opened before a failure is closed again. */
export async function layGround(config: Config, overrides: GroundOverrides = {}) {
  const clock = overrides.clock ?? systemClock
  const log = overrides.log ?? createLog(config.logLevel)
  const lifecycle = createLifecycle({ log })
  // Process-wide figures belong to a process of its own; port 0 is a test with others beside it.
  const metrics = createMetrics({ own: config.port !== 0 })
  try {
    const template = overrides.template === undefined ? {} : { template: overrides.template }
    const database = await openDatabase(config, log, template)
    lifecycle.onStop('database', () => database.close())
    database.onState(metrics.databaseState)
    metrics.databaseState(database.state())
    const secret = await sessionSecret(config, database)
    const redis = config.redisUrl === null ? null : await connectRedis(config.redisUrl, log)
    if (redis) lifecycle.onStop('redis', () => redis.close())
    const schedule = createSchedule({ clock, log })
    lifecycle.onStop('schedule', () => schedule.stop())
    const outbox = createOutbox({
      database,
      clock,
      log,
      // Without Redis there is one node: what a killed one was delivering need not wait for its lease to run out.
      alone: config.redisUrl === null,
      onDelivered: (subscriber) => metrics.outboxDelivered.inc({ subscriber }),
      onFailed: (subscriber) => metrics.outboxFailed.inc({ subscriber }),
    })
    lifecycle.onStop('outbox', () => outbox.drain())

    return {
      config,
      clock,
      now: () => new Date(clock.now()),
      log,
      metrics,
      lifecycle,
      database,
      db: database.db,
      secret,
      redis,
      schedule,
      outbox,
      /** Subscribes under one name to every topic that has a handler here. */
      on(name: string, handlers: Subscriptions): void {
        for (const topic of Object.keys(handlers) as Topic[]) {
          const handle = handlers[topic] as ((payload: object, id: number) => Promise<void>) | undefined
          if (handle) outbox.subscribe(topic, name, ({ payload, id }) => handle(payload, id))
        }
      },
      /** For /readyz: null, or what is not there. */
      async missing(): Promise<string | null> {
        if (lifecycle.stopping) return 'stopping'
        const [stored, relayed] = await Promise.allSettled([database.ping(), redis?.ping()])
        if (stored.status === 'rejected') return 'the database does not answer'
        return relayed.status === 'rejected' ? 'Redis does not answer' : null
      },
    }
  } catch (error) {
    await lifecycle.stop('the start failed')
    throw error
  }
}
