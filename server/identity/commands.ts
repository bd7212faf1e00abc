// Owns what people change about themselves, and the roles admins give. Every change of a role names who made it.

import type { UserId } from '../../shared/model.ts'
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
      await announceFace(tx, enqueue, actor.userId)
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
      await announceRoles(tx, enqueue, userId, actor.userId)
      return done({})
    },

    'role.revoke': async ({ tx, actor }, { userId, role }) => {
      const admins = role === 'admin' ? await store.adminsForUpdate(tx) : []
      const roles = await store.rolesOf(tx, userId)
      if (!roles) return refuse('not-found', 'no-such-account')
      const allowed = mayRevoke(role, roles.has(role), admins.length)
      if (!allowed.ok) return allowed
      await store.revokeRole(tx, userId, role)
      await announceRoles(tx, enqueue, userId, actor.userId)
      return done({})
    },
  }
}

/** A new name or face: on their own pages, and on every card that shows it. */
export async function announceFace(tx: Tx, enqueue: Enqueue, userId: UserId): Promise<void> {
  await enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: ['me'] })
  await enqueue(tx, 'access.changed', userId, { userId })
  for (const [boardId, ideaIds] of await store.ideasSignedBy(tx, userId)) {
    await enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds })
  }
}

async function announceRoles(tx: Tx, enqueue: Enqueue, userId: UserId, by: UserId): Promise<void> {
  await enqueue(tx, 'access.changed', userId, { userId })
  await enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: ['me', 'boards'] })
  await enqueue(tx, 'answers.stale', by, { userIds: [by], topics: ['people'] })
}
