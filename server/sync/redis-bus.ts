// Owns the bus on Redis pub/sub: one channel for everything a cluster's nodes tell each other, one signed message per turn.
// One channel and not one per document, because then opening a room asks Redis nothing: with Redis frozen or away rooms open
// as fast as ever, one acknowledged subscription covers them all, and what a node says stays in order. A node throws away
// hints of documents that are not open there. It must never wait for Redis, nor keep what it could not send: whoever missed
// something catches up from the log.
import { randomBytes } from 'node:crypto'
import { type Bus, type BusStats, added, type Hint, Listeners } from './bus.ts'
import { busKey, encodeItem, type Item, type Message, readMessage, sign } from './bus-messages.ts'
import type { Clock } from './clock.ts'

/** What the bus needs of Redis; `server/platform/redis.ts` gives it. */
export interface RedisLink {
  /** The number of subscribers it reached; 0, and no rejection, when it could not be sent. */
  send(channel: string, message: Buffer): Promise<number>
  /** Calls for every message, and renews the subscription by itself. Resolves when it stands, however late. */
  listen(channel: string, heed: (message: Buffer) => void): Promise<void>
  /** Called after every (re)connection once the subscription is acknowledged. */
  onReady(listener: () => void): () => void
  ready(): boolean
}

export interface RedisBusOptions {
  link: RedisLink
  /** What only the nodes of this cluster know. */
  secret: string
  clock: Clock
  note?(event: string, fields: Record<string, unknown>): void
}

/** Larger updates are read from the log: through Redis they would delay everybody's carets. */
export const INLINE_UPDATE_BYTES = 16 * 1024
/** A message is sent when it has grown this large, though the turn goes on. */
const MESSAGE_BYTES = 256 * 1024
/** Messages that Redis has not answered; more means it is frozen, and hints that come later are of no use. */
const UNANSWERED_MESSAGES = 64
const UNANSWERED_BYTES = 1024 * 1024
const BEAT_MS = 1_000
/** Not heard for so long: this node itself is cut off, or another one is dead. Five beats outlast a busy event loop. */
const SILENCE_MS = 5_000
/** A frozen Redis does not hold up a stop. */
const GOODBYE_MS = 500
/** How many numbers of a node are remembered to know a repetition. */
const REMEMBERED_NUMBERS = 1_024

interface Peer {
  heardAt: number
  highest: number
  numbers: Set<number>
}

export interface RedisBus extends Bus {
  /** Says goodbye, so that nobody waits out the silence. */
  close(): Promise<void>
}

export function redisBus(options: RedisBusOptions): RedisBus {
  return new OnRedis(options)
}

class OnRedis implements RedisBus {
  readonly node = randomBytes(9).toString('base64url')
  readonly #key
  readonly #listeners = new Listeners()
  readonly #peers = new Map<string, Peer>()
  readonly #counts = { sent: 0, received: 0, dropped: 0, forged: 0, foreign: 0, repeated: 0 }
  readonly #stops: (() => void)[] = []
  #items: Uint8Array[] = []
  #itemBytes = 0
  #flushing = false
  #number = 0
  #unanswered = 0
  #unansweredBytes = 0
  /** Something was dropped that the others do not know of. */
  #owes = false
  /** Counts subscriptions: in each of them the node has to hear itself once before it counts as joined. */
  #subscription = 1
  #joined = false
  #heardSelfAt = 0

  constructor(private readonly options: RedisBusOptions) {
    const { link, clock, secret } = options
    this.#key = busKey(secret)
    link
      .listen(this.#key.channel, (bytes) => this.#receive(bytes))
      .then(
        () => this.#beat(),
        (cause: unknown) => this.options.note?.('nodes-not-heard', { error: String(cause) }),
      )
    this.#stops.push(
      link.onReady(() => {
        this.#subscription += 1
        this.#joined = false
        this.#beat()
      }),
      clock.every(BEAT_MS, () => {
        this.#beat()
        this.#look()
      }),
    )
  }

  publish(hint: Hint): void {
    const small = hint.update !== null && hint.update.length <= INLINE_UPDATE_BYTES
    this.#say({ kind: 'hint', hint: small ? hint : { ...hint, update: null } })
  }

  async subscribe(document: string, heed: (hint: Hint) => void): Promise<() => void> {
    return this.#listeners.subscribe(document, heed)
  }

  tell(topic: string, body: Uint8Array): void {
    this.#say({ kind: 'told', topic, body })
  }

  hear(topic: string, heed: (body: Uint8Array, node: string) => void): () => void {
    return this.#listeners.hear(topic, heed)
  }

