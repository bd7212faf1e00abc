// Owns the one answer to "may this person act for that seat, and who is that then?". Asked anew with every request: a seat
// that was removed, a holder who was shown out, or one who leads no more, ends with the next one (FAULTS R6). What a seat
// may do on its board is then judged as for any guest there, in the transaction of what it does.

import { sql } from 'drizzle-orm'
import type { UserId } from '../../shared/model.ts'
import type { Actor } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { gather } from '../platform/gather.ts'

/** Null: it is not theirs, or is no more. */
export type SeatOf = (holder: Actor, seat: string) => Promise<Actor | null>

interface SeatRow extends Record<string, unknown> {
  seat_id: string
  holder_id: string
  name: string
  proxy: boolean
  for_id: string | null
}

export function createSeating(db: Reader): SeatOf {
  /** Tables that vote in the same second are one query. */
  const find = gather(async (asked: readonly { holder: Actor; seat: string }[]) => {
    const { rows } = await db.execute<SeatRow>(sql`
      select s.user_id as seat_id, s.holder_id, u.name, s.proxy, s.for_id
      from seats s
      join "user" u on u.id = s.user_id
      join board_members h on h.board_id = s.board_id and h.user_id = s.holder_id and h.removed_at is null
      where s.user_id = any(${sql.param([...new Set(asked.map(({ seat }) => seat))])}::text[]) and s.removed_at is null
        and (not s.proxy or h.role = 'facilitator' or exists (
          select 1 from sessions x where x.board_id = s.board_id and x.ended_at is null and h.user_id = any(x.leads)))`)
    const seats = new Map(rows.map((row) => [row.seat_id, row]))
    return asked.map(({ holder, seat }) => {
      const row = seats.get(seat)
      return row?.holder_id === holder.userId ? row : null
    })
  })

  return async (holder, seat) => {
    const row = await find({ holder, seat })
    if (!row) return null
    return {
      userId: row.seat_id as UserId,
      sessionId: holder.sessionId,
      name: row.name,
      kind: 'guest',
      roles: new Set(),
      language: holder.language,
      seat: { holderId: holder.userId, proxy: row.proxy, forId: row.for_id as UserId | null },
    }
  }
}

/** People who sit at others' devices: what is for them alone is for those pages. Who is no seat is asked about once. */
export function createHolders(db: Reader): (userIds: readonly UserId[]) => Promise<UserId[]> {
  /** A user never becomes a seat. */
  let noSeats = new Set<UserId>()

  return async (userIds) => {
    const asked = userIds.filter((userId) => !noSeats.has(userId))
    if (asked.length === 0) return []
    const { rows } = await db.execute<{ user_id: UserId; holder_id: UserId }>(sql`
      select user_id, holder_id from seats where user_id = any(${sql.param(asked)}::text[]) and removed_at is null`)
    const found = new Set(rows.map((row) => row.user_id))
    if (noSeats.size + asked.length > REMEMBERED_MAX) noSeats = new Set()
    for (const userId of asked) if (!found.has(userId)) noSeats.add(userId)
    return [...new Set(rows.map((row) => row.holder_id))]
  }
}

/** A few full boards; beyond it they are asked about again. */
const REMEMBERED_MAX = 20_000
