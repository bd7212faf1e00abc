// Owns one column: its title and count, its cards, the ideas on their way, and the line to write a new one on.

import { memo, useRef, useState } from 'react'
import type { Column } from '../../shared/documents.ts'
import { ColumnList } from './column-list.tsx'
import classes from './columns.module.css'
import { Composer } from './composer.tsx'
import type { DragHost, Held } from './drag-host.ts'
import type { DropPlaces } from './drop-place.ts'
import { GhostCard } from './ghost-card.tsx'
import { useColumnIds, useGhosts, useRoom } from './room.ts'

interface BoardColumnProps {
  column: Column
  drops: DropPlaces
  host: DragHost
  held: Held | null
  /** The phone has one line to write on for whichever column is shown. */
  phone: boolean
}

export const BoardColumn = memo(function BoardColumn({ column, drops, host, held, phone }: BoardColumnProps) {
  const { t } = useRoom()
  const { format } = useRoom()
  const { columnId } = column
  const { may, slots, store } = useRoom()
  const ids = useColumnIds(columnId)
  const count = store.countIn(columnId)
  // State, not a ref: the list inside needs it, and its effects run before this element is attached.
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const section = useRef<HTMLElement>(null)
  const first = store.columns()[0]?.columnId === columnId
  const ghosts = useGhosts().filter((ghost) => ghost.columnId === columnId || (ghost.columnId === null && first))
  const title = column.title.trim() === '' ? t('column.untitled') : column.title
  return (
    <section ref={section} className={classes.column} aria-labelledby={`column-${columnId}`} data-column={columnId}>
      <header className={classes.head} data-phone={phone || undefined}>
        {column.color ? (
          <span
            className={classes.dot}
            style={{
              background: `var(--kiem-note-${column.color})`,
              borderColor: `var(--kiem-note-${column.color}-edge)`,
            }}
            aria-hidden="true"
          />
        ) : null}
        <h2 id={`column-${columnId}`} className={classes.title}>
          {title}
        </h2>
        <span className={classes.count}>
          <span aria-hidden="true">{format.number(count)}</span>
          <span className="kiem-unseen">{t('column.count', { count })}</span>
        </span>
      </header>
      <div ref={setScroller} className={classes.scroller} data-scroller={columnId}>
        {ids.length === 0 && ghosts.length === 0 && !held && !slots.inColumn ? (
          <p className={classes.empty}>{t(may('idea.add') ? 'column.empty' : 'column.emptyQuiet')}</p>
        ) : null}
        <ColumnList columnId={columnId} scroller={scroller} column={section} drops={drops} host={host} held={held} />
        {slots.inColumn?.(columnId, first)}
        {ghosts.map((ghost) => (
          <GhostCard key={ghost.ideaId} ghost={ghost} />
        ))}
      </div>
      {may('idea.add') && !phone ? <Composer columnId={columnId} columnTitle={title} /> : null}
    </section>
  )
})
