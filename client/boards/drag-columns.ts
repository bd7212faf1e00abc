// Owns a drag on the columns from start to drop: what is held, the place under the pointer, and what the drop does. Loaded
// with the engine once the board stands.

import type { IdeaId } from '../../shared/model.ts'
import type { CardActions } from './card-actions.ts'
import { heldBy } from './drag-held.ts'
import { makeDragEngine } from './drag-engine.ts'
import type { DragHost, Held } from './drag-host.ts'
import { columnAt, placeIn } from './drop-finder.ts'
import type { DropPlaces } from './drop-place.ts'
import { dropOn, moveChosen, moveTo, withWords } from './group-actions.ts'
import type { BoardRoom } from './room.ts'
import { CARD_GAP_PX } from './row-view.ts'

interface DragStage {
  overlay: HTMLElement
  /** What the lists scroll in. */
  track: HTMLElement
  host: DragHost
  drops: DropPlaces
  /** As they are now. */
  here: () => { room: BoardRoom; actions: CardActions }
  /** Drawn before it returns. */
  show: (held: Held | null) => void
}

/** Answers how to stop. */
export function dragColumns({ overlay, track, host, drops, here, show }: DragStage): () => void {
  let pointer = { x: 0, y: 0 }
  let held: Held | null = null

  // Also when the list scrolls under a resting pointer: the place changes without a move.
  const point = () => {
    if (!held) return
    const { store } = here().room
    const sheet = columnAt(drops.sheets.values(), pointer.x)
    const top = sheet?.list()?.getBoundingClientRect().top ?? 0
    const groupOf = (id: IdeaId) => store.groups.of(id)?.groupId ?? null
    drops.show(sheet && placeIn(sheet.columnId, sheet.view.rows, pointer.y - top, held, groupOf, CARD_GAP_PX))
  }

  const drop = (what: Held) => {
    const { place } = drops
    drops.show(null)
    if (!place) return
    const { room, actions } = here()
    if (place.onto) return void dropOn(room, what, place.onto)
    if (what.groupId !== null) return void moveTo(room, what.groupId, place.columnId, place.index)
    if (what.ids.length > 1) return void moveChosen(room, what.ids, place)
    room.undo.stopCapturing()
    actions.move(what.ids[0]!, place)
    room.undo.stopCapturing()
  }

  track.addEventListener('scroll', point, { capture: true, passive: true })
  host.start(
    makeDragEngine(overlay, {
      onStart(key, widthPx) {
        const { store, selection } = here().room
        const taken = heldBy(store, selection, key)
        held = taken && { ...taken, widthPx }
        // There when it is dropped. Without them it is done all the same, in silence.
        withWords().catch(() => undefined)
        show(held)
      },
      onMove(at) {
        pointer = at
        point()
      },
      onEnd(isDropped) {
        const what = held
        held = null
        if (isDropped && what) drop(what)
        else drops.show(null)
        show(null)
      },
    }),
  )
  return () => {
    track.removeEventListener('scroll', point, { capture: true })
    host.stop()
    drops.show(null)
  }
}
