// Owns the SQL of sessions. Judges nothing. Everyone takes locks in one order: board → round → ballot → votes → idea →
// session; who changes where a session stands holds the board first, so that a step and an idea never pass each other.

import { and, asc, desc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { At, BoardId, IdeaId, UserId } from '../../shared/model.ts'
import { refuse } from '../../shared/outcome.ts'
import { nextRev, type Reader, type Tx } from '../platform/database/handle.ts'
import { boards, ideas, sessionMarks, sessions, sessionSteps } from '../platform/database/schema/index.ts'

export type SessionRow = typeof sessions.$inferSelect
export type StepRow = typeof sessionSteps.$inferSelect

/** The database's clock, not the transaction's: a lock may have been waited for. Nodes may disagree, it does not (F17). */
export const databaseNow = sql<At>`floor(extract(epoch from clock_timestamp()) * 1000)::float8`

/** Until the transaction ends nobody adds an idea here, opens or closes a round, or takes a step. */
export async function holdBoard(tx: Tx, boardId: BoardId): Promise<{ archived: boolean } | null> {
  const [board] = await tx
    .select({ archivedAt: boards.archivedAt })
    .from(boards)
    .where(eq(boards.id, boardId))
    .for('no key update')
  return board ? { archived: board.archivedAt !== null } : null
}

const runningOn = (boardId: BoardId) => and(eq(sessions.boardId, boardId), isNull(sessions.endedAt))

/** Call under `holdBoard`. `at` is the moment by the database's clock. */
export async function runningForUpdate(tx: Tx, boardId: BoardId): Promise<{ session: SessionRow; at: At } | null> {
  const [row] = await tx
    .select({ session: sessions, at: databaseNow })
    .from(sessions)
    .where(runningOn(boardId))
    .for('no key update')
  return row ?? null
}

export async function runningOf(reader: Reader, boardId: BoardId): Promise<SessionRow | null> {
  const [row] = await reader.select().from(sessions).where(runningOn(boardId))
  return row ?? null
}

/** The session that runs, or the last one that did. */
export async function latestOf(reader: Reader, boardId: BoardId): Promise<SessionRow | null> {
  const [row] = await reader
    .select()
    .from(sessions)
    .where(eq(sessions.boardId, boardId))
    .orderBy(desc(isNull(sessions.endedAt)), desc(sessions.startedAt), desc(sessions.id))
    .limit(1)
  return row ?? null
}

export async function clockOf(reader: Reader): Promise<At> {
  const { rows } = await reader.execute<{ now: At }>(sql`select ${databaseNow} as now`)
  return rows[0]?.now ?? 0
}

/** False when another one has begun meanwhile: the unique index decides. */
export async function insertSession(tx: Tx, session: typeof sessions.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(sessions)
    .values({ ...session, rev: nextRev })
    .onConflictDoNothing()
    .returning({ id: sessions.id })
  return made.length > 0
}

type SessionPatch = Partial<
  Pick<
    SessionRow,
    'phases' | 'phaseId' | 'policy' | 'closesAt' | 'closingTo' | 'timer' | 'roundId' | 'summons' | 'endedAt'
  >
>

export async function updateSession(tx: Tx, sessionId: string, patch: SessionPatch): Promise<void> {
  await tx
    .update(sessions)
    .set({ ...patch, rev: nextRev })
    .where(eq(sessions.id, sessionId))
}

export const noSession = () => refuse('conflict', 'no-session', 'No session is running on this board.')

export async function touchBoard(tx: Tx, boardId: BoardId, now: Date): Promise<void> {
  const later = sql`greatest(${boards.activeAt}, ${now.toISOString()}::timestamptz)`
  await tx.update(boards).set({ activeAt: later }).where(eq(boards.id, boardId))
}

/** Boards whose phase should have shut by now, on whatever node that was asked for. */
export async function overdue(reader: Reader): Promise<BoardId[]> {
  const due = and(isNotNull(sessions.closesAt), lte(sessions.closesAt, sql`now()`), isNull(sessions.endedAt))
  const rows = await reader.select({ boardId: sessions.boardId }).from(sessions).where(due)
  return rows.map((row) => row.boardId as BoardId)
}

/** Where everybody can see it; sealed ideas are not among these. */
export async function isOnBoard(reader: Reader, boardId: BoardId, ideaId: IdeaId): Promise<boolean> {
  const here = and(eq(ideas.id, ideaId), eq(ideas.boardId, boardId), isNull(ideas.removedAt))
  const rows = await reader.select({ id: ideas.id }).from(ideas).where(here)
  return rows.length > 0
}

// Steps

export async function insertStep(tx: Tx, step: typeof sessionSteps.$inferInsert): Promise<void> {
  await tx.insert(sessionSteps).values(step)
}

const taken = (sessionId: string) => and(eq(sessionSteps.sessionId, sessionId), isNull(sessionSteps.undoneAt))

export async function lastStep(reader: Reader, sessionId: string): Promise<StepRow | null> {
  const [row] = await reader.select().from(sessionSteps).where(taken(sessionId)).orderBy(desc(sessionSteps.id)).limit(1)
  return row ?? null
}

/** The phases that were on, without those a step led to that was undone. */
export async function phasesBeen(reader: Reader, sessionId: string): Promise<Set<string>> {
  const rows = await reader.selectDistinct({ phaseId: sessionSteps.toPhase }).from(sessionSteps).where(taken(sessionId))
  return new Set(rows.map((row) => row.phaseId))
}

export async function receiptsOf(reader: Reader, sessionId: string): Promise<string[]> {
  const rows = await reader.select({ receipts: sessionSteps.receipts }).from(sessionSteps).where(taken(sessionId))
  return rows.flatMap((row) => row.receipts).sort() // the order of the board would tell which is whose card
}

export async function markUndone(tx: Tx, stepId: number, at: At): Promise<void> {
  await tx
    .update(sessionSteps)
    .set({ undoneAt: new Date(at) })
    .where(eq(sessionSteps.id, stepId))
}

// Marks

export interface Mark {
  readyIn?: string | null
  wroteIn?: string
  handAt?: Date | null
  roams?: boolean
}

export async function putMark(tx: Tx, sessionId: string, userId: UserId, mark: Mark): Promise<void> {
  await tx
    .insert(sessionMarks)
    .values({ sessionId, userId, ...mark })
    .onConflictDoUpdate({ target: [sessionMarks.sessionId, sessionMarks.userId], set: mark })
}

export async function markOf(reader: Reader, sessionId: string, userId: UserId) {
  const [row] = await reader
    .select()
    .from(sessionMarks)
    .where(and(eq(sessionMarks.sessionId, sessionId), eq(sessionMarks.userId, userId)))
  return row ?? null
}

/** The marks of several people at once, in their order. */
export async function marksOf(
  reader: Reader,
  asked: readonly { sessionId: string; userId: UserId }[],
): Promise<(typeof sessionMarks.$inferSelect | null)[]> {
  const list = (values: string[]) => sql`${sql.param(values)}::text[]`
  const [of, who] = [asked.map(({ sessionId }) => sessionId), asked.map(({ userId }) => userId)]
  const pairs = sql`(select * from unnest(${list(of)}, ${list(who)}))`
  const rows = await reader
    .select()
    .from(sessionMarks)
    .where(sql`(${sessionMarks.sessionId}, ${sessionMarks.userId}) in ${pairs}`)
  const found = new Map(rows.map((row) => [`${row.sessionId} ${row.userId}`, row]))
  return asked.map(({ sessionId, userId }) => found.get(`${sessionId} ${userId}`) ?? null)
}

/** All hands, or one person's; answers whose came down. */
export async function lowerHands(tx: Tx, sessionId: string, userId: string | undefined): Promise<UserId[]> {
  const raised = and(
    eq(sessionMarks.sessionId, sessionId),
    isNotNull(sessionMarks.handAt),
    userId === undefined ? undefined : eq(sessionMarks.userId, userId),
  )
  const rows = await tx
    .select({ userId: sessionMarks.userId })
    .from(sessionMarks)
    .where(raised)
    .orderBy(asc(sessionMarks.userId))
    .for('update')
  await tx.update(sessionMarks).set({ handAt: null }).where(raised)
  return rows.map((row) => row.userId as UserId)
}
