// Owns the signs that an idea is ready to be taken up: counted together from what is known of it, never a gate. Of supporters it
// tells how many, never who; of units only where there are enough people that none of them is one.

import { and, count, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import {
  READY_SHOWN_FROM,
  READY_SIGNALS,
  type ReadinessView,
  type ReadySignal,
  UNITS_TOLD_FROM,
} from '../../shared/business-case-views.ts'
import type { BoardId, IdeaId, PersonView, UserId } from '../../shared/model.ts'
import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import { inTheWay } from '../../shared/permitted-now.ts'
import type { Actor, Enqueue, Place } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { boards, escalations, ideaLikes, ideaReadiness, ideas, profiles } from '../platform/database/schema/index.ts'
import { isGone, mayRead } from './reads.ts'
import * as store from './store.ts'

export interface ReadinessDeps {
  people(reader: Reader, ids: readonly UserId[], viewer: Pick<Actor, 'kind'> | null): Promise<Map<UserId, PersonView>>
  /** Where it stood best among what was voted on in a closed round; null: it was in none. */
  bestPlace(reader: Reader, boardId: BoardId, ideaId: IdeaId): Promise<ReadinessView['votes']>
  fullness(ideaId: IdeaId): Promise<ReadinessView['proposal']>
  /** Goals it serves, its own or its board's. */
  goals(reader: Reader, boardId: BoardId, ideaId: IdeaId): Promise<number>
}

export interface NoteDeps {
  enqueue: Enqueue
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
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
  await note({ ideaId, boardId }, READY_SIGNALS.filter((sign) => signals[sign]).length)
  return done({
    ...counted,
    signals,
    owning: counted.owners.some(({ userId }) => userId === actor.userId),
    mayOwn: allows('idea.own', place.standing) && !inTheWay(place, 'idea.own'),
  })
}

export function signalsOf(
  idea: Omit<Counted, 'owners'> & { owners: readonly unknown[] },
): Record<ReadySignal, boolean> {
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
  const boardId = idea.boardId as BoardId
  const supporters = await countSupporters(reader, ideaId)
  const tellUnits = idea.naming === 'named' && supporters >= UNITS_TOLD_FROM
  const owners = [...new Set([...(await committed(reader, ideaId)), ...(await store.carriersOf(reader, ideaId))])]
  const people = await deps.people(reader, owners, null)
  return {
    votes: await deps.bestPlace(reader, boardId, ideaId),
    supporters,
    units: tellUnits ? await countUnits(reader, ideaId) : null,
    proposal: await deps.fullness(ideaId),
    owners: owners.flatMap((id) => people.get(id) ?? []),
    estimates: await store.countEstimates(reader, ideaId),
    goals: await deps.goals(reader, boardId, ideaId),
  }
}

async function countSupporters(reader: Reader, ideaId: IdeaId): Promise<number> {
  const [row] = await reader.select({ n: count() }).from(ideaLikes).where(eq(ideaLikes.ideaId, ideaId))
  return row?.n ?? 0
}

async function countUnits(reader: Reader, ideaId: IdeaId): Promise<number> {
  const [row] = await reader
    .select({ n: sql<number>`count(distinct lower(${profiles.unit}))::int` })
    .from(ideaLikes)
    .innerJoin(profiles, eq(profiles.userId, ideaLikes.userId))
    .where(and(eq(ideaLikes.ideaId, ideaId), isNotNull(profiles.unit), ne(profiles.unit, '')))
  return row?.n ?? 0
}

/** Whom a sponsor's commitment names. */
async function committed(reader: Reader, ideaId: IdeaId): Promise<UserId[]> {
  const rows = await reader
    .select({ ownerId: sql<UserId | null>`${escalations.commitment} ->> 'ownerId'` })
    .from(escalations)
    .where(and(eq(escalations.ideaId, ideaId), inArray(escalations.state, ['endorsed', 'in-progress', 'realised'])))
  return rows.flatMap(({ ownerId }) => ownerId ?? [])
}

/** For the ledger: of these ideas, how many signs there were when somebody last looked; few are not told. */
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

/** Keeps what was found, and has the ledger say so where that is another number than before. */
export function readinessNotes({ enqueue, transaction }: NoteDeps) {
  return async (reader: Reader, { ideaId, boardId }: { ideaId: IdeaId; boardId: BoardId }, ready: number) => {
    const [known] = await reader.select().from(ideaReadiness).where(eq(ideaReadiness.ideaId, ideaId))
    if ((known?.ready ?? 0) === ready) return
    await transaction(async (tx) => {
      // The idea first, as everywhere: its row is stamped, so that the ledger is told anew.
      if (!(await store.ideaForUpdate(tx, ideaId))) return
      const row = { ideaId, ready }
      await tx.insert(ideaReadiness).values(row).onConflictDoUpdate({ target: ideaReadiness.ideaId, set: { ready } })
      await enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
    })
  }
}
