// Owns the list of things one can do or go to right now, for "go anywhere or do anything" (Ctrl/⌘ K). Views add theirs
// while they are on screen.

import { useEffect, useEffectEvent } from 'react'
import { createRegistry, useRegistry } from './registry.ts'

export interface Action {
  id: string
  label: string
  /** A second line. */
  detail?: string
  group: 'go' | 'do' | 'boards'
  /** Words it is also found by. */
  keywords?: string
  run: () => void
}

const actions = createRegistry<Action>()

/** Offers these while the component is there. Pass null for none. */
export function useActions(offered: readonly Action[] | null): void {
  const run = useEffectEvent((id: string) => offered?.find((action) => action.id === id)?.run())
  const shape = JSON.stringify(offered ?? [], (name, value: unknown) => (name === 'run' ? undefined : value))
  useEffect(() => {
    const words = JSON.parse(shape) as Omit<Action, 'run'>[]
    const removals = words.map((action) => actions.add({ ...action, run: () => run(action.id) }))
    return () => {
      for (const remove of removals) remove()
    }
  }, [shape])
}

export function useAllActions(): readonly Action[] {
  return useRegistry(actions)
}
