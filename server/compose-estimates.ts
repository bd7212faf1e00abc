// Owns wiring business cases, what makes an idea ready, and the signature of its author. Part of compose.ts: it may know every
// room, and must never decide anything itself.

import { calibrationOf, type Kept } from '../shared/business-case.ts'
import { markerFor } from './boards/marks.ts'
import { peopleByIds } from './boards/reads.ts'
import { businessCaseCommands } from './business-cases/commands.ts'
import { type BusinessCaseReadDeps, businessCaseView, signatureView } from './business-cases/reads.ts'
import { type Asking, countAll, readinessNotes, readinessView } from './business-cases/readiness.ts'
import { dayRateOf } from './compose-organisation.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import { countServed } from './goals/reads.ts'
import type { Ground } from './ground.ts'
import type { Reader } from './platform/database/handle.ts'
import { gatherSame } from './platform/gather.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import type { Proposals } from './documents/proposals.ts'
import type { ReadinessView } from '../shared/business-case-views.ts'
import type { BoardId, IdeaId } from '../shared/model.ts'
import { roundViews } from './votes/reads.ts'

export const businessCaseHandlers = () => businessCaseCommands({ enqueue, newId, markerFor })

interface Others {
  proposals: Pick<Proposals, 'fullness'>
  /** What outcomes that are closed promised, and what came of them. */
  kept: (reader: Reader) => Promise<Kept[]>
}

export function businessCaseRoutes(
  { db, database }: Pick<Ground, 'db' | 'database'>,
  { at }: Pick<RouteMakers, 'at'>,
  { proposals, kept }: Others,
): Route[] {
  const deps: BusinessCaseReadDeps = {
    people: peopleByIds,
    markerFor,
    dayRate: dayRateOf,
    calibration: async (reader) => calibrationOf(await kept(reader)),
  }
  const note = readinessNotes({ enqueue, transaction: database.transaction })
  const ready = { people: peopleByIds, bestPlace, fullness: proposals.fullness, goals: countServed }
  // Everybody who looks at an idea asks again when it changes.
  const counted = gatherSame((ideaId: IdeaId) => countAll(db, ideaId, ready))
  const asking: Asking = { counted, note: (idea, signs) => note(db, idea, signs) }
  return [
    at('idea', '/api/ideas/:id/readiness', ({ actor }, place) => readinessView(db, actor, place, asking)),
    at('idea', '/api/ideas/:id/business-case', ({ actor }, place) => businessCaseView(db, actor, place, deps)),
    at('idea', '/api/ideas/:id/signature', ({ actor }, place) => signatureView(db, actor, place, deps)),
  ]
}

/** Of every closed vote it was in, the one where it stood highest among the others. */
async function bestPlace(reader: Reader, boardId: BoardId, ideaId: IdeaId): Promise<ReadinessView['votes']> {
  const rounds = await roundViews(reader, boardId)
  const places = rounds.flatMap(({ closedAt, result }) => {
    const topic = closedAt === null ? undefined : result?.find((each) => each.ideaId === ideaId)
    return topic && result && topic.voters > 0 ? [{ rank: topic.rank, of: result.length }] : []
  })
  return places.toSorted((one, other) => one.rank / one.of - other.rank / other.of)[0] ?? null
}
