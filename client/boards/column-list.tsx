// Owns the cards of one column on screen: only those in view (and the ones being dragged, written on or focused) are drawn,
// so that a column of a thousand cards is as light as one of ten. It makes room where a dragged card would land.

import {
  lazy,
  memo,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { ColumnId, IdeaId } from '../../shared/model.ts'
import { alsoWords } from '../i18n/i18n.ts'
import { BoardCard } from './card.tsx'
import type { BoardGroup } from './board-groups.ts'
import classes from './columns.module.css'
import type { DragHost } from './drag-host.ts'
import type { DropPlaces } from './drop-place.ts'
import { useColumnIds, useRoom } from './room.ts'
import type { Row } from './row-places.ts'
import { CARD_GAP_PX, RowView } from './row-view.ts'

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
  const { focus, store } = useRoom()
  const ids = useColumnIds(columnId)
  const dropAt = useSyncExternalStore(
    (listener) => drops.shown.subscribe(columnId, listener),
    () => drops.shown.get(columnId),
  )
  const list = useRef<HTMLOListElement>(null)
  const [view] = useState(() => new RowView())
  useSyncExternalStore(view.subscribe, view.drawn)
  const rows = view.place(ids)
  useLayoutEffect(() => (scroller ? view.attach(scroller) : undefined), [view, scroller])
  // Nothing to depend on: every drawing is measured before it is seen.
  useLayoutEffect(() => view.settle(rows))

  useEffect(
    () =>
      drops.add({
        columnId,
        element: () => column.current,
        indexAt: (clientY, ideaId) => {
          const top = list.current?.getBoundingClientRect().top ?? 0
          let index = 0
          const source = view.rows.findIndex(({ key }) => key === ideaId)
          // The cards behind the dragged one have closed up.
          const closedPx = (view.rows[source]?.size ?? 0) + CARD_GAP_PX
          for (const row of view.rows) {
            if (row.index === source) continue
            const start = row.start - (source >= 0 && row.index > source ? closedPx : 0)
            if (clientY - top > start + row.size / 2) index++
            else break
          }
          return index
        },
      }),
    [columnId, drops, column, view],
  )

  useEffect(() => {
    const scrollToWanted = () => {
      if (focus.wanted && ids.includes(focus.wanted)) view.show(focus.wanted)
    }
    scrollToWanted()
    return focus.onWant(scrollToWanted)
  }, [focus, ids, view])

  const draggedIndex = dragged ? ids.indexOf(dragged.ideaId) : -1
  const landing = dragged !== null && dropAt !== undefined
  const roomPx = landing ? dragged.heightPx + CARD_GAP_PX : 0
  // Where the dragged card stood the others close up; where it would land they make room.
  const closedPx = draggedIndex >= 0 ? (rows[draggedIndex]?.size ?? 0) + CARD_GAP_PX : 0
  const placeOf = (row: { index: number; start: number }) =>
    row.start - (draggedIndex >= 0 && row.index > draggedIndex ? closedPx : 0)
  const heightPx = Math.max(0, endOf(rows) - closedPx + roomPx)
  let gapTopPx = 0
  if (landing) {
    const next = rows[draggedIndex >= 0 && dropAt >= draggedIndex ? dropAt + 1 : dropAt]
    gapTopPx = next ? placeOf(next) : Math.max(0, heightPx - dragged.heightPx)
  }

  const [first, behind] = view.visible(rows)
  // Also those that would lose the focus or the pointer if they were not drawn.
  const held = new Set<string | null | undefined>([focus.active, focus.wanted, dragged?.ideaId])
  const drawn = rows.filter(({ index, key }) => (index >= first && index < behind) || held.has(key))
  return (
    <ol ref={list} className={classes.list} style={{ height: heightPx }} aria-label={t('column.ideas')}>
      {drawn.map((row) => {
        const ideaId = ids[row.index]!
        const among = row.index - (draggedIndex >= 0 && row.index > draggedIndex ? 1 : 0)
        const group = store.groups.of(ideaId)
        const isFirst = group !== undefined && group !== store.groups.of(ids[row.index - 1]!)
        const isFolded =
          isFirst && store.groups.isFolded(group.groupId) && group !== store.groups.of(ids[row.index + 1]!)
        const shifted = landing && row.index !== draggedIndex && among >= dropAt
        return (
          <li
            key={row.key}
            ref={view.measure}
            data-row={row.key}
            className={classes.row}
            style={{ transform: `translateY(${placeOf(row) + (shifted ? roomPx : 0)}px)` }}
            data-dragging={dragged ? true : undefined}
            data-group={group && (isFirst ? 'first' : 'more')}
            aria-posinset={row.index + 1}
            aria-setsize={ids.length}
          >
            {isFirst ? <Head group={group} isFolded={isFolded} /> : null}
            <DraggableCard ideaId={ideaId} host={host} lifted={dragged?.ideaId === ideaId} groupTitle={group?.title} />
            {isFolded ? <span className={classes.under} aria-hidden="true" /> : null}
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

const GroupHead = lazy(async () => {
  const [{ GroupHead: Drawn }] = await Promise.all([import('./group-head.tsx'), alsoWords('group')])
  return { default: Drawn }
})

function Head(props: { group: BoardGroup; isFolded: boolean }) {
  return (
    <Suspense fallback={<h3 className={classes.groupName}>{props.group.title || '\u00a0'}</h3>}>
      <GroupHead {...props} />
    </Suspense>
  )
}

const endOf = (rows: readonly Row[]) => {
  const last = rows.at(-1)
  return last ? last.start + last.size : 0
}

interface DraggableCardProps {
  ideaId: IdeaId
  host: DragHost
  lifted: boolean
  groupTitle: string | undefined
}

const DraggableCard = memo(function DraggableCard(props: DraggableCardProps) {
  const { ideaId, host, lifted, groupTitle } = props
  const elementRef = useCallback((element: HTMLElement) => host.put(ideaId, element), [host, ideaId])
  return <BoardCard ideaId={ideaId} elementRef={elementRef} lifted={lifted} groupTitle={groupTitle} />
})
