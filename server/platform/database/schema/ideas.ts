// Owns the tables of ideas and of talk about them. The live text, place, group and colour of a card are the board
// document's; `text`, `columnId`, `color`… here are its last committed projection, for lists, exports and restore.

import { sql } from 'drizzle-orm'
import { boolean, doublePrecision, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { user } from './accounts.ts'
import { boards } from './boards.ts'
import { at, bytea, rev } from './columns.ts'

export const ideas = pgTable(
  'ideas',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    text: text('text').notNull(),
    details: text('details').notNull().default(''),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    /** Null on an anonymous board: there the author holds only a mark, see `authorMark`. */
    authorId: text('author_id').references(() => user.id, { onDelete: 'set null' }),
    /** HMAC of (idea, user) under the board's secret: proves "mine" to its author, tells nobody else anything. */
    authorMark: bytea('author_mark'),
    /** Its author put their name to it on an anonymous board: `authorId` counts there from then on, and there is no mark any more. */
    signedAt: at('signed_at'),
    onBehalfOf: text('on_behalf_of'),
    /** Entered for its author by who leads. By whom stays null on an anonymous board. */
    proxy: boolean('proxy').notNull().default(false),
    enteredBy: text('entered_by').references(() => user.id, { onDelete: 'set null' }),
    columnId: text('column_id'),
    position: text('position').notNull().default(''),
    x: doublePrecision('x').notNull().default(0),
    y: doublePrecision('y').notNull().default(0),
    groupId: text('group_id'),
    color: text('color').notNull().default('sun'),
    stage: text('stage').notNull().default('open'),
    stageReason: text('stage_reason'),
    stageBy: text('stage_by').references(() => user.id, { onDelete: 'set null' }),
    stageAt: at('stage_at'),
    likeCount: integer('like_count').notNull().default(0),
    commentCount: integer('comment_count').notNull().default(0),
    /** The import row it came from (hash of board, file's key, text), so that the same file twice does not double. */
    importKey: text('import_key'),
    /** Rounded down to the hour on an anonymous board. */
    createdAt: at('created_at').notNull().defaultNow(),
    removedAt: at('removed_at'),
    rev: rev(),
  },
  (t) => [
    unique('ideas_number').on(t.boardId, t.number),
    unique('ideas_import').on(t.boardId, t.importKey),
    index('ideas_text_trgm').using('gin', sql`${t.text} gin_trgm_ops`),
  ],
)

export const ideaLikes = pgTable(
  'idea_likes',
  {
    ideaId: text('idea_id')
      .notNull()
      .references(() => ideas.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.ideaId, t.userId] }), index('idea_likes_user').on(t.userId)],
)

export const comments = pgTable(
  'comments',
  {
    id: text('id').primaryKey(),
    ideaId: text('idea_id')
      .notNull()
      .references(() => ideas.id, { onDelete: 'cascade' }),
    authorId: text('author_id').references(() => user.id, { onDelete: 'set null' }),
    authorMark: bytea('author_mark'),
    text: text('text').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    editedAt: at('edited_at'),
    removedAt: at('removed_at'),
  },
  (t) => [index('comments_idea').on(t.ideaId, t.createdAt)],
)

export const images = pgTable(
  'images',
  {
    id: text('id').primaryKey(),
    ideaId: text('idea_id')
      .notNull()
      .references(() => ideas.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    bytes: bytea('bytes').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('images_idea').on(t.ideaId)],
)
