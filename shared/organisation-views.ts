// Owns what clients receive about the organisation: its list of people, its settings, absences, who might answer an idea, and how
// answering goes. Shapes only.

import type { Day } from './calendar.ts'
import type { Language, PersonView, UserId } from './model.ts'
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
  /** Of people who never said theirs: their mails, and what other programs are told. */
  language: Language
}

/** GET /api/organisation, for admins. The list itself is at GET /api/organisation/people. */
export interface OrganisationView {
  settings: OrganisationSettings
  /** Lines of the list. */
  listed: number
}

export const LIST_COLUMNS = ['name', 'first-name', 'infix', 'last-name', 'email', 'unit', 'manager', 'deputy'] as const
export type ListColumn = (typeof LIST_COLUMNS)[number]

export const LIST_PROBLEMS = [
  // The line is left out.
  'no-email',
  'bad-email',
  'no-name',
  'too-long',
  'duplicate-email',
  'broken-quotes', // and everything after it
  // The line is taken without it.
  'unknown-manager',
  'own-manager',
  'manager-circle',
  'unknown-deputy',
  'own-deputy',
] as const
export type ListProblemKind = (typeof LIST_PROBLEMS)[number]

export interface ListProblem {
  line: number
  kind: ListProblemKind
  /** What stood there. */
  value: string
}

export type ListLine = Omit<ListedPerson, 'userId'>

/** POST /api/organisation/import answers; with `?dryRun=1` nothing has been changed. Lists hold the first few hundred. */
export interface ListImport {
  applied: boolean
  encoding: string
  columns: { name: string; means: ListColumn | null }[]
  /** Lines of the file with something in them. */
  total: number
  added: ListLine[]
  addedCount: number
  changed: { before: ListLine; after: ListLine }[]
  changedCount: number
  unchangedCount: number
  /** On the list and not in the file: kept, unless it was asked to remove them (`?removeGone=1`). */
  gone: ListLine[]
  goneCount: number
  goneRemoved: boolean
  problems: ListProblem[]
  problemCount: number
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

/** A figure is of so many people and of so many answers at least. */
export const FIGURES_OF_AT_LEAST = 5

/** `2026-Q4`: a quarter of the year in the organisation's time zone. Periods do not overlap, so that none can be told from two. */
export type Quarter = string

/** How answering went in a period. A turn is over when somebody moved, or let it lapse. */
export interface AnswerFigures {
  answered: number
  inTime: number
  /** From being asked to the first answer (a question, too), and to a yes or no. Null: too few to say. */
  medianFirstDays: number | null
  medianDecisionDays: number | null
  /** Whose move these people owe now. */
  waiting: number
}

/** GET /api/answering?quarter=2026-Q4 */
export interface AnsweringView {
  quarter: Quarter
  /** Newest first, the running one included. */
  quarters: Quarter[]
  spans: Spans
  /** Null: of fewer than five people. */
  overall: AnswerFigures | null
  /** The same, quarter by quarter, oldest first. */
  history: { quarter: Quarter; figures: AnswerFigures | null }[]
  /** Owed by anybody now; null: there are fewer than five sponsors. */
  open: { waiting: number; late: number; onAgenda: number } | null
  /** Units of five people and more who answered; null names all the others together. */
  units: { unit: string | null; people: number; figures: AnswerFigures }[]
  /** Null: nothing was asked of me. */
  mine: AnswerFigures | null
  /** By sponsor; null: not for this person to see. */
  people: { person: PersonView; figures: AnswerFigures }[] | null
  /** The organisation lets everybody see the figures of each sponsor. */
  opened: boolean
}
