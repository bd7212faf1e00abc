// Owns when an idea may be taken to a sponsor, who may answer, and which stage follows. Pure.
// No idea is closed by silence: every stage set here comes with a person, a reason and a date from the caller.

import type { EscalationStatus, Stage } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

export interface Asking {
  /** Null: there is no such idea, or it was removed. */
  stage: Stage | null
  /** The person asked exists, has an account, and holds the role. */
  isSponsor: boolean
  /** This idea waits for this sponsor already. */
  isWaiting: boolean
}

const OVER: ReadonlySet<Stage> = new Set(['realised', 'stopped', 'merged'])
/** A later question to another sponsor does not undo what the first one backed. */
const BACKED: ReadonlySet<Stage> = new Set(['accepted', 'in-progress'])

/** Answers the stage the idea has while it waits. */
export function askSponsor(asking: Asking): Outcome<{ stage: Stage }> {
  if (asking.stage === null) return refuse('not-found', 'idea-not-found', 'there is no such idea')
  if (OVER.has(asking.stage)) {
    return refuse('conflict', 'idea-over', `an idea that is ${asking.stage} is no longer taken to a sponsor`)
  }
  if (!asking.isSponsor) {
    return refuse('invalid', 'not-a-sponsor', 'this person is not a sponsor', { field: 'sponsorId' })
  }
  if (asking.isWaiting) {
    return refuse('conflict', 'already-waiting', 'this idea waits for an answer of this sponsor already')
  }
  return done({ stage: BACKED.has(asking.stage) ? asking.stage : 'escalated' })
}

export interface Answering {
  status: EscalationStatus
  stage: Stage
  removed: boolean
  /** Other escalations of the same idea that still wait. */
  othersWaiting: number
}

export interface Answered {
  status: Exclude<EscalationStatus, 'waiting'>
  /** Null: the stage stays what it is. */
  stage: Stage | null
}

/** A decline closes the idea only when nobody else was asked, or has backed it, or moved it meanwhile. */
export function answer(answering: Answering, verdict: 'endorse' | 'decline'): Outcome<Answered> {
  if (answering.status !== 'waiting') {
    return refuse('conflict', 'already-answered', 'this has been answered; an answer is not changed afterwards')
  }
  if (answering.removed) return refuse('conflict', 'idea-removed', 'this idea was removed from its board meanwhile')
  if (verdict === 'endorse') {
    const goesOn = answering.stage === 'in-progress' || OVER.has(answering.stage)
    return done({ status: 'endorsed', stage: goesOn ? null : 'accepted' })
  }
  const closes = answering.stage === 'escalated' && answering.othersWaiting === 0
  return done({ status: 'declined', stage: closes ? 'declined' : null })
}
