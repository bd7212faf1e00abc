// Owns a drag on the free wall from start to drop: what is held over what, what others see of it meanwhile, what the drop
// does, and calling it off. All of it is one step of undo.

import type { ReactFlowInstance } from '@xyflow/react'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { asSeen, heldBy } from './drag-held.ts'
import { dropOn } from './group-actions.ts'
import { changeGroup } from './groups.ts'
import { moveCards, placeCards } from './moves.ts'
import { type BoardRoom, useRoom } from './room.ts'
import type { useWallNodes, WallNode, WallState } from './use-wall.ts'
import { type Carried, carriedPlaces, carry } from './wall-carry.ts'
import type { Frame } from './wall-frames.ts'
import { type Place, WALL_CARD_WIDTH } from './wall-places.ts'

/** How often others see a card move that I drag. */
const TELL_EVERY_MS = 120
/** While one drags, a rest of the hand does not make it two steps of undo. */
const ONE_STEP_MS = Number.MAX_SAFE_INTEGER

interface Going extends Carried {
  id: string
  /** A group that is held and nothing else. */
  groupId: string | null
  closeStep: () => void
  hasTold: boolean
}

/** All that is changed until it is closed is taken back at once. */
function openStep(undo: BoardRoom['undo']): () => void {
  const { captureTimeout } = undo
  undo.stopCapturing()
  undo.captureTimeout = ONE_STEP_MS
  return () => {
    undo.captureTimeout = captureTimeout
    undo.stopCapturing()
  }
}

/** `onto`: the card it would be laid on. `key`: what is marked. */
type Aim = { key: string; onto: IdeaId } | 'own' | null

export function useWallDrag(flow: ReactFlowInstance<WallNode>, nodes: ReturnType<typeof useWallNodes>) {
  const room = useRoom()
  const { wall, lift, settle } = nodes
  const going = useRef<Going | null>(null)
  const toldAt = useRef(0)

  function end(): void {
    const { current } = going
    going.current = null
    mark(wall, null)
    if (!current) return
    current.closeStep()
    settle()
  }

  const callOff = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !going.current) return
    event.preventDefault()
    event.stopPropagation()
    const { hasTold } = going.current
    if (hasTold) {
      room.undo.undo()
      room.undo.clear(false, true)
    }
    end()
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => callOff(event)
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])

  return {
    onNodeDragStart(_event: unknown, node: WallNode): void {
      const { store, selection } = room
      const isChosen = selection.chosen.get(node.id) === true
      if (node.type === 'frame' && !store.groups.now.has(node.id)) return
      // A card of a folded group is not all of it here: it can be taken out.
      const isAlone = node.type === 'card' && !isChosen
      const held = isAlone ? { ids: [node.id as IdeaId], groupId: null } : heldBy(store, selection, node.id)
      if (!held) return
      const carried = carry(store, wall.layout, held.ids, isAlone)
      going.current = { id: node.id, ...held, ...carried, closeStep: openStep(room.undo), hasTold: false }
      if (isChosen && held.ids.length > 1) wall.counts.set(node.id, held.ids.length)
      lift([node.id, ...carried.starts.keys()])
    },

    onNodeDrag(event: DragEventLike, node: WallNode): void {
      const { current } = going
      if (!current) return
      const aim = aimAt(wall, flow.screenToFlowPosition(pointOf(event)), current)
      mark(wall, aim)
      // Of a card in a frame, and of a frame, others hear when it is let go: their walls make room for it.
      const isFree = current.whole.length === 0 && !current.ids.some((id) => room.store.groups.of(id))
      if (!isFree || event.timeStamp - toldAt.current < TELL_EVERY_MS) return
      toldAt.current = event.timeStamp
      current.hasTold = true
      placeCards(room.store, carriedPlaces(current, movedBy(current, node)))
    },

    onNodeDragStop(event: DragEventLike, node: WallNode): void {
      const { current } = going
      if (!current) return
      const at = flow.screenToFlowPosition(pointOf(event))
      const aim = aimAt(wall, at, current)
      if (aim !== null && aim !== 'own') void dropOn(room, current, aim.onto, true)
      else letGo(room, wall, current, movedBy(current, node), aim === 'own' ? at : null)
      end()
    },
  }
}