  onMissed(listener: () => void): () => void {
    return added(this.#listeners.missed, listener)
  }

  onGone(listener: (node: string) => void): () => void {
    return added(this.#listeners.gone, listener)
  }

  stats(): BusStats {
    return { ...this.#counts, others: this.#peers.size, joined: this.#joined }
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop()
    this.#say({ kind: 'bye' })
    const said = this.#flush()
    await new Promise<void>((resolve) => {
      const cancel = this.options.clock.after(GOODBYE_MS, resolve)
      void said.then(cancel).then(resolve)
    })
  }

  // Speaking

  #say(item: Item): void {
    if (!this.#maySpeak()) return this.#drop(1)
    const bytes = encodeItem(item)
    this.#items.push(bytes)
    this.#itemBytes += bytes.length
    if (this.#itemBytes >= MESSAGE_BYTES) return void this.#flush()
    if (this.#flushing) return
    this.#flushing = true
    queueMicrotask(() => void this.#flush())
  }

  #maySpeak(): boolean {
    return (
      this.options.link.ready() && this.#unanswered < UNANSWERED_MESSAGES && this.#unansweredBytes < UNANSWERED_BYTES
    )
  }

  #drop(items: number): void {
    this.#counts.dropped += items
    this.#owes = true
  }

  async #flush(): Promise<void> {
    this.#flushing = false
    const items = this.#items
    if (items.length === 0) return
    this.#items = []
    this.#itemBytes = 0
    if (!this.#maySpeak()) return this.#drop(items.length)
    const message = sign(this.#key, this.node, ++this.#number, items)
    this.#unanswered += 1
    this.#unansweredBytes += message.length
    const reached = await this.options.link.send(this.#key.channel, message)
    this.#unanswered -= 1
    this.#unansweredBytes -= message.length
    if (reached > 0) this.#counts.sent += items.length
    else this.#drop(items.length)
  }

  #beat(): void {
    if (!this.options.link.ready()) return
    if (this.#owes && this.#unanswered === 0) {
      this.#owes = false
      this.#say({ kind: 'missed' })
    }
    this.#say({ kind: 'beat', subscription: this.#subscription })
  }

  // Hearing

  #receive(bytes: Uint8Array): void {
    const message = readMessage(this.#key, bytes)
    if (typeof message === 'string') return void this.#counts[message]++
    if (message.node === this.node) return this.#heardSelf(message)
    if (!this.#isNew(message)) return void this.#counts.repeated++
    this.#counts.received += message.items.length
    for (const item of message.items) {
      try {
        this.#heed(item, message.node)
      } catch (cause) {
        // One listener's mistake must not end the connection's reader.
        this.options.note?.('bus-listener-threw', { error: String(cause) })
      }
    }
  }

  #heed(item: Item, node: string): void {
    if (item.kind === 'hint') this.#listeners.hint(item.hint)
    else if (item.kind === 'told') this.#listeners.told(item.topic, item.body, node)
    else if (item.kind === 'missed') this.#missed()
    else if (item.kind === 'bye') this.#gone(node)
  }

  #missed(): void {
    for (const listener of this.#listeners.missed) listener()
  }

  /** What left here has come back: both directions work, and the subscription stands. */
  #heardSelf({ items }: Message): void {
    const subscribed = items.some((item) => item.kind === 'beat' && item.subscription === this.#subscription)
    if (!subscribed) return
    this.#heardSelfAt = this.options.clock.now()
    if (this.#joined) return
    this.#joined = true
    this.options.note?.('nodes-joined', { node: this.node })
    this.#missed()
  }

  /** Reordered is fine, repeated is not. */
  #isNew({ node, number }: Message): boolean {
    const peer = this.#peers.get(node) ?? { heardAt: 0, highest: 0, numbers: new Set() }
    if (peer.numbers.has(number) || number <= peer.highest - REMEMBERED_NUMBERS) return false
    if (!this.#peers.has(node)) this.#met(node)
    this.#peers.set(node, peer)
    peer.heardAt = this.options.clock.now()
    peer.highest = Math.max(peer.highest, number)
    peer.numbers.add(number)
    const [oldest] = peer.numbers
    if (peer.numbers.size > REMEMBERED_NUMBERS && oldest !== undefined) peer.numbers.delete(oldest)
    return true
  }

  /** A new one is greeted, so that it knows us before our next beat. */
  #met(node: string): void {
    this.options.note?.('node-met', { node })
    queueMicrotask(() => this.#beat())
  }

  /** Who has fallen silent. */
  #look(): void {
    const limit = this.options.clock.now() - SILENCE_MS
    if (this.#joined && this.#heardSelfAt < limit) {
      this.#joined = false
      this.options.note?.('nodes-away', { node: this.node })
    }
    for (const [node, { heardAt }] of this.#peers) {
      if (heardAt < limit) this.#gone(node)
    }
  }

  #gone(node: string): void {
    this.#peers.delete(node)
    this.options.note?.('node-gone', { node })
    for (const listener of this.#listeners.gone) listener(node)
  }
}
