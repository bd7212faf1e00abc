// Owns the tables of sessions: the row of phases and where it stands, every step taken, who is ready, and the ideas
// nobody but their authors may see yet. Sealed ideas are in a table of their own, so that no list, search or export
// of ideas can hold one by mistake.

import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { ReportOutcome } from '../../../../shared/reports.ts'
import type { LeadState, Phase, PhasePolicy, Summons, Timer } from '../../../../shared/session.ts'
import { user } from './accounts.ts'
import { boards } from './boards.ts'
import { ideas } from './ideas.ts'
import { at, bytea, rev } from './columns.ts'

export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    recipe: text('recipe').notNull(),
    phases: jsonb('phases').$type<Phase[]>().notNull(),
    phaseId: text('phase_id').notNull(),
    /** Of the phase that is on: what every command asks, without reading the whole row of phases. */
    policy: jsonb('policy').$type<PhasePolicy>().notNull(),
    /** The phase shuts then, and `closingTo` begins. */
    closesAt: at('closes_at'),
    closingTo: text('closing_to'),
    timer: jsonb('timer').$type<Timer>(),
    /** The round that opened with the phase. */
    roundId: text('round_id'),
    /** Who is in the lead: any of those who may lead; the one people look to. */
    ledBy: text('led_by').references(() => user.id, { onDelete: 'set null' }),
    /** Who may lead this session beside the board's facilitators. */
    leads: text('leads').array().notNull().default(sql`'{}'`),
    deputyId: text('deputy_id').references(() => user.id, { onDelete: 'set null' }),
    /** When a node last had a connection of who is in the lead, and of anybody who may lead, by the database's clock. */
    ledSeenAt: at('led_seen_at').notNull().defaultNow(),
    leadsSeenAt: at('leads_seen_at').notNull().defaultNow(),
    /** What everybody was told of that. */
    leadState: text('lead_state').$type<LeadState>().notNull().default('here'),
    summons: jsonb('summons').$type<Summons>(),
    startedBy: text('started_by').references(() => user.id, { onDelete: 'set null' }),
    startedAt: at('started_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
    rev: rev(),
  },
  (t) => [
    uniqueIndex('sessions_one_running').on(t.boardId).where(sql`ended_at is null`),
    index('sessions_board').on(t.boardId, t.startedAt),
    index('sessions_closing').on(t.closesAt).where(sql`closes_at is not null`),
  ],
)

/**
 * What the phase that is on allows at this moment. Its ten seconds of grace end by the database's clock, for every node and
 * however late the step itself is taken (F45): from then on nobody writes or votes in it any more.
 */
export const policyNow = sql<PhasePolicy>`case when ${sessions.closesAt} <= clock_timestamp()
  then ${sessions.policy} || '{"write": "nobody", "vote": "nobody"}'::jsonb else ${sessions.policy} end`

/** Append-only, but for `undoneAt`. What a step did is beside it, so that it can be undone. */
export const sessionSteps = pgTable(
  'session_steps',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    fromPhase: text('from_phase'),
    toPhase: text('to_phase').notNull(),
    /** Null: the grace ran out by itself after `by` of the step had asked for it. */
    by: text('by').references(() => user.id, { onDelete: 'set null' }),
    at: at('at').notNull(),
    /** Ids of the ideas it revealed, in the order they were shown. */
    revealed: jsonb('revealed').$type<string[]>().notNull().default([]),
    receipts: jsonb('receipts').$type<string[]>().notNull().default([]),
    roundClosed: text('round_closed'),
    roundOpened: text('round_opened'),
    timerBefore: jsonb('timer_before').$type<Timer>(),
    undoneAt: at('undone_at'),
  },
  (t) => [index('session_steps_session').on(t.sessionId, t.id)],
)

/** What a person shows in a session. Says that somebody wrote, never what. */
export const sessionMarks = pgTable(
  'session_marks',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** The visit of a phase (the id of the step that began it) in which they said they are ready. */
    readyIn: text('ready_in'),
    /** The visit of a sealed phase in which they last wrote something. */
    wroteIn: text('wrote_in'),
    handAt: at('hand_at'),
    /** Goes their own way when everybody is called to a card. */
    roams: boolean('roams').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.sessionId, t.userId] })],
)

export const sealedIdeas = pgTable(
  'sealed_ideas',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    /** The number it had when it was sealed again after a reveal; else none yet. */
    number: integer('number'),
    text: text('text').notNull(),
    details: text('details').notNull().default(''),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    authorId: text('author_id').references(() => user.id, { onDelete: 'set null' }),
    authorMark: bytea('author_mark'),
    onBehalfOf: text('on_behalf_of'),
    /** Entered for its author by who leads. By whom stays null on an anonymous board. */
    proxy: boolean('proxy').notNull().default(false),
    enteredBy: text('entered_by').references(() => user.id, { onDelete: 'set null' }),
    columnId: text('column_id'),
    color: text('color').notNull().default('sun'),
    x: doublePrecision('x').notNull().default(0),
    y: doublePrecision('y').notNull().default(0),
    /** Rounded as that of ideas. */
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('sealed_ideas_board').on(t.boardId)],
)

/** A row of phases somebody keeps for themselves. */
export const ownRecipes = pgTable(
  'own_recipes',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    phases: jsonb('phases').$type<Phase[]>().notNull(),
    savedAt: at('saved_at').notNull().defaultNow(),
  },
  (t) => [index('own_recipes_user').on(t.userId, t.savedAt)],
)

/**
 * A card somebody finds abusive. On an anonymous board the row has a mark instead of a name, and its time is coarse: a
 * report must not tell who was reading at that second.
 */
export const cardReports = pgTable(
  'card_reports',
  {
    id: text('id').primaryKey(),
    boardId: text('board_id')
      .notNull()
      .references(() => boards.id, { onDelete: 'cascade' }),
    ideaId: text('idea_id')
      .notNull()
      .references(() => ideas.id, { onDelete: 'cascade' }),
    reporterId: text('reporter_id').references(() => user.id, { onDelete: 'set null' }),
    reporterMark: bytea('reporter_mark'),
    reason: text('reason').notNull(),
    at: at('at').notNull(),
    /** Null: nobody has looked at it yet. */
    outcome: text('outcome').$type<ReportOutcome>(),
    /** What was said with it, for the reporter. */
    answer: text('answer'),
    decidedBy: text('decided_by').references(() => user.id, { onDelete: 'set null' }),
    decidedAt: at('decided_at'),
  },
  (t) => [
    index('card_reports_board').on(t.boardId, t.ideaId),
    uniqueIndex('card_reports_once').on(t.ideaId, t.reporterId).where(sql`reporter_id is not null`),
  ],
)
