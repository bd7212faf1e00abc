// Owns noticing that who leads a session is gone, on every node: each writes down whom of them it has a connection of, and
// judges by what all of them wrote, by the database's clock. It must never stop a session, nor judge by a time in which
// nobody could be seen: a start, or a database that was away.

import { LEAD_GONE_AFTER_MS } from '../../shared/limits.ts'
import type { BoardId } from '../../shared/model.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Db } from '../platform/database/handle.ts'
import type { Transaction } from '../platform/database/transaction.ts'
import { isUnavailable } from '../platform/database/unavailable.ts'
import type { Schedule } from '../platform/schedule.ts'
import * as leaders from './leaders-store.ts'
import { leadStateOf } from './leading.ts'

/** A sixth of the time after which somebody is gone: a look may be late, or fail once, without harm. */
const LOOK_EVERY_MS = 5_000

export interface LeadWatchDeps {
  db: Db
  transaction: Transaction
  enqueue: Enqueue
  now(): Date
  /** Whoever has a connection to this board that this node knows of. */
  peopleOn(boardId: BoardId): ReadonlySet<string>
}

export interface LeadWatch {
  look(): Promise<void>
}

export function createLeadWatch(deps: LeadWatchDeps): LeadWatch {
  /** Since when every look has succeeded; null: the last one failed, or there was none. */
  let since: number | null = null

  async function look(): Promise<void> {
    for (const session of await leaders.watched(deps.db)) {
      const people = deps.peopleOn(session.boardId)
      const led = session.ledBy !== null && session.mayLead.includes(session.ledBy) && people.has(session.ledBy)
      const any = session.mayLead.some((userId) => people.has(userId))
      if (any) await leaders.seen(deps.db, session.sessionId, { led })
      const state = leadStateOf({ ledMs: led ? 0 : session.ledMs, anyMs: any ? 0 : session.anyMs })
      if (state === session.state || (state !== 'here' && !mayJudge())) continue
      await deps.transaction(async (tx) => {
        if (!(await leaders.tell(tx, session.sessionId, session.state, state))) return
        await deps.enqueue(tx, 'session.changed', session.boardId, { boardId: session.boardId })
      })
    }
  }

  const mayJudge = () => since !== null && deps.now().getTime() - since >= LEAD_GONE_AFTER_MS

  return {
    async look() {
      try {
        await look()
        since ??= deps.now().getTime()
      } catch (error) {
        since = null
        if (!isUnavailable(error)) throw error
      }
    },
  }
}

export function keepWatching(watch: LeadWatch, schedule: Pick<Schedule, 'every'>): void {
  schedule.every('look who leads', LOOK_EVERY_MS, () => watch.look())
}
