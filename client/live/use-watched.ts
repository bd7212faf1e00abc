// Owns reading a watched map whole in a component (see watch.ts): everything in it now, and again after every change.

import { useSyncExternalStore } from 'react'
import type { Watched } from './watch.ts'

const never = () => () => {}
const NOTHING: ReadonlyMap<string, never> = new Map<string, never>()

export function useWatched<T>(watched: Watched<T> | null): ReadonlyMap<string, T> {
  return useSyncExternalStore(watched?.subscribeAll ?? never, () => watched?.all() ?? NOTHING)
}
