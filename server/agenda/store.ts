// Owns the SQL of discussions. Judges nothing. Locks are taken in the order of all: board → … → idea → session → discussion;
// whoever writes here holds the session first, so that nothing is written into one that has just ended.

import { and, asc, count, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { At, BoardId, Naming } from '../../shared/model.ts'
import type { Phase } from '../../shared/session.ts'
import { nextRev, type Reader, type Tx } from '../platform/database/handle.ts'
import {
  boardColumns,
  boardMembers,
  boards,
  discussionAnswers,
  discussionEntries,
  discussions,
  ideas,
  sessions,
  user,
} from '../platform/database/schema/index.ts'

export type DiscussionRow = typeof discussions.$inferSelect
export type EntryRow = typeof discussionEntries.$inferSelect

export interface Running {
  sessionId: string
  phase: Phase | null
  startedAt: Date
  /** The moment, by the database's clock. */
  at: At
}

/** The session that runs, which will not end before this transaction does; null: none does. */
export async function runningForShare(tx: Tx, boardId: BoardId): Promise<Running | null> {
  const [row] = await tx
    .select({
      sessionId: sessions.id,
      phases: sessions.phases,
      phaseId: sessions.phaseId,
      startedAt: sessions.startedAt,
      at: sql<At>`floor(extract(epoch from clock_timestamp()) * 1000)::float8`,
    })
    .from(sessions)
    .where(and(eq(sessions.boardId, boardId), isNull(sessions.endedAt)))
    .for('share')
  if (!row) return null
  const { phases, phaseId, ...rest } = row
  return { ...rest, phase: phases.find((phase) => phase.phaseId === phaseId) ?? null }
}

/** One at a time per session, also the first time, when there is no row to lock. */
export async function discussionForUpdate(tx: Tx, sessionId: string): Promise<DiscussionRow> {
  await tx.insert(discussions).values({ sessionId, topics: [], topicMs: TOPIC_MS, rev: nextRev }).onConflictDoNothing()
  const [row] = await tx.select().from(discussions).where(eq(discussions.sessionId, sessionId)).for('update')
  if (!row) throw new Error('a discussion that was just made is not there')
  return row
}

/** Five minutes are what a topic of a workshop usually gets; facilitators change it. */
const TOPIC_MS = 5 * 60_000

/** For what many do at once: the row stays as it is until they are done. */
export async function discussionForShare(tx: Tx, sessionId: string): Promise<DiscussionRow | null> {
  const [row] = await tx.select().from(discussions).where(eq(discussions.sessionId, sessionId)).for('share')
  return row ?? null
}

type DiscussionPatch = Partial<Omit<DiscussionRow, 'sessionId' | 'rev'>>

export async function updateDiscussion(tx: Tx, sessionId: string, patch: DiscussionPatch): Promise<void> {
  await tx
    .update(discussions)
    .set({ ...patch, rev: nextRev })
    .where(eq(discussions.sessionId, sessionId))
}

export async function discussionOf(reader: Reader, sessionId: string): Promise<DiscussionRow | null> {
  const [row] = await reader.select().from(discussions).where(eq(discussions.sessionId, sessionId))
  return row ?? null
}

/** Ideas that are on the board, with what orders them. */
export async function livingIdeas(reader: Reader, boardId: BoardId) {
  const columns = await reader
    .select({ id: boardColumns.id, position: boardColumns.position })
    .from(boardColumns)
    .where(and(eq(boardColumns.boardId, boardId), isNull(boardColumns.removedAt)))
  columns.sort((a, b) => (a.position < b.position ? -1 : a.position > b.position ? 1 : 0)) // as plain strings
  const place = new Map(columns.map(({ id }, n) => [id, n]))
  const rows = await reader
    .select({
      id: ideas.id,
      number: ideas.number,
      likes: ideas.likeCount,
      columnId: ideas.columnId,
      position: ideas.position,
      groupId: ideas.groupId,
    })
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), isNull(ideas.removedAt)))
  return { rows, columnPlace: (columnId: string | null) => (columnId === null ? 0 : (place.get(columnId) ?? 0)) }
}

/** Of these, those that can be seen on the board. */
export async function livingOf(reader: Reader, boardId: BoardId, ideaIds: readonly string[]): Promise<Set<string>> {
  if (ideaIds.length === 0) return new Set()
  const rows = await reader
    .select({ id: ideas.id })
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), isNull(ideas.removedAt), inArray(ideas.id, [...ideaIds])))
  return new Set(rows.map(({ id }) => id))
}

export async function ideaIsThere(reader: Reader, ideaId: string): Promise<boolean> {
  const rows = await reader.select({ id: ideas.id }).from(ideas).where(eq(ideas.id, ideaId))
  return rows.length > 0
}

// Answers to "more time?"

export async function putAnswer(tx: Tx, sessionId: string, userId: string, yes: boolean): Promise<void> {
  await tx
    .insert(discussionAnswers)
    .values({ sessionId, userId, yes })
    .onConflictDoUpdate({ target: [discussionAnswers.sessionId, discussionAnswers.userId], set: { yes } })
}

export async function forgetAnswers(tx: Tx, sessionId: string): Promise<void> {
  await tx.delete(discussionAnswers).where(eq(discussionAnswers.sessionId, sessionId))
}

export async function countAnswers(reader: Reader, sessionId: string): Promise<{ yes: number; no: number }> {
  const [row] = await reader
    .select({
      yes: sql<number>`(count(*) filter (where ${discussionAnswers.yes}))::int`,
      no: sql<number>`(count(*) filter (where not ${discussionAnswers.yes}))::int`,
    })
    .from(discussionAnswers)
    .where(eq(discussionAnswers.sessionId, sessionId))
  return row ?? { yes: 0, no: 0 }
}

