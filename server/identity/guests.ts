// Owns guests: people without an account, let in by a join code. A guest is a `user` row with a made-up address that is
// never shown and never written to, and an ordinary session, so that everything else treats them like anyone.

import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { UserId } from '../../shared/model.ts'
import type { Db, Tx } from '../platform/database/handle.ts'
import { user } from '../platform/database/schema/index.ts'

/** RFC 2606: a name that can never exist, so that nothing can ever be sent there. */
const NOWHERE = 'guest.invalid'

export async function addGuest(tx: Tx, guest: { userId: UserId; name: string; now: Date }): Promise<void> {
  const { userId, name, now } = guest
  await tx.insert(user).values({
    id: userId,
    name,
    email: `${userId.toLowerCase()}@${NOWHERE}`,
    isAnonymous: true,
    createdAt: now,
    updatedAt: now,
  })
}

export async function renameGuest(tx: Tx, guest: { userId: UserId; name: string; now: Date }): Promise<void> {
  await tx.update(user).set({ name: guest.name, updatedAt: guest.now }).where(eq(user.id, guest.userId))
}

export async function removeGuest(db: Db, userId: UserId): Promise<void> {
  await db.delete(user).where(eq(user.id, userId))
}

/** Lets our own code open a session with better-auth's cookie; not reachable by HTTP. */
export function guestSessions() {
  return {
    id: 'guest-sessions',
    endpoints: {
      openGuestSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ userId: z.string() }) },
        async (ctx) => {
          const guest = await ctx.context.internalAdapter.findUserById(ctx.body.userId)
          if (!guest) throw new Error('the guest was not there')
          const session = await ctx.context.internalAdapter.createSession(guest.id)
          await setSessionCookie(ctx, { session, user: guest })
          return ctx.json({ sessionId: session.id })
        },
      ),
    },
  } satisfies BetterAuthPlugin
}
