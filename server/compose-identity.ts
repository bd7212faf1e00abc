// Owns wiring who people are, with what they need of boards and inboxes. Part of compose.ts: it may know every room, and must
// never decide anything itself.

import { admit, boardByCode } from './boards/join.ts'
import type { BucketMaker } from './gateway/rate-limit.ts'
import type { Ground } from './ground.ts'
import { createIdentity } from './identity/index.ts'
import { readableBy } from './compose-notifications.ts'
import { fillUnits } from './compose-organisation.ts'
import { unreadOf } from './notifications/reads.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'

export function wireIdentity(
  ground: Ground,
  buckets: BucketMaker,
  onSessionEnded: (ended: { sessionId: string }) => void,
) {
  const { config, database, db } = ground
  return createIdentity({
    ...ground,
    transaction: database.transaction,
    enqueue,
    newId,
    buckets,
    onSessionEnded,
    publicUrl: config.publicUrl,
    oidc: config.oidc,
    boardByCode: (code) => boardByCode(db, code),
    admit: (tx, admission) => admit(tx, enqueue, admission),
    unread: (userId) => unreadOf(db, userId, { readableBy }),
    welcome: async (tx, userId) => void (await fillUnits(tx, userId)),
  })
}
