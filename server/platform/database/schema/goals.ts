// Owns the tables of goals: the tree, what was measured, who moved a target, and which boards and ideas serve them. A goal is
// closed, never deleted: what was promised under it must stay readable.

import { sql } from 'drizzle-orm'
import { type AnyPgColumn, date, doublePrecision, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Measure } from '../../../../shared/goals.ts'
import { user } from './accounts.ts'
import { boards } from './boards.ts'
import { at, rev } from './columns.ts'
import { ideas } from './ideas.ts'

export const goals = pgTable(
  'goals',
  {
    id: text('id').primaryKey(),
    parentId: text('parent_id').references((): AnyPgColumn => goals.id),
    title: text('title').notNull(),
    why: text('why').notNull().default(''),
    measure: jsonb('measure').$type<Measure>(),
    ownerId: text('owner_id').references(() => user.id, { onDelete: 'set null' }),
    /** Fractional index among those under the same goal. */
    position: text('position').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    closedAt: at('closed_at'),
    rev: rev(),
  },
  (t) => [index('goals_parent').on(t.parentId)],
)

export const goalReadings = pgTable(
  'goal_readings',
  {
    id: text('id').primaryKey(),
    goalId: text('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
    onDay: date('on_day', { mode: 'string' }).notNull(),
    value: doublePrecision('value').notNull(),
    note: text('note').notNull().default(''),
    byId: text('by_id').references(() => user.id, { onDelete: 'set null' }),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [index('goal_readings_goal').on(t.goalId, t.onDay)],
)

/** Append only (a trigger sees to it): a target is never moved silently. */
export const goalChanges = pgTable(
  'goal_changes',
  {
    id: text('id').primaryKey(),
    goalId: text('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
    byId: text('by_id').references(() => user.id, { onDelete: 'set null' }),
    at: at('at').notNull().defaultNow(),
    /** Field → what it was and what it became. */
    changes: jsonb('changes').$type<Record<string, [unknown, unknown]>>().notNull(),
  },
  (t) => [index('goal_changes_goal').on(t.goalId, t.at)],
)

export const boardGoals = pgTable(
  'board_goals',
  {
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    goalId: text('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.boardId, t.goalId] }), index('board_goals_goal').on(t.goalId)],
)

/** An idea without any serves those of its board. */
export const ideaGoals = pgTable(
  'idea_goals',
  {
    ideaId: text('idea_id')
      .notNull()
      .references(() => ideas.id, { onDelete: 'cascade' }),
    goalId: text('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.ideaId, t.goalId] }), index('idea_goals_goal').on(t.goalId)],
)

/** Which goals an idea serves: its own, or, where it names none, those of its board. Removed ideas serve nothing. */
export const servedGoals = sql`(
  select ig.goal_id, i.id as idea_id, i.board_id, i.stage
  from idea_goals ig join ideas i on i.id = ig.idea_id where i.removed_at is null
  union all
  select bg.goal_id, i.id, i.board_id, i.stage
  from board_goals bg join ideas i on i.board_id = bg.board_id
  where i.removed_at is null and not exists (select 1 from idea_goals own where own.idea_id = i.id))`
