// Owns carrying out a step and taking it back: rounds, sealed ideas, timer and the written step, in the transaction of
// whoever asks. The caller holds the board. Which step is allowed, the rules have said.

import type { At, BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Phase } from '../../shared/session.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { SessionDeps } from './deps.ts'
import { endsVoting, enter, type Standing, type Step, undo } from './rules.ts'
import * as store from './store.ts'

export interface Held {
  session: store.SessionRow
  /** The moment, by the database's clock. */
  at: At
}

export function standingOf(session: store.SessionRow): Standing {
  const { phases, phaseId, timer, roundId, closesAt, closingTo } = session
  return {
    phases,
    phaseId,
    timer,
    roundId,
    closing: closesAt && closingTo !== null ? { at: closesAt.getTime(), to: closingTo } : null,
  }
}

export function stepOf(row: store.StepRow): Step {
  const { fromPhase, toPhase, at, roundClosed, timerBefore } = row
  return { from: fromPhase, to: toPhase, at: at.getTime(), roundClosed, timerBefore }
}

type Deps = Pick<SessionDeps, 'enqueue' | 'rounds' | 'sealed'>
type By = { by: UserId | null; now: Date }

/** Refuses: too-many-rounds. */
export async function takeStep(
  tx: Tx,
  deps: Deps,
  { session, at }: Held,
  to: Phase,
  { by, now, first = false }: By & { first?: boolean },
): Promise<Outcome<null>> {
  const boardId = session.boardId as BoardId
  const entering = enter(session, to, at)
  // Rounds before ideas, as everywhere.
  const closed = entering.closes && !first ? await deps.rounds.closeOpen(tx, boardId, now) : null
  const best = to.best === undefined ? undefined : { count: to.best, since: session.startedAt }
  const round =
    entering.opens && (await deps.rounds.open(tx, { ...entering.opens, boardId, title: to.title, by, now, best }))
  if (round && !round.ok) return round
  const revealed = entering.reveals ? await deps.sealed.reveal(tx, { boardId, now }) : { ideaIds: [], receipts: [] }

  await store.updateSession(tx, session.id, {
    phaseId: to.phaseId,
    policy: to.policy,
    closesAt: null,
    closingTo: null,
    summons: null,
    timer: entering.timer,
    roundId: round?.value.roundId ?? null,
  })
  await store.insertStep(tx, {
    sessionId: session.id,
    fromPhase: first ? null : session.phaseId,
    toPhase: to.phaseId,
    by,
    at: new Date(at),
    revealed: revealed.ideaIds,
    receipts: revealed.receipts,
    roundClosed: closed,
    roundOpened: round?.value.opened ? round.value.roundId : null,
    timerBefore: session.timer,
  })
  await announceStep(tx, deps, boardId, now)
  return done(null)
}

/** Refuses: phase-moved, nothing-to-undo, written-since, round-has-votes, round-already-open, revealed-in-use. */
export async function undoStep(
  tx: Tx,
  deps: Deps,
  { session, at }: Held,
  from: string,
  now: Date,
): Promise<Outcome<null>> {
  const boardId = session.boardId as BoardId
  const row = await store.lastStep(tx, session.id)
  const again = undo(standingOf(session), row && stepOf(row), from, at)
  if (!again.ok) return again
  if (!row) throw new Error('a step that is not there was undone')
  // It led back to a sealed phase: what was written there since would stay hidden, and has no step to be shown by.
  if (!again.value.phase.policy.sealed && (await deps.sealed.count(tx, boardId)) > 0) return writtenSince()
  if (row.roundOpened !== null) {
    const dropped = await deps.rounds.drop(tx, row.roundOpened as RoundId, now)
    if (!dropped.ok) return dropped
  }
  if (row.roundClosed !== null) {
    const reopened = await deps.rounds.reopen(tx, row.roundClosed as RoundId, now)
    if (!reopened.ok) return reopened
  }
  if (row.revealed.length > 0) {
    const { revealed, receipts } = row
    const resealed = await deps.sealed.reseal(tx, { boardId, ideaIds: revealed as IdeaId[], receipts })
    if (!resealed.ok) return resealed
  }
  const { phase, phaseId, timer, roundId } = again.value
  await store.updateSession(tx, session.id, {
    phaseId,
    policy: phase.policy,
    closesAt: null,
    closingTo: null,
    summons: null,
    timer,
    roundId,
  })
  await store.markUndone(tx, row.id, at)
  await announceStep(tx, deps, boardId, now)
  return done(null)
}

const writtenSince = () =>
  refuse(
    'conflict',
    'written-since',
    'People have written in this phase since. Go to the other phase the ordinary way.',
  )

/** The last step: what opened with the phase closes, and what is sealed is shown, so that nothing is lost. */
export async function endSession(tx: Tx, deps: Deps, { session, at }: Held, { by, now }: By): Promise<void> {
  const boardId = session.boardId as BoardId
  const closed = endsVoting(session) ? await deps.rounds.closeOpen(tx, boardId, now) : null
  const revealed = await deps.sealed.reveal(tx, { boardId, now })
  await store.insertStep(tx, {
    sessionId: session.id,
    fromPhase: session.phaseId,
    toPhase: session.phaseId,
    by,
    at: new Date(at),
    revealed: revealed.ideaIds,
    receipts: revealed.receipts,
    roundClosed: closed,
    timerBefore: session.timer,
  })
  await store.updateSession(tx, session.id, {
    endedAt: new Date(at),
    closesAt: null,
    closingTo: null,
    summons: null,
    timer: null,
    roundId: null,
  })
  await deps.enqueue(tx, 'session.ended', boardId, { boardId, sessionId: session.id })
  await announceStep(tx, deps, boardId, now)
}

/** Who may do what has changed with the phase: live connections are judged again. */
async function announceStep(tx: Tx, deps: Deps, boardId: BoardId, now: Date): Promise<void> {
  await store.touchBoard(tx, boardId, now)
  await deps.enqueue(tx, 'session.changed', boardId, { boardId })
  await deps.enqueue(tx, 'access.changed', boardId, { boardId })
}
