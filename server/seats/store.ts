// Owns the SQL of seats. Judges nothing. Who makes or removes one holds the board first, as everybody does.

import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { BoardId, Language, Naming, UserId } from '../../shared/model.ts'
import type { SeatView } from '../../shared/seats.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { boardMembers, boards, seats, user } from '../platform/database/schema/index.ts'
import type { Full } from './rules.ts'

/** RFC 2606: nothing can ever be sent there. */
const NOWHERE = 'seat.invalid'

export async function holdBoard(tx: Tx, boardId: BoardId): Promise<{ naming: Naming; language: Language } | null> {
  const [row] = await tx
    .select({ naming: boards.naming, language: boards.language })
    .from(boards)
    .where(eq(boards.id, boardId))
    .for('no key update')
  return row ? { naming: row.naming as Naming, language: row.language as Language } : null
}

export async function totals(tx: Tx, boardId: BoardId, holderId: UserId): Promise<Full & { proxiesMade: number }> {
  const { rows } = await tx.execute<Full & { proxiesMade: number } & Record<string, unknown>>(sql`
    select (count(*) filter (where not proxy and removed_at is null and holder_id = ${holderId}))::int as held,
      (count(*) filter (where proxy and removed_at is null))::int as proxies,
      (count(*) filter (where proxy))::int as "proxiesMade",
      (select count(*)::int from board_members m join "user" u on u.id = m.user_id
        where m.board_id = ${boardId} and m.removed_at is null and u.is_anonymous) as guests
    from seats where board_id = ${boardId}`)
  return rows[0] ?? { held: 0, proxies: 0, guests: 0, proxiesMade: 0 }
}

export interface NewSeat {
  seatId: UserId
  boardId: BoardId
  holderId: UserId
  name: string
  proxy: boolean
  forId: UserId | null
  now: Date
}

/** A user and a participant like any guest, but for a session: nobody can ever sign in as a seat. False: somebody else enters for that person already. */
export async function putSeat(
  tx: Tx,
  { seatId, boardId, holderId, name, proxy, forId, now }: NewSeat,
): Promise<boolean> {
  const email = `${seatId.toLowerCase()}@${NOWHERE}`
  await tx.insert(user).values({ id: seatId, name, email, isAnonymous: true, createdAt: now, updatedAt: now })
  await tx.insert(boardMembers).values({ boardId, userId: seatId, role: 'participant', joinedAt: now })
  const made = await tx
    .insert(seats)
    .values({ userId: seatId, boardId, holderId, proxy, forId, createdAt: now })
    .onConflictDoNothing()
    .returning({ userId: seats.userId })
  return made.length > 0
}

/** Whoever opened no page yet is not among the board's people; who has somebody beside them is. */
export async function joinHolder(tx: Tx, boardId: BoardId, holderId: UserId, now: Date): Promise<void> {
  const row = { boardId, userId: holderId, role: 'participant', joinedAt: now }
  await tx.insert(boardMembers).values(row).onConflictDoNothing()
}

export type SeatRow = typeof seats.$inferSelect

/** One that is still there. */
export async function seatOn(tx: Tx, boardId: BoardId, seatId: UserId): Promise<SeatRow | null> {
  const here = and(eq(seats.userId, seatId), eq(seats.boardId, boardId), isNull(seats.removedAt))
  const [row] = await tx.select().from(seats).where(here)
  return row ?? null
}

export async function rename(tx: Tx, seatId: UserId, name: string, now: Date): Promise<void> {
  await tx.update(user).set({ name, updatedAt: now }).where(eq(user.id, seatId))
}

/** Gone from the board with their seat; answers how many. */
export async function removeSeats(
  tx: Tx,
  boardId: BoardId,
  which: { seatId: UserId } | { holderId: UserId },
  now: Date,
): Promise<number> {
  const those = 'seatId' in which ? eq(seats.userId, which.seatId) : eq(seats.holderId, which.holderId)
  const removed = await tx
    .update(seats)
    .set({ removedAt: now })
    .where(and(eq(seats.boardId, boardId), isNull(seats.removedAt), those))
    .returning({ userId: seats.userId })
  if (removed.length === 0) return 0
  const ids = sql.param(removed.map(({ userId }) => userId))
  await tx.execute(sql`update board_members set removed_at = ${now.toISOString()}
    where board_id = ${boardId} and user_id = any(${ids}::text[]) and removed_at is null`)
  return removed.length
}

/** On the board, shown out by nobody, and no seat themselves. */
export async function personOn(tx: Tx, boardId: BoardId, userId: UserId): Promise<{ name: string } | null> {
  const [row] = await tx
    .select({ name: user.name })
    .from(boardMembers)
    .innerJoin(user, eq(user.id, boardMembers.userId))
    .where(
      and(
        eq(boardMembers.boardId, boardId),
        eq(boardMembers.userId, userId),
        isNull(boardMembers.removedAt),
        sql`not exists (select 1 from seats where seats.user_id = ${boardMembers.userId})`,
      ),
    )
  return row ?? null
}

export async function seatsHeldBy(reader: Reader, boardId: BoardId, holderId: UserId): Promise<SeatView[]> {
  const rows = await reader
    .select({ seatId: seats.userId, name: user.name, proxy: seats.proxy, forId: seats.forId })
    .from(seats)
    .innerJoin(user, eq(user.id, seats.userId))
    .where(and(eq(seats.boardId, boardId), eq(seats.holderId, holderId), isNull(seats.removedAt)))
    .orderBy(asc(seats.createdAt), asc(seats.userId))
  return rows.map((row) => ({ ...row, seatId: row.seatId as UserId, forId: row.forId as UserId | null }))
}
