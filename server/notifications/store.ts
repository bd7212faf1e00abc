// Owns the SQL of news and inboxes: writing down what happened (once, however often it is delivered), who is told of it, and
// marking it read.

import { and, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
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

/** Unread, and not of something that is gone or that this person was shown out of. */
const unreadNow = and(
  isNull(inboxItems.readAt),
  sql`not exists (select 1 from news n left join ideas i on i.id = n.idea_id left join board_members m
    on m.board_id = n.board_id and m.user_id = inbox_items.user_id
    where n.id = inbox_items.news_id and (i.removed_at is not null or m.removed_at is not null))`,
)

export async function unreadOf(reader: Reader, userId: UserId): Promise<number> {
  const [row] = await reader
    .select({ unread: count() })
    .from(inboxItems)
    .where(and(eq(inboxItems.userId, userId), unreadNow))
  return row?.unread ?? 0
}

/** The same for many at once: a step may reach everybody who liked the idea. */
export async function unreadOfAll(reader: Reader, userIds: readonly UserId[]): Promise<Map<UserId, number>> {
  if (userIds.length === 0) return new Map()
  const rows = await reader
    .select({ userId: inboxItems.userId, unread: count() })
    .from(inboxItems)
    .where(and(inArray(inboxItems.userId, [...userIds]), unreadNow))
    .groupBy(inboxItems.userId)
  const unread = new Map(rows.map((row) => [row.userId as UserId, row.unread]))
  return new Map(userIds.map((userId) => [userId, unread.get(userId) ?? 0]))
}

/** Only ever one's own: another person's item id changes nothing and tells nothing. */
export async function markRead(tx: Tx, userId: UserId, items: 'all' | readonly string[], now: Date): Promise<number> {
  const mine = and(eq(inboxItems.userId, userId), isNull(inboxItems.readAt))
  const which = items === 'all' ? mine : and(mine, inArray(inboxItems.id, [...items]))
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

/** What was removed from its board is told to nobody. */
const stillThere = sql`(${news.ideaId} is null or (${ideas.id} is not null and ${ideas.removedAt} is null))`

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
