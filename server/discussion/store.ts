// Owns the SQL that changes comments, and the count of them on their idea. Judges nothing.

import { count, eq, isNull, and, max, sql } from 'drizzle-orm'
import type { BoardId, CommentId, IdeaId, Naming, UserId } from '../../shared/model.ts'
import { type Reader, type Tx, nextRev } from '../platform/database/handle.ts'
import { boards, comments, ideas } from '../platform/database/schema/index.ts'

export type CommentRow = typeof comments.$inferSelect

export interface Talk {
  boardId: BoardId
  naming: Naming
  removed: boolean
  comments: number
  lastAt: Date | null
}

/** Holds the idea's row until the transaction ends: comments of one idea are counted one after the other. */
export async function talkForUpdate(tx: Tx, ideaId: IdeaId): Promise<Talk | null> {
  const [idea] = await tx
    .select({ boardId: ideas.boardId, removedAt: ideas.removedAt })
    .from(ideas)
    .where(eq(ideas.id, ideaId))
    .for('no key update')
  if (!idea) return null
  const [board] = await tx.select({ naming: boards.naming }).from(boards).where(eq(boards.id, idea.boardId))
  const [living] = await tx
    .select({ n: count() })
    .from(comments)
    .where(and(eq(comments.ideaId, ideaId), isNull(comments.removedAt)))
  const [last] = await tx
    .select({ at: max(comments.createdAt) })
    .from(comments)
    .where(eq(comments.ideaId, ideaId))
  return {
    boardId: idea.boardId as BoardId,
    naming: board?.naming as Naming,
    removed: idea.removedAt !== null,
    comments: living?.n ?? 0,
    lastAt: last?.at ?? null,
  }
}

export async function commentById(reader: Reader, commentId: CommentId): Promise<CommentRow | null> {
  const [row] = await reader.select().from(comments).where(eq(comments.id, commentId))
  return row ?? null
}

export interface NewComment {
  id: CommentId
  ideaId: IdeaId
  authorId: UserId | null
  authorMark: Uint8Array | null
  text: string
  createdAt: Date
}

export async function insertComment(tx: Tx, comment: NewComment): Promise<void> {
  await tx.insert(comments).values(comment)
  await recount(tx, comment.ideaId)
}

export async function updateComment(tx: Tx, comment: CommentRow, text: string, editedAt: Date): Promise<void> {
  await tx.update(comments).set({ text, editedAt }).where(eq(comments.id, comment.id))
  await recount(tx, comment.ideaId as IdeaId)
}

/** Its words go with it: who takes something back should not find it in a backup's export. */
export async function removeComment(tx: Tx, comment: CommentRow, removedAt: Date): Promise<void> {
  await tx.update(comments).set({ removedAt, text: '' }).where(eq(comments.id, comment.id))
  await recount(tx, comment.ideaId as IdeaId)
}

/** Stamps the idea too: whoever reads the discussion sees by the ledger that it changed. */
async function recount(tx: Tx, ideaId: IdeaId): Promise<void> {
  const living = sql<number>`(select count(*)::int from comments c where c.idea_id = ${ideaId} and c.removed_at is null)`
  await tx.update(ideas).set({ commentCount: living, rev: nextRev }).where(eq(ideas.id, ideaId))
}