// Entries

export async function insertEntry(tx: Tx, entry: typeof discussionEntries.$inferInsert): Promise<void> {
  await tx.insert(discussionEntries).values({ ...entry, rev: nextRev })
}

export async function entryForUpdate(tx: Tx, boardId: BoardId, entryId: string): Promise<EntryRow | null> {
  const mine = and(eq(discussionEntries.id, entryId), eq(discussionEntries.boardId, boardId))
  const [row] = await tx.select().from(discussionEntries).where(mine).for('update')
  return row ?? null
}

export async function entryById(tx: Tx, entryId: string): Promise<EntryRow | null> {
  const [row] = await tx.select().from(discussionEntries).where(eq(discussionEntries.id, entryId))
  return row ?? null
}

/** With a mark: of the board's last session, and actions of earlier ones. */
export function markedEntries(reader: Reader, boardId: BoardId): Promise<Pick<EntryRow, 'id' | 'authorMark'>[]> {
  const { id, authorMark } = discussionEntries
  const newest = sql`(select s.id from ${sessions} s where s.board_id = ${boardId} order by s.started_at desc limit 1)`
  return reader
    .select({ id, authorMark })
    .from(discussionEntries)
    .where(
      and(
        eq(discussionEntries.boardId, boardId),
        isNotNull(authorMark),
        sql`(${discussionEntries.kind} = 'action' or ${discussionEntries.sessionId} = ${newest})`,
      ),
    )
}

export async function updateEntry(
  tx: Tx,
  entryId: string,
  patch: Partial<Pick<EntryRow, 'text' | 'ownerId' | 'ownerName' | 'dueOn' | 'doneAt' | 'removedAt'>>,
): Promise<void> {
  await tx
    .update(discussionEntries)
    .set({ ...patch, rev: nextRev })
    .where(eq(discussionEntries.id, entryId))
}

export async function countEntries(reader: Reader, sessionId: string): Promise<number> {
  const [row] = await reader
    .select({ entries: count() })
    .from(discussionEntries)
    .where(eq(discussionEntries.sessionId, sessionId))
  return row?.entries ?? 0
}

const shown = {
  id: discussionEntries.id,
  sessionId: discussionEntries.sessionId,
  topicId: discussionEntries.topicId,
  ideaId: discussionEntries.ideaId,
  kind: discussionEntries.kind,
  text: discussionEntries.text,
  ownerId: discussionEntries.ownerId,
  ownerName: sql<string | null>`coalesce(${user.name}, ${discussionEntries.ownerName})`,
  dueOn: discussionEntries.dueOn,
  doneAt: discussionEntries.doneAt,
  authorId: discussionEntries.authorId,
  seq: discussionEntries.seq,
  rev: discussionEntries.rev,
}

export type ShownEntry = Awaited<ReturnType<typeof entriesOf>>[number]

/** What was written in this session and is still there, oldest first. */
export function entriesOf(reader: Reader, sessionId: string) {
  return reader
    .select(shown)
    .from(discussionEntries)
    .leftJoin(user, eq(user.id, discussionEntries.ownerId))
    .where(and(eq(discussionEntries.sessionId, sessionId), isNull(discussionEntries.removedAt)))
    .orderBy(asc(discussionEntries.seq))
}

/** Actions of other sessions of the board that were open at that moment: the newest `max`. */
export function openActionsAt(
  reader: Reader,
  where: { boardId: string; notOf: string; at: Date; max: number },
): Promise<ShownEntry[]> {
  const { boardId, notOf, at, max } = where
  return reader
    .select(shown)
    .from(discussionEntries)
    .innerJoin(sessions, eq(sessions.id, discussionEntries.sessionId))
    .leftJoin(user, eq(user.id, discussionEntries.ownerId))
    .where(
      and(
        eq(discussionEntries.boardId, boardId),
        eq(discussionEntries.kind, 'action'),
        isNull(discussionEntries.removedAt),
        sql`${discussionEntries.sessionId} <> ${notOf}`,
        sql`${sessions.startedAt} < ${at.toISOString()}::timestamptz`,
        sql`(${discussionEntries.doneAt} is null or ${discussionEntries.doneAt} >= ${at.toISOString()}::timestamptz)`,
      ),
    )
    .orderBy(desc(discussionEntries.seq))
    .limit(max)
}

/** Of an idea, over all sessions. */
export async function decisionsOn(
  reader: Reader,
  ideaId: string,
): Promise<{ entryId: string; text: string; at: At }[]> {
  const rows = await reader
    .select({ entryId: discussionEntries.id, text: discussionEntries.text, at: sessions.startedAt })
    .from(discussionEntries)
    .innerJoin(sessions, eq(sessions.id, discussionEntries.sessionId))
    .where(
      and(
        eq(discussionEntries.ideaId, ideaId),
        eq(discussionEntries.kind, 'decision'),
        isNull(discussionEntries.removedAt),
      ),
    )
    .orderBy(asc(discussionEntries.seq))
  return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }))
}

/** The name of somebody on the board; null for who is not there, or was shown out. */
export async function personOn(reader: Reader, boardId: BoardId, userId: string): Promise<string | null> {
  const [row] = await reader
    .select({ name: user.name })
    .from(boardMembers)
    .innerJoin(user, eq(user.id, boardMembers.userId))
    .where(and(eq(boardMembers.boardId, boardId), eq(boardMembers.userId, userId), isNull(boardMembers.removedAt)))
  return row?.name ?? null
}

export async function namingOf(reader: Reader, boardId: BoardId): Promise<Naming> {
  const [row] = await reader.select({ naming: boards.naming }).from(boards).where(eq(boards.id, boardId))
  return (row?.naming as Naming | undefined) ?? 'anonymous'
}
