// Owns what may be said in a business case, as sentences about facts. Pure: no clock, no ids, no SQL.

import { type Estimate, netByYear, spreads } from '../../shared/business-case.ts'
import type { BusinessCaseView } from '../../shared/business-case-views.ts'
import { ESTIMATES_MAX_PER_IDEA, OWNERS_MAX_PER_IDEA } from '../../shared/limits.ts'
import type { Naming } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

export const noSuchIdea = () => refuse('not-found', 'no-such-idea', 'There is no such idea.')
export const ideaRemoved = () => refuse('conflict', 'idea-removed', 'This idea was removed. Restore it first.')

/** Estimates are looked up by this, so that their mark is another than the idea's own. */
export const estimateSubject = (ideaId: string) => `estimate:${ideaId}`

export function roomForEstimate(estimates: number): Outcome<null> {
  if (estimates < ESTIMATES_MAX_PER_IDEA) return done(null)
  return refuse('conflict', 'too-many-estimates', `An idea holds at most ${ESTIMATES_MAX_PER_IDEA} estimates.`, {
    limit: ESTIMATES_MAX_PER_IDEA,
  })
}

export function roomForOwner(owners: number): Outcome<null> {
  if (owners < OWNERS_MAX_PER_IDEA) return done(null)
  return refuse('conflict', 'too-many-owners', `At most ${OWNERS_MAX_PER_IDEA} people carry one idea.`, {
    limit: OWNERS_MAX_PER_IDEA,
  })
}

/** Of everybody's estimates the middle, how far they are apart, and what it comes to over the years. */
export function combine(estimates: readonly Estimate[], dayRate: number): BusinessCaseView['combined'] {
  const apart = spreads(estimates)
  if (!apart) return null
  const whole = (figure: keyof Estimate) => Math.round(apart[figure].middle)
  const middle: Estimate = {
    valueLow: whole('valueLow'),
    valueHigh: whole('valueHigh'),
    costOnce: whole('costOnce'),
    costYearly: whole('costYearly'),
    workDays: whole('workDays'),
    confidence: whole('confidence'),
  }
  return { middle, spreads: apart, net: netByYear(middle, dayRate) }
}

/** Names are asked for where there are none. */
export function maySign(idea: { naming: Naming; removed: boolean }): Outcome<null> {
  if (idea.removed) return ideaRemoved()
  if (idea.naming === 'anonymous') return done(null)
  return refuse('conflict', 'already-named', 'On this board ideas carry the names of their authors already.')
}