function movedBy({ starts }: Going, { id, position }: WallNode): Place {
  const start = starts.get(id) ?? position
  return { x: position.x - start.x, y: position.y - start.y }
}

/** `inOwn`: the pointer, over the frame its cards belong to. */
function letGo(room: BoardRoom, wall: WallState, going: Going, by: Place, inOwn: Place | null): void {
  const { store } = room
  const { ids, own, loose } = going
  if (!room.may('board.write')) return
  if (own !== null && inOwn && store.groups.now.has(own)) {
    const frame = wall.layout.frames.find((each) => each.groupId === own)
    const beside = frame && cardBeside(wall, frame, ids, inOwn)
    const columnId = store.placeOf(ids[0]!)
    if (!beside || !columnId) return
    const rest = store.idsIn(columnId).filter((each) => !ids.includes(each))
    const index = rest.indexOf(beside.id as IdeaId) + (beside.isBehind ? 1 : 0)
    moveCards(store, asSeen(store, ids), columnId, index, own)
    return
  }
  if (loose.some((id) => store.groups.of(id))) changeGroup(store, loose, null)
  // With what came into them meanwhile.
  const whole = going.whole.flatMap(({ groupId }) => store.groups.now.get(groupId) ?? [])
  placeCards(store, carriedPlaces({ ...going, whole }, by))
}

function aimAt(wall: WallState, at: Place, { ids, whole, own }: Going): Aim {
  const { frames, places } = wall.layout
  const frame = frames.find((each) => isIn(at, each) && !whole.some(({ groupId }) => groupId === each.groupId))
  if (frame && frame.groupId === own) return 'own'
  if (frame) return { key: frame.groupId, onto: frame.ids[0] as IdeaId }
  for (const [id, place] of places) {
    if (ids.includes(id as IdeaId)) continue
    const box = { ...place, width: WALL_CARD_WIDTH, height: wall.heightOf(id) }
    if (isIn(at, box)) return { key: id, onto: id as IdeaId }
  }
  return null
}

const isIn = (at: Place, box: Place & { width: number; height: number }) =>
  at.x >= box.x && at.x <= box.x + box.width && at.y >= box.y && at.y <= box.y + box.height

/** The card of a frame nearest to a point, and on which side of it that is. */
function cardBeside(
  wall: WallState,
  frame: Frame,
  ids: readonly string[],
  at: Place,
): { id: string; isBehind: boolean } | null {
  let best: { id: string; isBehind: boolean; far: number } | null = null
  for (const each of frame.ids) {
    const place = wall.layout.places.get(each)
    if (!place) continue
    const middle = { x: place.x + WALL_CARD_WIDTH / 2, y: place.y + wall.heightOf(each) / 2 }
    const far = Math.hypot(at.x - middle.x, at.y - middle.y)
    if (!best || far < best.far) best = { id: each, isBehind: at.x > middle.x, far }
  }
  return best && !ids.includes(best.id) ? best : null
}

function mark(wall: WallState, aim: Aim): void {
  const key = aim === null || aim === 'own' ? null : aim.key
  for (const known of wall.aim.keys()) if (known !== key) wall.aim.set(known, undefined)
  if (key !== null) wall.aim.set(key, true)
}

/** React Flow hands on the mouse's event or the finger's. */
interface DragEventLike {
  timeStamp: number
  clientX?: number
  clientY?: number
  changedTouches?: ArrayLike<{ clientX: number; clientY: number }>
}

function pointOf(event: DragEventLike): Place {
  const point = event.changedTouches?.[0] ?? event
  return { x: point.clientX ?? 0, y: point.clientY ?? 0 }
}
