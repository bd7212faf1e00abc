// Owns small observable facts by key (which card is active, who writes on which card): a listener hears of its own key.
// It knows nothing of what the keys are.

export class KeyedStore<V> {
  private readonly values = new Map<string, V>()
  private readonly listeners = new Map<string, Set<() => void>>()

  get(key: string): V | undefined {
    return this.values.get(key)
  }

  /** An equal value tells nobody; undefined forgets the key. */
  set(key: string, value: V | undefined): void {
    if (Object.is(this.values.get(key), value)) return
    if (value === undefined) this.values.delete(key)
    else this.values.set(key, value)
    for (const listener of Array.from(this.listeners.get(key) ?? [])) listener()
  }

  keys(): string[] {
    return Array.from(this.values.keys())
  }

  subscribe(key: string, listener: () => void): () => void {
    const listeners = this.listeners.get(key) ?? new Set()
    this.listeners.set(key, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.listeners.get(key) === listeners) this.listeners.delete(key)
    }
  }
}
