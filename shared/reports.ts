// Owns what a report of an abusive card is, as it travels. Never who reported.

import type { BoardId, IdeaId } from './model.ts'

export const REPORT_OUTCOMES = ['hidden', 'kept'] as const
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number]

export interface ReportedCard {
  ideaId: IdeaId
  number: number
  text: string
  reasons: string[]
  /** The day of the newest report. Nearer would tell who was reading then. */
  reportedOn: string
  outcome: ReportOutcome | null
  answer: string | null
  /** Once looked at: the day, and who decided (null: no longer here). */
  decided: { on: string; by: string | null } | null
}

/** GET /api/boards/<id>/reports */
export interface CardReports {
  /** `outcome` null: nobody has looked at it yet. `answer`: what was said with it. */
  mine: { ideaId: IdeaId; outcome: ReportOutcome | null; answer: string | null }[]
  /** Null for who does not decide. */
  all: ReportedCard[] | null
}

/** GET /api/reports: how many cards of a board wait for a decision of mine, and how many had one. */
export interface ReportedBoard {
  boardId: BoardId
  title: string
  waiting: number
  decided: number
}
