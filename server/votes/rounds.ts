// Owns the life of a round, by whomever: opened and closed by hand (commands.ts) or with a phase of a session, opened
// again or taken away when a step is undone. Everyone holds the board first, then the round (store.ts), so that a tally
// is what was stored.

import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { openRound as mayOpen } from './rules.ts'
import * as store from './store.ts'

export interface RoundDeps {
  enqueue: Enqueue
  newId: () => string
}

export interface RoundToOpen {
  boardId: BoardId
  roundId?: RoundId | undefined
  title: string
  method: 'dots'
  budget: number
  maxPerIdea: number
  blind: boolean
  secret: boolean
  by: UserId | null
  now: Date
}

/** Refuses: round-already-open, too-many-rounds. */
export async function openRound(tx: Tx, deps: RoundDeps, round: RoundToOpen): Promise<Outcome<{ roundId: RoundId }>> {
  const { boardId, now } = round
  await store.holdBoard(tx, boardId)
  const open = await store.openRoundForUpdate(tx, boardId)
  const sound = mayOpen({ hasOpen: open !== undefined, count: await store.countRounds(tx, boardId) })
  if (!sound.ok) return sound
  const roundId = round.roundId ?? (deps.newId() as RoundId)
  const made = await store.insertRound(tx, {
    id: roundId,
    boardId,
    title: round.title,
    method: round.method,
    budget: round.budget,
    maxPerIdea: Math.min(round.maxPerIdea, round.budget), // the same rule, said as it will work
    blind: round.blind,
    secret: round.secret,
    openedBy: round.by,
    openedAt: now,
  })
  if (!made) return refuse('conflict', 'round-already-open', 'somebody opened a round just before you')
  await announceRound(tx, deps, { boardId, roundId }, now)
  return done({ roundId })
}

/** False when it is closed already, or not there. */
export async function closeRound(tx: Tx, deps: RoundDeps, roundId: RoundId, now: Date): Promise<boolean> {
  const round = await store.closeRound(tx, roundId, now)
  if (!round) return false
  const boardId = round.boardId as BoardId
  await announceRound(tx, deps, { boardId, roundId }, now)
  if (round.blind) await announceTallies(tx, deps, boardId, await store.ideasVotedFor(tx, round.id))
  return true
}

/** For a phase that ends: whichever round is open. */
export async function closeOpenRound(tx: Tx, deps: RoundDeps, boardId: BoardId, now: Date): Promise<RoundId | null> {
  await store.holdBoard(tx, boardId)
  const open = await store.openRoundForUpdate(tx, boardId)
  if (!open) return null
  await closeRound(tx, deps, open.id as RoundId, now)
  return open.id as RoundId
}

/** For a phase that begins. A round that is open stays open and becomes the phase's own: its votes count. */
export async function openWithPhase(
  tx: Tx,
  deps: RoundDeps,
  round: RoundToOpen,
): Promise<Outcome<{ roundId: RoundId; opened: boolean }>> {
  await store.holdBoard(tx, round.boardId)
  const open = await store.openRoundForUpdate(tx, round.boardId)
  if (open) return done({ roundId: open.id as RoundId, opened: false })
  const opened = await openRound(tx, deps, round)
  return opened.ok ? done({ ...opened.value, opened: true }) : opened
}

/** Votes go on where they stopped. What a blind round had shown of itself is hidden again. Refuses: round-already-open. */
export async function reopenRound(tx: Tx, deps: RoundDeps, roundId: RoundId, now: Date): Promise<Outcome<null>> {
  const round = await store.roundForUpdate(tx, roundId)
  if (!round) return refuse('not-found', 'round-not-found', 'there is no such round')
  const boardId = round.boardId as BoardId
  if (round.closedAt === null) return done(null)
  if (await store.openRoundForUpdate(tx, boardId)) {
    return refuse('conflict', 'round-already-open', 'this board has an open round; close it before you go back')
  }
  await store.reopenRound(tx, roundId)
  await announceRound(tx, deps, { boardId, roundId }, now)
  if (round.blind) await announceTallies(tx, deps, boardId, await store.ideasVotedFor(tx, roundId))
  return done(null)
}

/** As if it had never been opened. Refuses: round-has-votes. */
export async function dropRound(tx: Tx, deps: RoundDeps, roundId: RoundId, now: Date): Promise<Outcome<null>> {
  const round = await store.roundForUpdate(tx, roundId)
  if (!round) return done(null)
  if ((await store.ideasVotedFor(tx, roundId)).length > 0) {
    return refuse('conflict', 'round-has-votes', 'people have voted in this round already; go back a phase instead')
  }
  const boardId = round.boardId as BoardId
  await store.deleteRound(tx, boardId, roundId)
  await announceRound(tx, deps, { boardId, roundId }, now)
  return done(null)
}

async function announceRound(
  tx: Tx,
  deps: RoundDeps,
  round: { boardId: BoardId; roundId: RoundId },
  now: Date,
): Promise<void> {
  await deps.enqueue(tx, 'round.changed', round.boardId, round)
  await store.touchBoard(tx, round.boardId, now)
  await deps.enqueue(tx, 'board.changed', round.boardId, { boardId: round.boardId })
}

async function announceTallies(tx: Tx, deps: RoundDeps, boardId: BoardId, ideaIds: IdeaId[]): Promise<void> {
  if (ideaIds.length === 0) return
  await store.stampIdeas(tx, ideaIds)
  await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds })
}
