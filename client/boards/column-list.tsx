// Owns the cards of one column on screen: only those in view (and the ones being dragged, written on or focused) are drawn,
// so that a column of a thousand cards is as light as one of ten. It shows where a dragged card would land.

import {
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
import { lazy } from '../ui/lazy.ts'
import { BoardCard } from './card.tsx'
import type { BoardGroup } from './board-groups.ts'
import classes from './columns.module.css'
import type { DragHost, Held } from './drag-host.ts'
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
  /** What is being dragged, if anything. */
  held: Held | null
}

export function ColumnList({ columnId, scroller, column, drops, host, held }: ColumnListProps) {
  const { t } = useRoom()
  const { focus, store } = useRoom()
  const ids = useColumnIds(columnId)
  const place = useSyncExternalStore(
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
        list: () => list.current,
        view,
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

  const next = place && rows.find(({ key }) => key === place.before)
  const heightPx = endOf(rows)
  const ontoGroup = place?.onto && store.groups.of(place.onto)

  const [first, behind] = view.visible(rows)
  // Also those that would lose the focus or the pointer if they were not drawn.
  const kept = new Set<string | null | undefined>([focus.active, focus.wanted, held?.ids[0]])
  const drawn = rows.filter(({ index, key }) => (index >= first && index < behind) || kept.has(key))
  return (
    <ol ref={list} className={classes.list} style={{ height: heightPx }} aria-label={t('column.ideas')}>
      {drawn.map((row) => {
        const ideaId = ids[row.index]!
        const group = store.groups.of(ideaId)
        const isFirst = group !== undefined && group !== store.groups.of(ids[row.index - 1]!)
        const isFolded =
          isFirst && store.groups.isFolded(group.groupId) && group !== store.groups.of(ids[row.index + 1]!)
        const isAimedAt = place?.onto && (ideaId === place.onto || (group && group === ontoGroup))
        return (
          <li
            key={row.key}
            ref={view.measure}
            data-row={row.key}
            className={classes.row}
            style={{ transform: `translateY(${row.start}px)` }}
            data-held={held?.ids.includes(ideaId) || undefined}
            data-onto={isAimedAt || undefined}
            data-group={group && (isFirst ? 'first' : 'more')}
            aria-posinset={row.index + 1}
            aria-setsize={ids.length}
          >
            {isFirst ? <Head group={group} isFolded={isFolded} host={host} /> : null}
            <DraggableCard ideaId={ideaId} host={host} groupTitle={group?.title} />
            {isFolded ? <span className={classes.under} aria-hidden="true" /> : null}
          </li>
        )
      })}
      {place && !place.onto ? (
        <li
          className={classes.landing}
          style={{ transform: `translateY(${next ? next.start : heightPx + CARD_GAP_PX}px)` }}
          data-group={place.into ?? undefined}
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

function Head(props: { group: BoardGroup; isFolded: boolean; host: DragHost }) {
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
  groupTitle: string | undefined
}

const DraggableCard = memo(function DraggableCard(props: DraggableCardProps) {
  const { ideaId, host, groupTitle } = props
  const elementRef = useCallback((element: HTMLElement) => host.put(ideaId, element), [host, ideaId])
  return <BoardCard ideaId={ideaId} elementRef={elementRef} groupTitle={groupTitle} />
})
