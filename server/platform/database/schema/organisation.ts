// Owns the tables of the organisation: its own list of people and who stands behind whom, its calendar and how long answers
// may take, and who is away. The list knows people by e-mail address: most of them have no account yet.

import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { Language } from '../../../../shared/model.ts'
import { DEFAULT_LANGUAGE, type Spans } from '../../../../shared/organisation.ts'
import { profiles, user } from './accounts.ts'
import { at } from './columns.ts'

export const orgPeople = pgTable(
  'org_people',
  {
    /** In small letters, as accounts have it. */
    email: text('email').primaryKey(),
    name: text('name').notNull(),
    unit: text('unit'),
    /** Of people on this list, or of nobody: a line that leaves takes nobody along. */
    managerEmail: text('manager_email'),
    deputyEmail: text('deputy_email'),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('org_people_manager').on(t.managerEmail),
    check('org_people_small_letters', sql`${t.email} = lower(${t.email})`),
  ],
)

/** One row at most; none: the defaults of shared/organisation.ts. */
export const orgSettings = pgTable(
  'org_settings',
  {
    id: integer('id').primaryKey().default(1),
    timeZone: text('time_zone').notNull(),
    /** 0 is Sunday. */
    weekend: integer('weekend').array().notNull(),
    /** `YYYY-MM-DD`, in order. */
    holidays: text('holidays').array().notNull(),
    spans: jsonb('spans').$type<Spans>().notNull(),
    /** Null: the first admin. */
    agendaKeeperId: text('agenda_keeper_id').references(() => user.id, { onDelete: 'set null' }),
    dayRateEuros: integer('day_rate_euros').notNull(),
    /** Every sponsor's own figures of answering are for everybody to see. */
    sponsorFiguresOpen: boolean('sponsor_figures_open').notNull().default(false),
    /** Of people who have not said theirs; null: the server's own. */
    language: text('language'),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [check('org_settings_one_row', sql`${t.id} = 1`)],
)

export const absences = pgTable(
  'absences',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** `YYYY-MM-DD`; the last day is one of them. */
    fromDay: text('from_day').notNull(),
    toDay: text('to_day').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('absences_user').on(t.userId), check('absences_in_order', sql`${t.fromDay} <= ${t.toDay}`)],
)

/** The language to speak to somebody in, where their profile is joined: theirs, or the organisation's, or else the server's. */
export const spokenLanguage = sql<Language>`coalesce(${profiles.language}, (select language from org_settings), ${sql.raw(
  `'${DEFAULT_LANGUAGE}'`,
)})`
