// Owns marking inbox items as read, and how a person wants to hear by mail.

import { done } from '../../shared/outcome.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import type { BoardId, UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { mailAt } from './pace.ts'
import * as people from './people-store.ts'
import type { InboxDeps } from './reads.ts'
import * as store from './store.ts'

export interface NotificationCommandDeps {
  enqueue: Enqueue
  timeZone: (reader: Reader) => Promise<string>
  readableBy: InboxDeps['readableBy']
}

export function notificationCommands(
  deps: NotificationCommandDeps,
): Pick<Handlers, 'inbox.mark-read' | 'notifications.set'> {
  async function hiddenFrom(tx: Tx, userId: UserId): Promise<BoardId[]> {
    const boardIds = (await store.unreadByBoard(tx, [userId])).flatMap(({ boardId }) => boardId ?? [])
    const readable = await deps.readableBy(tx, userId, boardIds)
    return boardIds.filter((boardId) => !readable.has(boardId))
  }

  return {
    async 'inbox.mark-read'({ tx, actor, now }, input) {
      // All is what they see: what they may not read just now is new to them when they may again.
      const hidden = input.items === 'all' ? await hiddenFrom(tx, actor.userId) : []
      const changed = await store.markRead(tx, actor.userId, input.items, now, hidden)
      if (changed > 0) {
        await deps.enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['inbox', 'me'] })
      }
      return done({})
    },

    async 'notifications.set'({ tx, actor, now }, settings) {
      await people.saveSettings(tx, actor.userId, settings)
      const timeZone = await deps.timeZone(tx)
      const at = (waits: boolean) => {
        const goes = mailAt(settings, waits, now.getTime(), timeZone)
        return goes === null ? null : new Date(goes)
      }
      await people.moveMails(tx, actor.userId, { waiting: at(true), rest: at(false) })
      await deps.enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['notifications'] })
      return done({})
    },
  }
}
