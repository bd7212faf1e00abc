// Owns the board as a free wall: the same ideas, anywhere. Only what is in view is drawn. Others' pointers are shown where
// names are allowed. Loaded when first asked for.

import '@xyflow/react/dist/base.css'
import { ActionIcon } from '@mantine/core'
import {
  applyNodeChanges,
  Background,
  MiniMap,
  type Node,
  type NodeChange,
  type NodeProps,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  type ReactFlowState,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import { memo, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { announce } from '../ui/live-region.tsx'
import { noteStyle } from '../ui/note-color.tsx'
import { BoardCard } from './card.tsx'
import { Composer } from './composer.tsx'
import { cssVariables } from './css-variables.ts'
import { placeCards } from './moves.ts'
import { GhostCard } from './ghost-card.tsx'
import type { ArrowKey } from './grid-moves.ts'
import { GroupTag, useWithoutHeads } from './group-tag.tsx'
import { Pointers } from './pointers.tsx'
import { useCard, useGhosts, useRoom } from './room.ts'
import { cardTowards, WALL_CARD_WIDTH, wallPlaces } from './wall-places.ts'
import { Hint } from '../ui/hint.tsx'
import classes from './wall.module.css'

type CardNode = Node<{ ideaId: IdeaId }, 'card'>

/** Before it is measured. */
const USUAL_HEIGHT = 120
/** How often others see a card move that I drag. */
const TELL_EVERY_MS = 120
const NUDGE = 10
const NUDGE_FAR = 60
const FIT = { padding: 0.12, maxZoom: 1 }
/** At first sight words must be readable, even if that means not seeing everything: then the beginning is shown. */
const FIRST_ZOOM_MIN = 0.7
const FIRST_MARGIN_PX = 32

/** From this far away words cannot be read: a card is its colour. Two thousand whole cards at once would stall. */
const FAR_ZOOM = 0.3
const isFar = (state: ReactFlowState) => state.transform[2] < FAR_ZOOM

function FarCard({ ideaId }: { ideaId: IdeaId }) {
  const card = useCard(ideaId)
  if (!card) return null
  return (
    <div className={classes.far} style={{ width: WALL_CARD_WIDTH, ...cssVariables(noteStyle(card.color)) }}>
      {card.title}
    </div>
  )
}

const WallCard = memo(function WallCard({ data }: NodeProps<CardNode>) {
  const room = useRoom()
  const { t } = useRoom()
  const { ideaId } = data
  const far = useStore(isFar)
  const nudge = useCallback(
    (key: ArrowKey, far: boolean) => {
      const at = placesOf(room).get(ideaId)
      if (!at) return
      const step = far ? NUDGE_FAR : NUDGE
      const x = at.x + (key === 'ArrowRight' ? step : key === 'ArrowLeft' ? -step : 0)
      const y = at.y + (key === 'ArrowDown' ? step : key === 'ArrowUp' ? -step : 0)
      placeCards(room.store, new Map([[ideaId, { x, y }]]))
      announce(t('say.placed', { x: Math.round(x), y: Math.round(y) }))
    },
    [room, ideaId, t],
  )
  const towards = useCallback(
    (key: ArrowKey) => cardTowards(placesOf(room), ideaId, key) as IdeaId | null,
    [room, ideaId],
  )
  if (far) return <FarCard ideaId={ideaId} />
  return (
    <div style={{ width: WALL_CARD_WIDTH }}>
      <GroupTag ideaId={ideaId} />
      <BoardCard ideaId={ideaId} onNudge={nudge} onArrow={towards} />
    </div>
  )
})

/** With a size and no handles a card out of view need not be drawn to be known; drawn, its real size replaces this. */
const UNDRAWN = { measured: { width: WALL_CARD_WIDTH, height: USUAL_HEIGHT }, handles: [] }

const NODE_TYPES = { card: WallCard }

export function WallView({ phone }: { phone: boolean }) {
  return (
    <ReactFlowProvider>
      <Wall phone={phone} />
    </ReactFlowProvider>
  )
}

async function lookFirst(flow: ReactFlowInstance<CardNode>): Promise<void> {
  const nodes = flow.getNodes()
  if (nodes.length === 0) return
  await flow.fitView(FIT)
  if (flow.getZoom() >= FIRST_ZOOM_MIN) return
  const left = Math.min(...nodes.map(({ position }) => position.x))
  const top = Math.min(...nodes.map(({ position }) => position.y))
  await flow.setViewport({
    x: FIRST_MARGIN_PX - left * FIRST_ZOOM_MIN,
    y: FIRST_MARGIN_PX - top * FIRST_ZOOM_MIN,
    zoom: FIRST_ZOOM_MIN,
  })
}

function placesOf(room: ReturnType<typeof useRoom>) {
  const { store } = room
  return wallPlaces(store.columns().map(({ columnId }) => store.idsIn(columnId).map((id) => store.card(id)!)))
}

/** One node per card; a node that did not change stays the same object, so that it is not drawn again. */
function useWallNodes() {
  const room = useRoom()
  const [nodes, setNodes] = useState<CardNode[]>([])
  const dragging = useRef(new Set<string>())

  useEffect(() => {
    let frame = 0
    const rebuild = () => {
      frame = 0
      setNodes((before) => {
        const known = new Map(before.map((node) => [node.id, node]))
        const next = [...placesOf(room)].map(([id, position]): CardNode => {
          const node = known.get(id)
          // My own drag is ahead of the document.
          if (node && dragging.current.has(id)) return node
          if (node && node.position.x === position.x && node.position.y === position.y) return node
          return { ...UNDRAWN, ...node, id, type: 'card', data: node?.data ?? { ideaId: id as IdeaId }, position }
        })
        // A new list makes the library look at every card again: only when a card came, went or moved.
        const same = next.length === before.length && next.every((node, place) => node === before[place])
        return same ? before : next
      })
    }
    const later = () => {
      frame ||= requestAnimationFrame(rebuild)
    }
    rebuild()
    const stopChanges = room.store.onChange(later)
    const stopIds = room.store.subscribeIds(later)
    const stopColumns = room.store.subscribeColumns(later)
    return () => {
      cancelAnimationFrame(frame)
      stopChanges()
      stopIds()
      stopColumns()
    }
  }, [room])

  return { nodes, setNodes, dragging }
}

function Wall({ phone }: { phone: boolean }) {
  const { t } = useRoom()
  const room = useRoom()
  const flow = useReactFlow<CardNode>()
  const { nodes, setNodes, dragging } = useWallNodes()
  const ghosts = useGhosts()
  const toldAt = useRef(0)
  const writes = room.may('board.write')
  useWithoutHeads()

  function onNodesChange(changes: NodeChange<CardNode>[]): void {
    // Sizes are of no use here and would renew the list with every card that scrolls into view.
    const moves = changes.filter(({ type }) => type === 'position')
    if (moves.length > 0) setNodes((now) => applyNodeChanges(moves, now))
  }

  function tellPlaces(moved: readonly CardNode[]): void {
    placeCards(room.store, new Map(moved.map((node) => [node.id as IdeaId, node.position])))
  }

  useEffect(() => {
    const goTo = () => {
      const place = room.focus.active ? placesOf(room).get(room.focus.active) : undefined
      if (!place) return
      const { x: left, y: top } = flow.flowToScreenPosition(place)
      const box = document.querySelector('[data-wall]')?.getBoundingClientRect()
      const inView = box && left > box.left && left + 120 < box.right && top > box.top && top + 80 < box.bottom
      if (!inView)
        void flow.setCenter(place.x + WALL_CARD_WIDTH / 2, place.y + USUAL_HEIGHT / 2, { zoom: flow.getZoom() })
    }
    return room.focus.onWant(goTo)
  }, [room, flow])

  const center = () => {
    const box = document.querySelector('[data-wall]')?.getBoundingClientRect()
    const at = flow.screenToFlowPosition({
      x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
      y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
    })
    return { x: Math.round(at.x - WALL_CARD_WIDTH / 2), y: Math.round(at.y - USUAL_HEIGHT / 2) }
  }

  function onMouseMove(event: MouseEvent): void {
    if (room.naming === 'named') room.presence.point(flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }))
  }

  return (
    <>
      <div
        className={classes.wall}
        data-wall
        role="region"
        aria-label={t('wall.label')}
        onMouseMove={onMouseMove}
        onMouseLeave={() => room.presence.point(null)}
      >
        <ReactFlow<CardNode>
          nodes={nodes}
          nodeTypes={NODE_TYPES}
          onNodesChange={onNodesChange}
          onNodeDragStart={(_event, _node, moved) => {
            room.undo.stopCapturing()
            for (const { id } of moved) dragging.current.add(id)
          }}
          onNodeDrag={(event, _node, moved) => {
            if (event.timeStamp - toldAt.current < TELL_EVERY_MS) return
            toldAt.current = event.timeStamp
            tellPlaces(moved)
          }}
          onNodeDragStop={(_event, _node, moved) => {
            for (const { id } of moved) dragging.current.delete(id)
            tellPlaces(moved)
            room.undo.stopCapturing()
          }}
          onlyRenderVisibleElements
          nodesDraggable={writes}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          nodeDragThreshold={5}
          minZoom={0.08}
          maxZoom={2}
          panOnScroll={!phone}
          onInit={(instance) => void lookFirst(instance)}
        >
          <Background gap={32} size={1.5} color="var(--kiem-line)" />
          <Pointers />
          <Panel position={phone ? 'top-right' : 'bottom-right'} className={classes.controls}>
            <Hint side="above" align="end" label={t('wall.zoomIn')}>
              <ActionIcon aria-label={t('wall.zoomIn')} onClick={() => void flow.zoomIn()}>
                <IconPlus size={20} stroke={1.8} aria-hidden="true" />
              </ActionIcon>
            </Hint>
            <Hint side="above" align="end" label={t('wall.zoomOut')}>
              <ActionIcon aria-label={t('wall.zoomOut')} onClick={() => void flow.zoomOut()}>
                <IconMinus size={20} stroke={1.8} aria-hidden="true" />
              </ActionIcon>
            </Hint>
            <Hint side="above" align="end" label={t('wall.fit')}>
              <ActionIcon aria-label={t('wall.fit')} onClick={() => void flow.fitView(FIT)}>
                <IconFocusCentered size={20} stroke={1.8} aria-hidden="true" />
              </ActionIcon>
            </Hint>
          </Panel>
          {phone ? null : (
            <MiniMap
              position="bottom-left"
              className={classes.map}
              ariaLabel={t('wall.map')}
              pannable
              nodeColor={({ id }) => `var(--kiem-note-${room.store.card(id as IdeaId)?.color ?? 'sun'}-edge)`}
            />
          )}
        </ReactFlow>
      </div>
      {room.slots.inColumn ? <div className={classes.own}>{room.slots.inColumn(null, true)}</div> : null}
      {room.may('idea.add') ? (
        <div className={classes.dock} data-phone={phone || undefined}>
          {ghosts.map((ghost) => (
            <GhostCard key={ghost.ideaId} ghost={ghost} />
          ))}
          <Composer docked columnId={room.store.columns()[0]?.columnId ?? null} columnTitle={null} placeOf={center} />
        </div>
      ) : null}
    </>
  )
}
