// Owns what clients receive about the organisation: its list of people, its settings, absences, who might answer an idea, and how
// answering goes. Shapes only.

import type { Day } from './calendar.ts'
import type { PersonView, UserId } from './model.ts'
import type { Spans } from './organisation.ts'

/** A line of the organisation's list. Addresses are for admins alone. */
export interface ListedPerson {
  email: string
  name: string
  unit: string | null
  managerEmail: string | null
  deputyEmail: string | null
  /** Null: no account yet. */
  userId: UserId | null
}

export interface OrganisationSettings {
  timeZone: string
  /** 0 is Sunday. */
  weekend: number[]
  /** In order. */
  holidays: Day[]
  spans: Spans
  /** Null: the first admin. */
  agendaKeeper: PersonView | null
  /** What a day of work costs, for business cases. */
  dayRateEuros: number
  /** Every sponsor's own figures of answering are for everybody to see. */
  sponsorFiguresOpen: boolean
}

/** GET /api/organisation, for admins. */
export interface OrganisationView {
  settings: OrganisationSettings
  people: ListedPerson[]
}

export interface AbsenceView {
  absenceId: string
  from: Day
  to: Day
}

/** GET /api/absences: my own days away that are not over; `?userId=`: for admins, somebody else's. */
export interface AbsencesView {
  absences: AbsenceView[]
  /** Who answers when I do not; null: nobody, or they have no account yet. */
  deputy: PersonView | null
  manager: PersonView | null
  /** Today, in the organisation's time zone. */
  today: Day
}

/** Why somebody may be the one to take an idea to. */
export type SponsorReason =
  | { kind: 'goal'; goalId: string; title: string } // owns a goal that the idea or its board points at
  | { kind: 'leads-unit'; unit: string } // whose people work in the unit it came from
  | { kind: 'same-unit'; unit: string }
  | { kind: 'answers' } // three of four answers or more in time, of at least five

/** GET /api/ideas/<id>/sponsor-suggestions: every sponsor, likeliest first. */
export interface SponsorSuggestion {
  person: PersonView
  /** Empty: nothing speaks for them but that they are a sponsor. */
  reasons: SponsorReason[]
  /** Cases whose next move they owe now. */
  waiting: number
  /** Null: too few to say, or not for this person to see. */
  answeredInTime: { answered: number; inTime: number } | null
  /** Away today, until then (that day included). */
  awayUntil: Day | null
}
