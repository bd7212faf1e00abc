// Owns what everybody shows in a session: ready, a raised hand, and that they wrote something. Never what they wrote,
// and to others as counts alone; names of raised hands are for facilitators of named boards (reads.ts).

import type { BoardId, UserId } from '../../shared/model.ts'
import { done } from '../../shared/outcome.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import * as store from './store.ts'

interface MarkDeps {
  enqueue: Enqueue
}

type MarkCommand = 'session.ready' | 'session.hand' | 'session.lower-hand'

export function markCommands(deps: MarkDeps): Pick<Handlers, MarkCommand> {
  return {
    async 'session.ready'({ tx, actor }, { boardId, ready }) {
      const session = await store.runningOf(tx, boardId)
      if (!session) return store.noSession()
      const visit = await visitOf(tx, session.id)
      await store.putMark(tx, session.id, actor.userId, { readyIn: ready ? visit : null })
      await marked(tx, boardId, [actor.userId])
      return done({})
    },

    async 'session.hand'({ tx, actor }, { boardId, raised }) {
      const session = await store.runningOf(tx, boardId)
      if (!session) return store.noSession()
      const before = await store.markOf(tx, session.id, actor.userId)
      if ((before !== null && before.handAt !== null) === raised) return done({}) // first come, first heard: a repeat loses no place
      const handAt = raised ? new Date(await store.clockOf(tx)) : null
      await store.putMark(tx, session.id, actor.userId, { handAt })
      await marked(tx, boardId, [actor.userId])
      return done({})
    },

    async 'session.lower-hand'({ tx }, { boardId, userId }) {
      const session = await store.runningOf(tx, boardId)
      if (!session) return store.noSession()
      const lowered = await store.lowerHands(tx, session.id, userId)
      if (lowered.length > 0) await marked(tx, boardId, lowered)
      return done({})
    },
  }

  /** Everybody sees the counts, these people alone what is theirs. */
  async function marked(tx: Tx, boardId: BoardId, userIds: UserId[]): Promise<void> {
    await deps.enqueue(tx, 'session.changed', boardId, { boardId })
    for (const userId of userIds) {
      await deps.enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: [`mine:${boardId}`] })
    }
  }
}

/**
 * Whoever writes while a sealed phase is on is counted, once, by the ledger. For the ideas room, which holds the board;
 * without a session it does nothing.
 */
export function writerNotes({ enqueue }: MarkDeps) {
  return async function noteWriter(tx: Tx, boardId: BoardId, userId: UserId): Promise<void> {
    const session = await store.runningOf(tx, boardId)
    if (!session) return
    await store.putMark(tx, session.id, userId, { wroteIn: await visitOf(tx, session.id) })
    await enqueue(tx, 'session.changed', boardId, { boardId })
  }
}

/** A phase that is gone back to is another visit: its marks begin anew, and an undo brings the old ones back. */
async function visitOf(tx: Tx, sessionId: string): Promise<string> {
  return String((await store.lastStep(tx, sessionId))?.id ?? '')
}
