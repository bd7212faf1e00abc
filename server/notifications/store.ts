// Owns the SQL of news and inboxes: writing down what happened (once, however often it is delivered), who is told of it, and
// marking it read.

import { and, count, desc, eq, inArray, isNull, not, sql } from 'drizzle-orm'
import type { Because, BoardId, EscalationId, IdeaId, InboxKind, UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { boards, ideas, inboxItems, news } from '../platform/database/schema/index.ts'

export interface News {
  kind: InboxKind
  boardId: BoardId | null
  ideaId: IdeaId | null
  escalationId: EscalationId | null
  /** Ids, states, numbers: whoever reads it gets names and titles as they are then. */
  data: Record<string, string | number>
  /** What happened, by its own id: the same news again adds nothing. */
  sourceKey: string
  at: Date
}

/** Null: it was written down before. */
export async function writeDown(tx: Tx, happened: News): Promise<number | null> {
  const [row] = await tx.insert(news).values(happened).onConflictDoNothing().returning({ id: news.id })
  return row?.id ?? null
}

export async function isWritten(reader: Reader, sourceKey: string): Promise<boolean> {
  return (await reader.select({ id: news.id }).from(news).where(eq(news.sourceKey, sourceKey))).length > 0
}

export type NewItem = typeof inboxItems.$inferInsert

export async function insertItems(tx: Tx, items: NewItem[]): Promise<void> {
  if (items.length > 0) await tx.insert(inboxItems).values(items).onConflictDoNothing()
}

/** What news of this kind asked for is done. Whoever did it has seen what asked for it. */
export async function settleWaiting(
  tx: Tx,
  escalationId: EscalationId,
  kind: InboxKind,
  by: UserId | null,
  now: Date,
): Promise<UserId[]> {
  const ofCase = sql`${inboxItems.newsId} in (select id from news where escalation_id = ${escalationId} and kind = ${kind})`
  const readBy = by ?? ''
  const rows = await tx
    .update(inboxItems)
    .set({
      waits: false,
      mailAt: null,
      readAt: sql`case when ${inboxItems.userId} = ${readBy} then coalesce(${inboxItems.readAt}, ${now.toISOString()}::timestamptz)
        else ${inboxItems.readAt} end`,
    })
    .where(and(ofCase, inboxItems.waits))
    .returning({ userId: inboxItems.userId })
  return rows.map((row) => row.userId as UserId)
}

/** Steps of the clock nobody has read yet are told in the one that follows: how many each person has put away. */
export async function foldQuiet(
  tx: Tx,
  escalationId: EscalationId,
  steps: readonly string[],
): Promise<Map<UserId, number>> {
  const rows = await tx
    .delete(inboxItems)
    .where(
      and(
        isNull(inboxItems.readAt),
        isNull(inboxItems.mailedAt),
        sql`${inboxItems.newsId} in (select id from news where escalation_id = ${escalationId}
          and data->>'move' = any(${sql.param([...steps])}::text[]))`,
      ),
    )
    .returning({ userId: inboxItems.userId, quiet: inboxItems.quiet })
  const folded = new Map<UserId, number>()
  for (const { userId, quiet } of rows) folded.set(userId as UserId, (folded.get(userId as UserId) ?? 0) + quiet + 1)
  return folded
}

/** What was removed from its board is told to nobody. */
const stillThere = sql`(${news.ideaId} is null or (${ideas.id} is not null and ${ideas.removedAt} is null))`

export interface Unread {
  userId: UserId
  /** Null: of nothing on a board. */
  boardId: BoardId | null
  unread: number
}

/** Board by board, without what is gone. Which of these boards each of them may read now is not this one's to say. */
export async function unreadByBoard(reader: Reader, userIds: readonly UserId[]): Promise<Unread[]> {
  if (userIds.length === 0) return []
  const rows = await reader
    .select({ userId: inboxItems.userId, boardId: news.boardId, unread: count() })
    .from(inboxItems)
    .innerJoin(news, eq(news.id, inboxItems.newsId))
    .leftJoin(ideas, eq(ideas.id, news.ideaId))
    .where(and(inArray(inboxItems.userId, [...userIds]), isNull(inboxItems.readAt), stillThere))
    .groupBy(inboxItems.userId, news.boardId)
  return rows as Unread[]
}

/** Who has not read something of this board. */
export async function toldOfBoard(reader: Reader, boardId: BoardId): Promise<UserId[]> {
  const rows = await reader
    .selectDistinct({ userId: inboxItems.userId })
    .from(inboxItems)
    .innerJoin(news, eq(news.id, inboxItems.newsId))
    .where(and(eq(news.boardId, boardId), isNull(inboxItems.readAt)))
  return rows.map(({ userId }) => userId as UserId)
}

/** Only ever one's own: another person's item id changes nothing and tells nothing. */
export async function markRead(
  tx: Tx,
  userId: UserId,
  items: 'all' | readonly string[],
  now: Date,
  hidden: readonly BoardId[] = [],
): Promise<number> {
  const mine = and(eq(inboxItems.userId, userId), isNull(inboxItems.readAt))
  const ofHidden = sql`${inboxItems.newsId} in (select id from news where board_id = any(${sql.param([...hidden])}::text[]))`
  const shown = hidden.length === 0 ? mine : and(mine, not(ofHidden))
  const which = items === 'all' ? shown : and(mine, inArray(inboxItems.id, [...items]))
  const changed = await tx
    .update(inboxItems)
    .set({ readAt: now, mailAt: null })
    .where(which)
    .returning({ id: inboxItems.id })
  return changed.length
}

export interface ItemRow {
  id: string
  newsId: number
  kind: InboxKind
  boardId: BoardId | null
  ideaId: IdeaId | null
  escalationId: EscalationId | null
  data: Record<string, string | number>
  because: Because | null
  waits: boolean
  quiet: number
  createdAt: Date
  readAt: Date | null
  /** As they are now; null: it is about neither. */
  ideaText: string | null
  boardTitle: string | null
}

const itemColumns = {
  id: inboxItems.id,
  newsId: news.id,
  kind: news.kind,
  boardId: news.boardId,
  ideaId: news.ideaId,
  escalationId: news.escalationId,
  data: news.data,
  because: inboxItems.because,
  waits: inboxItems.waits,
  quiet: inboxItems.quiet,
  createdAt: inboxItems.createdAt,
  readAt: inboxItems.readAt,
  ideaText: ideas.text,
  boardTitle: boards.title,
}

function itemsFrom(reader: Reader) {
  return reader
    .select(itemColumns)
    .from(inboxItems)
    .innerJoin(news, eq(news.id, inboxItems.newsId))
    .leftJoin(ideas, eq(ideas.id, news.ideaId))
    .leftJoin(boards, eq(boards.id, news.boardId))
}

export async function newest(reader: Reader, userId: UserId, limit: number): Promise<ItemRow[]> {
  const rows = await itemsFrom(reader)
    .where(and(eq(inboxItems.userId, userId), stillThere))
    .orderBy(desc(inboxItems.createdAt), desc(news.id))
    .limit(limit)
  return rows as ItemRow[]
}

/** Whose mail is due; several nodes may ask, each then takes its turn under the lock of `takeDue`. */
export async function dueForMail(reader: Reader, now: Date, limit: number): Promise<UserId[]> {
  const rows = await reader
    .selectDistinct({ userId: inboxItems.userId })
    .from(inboxItems)
    .where(sql`${inboxItems.mailAt} <= ${now.toISOString()}::timestamptz`)
    .limit(limit)
  return rows.map((row) => row.userId as UserId)
}

/**
 * Takes what is due for one person: whoever asks next, on whichever node, finds nothing, because this is decided under the
 * rows' locks and in the transaction that writes the mail. Oldest first; what was read meanwhile is not among them.
 */
export async function takeDue(tx: Tx, userId: UserId, now: Date): Promise<ItemRow[]> {
  const taken = await tx
    .update(inboxItems)
    .set({ mailAt: null, mailedAt: now })
    .where(
      and(
        eq(inboxItems.userId, userId),
        isNull(inboxItems.readAt),
        sql`${inboxItems.mailAt} <= ${now.toISOString()}::timestamptz`,
      ),
    )
    .returning({ id: inboxItems.id })
  if (taken.length === 0) return []
  const ids = taken.map(({ id }) => id)
  const rows = await itemsFrom(tx)
    .where(and(inArray(inboxItems.id, ids), stillThere))
    .orderBy(inboxItems.createdAt, news.id)
  return rows as ItemRow[]
}
