// Owns the port between nodes: hints that a document has grown. A hint may be lost, doubled or reordered; the log is
// the truth (S25). It must never carry anything that is not already on disk.

export interface Hint {
  document: string
  /** The last sequence number now on disk. */
  seq: number
}

export interface Bus {
  /** Never throws and never waits: a hint that cannot be sent is dropped. */
  publish(hint: Hint): void
  /** Resolves once hints will arrive (S26: a room subscribes before it loads). Returns the function that ends it. */
  subscribe(document: string, heed: (hint: Hint) => void): Promise<() => void>
}

/** Several engines in one process, for tests. */
export function memoryBus(): Bus {
  const listeners = new Map<string, Set<(hint: Hint) => void>>()
  return {
    publish(hint) {
      for (const heed of listeners.get(hint.document) ?? []) queueMicrotask(() => heed(hint))
    },
    async subscribe(document, heed) {
      const set = listeners.get(document) ?? new Set()
      listeners.set(document, set)
      set.add(heed)
      return () => {
        set.delete(heed)
        if (set.size === 0) listeners.delete(document)
      }
    },
  }
}
