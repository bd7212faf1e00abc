// Owns what a case is to whoever looks at it: an idea on its way through the organisation, who owes the next move since when until
// when, and every move so far. Which move leads where is the server's alone to decide (server/escalations/clock).

import type { DueItem } from './outcomes.ts'
import type { At, EscalationId, EscalationStatus, EscalationView, PersonView, Stage, UserId } from './model.ts'

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

/** An idea of these is over: it is no longer taken to a sponsor. A stopped one comes back by taking its case up again. */
export const STAGES_OVER: ReadonlySet<Stage> = new Set(['realised', 'stopped', 'merged'])

/** The moves of people, as `escalation.answer` calls them. `reply` answers a sponsor's question. */
export const ANSWERS = [
  'endorse',
  'ask',
  'reply',
  'decline',
  'hand-over',
  'accept',
  'return',
  'start',
  'realise',
  'stop',
  'raise-again',
] as const
export type Answer = (typeof ANSWERS)[number]

/** Everything that stands in a case's history: moves of people, its beginning, and the clock's own. */
export type MoveName = Answer | 'raise' | 'lapse' | 'look-again' | 'new-keeper'

export interface Commitment {
  ownerId: UserId
  /** Empty: endorsed on the spot; the owner owes the first step by `dueAt`. */
  firstStep: string
  /** The end of the day by which it is done. */
  dueAt: At
  /** Whole euros; absent: none were promised. */
  euros?: number | undefined
  /** Of work. */
  days?: number | undefined
}

export interface CommitmentView extends Omit<Commitment, 'ownerId'> {
  owner: PersonView
}

/** Who owes the next move. For everyone who may see the idea. */
export interface Owes {
  person: PersonView
  since: At
  /** Null: without an end (the management's agenda). */
  until: At | null
}

export interface MoveView {
  /** Counts all moves of the organisation, so that it also orders these; below 1: from before moves were kept. */
  seq: number
  move: MoveName
  /** Null: the clock moved. */
  by: PersonView | null
  at: At
  /** What was said; null: nothing. */
  words: string | null
  /** Of a decline: what would change their mind. Of a stop: what was learnt. */
  also: string | null
  /** The state it led to, and whose move that made it. */
  state: CaseState
  owes: PersonView | null
  /** Made without signing in, by the link in a mail. */
  via?: 'link' | undefined
}

/** GET /api/ideas/<id>/cases: every case of an idea, newest first, each with its whole history. */
export interface CaseView extends EscalationView {
  commitment: CommitmentView | null
  /** The end of the day on which a declined idea is looked at again. */
  lookAgainAt: At | null
  /** Oldest first. */
  moves: MoveView[]
  /** What the person who asks may do now; the interface shows exactly these. */
  may: Answer[]
}

/** What boards, lists and files call it: nobody has answered, somebody backs it, somebody declined. */
export function statusOf(state: CaseState): EscalationStatus {
  switch (state) {
    case 'endorsed':
    case 'in-progress':
    case 'realised':
    case 'stopped':
      return 'endorsed'
    case 'declined':
      return 'declined'
    default:
      return 'waiting'
  }
}

/** A line of a desk: a case, and what is needed to move it in a minute. */
export interface DeskCase {
  case: CaseView
  boardId: string
  boardTitle: string
  idea: {
    ideaId: string
    number: number
    text: string
    details: string
    author: PersonView | null
    stage: string
    likes: number
    comments: number
    tallies: { roundId: string; votes: number }[]
  }
}

/** GET /api/cases/<escalationId> answers one of these. GET /api/desk answers: */
export interface DeskView {
  /** Mine to move, oldest debt first. */
  waiting: DeskCase[]
  /** Mine to measure, and steps of mine, late ones first, as far as a person looks ahead; absent from a node of the version before. */
  due?: DueItem[] | undefined
  /** What I promised and is not yet done, first due first. */
  promised: DeskCase[]
  /** What I asked or was asked and now waits for somebody else, longest first. */
  elsewhere: DeskCase[]
  /** Of the people whose manager I am: what waits for their move, oldest first. */
  people: DeskCase[]
  /** What I answered and is closed, newest first. */
  answered: DeskCase[]
}

export type { EscalationId }
