// Owns how somebody with a code gets onto a board. Called by whoever makes guests, inside its transaction.
// Must never tell anything of a board to somebody without its code.

import { and, eq, isNull, sql } from 'drizzle-orm'
import { GUESTS_MAX_PER_BOARD } from '../../shared/limits.ts'
import type { BoardId, Joining, Naming, UserId } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { boards, joinCodes } from '../platform/database/schema/index.ts'
import { type PersonKind, admitGuest, mayJoin, normalizeJoinCode } from './rules.ts'
import * as store from './store.ts'

export { mayJoin, normalizeJoinCode } from './rules.ts'

export interface JoinableBoard {
  boardId: BoardId
  title: string
  question: string
  naming: Naming
  joining: Joining
  archived: boolean
}

/** By the code as somebody typed it: spaces, dashes and lower case do not matter. Null: no living code reads so. */
export async function boardByCode(reader: Reader, typed: string): Promise<JoinableBoard | null> {
  const [row] = await reader
    .select({ board: boards })
    .from(joinCodes)
    .innerJoin(boards, eq(boards.id, joinCodes.boardId))
    .where(and(eq(joinCodes.code, normalizeJoinCode(typed)), isNull(joinCodes.revokedAt)))
  if (!row) return null
  return {
    boardId: row.board.id as BoardId,
    title: row.board.title,
    question: row.board.question,
    naming: row.board.naming as Naming,
    joining: row.board.joining as Joining,
    archived: row.board.archivedAt !== null,
  }
}

/** How close to the limit guests start to queue for the board's row: far more than can be joining at one moment. */
const GUESTS_COUNTED_ALONE = 300

export interface Admission {
  boardId: BoardId
  userId: UserId
  kind: PersonKind
  /** Made in this very transaction: nobody yet has a page open that could be out of date. */
  newcomer?: boolean
  now: Date
}

/**
 * Puts a person with a valid code among the board's people; a repeat changes nothing.
 * Refuses: no-such-board, board-archived, members-only, removed-from-board, board-full.
 */
export async function admit(tx: Tx, enqueue: Enqueue, admission: Admission): Promise<Outcome<{ boardId: BoardId }>> {
  const { boardId, userId, kind, now } = admission
  const board = await factsOf(tx, boardId, userId)
  if (!board) return refuse('not-found', 'no-such-board')
  if (board.removed) {
    return refuse('forbidden', 'removed-from-board', 'You were taken off this board. Ask the person who leads it.')
  }
  if (board.here) return done({ boardId })

  const allowed = mayJoin({ joining: board.joining, archived: board.archived }, kind)
  if (!allowed.ok) return allowed
  if (kind === 'guest') {
    let { guests } = board
    if (guests >= GUESTS_MAX_PER_BOARD - GUESTS_COUNTED_ALONE) {
      await store.boardForUpdate(tx, boardId) // re-counted under the lock: others may have come in since
      guests = await store.countPeople(tx, boardId, 'guests')
    }
    const room = admitGuest(guests)
    if (!room.ok) return room
  }
  const announced = () => enqueue(tx, 'people.changed', boardId, { boardId })
  if (admission.newcomer) {
    await Promise.all([store.joinAsParticipant(tx, boardId, userId, now), announced()])
  } else if (await store.joinAsParticipant(tx, boardId, userId, now)) {
    await announced()
    await enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: ['boards', 'me', `board:${boardId}`] })
  }
  return done({ boardId })
}

interface AdmissionFacts {
  joining: Joining
  archived: boolean
  here: boolean
  removed: boolean
  guests: number
}

/** Everything the rules ask, in one query. */
async function factsOf(tx: Tx, boardId: BoardId, userId: UserId): Promise<AdmissionFacts | null> {
  const { rows } = await tx.execute<AdmissionFacts & Record<string, unknown>>(sql`
    select b.joining, b.archived_at is not null as archived, me.user_id is not null as here,
      me.removed_at is not null as removed,
      (select count(*)::int from board_members m join "user" u on u.id = m.user_id
        where m.board_id = b.id and m.removed_at is null and u.is_anonymous) as guests
    from boards b left join board_members me on me.board_id = b.id and me.user_id = ${userId}
    where b.id = ${boardId}`)
  return rows[0] ?? null
}
