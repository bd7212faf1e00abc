// Owns what a case is: an idea on its way through the organisation, and who owes the next move, since when, until when. Types
// and the organisation's settings alone; which move leads where is in moves.ts.

import type { UserId } from '../../../shared/model.ts'
import type { Away, Calendar, Span } from './calendar.ts'

export const CASE_STATES = [
  'with-sponsor', // who owes it is a sponsor: the one asked, or the one who accepted it
  'asked', // the sponsor has a question; whoever raised it owes the answer
  'handed-over', // another sponsor is asked to take it
  'with-deputy',
  'with-next-level',
  'on-agenda', // of the management meeting: it stays there until somebody answers
  'endorsed', // promised, not begun
  'in-progress',
  'declined',
  'realised',
  'stopped',
] as const
export type CaseState = (typeof CASE_STATES)[number]

/** Nobody owes anything here; a declined one may be taken up again, on the day the sponsor set or before. */
export const CLOSED: ReadonlySet<CaseState> = new Set(['declined', 'realised', 'stopped'])

export interface Commitment {
  ownerId: UserId
  firstStep: string
  /** The end of the day by which it is done. */
  dueAt: number
  /** Whole euros; absent: none were promised. */
  euros?: number | undefined
  /** Of work. */
  days?: number | undefined
}

/** What stands still while somebody else owes: how many days of whose turn were left. */
export interface Rest {
  state: 'with-sponsor' | 'with-deputy' | 'with-next-level' | 'on-agenda'
  owedBy: UserId
  /** Null: an agenda has no end. */
  days: number | null
}

export interface Case {
  state: CaseState
  /** Who raised it: they answer questions. */
  raisedBy: UserId
  /** The sponsor it is with, whoever stands in for them now. */
  sponsorId: UserId
  /** Exactly one person, or nobody where it is closed. */
  owedBy: UserId | null
  owedSince: number
  /** Null: without an end (an agenda), or closed. */
  owedUntil: number | null
  /** To come back to, in `asked` and `handed-over`. */
  rest: Rest | null
  /** Came back from a sponsor it was handed to, so many times; twice puts it on the agenda. */
  bounces: number
  commitment: Commitment | null
  /** The end of the day on which a declined idea is looked at again. */
  lookAgainAt: number | null
}

/** Who stands behind a sponsor; null: nobody. From the organisation's own list (name, e-mail, unit, manager). */
export interface Ladder {
  deputyId: UserId | null
  managerId: UserId | null
}

export interface Settings {
  calendar: Calendar
  /** A sponsor's move. */
  sponsor: Span
  /** Their deputy's, when they were silent; then the next level's, then the agenda. */
  deputy: Span
  nextLevel: Span
  /** A person's first answer: to a question, and whether they take what is handed to them. */
  person: Span
  /** Keeps the management's agenda. */
  agendaKeeperId: UserId
}

/** What the organisation knows about its people. */
export interface Organisation {
  settings: Settings
  ladderOf: (userId: UserId) => Ladder
  awayOf: (userId: UserId) => readonly Away[]
}

/** Fourteen days for the sponsor; deputy and next level until the twenty-first, when it is the management's. */
export const DEFAULT_SPANS = {
  sponsor: { count: 14, unit: 'days' },
  deputy: { count: 4, unit: 'days' },
  nextLevel: { count: 3, unit: 'days' },
  person: { count: 3, unit: 'working-days' },
} as const satisfies Record<string, Span>

/** From one sponsor to another, and back again, so often; then it is for the management. */
export const BOUNCES_MAX = 2
