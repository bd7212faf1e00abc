// Owns the tables of a session's discussion: where it stands, what was written beside the topics, who was there, and the
// minutes. On an anonymous board no row here names anybody, but for the answers to "more time?", which go with the question.

import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Topic } from '../../../../shared/discussion.ts'
import type { Timer } from '../../../../shared/session.ts'
import { user } from './accounts.ts'
import { boards } from './boards.ts'
import { at, bytea, rev } from './columns.ts'
import { ideas } from './ideas.ts'
import { sessions } from './sessions.ts'

export const discussions = pgTable('discussions', {
  sessionId: text('session_id')
    .primaryKey()
    .references(() => sessions.id, { onDelete: 'cascade' }),
  roundId: text('round_id'),
  topics: jsonb('topics').$type<Topic[]>().notNull(),
  currentId: text('current_id'),
  timer: jsonb('timer').$type<Timer>(),
  topicMs: integer('topic_ms'),
  /** "More time?" is asked, by this name. */
  askId: text('ask_id'),
  rev: rev(),
})

/** Of the question that is asked now; the next one, and going on, take them away. */
export const discussionAnswers = pgTable(
  'discussion_answers',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    yes: boolean('yes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.userId] })],
)

export const discussionEntries = pgTable(
  'discussion_entries',
  {
    id: text('id').primaryKey(),
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    topicId: text('topic_id'),
    ideaId: text('idea_id').references(() => ideas.id, { onDelete: 'set null' }),
    kind: text('kind').notNull(),
    text: text('text').notNull(),
    ownerId: text('owner_id').references(() => user.id, { onDelete: 'set null' }),
    /** Somebody in words; of an account it is the name they had, should it go. */
    ownerName: text('owner_name'),
    dueOn: text('due_on'),
    doneAt: at('done_at'),
    /** Null on an anonymous board. */
    authorId: text('author_id').references(() => user.id, { onDelete: 'set null' }),
    /** There instead: HMAC of (entry, user) under the board's secret, as on ideas and comments. */
    authorMark: bytea('author_mark'),
    removedAt: at('removed_at'),
    rev: rev(),
  },
  (t) => [
    index('discussion_entries_session').on(t.sessionId),
    index('discussion_entries_board').on(t.boardId, t.kind),
    index('discussion_entries_idea').on(t.ideaId),
  ],
)

/** Who was there; never a row of an anonymous board. */
export const sessionPeople = pgTable(
  'session_people',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.userId] }), index('session_people_user').on(t.userId)],
)

/** What a session came to, as it was when it ended. Its text is a live document that began with this. */
export const minutes = pgTable(
  'minutes',
  {
    sessionId: text('session_id')
      .primaryKey()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    facts: jsonb('facts').$type<object>().notNull(),
    writtenAt: at('written_at').notNull().defaultNow(),
  },
  (t) => [index('minutes_board').on(t.boardId)],
)
