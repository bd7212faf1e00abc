// Owns who leads a board and who is shown out of it, and that opening a board is remembered.

import type { BoardId, UserId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { Actor, Enqueue, Handlers, Place } from '../platform/command.ts'
import type { Db, Tx } from '../platform/database/handle.ts'
import { unavailability } from '../platform/database/unavailable.ts'
import type { BoardDeps } from './deps.ts'
import { stepDown } from './rules.ts'
import * as store from './store.ts'

export function peopleCommands(
  deps: BoardDeps,
): Pick<Handlers, 'board.add-facilitator' | 'board.remove-facilitator' | 'board.remove-person'> {
  return {
    async 'board.add-facilitator'({ tx, now }, { boardId, userId }) {
      await store.boardForUpdate(tx, boardId)
      const kind = await store.accountKind(tx, userId)
      if (!kind) return noSuchPerson()
      if (kind === 'guest') {
        return refuse('conflict', 'guest-cannot-lead', 'A guest cannot lead a board. They need an account first.', {
          field: 'userId',
        })
      }
      await store.putMember(tx, { boardId, userId, role: 'facilitator', joinedAt: now })
      await changed(tx, boardId, userId)
      return done({})
    },

    async 'board.remove-facilitator'({ tx, now }, { boardId, userId }) {
      await store.boardForUpdate(tx, boardId) // two people who take each other off must not both succeed
      const allowed = stepDown(await store.facilitatorIds(tx, boardId), userId)
      if (!allowed.ok) return allowed
      await store.putMember(tx, { boardId, userId, role: 'participant', joinedAt: now })
      await changed(tx, boardId, userId)
      return done({})
    },

    async 'board.remove-person'({ tx, now }, { boardId, userId }) {
      await store.boardForUpdate(tx, boardId)
      if (!(await store.accountKind(tx, userId))) return noSuchPerson()
      const facilitators = await store.facilitatorIds(tx, boardId)
      if (facilitators.includes(userId)) {
        const allowed = stepDown(facilitators, userId)
        if (!allowed.ok) return allowed
      }
      await store.putOut(tx, boardId, userId, now)
      await changed(tx, boardId, userId)
      return done({})
    },
  }

  async function changed(tx: Tx, boardId: BoardId, userId: UserId): Promise<void> {
    await store.updateBoard(tx, boardId, {}) // stamped: everyone's view of who leads is out of date
    await deps.enqueue(tx, 'board.changed', boardId, { boardId })
    await deps.enqueue(tx, 'people.changed', boardId, { boardId })
    await deps.enqueue(tx, 'access.changed', boardId, { boardId, userId })
    await deps.enqueue(tx, 'answers.stale', userId, {
      userIds: [userId],
      topics: ['boards', `board:${boardId}`, 'me', 'inbox'],
    })
  }
}

const noSuchPerson = () => refuse('not-found', 'no-such-person', 'There is no such person here.', { field: 'userId' })

/**
 * A member who opens a board that is open to them is among its people from then on, and finds it under "my boards".
 * Nothing happens to somebody who is there already, to a guest, or on an archived board.
 */
export async function rememberOpening(db: Db, enqueue: Enqueue, actor: Actor, place: Place, now: Date): Promise<void> {
  if (actor.kind !== 'member' || place.archived || !allows('board.read', place.standing)) return
  if (await store.membershipOf(db, place.boardId, actor.userId)) return
  const remembering = db.transaction(async (tx) => {
    if (!(await store.joinAsParticipant(tx, place.boardId, actor.userId, now))) return
    await enqueue(tx, 'people.changed', place.boardId, { boardId: place.boardId })
    await enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['boards'] })
  })
  await remembering.catch((error: unknown) => {
    // A full disk stops writing, not reading (F7): the next opening is remembered.
    if (unavailability(error) !== 'storage-full') throw error
  })
}
