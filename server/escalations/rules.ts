// Owns when an idea may be taken to a sponsor, and which stage the idea has after each move of a case. Pure. Who may move, and
// where a move leads, is decided in clock/moves.ts. No idea is closed while somebody else was asked about it, or backs it.

import { type CaseState, type MoveName, STAGES_OVER, statusOf } from '../../shared/cases.ts'
import type { Stage } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'

export interface Asking {
  /** Null: there is no such idea, or it was removed. */
  stage: Stage | null
  /** The person asked exists, has an account, and holds the role. */
  isSponsor: boolean
  /** This idea waits for this sponsor already. */
  isWaiting: boolean
}

/** A later question to another sponsor does not undo what the first one backed. */
const BACKED: ReadonlySet<Stage> = new Set(['accepted', 'in-progress'])
const BACKING: ReadonlySet<CaseState> = new Set(['endorsed', 'in-progress'])

/** Answers the stage the idea has while it waits. */
export function askSponsor(asking: Asking): Outcome<{ stage: Stage }> {
  if (asking.stage === null) return refuse('not-found', 'idea-not-found', 'there is no such idea')
  if (STAGES_OVER.has(asking.stage)) {
    return refuse('conflict', 'idea-over', `an idea that is ${asking.stage} is no longer taken to a sponsor`)
  }
  const refused = mayBeAsked(asking, 'sponsorId')
  return refused ?? done({ stage: BACKED.has(asking.stage) ? asking.stage : 'escalated' })
}

/** Whoever an idea is taken or handed to is a sponsor who does not have it already. */
export function mayBeAsked(
  { isSponsor, isWaiting }: Pick<Asking, 'isSponsor' | 'isWaiting'>,
  field: string,
): ReturnType<typeof refuse> | null {
  if (!isSponsor) return refuse('invalid', 'not-a-sponsor', 'this person is not a sponsor', { field })
  if (isWaiting) return refuse('conflict', 'already-waiting', 'this idea waits for an answer of this sponsor already')
  return null
}

/** The stage a move leads to; null: it stays what it is. `others`: the other cases of the same idea. */
export function stageAfter(move: MoveName, stage: Stage, others: readonly CaseState[]): Stage | null {
  const backed = others.some((state) => BACKING.has(state))
  const asked = others.some((state) => statusOf(state) === 'waiting')
  const over = stage === 'realised' || stage === 'merged'
  switch (move) {
    case 'endorse':
      return stage === 'in-progress' || STAGES_OVER.has(stage) ? null : 'accepted'
    case 'start':
      return STAGES_OVER.has(stage) || stage === 'in-progress' ? null : 'in-progress'
    case 'realise':
      return over ? null : 'realised'
    case 'stop':
      if (over || backed) return null
      return asked ? 'escalated' : 'stopped'
    case 'decline':
      return stage === 'escalated' && !asked && !backed && !others.includes('realised') ? 'declined' : null
    case 'raise-again':
    case 'look-again':
      return over || BACKED.has(stage) ? null : 'escalated'
    default:
      return null
  }
}
