// Owns wiring the outcomes: what backed ideas promised, the steps on the way, and what came of it. Part of compose.ts: it may know
// every room, and must never decide anything itself.

import { dayOf } from '../shared/calendar.ts'
import type { UserId } from '../shared/model.ts'
import { done, notThere, type Outcome } from '../shared/outcome.ts'
import { allows } from '../shared/permissions.ts'
import { readableBoards } from './boards/locate.ts'
import { peopleByIds } from './boards/reads.ts'
import { organisationAround } from './compose-organisation.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import { createAsking } from './outcomes/asking.ts'
import { outcomeCommands } from './outcomes/commands.ts'
import { dueFor } from './outcomes/due.ts'
import { keptOf, outcomesOfIdea, outcomesView, promisesToGoal } from './outcomes/reads.ts'
import type { Actor } from './platform/command.ts'
import type { Reader } from './platform/database/handle.ts'
import { databaseTime } from './platform/database/time.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import type { EscalationId } from '../shared/model.ts'

const timeZone = async (reader: Reader) => (await organisationAround(reader, [])).settings.calendar.timeZone

export const outcomeDeps = { enqueue, newId, timeOf: databaseTime, timeZone }

export const outcomeHandlers = () => outcomeCommands(outcomeDeps)

/** For a goal's page. */
export async function goalPromises(reader: Reader, goalId: string) {
  const zone = await timeZone(reader)
  return promisesToGoal(reader, goalId, (at) => dayOf(at, zone))
}

/** For a business case: what the organisation's promises came to. */
export { keptOf }

/** For the clock that runs every minute. */
export const askForOutcomes = (
  { db, database }: Pick<Ground, 'db' | 'database'>,
  failed: (error: unknown, escalationId: EscalationId) => boolean,
) => createAsking({ enqueue, timeOf: databaseTime, db, transaction: database.transaction, failed })

/** For a desk. */
export const dueOnDesk = (reader: Reader, userId: UserId) =>
  dueFor(reader, userId, { people: (from, ids) => peopleByIds(from, ids, null), timeOf: databaseTime, timeZone })

export function outcomeRoutes(
  { db }: Pick<Ground, 'db'>,
  { at, forMembers }: Pick<RouteMakers, 'at' | 'forMembers'>,
): Route[] {
  const people = (reader: Reader, ids: readonly UserId[]) => peopleByIds(reader, ids, null)
  const depsFor = (actor: Actor) => ({
    people,
    timeOf: databaseTime,
    readable: (boardIds: Parameters<typeof readableBoards>[2]) => readableBoards(db, actor, boardIds),
  })
  return [
    at('idea', '/api/ideas/:id/outcome', async ({ actor }, { standing, ideaId }): Promise<Outcome<unknown>> => {
      if (!ideaId || !allows('board.read', standing)) return notThere()
      const asking = { userId: actor.userId, isFacilitator: standing.has('facilitator') }
      return done(await outcomesOfIdea(db, ideaId, asking, depsFor(actor)))
    }),
    forMembers('/api/outcomes', async ({ actor }) => done(await outcomesView(db, depsFor(actor)))),
  ]
}
