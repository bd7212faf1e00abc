// Owns what a report of an abusive card is, as it travels. Never who reported.

import type { IdeaId } from './model.ts'

export const REPORT_OUTCOMES = ['hidden', 'kept'] as const
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number]

/** GET /api/boards/<id>/reports */
export interface CardReports {
  /** `outcome` null: nobody has looked at it yet. `answer`: what was said with it. */
  mine: { ideaId: IdeaId; outcome: ReportOutcome | null; answer: string | null }[]
  /** Null for who does not decide. */
  all:
    | {
        ideaId: IdeaId
        number: number
        text: string
        reasons: string[]
        outcome: ReportOutcome | null
        answer: string | null
      }[]
    | null
}
