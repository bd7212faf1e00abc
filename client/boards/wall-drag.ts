// Owns a drag on the free wall from start to drop: what is held over what, what others see of it meanwhile, what the drop
// does, and calling it off. All of it is one step of undo.

import type { ReactFlowInstance } from '@xyflow/react'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { dropOn } from './group-actions.ts'
import { changeGroup } from './groups.ts'
import { moveCard, placeCards } from './moves.ts'
import { type BoardRoom, useRoom } from './room.ts'
import { framePlaces, type useWallNodes, type WallNode, type WallState } from './use-wall.ts'
import type { Frame } from './wall-frames.ts'
import { type Place, WALL_CARD_WIDTH } from './wall-places.ts'

/** How often others see a card move that I drag. */
const TELL_EVERY_MS = 120
/** While one drags, a rest of the hand does not make it two steps of undo. */
const ONE_STEP_MS = Number.MAX_SAFE_INTEGER

interface Going {
  id: string
  groupId: string | null
  ids: readonly IdeaId[]
  /** The group a card came from. */
  own: string | null
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
      const group = node.type === 'frame' ? room.store.groups.now.get(node.id) : undefined
      if (node.type === 'frame' && !group) return
      const own = group ? null : (room.store.groups.of(node.id as IdeaId)?.groupId ?? null)
      going.current = {
        id: node.id,
        groupId: group?.groupId ?? null,
        ids: group?.ids ?? [node.id as IdeaId],
        own,
        closeStep: openStep(room.undo),
        hasTold: false,
      }
      lift([node.id, ...(node.type === 'frame' ? node.data.frame.ids : [])])
    },

    onNodeDrag(event: DragEventLike, node: WallNode): void {
      const { current } = going
      if (!current) return
      const aim = aimAt(wall, flow.screenToFlowPosition(pointOf(event)), current)
      mark(wall, aim)
      // Of a card in a frame, and of a frame, others hear when it is let go: their walls make room for it.
      const isFree = current.groupId === null && current.own === null
      if (!isFree || event.timeStamp - toldAt.current < TELL_EVERY_MS) return
      toldAt.current = event.timeStamp
      current.hasTold = true
      placeCards(room.store, new Map([[node.id as IdeaId, node.position]]))
    },

    onNodeDragStop(event: DragEventLike, node: WallNode): void {
      const { current } = going
      if (!current) return
      const at = flow.screenToFlowPosition(pointOf(event))
      const aim = aimAt(wall, at, current)
      if (aim !== null && aim !== 'own') void dropOn(room, current, aim.onto, true)
      else letGo(room, wall, current, node.position, aim === 'own' ? at : null)
      end()
    },
  }
}

/** `inOwn`: the pointer, over the frame its card belongs to. */
function letGo(room: BoardRoom, wall: WallState, { id, groupId, own }: Going, at: Place, inOwn: Place | null): void {
  const { store } = room
  if (!room.may('board.write')) return
  const group = store.groups.now.get(groupId ?? own ?? '')
  if (groupId !== null) {
    if (group) placeCards(store, framePlaces(group, at))
    return
  }
  const ideaId = id as IdeaId
  if (group && inOwn) {
    const frame = wall.layout.frames.find((each) => each.groupId === own)
    const beside = frame && cardBeside(wall, frame, id, inOwn)
    const columnId = store.placeOf(ideaId)
    if (!beside || !columnId) return
    const rest = store.idsIn(columnId).filter((each) => each !== id)
    moveCard(store, ideaId, columnId, rest.indexOf(beside.id as IdeaId) + (beside.isBehind ? 1 : 0), own)
    return
  }
  if (own !== null) changeGroup(store, ideaId, null)
  placeCards(store, new Map([[ideaId, at]]))
}

function aimAt(wall: WallState, at: Place, { ids, groupId, own }: Going): Aim {
  const { frames, places } = wall.layout
  const frame = frames.find((each) => isIn(at, each))
  if (frame && frame.groupId === (groupId ?? own)) return groupId === null ? 'own' : null
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
function cardBeside(wall: WallState, frame: Frame, id: string, at: Place): { id: string; isBehind: boolean } | null {
  let best: { id: string; isBehind: boolean; far: number } | null = null
  for (const each of frame.ids) {
    const place = wall.layout.places.get(each)
    if (!place) continue
    const middle = { x: place.x + WALL_CARD_WIDTH / 2, y: place.y + wall.heightOf(each) / 2 }
    const far = Math.hypot(at.x - middle.x, at.y - middle.y)
    if (!best || far < best.far) best = { id: each, isBehind: at.x > middle.x, far }
  }
  return best && best.id !== id ? best : null
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
