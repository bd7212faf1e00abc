// Owns the board as columns: side by side on a wide screen, one at a time on a phone (swipe or tabs), and dragging cards
// between places with mouse or finger. A drop writes in the same frame; the network hears of it after.

import { Accessibility, PointerActivationConstraints, PointerSensor } from '@dnd-kit/dom'
import {
  type DragEndEvent,
  type DragMoveEvent,
  DragDropProvider,
  DragOverlay,
  type DragStartEvent,
} from '@dnd-kit/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { BoardCard } from './card.tsx'
import { useCardActions } from './card-actions.ts'
import { columnTitle } from './card-words.ts'
import { BoardColumn } from './column.tsx'
import { ColumnTabs } from './column-tabs.tsx'
import classes from './columns.module.css'
import { Composer } from './composer.tsx'
import { DropPlaces } from './drop-place.ts'
import { useColumns, useRoom } from './room.ts'

/** A press that becomes a drag: a mouse has to move, a finger has to rest (so that swiping still scrolls). */
const MOUSE_MOVES_PX = 5
const FINGER_RESTS_MS = 260
const FINGER_SLIPS_PX = 8

const SENSORS = [
  PointerSensor.configure({
    activationConstraints: (event) =>
      event.pointerType === 'touch'
        ? [new PointerActivationConstraints.Delay({ value: FINGER_RESTS_MS, tolerance: FINGER_SLIPS_PX })]
        : [new PointerActivationConstraints.Distance({ value: MOUSE_MOVES_PX })],
    preventActivation: (event) => event.target instanceof Element && event.target.closest('[data-no-drag]') !== null,
  }),
]

/** Ours alone speaks (live-region.tsx), and a card stays an article: the library's own roles and English texts stay out. */
function withoutItsVoice<P>(plugins: readonly P[]): P[] {
  return plugins.filter((plugin) => (plugin as unknown) !== Accessibility)
}

export function ColumnsView({ phone }: { phone: boolean }) {
  const { t } = useTranslation('board')
  const columns = useColumns()
  const room = useRoom()
  const actions = useCardActions()
  const drops = useMemo(() => new DropPlaces(), [])
  const [dragged, setDragged] = useState<{ ideaId: IdeaId; heightPx: number; widthPx: number } | null>(null)
  const track = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<ColumnId | null>(null)
  const shownColumn = columns.find(({ columnId }) => columnId === current) ?? columns[0]

  const pointer = useRef({ x: 0, y: 0 })
  const draggedId = dragged?.ideaId
  useEffect(() => {
    if (!draggedId) return
    // The list scrolls under a resting pointer: the place changes without a move.
    const again = () => drops.point(draggedId, pointer.current)
    const element = track.current
    element?.addEventListener('scroll', again, { capture: true, passive: true })
    return () => element?.removeEventListener('scroll', again, { capture: true })
  }, [draggedId, drops])

  function onDragStart({ operation: { source } }: DragStartEvent): void {
    if (!source) return
    const box = source.element?.getBoundingClientRect()
    setDragged({ ideaId: source.id as IdeaId, heightPx: box?.height ?? 0, widthPx: box?.width ?? 0 })
  }

  function onDragMove({ operation }: DragMoveEvent): void {
    if (!operation.source) return
    const { x, y } = operation.position.current
    pointer.current = { x, y }
    drops.point(operation.source.id as IdeaId, { x, y })
  }

  function onDragEnd({ operation, canceled }: DragEndEvent): void {
    const { place } = drops
    drops.clear()
    setDragged(null)
    if (!operation.source || canceled || !place) return
    room.undo.stopCapturing()
    actions.move(operation.source.id as IdeaId, place)
    room.undo.stopCapturing()
  }

  return (
    <DragDropProvider
      sensors={SENSORS}
      plugins={withoutItsVoice}
      onDragStart={onDragStart}
      onDragMove={onDragMove}
      onDragEnd={onDragEnd}
    >
      {phone ? <ColumnTabs track={track} current={shownColumn?.columnId ?? null} onCurrent={setCurrent} /> : null}
      <div ref={track} className={classes.track} data-phone={phone || undefined} data-columns={columns.length}>
        {columns.map((column) => (
          <BoardColumn key={column.columnId} column={column} drops={drops} dragged={dragged} phone={phone} />
        ))}
      </div>
      {phone && room.may('idea.add') ? (
        <Composer
          docked
          columnId={shownColumn?.columnId ?? null}
          columnTitle={shownColumn ? columnTitle(shownColumn.title, t('column.untitled')) : null}
        />
      ) : null}
      <DragOverlay dropAnimation={null} className={classes.overlay}>
        {(source) => (
          <div style={{ width: dragged?.widthPx }} className={classes.flying}>
            <BoardCard ideaId={source.id as IdeaId} />
          </div>
        )}
      </DragOverlay>
    </DragDropProvider>
  )
}
