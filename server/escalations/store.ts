// Owns the SQL that changes escalations, and the stage of the ideas they are about. The board's row is locked first
// and then the idea's, as everywhere, so that two sponsors who answer in the same instant are heard one after the other.

import { and, count, eq, ne, sql } from 'drizzle-orm'
import type { BoardId, EscalationId, EscalationStatus, IdeaId, Stage, UserId } from '../../shared/model.ts'
import { nextRev, type Tx } from '../platform/database/handle.ts'
import { boards, escalations, ideas, user, userRoles } from '../platform/database/schema/index.ts'

export interface IdeaNow {
  boardId: BoardId
  stage: Stage
  removed: boolean
}

export async function ideaForUpdate(tx: Tx, ideaId: IdeaId): Promise<IdeaNow | null> {
  const [row] = await tx
    .select({ boardId: ideas.boardId, stage: ideas.stage, removedAt: ideas.removedAt })
    .from(ideas)
    .where(eq(ideas.id, ideaId))
    .for('no key update')
  return row ? { boardId: row.boardId as BoardId, stage: row.stage as Stage, removed: row.removedAt !== null } : null
}

/** An account that holds the role; a guest never does, whatever a row may say. */
export async function isSponsor(tx: Tx, userId: UserId): Promise<boolean> {
  const found = await tx
    .select({ id: user.id })
    .from(user)
    .innerJoin(userRoles, and(eq(userRoles.userId, user.id), eq(userRoles.role, 'sponsor')))
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  return found.length > 0
}

export async function isWaitingFor(tx: Tx, ideaId: IdeaId, sponsorId: UserId): Promise<boolean> {
  const found = await tx
    .select({ id: escalations.id })
    .from(escalations)
    .where(and(eq(escalations.ideaId, ideaId), eq(escalations.sponsorId, sponsorId), eq(escalations.status, 'waiting')))
  return found.length > 0
}

export async function insertEscalation(tx: Tx, row: typeof escalations.$inferInsert): Promise<void> {
  await tx.insert(escalations).values(row)
}

/** Which idea it is about; read before the idea is locked, and never changed afterwards. */
export async function ideaOfEscalation(
  tx: Tx,
  id: EscalationId,
): Promise<{ ideaId: IdeaId; sponsorId: UserId } | null> {
  const [row] = await tx
    .select({ ideaId: escalations.ideaId, sponsorId: escalations.sponsorId })
    .from(escalations)
    .where(eq(escalations.id, id))
  return row ? { ideaId: row.ideaId as IdeaId, sponsorId: row.sponsorId as UserId } : null
}

/** Read with the idea locked: its status, and how many others of the same idea still wait. */
export async function statusOf(tx: Tx, id: EscalationId): Promise<EscalationStatus> {
  const [row] = await tx.select({ status: escalations.status }).from(escalations).where(eq(escalations.id, id))
  if (!row) throw new Error('an escalation vanished after it was found')
  return row.status as EscalationStatus
}

export async function othersWaiting(tx: Tx, ideaId: IdeaId, id: EscalationId): Promise<number> {
  const [row] = await tx
    .select({ waiting: count() })
    .from(escalations)
    .where(and(eq(escalations.ideaId, ideaId), ne(escalations.id, id), eq(escalations.status, 'waiting')))
  return row?.waiting ?? 0
}

export async function writeAnswer(
  tx: Tx,
  id: EscalationId,
  answered: { status: EscalationStatus; answer: string | null; answeredAt: Date },
): Promise<void> {
  await tx.update(escalations).set(answered).where(eq(escalations.id, id))
}

export interface StageChange {
  stage: Stage
  by: UserId
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
