// Owns marking inbox items as read.

import { done } from '../../shared/outcome.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import * as store from './store.ts'

export interface NotificationCommandDeps {
  enqueue: Enqueue
}

export function notificationCommands(deps: NotificationCommandDeps): Pick<Handlers, 'inbox.mark-read'> {
  return {
    async 'inbox.mark-read'({ tx, actor, now }, input) {
      const changed = await store.markRead(tx, actor.userId, input.items, now)
      if (changed > 0) {
        await deps.enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['inbox', 'me'] })
      }
      return done({})
    },
  }
}
