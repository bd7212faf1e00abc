// Owns the SQL that changes outcomes. The idea is locked, then its case, in the order of every move of a case.

import { and, count, eq } from 'drizzle-orm'
import type { CaseState } from '../../shared/cases.ts'
import type { BoardId, EscalationId, IdeaId, UserId } from '../../shared/model.ts'
import type { OutcomeChange } from '../../shared/outcomes.ts'
import { nextRev, type Tx } from '../platform/database/handle.ts'
import {
  casePeople,
  escalations,
  goals,
  ideas,
  milestones,
  outcomeChanges,
  outcomes,
  user,
} from '../platform/database/schema/index.ts'

export type OutcomeRow = typeof outcomes.$inferSelect

export interface Locked {
  ideaId: IdeaId
  boardId: BoardId
  removed: boolean
  state: CaseState
  sponsorId: UserId
  ownerId: UserId | null
  outcome: OutcomeRow | null
}

export async function caseForUpdate(tx: Tx, id: EscalationId): Promise<Locked | null> {
  const [about] = await tx.select({ ideaId: escalations.ideaId }).from(escalations).where(eq(escalations.id, id))
  if (!about) return null
  const [idea] = await tx
    .select({ boardId: ideas.boardId, removedAt: ideas.removedAt })
    .from(ideas)
    .where(eq(ideas.id, about.ideaId))
    .for('no key update')
  const [row] = await tx.select().from(escalations).where(eq(escalations.id, id)).for('no key update')
  const [outcome] = await tx.select().from(outcomes).where(eq(outcomes.escalationId, id))
  if (!idea || !row) return null
  return {
    ideaId: about.ideaId as IdeaId,
    boardId: idea.boardId as BoardId,
    removed: idea.removedAt !== null,
    state: row.state,
    sponsorId: row.sponsorId as UserId,
    ownerId: row.commitment?.ownerId ?? (row.owedBy as UserId | null),
    outcome: outcome ?? null,
  }
}

/** The idea's page is read again. */
export async function stampIdea(tx: Tx, ideaId: IdeaId): Promise<void> {
  await tx.update(ideas).set({ rev: nextRev }).where(eq(ideas.id, ideaId))
}

export async function isOpenGoal(tx: Tx, goalId: string): Promise<boolean> {
  const [goal] = await tx.select({ closedAt: goals.closedAt }).from(goals).where(eq(goals.id, goalId))
  return goal !== undefined && goal.closedAt === null
}

export async function isColleague(tx: Tx, userId: UserId): Promise<boolean> {
  const found = await tx
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  return found.length > 0
}

export type Promised = Omit<typeof outcomes.$inferInsert, 'escalationId'>

export async function writePromise(tx: Tx, escalationId: EscalationId, promised: Promised): Promise<void> {
  await tx
    .insert(outcomes)
    .values({ ...promised, escalationId })
    .onConflictDoUpdate({ target: outcomes.escalationId, set: { ...promised, askedAt: null } })
  // Who is to measure it may see what it is about, whoever may join its board.
  await tx.insert(casePeople).values({ escalationId, userId: promised.measurerId }).onConflictDoNothing()
}

export async function writeResult(
  tx: Tx,
  escalationId: EscalationId,
  result: { value: number; evidence: string; link: string | null; measuredBy: UserId; measuredAt: Date },
): Promise<void> {
  await tx.update(outcomes).set(result).where(eq(outcomes.escalationId, escalationId))
}

export async function noteChange(
  tx: Tx,
  change: { escalationId: EscalationId; by: UserId; at: Date; because: string; what: OutcomeChange['what'] },
): Promise<void> {
  await tx.insert(outcomeChanges).values(change)
}

export async function milestonesCount(tx: Tx, escalationId: EscalationId): Promise<number> {
  const [row] = await tx.select({ all: count() }).from(milestones).where(eq(milestones.escalationId, escalationId))
  return row?.all ?? 0
}

/** False: there is one of this id already. */
export async function insertMilestone(tx: Tx, row: typeof milestones.$inferInsert): Promise<boolean> {
  const added = await tx.insert(milestones).values(row).onConflictDoNothing().returning({ id: milestones.id })
  return added.length > 0
}

const which = (escalationId: EscalationId, milestoneId: string) =>
  and(eq(milestones.id, milestoneId), eq(milestones.escalationId, escalationId))

/** False: there is none. */
export async function changeMilestone(
  tx: Tx,
  escalationId: EscalationId,
  milestoneId: string,
  change: Partial<typeof milestones.$inferInsert>,
): Promise<boolean> {
  const [found] = await tx
    .select({ doneAt: milestones.doneAt })
    .from(milestones)
    .where(which(escalationId, milestoneId))
  if (!found) return false
  // Done once is done by whoever said so first.
  const again = change.doneAt && found.doneAt
  if (!again && Object.keys(change).length > 0) {
    await tx.update(milestones).set(change).where(which(escalationId, milestoneId))
  }
  return true
}

export async function removeMilestone(tx: Tx, escalationId: EscalationId, milestoneId: string): Promise<boolean> {
  const gone = await tx.delete(milestones).where(which(escalationId, milestoneId)).returning({ id: milestones.id })
  return gone.length > 0
}
