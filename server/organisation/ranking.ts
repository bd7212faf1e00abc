// Owns in which order sponsors are suggested. Pure. What speaks for somebody counts before how they answer, and how they answer
// before how much waits for them; nobody is left out.

import type { SponsorReason, SponsorSuggestion } from '../../shared/organisation-views.ts'

export interface Sponsor {
  suggestion: SponsorSuggestion
  /** How they answered, whoever may see it; null: too seldom to say. */
  past: { answered: number; inTime: number } | null
}

const WORTH: Record<SponsorReason['kind'], number> = { goal: 8, 'leads-unit': 5, 'same-unit': 3, answers: 0 }
/** From never in time to always. */
const ANSWERS_WORTH = 2
/** Of one case that waits; ten and more are all the same. */
const CASE_COSTS = 0.25
const CASES_COUNTED = 10
/** Somebody who is away answers late, but they are still the right one for a goal. */
const AWAY_COSTS = 4
/** Three of four. */
const MOSTLY = 0.75

export function rank(sponsors: readonly Sponsor[]): SponsorSuggestion[] {
  return sponsors
    .map((sponsor) => ({ sponsor, worth: worthOf(sponsor) }))
    .sort(
      (a, b) =>
        b.worth - a.worth ||
        a.sponsor.suggestion.waiting - b.sponsor.suggestion.waiting ||
        a.sponsor.suggestion.person.name.localeCompare(b.sponsor.suggestion.person.name),
    )
    .map(({ sponsor: { suggestion } }) => withAnswers(suggestion))
}

function worthOf({ suggestion, past }: Sponsor): number {
  // Two goals of one owner are one reason.
  const kinds = new Set(suggestion.reasons.map(({ kind }) => kind))
  const reasons = [...kinds].reduce((sum, kind) => sum + WORTH[kind], 0)
  const answers = past ? (past.inTime / past.answered - 0.5) * ANSWERS_WORTH : 0
  const load = Math.min(suggestion.waiting, CASES_COUNTED) * CASE_COSTS
  return reasons + answers - load - (suggestion.awayUntil === null ? 0 : AWAY_COSTS)
}

/** Only where their figures may be seen. */
function withAnswers(suggestion: SponsorSuggestion): SponsorSuggestion {
  const seen = suggestion.answeredInTime
  if (!seen || seen.inTime / seen.answered < MOSTLY) return suggestion
  return { ...suggestion, reasons: [...suggestion.reasons, { kind: 'answers' }] }
}
