// Owns the table of seats: people without a device of their own, who are on one board through somebody else's. A seat is a
// user and a participant like any guest, so that votes, ideas and marks need no other way; here is only whose device it is.

import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { user } from './accounts.ts'
import { boards } from './boards.ts'
import { at } from './columns.ts'

export const seats = pgTable(
  'seats',
  {
    userId: text('user_id')
      .primaryKey()
      .references(() => user.id, { onDelete: 'cascade' }),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    holderId: text('holder_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** Who leads enters for somebody who is not at any device: what comes through it is marked. */
    proxy: boolean('proxy').notNull().default(false),
    /** Of a proxy: the person on the board it is for; null: somebody known by name alone, or not even that. */
    forId: text('for_id').references(() => user.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull().defaultNow(),
    removedAt: at('removed_at'),
  },
  (t) => [
    index('seats_holder').on(t.holderId, t.boardId),
    index('seats_board').on(t.boardId),
    // Two who enter for the same person would vote twice for them.
    uniqueIndex('seats_one_proxy').on(t.boardId, t.forId).where(sql`removed_at is null and for_id is not null`),
  ],
)
