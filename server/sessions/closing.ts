// Owns the end of the ten seconds in which a phase shuts: the step is taken once, by the database's clock, by whichever
// node comes first, and by a sweep when the node that promised it is gone. Must never step a board that is archived.

import type { BoardId } from '../../shared/model.ts'
import type { Log } from '../platform/log.ts'
import type { Transaction } from '../platform/database/transaction.ts'
import type { Db, Tx } from '../platform/database/handle.ts'
import { isUnavailable } from '../platform/database/unavailable.ts'
import type { Schedule } from '../platform/schedule.ts'
import type { SessionDeps } from './deps.ts'
import { type Held, standingOf, takeStep } from './steps.ts'
import * as store from './store.ts'

/** What a node that died had promised is kept by another one this much later at most. */
const SWEEP_EVERY_MS = 3_000
/** The database's clock decides, and may be a little behind this process's. */
const EARLY_AGAIN_MS = 100

export interface ClosingDeps extends Pick<SessionDeps, 'enqueue' | 'rounds' | 'sealed'> {
  db: Db
  transaction: Transaction
  schedule: Pick<Schedule, 'after' | 'every'>
  log: Pick<Log, 'warn'>
  now(): Date
}

export interface Closing {
  shutting(boardId: BoardId, inMs: number): void
  /** Every phase that should have shut by now. */
  sweep(): Promise<void>
}

type Came = { due: 'done' } | { due: 'never' } | { due: 'later'; inMs: number } | { due: 'refused'; reason: string }

export function createClosing(deps: ClosingDeps): Closing {
  /** Refused steps must leave nothing behind, so what is refused is thrown out of its transaction. */
  class Refused extends Error {}

  async function close(boardId: BoardId): Promise<Came> {
    try {
      return await deps.transaction(async (tx): Promise<Came> => {
        const found = await shuttingOn(tx, boardId)
        if (!found) return { due: 'never' }
        const { held, archived, closing } = found
        if (closing.at > held.at) return { due: 'later', inMs: closing.at - held.at }
        const to = held.session.phases.find(({ phaseId }) => phaseId === closing.to)
        // An archived board stands still: when it is restored somebody says anew what is next.
        if (archived || !to) {
          await keepOpen(tx, boardId, held)
          return { due: 'done' }
        }
        const stepped = await takeStep(tx, deps, held, to, { by: null, now: deps.now() })
        if (!stepped.ok) throw new Refused(stepped.error.reason)
        return { due: 'done' }
      })
    } catch (error) {
      if (error instanceof Refused) return { due: 'refused', reason: error.message }
      throw error
    }
  }

  async function shuttingOn(tx: Tx, boardId: BoardId) {
    const board = await store.holdBoard(tx, boardId)
    const held = board && (await store.runningForUpdate(tx, boardId))
    const closing = held && standingOf(held.session).closing
    return closing ? { held, archived: board.archived, closing } : null
  }

  async function keepOpen(tx: Tx, boardId: BoardId, held: Held): Promise<void> {
    await store.updateSession(tx, held.session.id, { closesAt: null, closingTo: null })
    await deps.enqueue(tx, 'session.changed', boardId, { boardId })
  }

  async function shut(boardId: BoardId): Promise<void> {
    const came = await close(boardId)
    if (came.due === 'later') after(boardId, came.inMs + EARLY_AGAIN_MS)
    if (came.due !== 'refused') return
    // Nobody is there to be told; the phase stays open, and whoever taps again is.
    deps.log.warn({ boardId, reason: came.reason }, 'a phase could not shut')
    await deps.transaction(async (tx) => {
      const found = await shuttingOn(tx, boardId)
      if (found && found.closing.at <= found.held.at) await keepOpen(tx, boardId, found.held)
    })
  }

  /** Without a database nothing can shut; the sweep comes again. */
  async function whenThere(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!isUnavailable(error)) throw error
    }
  }

  function after(boardId: BoardId, inMs: number): void {
    deps.schedule.after('shut a phase', inMs, () => whenThere(() => shut(boardId)))
  }

  async function shutOverdue(): Promise<void> {
    for (const boardId of await store.overdue(deps.db)) await shut(boardId)
  }

  return { shutting: after, sweep: () => whenThere(shutOverdue) }
}

/** From now on, also what was promised before this process began. */
export function keepClosing(closing: Closing, schedule: Pick<Schedule, 'every'>): void {
  schedule.every('shut phases', SWEEP_EVERY_MS, () => closing.sweep())
}
