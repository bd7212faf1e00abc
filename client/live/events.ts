// Owns hearing personal events inside React. What arrives is about the reader alone; boards speak through the ledger.

import { useEffect, useEffectEvent } from 'react'
import type { EventBody, EventName } from '../../shared/events.ts'
import { onEvent } from './socket.ts'

export { onEvent } from './socket.ts'

/** Runs `handler` for every such event while the component is there; the newest handler is used. */
export function useEvent<N extends EventName>(name: N, handler: (body: EventBody<N>) => void): void {
  const latest = useEffectEvent(handler)
  useEffect(() => onEvent(name, (body) => latest(body)), [name])
}
