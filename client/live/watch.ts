// Owns watching a Yjs map entry by entry: a listener hears only of its own key. Works for maps of plain values (ledger)
// and maps of shared types (cards: `deep` also hears changes inside an entry).

import type * as Y from 'yjs'

export interface Watched<T> {
  get(key: string): T | undefined
  /** A fresh map object after every change, the same one in between. */
  all(): ReadonlyMap<string, T>
  /** Hears changes of one entry. */
  subscribe(key: string, listener: () => void): () => void
  /** Hears every change, once per transaction. */
  subscribeAll: (listener: () => void) => () => void
}

/** Changes of `map`, told once per transaction. With `read`, entries are shared types and `T` is what is read from them. */
export function watchMap<T>(map: Y.Map<T>): Watched<T>
export function watchMap<S, T>(map: Y.Map<S>, read: (key: string, entry: S) => T): Watched<T>
export function watchMap<S, T>(map: Y.Map<S>, read?: (key: string, entry: S) => T): Watched<T> {
  const one = new Map<string, Set<() => void>>()
  const every = new Set<() => void>()
  const values = new Map<string, T>()
  let whole: ReadonlyMap<string, T> | null = null

  const valueOf = (key: string): T | undefined => {
    if (!map.has(key)) return undefined
    if (!read) return map.get(key) as unknown as T
    const known = values.get(key)
    if (known !== undefined) return known
    const fresh = read(key, map.get(key) as S)
    values.set(key, fresh)
    return fresh
  }

  const tell = (keys: Iterable<string>) => {
    whole = null
    for (const key of keys) {
      values.delete(key)
      for (const listener of one.get(key) ?? []) listener()
    }
    for (const listener of every) listener()
  }

  if (read) {
    map.observeDeep((events) => {
      const keys = new Set<string>()
      for (const event of events) {
        const [first] = event.path
        if (event.path.length > 0) keys.add(String(first))
        else for (const key of event.changes.keys.keys()) keys.add(key)
      }
      tell(keys)
    })
  } else {
    map.observe((event) => tell(event.keysChanged))
  }

  return {
    get: valueOf,
    all() {
      if (whole) return whole
      const fresh = new Map<string, T>()
      for (const key of map.keys()) fresh.set(key, valueOf(key)!)
      whole = fresh
      return whole
    },
    subscribe(key, listener) {
      const listeners = one.get(key) ?? new Set()
      one.set(key, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && one.get(key) === listeners) one.delete(key)
      }
    },
    subscribeAll(listener) {
      every.add(listener)
      return () => every.delete(listener)
    },
  }
}
