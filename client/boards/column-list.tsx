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
          const source = now.indexOf(ideaId)
          // The cards behind the dragged one have closed up.
          const closedPx = (rows.measurementsCache[source]?.size ?? 0) + CARD_GAP_PX
          for (const row of rows.measurementsCache) {
            if (row.index === source) continue
            const start = row.start - (source >= 0 && row.index > source ? closedPx : 0)
            if (clientY - top > start + row.size / 2) index++
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

  const draggedIndex = dragged ? ids.indexOf(dragged.ideaId) : -1
  const landing = dragged !== null && dropAt !== undefined
  const roomPx = landing ? dragged.heightPx + CARD_GAP_PX : 0
  // Where the dragged card stood the others close up; where it would land they make room.
  const closedPx = draggedIndex >= 0 ? (virtual.measurementsCache[draggedIndex]?.size ?? 0) + CARD_GAP_PX : 0
  const placeOf = (row: { index: number; start: number }) =>
    row.start - (draggedIndex >= 0 && row.index > draggedIndex ? closedPx : 0)
  const heightPx = Math.max(0, virtual.getTotalSize() - closedPx + roomPx)
  let gapTopPx = 0
  if (landing) {
    const next = virtual.measurementsCache[draggedIndex >= 0 && dropAt >= draggedIndex ? dropAt + 1 : dropAt]
    gapTopPx = next ? placeOf(next) : Math.max(0, heightPx - dragged.heightPx)
  }

  return (
    <ol ref={list} className={classes.list} style={{ height: heightPx }} aria-label={t('column.ideas')}>
      {virtual.getVirtualItems().map((row) => {
        const ideaId = ids[row.index]
        if (!ideaId) return null
        const among = row.index - (draggedIndex >= 0 && row.index > draggedIndex ? 1 : 0)
        const shifted = landing && row.index !== draggedIndex && among >= dropAt
        return (
          <li
            key={row.key}
            ref={virtual.measureElement}
            data-index={row.index}
            className={classes.row}
            style={{ transform: `translateY(${placeOf(row) + (shifted ? roomPx : 0)}px)` }}
            data-dragging={dragged ? true : undefined}
            aria-posinset={row.index + 1}
            aria-setsize={ids.length}
          >
            <DraggableCard ideaId={ideaId} host={host} lifted={dragged?.ideaId === ideaId} />
          </li>
        )
      })}
      {landing ? (
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

const DraggableCard = memo(function DraggableCard(props: { ideaId: IdeaId; host: DragHost; lifted: boolean }) {
  const { ideaId, host, lifted } = props
  const elementRef = useCallback((element: HTMLElement) => host.put(ideaId, element), [host, ideaId])
  return <BoardCard ideaId={ideaId} elementRef={elementRef} lifted={lifted} />
})
