// Owns the SQL of business cases, of who carries an idea, and of its author's signature. Judges nothing.

import { and, count, eq } from 'drizzle-orm'
import type { Estimate } from '../../shared/business-case.ts'
import type { BoardId, IdeaId, Naming, UserId } from '../../shared/model.ts'
import { nextRev, type Reader, type Tx } from '../platform/database/handle.ts'
import {
  boards,
  businessCases,
  estimates,
  ideaCarriers,
  ideas,
  signatureRequests,
} from '../platform/database/schema/index.ts'

export interface IdeaNow {
  boardId: BoardId
  naming: Naming
  removed: boolean
  signed: boolean
}

/** Held until the transaction ends, and stamped: what the ledger says of it may change. */
export async function ideaForUpdate(tx: Tx, ideaId: IdeaId): Promise<IdeaNow | null> {
  const [row] = await tx
    .update(ideas)
    .set({ rev: nextRev })
    .where(eq(ideas.id, ideaId))
    .returning({ boardId: ideas.boardId, removedAt: ideas.removedAt, signedAt: ideas.signedAt })
  if (!row) return null
  const [board] = await tx.select({ naming: boards.naming }).from(boards).where(eq(boards.id, row.boardId))
  return {
    boardId: row.boardId as BoardId,
    naming: board?.naming as Naming,
    removed: row.removedAt !== null,
    signed: row.signedAt !== null,
  }
}

export async function caseOf(reader: Reader, ideaId: IdeaId): Promise<{ beneficiaries: string; rev: number }> {
  const [row] = await reader.select().from(businessCases).where(eq(businessCases.ideaId, ideaId))
  return { beneficiaries: row?.beneficiaries ?? '', rev: row?.rev ?? 0 }
}

export async function putBeneficiaries(tx: Tx, ideaId: IdeaId, beneficiaries: string): Promise<void> {
  await tx
    .insert(businessCases)
    .values({ ideaId, beneficiaries, rev: nextRev })
    .onConflictDoUpdate({ target: businessCases.ideaId, set: { beneficiaries, rev: nextRev } })
}

/** Whose an estimate is: a name, or on an anonymous board the mark only that person can have made. */
export type Whose = { authorId: UserId; authorMark: null } | { authorId: null; authorMark: Uint8Array }

const isOf = (ideaId: IdeaId, whose: Whose) =>
  and(
    eq(estimates.ideaId, ideaId),
    whose.authorId === null ? eq(estimates.authorMark, whose.authorMark) : eq(estimates.authorId, whose.authorId),
  )

export async function estimatesOf(reader: Reader, ideaId: IdeaId) {
  return reader.select().from(estimates).where(eq(estimates.ideaId, ideaId)).orderBy(estimates.id)
}

export async function countEstimates(reader: Reader, ideaId: IdeaId): Promise<number> {
  const [row] = await reader.select({ n: count() }).from(estimates).where(eq(estimates.ideaId, ideaId))
  return row?.n ?? 0
}

/** False: they have none yet. */
export async function updateEstimate(
  tx: Tx,
  ideaId: IdeaId,
  whose: Whose,
  figures: Estimate & { basis: string },
): Promise<boolean> {
  const rows = await tx.update(estimates).set(figures).where(isOf(ideaId, whose)).returning({ id: estimates.id })
  return rows.length > 0
}

export async function insertEstimate(
  tx: Tx,
  row: { id: string; ideaId: IdeaId } & Whose & Estimate & { basis: string },
): Promise<void> {
  await tx.insert(estimates).values(row)
}

export async function deleteEstimate(tx: Tx, ideaId: IdeaId, whose: Whose): Promise<void> {
  await tx.delete(estimates).where(isOf(ideaId, whose))
}

export async function carriersOf(reader: Reader, ideaId: IdeaId): Promise<UserId[]> {
  const rows = await reader
    .select({ userId: ideaCarriers.userId })
    .from(ideaCarriers)
    .where(eq(ideaCarriers.ideaId, ideaId))
    .orderBy(ideaCarriers.at, ideaCarriers.userId)
  return rows.map(({ userId }) => userId as UserId)
}

export async function putCarrier(tx: Tx, ideaId: IdeaId, userId: UserId, at: Date): Promise<void> {
  await tx.insert(ideaCarriers).values({ ideaId, userId, at }).onConflictDoNothing()
}

export async function deleteCarrier(tx: Tx, ideaId: IdeaId, userId: UserId): Promise<void> {
  await tx.delete(ideaCarriers).where(and(eq(ideaCarriers.ideaId, ideaId), eq(ideaCarriers.userId, userId)))
}

/** The first who asks is the one who asked; false for everybody after. */
export async function putRequest(tx: Tx, ideaId: IdeaId, askedBy: UserId, askedAt: Date): Promise<boolean> {
  const made = await tx
    .insert(signatureRequests)
    .values({ ideaId, askedBy, askedAt })
    .onConflictDoNothing()
    .returning({ ideaId: signatureRequests.ideaId })
  return made.length > 0
}

/** From here on the name counts, and there is no mark any more. */
export async function signIdea(tx: Tx, ideaId: IdeaId, authorId: UserId, signedAt: Date): Promise<void> {
  await tx.update(ideas).set({ authorId, authorMark: null, signedAt, rev: nextRev }).where(eq(ideas.id, ideaId))
}

export async function signatureOf(reader: Reader, ideaId: IdeaId) {
  const [row] = await reader
    .select({
      authorId: ideas.authorId,
      signedAt: ideas.signedAt,
      removedAt: ideas.removedAt,
      askedBy: signatureRequests.askedBy,
      askedAt: signatureRequests.askedAt,
    })
    .from(ideas)
    .leftJoin(signatureRequests, eq(signatureRequests.ideaId, ideas.id))
    .where(eq(ideas.id, ideaId))
  return row ?? null
}
