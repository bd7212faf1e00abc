// Owns counting the signs that ideas are ready, of many ideas of one board at once: a few statements however many they are. Of
// supporters it counts how many, never who; of votes that run it knows nothing. Judges nothing.

import { and, count, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import { type ReadinessView, UNITS_TOLD_FROM } from '../../shared/business-case-views.ts'
import type { BoardId, IdeaId, Naming, UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { escalations, estimates, ideaCarriers, ideaLikes, profiles } from '../platform/database/schema/index.ts'

export interface SignDeps {
  /** Of each idea where it stood best among what was voted on in a closed round; absent: it was in none. */
  bestPlaces(reader: Reader, boardId: BoardId): Promise<Map<IdeaId, NonNullable<ReadinessView['votes']>>>
  /** Goals each of these serves, its own or its board's. */
  goals(reader: Reader, boardId: BoardId, ideaIds: readonly IdeaId[]): Promise<Map<IdeaId, number>>
}

/** All but the proposal, which is no row. */
export interface Signs extends Pick<ReadinessView, 'votes' | 'supporters' | 'units' | 'estimates' | 'goals'> {
  /** Some of them may have left. */
  ownerIds: UserId[]
}

/** One for every idea that is asked for, also where there is no sign. */
export async function signsOf(
  reader: Reader,
  { boardId, naming }: { boardId: BoardId; naming: Naming },
  ideaIds: readonly IdeaId[],
  deps: SignDeps,
): Promise<Map<IdeaId, Signs>> {
  const ids = [...ideaIds]
  if (ids.length === 0) return new Map()
  const supporters = await reader
    .select({ ideaId: ideaLikes.ideaId, n: count() })
    .from(ideaLikes)
    .where(inArray(ideaLikes.ideaId, ids))
    .groupBy(ideaLikes.ideaId)
  const many = supporters.filter(({ n }) => n >= UNITS_TOLD_FROM).map(({ ideaId }) => ideaId)
  const units = naming === 'named' && many.length > 0 ? await unitsOf(reader, many) : null
  const estimated = await reader
    .select({ ideaId: estimates.ideaId, n: count() })
    .from(estimates)
    .where(inArray(estimates.ideaId, ids))
    .groupBy(estimates.ideaId)
  const owners = await ownersOf(reader, ids)
  const places = await deps.bestPlaces(reader, boardId)
  const goals = await deps.goals(reader, boardId, ids)
  const supporting = numbers(supporters)
  const estimating = numbers(estimated)
  return new Map(
    ids.map((id) => [
      id,
      {
        votes: places.get(id) ?? null,
        supporters: supporting.get(id) ?? 0,
        units: units && (supporting.get(id) ?? 0) >= UNITS_TOLD_FROM ? (units.get(id) ?? 0) : null,
        ownerIds: [...(owners.get(id) ?? [])],
        estimates: estimating.get(id) ?? 0,
        goals: goals.get(id) ?? 0,
      },
    ]),
  )
}

const numbers = (rows: readonly { ideaId: string; n: number }[]) => new Map(rows.map(({ ideaId, n }) => [ideaId, n]))

async function unitsOf(reader: Reader, ideaIds: string[]): Promise<Map<string, number>> {
  const rows = await reader
    .select({ ideaId: ideaLikes.ideaId, n: sql<number>`count(distinct lower(${profiles.unit}))::int` })
    .from(ideaLikes)
    .innerJoin(profiles, eq(profiles.userId, ideaLikes.userId))
    .where(and(inArray(ideaLikes.ideaId, ideaIds), isNotNull(profiles.unit), ne(profiles.unit, '')))
    .groupBy(ideaLikes.ideaId)
  return numbers(rows)
}

/** Whom a sponsor's commitment names, then who said it themselves. */
async function ownersOf(reader: Reader, ideaIds: IdeaId[]): Promise<Map<string, Set<UserId>>> {
  const backed = inArray(escalations.state, ['endorsed', 'in-progress', 'realised'])
  const committed = await reader
    .select({ ideaId: escalations.ideaId, userId: sql<UserId | null>`${escalations.commitment} ->> 'ownerId'` })
    .from(escalations)
    .where(and(inArray(escalations.ideaId, ideaIds), backed))
  const carrying = await reader
    .select({ ideaId: ideaCarriers.ideaId, userId: ideaCarriers.userId })
    .from(ideaCarriers)
    .where(inArray(ideaCarriers.ideaId, ideaIds))
    .orderBy(ideaCarriers.at, ideaCarriers.userId)
  const owners = new Map<string, Set<UserId>>()
  for (const { ideaId, userId } of [...committed, ...carrying]) {
    if (userId === null) continue
    const of = owners.get(ideaId) ?? new Set<UserId>()
    owners.set(ideaId, of.add(userId as UserId))
  }
  return owners
}
