// Owns the tables of ideas taken to a sponsor.

import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { user } from './accounts.ts'
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
