// Owns the signs that an idea is ready to be taken up: counted together from what is known of it, never a gate. Of supporters it
// tells how many, never who; of units only where there are enough people that none of them is one.

import { eq, inArray } from 'drizzle-orm'
import {
  READY_SHOWN_FROM,
  READY_SIGNALS,
  type ReadinessView,
  type ReadySignal,
} from '../../shared/business-case-views.ts'
import type { BoardId, IdeaId, Naming, PersonView, UserId } from '../../shared/model.ts'
import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import { inTheWay } from '../../shared/permitted-now.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, ideaReadiness, ideas } from '../platform/database/schema/index.ts'
import { isGone, mayRead } from './reads.ts'
import { type SignDeps, signsOf } from './signs.ts'

export interface ReadinessDeps extends SignDeps {
  people(reader: Reader, ids: readonly UserId[], viewer: Pick<Actor, 'kind'> | null): Promise<Map<UserId, PersonView>>
  fullness(ideaId: IdeaId): Promise<ReadinessView['proposal']>
}

/** The key parts of six: what is missing then is a detail. */
const PARTS_FILLED_FROM = 4
/** Fewer is a circle of friends. */
const SUPPORTERS_FROM = 5

export type Counted = Omit<ReadinessView, 'signals' | 'owning' | 'mayOwn'>

export interface Asking {
  /** What is the same for everybody; whoever asks in the same moment shares the answer. */
  counted(ideaId: IdeaId): Promise<Counted | null>
  /** What was found is also what its card shows. */
  note(idea: { ideaId: IdeaId; boardId: BoardId }, ready: number): Promise<void>
}

/** GET /api/ideas/<id>/readiness */
export async function readinessView(
  reader: Reader,
  actor: Actor,
  place: Place,
  { counted: ask, note }: Asking,
): Promise<Outcome<ReadinessView>> {
  const { ideaId, boardId } = place
  if (!ideaId || !mayRead(place) || (await isGone(reader, place))) return notThere()
  const counted = await ask(ideaId)
  if (!counted) return notThere()
  const signals = signalsOf(counted)
  await note({ ideaId, boardId }, readyIn(counted))
  return done({
    ...counted,
    signals,
    owning: counted.owners.some(({ userId }) => userId === actor.userId),
    mayOwn: allows('idea.own', place.standing) && !inTheWay(place, 'idea.own'),
  })
}

type Known = Omit<Counted, 'owners'> & { owners: readonly unknown[] }

export function readyIn(idea: Known): number {
  const signals = signalsOf(idea)
  return READY_SIGNALS.filter((sign) => signals[sign]).length
}

export function signalsOf(idea: Known): Record<ReadySignal, boolean> {
  const { votes, supporters, units, proposal, owners } = idea
  return {
    votes: votes !== null && votes.rank <= Math.ceil(votes.of / 3),
    // Where units are not told, or nobody has said theirs, many are enough.
    supporters: supporters >= SUPPORTERS_FROM && units !== 1,
    proposal: proposal.filled >= PARTS_FILLED_FROM,
    owner: owners.length > 0,
    case: idea.estimates > 0,
    goal: idea.goals > 0,
  }
}

/** For everybody alike: nothing in it depends on who asks. Null: there is no such idea. */
export async function countAll(reader: Reader, ideaId: IdeaId, deps: ReadinessDeps): Promise<Counted | null> {
  const [idea] = await reader
    .select({ boardId: ideas.boardId, naming: boards.naming })
    .from(ideas)
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .where(eq(ideas.id, ideaId))
  if (!idea) return null
  const board = { boardId: idea.boardId as BoardId, naming: idea.naming as Naming }
  const signs = (await signsOf(reader, board, [ideaId], deps)).get(ideaId)
  if (!signs) return null
  const { ownerIds, ...counted } = signs
  const people = await deps.people(reader, ownerIds, null)
  return {
    ...counted,
    proposal: await deps.fullness(ideaId),
    owners: ownerIds.flatMap((id) => people.get(id) ?? []),
  }
}

/** For the ledger: of these ideas, how many signs were found last; few are not told. */
export async function readyOf(reader: Reader, ideaIds: readonly IdeaId[]): Promise<Map<IdeaId, number>> {
  if (ideaIds.length === 0) return new Map()
  const rows = await reader
    .select()
    .from(ideaReadiness)
    .where(inArray(ideaReadiness.ideaId, [...ideaIds]))
  return new Map(
    rows.flatMap(({ ideaId, ready }) => (ready >= READY_SHOWN_FROM ? [[ideaId as IdeaId, ready] as const] : [])),
  )
}
