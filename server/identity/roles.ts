// Owns which roles an account has from the start: everybody is a member, and the very first account is the admin.
// Safe to repeat and to race: one row in `settings` is what only one sign-up can write.

import { eq } from 'drizzle-orm'
import type { UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { settings, user, userRoles } from '../platform/database/schema/index.ts'

const FIRST_ACCOUNT = 'first-account'

/** Gives a new account its first roles. Called after every sign-up, and again for an account found without any. */
export async function settleRoles(tx: Tx, userId: UserId): Promise<void> {
  await tx.insert(userRoles).values({ userId, role: 'member' }).onConflictDoNothing()
  const [oldest] = await tx
    .select({ id: user.id })
    .from(user)
    .where(eq(user.isAnonymous, false))
    .orderBy(user.createdAt, user.id)
    .limit(1)
  if (!oldest) return
  // Whoever comes second waits here until the first has committed, and then writes nothing.
  const claimed = await tx
    .insert(settings)
    .values({ key: FIRST_ACCOUNT, value: { userId: oldest.id } })
    .onConflictDoNothing()
    .returning({ key: settings.key })
  if (claimed.length === 0) return
  const roles = ['member', 'admin'].map((role) => ({ userId: oldest.id, role }))
  await tx.insert(userRoles).values(roles).onConflictDoNothing()
}

/** True until somebody has signed up. */
export async function isFirstRun(reader: Reader): Promise<boolean> {
  const [account] = await reader.select({ id: user.id }).from(user).where(eq(user.isAnonymous, false)).limit(1)
  return account === undefined
}
