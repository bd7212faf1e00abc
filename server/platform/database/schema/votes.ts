// Owns the tables of rounds, ballots and votes. The budget is kept by the database itself (FAULTS R8): `left` is
// only ever changed by a conditional update and can not pass below zero.

import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { user } from './accounts.ts'
import { boards } from './boards.ts'
import { at, rev } from './columns.ts'
import { ideas } from './ideas.ts'

export const rounds = pgTable(
  'rounds',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    title: text('title').notNull().default(''),
    method: text('method').notNull(),
    budget: integer('budget').notNull(),
    maxPerIdea: integer('max_per_idea').notNull(),
    blind: boolean('blind').notNull(),
    secret: boolean('secret').notNull(),
    openedBy: text('opened_by').references(() => user.id, { onDelete: 'set null' }),
    openedAt: at('opened_at').notNull().defaultNow(),
    closedAt: at('closed_at'),
    rev: rev(),
  },
  (t) => [
    uniqueIndex('rounds_one_open').on(t.boardId).where(sql`closed_at is null`), // one dot round at a time
    index('rounds_board').on(t.boardId),
  ],
)

export const ballots = pgTable(
  'ballots',
  {
    roundId: text('round_id')
      .notNull()
      .references(() => rounds.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    left: integer('votes_left').notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.userId] }), check('ballots_never_overspent', sql`votes_left >= 0`)],
)

export const votes = pgTable(
  'votes',
  {
    roundId: text('round_id')
      .notNull()
      .references(() => rounds.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    ideaId: text('idea_id')
      .notNull()
      .references(() => ideas.id, { onDelete: 'cascade' }),
    votes: integer('votes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.userId, t.ideaId] }),
    index('votes_idea').on(t.roundId, t.ideaId),
    check('votes_positive', sql`votes > 0`),
  ],
)
