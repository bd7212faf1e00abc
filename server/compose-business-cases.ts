// Owns wiring business cases, what makes an idea ready, and the signature of its author. Part of compose.ts: it may know every
// room, and must never decide anything itself.

import { calibrationOf, type Kept } from '../shared/business-case.ts'
import { markerFor } from './boards/marks.ts'
import { peopleByIds } from './boards/reads.ts'
import { businessCaseCommands } from './business-cases/commands.ts'
import { type BusinessCaseReadDeps, businessCaseView, signatureView } from './business-cases/reads.ts'
import { DEFAULT_DAY_RATE_EUROS } from './business-cases/rules.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import type { Reader } from './platform/database/handle.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'

export const businessCaseHandlers = () => businessCaseCommands({ enqueue, newId, markerFor })

interface Others {
  /** What a day of work costs the organisation. */
  dayRate?: (reader: Reader) => Promise<number>
  /** What outcomes that are closed promised, and what came of them. */
  kept?: (reader: Reader) => Promise<Kept[]>
}

export function businessCaseRoutes(
  { db }: Pick<Ground, 'db'>,
  { at }: Pick<RouteMakers, 'at'>,
  { dayRate = async () => DEFAULT_DAY_RATE_EUROS, kept = async () => [] }: Others = {},
): Route[] {
  const deps: BusinessCaseReadDeps = {
    people: peopleByIds,
    markerFor,
    dayRate,
    calibration: async (reader) => calibrationOf(await kept(reader)),
  }
  return [
    at('idea', '/api/ideas/:id/business-case', ({ actor }, place) => businessCaseView(db, actor, place, deps)),
    at('idea', '/api/ideas/:id/signature', ({ actor }, place) => signatureView(db, actor, place, deps)),
  ]
}
