// Owns counting who is on a board now, from what its document tells of presence. In quiet rooms that is only that
// somebody is there, so this never knows more than a number.

import { useEffect, useState } from 'react'
import type { LiveDocument } from '../live/documents.ts'

type State = { user?: { id?: unknown } }

/** Named people once, however many windows they have; nameless ones by window. */
export function presentIn(states: ReadonlyMap<number, unknown>): number {
  const named = new Set<string>()
  let unnamed = 0
  for (const state of states.values()) {
    const id = (state as State | null)?.user?.id
    if (typeof id === 'string') named.add(id)
    else unnamed++
  }
  return named.size + unnamed
}

export function usePresent(document: LiveDocument | null): number {
  const [present, setPresent] = useState(1)
  useEffect(() => {
    if (!document) return
    const { awareness } = document
    const count = () => setPresent(presentIn(awareness.getStates()))
    count()
    awareness.on('change', count)
    return () => awareness.off('change', count)
  }, [document])
  return present
}
