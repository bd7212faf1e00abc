// Owns the use cases of a board's columns. The scribe carries them into the board's document afterwards.

import { generateKeyBetween } from 'fractional-indexing'
import type { BoardId, ColumnId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import type { Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { BoardDeps } from './deps.ts'
import { addColumn, boardArchived, columnBeside, noSuchColumn, removeColumn } from './rules.ts'
import * as store from './store.ts'

export function columnCommands(deps: BoardDeps): Pick<Handlers, 'column.add' | 'column.update' | 'column.remove'> {
  return {
    async 'column.add'({ tx }, { boardId, title, color, columnId: proposed }) {
      const open = await openBoard(tx, boardId)
      if (!open.ok) return open
      const columns = await store.columnsOf(tx, boardId)
      const columnId = proposed ?? (deps.newId() as ColumnId)
      const known = proposed ? await store.columnById(tx, proposed) : null
      if (known) {
        if (known.boardId === boardId && known.title === title && !known.removedAt) return done({ columnId })
        return refuse('conflict', 'id-taken', 'This column id is in use. Propose another, or none.', {
          field: 'columnId',
        })
      }
      const room = addColumn(columns.length)
      if (!room.ok) return room
      const position = generateKeyBetween(columns.at(-1)?.position ?? null, null)
      await store.insertColumns(tx, [{ id: columnId, boardId, title, color: color ?? null, position }])
      await changed(tx, boardId)
      return done({ columnId })
    },

    async 'column.update'({ tx }, { boardId, columnId, title, color, position }) {
      const open = await openBoard(tx, boardId)
      if (!open.ok) return open
      const columns = await store.columnsOf(tx, boardId)
      if (!columns.some((column) => column.id === columnId)) return noSuchColumn()
      await store.updateColumn(tx, columnId, {
        ...(title === undefined ? {} : { title }),
        ...(color === undefined ? {} : { color }),
        ...(position === undefined ? {} : { position: keyAt(columns, columnId, position) }),
      })
      await changed(tx, boardId)
      return done({})
    },

    async 'column.remove'({ tx, now }, { boardId, columnId }) {
      const open = await openBoard(tx, boardId)
      if (!open.ok) return open
      const columns = await store.columnsOf(tx, boardId)
      const allowed = removeColumn(columns, columnId)
      if (!allowed.ok) return allowed
      const beside = columnBeside(
        columns.map((column) => ({ ...column, removed: column.id === columnId })),
        columnId,
      )
      if (!beside) throw new Error('a board with two columns has one beside the other')
      await store.updateColumn(tx, columnId, { removedAt: now })
      await store.moveIdeas(tx, boardId, columnId, beside.id as ColumnId)
      await changed(tx, boardId)
      return done({})
    },
  }

  async function changed(tx: Tx, boardId: BoardId): Promise<void> {
    await store.updateBoard(tx, boardId, {})
    await deps.enqueue(tx, 'board.changed', boardId, { boardId })
  }
}

/** Locks the board: two facilitators who rearrange columns at once get one order. */
async function openBoard(tx: Tx, boardId: BoardId) {
  const board = await store.boardForUpdate(tx, boardId)
  if (!board) return refuse('not-found', 'no-such-board')
  return board.archivedAt ? boardArchived() : done(board)
}

/** An order key that puts this column at the 0-based place among the others; past the end means last. */
function keyAt(columns: readonly store.ColumnRow[], columnId: ColumnId, place: number): string {
  const others = columns.filter((column) => column.id !== columnId)
  const at = Math.min(place, others.length)
  return generateKeyBetween(others[at - 1]?.position ?? null, others[at]?.position ?? null)
}
