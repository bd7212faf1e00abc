// Owns asking for what came of a promise, once, when its day begins: whoever measures it is told, and from the next day on everybody
// sees that it is late.

import { and, asc, eq, gt, inArray, isNull, lt } from 'drizzle-orm'
import type { EscalationId, UserId } from '../../shared/model.ts'
import type { Db, Reader, Tx } from '../platform/database/handle.ts'
import { escalations, ideas, outcomes } from '../platform/database/schema/index.ts'
import type { OutcomeDeps } from './commands.ts'
import { CARRIED_STATES } from './rules.ts'
import * as store from './store.ts'

const DAY_MS = 86_400_000
const BATCH = 100

export interface AskingDeps extends Pick<OutcomeDeps, 'enqueue' | 'timeOf'> {
  db: Db
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Of one case: the others go on. Answers whether to go on at all. */
  failed(error: unknown, escalationId: EscalationId): boolean
}

/** Returns how many were asked. */
export function createAsking(deps: AskingDeps): () => Promise<number> {
  return async () => {
    let asked = 0
    for (let after = ''; ; ) {
      const ids = await dueAfter(deps.db, await deps.timeOf(deps.db), after)
      for (const escalationId of ids) {
        try {
          if (await deps.transaction((tx) => ask(tx, escalationId))) asked += 1
        } catch (error) {
          if (!deps.failed(error, escalationId)) throw error
        }
      }
      if (ids.length < BATCH) return asked
      after = ids.at(-1)!
    }
  }

  async function ask(tx: Tx, escalationId: EscalationId): Promise<boolean> {
    const locked = await store.caseForUpdate(tx, escalationId)
    const outcome = locked?.outcome
    const at = await deps.timeOf(tx)
    // Read again under the lock: another node may have been quicker, or it was measured just now.
    if (!locked || !outcome || outcome.askedAt || outcome.value !== null || !isDue(outcome.dueAt, at)) return false
    await tx.update(outcomes).set({ askedAt: at }).where(eq(outcomes.escalationId, escalationId))
    await store.stampIdea(tx, locked.ideaId)
    const { boardId, ideaId } = locked
    const measurerId = outcome.measurerId as UserId
    await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
    await deps.enqueue(tx, 'answers.stale', boardId, { userIds: [measurerId], topics: ['desk'] })
    await deps.enqueue(tx, 'outcome.due', boardId, { boardId, ideaId, escalationId, measurerId })
    return true
  }
}

const horizon = (at: Date) => new Date(at.getTime() + DAY_MS)
const isDue = (dueAt: Date, at: Date) => dueAt < horizon(at)

async function dueAfter(reader: Reader, at: Date, after: string): Promise<EscalationId[]> {
  const rows = await reader
    .select({ id: outcomes.escalationId })
    .from(outcomes)
    .innerJoin(escalations, eq(escalations.id, outcomes.escalationId))
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .where(
      and(
        isNull(outcomes.value),
        isNull(outcomes.askedAt),
        lt(outcomes.dueAt, horizon(at)),
        inArray(escalations.state, [...CARRIED_STATES]),
        isNull(ideas.removedAt),
        gt(outcomes.escalationId, after),
      ),
    )
    .orderBy(asc(outcomes.escalationId))
    .limit(BATCH)
  return rows.map(({ id }) => id as EscalationId)
}
