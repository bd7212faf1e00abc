// Owns the cards of one column on screen: only those in view (and the ones being dragged, written on or focused) are drawn,
// so that a column of a thousand cards is as light as one of ten. It makes room where a dragged card would land.

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { memo, type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { BoardCard } from './card.tsx'
import classes from './columns.module.css'
import type { DragHost } from './drag-host.ts'
import type { DropPlaces } from './drop-place.ts'
import { useColumnIds, useRoom } from './room.ts'

/** A card of two lines; every real height is measured once it is drawn. */
const USUAL_CARD_PX = 118
export const CARD_GAP_PX = 10
/** Cards drawn beyond what is in view. */
const BEYOND = 4

interface ColumnListProps {
  columnId: ColumnId
  scroller: HTMLElement | null
  column: RefObject<HTMLElement | null>
  drops: DropPlaces
  host: DragHost
  /** The card being dragged, if any. */
  dragged: { ideaId: IdeaId; heightPx: number } | null
}

export function ColumnList({ columnId, scroller, column, drops, host, dragged }: ColumnListProps) {
  const { t } = useRoom()
  const { focus } = useRoom()
  const ids = useColumnIds(columnId)
  const dropAt = useSyncExternalStore(
    (listener) => drops.shown.subscribe(columnId, listener),
    () => drops.shown.get(columnId),
  )
  const list = useRef<HTMLOListElement>(null)
  useSecondRender()
  const keep = useCallback(
    (range: Range) => {
      const indexes = new Set(defaultRangeExtractor(range))
      for (const id of [focus.active, focus.wanted, dragged?.ideaId]) {
        const index = id ? ids.indexOf(id) : -1
        if (index >= 0) indexes.add(index)
      }
      return [...indexes].sort((a, b) => a - b)
    },
    [ids, focus, dragged],
  )
  // Its own object changes from within; nothing here is memoised on it.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller,
    estimateSize: () => USUAL_CARD_PX,
    getItemKey: (index) => ids[index] ?? index,
    gap: CARD_GAP_PX,
    overscan: BEYOND,
    rangeExtractor: keep,
  })

  const latest = useRef({ ids, virtual })
  latest.current = { ids, virtual }

  useEffect(
    () =>
      drops.add({
        columnId,
        element: () => column.current,
        indexAt: (clientY, ideaId) => {
          const top = list.current?.getBoundingClientRect().top ?? 0
          const { ids: now, virtual: rows } = latest.current
          let index = 0
          for (const row of rows.measurementsCache) {
            if (now[row.index] === ideaId) continue
            if (clientY - top > row.start + row.size / 2) index++
            else break
          }
          return index
        },
      }),
    [columnId, drops, column],
  )

  useEffect(() => {
    const scrollToWanted = () => {
      const index = focus.wanted ? latest.current.ids.indexOf(focus.wanted) : -1
      if (index >= 0) latest.current.virtual.scrollToIndex(index, { align: 'auto' })
    }
    scrollToWanted()
    return focus.onWant(scrollToWanted)
  }, [focus, ids])

  const roomPx = dragged && dropAt !== undefined ? dragged.heightPx + CARD_GAP_PX : 0
  const draggedIndex = dragged ? ids.indexOf(dragged.ideaId) : -1
  const heightPx = virtual.getTotalSize() + roomPx
  let gapTopPx: number | null = null
  if (roomPx > 0 && dropAt !== undefined)
    gapTopPx = startOf(virtual.measurementsCache, dropAt, draggedIndex, heightPx - roomPx)

  return (
    <ol ref={list} className={classes.list} style={{ height: heightPx }} aria-label={t('column.ideas')}>
      {virtual.getVirtualItems().map((row) => {
        const ideaId = ids[row.index]
        if (!ideaId) return null
        const among = row.index - (draggedIndex >= 0 && row.index > draggedIndex ? 1 : 0)
        const shifted = roomPx > 0 && dropAt !== undefined && row.index !== draggedIndex && among >= dropAt
        return (
          <li
            key={row.key}
            ref={virtual.measureElement}
            data-index={row.index}
            className={classes.row}
            style={{ transform: `translateY(${row.start + (shifted ? roomPx : 0)}px)` }}
            data-dragging={dragged ? true : undefined}
            aria-posinset={row.index + 1}
            aria-setsize={ids.length}
          >
            <DraggableCard ideaId={ideaId} host={host} lifted={dragged?.ideaId === ideaId} />
          </li>
        )
      })}
      {gapTopPx !== null && dragged ? (
        <li
          className={classes.landing}
          style={{ transform: `translateY(${gapTopPx}px)`, height: dragged.heightPx }}
          aria-hidden="true"
        />
      ) : null}
    </ol>
  )
}

/**
 * The scroller is an ancestor, and React hands out an ancestor's ref after this component's own effects: on the first
 * render the virtualizer finds nothing to measure, and nothing would ever ask it to look again.
 */
function useSecondRender(): void {
  const [, setMounted] = useState(false)
  // oxlint-disable-next-line react/set-state-in-effect -- rendering once more is the whole point
  useEffect(() => setMounted(true), [])
}

/** Where the card at position `index` (the dragged one not counted) starts. */
function startOf(
  rows: readonly { index: number; start: number }[],
  index: number,
  draggedIndex: number,
  endPx: number,
): number {
  const row = rows[draggedIndex >= 0 && index >= draggedIndex ? index + 1 : index]
  return row ? row.start : endPx + (rows.length > 0 ? CARD_GAP_PX : 0)
}

const DraggableCard = memo(function DraggableCard(props: { ideaId: IdeaId; host: DragHost; lifted: boolean }) {
  const { ideaId, host, lifted } = props
  const elementRef = useCallback((element: HTMLElement) => host.put(ideaId, element), [host, ideaId])
  return <BoardCard ideaId={ideaId} elementRef={elementRef} lifted={lifted} />
})
