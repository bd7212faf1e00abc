// Owns the tables of ideas taken to a sponsor, and of every move of theirs.

import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { CaseState, Commitment } from '../../../../shared/cases.ts'
import { user } from './accounts.ts'
import { at } from './columns.ts'
import { ideas } from './ideas.ts'

/** Every other state waits for somebody's answer. */
const ANSWERED = sql.raw(`'endorsed', 'in-progress', 'declined', 'realised', 'stopped'`)
const CLOSED = sql.raw(`'declined', 'realised', 'stopped'`)

/** A case: an idea taken to a sponsor, and who owes the next move. */
export const escalations = pgTable(
  'escalations',
  {
    id: text('id').primaryKey(),
    ideaId: text('idea_id')
      .notNull()
      .references(() => ideas.id, { onDelete: 'cascade' }),
    /** The one asked, or the one who accepted it; once it is answered, whoever answered. */
    sponsorId: text('sponsor_id')
      .notNull()
      .references(() => user.id),
    escalatedBy: text('escalated_by')
      .notNull()
      .references(() => user.id),
    why: text('why').notNull(),
    state: text('state').$type<CaseState>().notNull().default('with-sponsor'),
    owedBy: text('owed_by').references(() => user.id),
    owedSince: at('owed_since').notNull().defaultNow(),
    owedUntil: at('owed_until'),
    turnDays: integer('turn_days'),
    /** Whose turn stands still meanwhile (server/escalations/clock/case.ts). */
    rest: jsonb('rest').$type<{ state: CaseState; owedBy: string; days: number | null }>(),
    bounces: integer('bounces').notNull().default(0),
    commitment: jsonb('commitment').$type<Commitment>(),
    lookAgainAt: at('look_again_at'),
    /** Public words of the last endorsement or decline. */
    answer: text('answer'),
    askedAt: at('asked_at').notNull().defaultNow(),
    answeredAt: at('answered_at'),
  },
  (t) => [
    uniqueIndex('escalations_one_open').on(t.ideaId, t.sponsorId).where(sql`state not in (${ANSWERED})`),
    index('escalations_sponsor').on(t.sponsorId, t.state),
    index('escalations_owed').on(t.owedBy),
    index('escalations_due').on(t.owedUntil).where(sql`state not in (${ANSWERED})`),
    index('escalations_look_again').on(t.lookAgainAt).where(sql`state = 'declined'`),
    index('escalations_idea').on(t.ideaId),
    check('escalations_one_owner', sql`(owed_by is null) = (state in (${CLOSED}))`),
  ],
)

/** Whoever a case was ever with: they may see the idea it is about. Filled by a trigger on escalations. */
export const casePeople = pgTable(
  'case_people',
  {
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    escalationId: text('escalation_id')
      .notNull()
      .references(() => escalations.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.userId, t.escalationId] }), index('case_people_case').on(t.escalationId)],
)

/**
 * The audit trail: every move of every case, for ever (FAULTS F80). A trigger refuses to change it or take anything out, and it
 * leads to nothing, so that nothing that goes takes an entry along.
 */
export const caseMoves = pgTable(
  'case_moves',
  {
    /** Without a gap: taken under a lock. */
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    escalationId: text('escalation_id').notNull(),
    ideaId: text('idea_id').notNull(),
    move: text('move').notNull(), // MoveName
    /** Null: the clock. */
    by: text('by'),
    words: text('words'),
    also: text('also'),
    /** The case after it, as stored; and whether it was made without signing in, by the link in a mail. */
    after: jsonb('after').$type<{ state: CaseState; owedBy: string | null; via?: 'link' }>().notNull(),
    at: at('at').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    index('case_moves_case').on(t.escalationId, t.seq),
    index('case_moves_idea').on(t.ideaId),
    // Whose turn each move began: how somebody answers is read from their newest (server/organisation/past.ts).
    index('case_moves_turn').on(sql`(${t.after} ->> 'owedBy')`, t.seq),
    index('case_moves_at').on(t.at),
  ],
)

/**
 * Once a day how far the audit trail was: whoever has noted one elsewhere can tell that nothing before it was changed. A trigger
 * refuses to change or take out a mark, as with the trail itself.
 */
export const caseAnchors = pgTable('case_anchors', {
  /** `YYYY-MM-DD`, UTC. */
  day: text('day').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  at: at('at').notNull().defaultNow(),
})
