// Owns what authors may do with their own sealed ideas. Whoever asks about another's gets the same answer, after the same
// work, as about one that does not exist. Must never hold a text in a result, an outbox row or a log.

import type { BoardId, IdeaId, UserId } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import type { Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { IdeaDeps } from './deps.ts'
import { receiptOf } from './receipts.ts'
import { boardOpen } from './rules.ts'
import { tellAuthor } from './sealed-add.ts'
import * as sealedStore from './sealed-store.ts'
import * as store from './store.ts'

export type SealedDeps = Pick<IdeaDeps, 'enqueue' | 'markerFor'>

export function sealedCommands(deps: SealedDeps): Pick<Handlers, 'sealed.update' | 'sealed.remove'> {
  return {
    async 'sealed.update'({ tx, actor }, { boardId, ideaId, text, column, color }) {
      const found = await ownForUpdate(tx, boardId, ideaId, actor.userId)
      if (!found.ok) return found
      if (column && !(await store.columnIds(tx, boardId)).includes(column)) {
        return refuse('not-found', 'no-such-column', 'This column is not on this board.', { field: 'column' })
      }
      await sealedStore.updateSealed(tx, ideaId, {
        ...(text === undefined ? {} : { text }),
        ...(column === undefined ? {} : { columnId: column }),
        ...(color === undefined ? {} : { color }),
      })
      await tellAuthor(tx, deps, boardId, actor.userId)
      return done({ receipt: receiptOf(ideaId, text ?? found.value.text) })
    },

    async 'sealed.remove'({ tx, actor }, { boardId, ideaId }) {
      const found = await ownForUpdate(tx, boardId, ideaId, actor.userId)
      if (!found.ok) return found
      await sealedStore.removeSealed(tx, ideaId)
      await deps.enqueue(tx, 'session.changed', boardId, { boardId }) // the counts; texts are never announced
      await tellAuthor(tx, deps, boardId, actor.userId)
      return done({})
    },
  }

  /** Under the board's lock, which a reveal takes as well: what is found is still sealed when it is changed. */
  async function ownForUpdate(
    tx: Tx,
    boardId: BoardId,
    ideaId: IdeaId,
    userId: UserId,
  ): Promise<Outcome<sealedStore.SealedRow>> {
    const board = await store.boardForUpdate(tx, boardId)
    if (!board) return notYours()
    const open = boardOpen(board)
    if (!open.ok) return open
    const marker = board.naming === 'anonymous' ? await deps.markerFor(tx, boardId) : null
    if (board.naming === 'anonymous' && !marker) return notYours()
    const [row] = await sealedStore.sealedById(tx, [ideaId])
    // The mark is worked out also where there is nothing to compare it with.
    const own = sealedStore.isOwn(row ?? { ...NOBODYS, id: ideaId }, { userId, marker })
    return row && own && row.boardId === boardId ? done(row) : notYours()
  }
}

const NOBODYS = { authorId: null, authorMark: new Uint8Array(32) }

const notYours = () =>
  refuse('not-found', 'no-such-idea', 'You have no such sealed idea here; it may be on the board by now.')
