// Owns the connections to Redis when there are several nodes. Redis is a hint and never the truth: without it everything
// goes on, hints are dropped, and connections come back by themselves. Must never crash, nor keep a growing queue.

import { createClient } from 'redis'
import type { Log } from './log.ts'

/** Hints waiting for a connection that is just coming; more than this would be old news. */
const QUEUE_MAX_COMMANDS = 1_000
const CONNECT_TIMEOUT_MS = 2_000
const PING_TIMEOUT_MS = 1_000
/** A frozen Redis keeps its connection open: silence between two pings gives it away. */
const PING_EVERY_MS = 5_000
const SILENCE_MAX_MS = 15_000
const RECONNECT_FIRST_MS = 100
/** A new Redis is found this soon: three seconds after its return all nodes are equal (SYNC S27). */
const RECONNECT_MAX_MS = 500

const SUBSCRIBE_AGAIN_MS = 1_000

type RedisClient = ReturnType<typeof makeClient>

export interface Redis {
  /** Never rejects: the number of subscribers it reached, 0 when it could not be sent (receivers notice by number). */
  send(channel: string, message: Buffer): Promise<number>
  /** Resolves once subscribed, however late; the subscription is renewed after every reconnection. */
  listen(channel: string, heed: (message: Buffer) => void): Promise<void>
  ready(): boolean
  /** Rejects when Redis does not answer within a second. */
  ping(): Promise<void>
  /** Called after every (re)connection once its subscriptions are acknowledged: the moment to catch up on what was missed. */
  onReady(listener: () => void): () => void
  close(): Promise<void>
}

/** Resolves when connected, or after two seconds without: the node then starts alone and joins later (F18). */
export async function connectRedis(url: string, log: Log): Promise<Redis> {
  const publisher = makeClient(url)
  const subscriber = makeClient(url)
  const listeners = new Set<() => void>()
  const ending = new AbortController()
  watch(publisher, 'publisher', log)
  watch(subscriber, 'subscriber', log)
  subscriber.on('ready', () => {
    for (const listener of listeners) listener()
  })
  const connected = Promise.all([publisher.connect(), subscriber.connect()])
  connected.catch((error: unknown) => log.warn({ err: error }, 'Redis gave up connecting'))
  if (!(await inTime(connected, CONNECT_TIMEOUT_MS))) {
    log.warn('Redis is away: this node works alone and joins the others when it is back')
  }
  return {
    send: (channel, message) =>
      publisher.isReady ? publisher.publish(channel, message).catch(() => 0) : Promise.resolve(0),
    async listen(channel, heed) {
      // A subscription asked for while the connection breaks is refused, and then nobody renews it.
      while (!ending.signal.aborted && !(await subscribed(subscriber, channel, heed, log))) await soonReady(subscriber)
    },
    ready: () => publisher.isReady && subscriber.isReady,
    async ping() {
      if (!(await inTime(publisher.isReady ? publisher.ping() : null, PING_TIMEOUT_MS))) {
        throw new Error('Redis does not answer')
      }
    },
    onReady(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    async close() {
      ending.abort()
      for (const client of [subscriber, publisher]) if (client.isOpen) client.destroy()
    },
  }
}

function makeClient(url: string) {
  return createClient({
    url,
    commandsQueueMaxLength: QUEUE_MAX_COMMANDS,
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_MAX_MS,
      reconnectStrategy: (retries) => Math.min(RECONNECT_FIRST_MS * 2 ** retries, RECONNECT_MAX_MS),
    },
  })
}

async function subscribed(
  client: RedisClient,
  channel: string,
  heed: (message: Buffer) => void,
  log: Log,
): Promise<boolean> {
  try {
    await client.subscribe(channel, heed, true)
    return true
  } catch (error) {
    log.warn({ err: error }, 'Redis took no subscription; it is asked again')
    return false
  }
}

/** At the next connection, or after a while when it is something else that is wrong. */
function soonReady(client: RedisClient): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(ready, SUBSCRIBE_AGAIN_MS)
    timer.unref()
    function ready(): void {
      clearTimeout(timer)
      client.off('ready', ready)
      resolve()
    }
    client.once('ready', ready)
  })
}

/** An `error` event without a listener is an uncaught exception. One line per outage, not one per attempt. */
function watch(client: RedisClient, role: string, log: Log): void {
  let away = false
  client.on('error', (error: unknown) => {
    if (!away) log.warn({ err: error, role }, 'Redis is away')
    away = true
  })
  client.on('ready', () => {
    if (away) log.info({ role }, 'Redis is back')
    away = false
  })
}

async function inTime(work: Promise<unknown> | null, ms: number): Promise<boolean> {
  if (!work) return false
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
