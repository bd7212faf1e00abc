// Owns wiring business cases, what makes an idea ready, and the signature of its author. Part of compose.ts: it may know every
// room, and must never decide anything itself.

import { calibrationOf, type Kept } from '../shared/business-case.ts'
import { markerFor } from './boards/marks.ts'
import { peopleByIds } from './boards/reads.ts'
import { businessCaseCommands } from './business-cases/commands.ts'
import { type BusinessCaseReadDeps, businessCaseView, signatureView } from './business-cases/reads.ts'
import { type Asking, countAll, type ReadinessDeps, readinessView } from './business-cases/readiness.ts'
import { createRecounts, keepReadiness, type Recounts } from './business-cases/recount.ts'
import { dayRateOf } from './compose-organisation.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import { appendOfIdea } from './escalations/audit/store.ts'
import { countServed } from './goals/reads.ts'
import type { Ground, Subscriptions } from './ground.ts'
import type { Reader } from './platform/database/handle.ts'
import { gatherSame } from './platform/gather.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import type { Proposals } from './documents/proposals.ts'
import type { ReadinessView } from '../shared/business-case-views.ts'
import { parseDocumentName } from '../shared/documents.ts'
import type { BoardId, IdeaId } from '../shared/model.ts'
import type { Sync } from './sync/index.ts'
import { closedResults } from './votes/reads.ts'

export const businessCaseHandlers = () => businessCaseCommands({ enqueue, newId, markerFor, record: appendOfIdea })

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
  const keep = keepReadiness({ enqueue, transaction: database.transaction })
  const ready = readinessDeps(proposals)
  // Everybody who looks at an idea asks again when it changes.
  const counted = gatherSame((ideaId: IdeaId) => countAll(db, ideaId, ready))
  const asking: Asking = {
    counted,
    note: ({ ideaId, boardId }, ready) => keep(db, boardId, new Map([[ideaId, ready]])),
  }
  return [
    at('idea', '/api/ideas/:id/readiness', ({ actor }, place) => readinessView(db, actor, place, asking)),
    at('idea', '/api/ideas/:id/business-case', ({ actor }, place) => businessCaseView(db, actor, place, deps)),
    at('idea', '/api/ideas/:id/signature', ({ actor }, place) => signatureView(db, actor, place, deps)),
  ]
}

/** The mark on a card follows what changes about its idea. */
export function wireRecounts(
  { db, database, schedule, log }: Pick<Ground, 'db' | 'database' | 'schedule' | 'log'>,
  { proposals, documents }: Pick<Others, 'proposals'> & { documents: Pick<Sync, 'onWritten'> },
): Recounts {
  const recounts = createRecounts({
    ...readinessDeps(proposals),
    reader: db,
    enqueue,
    transaction: database.transaction,
    after: (delayMs, job) => void schedule.after('count what is ready', delayMs, job),
    failed: (error) => log.warn({ err: error }, 'what is ready was not counted'),
  })
  documents.onWritten((name) => {
    const written = parseDocumentName(name)
    if (written?.kind === 'proposal') recounts.written(written.id as IdeaId)
  })
  return recounts
}

/** What may change how ready ideas are, as the outbox tells it. Only noted: nothing here holds up a delivery. */
export const recounting = (recounts: Recounts) =>
  ({
    'ideas.changed': async ({ ideaIds }) => recounts.ideas(ideaIds),
    // The others of a closed vote have moved up, or down.
    'idea.removed': async ({ boardId }) => recounts.board(boardId),
    'idea.restored': async ({ boardId }) => recounts.board(boardId),
    'round.changed': async ({ boardId, itself }) => (itself ? recounts.board(boardId) : undefined),
    'units.changed': async ({ userIds }) => recounts.supportedBy(userIds),
    // An idea that names its own is told of as changed.
    'goals.changed': async ({ boardId, ideaId }) => (boardId && !ideaId ? recounts.board(boardId) : undefined),
  }) satisfies Subscriptions

const readinessDeps = ({ fullness }: Pick<Proposals, 'fullness'>): ReadinessDeps => ({
  people: peopleByIds,
  bestPlaces,
  fullness,
  goals: countServed,
})

/** Of every closed vote it was in, the one where it stood highest among the others. */
async function bestPlaces(reader: Reader, boardId: BoardId): Promise<Map<IdeaId, NonNullable<ReadinessView['votes']>>> {
  const best = new Map<IdeaId, NonNullable<ReadinessView['votes']>>()
  for (const result of await closedResults(reader, boardId)) {
    for (const { ideaId: id, rank, voters } of result) {
      const ideaId = id as IdeaId
      const known = best.get(ideaId)
      const of = result.length
      if (voters > 0 && (!known || rank / of < known.rank / known.of)) best.set(ideaId, { rank, of })
    }
  }
  return best
}
