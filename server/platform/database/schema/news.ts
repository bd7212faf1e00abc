// Owns the tables of being told: what happened, once; who was told of it; how people want to hear; and which other programs do.

import { bigint, boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { user } from './accounts.ts'
import { boards } from './boards.ts'
import { at } from './columns.ts'
import { escalations } from './escalations.ts'
import { ideas } from './ideas.ts'

/** One row for everything that happened and is told to anybody: inboxes, mails and other programs all begin here. */
export const news = pgTable(
  'news',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind').notNull(), // NewsKind
    // What it is about goes, and the news of it.
    boardId: text('board_id').references(() => boards.id, { onDelete: 'cascade' }),
    ideaId: text('idea_id').references(() => ideas.id, { onDelete: 'cascade' }),
    escalationId: text('escalation_id').references(() => escalations.id, { onDelete: 'cascade' }),
    /** Ids, names of states, moments: never a text somebody wrote. */
    data: jsonb('data').$type<Record<string, string | number>>().notNull().default({}),
    /** What happened, by its own id: told again it adds nothing. */
    sourceKey: text('source_key').notNull().unique('news_source'),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [index('news_escalation').on(t.escalationId), index('news_idea').on(t.ideaId)],
)

export const inboxItems = pgTable(
  'inbox_items',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    newsId: bigint('news_id', { mode: 'number' })
      .notNull()
      .references(() => news.id, { onDelete: 'cascade' }),
    /** Why this person is told; null: it is about themselves. */
    because: text('because'),
    /** Their move is asked for; false again as soon as it is made, by whomever. */
    waits: boolean('waits').notNull().default(false),
    /** Steps of the clock that were told in this one, because they came in a row. */
    quiet: integer('quiet').notNull().default(0),
    createdAt: at('created_at').notNull().defaultNow(),
    readAt: at('read_at'),
    /** When it is to go by mail; null: not, or it has. */
    mailAt: at('mail_at'),
    mailedAt: at('mailed_at'),
  },
  (t) => [
    unique('inbox_items_news').on(t.userId, t.newsId),
    index('inbox_items_user').on(t.userId, t.createdAt),
    index('inbox_items_mail').on(t.mailAt).where(sql`mail_at is not null`),
  ],
)

/** How a person wants to hear by mail. No row: as everybody does who never said. */
export const notificationSettings = pgTable('notification_settings', {
  userId: text('user_id')
    .primaryKey()
    .references(() => user.id, { onDelete: 'cascade' }),
  /** Of what waits for their answer. */
  waiting: text('waiting').notNull(), // MailPace
  rest: text('rest').notNull(),
  /** Of the day, there where the organisation is. */
  hour: integer('hour').notNull(),
})

/** Other programs that are told. */
export const webhooks = pgTable('webhooks', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  shape: text('shape').notNull(), // WebhookShape
  kinds: text('kinds').array().notNull(),
  /** Signs what is sent. */
  secret: text('secret').notNull(),
  /** The one before it, which signs beside it for a while, so that the receiver can change over in peace. */
  formerSecret: text('former_secret'),
  formerUntil: at('former_until'),
  /** Tries in a row that failed. */
  failures: integer('failures').notNull().default(0),
  createdBy: text('created_by').references(() => user.id, { onDelete: 'set null' }),
  createdAt: at('created_at').notNull().defaultNow(),
  /** By an admin, or by itself after too many failures. */
  pausedAt: at('paused_at'),
  /** By itself. */
  gaveUpAt: at('gave_up_at'),
})

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text('id').primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** Null: a test. */
    newsId: bigint('news_id', { mode: 'number' }).references(() => news.id, { onDelete: 'cascade' }),
    state: text('state').notNull().default('waiting'), // DeliveryState
    attempts: integer('attempts').notNull().default(0),
    /** When it is tried next; pushed ahead while somebody tries. */
    nextAt: at('next_at'),
    createdAt: at('created_at').notNull().defaultNow(),
    triedAt: at('tried_at'),
    /** Of the last try. */
    status: integer('status'),
    tookMs: integer('took_ms'),
    problem: text('problem'),
    body: text('body'),
  },
  (t) => [
    unique('webhook_deliveries_once').on(t.webhookId, t.newsId),
    index('webhook_deliveries_due').on(t.nextAt).where(sql`state = 'waiting'`),
    index('webhook_deliveries_newest').on(t.webhookId, t.createdAt),
    index('webhook_deliveries_news').on(t.newsId),
  ],
)
