// Owns calling everybody to one card, and who goes their own way meanwhile. Others see how many do, never who.

import type { BoardId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import type { Summons } from '../../shared/session.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import * as store from './store.ts'

type SummonsCommand = 'session.summon' | 'session.roam'

export function summonsCommands({ enqueue }: { enqueue: Enqueue }): Pick<Handlers, SummonsCommand> {
  return {
    async 'session.summon'({ tx }, { boardId, ideaId }) {
      if (!(await store.holdBoard(tx, boardId))) return refuse('not-found', 'no-such-board')
      const held = await store.runningForUpdate(tx, boardId)
      if (!held) return store.noSession()
      if (ideaId !== null && !(await store.isOnBoard(tx, boardId, ideaId))) {
        return refuse('not-found', 'no-such-idea', 'This idea is not on the board.', { field: 'ideaId' })
      }
      const summons: Summons | null = ideaId === null ? null : { ideaId, at: held.at }
      await store.updateSession(tx, held.session.id, { summons })
      await changed(tx, boardId)
      return done({})
    },

    async 'session.roam'({ tx, actor }, { boardId, roams }) {
      const session = await store.runningOf(tx, boardId)
      if (!session) return store.noSession()
      await store.putMark(tx, session.id, actor.userId, { roams })
      await changed(tx, boardId)
      const topics = [`mine:${boardId}`]
      await enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics })
      return done({})
    },
  }

  async function changed(tx: Tx, boardId: BoardId): Promise<void> {
    await enqueue(tx, 'session.changed', boardId, { boardId })
  }
}
