// Owns the clock of answers: what nobody moved in time it moves, once, on however many nodes it runs. All it knows is in the
// database: deadlines are judged by the database's own time under the case's lock (FAULTS F17), so that neither a node's clock nor
// a restart makes a step too many or too few. After a long sleep each case makes one step, to somebody who then has their whole
// time: nobody was silent who was never asked.

import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { CASE_STATES } from '../../../shared/cases.ts'
import type { BoardId, EscalationId, IdeaId, UserId } from '../../../shared/model.ts'
import type { Db, Reader, Tx } from '../../platform/database/handle.ts'
import { escalations, ideas } from '../../platform/database/schema/index.ts'
import type { CaseDeps } from '../deps.ts'
import { makeMove, SILENT } from '../moving.ts'
import { onlookersOf } from '../onlookers.ts'
import * as store from '../store.ts'
import type { Case } from './case.ts'
import { CLOCK, due, FROM, untilNow } from './moves.ts'

/** Found at a time; each is then moved in a transaction of its own. */
const BATCH = 100

export interface ClockDeps extends CaseDeps {
  db: Db
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Of one case: the others go on. Answers whether the clock may go on at all. */
  failed(error: unknown, escalationId: EscalationId): boolean
}

const LAPSING = CASE_STATES.filter((state) => FROM.lapse.has(state))

export function createCaseClock(deps: ClockDeps) {
  /** Moves whatever is due; answers how many cases moved. */
  async function tick(): Promise<number> {
    const at = await deps.timeOf(deps.db)
    return eachOf(
      (after) => dueAfter(deps.db, at, after),
      (escalationId) => deps.transaction((tx) => step(tx, escalationId)),
    )
  }

  async function step(tx: Tx, escalationId: EscalationId): Promise<boolean> {
    const locked = await lock(tx, escalationId)
    if (!locked || locked.idea.removed) return false
    const { ideaId, idea, about } = locked
    const at = await deps.timeOf(tx)
    // Read again under the lock: another node, or the very person it waits for, may have been quicker.
    const name = due(about, at.getTime())
    if (name === null) return false
    if (name === 'look-again' && (await hasNoNeed(tx, escalationId, locked))) {
      await store.writeCase(tx, escalationId, { ...about, lookAgainAt: null }, {})
      return false
    }
    const organisation = await organisationOf(tx, about)
    const moving = { escalationId, ideaId, idea, about, at, organisation }
    const moved = await makeMove(deps, tx, moving, { name }, CLOCK, SILENT)
    if (!moved.ok) throw new Error(`the clock may not ${name}: ${moved.error.reason}`)
    return true
  }

  /** The calendar, who is away, or who keeps the agenda has changed: what runs ends when it would have ended had it been so from the beginning. */
  async function workOutAgain(userIds: readonly UserId[] | null): Promise<number> {
    if (userIds?.length === 0) return 0
    return eachOf(
      (after) => runningAfter(deps.db, userIds, after),
      (escalationId) => deps.transaction((tx) => adjust(tx, escalationId)),
    )
  }

  async function adjust(tx: Tx, escalationId: EscalationId): Promise<boolean> {
    const locked = await lock(tx, escalationId)
    if (!locked) return false
    const { ideaId, idea, about } = locked
    const at = await deps.timeOf(tx)
    const organisation = await organisationOf(tx, about)
    if (about.state === 'on-agenda') {
      const moving = { escalationId, ideaId, idea, about, at, organisation }
      return (await makeMove(deps, tx, moving, { name: 'new-keeper' }, CLOCK, SILENT)).ok
    }
    const until = untilNow(about, { at: at.getTime(), organisation })
    if (until === about.owedUntil) return false
    await store.writeCase(tx, escalationId, { ...about, owedUntil: until }, {})
    await store.stampIdea(tx, ideaId, null)
    const { boardId } = idea
    await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
    const people = [about.owedBy, about.sponsorId, about.raisedBy].filter((id) => id !== null)
    const onlookers = await onlookersOf(deps, tx, boardId, about.owedBy ? [about.owedBy] : [])
    const userIds = [...new Set([...people, ...onlookers])]
    await deps.enqueue(tx, 'answers.stale', boardId, { userIds, topics: ['inbox', 'desk'] })
    return true
  }

  async function eachOf(
    next: (after: string) => Promise<EscalationId[]>,
    work: (escalationId: EscalationId) => Promise<boolean>,
  ): Promise<number> {
    let worked = 0
    for (let after = ''; ; ) {
      const ids = await next(after)
      for (const escalationId of ids) {
        try {
          if (await work(escalationId)) worked += 1
        } catch (error) {
          if (!deps.failed(error, escalationId)) throw error
        }
      }
      if (ids.length < BATCH) return worked
      after = ids.at(-1)!
    }
  }

  const organisationOf = (tx: Tx, about: Case) => {
    const people = [about.raisedBy, about.sponsorId, about.owedBy, about.rest?.owedBy]
    return deps.organisationAround(tx, [...new Set(people.filter((id) => id !== null && id !== undefined))])
  }

  return { tick, workOutAgain }
}

interface Locked {
  ideaId: IdeaId
  idea: store.IdeaNow
  about: Case
}

/** Board, idea, case: the order in which people's moves lock them, too. */
async function lock(tx: Tx, escalationId: EscalationId): Promise<Locked | null> {
  const place: { boardId: BoardId; ideaId: IdeaId } | null = await store.boardOfCase(tx, escalationId)
  if (!place) return null
  await store.boardForUpdate(tx, place.boardId)
  const idea = await store.ideaForUpdate(tx, place.ideaId)
  const about = idea && (await store.caseForUpdate(tx, escalationId))
  return idea && about ? { ideaId: place.ideaId, idea, about } : null
}

/** The sponsor has it again already, or the idea has come to its end by another way. */
async function hasNoNeed(tx: Tx, escalationId: EscalationId, { ideaId, idea, about }: Locked): Promise<boolean> {
  const over = idea.stage === 'realised' || idea.stage === 'merged'
  return over || (await store.isWaitingFor(tx, ideaId, about.sponsorId, escalationId))
}

async function dueAfter(reader: Reader, at: Date, after: string): Promise<EscalationId[]> {
  const lapses = and(inArray(escalations.state, LAPSING), lt(escalations.owedUntil, at))
  const again = and(eq(escalations.state, 'declined'), lt(escalations.lookAgainAt, at))
  const rows = await reader
    .select({ id: escalations.id })
    .from(escalations)
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .where(and(or(lapses, again), isNull(ideas.removedAt), gt(escalations.id, after)))
    .orderBy(asc(escalations.id))
    .limit(BATCH)
  return rows.map(({ id }) => id as EscalationId)
}

async function runningAfter(reader: Reader, userIds: readonly UserId[] | null, after: string): Promise<EscalationId[]> {
  const runs = and(inArray(escalations.state, LAPSING), isNotNull(escalations.owedUntil))
  const which =
    userIds === null
      ? or(runs, eq(escalations.state, 'on-agenda')) // somebody else may keep it now
      : and(runs, inArray(escalations.owedBy, [...userIds]))
  const rows = await reader
    .select({ id: escalations.id })
    .from(escalations)
    .where(and(which, gt(escalations.id, after)))
    .orderBy(asc(escalations.id))
    .limit(BATCH)
  return rows.map(({ id }) => id as EscalationId)
}
