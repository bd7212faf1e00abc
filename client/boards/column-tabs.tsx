// Owns which column a phone shows: tabs above, a swipe below, the two always agreeing. On a phone it also carries the one
// line to write on.

import { type RefObject, useEffect, useRef } from 'react'
import type { ColumnId } from '../../shared/model.ts'
import classes from './columns.module.css'
import { useColumnIds, useColumns, useRoom } from './room.ts'

interface ColumnTabsProps {
  track: RefObject<HTMLDivElement | null>
  current: ColumnId | null
  onCurrent: (columnId: ColumnId) => void
}

export function ColumnTabs({ track, current, onCurrent }: ColumnTabsProps) {
  const { t } = useRoom()
  const columns = useColumns()
  const { focus } = useRoom()
  const bar = useRef<HTMLElement>(null)

  useEffect(() => {
    const element = track.current
    if (!element) return
    let frame = 0
    const onScroll = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        const column = columns[Math.round(element.scrollLeft / Math.max(1, element.clientWidth))]
        if (column) onCurrent(column.columnId)
      })
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      element.removeEventListener('scroll', onScroll)
      cancelAnimationFrame(frame)
    }
  }, [track, columns, onCurrent])

  useEffect(() => {
    if (current) focus.workIn(current)
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current="true"]')
    if (bar.current && tab)
      bar.current.scrollTo({ left: tab.offsetLeft - bar.current.clientWidth / 2 + tab.clientWidth / 2 })
  }, [current, focus])

  function show(columnId: ColumnId, place: number): void {
    onCurrent(columnId)
    const element = track.current
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    element?.scrollTo({ left: place * element.clientWidth, behavior: calm ? 'auto' : 'smooth' })
  }

  return (
    <nav ref={bar} className={classes.tabs} aria-label={t('column.tabs')}>
      {columns.map((column, place) => (
        <button
          key={column.columnId}
          type="button"
          className={classes.tab}
          aria-current={column.columnId === current}
          onClick={() => show(column.columnId, place)}
        >
          {column.title.trim() === '' ? t('column.untitled') : column.title}
          <TabCount columnId={column.columnId} />
        </button>
      ))}
    </nav>
  )
}

function TabCount({ columnId }: { columnId: ColumnId }) {
  const { format } = useRoom()
  return <span className={classes.count}>{format.number(useColumnIds(columnId).length)}</span>
}
