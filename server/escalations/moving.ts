// Owns one move of a case from the decision to the last effect, the same for people and for the clock: the case, the idea's stage,
// the audit trail, and who is told. The caller has locked the board and the idea, and has the case locked in `about`.

import type { MoveName } from '../../shared/cases.ts'
import type { EscalationId, IdeaId, UserId } from '../../shared/model.ts'
import { done, type Outcome } from '../../shared/outcome.ts'
import type { Organisation } from '../../shared/organisation.ts'
import type { Tx } from '../platform/database/handle.ts'
import { append } from './audit/store.ts'
import type { Case } from './clock/case.ts'
import { CLOCK, decide, type Move, type Mover } from './clock/moves.ts'
import type { CaseDeps } from './deps.ts'
import { onlookersOf } from './onlookers.ts'
import { stageAfter } from './rules.ts'
import * as store from './store.ts'

/** The case, and the idea it is about, as they are under the locks. */
export interface Moving {
  escalationId: EscalationId
  ideaId: IdeaId
  idea: store.IdeaNow
  about: Case
  at: Date
  organisation: Organisation
}

/** In a person's words, and by which way they came; the clock has none. */
export interface Words {
  words: string | null
  also: string | null
  via?: 'link' | undefined
}

export const SILENT: Words = { words: null, also: null }

/** `by`: who made it, where they stand in for whoever owed it (`mover`). */
export async function makeMove(
  deps: CaseDeps,
  tx: Tx,
  moving: Moving,
  move: Move,
  mover: Mover,
  { words, also, via }: Words,
  by: UserId | null = mover === CLOCK ? null : mover,
): Promise<Outcome<Case>> {
  const { escalationId, ideaId, idea, about, at, organisation } = moving
  const decided = decide(about, move, mover, { at: at.getTime(), organisation })
  if (!decided.ok) return decided
  const after = decided.value
  await store.writeCase(tx, escalationId, after, saidBy(move.name, words, at))
  const stage = stageAfter(move.name, idea.stage, await store.otherStates(tx, ideaId, escalationId))
  await store.stampIdea(tx, ideaId, stage && { stage, by, reason: words, at })
  await tell(deps, tx, { ...moving, after }, { move: move.name, by, words, also, via })
  return done(after)
}

/** What the board shows as the question, and as the answer to it. */
function saidBy(move: MoveName, words: string | null, at: Date): store.Said {
  if (move === 'endorse' || move === 'decline') return { answer: words, answeredAt: at }
  if (move === 'raise-again') return { why: words ?? '', askedAt: at, answer: null, answeredAt: null }
  if (move === 'look-again') return { answer: null, answeredAt: null }
  return {}
}

/** The entry in the audit trail, and word of it: to whoever reads the board, to whose turn it was and is, and to their managers. */
export async function tell(
  deps: Pick<CaseDeps, 'enqueue' | 'managersOf'>,
  tx: Tx,
  {
    escalationId,
    ideaId,
    idea: { boardId },
    about,
    after,
    at,
  }: Omit<Moving, 'about'> & { about: Case | null; after: Case },
  entry: { move: MoveName; by: UserId | null } & Words,
): Promise<void> {
  const owing = [about?.owedBy, after.owedBy].filter((id) => id !== null && id !== undefined)
  const onlookers = await onlookersOf(deps, tx, boardId, [...new Set(owing)])
  const seq = await append(tx, { escalationId, ideaId, ...entry, after, at })
  await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
  await deps.enqueue(tx, 'case.moved', boardId, { boardId, ideaId, escalationId, seq })
  const people = (of: Case | null) => (of ? [of.owedBy, of.sponsorId].filter((id) => id !== null) : [])
  const [before, now] = [new Set(people(about)), new Set(people(after))]
  // Whose turn it is may see the board, whoever may join it.
  for (const userId of now) {
    if (!before.has(userId)) await deps.enqueue(tx, 'access.changed', userId, { boardId, userId })
  }
  const userIds = [...new Set([...before, ...now, after.raisedBy, ...onlookers])]
  await deps.enqueue(tx, 'answers.stale', boardId, { userIds, topics: ['inbox', 'desk'] })
}
