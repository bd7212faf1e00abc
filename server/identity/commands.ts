// Owns what people change about themselves, and the roles admins give. Every change of a role names who made it.

import type { Role, UserId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import type { Enqueue, Handlers } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { mayRevoke } from './rules.ts'
import * as store from './store.ts'

export type IdentityCommands = Pick<Handlers, 'profile.update' | 'profile.remove-photo' | 'role.grant' | 'role.revoke'>

export function identityCommands({ enqueue }: { enqueue: Enqueue }): IdentityCommands {
  return {
    'profile.update': async ({ tx, actor, now }, input) => {
      await store.saveProfile(tx, actor.userId, input, now)
      if (input.unit !== undefined) await enqueue(tx, 'units.changed', actor.userId, { userIds: [actor.userId] })
      // Of a language nobody else knows, and everybody's first page says one.
      if (input.name === undefined && input.unit === undefined) {
        await enqueue(tx, 'answers.stale', actor.userId, { userIds: [actor.userId], topics: ['me'] })
      } else await announceFace(tx, enqueue, actor.userId)
      return done({})
    },

    'profile.remove-photo': async ({ tx, actor, now }) => {
      await store.removePhoto(tx, actor.userId, now)
      await announceFace(tx, enqueue, actor.userId)
      return done({})
    },

    'role.grant': async ({ tx, actor, now }, { userId, role }) => {
      const roles = await store.rolesOf(tx, userId)
      if (!roles) return refuse('not-found', 'no-such-account')
      if (roles.has(role)) return done({})
      await store.grantRole(tx, userId, role, actor.userId, now)
      await enqueue(tx, 'role.granted', userId, { userId, role, grantedBy: actor.userId })
      await announceRoles(tx, enqueue, userId, actor.userId, role)
      return done({})
    },

    'role.revoke': async ({ tx, actor }, { userId, role }) => {
      const admins = role === 'admin' ? await store.adminsForUpdate(tx) : []
      const roles = await store.rolesOf(tx, userId)
      if (!roles) return refuse('not-found', 'no-such-account')
      const allowed = mayRevoke(role, roles.has(role), admins.length)
      if (!allowed.ok) return allowed
      await store.revokeRole(tx, userId, role)
      await announceRoles(tx, enqueue, userId, actor.userId, role)
      return done({})
    },
  }
}

/** A new name or face: on their own pages, on every card that shows it, and where a board says who asks or who is to answer. */
export async function announceFace(tx: Tx, enqueue: Enqueue, userId: UserId): Promise<void> {
  await enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: ['me'] })
  await enqueue(tx, 'access.changed', userId, { userId })
  for (const [boardId, ideaIds] of await store.ideasShowing(tx, userId)) {
    await enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds })
  }
  for (const boardId of await store.boardsAskedBy(tx, userId)) await enqueue(tx, 'board.changed', boardId, { boardId })
}

async function announceRoles(tx: Tx, enqueue: Enqueue, userId: UserId, by: UserId, role: Role): Promise<void> {
  // Where nobody is named for it, the first admin keeps the management's agenda.
  if (role === 'admin') await enqueue(tx, 'organisation.changed', 'organisation', { userIds: null })
  await enqueue(tx, 'access.changed', userId, { userId })
  await enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: ['me', 'boards'] })
  await enqueue(tx, 'answers.stale', by, { userIds: [by], topics: ['people'] })
}
