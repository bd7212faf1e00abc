// Owns who may promise, measure and keep the steps of a backed case, and until when a promise may be changed. Pure.

import type { CaseState } from '../../shared/cases.ts'
import type { UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { OutcomeMay } from '../../shared/outcomes.ts'

/** Somebody backs it, or did. */
export const BACKED_STATES = ['endorsed', 'in-progress', 'realised', 'stopped'] as const satisfies readonly CaseState[]
const BACKED: ReadonlySet<CaseState> = new Set(BACKED_STATES)
/** Work goes on, or has been done: what it brings can be said and measured. */
export const CARRIED_STATES = ['endorsed', 'in-progress', 'realised'] as const satisfies readonly CaseState[]
const CARRIED: ReadonlySet<CaseState> = new Set(CARRIED_STATES)

export interface Facts {
  state: CaseState
  sponsorId: UserId
  /** Who carries it out; null: endorsed before commitments were kept. */
  ownerId: UserId | null
  /** Who leads its board. */
  isFacilitator: boolean
  promise: { measurerId: UserId; dueAt: number; isMeasured: boolean } | null
}

/** All that this person may do now. */
export function mayDo(facts: Facts, userId: UserId, now: number): OutcomeMay[] {
  const all: OutcomeMay[] = ['promise', 'measure', 'milestones']
  return all.filter((what) => judge(what, facts, userId, now).ok)
}

/** The promise is the owner's and the sponsor's, measuring also whoever was asked to; steps also who leads the board keeps. */
export function judge(what: OutcomeMay, facts: Facts, userId: UserId, now: number): Outcome<object> {
  const { state, sponsorId, ownerId, isFacilitator, promise } = facts
  if (!BACKED.has(state)) return refuse('conflict', 'not-backed', 'nobody has backed this idea yet')
  const carries = userId === ownerId || userId === sponsorId
  const may = {
    promise: carries,
    measure: carries || userId === promise?.measurerId,
    milestones: carries || isFacilitator,
  }[what]
  if (!may) return refuse('forbidden', 'not-yours-to-keep', 'this is for who carries it out, and for the sponsor')
  if (what === 'measure') {
    return promise
      ? done({})
      : refuse('conflict', 'nothing-promised', 'nothing has been promised that could be measured')
  }
  if (!CARRIED.has(state)) return refuse('conflict', 'idea-over', 'this was stopped')
  if (what === 'promise' && promise && (promise.isMeasured || promise.dueAt < now)) {
    return refuse('conflict', 'promise-due', 'the day has come to measure it: what was promised stays')
  }
  return done({})
}
