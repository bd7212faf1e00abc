// Owns a drag on the columns from start to drop: the engine is loaded once the board stands, the place under the pointer is
// shown, the drop writes in the same frame.

import { type RefObject, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import type { IdeaId } from '../../shared/model.ts'
import { useCardActions } from './card-actions.ts'
import { DragHost } from './drag-host.ts'
import { DropPlaces } from './drop-place.ts'
import { useRoom } from './room.ts'

export interface Dragged {
  ideaId: IdeaId
  heightPx: number
  widthPx: number
}

export function useDrag(track: RefObject<HTMLElement | null>, overlay: RefObject<HTMLElement | null>) {
  const room = useRoom()
  const actions = useCardActions()
  const drops = useMemo(() => new DropPlaces(), [])
  const host = useMemo(() => new DragHost(), [])
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const writes = room.may('board.write')

  const drop = useEffectEvent((ideaId: IdeaId | null) => {
    const { place } = drops
    drops.clear()
    setDragged(null)
    if (!ideaId || !place) return
    room.undo.stopCapturing()
    actions.move(ideaId, place)
    room.undo.stopCapturing()
  })

  useEffect(() => {
    if (!writes) return
    let gone = false
    let pointer = { x: 0, y: 0 }
    let ideaId: IdeaId | null = null
    // The list scrolls under a resting pointer: the place changes without a move.
    const onScroll = () => {
      if (ideaId) drops.point(ideaId, pointer)
    }
    const scrolled = track.current
    scrolled?.addEventListener('scroll', onScroll, { capture: true, passive: true })
    const load = async () => {
      const { makeDragEngine } = await import('./drag-engine.ts')
      if (gone || !overlay.current) return
      host.start(
        makeDragEngine(overlay.current, {
          onStart(id, size) {
            ideaId = id
            // The flying card must be there before the engine measures it.
            flushSync(() => setDragged({ ideaId: id, ...size }))
          },
          onMove(id, at) {
            pointer = { x: at.x, y: at.y }
            drops.point(id, pointer)
          },
          onEnd(id) {
            ideaId = null
            drop(id)
          },
        }),
      )
    }
    // Without it (offline before it was ever loaded) the menu and the keys still move cards.
    load().catch(() => undefined)
    return () => {
      gone = true
      scrolled?.removeEventListener('scroll', onScroll, { capture: true })
      host.stop()
    }
  }, [writes, drops, host, track, overlay])

  return { drops, host, dragged }
}
