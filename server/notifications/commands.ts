// Owns marking inbox items as read, and how a person wants to hear by mail.

import { done } from '../../shared/outcome.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { mailAt } from './pace.ts'
import * as people from './people-store.ts'
import * as store from './store.ts'

export interface NotificationCommandDeps {
  enqueue: Enqueue
  timeZone: (reader: Reader) => Promise<string>
}

export function notificationCommands(
  deps: NotificationCommandDeps,
): Pick<Handlers, 'inbox.mark-read' | 'notifications.set'> {
  return {
    async 'inbox.mark-read'({ tx, actor, now }, input) {
      const changed = await store.markRead(tx, actor.userId, input.items, now)
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
