// Owns the tables of boards: settings, people, join codes, columns. Cards live in the board's document; see ideas.ts.

import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Wall } from '../../../../shared/model.ts'
import { user } from './accounts.ts'
import { at, bytea, rev } from './columns.ts'

export const boards = pgTable(
  'boards',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    question: text('question').notNull().default(''),
    naming: text('naming').notNull().default('named'),
    joining: text('joining').notNull().default('everyone'),
    template: text('template').notNull().default('blank'),
    language: text('language').notNull().default('en'),
    locked: boolean('locked').notNull().default(false),
    isExample: boolean('is_example').notNull().default(false),
    wall: jsonb('wall').$type<Wall>().notNull().default({ show: 'board' }),
    /** The number the next idea gets; taken under the row's lock. */
    nextNumber: integer('next_number').notNull().default(1),
    createdBy: text('created_by').references(() => user.id, { onDelete: 'set null' }),
    /** The sponsor whose question it is, before everybody; null: nobody's in particular. */
    askedBy: text('asked_by').references(() => user.id, { onDelete: 'set null' }),
    createdAt: at('created_at').notNull().defaultNow(),
    activeAt: at('active_at').notNull().defaultNow(),
    archivedAt: at('archived_at'),
    rev: rev(),
  },
  // Home lists begin with what was touched last, however many boards there are.
  (t) => [index('boards_active').on(t.activeAt)],
)

/** Keys the author marks of an anonymous board (FAULTS R5). Destroying the row cuts every link for good. */
export const boardSecrets = pgTable('board_secrets', {
  boardId: text('board_id')
    .primaryKey()
    .references(() => boards.id, { onDelete: 'cascade' }),
  key: bytea('key').notNull(),
})

/**
 * Keys who wrote what in the log of an anonymous board's documents (SYNC S14). The row goes when the board closes, and with
 * it every way from an edit to its author.
 */
export const authorshipKeys = pgTable('authorship_keys', {
  boardId: text('board_id')
    .primaryKey()
    .references(() => boards.id, { onDelete: 'cascade' }),
  key: bytea('key').notNull(),
})

export const boardMembers = pgTable(
  'board_members',
  {
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    role: text('role').notNull(), // 'facilitator' | 'participant'
    joinedAt: at('joined_at').notNull().defaultNow(),
    /** Shown out by a facilitator; the same code does not let them back in. */
    removedAt: at('removed_at'),
  },
  (t) => [primaryKey({ columns: [t.boardId, t.userId] }), index('board_members_user').on(t.userId)],
)

export const joinCodes = pgTable(
  'join_codes',
  {
    code: text('code').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull().defaultNow(),
    revokedAt: at('revoked_at'),
  },
  (t) => [index('join_codes_board').on(t.boardId).where(sql`revoked_at is null`)],
)

export const boardColumns = pgTable(
  'board_columns',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    title: text('title').notNull(),
    color: text('color'),
    /** Fractional index. */
    position: text('position').notNull(),
    removedAt: at('removed_at'),
  },
  (t) => [index('board_columns_board').on(t.boardId)],
)
