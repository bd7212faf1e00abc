// Owns who was there while a session ran, for its minutes: whoever has a connection to the board, on named boards alone.
// Nothing is ever written down of an anonymous board (FAULTS R5). Marks, votes and ideas are not asked.

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { BoardId } from '../../shared/model.ts'
import type { Db } from '../platform/database/handle.ts'
import { isUnavailable } from '../platform/database/unavailable.ts'
import { boards, sessions } from '../platform/database/schema/index.ts'
import type { Schedule } from '../platform/schedule.ts'

/** Whoever stays shorter than this between two looks was not at a session. */
const LOOK_EVERY_MS = 15_000

export interface AttendanceDeps {
  db: Db
  /** Whoever has a connection to this board that this node knows of. */
  peopleOn(boardId: BoardId): ReadonlySet<string>
}

export interface Attendance {
  /** All sessions that run. */
  look(): Promise<void>
  /** One that has just ended: who is there now was there at its end. */
  note(session: { sessionId: string; boardId: BoardId }): Promise<void>
}

export function createAttendance({ db, peopleOn }: AttendanceDeps): Attendance {
  /** Written down already, by this process: a session's rows are written once. */
  const known = new Map<string, Set<string>>()

  async function note({ sessionId, boardId }: { sessionId: string; boardId: BoardId }): Promise<void> {
    const noted = known.get(sessionId) ?? new Set()
    known.set(sessionId, noted)
    const fresh = [...peopleOn(boardId)].filter((userId) => !noted.has(userId))
    if (fresh.length > 0) {
      await db.execute(sql`
        insert into session_people (session_id, user_id)
        select ${sessionId}, m.user_id from board_members m join boards b on b.id = m.board_id
        where m.board_id = ${boardId} and b.naming = 'named' and m.removed_at is null
          and m.user_id = any(${sql.param(fresh)}::text[])
        on conflict do nothing`)
      for (const userId of fresh) noted.add(userId)
    }
    // Who sits at somebody's device is there with them; for whom somebody enters is not there.
    await db.execute(sql`
      insert into session_people (session_id, user_id)
      select ${sessionId}, s.user_id from seats s
      join session_people p on p.session_id = ${sessionId} and p.user_id = s.holder_id
      where s.board_id = ${boardId} and not s.proxy and s.removed_at is null
      on conflict do nothing`)
  }

  return {
    note,
    async look() {
      const running = await db
        .select({ sessionId: sessions.id, boardId: sessions.boardId })
        .from(sessions)
        .innerJoin(boards, eq(boards.id, sessions.boardId))
        .where(and(isNull(sessions.endedAt), eq(boards.naming, 'named')))
      for (const { sessionId, boardId } of running) await note({ sessionId, boardId: boardId as BoardId })
      const runs = new Set(running.map(({ sessionId }) => sessionId))
      for (const sessionId of known.keys()) if (!runs.has(sessionId)) known.delete(sessionId)
    },
  }
}

/** From now on; without a database it is tried again at the next look. */
export function keepAttendance(attendance: Attendance, schedule: Pick<Schedule, 'every'>): void {
  schedule.every('note who is at sessions', LOOK_EVERY_MS, async () => {
    try {
      await attendance.look()
    } catch (error) {
      if (!isUnavailable(error)) throw error
    }
  })
}
