// Owns reading the facts that news is made of, at the moment it is told: what is gone by then is undefined, and told to nobody.
// On an anonymous board no author, commenter or voter is read at all (FAULTS F78).

import { and, eq, isNull, sql } from 'drizzle-orm'
import type { CaseState, MoveName } from '../../shared/cases.ts'
import type { BoardId, EscalationId, IdeaId, UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, caseMoves, comments, escalations, ideaLikes, ideas } from '../platform/database/schema/index.ts'
import type { MoveFacts } from './rules.ts'

/** A case, and everybody who put something into its idea. */
export type CaseFacts = Omit<MoveFacts, 'by' | 'owes'> & { boardId: BoardId; ideaId: IdeaId }

export interface CaseMove extends CaseFacts, MoveFacts {
  move: MoveName
  state: CaseState
  until: number | null
  at: Date
  /** No move of this case came after it: what it asks for, it asks for now. */
  isLast: boolean
}

export async function caseFacts(reader: Reader, escalationId: EscalationId): Promise<CaseFacts | undefined> {
  const [row] = await reader
    .select({
      raisedBy: escalations.escalatedBy,
      sponsorId: escalations.sponsorId,
      ideaId: ideas.id,
      boardId: boards.id,
      authorId: ideas.authorId,
      signedAt: ideas.signedAt,
      naming: boards.naming,
    })
    .from(escalations)
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .where(and(eq(escalations.id, escalationId), isNull(ideas.removedAt)))
  if (!row) return undefined
  const named = row.naming === 'named'
  return {
    boardId: row.boardId as BoardId,
    ideaId: row.ideaId as IdeaId,
    raisedBy: row.raisedBy as UserId,
    sponsorId: row.sponsorId as UserId,
    // With the author's own consent an idea of an anonymous board is signed.
    authorId: named || row.signedAt !== null ? (row.authorId as UserId | null) : null,
    ...(await supportersOf(reader, row.ideaId as IdeaId, named)),
  }
}

export async function moveFacts(
  reader: Reader,
  escalationId: EscalationId,
  seq: number,
): Promise<CaseMove | undefined> {
  const about = await caseFacts(reader, escalationId)
  const [row] = await reader
    .select({
      move: caseMoves.move,
      by: caseMoves.by,
      after: caseMoves.after,
      at: caseMoves.at,
      // By their values: alone in a query, a column is written without its table, and would be the inner one here.
      later: sql<boolean>`exists (select 1 from case_moves l where l.escalation_id = ${escalationId} and l.seq > ${seq})`,
    })
    .from(caseMoves)
    .where(and(eq(caseMoves.seq, seq), eq(caseMoves.escalationId, escalationId)))
  if (!about || !row) return undefined
  const after = row.after as { state: CaseState; owedBy: string | null; owedUntil?: number | null }
  return {
    ...about,
    move: row.move as MoveName,
    by: row.by as UserId | null,
    state: after.state,
    owes: after.owedBy as UserId | null,
    until: after.owedUntil ?? null,
    at: row.at,
    isLast: !row.later,
  }
}

/** Everybody who put something into an idea, as far as it may be known. */
async function supportersOf(reader: Reader, ideaId: IdeaId, named: boolean) {
  return {
    likers: await likersOf(reader, ideaId),
    voters: named ? await votersOf(reader, ideaId) : [],
    commenters: named ? await commentersBefore(reader, ideaId, null) : [],
  }
}

async function likersOf(reader: Reader, ideaId: IdeaId): Promise<UserId[]> {
  const rows = await reader.select({ userId: ideaLikes.userId }).from(ideaLikes).where(eq(ideaLikes.ideaId, ideaId))
  return rows.map((row) => row.userId as UserId)
}

/** A vote is told of nobody while its round is open, and never when it is secret. */
async function votersOf(reader: Reader, ideaId: IdeaId): Promise<UserId[]> {
  const { rows } = await reader.execute<{ userId: UserId }>(sql`
    select distinct v.user_id as "userId" from votes v join rounds r on r.id = v.round_id
    where v.idea_id = ${ideaId} and r.closed_at is not null and not r.secret`)
  return rows.map(({ userId }) => userId)
}

export async function commentFacts(reader: Reader, commentId: string) {
  const [row] = await reader
    .select({
      commenterId: comments.authorId,
      createdAt: comments.createdAt,
      authorId: ideas.authorId,
      naming: boards.naming,
    })
    .from(comments)
    .innerJoin(ideas, eq(ideas.id, comments.ideaId))
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .where(and(eq(comments.id, commentId), isNull(comments.removedAt), isNull(ideas.removedAt)))
  return row
}

/** `before` null: ever. */
export async function commentersBefore(reader: Reader, ideaId: IdeaId, before: Date | null): Promise<UserId[]> {
  const earlier = before && sql`${comments.createdAt} < ${before.toISOString()}::timestamptz`
  const rows = await reader
    .selectDistinct({ authorId: comments.authorId })
    .from(comments)
    .where(and(eq(comments.ideaId, ideaId), isNull(comments.removedAt), earlier ?? undefined))
  return rows.flatMap((row) => (row.authorId ? [row.authorId as UserId] : []))
}

export async function boardIsThere(reader: Reader, boardId: BoardId): Promise<boolean> {
  const found = await reader.select({ id: boards.id }).from(boards).where(eq(boards.id, boardId))
  return found.length > 0
}
