// Owns wiring the goals of the organisation, which boards and ideas serve and outcomes are measured against. Part of compose.ts:
// it may know every room, and must never decide anything itself.

import { readableBoards } from './boards/locate.ts'
import { peopleByIds } from './boards/reads.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import { goalCommands } from './goals/commands.ts'
import { goalsView, goalView, type GoalReadDeps, servedBy } from './goals/reads.ts'
import type { Ground } from './ground.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'

export const goalHandlers = () => goalCommands({ enqueue, newId })

export function goalRoutes(
  { db }: Pick<Ground, 'db'>,
  { at, forMembers }: Pick<RouteMakers, 'at' | 'forMembers'>,
  promises: GoalReadDeps['promises'],
): Route[] {
  const deps: GoalReadDeps = { people: peopleByIds, readable: readableBoards, promises }
  return [
    forMembers('/api/goals', ({ actor }) => goalsView(db, actor, deps)),
    forMembers('/api/goals/:id', ({ actor, params }) => goalView(db, actor, params.id ?? '', deps)),
    at('board', '/api/boards/:id/goals', ({ actor }, place) => servedBy(db, actor, place)),
    at('idea', '/api/ideas/:id/goals', ({ actor }, place) => servedBy(db, actor, place)),
  ]
}
