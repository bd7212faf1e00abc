// Owns the SQL of inboxes: putting items in (once each, however often the news is delivered) and marking them read.

import { and, count, desc, eq, inArray, isNull, notExists, sql } from 'drizzle-orm'
import type { BoardId, IdeaId, InboxItem, InboxKind, UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import {
  boardMembers,
  boards,
  comments,
  escalations,
  ideaLikes,
  ideas,
  inboxItems,
  user,
} from '../platform/database/schema/index.ts'

export interface News {
  kind: InboxKind
  boardId: BoardId | null
  ideaId: IdeaId | null
  data: Record<string, string | number>
  /** What happened, by its own id: the same news again adds nothing. */
  sourceKey: string
  at: Date
}

/** Answers who did not have it yet. Guests have no inbox, and whoever was shown out of the board hears nothing of it. */
export async function deliver(tx: Tx, news: News, to: readonly UserId[], newId: () => string): Promise<UserId[]> {
  if (to.length === 0) return []
  const shownOut = tx
    .select({ one: sql`1` })
    .from(boardMembers)
    .where(
      and(
        eq(boardMembers.userId, user.id),
        eq(boardMembers.boardId, news.boardId ?? ''),
        sql`${boardMembers.removedAt} is not null`,
      ),
    )
  const people = await tx
    .select({ id: user.id })
    .from(user)
    .where(and(inArray(user.id, [...to]), eq(user.isAnonymous, false), notExists(shownOut)))
  if (people.length === 0) return []
  const { at, ...item } = news
  const rows = people.map(({ id }) => ({ ...item, id: newId(), userId: id, createdAt: at }))
  const added = await tx.insert(inboxItems).values(rows).onConflictDoNothing().returning({ userId: inboxItems.userId })
  return added.map((row) => row.userId as UserId)
}

export async function boardTitle(reader: Reader, boardId: BoardId): Promise<string | null> {
  const [board] = await reader.select({ title: boards.title }).from(boards).where(eq(boards.id, boardId))
  return board?.title ?? null
}

export async function unreadOf(reader: Reader, userId: UserId): Promise<number> {
  const [row] = await reader
    .select({ unread: count() })
    .from(inboxItems)
    .where(and(eq(inboxItems.userId, userId), isNull(inboxItems.readAt)))
  return row?.unread ?? 0
}

/** The same for many at once: an answer may reach everybody who liked the idea. */
export async function unreadOfAll(reader: Reader, userIds: readonly UserId[]): Promise<Map<UserId, number>> {
  if (userIds.length === 0) return new Map()
  const rows = await reader
    .select({ userId: inboxItems.userId, unread: count() })
    .from(inboxItems)
    .where(and(inArray(inboxItems.userId, [...userIds]), isNull(inboxItems.readAt)))
    .groupBy(inboxItems.userId)
  return new Map(rows.map((row) => [row.userId as UserId, row.unread]))
}

/** Only ever one's own: another person's item id changes nothing and tells nothing. */
export async function markRead(tx: Tx, userId: UserId, items: 'all' | readonly string[], now: Date): Promise<number> {
  const mine = and(eq(inboxItems.userId, userId), isNull(inboxItems.readAt))
  const which = items === 'all' ? mine : and(mine, inArray(inboxItems.id, [...items]))
  const changed = await tx.update(inboxItems).set({ readAt: now }).where(which).returning({ id: inboxItems.id })
  return changed.length
}

export async function newest(reader: Reader, userId: UserId, limit: number): Promise<InboxItem[]> {
  const rows = await reader
    .select()
    .from(inboxItems)
    .where(eq(inboxItems.userId, userId))
    .orderBy(desc(inboxItems.createdAt), desc(inboxItems.id))
    .limit(limit)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as InboxKind,
    boardId: row.boardId as BoardId | null,
    ideaId: row.ideaId as IdeaId | null,
    data: row.data,
    createdAt: row.createdAt.getTime(),
    readAt: row.readAt?.getTime() ?? null,
  }))
}

/** The facts of an escalation that its news is made of; undefined when it is gone or its idea was removed. */
export async function escalationFacts(reader: Reader, escalationId: string) {
  const sponsor = sql<string>`(select name from "user" where id = ${escalations.sponsorId})`
  const asker = sql<string>`(select name from "user" where id = ${escalations.escalatedBy})`
  const [row] = await reader
    .select({
      sponsorId: escalations.sponsorId,
      escalatedBy: escalations.escalatedBy,
      status: escalations.status,
      sponsor,
      asker,
      text: ideas.text,
      authorId: ideas.authorId,
      naming: boards.naming,
    })
    .from(escalations)
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .where(and(eq(escalations.id, escalationId), isNull(ideas.removedAt)))
  return row
}

export async function likersOf(reader: Reader, ideaId: IdeaId): Promise<UserId[]> {
  const rows = await reader.select({ userId: ideaLikes.userId }).from(ideaLikes).where(eq(ideaLikes.ideaId, ideaId))
  return rows.map((row) => row.userId as UserId)
}

export async function commentFacts(reader: Reader, commentId: string) {
  const [row] = await reader
    .select({
      commenterId: comments.authorId,
      commenter: user.name,
      createdAt: comments.createdAt,
      text: ideas.text,
      authorId: ideas.authorId,
      naming: boards.naming,
    })
    .from(comments)
    .innerJoin(ideas, eq(ideas.id, comments.ideaId))
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .leftJoin(user, eq(user.id, comments.authorId))
    .where(and(eq(comments.id, commentId), isNull(comments.removedAt), isNull(ideas.removedAt)))
  return row
}

export async function commentersBefore(reader: Reader, ideaId: IdeaId, before: Date): Promise<UserId[]> {
  const rows = await reader
    .selectDistinct({ authorId: comments.authorId })
    .from(comments)
    .where(
      and(
        eq(comments.ideaId, ideaId),
        isNull(comments.removedAt),
        sql`${comments.createdAt} < ${before.toISOString()}::timestamptz`,
      ),
    )
  return rows.flatMap((row) => (row.authorId ? [row.authorId as UserId] : []))
}
