// Owns the board as a free wall: the same ideas, anywhere. Only what is in view is drawn. Others' pointers are shown where
// names are allowed. Loaded when first asked for.

import '@xyflow/react/dist/base.css'
import { ActionIcon } from '@mantine/core'
import {
  Background,
  getViewportForBounds,
  MiniMap,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  useNodesInitialized,
  useReactFlow,
} from '@xyflow/react'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import { type MouseEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { IdeaId } from '../../shared/model.ts'
import { Hint } from '../ui/hint.tsx'
import { Composer } from './composer.tsx'
import { GhostCard } from './ghost-card.tsx'
import { Pointers } from './pointers.tsx'
import { useGhosts, useRoom } from './room.ts'
import { useWallNodes, WallContext, type WallNode, type WallState } from './use-wall.ts'
import { useWallDrag } from './wall-drag.ts'
import { FAR_ZOOM, NODE_TYPES } from './wall-nodes.tsx'
import { WALL_CARD_WIDTH } from './wall-places.ts'
import classes from './wall.module.css'

/** Of a card that is not there yet. */
const NEW_CARD_HEIGHT = 120
const ZOOM_MIN = 0.08
const FIT = { padding: 0.12, maxZoom: 1 }
/** At first sight words must be readable, even if that means not seeing everything: then the beginning is shown. */
const FIRST_ZOOM_MIN = 0.7
const FIRST_MARGIN_PX = 32

export function WallView({ phone }: { phone: boolean }) {
  return (
    <ReactFlowProvider>
      <Wall phone={phone} />
    </ReactFlowProvider>
  )
}

/** What of the wall is shown when it opens: chosen once, when all of it has been measured, and in one step. */
function useFirstLook(flow: ReactFlowInstance<WallNode>, wall: WallState): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null)
  const isMeasured = useNodesInitialized()
  // Where nothing is yet, the first card that comes moves nobody's view.
  const [isBare] = useState(() => wall.lay().places.size === 0)
  const isOver = useRef(isBare)
  useLayoutEffect(() => {
    if (!isMeasured || isOver.current || !box.current) return
    isOver.current = true
    const bounds = flow.getNodesBounds(flow.getNodes())
    const { clientWidth, clientHeight } = box.current
    const all = getViewportForBounds(bounds, clientWidth, clientHeight, ZOOM_MIN, FIT.maxZoom, FIT.padding)
    const beginning = {
      x: FIRST_MARGIN_PX - bounds.x * FIRST_ZOOM_MIN,
      y: FIRST_MARGIN_PX - bounds.y * FIRST_ZOOM_MIN,
      zoom: FIRST_ZOOM_MIN,
    }
    void flow.setViewport(all.zoom < FIRST_ZOOM_MIN ? beginning : all)
  }, [flow, isMeasured])
  return box
}

function Wall({ phone }: { phone: boolean }) {
  const { t } = useRoom()
  const room = useRoom()
  const flow = useReactFlow<WallNode>()
  const board = useWallNodes()
  const { wall, nodes } = board
  const box = useFirstLook(flow, wall)
  const drag = useWallDrag(flow, board)
  const ghosts = useGhosts()
  const writes = room.may('board.write')

  useEffect(() => {
    const goTo = () => {
      const place = room.focus.active ? wall.layout.places.get(room.focus.active) : undefined
      if (!place) return
      const { x: left, y: top } = flow.flowToScreenPosition(place)
      const box = document.querySelector('[data-wall]')?.getBoundingClientRect()
      const inView = box && left > box.left && left + 120 < box.right && top > box.top && top + 80 < box.bottom
      if (!inView)
        void flow.setCenter(place.x + WALL_CARD_WIDTH / 2, place.y + NEW_CARD_HEIGHT / 2, { zoom: flow.getZoom() })
    }
    return room.focus.onWant(goTo)
  }, [room, flow, wall])

  const center = () => {
    const box = document.querySelector('[data-wall]')?.getBoundingClientRect()
    const at = flow.screenToFlowPosition({
      x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
      y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
    })
    return { x: Math.round(at.x - WALL_CARD_WIDTH / 2), y: Math.round(at.y - NEW_CARD_HEIGHT / 2) }
  }

  function onMouseMove(event: MouseEvent): void {
    if (room.naming === 'named') room.presence.point(flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }))
  }

  return (
    <WallContext value={wall}>
      <div
        ref={box}
        className={classes.wall}
        data-wall
        role="region"
        aria-label={t('wall.label')}
        onMouseMove={onMouseMove}
        onMouseLeave={() => room.presence.point(null)}
      >
        <ReactFlow<WallNode>
          nodes={nodes}
          nodeTypes={NODE_TYPES}
          onNodesChange={(changes) => board.onNodesChange(changes, flow.getZoom() >= FAR_ZOOM)}
          onNodeDragStart={drag.onNodeDragStart}
          onNodeDrag={drag.onNodeDrag}
          onNodeDragStop={drag.onNodeDragStop}
          onlyRenderVisibleElements
          nodesDraggable={writes}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          nodeDragThreshold={5}
          minZoom={ZOOM_MIN}
          maxZoom={2}
          panOnScroll={!phone}
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
              nodeColor={({ id, type }) =>
                type === 'frame'
                  ? 'var(--kiem-line)'
                  : `var(--kiem-note-${room.store.card(id as IdeaId)?.color ?? 'sun'}-edge)`
              }
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
    </WallContext>
  )
}
