// Owns the port between nodes: hints that a document has grown, and what else one node tells the others. Anything on it may
// be lost, doubled or reordered; the log is the truth (S25). It must never carry an edit that is not already on disk, and
// whoever speaks on it must never wait for it.

export interface Hint {
  document: string
  /** The number of the first row told of. */
  first: number
  /** The last number now on disk. */
  seq: number
  /** The rows from `first` to `seq` as one update; null when they are too large to send along: they are in the log. */
  update: Uint8Array | null
}

/** Totals since the start, but for `others` and `joined`. */
export interface BusStats {
  sent: number
  received: number
  /** Not sent, because nobody would have heard it: told to the others as soon as they can hear again. */
  dropped: number
  /** Not signed with the cluster's key. */
  forged: number
  /** Of a version that this one does not read. */
  foreign: number
  /** Heard before. */
  repeated: number
  /** Other nodes that are alive. */
  others: number
  /** What this node says is heard. */
  joined: boolean
}

export interface Bus {
  /** This node, different at every start. */
  readonly node: string
  /** Never throws and never waits: a hint that cannot be sent is dropped. */
  publish(hint: Hint): void
  /** Resolves once hints will arrive (S26: a room subscribes before it loads). Returns the function that ends it. */
  subscribe(document: string, heed: (hint: Hint) => void): Promise<() => void>
  /** To every other node, never to oneself. As unreliable as a hint. */
  tell(topic: string, body: Uint8Array): void
  hear(topic: string, heed: (body: Uint8Array, node: string) => void): () => void
  /** After every subscription that Redis has acknowledged, and whenever something may have been missed: catch up now. */
  onMissed(listener: () => void): () => void
  /** A node has not been heard of for so long that it counts as dead. */
  onGone(listener: (node: string) => void): () => void
  stats(): BusStats
}

/** Who listens on one node, and what has been counted there: what every bus needs. */
export class Listeners {
  readonly #hints = new Map<string, Set<(hint: Hint) => void>>()
  readonly #topics = new Map<string, Set<(body: Uint8Array, node: string) => void>>()
  readonly missed = new Set<() => void>()
  readonly gone = new Set<(node: string) => void>()

  subscribe(document: string, heed: (hint: Hint) => void): () => void {
    return addTo(this.#hints, document, heed)
  }

  hear(topic: string, heed: (body: Uint8Array, node: string) => void): () => void {
    return addTo(this.#topics, topic, heed)
  }

  hint(hint: Hint): void {
    for (const heed of this.#hints.get(hint.document) ?? []) heed(hint)
  }

  told(topic: string, body: Uint8Array, node: string): void {
    for (const heed of this.#topics.get(topic) ?? []) heed(body, node)
  }
}

function addTo<T>(sets: Map<string, Set<T>>, key: string, one: T): () => void {
  const set = sets.get(key) ?? new Set()
  sets.set(key, set)
  set.add(one)
  return () => {
    set.delete(one)
    if (set.size === 0) sets.delete(key)
  }
}

export interface MemoryBus extends Bus {
  /** Another node on the same bus. */
  join(): MemoryBus
  /** This node dies: the others are told, and it hears nothing any more. */
  leave(): void
  /** What this node says is lost from now on, or heard again. */
  cut(away: boolean): void
}

/** Several engines in one process, for tests and for a single node that is several in one program. */
export function memoryBus(): MemoryBus {
  const nodes = new Map<string, { listeners: Listeners; stats: BusStats }>()

  function join(): MemoryBus {
    const node = `node-${nodes.size + 1}`
    const listeners = new Listeners()
    const stats = { sent: 0, received: 0, dropped: 0, forged: 0, foreign: 0, repeated: 0, others: 0, joined: true }
    let away = false
    nodes.set(node, { listeners, stats })

    /** `toAll`: a hint reaches its own node too, which knows it already, as engines may share one. */
    function send(deliver: (to: Listeners) => void, toAll: boolean): void {
      if (away || !nodes.has(node)) return void stats.dropped++
      stats.sent += 1
      for (const [name, other] of nodes) {
        if (name === node && !toAll) continue
        queueMicrotask(() => {
          if (!nodes.has(name)) return
          other.stats.received += 1
          deliver(other.listeners)
        })
      }
    }

    return {
      node,
      publish: (hint) => send((to) => to.hint(hint), true),
      subscribe: async (document, heed) => listeners.subscribe(document, heed),
      tell: (topic, body) => send((to) => to.told(topic, body, node), false),
      hear: (topic, heed) => listeners.hear(topic, heed),
      onMissed: (listener) => added(listeners.missed, listener),
      onGone: (listener) => added(listeners.gone, listener),
      stats: () => ({ ...stats, others: nodes.size - 1, joined: !away }),
      join,
      leave() {
        nodes.delete(node)
        for (const { listeners: others } of nodes.values()) for (const told of others.gone) told(node)
      },
      cut(now) {
        const back = away && !now
        away = now
        if (back) for (const { listeners: each } of nodes.values()) for (const told of each.missed) told()
      },
    }
  }

  return join()
}

export function added<T>(set: Set<T>, one: T): () => void {
  set.add(one)
  return () => {
    set.delete(one)
  }
}
