// Owns the life of a round, by whomever: opened and closed by hand (commands.ts) or with a phase of a session, opened
// again or taken away when a step is undone. Everyone holds the board first, then the round (store.ts), so that a tally
// is what was stored.

import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { type Criterion, IMPACT_EFFORT, type Method, RANKING_TOP, type RoundSettings } from '../../shared/rounds.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { withdrawProxies } from './proxies.ts'
import { bestOfLast } from './best.ts'
import { openRound as mayOpen } from './rules.ts'
import { type AskedScope, type Layout, writeTopics } from './scope.ts'
import * as store from './store.ts'

export interface RoundDeps {
  enqueue: Enqueue
  newId: () => string
  layout: Layout
}

type Announcing = Pick<RoundDeps, 'enqueue'>

export interface RoundToOpen {
  boardId: BoardId
  roundId?: RoundId | undefined
  title: string
  method: Method
  /** Of dots. */
  budget?: number
  maxPerIdea?: number
  /** Of a score; impact × effort when there are none. */
  criteria?: readonly Criterion[] | undefined
  /** Of a ranking. */
  top?: number | undefined
  scope?: AskedScope | undefined
  blind: boolean
  secret: boolean
  by: UserId | null
  now: Date
}

/** Refuses: round-already-open, too-many-rounds, idea-not-found, nothing-to-vote-on. */
export async function openRound(tx: Tx, deps: RoundDeps, round: RoundToOpen): Promise<Outcome<{ roundId: RoundId }>> {
  const { boardId, now } = round
  await store.holdBoard(tx, boardId)
  const open = await store.openRoundForUpdate(tx, boardId)
  const sound = mayOpen({ hasOpen: open !== undefined, count: await store.countRounds(tx, boardId) })
  if (!sound.ok) return sound
  const roundId = round.roundId ?? (deps.newId() as RoundId)
  const { budget = 0, maxPerIdea = 0, scope = { of: 'board' } } = round
  const made = await store.insertRound(tx, {
    id: roundId,
    boardId,
    title: round.title,
    method: round.method,
    settings: settingsOf(round),
    scope: scope.of,
    budget,
    maxPerIdea: Math.min(maxPerIdea, budget), // the same rule, said as it will work
    blind: round.blind,
    secret: round.secret,
    openedBy: round.by,
    openedAt: now,
  })
  if (!made) return refuse('conflict', 'round-already-open', 'somebody opened a round just before you')
  const about = await writeTopics(tx, deps.layout, { roundId, boardId }, scope)
  if (!about.ok) return about
  await announceRound(tx, deps, { boardId, roundId }, now)
  return done({ roundId })
}

function settingsOf({ method, criteria, top }: RoundToOpen): RoundSettings {
  if (method === 'score') return { criteria: [...(criteria ?? IMPACT_EFFORT)] }
  return method === 'ranking' ? { top: top ?? RANKING_TOP } : {}
}

/** False when it is closed already, or not there. */
export async function closeRound(tx: Tx, deps: Announcing, roundId: RoundId, now: Date): Promise<boolean> {
  const round = await store.closeRound(tx, roundId, now)
  if (!round) return false
  const boardId = round.boardId as BoardId
  const fewer = await withdrawProxies(tx, round)
  await announceRound(tx, deps, { boardId, roundId }, now)
  await announceTallies(tx, deps, boardId, round.blind ? await store.ideasVotedFor(tx, round.id) : fewer)
  return true
}

/** Hides more from now on, never less: the database would refuse that too. False: there is no such round. */
export async function tightenRound(
  tx: Tx,
  deps: Announcing,
  roundId: RoundId,
  more: { blind: boolean; secret: boolean },
  now: Date,
): Promise<boolean> {
  const before = await store.roundForUpdate(tx, roundId)
  if (!before) return false
  const boardId = before.boardId as BoardId
  const blind = before.blind || more.blind
  const secret = before.secret || more.secret
  if (blind === before.blind && secret === before.secret) return true
  await store.tightenRound(tx, roundId, { blind, secret })
  await announceRound(tx, deps, { boardId, roundId }, now)
  // What stood on the board until now is taken off it.
  if (blind && before.closedAt === null)
    await announceTallies(tx, deps, boardId, await store.ideasVotedFor(tx, roundId))
  return true
}

/** For a phase that ends: whichever round is open. */
export async function closeOpenRound(tx: Tx, deps: Announcing, boardId: BoardId, now: Date): Promise<RoundId | null> {
  await store.holdBoard(tx, boardId)
  const open = await store.openRoundForUpdate(tx, boardId)
  if (!open) return null
  await closeRound(tx, deps, open.id as RoundId, now)
  return open.id as RoundId
}

/** For a phase that begins, about all or about the `best` of the vote before it. A round that is open stays open and becomes the phase's own: its votes count. */
export async function openWithPhase(
  tx: Tx,
  deps: RoundDeps,
  { best, ...round }: RoundToOpen & { best?: { count: number; since: Date } | undefined },
): Promise<Outcome<{ roundId: RoundId; opened: boolean }>> {
  await store.holdBoard(tx, round.boardId)
  const open = await store.openRoundForUpdate(tx, round.boardId)
  if (open) return done({ roundId: open.id as RoundId, opened: false })
  const scope = (best && (await bestOfLast(tx, round.boardId, best))) ?? round.scope
  const opened = await openRound(tx, deps, { ...round, scope })
  return opened.ok ? done({ ...opened.value, opened: true }) : opened
}

/** Votes go on where they stopped. What a blind round had shown of itself is hidden again. Refuses: round-already-open. */
export async function reopenRound(tx: Tx, deps: Announcing, roundId: RoundId, now: Date): Promise<Outcome<null>> {
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
export async function dropRound(tx: Tx, deps: Announcing, roundId: RoundId, now: Date): Promise<Outcome<null>> {
  const round = await store.roundForUpdate(tx, roundId)
  if (!round) return done(null)
  if (await store.hasVotes(tx, roundId)) {
    return refuse('conflict', 'round-has-votes', 'people have voted in this round already; go back a phase instead')
  }
  const boardId = round.boardId as BoardId
  await store.deleteRound(tx, boardId, roundId)
  await announceRound(tx, deps, { boardId, roundId }, now)
  return done(null)
}

async function announceRound(
  tx: Tx,
  deps: Announcing,
  round: { boardId: BoardId; roundId: RoundId },
  now: Date,
): Promise<void> {
  await deps.enqueue(tx, 'round.changed', round.boardId, { ...round, itself: true })
  await store.touchBoard(tx, round.boardId, now)
  await deps.enqueue(tx, 'board.changed', round.boardId, { boardId: round.boardId })
}

async function announceTallies(tx: Tx, deps: Announcing, boardId: BoardId, ideaIds: IdeaId[]): Promise<void> {
  if (ideaIds.length === 0) return
  await store.stampIdeas(tx, ideaIds)
  await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds })
}
