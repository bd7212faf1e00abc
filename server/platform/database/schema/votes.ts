// Owns the tables of rounds, ballots and votes. The budget is kept by the database itself (FAULTS R8): `left` is
// only ever changed by a conditional update and can not pass below zero.

import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { RoundScope, RoundSettings } from '../../../../shared/rounds.ts'
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
    settings: jsonb('settings').$type<RoundSettings>().notNull().default({}),
    /** All but `board` have their topics in `round_topics`. */
    scope: text('scope').$type<RoundScope>().notNull().default('board'),
    // Ratchets: a trigger refuses to loosen them (migrations).
    blind: boolean('blind').notNull(),
    secret: boolean('secret').notNull(),
    openedBy: text('opened_by').references(() => user.id, { onDelete: 'set null' }),
    openedAt: at('opened_at').notNull().defaultNow(),
    closedAt: at('closed_at'),
    rev: rev(),
  },
  (t) => [
    uniqueIndex('rounds_one_open').on(t.boardId).where(sql`closed_at is null`), // one round at a time
    index('rounds_board').on(t.boardId),
  ],
)

// What a row of a round is about goes, and the row with it.
const roundId = () =>
  text('round_id')
    .notNull()
    .references(() => rounds.id, { onDelete: 'cascade' })
const userId = () =>
  text('user_id')
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' })
const ideaId = () =>
  text('idea_id')
    .notNull()
    .references(() => ideas.id, { onDelete: 'cascade' })

export const ballots = pgTable(
  'ballots',
  {
    roundId: roundId(),
    userId: userId(),
    left: integer('votes_left').notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.userId] }), check('ballots_never_overspent', sql`votes_left >= 0`)],
)

export const votes = pgTable(
  'votes',
  {
    roundId: roundId(),
    userId: userId(),
    ideaId: ideaId(),
    votes: integer('votes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.userId, t.ideaId] }),
    index('votes_idea').on(t.roundId, t.ideaId),
    check('votes_positive', sql`votes > 0`),
  ],
)

/** What may be voted on, as it was when the round opened. A group stands under its first idea. */
export const roundTopics = pgTable(
  'round_topics',
  {
    roundId: roundId(),
    ideaId: ideaId(),
    /** Of a group. Null: it is the idea alone. */
    title: text('title'),
    ideas: integer('ideas').notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.ideaId] })],
)

/** Votes of every method but dots: one row for each idea a person answered about. */
export const roundAnswers = pgTable(
  'round_answers',
  {
    roundId: roundId(),
    userId: userId(),
    ideaId: ideaId(),
    /** Scores by criterion (0: not given), one choice, or one place: see shared/rounds.ts. */
    values: integer('values').array().notNull(),
    reason: text('reason').notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.userId, t.ideaId] }),
    index('round_answers_idea').on(t.roundId, t.ideaId),
    check('round_answers_something', sql`cardinality("values") > 0`),
  ],
)
