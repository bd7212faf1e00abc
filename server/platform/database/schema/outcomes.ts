// Owns the tables of outcomes: what a backed case promised to bring, what was measured, every change of either, and the steps on
// the way.

import { sql } from 'drizzle-orm'
import { bigserial, check, date, doublePrecision, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { OutcomeChange } from '../../../../shared/outcomes.ts'
import { user } from './accounts.ts'
import { at } from './columns.ts'
import { escalations } from './escalations.ts'
import { goals } from './goals.ts'

export const outcomes = pgTable(
  'outcomes',
  {
    escalationId: text('escalation_id')
      .primaryKey()
      .references(() => escalations.id, { onDelete: 'cascade' }),
    goalId: text('goal_id').references(() => goals.id, { onDelete: 'set null' }),
    metric: text('metric').notNull(),
    unit: text('unit').notNull(),
    baseline: doublePrecision('baseline').notNull(),
    promised: doublePrecision('promised').notNull(),
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    /** The end of that day where the organisation is. */
    dueAt: at('due_at').notNull(),
    measurerId: text('measurer_id')
      .notNull()
      .references(() => user.id),
    /** When the measurer was asked; null: not yet. */
    askedAt: at('asked_at'),
    value: doublePrecision('value'),
    evidence: text('evidence'),
    link: text('link'),
    measuredBy: text('measured_by').references(() => user.id),
    measuredAt: at('measured_at'),
  },
  (t) => [
    index('outcomes_goal').on(t.goalId),
    index('outcomes_due').on(t.dueAt).where(sql`value is null and asked_at is null`),
    check('outcomes_measured_whole', sql`(value is null) = (measured_at is null)`),
  ],
)

/** Only ever added to: what was once said in public stays. */
export const outcomeChanges = pgTable(
  'outcome_changes',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    escalationId: text('escalation_id')
      .notNull()
      .references(() => escalations.id, { onDelete: 'cascade' }),
    by: text('by')
      .notNull()
      .references(() => user.id),
    at: at('at').notNull(),
    because: text('because').notNull().default(''),
    what: jsonb('what').$type<OutcomeChange['what']>().notNull(),
  },
  (t) => [index('outcome_changes_case').on(t.escalationId, t.seq)],
)

export const milestones = pgTable(
  'milestones',
  {
    id: text('id').primaryKey(),
    escalationId: text('escalation_id')
      .notNull()
      .references(() => escalations.id, { onDelete: 'cascade' }),
    title: text('title').notNull(),
    dueOn: date('due_on', { mode: 'string' }),
    doneBy: text('done_by').references(() => user.id),
    doneAt: at('done_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('milestones_case').on(t.escalationId)],
)
