// Owns guests: people without an account, let in by a join code. A guest is a `user` row with a made-up address that is
// never shown and never written to, and an ordinary session, so that everything else treats them like anyone.

import { eq, sql } from 'drizzle-orm'
import type { UserId } from '../../shared/model.ts'
import type { Tx } from '../platform/database/handle.ts'
import { sent } from '../platform/database/transaction.ts'
import { user } from '../platform/database/schema/index.ts'

/** RFC 2606: a name that can never exist, so that nothing can ever be sent there. */
const NOWHERE = 'guest.invalid'

export interface NewGuest {
  userId: UserId
  name: string
  session: { id: string; token: string; endsAt: Date }
  now: Date
}

/** The guest and their session, in one statement. Sent at once: what is sent after it finds them there. */
export async function addGuest(tx: Tx, { userId, name, session, now }: NewGuest): Promise<void> {
  const [at, until] = [now.toISOString(), session.endsAt.toISOString()]
  await sent(
    tx.execute(sql`
    with guest as (
      insert into "user" (id, name, email, is_anonymous, created_at, updated_at)
      values (${userId}, ${name}, ${`${userId.toLowerCase()}@${NOWHERE}`}, true, ${at}, ${at})
      returning id)
    insert into session (id, token, user_id, expires_at, created_at, updated_at)
    select ${session.id}, ${session.token}, guest.id, ${until}, ${at}, ${at} from guest`),
  )
}

export async function renameGuest(tx: Tx, guest: { userId: UserId; name: string; now: Date }): Promise<void> {
  await tx.update(user).set({ name: guest.name, updatedAt: guest.now }).where(eq(user.id, guest.userId))
}
