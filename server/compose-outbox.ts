// Owns who is told what happened, and has to act on it. Part of compose.ts: it may know every room, and must never decide
// anything itself.

import type { Rooms } from './compose.ts'
import type { Notifications } from './compose-notifications.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import { documentsOf } from './gateway/document-access.ts'
import type { Ground } from './ground.ts'
import type { UserId } from '../shared/model.ts'
import type { Topics } from './platform/topics.ts'
import type { Sync } from './sync/index.ts'
import { ballotSubscriber } from './votes/subscribers.ts'

export function wireOutbox(
  { on, outbox, db }: Ground,
  {
    sync,
    rooms,
    broadcast,
    holders,
    notifications,
  }: {
    sync: Sync
    rooms: Rooms
    broadcast: Broadcast
    holders(userIds: readonly UserId[]): Promise<UserId[]>
    notifications: Notifications
  },
): void {
  const { toUser } = broadcast
  on('scribe', rooms.scribe.subscriptions)
  on('versions', rooms.versions.subscriptions)
  on('minutes', rooms.agenda.subscriptions)
  on('inbox', notifications.subscriptions(broadcast))
  const tellBallots = ballotSubscriber({ reader: db, toUser })
  on('ballots', {
    async 'ballot.changed'(changed) {
      await tellBallots(changed)
      // Whose ballot it is, a page with several people at it must not guess: it asks.
      broadcast.stale(await holders(changed.userIds), [`mine:${changed.boardId}`])
    },
  })
  on('stale', {
    async 'answers.stale'({ userIds, topics }) {
      broadcast.stale([...userIds, ...(await holders(userIds))], topics)
    },
  })
  const accessChanged = async ({ boardId, userId }: Topics['access.changed']) => {
    if (userId !== undefined) {
      broadcast.forgetUser(userId)
      return sync.reauthorize({ userId })
    }
    for (const document of boardId === undefined ? [] : await documentsOf(db, boardId)) sync.reauthorize({ document })
  }
  on('access', { 'access.changed': accessChanged })
  // Whoever is shut out is out now, however much else waits to be told (T6).
  outbox.atOnce('access.changed', accessChanged)
}
