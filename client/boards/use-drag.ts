// Owns when cards on the columns can be dragged: what it takes is loaded once the board stands.

import { type RefObject, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { useCardActions } from './card-actions.ts'
import { DragHost, type Held } from './drag-host.ts'
import { DropPlaces } from './drop-place.ts'
import { useRoom } from './room.ts'

export function useDrag(track: RefObject<HTMLElement | null>, overlay: RefObject<HTMLElement | null>) {
  const room = useRoom()
  const actions = useCardActions()
  const drops = useMemo(() => new DropPlaces(), [])
  const host = useMemo(() => new DragHost(), [])
  const [held, setHeld] = useState<Held | null>(null)
  const writes = room.may('board.write')
  const here = useEffectEvent(() => ({ room, actions }))

  useEffect(() => {
    if (!writes) return
    let stop: (() => void) | null | undefined
    const load = async () => {
      const { dragColumns } = await import('./drag-columns.ts')
      if (stop === null || !track.current || !overlay.current) return
      stop = dragColumns({
        track: track.current,
        overlay: overlay.current,
        host,
        drops,
        here: () => here(),
        // The flying card must be there before the engine measures it.
        show: (next) => flushSync(() => setHeld(next)),
      })
    }
    // Without it (offline before it was ever loaded) the menu and the keys still move cards.
    load().catch(() => undefined)
    return () => {
      stop?.()
      stop = null
    }
  }, [writes, drops, host, track, overlay])

  return { drops, host, held }
}
