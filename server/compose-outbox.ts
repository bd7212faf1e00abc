// Owns who is told what happened, and has to act on it. Part of compose.ts: it may know every room, and must never decide
// anything itself.

import type { Rooms } from './compose.ts'
import type { Notifications } from './compose-notifications.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import { documentsOf } from './gateway/document-access.ts'
import { goalsHearing } from './compose-goals.ts'
import { recounting } from './compose-estimates.ts'
import type { GoalTelling } from './goals/telling.ts'
import type { Ground, Subscriptions } from './ground.ts'
import type { UserId } from '../shared/model.ts'
import type { Topic, Topics } from './platform/topics.ts'
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
    goals,
  }: {
    sync: Sync
    rooms: Rooms
    broadcast: Broadcast
    holders(userIds: readonly UserId[]): Promise<UserId[]>
    notifications: Notifications
    goals: GoalTelling
  },
): void {
  const { toUser } = broadcast
  const { 'goals.changed': goalsChanged, ...noted } = recounting(rooms.recounts)
  const { 'case.moved': caseMoved, 'goals.changed': goalMoved, ...seen } = goalsHearing(goals)
  on('scribe', noting(seen, noting(noted, rooms.scribe.subscriptions)))
  on('goals', noting({ 'goals.changed': goalsChanged }, { 'case.moved': caseMoved, 'goals.changed': goalMoved }))
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

/** What only takes note comes along with a delivery, and costs none of its own. */
function noting(notes: Subscriptions, subscriptions: Subscriptions): Subscriptions {
  type Hear = (payload: object, id: number) => Promise<void>
  const both: Partial<Record<Topic, Hear>> = { ...(subscriptions as Partial<Record<Topic, Hear>>) }
  for (const [topic, note] of Object.entries(notes) as [Topic, Hear][]) {
    const first = both[topic]
    both[topic] = async (payload, id) => {
      await note(payload, id)
      await first?.(payload, id)
    }
  }
  return both
}
