// Owns the SQL of minutes: what a session came to, gathered from rows that everybody on the board may read, and kept. On
// an anonymous board no name is ever read here.

import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { BoardId, Language, Naming } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import {
  boardMembers,
  boards,
  discussionEntries,
  ideas,
  minutes,
  sessionPeople,
  sessions,
  sessionSteps,
  user,
} from '../platform/database/schema/index.ts'

export async function endedSession(reader: Reader, sessionId: string) {
  const [row] = await reader
    .select({
      sessionId: sessions.id,
      boardId: sql<BoardId>`${sessions.boardId}`,
      phases: sessions.phases,
      startedAt: sessions.startedAt,
      endedAt: sessions.endedAt,
      title: boards.title,
      question: boards.question,
      naming: sql<Naming>`${boards.naming}`,
      language: sql<Language>`${boards.language}`,
    })
    .from(sessions)
    .innerJoin(boards, eq(boards.id, sessions.boardId))
    .where(and(eq(sessions.id, sessionId), isNotNull(sessions.endedAt)))
  return row ?? null
}

export type Ended = NonNullable<Awaited<ReturnType<typeof endedSession>>>

/** Sessions that have ended and have no minutes: what a crash left out. */
export async function endedWithout(reader: Reader): Promise<{ sessionId: string; boardId: BoardId }[]> {
  const rows = await reader
    .select({ sessionId: sessions.id, boardId: sql<BoardId>`${sessions.boardId}` })
    .from(sessions)
    .leftJoin(minutes, eq(minutes.sessionId, sessions.id))
    .where(and(isNotNull(sessions.endedAt), isNull(minutes.sessionId)))
    .limit(100)
  return rows
}

/** In the order in which they were on, each visit once. */
export async function phasesBeen(reader: Reader, sessionId: string): Promise<string[]> {
  const rows = await reader
    .select({ phaseId: sessionSteps.toPhase })
    .from(sessionSteps)
    .where(and(eq(sessionSteps.sessionId, sessionId), isNull(sessionSteps.undoneAt)))
    .orderBy(asc(sessionSteps.id))
  return [...new Set(rows.map((row) => row.phaseId))]
}

/** Names of whoever was there; never asked of an anonymous board. */
export async function peopleAt(reader: Reader, sessionId: string): Promise<string[]> {
  const rows = await reader
    .select({ name: user.name })
    .from(sessionPeople)
    .innerJoin(user, eq(user.id, sessionPeople.userId))
    .where(eq(sessionPeople.sessionId, sessionId))
    .orderBy(asc(user.name), asc(user.id))
  return rows.map(({ name }) => name)
}

export function ideasOn(reader: Reader, boardId: BoardId) {
  return reader
    .select({ id: ideas.id, number: ideas.number, text: ideas.text, groupId: ideas.groupId })
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), isNull(ideas.removedAt)))
    .orderBy(asc(ideas.number))
}

/** False: somebody else has kept them already. */
export async function keepMinutes(tx: Tx, row: typeof minutes.$inferInsert): Promise<boolean> {
  const kept = await tx.insert(minutes).values(row).onConflictDoNothing().returning({ id: minutes.sessionId })
  return kept.length > 0
}

export async function minutesOf(reader: Reader, sessionId: string) {
  const [row] = await reader.select().from(minutes).where(eq(minutes.sessionId, sessionId))
  return row ?? null
}

/** Newest first, with what was written in each. */
export async function minutesOn(reader: Reader, boardId: BoardId) {
  const rows = await reader
    .select({ sessionId: minutes.sessionId, facts: minutes.facts })
    .from(minutes)
    .innerJoin(sessions, eq(sessions.id, minutes.sessionId))
    .where(eq(minutes.boardId, boardId))
    .orderBy(desc(sessions.endedAt), desc(sessions.id))
  const ids = rows.map(({ sessionId }) => sessionId)
  const counts =
    ids.length === 0
      ? []
      : await reader
          .select({ sessionId: discussionEntries.sessionId, kind: discussionEntries.kind, entries: count() })
          .from(discussionEntries)
          .where(and(inArray(discussionEntries.sessionId, ids), isNull(discussionEntries.removedAt)))
          .groupBy(discussionEntries.sessionId, discussionEntries.kind)
  const of = (sessionId: string, kind: string) =>
    counts.find((one) => one.sessionId === sessionId && one.kind === kind)?.entries ?? 0
  return rows.map((row) => ({
    ...row,
    decisions: of(row.sessionId, 'decision'),
    actions: of(row.sessionId, 'action'),
  }))
}

/**
 * Who finds the minutes in their inbox: whoever is on the board and came to the session, joined in it, or leads the board;
 * on an anonymous board, where nobody's coming is written down, everybody.
 */
export async function toTell(reader: Reader, sessionId: string): Promise<string[]> {
  const rows = await reader
    .selectDistinct({ userId: boardMembers.userId })
    .from(boardMembers)
    .innerJoin(sessions, eq(sessions.boardId, boardMembers.boardId))
    .innerJoin(boards, eq(boards.id, boardMembers.boardId))
    .leftJoin(
      sessionPeople,
      and(eq(sessionPeople.sessionId, sessions.id), eq(sessionPeople.userId, boardMembers.userId)),
    )
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(boardMembers.removedAt),
        or(
          isNotNull(sessionPeople.userId),
          gte(boardMembers.joinedAt, sessions.startedAt),
          eq(boardMembers.role, 'facilitator'),
          eq(boards.naming, 'anonymous'),
        ),
      ),
    )
  return rows.map((row) => row.userId)
}
