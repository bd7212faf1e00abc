// Owns what an outcome is to whoever looks at it: what a backed idea promised to bring, when and by whom it is measured, what came
// of it, and the steps in between. Types; how far promises are usually off is in business-case.ts.

import type { Calibration } from './business-case.ts'
import type { CaseState } from './cases.ts'
import type { At, BoardId, EscalationId, IdeaId, PersonView } from './model.ts'

export interface OutcomePromise {
  /** Null: it serves no goal of the tree. */
  goal: { goalId: string; title: string } | null
  /** What is counted, in words. */
  metric: string
  /** As it stands behind the number: `%`, `days`, `€`. */
  unit: string
  baseline: number
  promised: number
  /** `YYYY-MM-DD`, and the end of that day in the organisation's time zone. */
  dueOn: string
  dueAt: At
  /** Who measures it; asked on that day. */
  measurer: PersonView
}

export interface OutcomeResult {
  value: number
  /** How it was measured, and what it was compared with. */
  evidence: string
  /** `https://…`; null: none. */
  link: string | null
  by: PersonView
  at: At
}

export interface MilestoneView {
  milestoneId: string
  title: string
  /** `YYYY-MM-DD`; null: without a date. */
  dueOn: string | null
  done: { by: PersonView; at: At } | null
}

/** What was promised or measured before: nothing that was once said in public goes. */
export interface OutcomeChange {
  at: At
  by: PersonView
  /** Why it was changed; empty at the first time. */
  because: string
  what: { promise: Omit<OutcomePromise, 'goal' | 'measurer' | 'dueAt'> } | { value: number; evidence: string }
}

/** What the person who asks may do now; the interface shows exactly these. */
export type OutcomeMay = 'promise' | 'measure' | 'milestones'

/** GET /api/ideas/<id>/outcome: one of these for every case that somebody backs or backed, newest first. */
export interface OutcomeView {
  escalationId: EscalationId
  ideaId: IdeaId
  state: CaseState
  sponsor: PersonView
  /** Who carries it out; null: endorsed before commitments were kept. */
  owner: PersonView | null
  /** Null: nothing has been promised yet. */
  promise: OutcomePromise | null
  /** Beside the promise; null: not measured. */
  result: OutcomeResult | null
  /** The day has passed and nothing was measured. */
  late: boolean
  /** In order of their dates, those without one last. */
  milestones: MilestoneView[]
  /** Of a stopped one: what was learnt. */
  learnt: string | null
  /** Oldest first. */
  changes: OutcomeChange[]
  may: OutcomeMay[]
}

/** A line of a desk: what this person is to measure, or a step of what they carry out, whose day has come or comes soon. */
export type DueItem = {
  escalationId: EscalationId
  ideaId: IdeaId
  boardTitle: string
  /** The idea's. */
  text: string
  /** Its day has come. */
  isDue: boolean
  /** Its day has passed. */
  late: boolean
} & ({ what: 'measure'; promise: OutcomePromise } | { what: 'step'; milestoneId: string; title: string; dueOn: string })

export interface OutcomeLine {
  escalationId: EscalationId
  ideaId: IdeaId
  boardId: BoardId
  boardTitle: string
  number: number
  text: string
  state: CaseState
  promise: OutcomePromise
  result: OutcomeResult | null
  late: boolean
}

/** GET /api/outcomes: of the ideas this person may see. */
export interface OutcomesView {
  /** Late ones first, then by the day they are due, then what was measured, newest first. */
  outcomes: OutcomeLine[]
  /** Of the whole organisation: how far promises usually are off; null until enough are measured. */
  calibration: Calibration | null
}
