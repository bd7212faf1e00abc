// Owns what stands where on the free wall as React Flow wants it: a node per card and per group's frame, renewed when the
// document changes and never while something is dragged here. It changes nothing on the board.

import type { Node, NodeChange } from '@xyflow/react'
import { applyNodeChanges } from '@xyflow/react'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { KeyedStore } from './keyed-store.ts'
import type { BoardStore } from './board-store.ts'
import { useRoom } from './room.ts'
import { type Frame, layFrames, type WallLayout } from './wall-frames.ts'
import { WALL_CARD_WIDTH, wallPlaces } from './wall-places.ts'

type CardNode = Node<{ ideaId: IdeaId }, 'card'>
type FrameNode = Node<{ frame: Frame }, 'frame'>
export type WallNode = CardNode | FrameNode

/** A card of one line, and what each further one adds: until it is measured. */
const ONE_LINE_PX = 80
const LINE_PX = 22
const CHARS_PER_LINE = 20
/** A wall's card shows no more. */
const LINES_MAX = 3
/** Less than this is how browsers round. */
const SAME_PX = 2

const nobody = () => {}

const LEVEL = { frame: 0, card: 1, held: 10 } as const

/** What lies where, and what something dragged is held over. */
export class WallState {
  layout: WallLayout = { places: new Map(), frames: [] }
  /** The card or group that would be joined. */
  readonly aim = new KeyedStore<true>()
  /** How many cards go along, on the one that is under the pointer. */
  readonly counts = new KeyedStore<number>()
  /** Nodes that are dragged here: ahead of the document. */
  readonly held = new Set<string>()
  /** Draws everything where it stands now. */
  renew: () => void = nobody
  private readonly heights = new Map<string, number>()
  private readonly store: BoardStore

  constructor(store: BoardStore) {
    this.store = store
  }

  onRenew(listener: () => void): () => void {
    this.renew = listener
    return () => {
      this.renew = nobody
    }
  }

  /** Answers whether it is another height than it was taken for. */
  measure(id: string, heightPx: number): boolean {
    const isNew = Math.abs(this.heightOf(id) - heightPx) > SAME_PX
    if (isNew) this.heights.set(id, heightPx)
    return isNew && this.store.groups.of(id as IdeaId) !== undefined
  }

  heightOf = (id: string): number => {
    const known = this.heights.get(id)
    if (known !== undefined) return known
    const chars = this.store.card(id as IdeaId)?.title.length ?? 0
    return ONE_LINE_PX + (Math.min(LINES_MAX, Math.max(1, Math.ceil(chars / CHARS_PER_LINE))) - 1) * LINE_PX
  }

  lay(): WallLayout {
    const { store } = this
    const columns = store.columns().map(({ columnId }) => store.idsIn(columnId))
    const shown = new Set(columns.flat())
    const groups = [...store.groups.now.values()].flatMap(({ groupId, ids }) => {
      const lying = ids.filter((id) => shown.has(id))
      return lying.length > 0 ? [{ groupId, ids: lying }] : []
    })
    const places = wallPlaces(columns.map((ids) => ids.map((id) => store.card(id)!)))
    this.layout = layFrames(places, groups, this.heightOf)
    return this.layout
  }
}

export const WallContext = createContext<WallState | null>(null)

export function useWallState(): WallState {
  const wall = useContext(WallContext)
  if (!wall) throw new Error('a piece of a wall outside a wall')
  return wall
}

/** With a size and no handles a node out of view need not be drawn to be known; drawn, its real size replaces this. */
const undrawn = (width: number, height: number) => ({ measured: { width, height }, handles: [] })

