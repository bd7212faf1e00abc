// Owns every answer about sessions: what everybody may know, for the ledger, and what is one person's alone. Of sealed
// ideas only counts come through here, and of a person's marks only their own, but for raised hands on named boards.

import { and, asc, count, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { BoardId, Naming } from '../../shared/model.ts'
import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { LedgerReceipts, LedgerSession, RecipeName, SessionMine } from '../../shared/session.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boardMembers, boards, seats, sessionMarks, user } from '../platform/database/schema/index.ts'
import type { SealedReads } from './deps.ts'
import { ledgerLead } from './leaders-store.ts'
import * as store from './store.ts'

interface Entry<T> {
  entry: T
  stampedRev: number
}

/** What the ledger says of the session that runs, or of the last one; null: there was none. For the scribe. */
export async function ledgerSessionOf(
  reader: Reader,
  boardId: BoardId,
  sealed: Pick<SealedReads, 'count'>,
): Promise<{ state: Entry<LedgerSession>; receipts: Entry<LedgerReceipts> } | null> {
  // Drawn before the rows are read: marks and sealed ideas do not stamp the session's row.
  const drawn = await reader.execute<{ rev: string }>(sql`select nextval('revision') as rev`)
  const session = await store.latestOf(reader, boardId)
  if (!session) return null
  const rev = Math.max(Number(drawn.rows[0]?.rev), session.rev)
  const runs = session.endedAt === null
  const visit = String((await store.lastStep(reader, session.id))?.id ?? '')
  const marks = runs ? await countMarks(reader, session, visit) : NO_MARKS
  const state: LedgerSession = {
    rev,
    sessionId: session.id,
    recipe: session.recipe as RecipeName,
    phases: session.phases,
    phaseId: session.phaseId,
    closesAt: session.closesAt?.getTime() ?? null,
    timer: session.timer,
    ready: marks.ready,
    sealed: runs && session.policy.sealed ? { ideas: await sealed.count(reader, boardId), people: marks.wrote } : null,
    raisedHands: marks.hands,
    ...(runs ? await seatsOn(reader, boardId) : {}),
    summons: runs ? session.summons : null,
    roaming: marks.roaming,
    lead: await ledgerLead(reader, session),
    endedAt: session.endedAt?.getTime() ?? null,
  }
  const receipts = { rev, sessionId: session.id, receipts: await store.receiptsOf(reader, session.id) }
  return { state: { entry: state, stampedRev: session.rev }, receipts: { entry: receipts, stampedRev: 0 } }
}

const NO_MARKS = { ready: 0, wrote: 0, hands: 0, roaming: 0 }

/** Somebody shown out is not waited for. */
async function countMarks(reader: Reader, session: store.SessionRow, visit: string) {
  const [row] = await reader
    .select({
      ready: sql<number>`(count(*) filter (where ${sessionMarks.readyIn} = ${visit}))::int`,
      wrote: sql<number>`(count(*) filter (where ${sessionMarks.wroteIn} = ${visit}))::int`,
      hands: sql<number>`count(${sessionMarks.handAt})::int`,
      roaming: sql<number>`(count(*) filter (where ${sessionMarks.roams}))::int`,
    })
    .from(sessionMarks)
    .leftJoin(boardMembers, membershipIn(session.boardId))
    .where(and(eq(sessionMarks.sessionId, session.id), isNull(boardMembers.removedAt)))
  return row ?? NO_MARKS
}

/** Proxies are not waited for: whoever enters for them is there. */
async function seatsOn(reader: Reader, boardId: BoardId): Promise<Pick<LedgerSession, 'seats'>> {
  const here = and(eq(seats.boardId, boardId), eq(seats.proxy, false), isNull(seats.removedAt))
  const [row] = await reader.select({ seats: count() }).from(seats).where(here)
  return row?.seats ? { seats: row.seats } : {}
}

const membershipIn = (boardId: string) =>
  and(eq(boardMembers.boardId, boardId), eq(boardMembers.userId, sessionMarks.userId))

/** What is the same for everybody who asks in one moment. */
export async function sessionMoment(reader: Reader, boardId: BoardId) {
  const now = await store.clockOf(reader)
  const session = await store.runningOf(reader, boardId)
  return { now, session, step: session && (await store.lastStep(reader, session.id)) }
}

export interface MineSources {
  moment: typeof sessionMoment
  mark: typeof store.markOf
  sealed: Pick<SealedReads, 'mine'>
}

/** GET /api/boards/<id>/session: for this person's eyes alone. */
export async function sessionMine(
  reader: Reader,
  actor: Actor,
  place: Place,
  sources: MineSources,
): Promise<Outcome<SessionMine>> {
  if (!allows('board.read', place.standing)) return notThere()
  const { now, session, step } = await sources.moment(reader, place.boardId)
  if (!session) return done({ now, ready: false, handRaised: false, roams: false, sealed: [], undo: null, hands: null })
  const mark = await sources.mark(reader, session.id, actor.userId)
  const leads = allows('session.lead', place.standing)
  return done({
    now,
    ready: mark !== null && mark.readyIn === String(step?.id),
    handRaised: mark !== null && mark.handAt !== null,
    roams: mark?.roams ?? false,
    // A phase that is not sealed has shown all there were.
    sealed: session.policy.sealed ? await sources.sealed.mine(reader, actor, place) : [],
    undo: leads && step && step.fromPhase !== null ? { from: step.fromPhase, to: step.toPhase } : null,
    hands: leads ? await raisedHands(reader, session) : null,
  })
}

/** First come, first. Null on an anonymous board: a hand there has no name. */
async function raisedHands(reader: Reader, session: store.SessionRow): Promise<SessionMine['hands']> {
  const [board] = await reader.select({ naming: boards.naming }).from(boards).where(eq(boards.id, session.boardId))
  if ((board?.naming as Naming) !== 'named') return null
  return reader
    .select({ userId: user.id, name: user.name })
    .from(sessionMarks)
    .innerJoin(user, eq(user.id, sessionMarks.userId))
    .leftJoin(boardMembers, membershipIn(session.boardId))
    .where(and(eq(sessionMarks.sessionId, session.id), isNotNull(sessionMarks.handAt), isNull(boardMembers.removedAt)))
    .orderBy(asc(sessionMarks.handAt), asc(sessionMarks.userId))
}
