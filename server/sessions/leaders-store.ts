// Owns the SQL of who leads a session. Judges nothing.

import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { BoardId, UserId } from '../../shared/model.ts'
import type { LeadState, LedgerLead } from '../../shared/session.ts'
import { nextRev, type Reader, type Tx } from '../platform/database/handle.ts'
import { boardMembers, sessions, user } from '../platform/database/schema/index.ts'
import { databaseNow, type SessionRow } from './store.ts'

const rightNow = sql`clock_timestamp()`

/** Who comes into the lead counts as seen: they asked, or were asked, a moment ago. */
export async function update(
  tx: Tx,
  sessionId: string,
  change: { leads?: string[]; ledBy?: UserId | null; deputyId?: UserId | null },
): Promise<void> {
  const seen = change.ledBy ? { ledSeenAt: rightNow, leadsSeenAt: rightNow, leadState: 'here' as const } : {}
  await tx
    .update(sessions)
    .set({ ...change, ...seen, rev: nextRev })
    .where(eq(sessions.id, sessionId))
}

export async function personOn(
  reader: Reader,
  boardId: BoardId,
  userId: UserId,
): Promise<{ role: string; isGuest: boolean } | null> {
  const [row] = await reader
    .select({ role: boardMembers.role, isGuest: user.isAnonymous })
    .from(boardMembers)
    .innerJoin(user, eq(user.id, boardMembers.userId))
    .where(and(eq(boardMembers.boardId, boardId), eq(boardMembers.userId, userId), isNull(boardMembers.removedAt)))
  return row ? { role: row.role, isGuest: row.isGuest ?? false } : null
}

/** For everybody on the board. Somebody shown out leads no more. */
export async function ledgerLead(reader: Reader, session: SessionRow): Promise<LedgerLead> {
  const ids = [...new Set([session.ledBy, session.deputyId, ...session.leads].filter((id) => id !== null))]
  const rows =
    ids.length === 0
      ? []
      : await reader
          .select({ userId: user.id, name: user.name, role: boardMembers.role })
          .from(user)
          .innerJoin(boardMembers, eq(boardMembers.userId, user.id))
          .where(and(inArray(user.id, ids), eq(boardMembers.boardId, session.boardId), isNull(boardMembers.removedAt)))
  const people = new Map(rows.map(({ userId, name, role }) => [userId, { role, person: { userId, name } }]))
  const one = (id: string | null) => (id === null ? null : (people.get(id)?.person ?? null))
  // Who led the board and no longer does is not in the lead of it either, until somebody takes or gives it.
  const { ledBy } = session
  const mayLead = ledBy !== null && (people.get(ledBy)?.role === 'facilitator' || session.leads.includes(ledBy))
  return {
    by: mayLead ? one(ledBy) : null,
    state: session.leadState,
    deputy: one(session.deputyId),
    others: session.leads.flatMap((id) => {
      const found = people.get(id)
      return found && found.role !== 'facilitator' ? [found.person] : []
    }),
  }
}

// For the watch (lead-watch.ts)

export interface Watched {
  sessionId: string
  boardId: BoardId
  ledBy: string | null
  mayLead: string[]
  state: LeadState
  ledMs: number
  anyMs: number
}

/** Every session that runs. */
export async function watched(reader: Reader): Promise<Watched[]> {
  const ago = (at: typeof sessions.ledSeenAt) =>
    sql<number>`${databaseNow} - floor(extract(epoch from ${at}) * 1000)::float8`
  const rows = await reader
    .select({
      sessionId: sessions.id,
      boardId: sessions.boardId,
      ledBy: sessions.ledBy,
      mayLead: sql<string[]>`array(
        select m.user_id from board_members m where m.board_id = ${sessions.boardId} and m.removed_at is null
          and (m.role = 'facilitator' or m.user_id = any(${sessions.leads})))`,
      state: sessions.leadState,
      ledMs: ago(sessions.ledSeenAt),
      anyMs: ago(sessions.leadsSeenAt),
    })
    .from(sessions)
    .where(isNull(sessions.endedAt))
  return rows.map((row) => ({ ...row, boardId: row.boardId as BoardId }))
}

/** Not stamped: nothing that is published says when. */
export async function seen(reader: Reader, sessionId: string, { led }: { led: boolean }): Promise<void> {
  await reader
    .update(sessions)
    .set({ leadsSeenAt: rightNow, ...(led ? { ledSeenAt: rightNow } : {}) })
    .where(eq(sessions.id, sessionId))
}

/** False when another node told it first, or somebody came into the lead meanwhile. */
export async function tell(tx: Tx, sessionId: string, from: LeadState, to: LeadState): Promise<boolean> {
  const rows = await tx
    .update(sessions)
    .set({ leadState: to, rev: nextRev })
    .where(and(eq(sessions.id, sessionId), eq(sessions.leadState, from), isNull(sessions.endedAt)))
    .returning({ id: sessions.id })
  return rows.length > 0
}
