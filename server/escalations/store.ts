// Owns the SQL that changes cases, and the stage of the ideas they are about. The board's row is locked first, then the idea's,
// then the case's, as everywhere, so that two who move in the same instant are heard one after the other.

import { and, count, eq, ne, notInArray, or, sql } from 'drizzle-orm'
import type { CaseState } from '../../shared/cases.ts'
import { CASE_STATES, statusOf } from '../../shared/cases.ts'
import type { BoardId, EscalationId, IdeaId, Naming, Stage, UserId } from '../../shared/model.ts'
import { nextRev, type Reader, type Tx } from '../platform/database/handle.ts'
import { boards, escalations, ideas, user, userRoles } from '../platform/database/schema/index.ts'
import type { Case, Rest } from './clock/case.ts'

export interface IdeaNow {
  boardId: BoardId
  stage: Stage
  removed: boolean
  /** Null on an anonymous board, unless they signed. */
  authorId: UserId | null
}

const ANSWERED = CASE_STATES.filter((state) => statusOf(state) !== 'waiting')

export async function ideaForUpdate(tx: Tx, ideaId: IdeaId): Promise<IdeaNow | null> {
  const [row] = await tx
    .select({
      boardId: ideas.boardId,
      stage: ideas.stage,
      removedAt: ideas.removedAt,
      authorId: ideas.authorId,
      signedAt: ideas.signedAt,
      naming: sql<Naming>`(select naming from ${boards} where ${boards.id} = ${ideas.boardId})`,
    })
    .from(ideas)
    .where(eq(ideas.id, ideaId))
    .for('no key update')
  if (!row) return null
  const authorId = row.naming === 'named' || row.signedAt !== null ? (row.authorId as UserId | null) : null
  return { boardId: row.boardId as BoardId, stage: row.stage as Stage, removed: row.removedAt !== null, authorId }
}

/** An account that holds the role; a guest never does, whatever a row may say. */
export async function isSponsor(reader: Reader, userId: UserId): Promise<boolean> {
  const found = await reader
    .select({ id: user.id })
    .from(user)
    .innerJoin(userRoles, and(eq(userRoles.userId, user.id), eq(userRoles.role, 'sponsor')))
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  return found.length > 0
}

/** Somebody with an account: a guest keeps no promise. */
export async function isColleague(tx: Tx, userId: UserId): Promise<boolean> {
  const found = await tx
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  return found.length > 0
}

/** It waits for this sponsor already, or is being handed to them, in another case. */
export async function isWaitingFor(
  tx: Tx,
  ideaId: IdeaId,
  sponsorId: UserId,
  except: EscalationId | null,
): Promise<boolean> {
  const handed = and(eq(escalations.owedBy, sponsorId), eq(escalations.state, 'handed-over'))
  const [row] = await tx
    .select({ open: count() })
    .from(escalations)
    .where(
      and(
        eq(escalations.ideaId, ideaId),
        notInArray(escalations.state, ANSWERED),
        or(eq(escalations.sponsorId, sponsorId), handed),
        except === null ? undefined : ne(escalations.id, except),
      ),
    )
  return (row?.open ?? 0) > 0
}

/** Which idea it is about; read before the idea is locked, and never changed afterwards. */
export async function ideaOfCase(reader: Reader, id: EscalationId): Promise<IdeaId | null> {
  const [row] = await reader.select({ ideaId: escalations.ideaId }).from(escalations).where(eq(escalations.id, id))
  return row ? (row.ideaId as IdeaId) : null
}

export async function caseForUpdate(tx: Tx, id: EscalationId): Promise<Case | null> {
  const [row] = await tx.select().from(escalations).where(eq(escalations.id, id)).for('no key update')
  return row ? caseOf(row) : null
}

export function caseOf(row: typeof escalations.$inferSelect): Case {
  return {
    state: row.state,
    raisedBy: row.escalatedBy as UserId,
    sponsorId: row.sponsorId as UserId,
    owedBy: row.owedBy as UserId | null,
    owedSince: row.owedSince.getTime(),
    owedUntil: row.owedUntil?.getTime() ?? null,
    turnDays: row.turnDays,
    rest: row.rest as Rest | null,
    bounces: row.bounces,
    commitment: row.commitment,
    lookAgainAt: row.lookAgainAt?.getTime() ?? null,
  }
}

function columnsOf(about: Case) {
  const { raisedBy, owedSince, owedUntil, lookAgainAt, ...same } = about
  return {
    ...same,
    escalatedBy: raisedBy,
    owedSince: new Date(owedSince),
    owedUntil: owedUntil === null ? null : new Date(owedUntil),
    lookAgainAt: lookAgainAt === null ? null : new Date(lookAgainAt),
  }
}

export async function insertCase(
  tx: Tx,
  about: Case,
  given: { id: EscalationId; ideaId: IdeaId; why: string; askedAt: Date },
): Promise<void> {
  await tx.insert(escalations).values({ ...columnsOf(about), ...given })
}

/** What stands on the board beside the state: the question, and the last answer to it. */
export interface Said {
  why?: string
  askedAt?: Date
  answer?: string | null
  answeredAt?: Date | null
}

export async function writeCase(tx: Tx, id: EscalationId, about: Case, said: Said): Promise<void> {
  await tx
    .update(escalations)
    .set({ ...columnsOf(about), ...said })
    .where(eq(escalations.id, id))
}

/** Of the same idea; read with the idea locked. */
export async function otherStates(tx: Tx, ideaId: IdeaId, id: EscalationId): Promise<CaseState[]> {
  const rows = await tx
    .select({ state: escalations.state })
    .from(escalations)
    .where(and(eq(escalations.ideaId, ideaId), ne(escalations.id, id)))
  return rows.map(({ state }) => state)
}

export interface StageChange {
  stage: Stage
  /** Null: the clock. */
  by: UserId | null
  reason: string | null
  at: Date
}

/** `change` null: only what the ledger says of the idea has changed, not its stage. */
export async function stampIdea(tx: Tx, ideaId: IdeaId, change: StageChange | null): Promise<void> {
  const stage = change && {
    stage: change.stage,
    stageBy: change.by,
    stageReason: change.reason,
    stageAt: change.at,
  }
  await tx
    .update(ideas)
    .set({ ...stage, rev: nextRev })
    .where(eq(ideas.id, ideaId))
}

export async function touchBoard(tx: Tx, boardId: BoardId, now: Date): Promise<void> {
  await tx
    .update(boards)
    .set({ activeAt: sql`greatest(${boards.activeAt}, ${now.toISOString()}::timestamptz)` })
    .where(eq(boards.id, boardId))
}

/** For the clock: nobody was active there. */
export async function boardForUpdate(tx: Tx, boardId: BoardId): Promise<void> {
  await tx.select({ id: boards.id }).from(boards).where(eq(boards.id, boardId)).for('no key update')
}

export async function boardOfCase(
  reader: Reader,
  id: EscalationId,
): Promise<{ boardId: BoardId; ideaId: IdeaId } | null> {
  const [row] = await reader
    .select({ boardId: ideas.boardId, ideaId: ideas.id })
    .from(escalations)
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .where(eq(escalations.id, id))
  return row ? { boardId: row.boardId as BoardId, ideaId: row.ideaId as IdeaId } : null
}
