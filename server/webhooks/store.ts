// Owns the SQL of endpoints and their deliveries. What is sent is read at the moment of sending: what is no longer for everybody
// by then is not found.

import { and, count, desc, eq, inArray, sql } from 'drizzle-orm'
import type { BoardId, InboxKind, Language } from '../../shared/model.ts'
import type { DeliveryState, DeliveryView, WebhookKind, WebhookShape, WebhookView } from '../../shared/news.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import {
  boards,
  ideas,
  news,
  profiles,
  spokenLanguage,
  webhookDeliveries,
  webhooks,
} from '../platform/database/schema/index.ts'

export async function countWebhooks(reader: Reader): Promise<number> {
  const [row] = await reader.select({ n: count() }).from(webhooks)
  return row?.n ?? 0
}

export async function insertWebhook(tx: Tx, row: typeof webhooks.$inferInsert): Promise<void> {
  await tx.insert(webhooks).values(row)
}

/** False: there is none. */
export async function updateWebhook(
  tx: Tx,
  id: string,
  changes: Partial<typeof webhooks.$inferInsert>,
): Promise<boolean> {
  if (Object.keys(changes).length === 0)
    return (await tx.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, id))).length > 0
  const changed = await tx.update(webhooks).set(changes).where(eq(webhooks.id, id)).returning({ id: webhooks.id })
  return changed.length > 0
}

/** The secret until now goes on signing until then. False: there is no such webhook. */
export async function renewSecret(tx: Tx, id: string, secret: string, formerUntil: Date): Promise<boolean> {
  const changed = await tx
    .update(webhooks)
    .set({ formerSecret: sql`${webhooks.secret}`, formerUntil, secret })
    .where(eq(webhooks.id, id))
    .returning({ id: webhooks.id })
  return changed.length > 0
}

export async function removeWebhook(tx: Tx, id: string): Promise<boolean> {
  return (await tx.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id })).length > 0
}

export async function listWebhooks(reader: Reader): Promise<WebhookView[]> {
  const rows = await reader.select().from(webhooks).orderBy(webhooks.createdAt, webhooks.id)
  return rows.map((row) => ({
    webhookId: row.id,
    name: row.name,
    url: row.url,
    shape: row.shape as WebhookShape,
    kinds: row.kinds as WebhookKind[],
    secret: row.shape === 'standard' ? row.secret : null,
    formerUntil: row.formerUntil?.getTime() ?? null,
    failures: row.failures,
    pausedAt: row.pausedAt?.getTime() ?? null,
    gaveUp: row.gaveUpAt !== null,
  }))
}

export async function listDeliveries(reader: Reader, webhookId: string, limit: number): Promise<DeliveryView[]> {
  const rows = await reader
    .select({ delivery: webhookDeliveries, kind: news.kind })
    .from(webhookDeliveries)
    .leftJoin(news, eq(news.id, webhookDeliveries.newsId))
    .where(eq(webhookDeliveries.webhookId, webhookId))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(limit)
  return rows.map(({ delivery, kind }) => ({
    deliveryId: delivery.id,
    kind: kind as WebhookKind | null,
    state: delivery.state as DeliveryState,
    attempts: delivery.attempts,
    createdAt: delivery.createdAt.getTime(),
    triedAt: delivery.triedAt?.getTime() ?? null,
    nextAt: delivery.state === 'waiting' ? (delivery.nextAt?.getTime() ?? null) : null,
    status: delivery.status,
    tookMs: delivery.tookMs,
    problem: delivery.problem,
    body: delivery.body,
  }))
}

/** To every endpoint that wants this kind; boards one must be invited to are nobody's outside. True: somebody is told. */
export async function queueNews(
  tx: Tx,
  told: { newsId: number; kind: InboxKind; boardId: BoardId | null; at: Date },
  newId: () => string,
): Promise<boolean> {
  const [board] =
    told.boardId === null
      ? []
      : await tx.select({ joining: boards.joining }).from(boards).where(eq(boards.id, told.boardId))
  if (!board || board.joining === 'invited') return false
  const wanted = await tx
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(sql`${webhooks.pausedAt} is null`, sql`${told.kind} = any(${webhooks.kinds})`))
  if (wanted.length === 0) return false
  await tx
    .insert(webhookDeliveries)
    .values(wanted.map(({ id }) => ({ id: newId(), webhookId: id, newsId: told.newsId, nextAt: told.at })))
    .onConflictDoNothing()
  return true
}

export async function insertTest(tx: Tx, row: { id: string; webhookId: string; nextAt: Date }): Promise<void> {
  await tx.insert(webhookDeliveries).values(row)
}

