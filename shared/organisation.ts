// Owns what Kiem knows of the organisation: its calendar, how long an answer may take, and who stands behind whom. Types and
// defaults; no rule.

import type { Away, Calendar, Span } from './calendar.ts'
import type { Language, UserId } from './model.ts'

/** Who stands behind a sponsor; null: nobody. From the organisation's own list (name, e-mail, unit, manager, deputy). */
export interface Ladder {
  deputyId: UserId | null
  managerId: UserId | null
}

/** How long each may take before the clock makes the next move. */
export interface Spans {
  /** A sponsor's move. */
  sponsor: Span
  /** Their deputy's, when they were silent; then the next level's, then the agenda. */
  deputy: Span
  nextLevel: Span
  /** A person's first answer: to a question, and whether they take what is handed to them. */
  person: Span
}

export interface ClockSettings extends Spans {
  calendar: Calendar
  /** Keeps the management's agenda. */
  agendaKeeperId: UserId
}

/** What a case's next move is decided with. */
export interface Organisation {
  settings: ClockSettings
  ladderOf: (userId: UserId) => Ladder
  awayOf: (userId: UserId) => readonly Away[]
}

/** Fourteen days for the sponsor; deputy and next level until the twenty-first, when it is the management's. */
export const DEFAULT_SPANS = {
  sponsor: { count: 14, unit: 'days' },
  deputy: { count: 4, unit: 'days' },
  nextLevel: { count: 3, unit: 'days' },
  person: { count: 3, unit: 'working-days' },
} as const satisfies Spans

/** Until the organisation sets its own: Dutch time, Saturdays and Sundays free, no holidays. */
export const DEFAULT_CALENDAR: Calendar = {
  timeZone: 'Europe/Amsterdam',
  holidays: new Set<string>(),
  weekend: new Set([0, 6]),
}

/** Of people who never said theirs, until the organisation says which. */
export const DEFAULT_LANGUAGE: Language = 'en'

/** What a day of work costs until the organisation says so: salary, desk and all. */
export const DEFAULT_DAY_RATE_EUROS = 600
