// Owns the SQL of goals, of what was measured, and of what serves them. Judges nothing.

import { and, count, eq, inArray, sql } from 'drizzle-orm'
import type { Goal, Measure } from '../../shared/goals.ts'
import type { BoardId, IdeaId, UserId } from '../../shared/model.ts'
import { nextRev, type Reader, type Tx } from '../platform/database/handle.ts'
import {
  boardGoals,
  boards,
  goalChanges,
  goalReadings,
  goals,
  ideaGoals,
  ideas,
  user,
} from '../platform/database/schema/index.ts'

export type GoalRow = Goal & { rev: number }

/** The tree is shaped by one at a time: where something may stand depends on all of it. Held until the transaction ends. */
export async function holdTree(tx: Tx): Promise<void> {
  await tx.execute(sql`lock table goals in share row exclusive mode`)
}

export async function allGoals(reader: Reader): Promise<Map<string, GoalRow>> {
  const rows = await reader.select().from(goals)
  return new Map(rows.map((row) => [row.id, goalOf(row)]))
}

export async function goalForUpdate(tx: Tx, goalId: string): Promise<GoalRow | null> {
  const [row] = await tx.select().from(goals).where(eq(goals.id, goalId)).for('no key update')
  return row ? goalOf(row) : null
}

export async function insertGoal(tx: Tx, goal: Goal, now: Date): Promise<void> {
  const { goalId: id, parentId, title, why, measure, ownerId, order: position } = goal
  await tx.insert(goals).values({ id, parentId, title, why, measure, ownerId, position, createdAt: now, rev: nextRev })
}

export interface GoalPatch {
  title?: string | undefined
  why?: string | undefined
  measure?: Measure | null | undefined
  ownerId?: UserId | null | undefined
  parentId?: string | null
  position?: string
  closedAt?: Date | null
}

export async function updateGoals(tx: Tx, goalIds: readonly string[], patch: GoalPatch): Promise<void> {
  await tx
    .update(goals)
    .set({ ...patch, rev: nextRev })
    .where(inArray(goals.id, [...goalIds]))
}

export async function insertChange(
  tx: Tx,
  change: { id: string; goalId: string; byId: UserId; at: Date; changes: Record<string, [unknown, unknown]> },
): Promise<void> {
  await tx.insert(goalChanges).values(change)
}

/** An account, neither a guest nor a seat. */
export async function isMember(reader: Reader, userId: UserId): Promise<boolean> {
  const [row] = await reader
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  return row !== undefined
}

/** Of these people those with an account of their own. */
export async function membersOf(reader: Reader, userIds: readonly UserId[]): Promise<UserId[]> {
  if (userIds.length === 0) return []
  const rows = await reader
    .select({ id: user.id })
    .from(user)
    .where(and(inArray(user.id, [...userIds]), eq(user.isAnonymous, false)))
  return rows.map(({ id }) => id as UserId)
}

export async function countReadings(reader: Reader, goalId: string): Promise<number> {
  const [row] = await reader.select({ n: count() }).from(goalReadings).where(eq(goalReadings.goalId, goalId))
  return row?.n ?? 0
}

/** False: the id is taken. */
export async function insertReading(tx: Tx, reading: typeof goalReadings.$inferInsert): Promise<boolean> {
  const made = await tx.insert(goalReadings).values(reading).onConflictDoNothing().returning({ id: goalReadings.id })
  return made.length > 0
}

export async function readingById(reader: Reader, readingId: string) {
  const [row] = await reader.select().from(goalReadings).where(eq(goalReadings.id, readingId))
  return row ?? null
}

export async function deleteReading(tx: Tx, goalId: string, readingId: string) {
  const [gone] = await tx
    .delete(goalReadings)
    .where(and(eq(goalReadings.id, readingId), eq(goalReadings.goalId, goalId)))
    .returning()
  return gone ?? null
}

export async function goalsOfBoard(reader: Reader, boardId: BoardId): Promise<string[]> {
  const rows = await reader.select({ id: boardGoals.goalId }).from(boardGoals).where(eq(boardGoals.boardId, boardId))
  return rows.map(({ id }) => id)
}

export async function goalsOfIdea(reader: Reader, ideaId: IdeaId): Promise<string[]> {
  const rows = await reader.select({ id: ideaGoals.goalId }).from(ideaGoals).where(eq(ideaGoals.ideaId, ideaId))
  return rows.map(({ id }) => id)
}

/** Those that name none are absent. */
export async function countGoalsOfIdeas(reader: Reader, ideaIds: readonly IdeaId[]): Promise<Map<string, number>> {
  if (ideaIds.length === 0) return new Map()
  const rows = await reader
    .select({ ideaId: ideaGoals.ideaId, n: count() })
    .from(ideaGoals)
    .where(inArray(ideaGoals.ideaId, [...ideaIds]))
    .groupBy(ideaGoals.ideaId)
  return new Map(rows.map(({ ideaId, n }) => [ideaId, n]))
}

/** Held, so that two who choose at once do not both add. */
export async function holdBoard(tx: Tx, boardId: BoardId): Promise<boolean> {
  const rows = await tx.select({ id: boards.id }).from(boards).where(eq(boards.id, boardId)).for('no key update')
  return rows.length > 0
}

/** Also stamped: its ledger entry says how ready it is. Null: there is no such idea, or it was removed. */
export async function stampIdea(tx: Tx, ideaId: IdeaId): Promise<{ removed: boolean } | null> {
  const [row] = await tx
    .update(ideas)
    .set({ rev: nextRev })
    .where(eq(ideas.id, ideaId))
    .returning({ removedAt: ideas.removedAt })
  return row ? { removed: row.removedAt !== null } : null
}

export async function putBoardGoals(tx: Tx, boardId: BoardId, goalIds: readonly string[]): Promise<void> {
  await tx.delete(boardGoals).where(eq(boardGoals.boardId, boardId))
  if (goalIds.length > 0) await tx.insert(boardGoals).values(goalIds.map((goalId) => ({ boardId, goalId })))
}

export async function putIdeaGoals(tx: Tx, ideaId: IdeaId, goalIds: readonly string[]): Promise<void> {
  await tx.delete(ideaGoals).where(eq(ideaGoals.ideaId, ideaId))
  if (goalIds.length > 0) await tx.insert(ideaGoals).values(goalIds.map((goalId) => ({ ideaId, goalId })))
}

function goalOf(row: typeof goals.$inferSelect): GoalRow {
  const { id: goalId, parentId, title, why, measure, rev } = row
  const ownerId = row.ownerId as UserId | null
  return {
    goalId,
    parentId,
    title,
    why,
    measure,
    ownerId,
    order: row.position,
    closedAt: row.closedAt?.getTime() ?? null,
    rev,
  }
}
