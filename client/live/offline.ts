// Owns what the page knows about its connection and how many commands wait. Says only what has been observed: a
// browser that thinks it is online while the server is unreachable is `reconnecting`, never `online`.

import { createStore, useStore } from './store.ts'

export type Connection =
  /** Nobody is signed in, or nothing has been asked of the server yet. */
  | 'idle'
  | 'online'
  /** The browser has a network, the server does not answer. */
  | 'reconnecting'
  /** The browser itself says there is no network. */
  | 'offline'

export interface ConnectionState {
  connection: Connection
  /** Commands not yet answered because the server could not be reached. */
  waiting: number
}

type Link = 'idle' | 'up' | 'down'

let link: Link = 'idle'
let browserOnline = typeof navigator === 'undefined' || typeof window === 'undefined' || navigator.onLine
const state = createStore<ConnectionState>({ connection: 'idle', waiting: 0 })

function refresh(waiting = state.get().waiting): void {
  const connection: Connection = !browserOnline
    ? 'offline'
    : link === 'up'
      ? 'online'
      : link === 'down'
        ? 'reconnecting'
        : 'idle'
  const now = state.get()
  if (now.connection !== connection || now.waiting !== waiting) state.set({ connection, waiting })
}

export function setLink(next: Link): void {
  link = next
  refresh()
}

export function setWaiting(count: number): void {
  refresh(count)
}

export const connectionState = { get: state.get, subscribe: state.subscribe }

export function useConnection(): ConnectionState {
  return useStore(state)
}

/** True where a write would have to wait. */
export function useIsOffline(): boolean {
  const { connection } = useConnection()
  return connection === 'offline' || connection === 'reconnecting'
}

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => {
    browserOnline = true
    refresh()
  })
  window.addEventListener('offline', () => {
    browserOnline = false
    refresh()
  })
}