/** From the beginning, under the same id. False: there is none. */
export async function queueAgain(tx: Tx, deliveryId: string, now: Date): Promise<boolean> {
  const changed = await tx
    .update(webhookDeliveries)
    .set({ state: 'waiting', attempts: 0, nextAt: now })
    .where(eq(webhookDeliveries.id, deliveryId))
    .returning({ id: webhookDeliveries.id })
  return changed.length > 0
}

/** What waited so long while its endpoint was paused is no news any more. */
export async function giveUpWaiting(tx: Tx, webhookId: string, before: Date | null): Promise<void> {
  const old = before === null ? undefined : sql`${webhookDeliveries.createdAt} < ${before.toISOString()}::timestamptz`
  await tx
    .update(webhookDeliveries)
    .set({ state: 'gave-up', nextAt: null })
    .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.state, 'waiting'), old))
}

export interface Due {
  deliveryId: string
  webhookId: string
  newsId: number | null
  attempts: number
  url: string
  shape: WebhookShape
  /** The newest first. */
  secrets: string[]
  language: Language
}

/** Takes what is due for this node; `until`: nobody else tries it before that, and should this node die, somebody does then. */
export async function claimDue(tx: Tx, now: Date, until: Date, limit: number): Promise<Due[]> {
  const at = now.toISOString()
  const { rows } = await tx.execute<{ id: string; attempts: number }>(sql`
    update webhook_deliveries set next_at = ${until.toISOString()}::timestamptz, attempts = attempts + 1
    where id in (
      select d.id from webhook_deliveries d join webhooks w on w.id = d.webhook_id
      where d.state = 'waiting' and d.next_at <= ${at}::timestamptz and (w.paused_at is null or d.news_id is null)
      order by d.next_at limit ${limit} for update of d skip locked)
    returning id, attempts`)
  if (rows.length === 0) return []
  const claimed = await tx
    .select({ delivery: webhookDeliveries, webhook: webhooks, language: spokenLanguage })
    .from(webhookDeliveries)
    .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    .leftJoin(profiles, eq(profiles.userId, webhooks.createdBy))
    .where(
      inArray(
        webhookDeliveries.id,
        rows.map(({ id }) => id),
      ),
    )
  return claimed.map(({ delivery, webhook, language }) => ({
    deliveryId: delivery.id,
    webhookId: webhook.id,
    newsId: delivery.newsId,
    attempts: delivery.attempts,
    url: webhook.url,
    shape: webhook.shape as WebhookShape,
    secrets: [
      webhook.secret,
      ...(webhook.formerUntil && webhook.formerUntil > now ? [webhook.formerSecret ?? ''] : []),
    ],
    language,
  }))
}

/** A piece of news as it is now; undefined: gone, hidden, or on a board one must be invited to. */
export async function tellableNow(reader: Reader, newsId: number) {
  const [row] = await reader
    .select({
      kind: news.kind,
      at: news.at,
      data: news.data,
      boardId: boards.id,
      boardTitle: boards.title,
      naming: boards.naming,
      ideaId: ideas.id,
      number: ideas.number,
      text: ideas.text,
    })
    .from(news)
    .innerJoin(boards, eq(boards.id, news.boardId))
    .leftJoin(ideas, eq(ideas.id, news.ideaId))
    .where(
      and(
        eq(news.id, newsId),
        sql`${boards.joining} <> 'invited'`,
        sql`(${news.ideaId} is null or ${ideas.removedAt} is null)`,
      ),
    )
  return row
}

export async function finish(
  tx: Tx,
  deliveryId: string,
  result: Partial<typeof webhookDeliveries.$inferInsert>,
): Promise<void> {
  await tx.update(webhookDeliveries).set(result).where(eq(webhookDeliveries.id, deliveryId))
}

/** Before its deliveries, always: several that end in one moment wait for each other here. False: it was removed. */
export async function lockWebhook(tx: Tx, webhookId: string): Promise<boolean> {
  const found = await tx.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, webhookId)).for('update')
  return found.length > 0
}

/** Failures in a row, this one included. */
export async function countFailure(tx: Tx, webhookId: string): Promise<number> {
  const [row] = await tx
    .update(webhooks)
    .set({ failures: sql`${webhooks.failures} + 1` })
    .where(eq(webhooks.id, webhookId))
    .returning({ failures: webhooks.failures })
  return row?.failures ?? 0
}

export async function prune(reader: Reader, before: Date): Promise<void> {
  await reader
    .delete(webhookDeliveries)
    .where(sql`${webhookDeliveries.createdAt} < ${before.toISOString()}::timestamptz`)
}
