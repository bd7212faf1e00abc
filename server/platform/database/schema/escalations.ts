// Owns the tables of ideas taken to a sponsor, and of each person's inbox.

import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { user } from './accounts.ts'
import { boards } from './boards.ts'
import { at } from './columns.ts'
import { ideas } from './ideas.ts'

export const escalations = pgTable(
  'escalations',
  {
    id: text('id').primaryKey(),
    ideaId: text('idea_id')
      .notNull()
      .references(() => ideas.id, { onDelete: 'cascade' }),
    sponsorId: text('sponsor_id')
      .notNull()
      .references(() => user.id),
    escalatedBy: text('escalated_by')
      .notNull()
      .references(() => user.id),
    why: text('why').notNull(),
    status: text('status').notNull().default('waiting'), // EscalationStatus
    answer: text('answer'),
    askedAt: at('asked_at').notNull().defaultNow(),
    answeredAt: at('answered_at'),
  },
  (t) => [
    uniqueIndex('escalations_one_waiting').on(t.ideaId, t.sponsorId).where(sql`status = 'waiting'`),
    index('escalations_sponsor').on(t.sponsorId, t.status),
    index('escalations_idea').on(t.ideaId),
  ],
)

export const inboxItems = pgTable(
  'inbox_items',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(), // InboxKind
    boardId: text('board_id').references(() => boards.id, { onDelete: 'cascade' }),
    ideaId: text('idea_id').references(() => ideas.id, { onDelete: 'cascade' }),
    data: jsonb('data').$type<Record<string, string | number>>().notNull().default({}),
    /** Outbox row and person it came from: a re-delivery adds nothing. */
    sourceKey: text('source_key').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    readAt: at('read_at'),
  },
  (t) => [unique('inbox_items_source').on(t.userId, t.sourceKey), index('inbox_items_user').on(t.userId, t.createdAt)],
)
