// Owns how this client understands the sync engine beyond the stock protocol: final closes and acknowledgements.
// Numbers come from shared/wire.ts.

import type { WebsocketProvider } from 'y-websocket'

/** Why the server closed a document for good, in the words the interface speaks. */
export interface Closing {
  code: number
  why: 'sign-in' | 'not-allowed' | 'start-over' | 'too-big' | 'too-fast' | 'broken'
  reason: string
}

const WHY: Record<number, Closing['why']> = {
  4401: 'sign-in',
  4403: 'not-allowed',
  4409: 'start-over',
  4413: 'too-big',
  4429: 'too-fast',
}

export function closingOf(code: number, reason: string): Closing {
  return { code, reason, why: WHY[code] ?? 'broken' }
}

/** Calls `onAck` with how many edits of ours are on disk now. Until the engine says so itself, a sync covers all. */
export function listenForAcks(provider: WebsocketProvider, onAck: (edits: number | 'all') => void): void {
  provider.on('sync', (synced: boolean) => {
    if (synced) onAck('all')
  })
}