/** One node per card and frame; a node that did not change stays the same object, so that it is not drawn again. */
export function useWallNodes() {
  const { store } = useRoom()
  const wall = useMemo(() => new WallState(store), [store])
  const [nodes, setNodes] = useState<WallNode[]>([])

  useEffect(() => {
    let frame = 0
    const rebuild = () => {
      frame = 0
      // What is aimed at must not go out of the way; what changed meanwhile is drawn with the drop.
      if (wall.held.size > 0) return
      const layout = wall.lay()
      setNodes((before) => {
        const next = nodesOf(layout, before, wall)
        // A new list makes the library look at every card again: only when a card came, went or moved.
        const same = next.length === before.length && next.every((node, place) => node === before[place])
        return same ? before : next
      })
    }
    const later = () => {
      frame ||= requestAnimationFrame(rebuild)
    }
    rebuild()
    const stops = [store.onChange(later), store.subscribeIds(later), store.subscribeColumns(later), wall.onRenew(later)]
    return () => {
      cancelAnimationFrame(frame)
      for (const stop of stops) stop()
    }
  }, [store, wall])

  /** `isNear`: cards are drawn as they are, so that their sizes say something. */
  function onNodesChange(changes: NodeChange<WallNode>[], isNear: boolean): void {
    const moves = changes.filter((change) => change.type === 'position' && wall.held.has(change.id))
    if (moves.length > 0) setNodes((now) => withHeld(now, applyNodeChanges(moves, now), wall.held))
    let isOther = false
    for (const change of isNear ? changes : []) {
      if (change.type !== 'dimensions' || !change.dimensions) continue
      if (wall.layout.places.has(change.id)) isOther = wall.measure(change.id, change.dimensions.height) || isOther
    }
    if (isOther) wall.renew()
  }

  /** These are above all others while they are held. */
  function lift(ids: Iterable<string>): void {
    for (const id of ids) wall.held.add(id)
    setNodes((now) =>
      now.map((node) => (wall.held.has(node.id) ? { ...node, zIndex: levelOf(node) + LEVEL.held } : node)),
    )
  }

  /** Everything stands where the document has it. */
  function settle(): void {
    wall.held.clear()
    for (const id of wall.counts.keys()) wall.counts.set(id, undefined)
    wall.renew()
  }

  return { wall, nodes, onNodesChange, lift, settle }
}

const levelOf = (node: { type?: string }) => (node.type === 'frame' ? LEVEL.frame : LEVEL.card)

function nodesOf(layout: WallLayout, before: readonly WallNode[], wall: WallState): WallNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  const frames = layout.frames.map((frame): WallNode => {
    const { groupId, x, y, width, height } = frame
    const node = known.get(groupId)
    const isSame =
      node?.type === 'frame' &&
      node.zIndex === LEVEL.frame &&
      (['x', 'y', 'width', 'height'] as const).every((side) => node.data.frame[side] === frame[side]) &&
      node.position.x === x &&
      node.position.y === y
    if (isSame) return node
    const size = { width, height, ...undrawn(width, height) }
    return { ...size, id: groupId, type: 'frame', zIndex: LEVEL.frame, data: { frame }, position: { x, y } }
  })
  const cards = [...layout.places].map(([id, position]): WallNode => {
    const node = known.get(id)
    const isSame = node && node.position.x === position.x && node.position.y === position.y
    if (isSame && node.zIndex === LEVEL.card) return node
    const data = node?.type === 'card' ? node.data : { ideaId: id as IdeaId }
    const size = node?.measured ? { measured: node.measured, handles: [] } : undrawn(WALL_CARD_WIDTH, wall.heightOf(id))
    return { ...size, id, type: 'card', zIndex: LEVEL.card, data, position }
  })
  return [...frames, ...cards]
}

/** What is held goes along with the one that moves: a frame's cards, or all that are chosen. */
function withHeld(before: readonly WallNode[], after: WallNode[], held: ReadonlySet<string>): WallNode[] {
  const moved = after.findIndex((node, at) => held.has(node.id) && node !== before[at])
  const [now, was] = [after[moved], before[moved]]
  if (!now || !was || held.size === 1) return after
  const by = { x: now.position.x - was.position.x, y: now.position.y - was.position.y }
  return after.map((node) => {
    if (node === now || !held.has(node.id)) return node
    return { ...node, position: { x: node.position.x + by.x, y: node.position.y + by.y } }
  })
}
