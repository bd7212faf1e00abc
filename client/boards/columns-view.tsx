// Owns the board as columns: side by side on a wide screen, one at a time on a phone (swipe or tabs).

import { useRef, useState } from 'react'
import type { ColumnId } from '../../shared/model.ts'
import { BoardCard } from './card.tsx'
import { columnTitle } from './card-words.ts'
import { BoardColumn } from './column.tsx'
import { ColumnTabs } from './column-tabs.tsx'
import classes from './columns.module.css'
import { Composer } from './composer.tsx'
import { useColumns, useRoom } from './room.ts'
import { useDrag } from './use-drag.ts'

export function ColumnsView({ phone }: { phone: boolean }) {
  const columns = useColumns()
  const { t, may, format } = useRoom()
  const track = useRef<HTMLDivElement>(null)
  const overlay = useRef<HTMLDivElement>(null)
  const { drops, host, held } = useDrag(track, overlay)
  const [current, setCurrent] = useState<ColumnId | null>(null)
  const shown = columns.find(({ columnId }) => columnId === current) ?? columns[0]
  return (
    <>
      {phone ? <ColumnTabs track={track} current={shown?.columnId ?? null} onCurrent={setCurrent} /> : null}
      <div
        ref={track}
        className={classes.track}
        data-phone={phone || undefined}
        data-columns={columns.length}
        data-dragging={held ? true : undefined}
      >
        {columns.map((column) => (
          <BoardColumn key={column.columnId} column={column} drops={drops} host={host} held={held} phone={phone} />
        ))}
      </div>
      {phone && may('idea.add') ? (
        <Composer
          docked
          columnId={shown?.columnId ?? null}
          columnTitle={shown ? columnTitle(shown.title, t('column.untitled')) : null}
        />
      ) : null}
      <div ref={overlay} className={classes.overlay} data-dnd-overlay aria-hidden="true">
        {held ? (
          <div style={{ width: held.widthPx }} className={classes.flying} data-many={held.ids[1]} inert>
            <BoardCard ideaId={held.ids[0]!} flying />
            {held.ids[1] ? <span className={classes.many}>{format.number(held.ids.length)}</span> : null}
          </div>
        ) : null}
      </div>
    </>
  )
}
