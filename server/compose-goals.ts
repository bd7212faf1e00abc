// Owns wiring the goals of the organisation, which boards and ideas serve and outcomes are measured against. Part of compose.ts:
// it may know every room, and must never decide anything itself.

import { z } from 'zod'
import { readableBoards } from './boards/locate.ts'
import { peopleByIds } from './boards/reads.ts'
import { readersOf } from './compose-notifications.ts'
import type { Broadcast } from './gateway/broadcast.ts'
import type { Nodes } from './gateway/nodes.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import { goalCommands } from './goals/commands.ts'
import { goalsView, goalView, type GoalReadDeps, servedBy } from './goals/reads.ts'
import { membersOf } from './goals/store.ts'
import { createGoalTelling, type GoalNews, type GoalTelling } from './goals/telling.ts'
import type { Ground, Subscriptions } from './ground.ts'
import { newId } from './platform/ids.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'

export const goalHandlers = () => goalCommands({ enqueue, newId })

/** Pages of goals that are open on any node: of what happens on a board only those hear who may read it. */
export function wireGoalTelling(
  { db, schedule, log }: Pick<Ground, 'db' | 'schedule' | 'log'>,
  nodes: Nodes,
  broadcast: () => Pick<Broadcast, 'here' | 'toHere'>,
): GoalTelling {
  const failed = (error: unknown) => log.warn({ err: error }, 'pages of goals were not told')
  async function tellHere({ all, boardIds }: GoalNews): Promise<void> {
    const { here, toHere } = broadcast()
    const members = await membersOf(db, here())
    const may = new Set(all ? members : [])
    for (const boardId of all ? [] : boardIds) {
      for (const userId of await readersOf(db, boardId, members)) may.add(userId)
    }
    toHere([...may], 'stale', { topics: ['goals', 'outcomes'] })
  }
  nodes.hear(GOAL_NEWS, goalNews, (news) => void tellHere(news as GoalNews).catch(failed))
  return createGoalTelling({
    reader: db,
    after: (delayMs, job) => void schedule.after('tell of goals', delayMs, job),
    async tell(news) {
      nodes.tell(GOAL_NEWS, news)
      await tellHere(news)
    },
    failed,
  })
}

const GOAL_NEWS = 'goals'
const goalNews = z.strictObject({ all: z.boolean(), boardIds: z.array(z.string()) })

/** What may change a page of goals, as the outbox tells it. Only noted: nothing here holds up a delivery. */
export const goalsHearing = (telling: GoalTelling) =>
  ({
    'ideas.born': async ({ boardId }) => telling.moved(boardId),
    'idea.removed': async ({ boardId }) => telling.moved(boardId),
    'idea.restored': async ({ boardId }) => telling.moved(boardId),
    'case.moved': async ({ boardId }) => telling.moved(boardId),
    'goals.changed': async ({ boardId }) => telling.changed(boardId),
  }) satisfies Subscriptions

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
