// Owns the one Socket.IO connection of the page: when it exists, whether it is up, and who hears what arrives on it.
// It decides nothing about commands (queue.ts) or answers (api.ts).

import type { Socket } from 'socket.io-client'
import type { EventBody, EventName } from '../../shared/events.ts'
import { setLink } from './offline.ts'

type Listener = (body: unknown) => void

let socket: Socket | null = null
const listeners = new Map<string, Set<Listener>>()
const upListeners = new Set<(again: boolean) => void>()

function deliver(name: string, body: unknown): void {
  for (const listener of listeners.get(name) ?? []) listener(body)
}

/** Counts openings and closings, so that a script that arrives after a sign-out opens nothing. */
let wanted = 0

/** Opens the connection; the session cookie says who we are. Commands go by HTTP until it stands. */
export async function openSocket(): Promise<void> {
  if (socket) return
  const ticket = ++wanted
  // After the first page is on screen: nobody has to wait for this script.
  const { io } = await import('socket.io-client')
  if (ticket !== wanted) return
  const opened = io({
    // WebSocket first: long polling costs a room of two hundred phones a lot, and stays as the fallback.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 4_000,
    randomizationFactor: 0.5,
  })
  socket = opened
  let before = false
  opened.on('connect', () => {
    setLink('up')
    const again = before
    before = true
    for (const listener of upListeners) listener(again)
  })
  opened.on('disconnect', () => {
    if (socket === opened) setLink('down')
  })
  opened.on('connect_error', () => {
    if (socket === opened) setLink('down')
  })
  opened.onAny((name: string, body: unknown) => deliver(name, body))
}

/** Closes the connection: signing out, or becoming somebody else. */
export function closeSocket(): void {
  wanted++
  const closing = socket
  socket = null
  closing?.disconnect()
  setLink('idle')
}

export function currentSocket(): Socket | null {
  return socket
}

/** Calls `listener(again)` on every connect; `again` is true when a connection was lost in between. */
export function onSocketUp(listener: (again: boolean) => void): () => void {
  upListeners.add(listener)
  return () => upListeners.delete(listener)
}

/** Hears a personal event; survives reconnects and sign-outs. */
export function onEvent<N extends EventName>(name: N, listener: (body: EventBody<N>) => void): () => void {
  const heard = listeners.get(name) ?? new Set<Listener>()
  listeners.set(name, heard)
  heard.add(listener as Listener)
  return () => heard.delete(listener as Listener)
}

if (typeof window !== 'undefined') {
  // A laptop that wakes up should not wait for the next attempt.
  window.addEventListener('online', () => {
    if (socket && !socket.connected) socket.connect()
  })
}
