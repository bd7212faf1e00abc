// Owns a list that components add themselves to while they are on screen: keys, things to do. Order is order of arrival.

import { useSyncExternalStore } from 'react'

export interface Registry<T> {
  all(): readonly T[]
  /** Answers how to leave again. */
  add(item: T): () => void
  subscribe(listener: () => void): () => void
}

export function createRegistry<T>(): Registry<T> {
  let items: readonly T[] = []
  const listeners = new Set<() => void>()
  const set = (next: readonly T[]) => {
    items = next
    for (const listener of listeners) listener()
  }
  return {
    all: () => items,
    add(item) {
      set([...items, item])
      return () => set(items.filter((other) => other !== item))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function useRegistry<T>(registry: Registry<T>): readonly T[] {
  return useSyncExternalStore(registry.subscribe, registry.all, registry.all)
}
