// Owns the tables of what an idea is expected to cost and to bring: one case per idea, one estimate per person and idea; who
// will carry it; whether its author was asked for their name; and how ready it was found.

import { bigint, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { user } from './accounts.ts'
import { at, bytea, rev } from './columns.ts'
import { ideas } from './ideas.ts'

const ideaId = () =>
  text('idea_id')
    .notNull()
    .references(() => ideas.id, { onDelete: 'cascade' })

export const businessCases = pgTable('business_cases', {
  ideaId: ideaId().primaryKey(),
  beneficiaries: text('beneficiaries').notNull().default(''),
  rev: rev(),
})

const euros = (name: string) => bigint(name, { mode: 'number' }).notNull()

export const estimates = pgTable(
  'estimates',
  {
    id: text('id').primaryKey(),
    ideaId: ideaId(),
    /** Null on an anonymous board: there the author holds only a mark, as with comments. */
    authorId: text('author_id').references(() => user.id, { onDelete: 'set null' }),
    authorMark: bytea('author_mark'),
    valueLow: euros('value_low'),
    valueHigh: euros('value_high'),
    costOnce: euros('cost_once'),
    costYearly: euros('cost_yearly'),
    workDays: integer('work_days').notNull(),
    confidence: integer('confidence').notNull(),
    basis: text('basis').notNull().default(''),
  },
  (t) => [
    unique('estimates_author').on(t.ideaId, t.authorId),
    unique('estimates_mark').on(t.ideaId, t.authorMark),
    index('estimates_idea').on(t.ideaId),
  ],
)

/** Said with their name, on any board: "I will carry this." */
export const ideaCarriers = pgTable(
  'idea_carriers',
  {
    ideaId: ideaId(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.ideaId, t.userId] })],
)

/** Somebody asked whether the author would put their name to it. Holds nothing about the author. */
export const signatureRequests = pgTable('signature_requests', {
  ideaId: ideaId().primaryKey(),
  askedBy: text('asked_by').references(() => user.id, { onDelete: 'set null' }),
  askedAt: at('asked_at').notNull().defaultNow(),
})

/** How many signs that an idea is ready there were when somebody last looked; for the mark on its card. */
export const ideaReadiness = pgTable('idea_readiness', {
  ideaId: ideaId().primaryKey(),
  ready: integer('ready').notNull(),
})
