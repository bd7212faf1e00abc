// Owns the SQL of sealed ideas: those nobody but their authors may see yet. They are in a table of their own, and only this
// file reads it for the ideas room. Judges nothing.

import { and, asc, count, eq, inArray, isNull, max, sql } from 'drizzle-orm'
import { proposalDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId, NoteColor, UserId } from '../../shared/model.ts'
import type { PhasePolicy } from '../../shared/session.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import {
  businessCases,
  comments,
  discussionEntries,
  escalations,
  estimates,
  ideaCarriers,
  ideaGoals,
  ideaLikes,
  ideas,
  images,
  policyNow,
  sealedIdeas,
  sessions,
  signatureRequests,
  syncClients,
  votes,
} from '../platform/database/schema/index.ts'
import type { Marker } from './deps.ts'
import type { IdeaRow } from './store.ts'

export type SealedRow = typeof sealedIdeas.$inferSelect
export type SealedToInsert = typeof sealedIdeas.$inferInsert

/** What the phase of the running session allows; null: no session is on. Read it under the board's lock, as steps take it. */
export async function policyOf(reader: Reader, boardId: BoardId): Promise<PhasePolicy | null> {
  const running = and(eq(sessions.boardId, boardId), isNull(sessions.endedAt))
  const [row] = await reader.select({ policy: policyNow }).from(sessions).where(running)
  return row?.policy ?? null
}

export async function countSealed(reader: Reader, boardId: BoardId): Promise<number> {
  const [row] = await reader.select({ n: count() }).from(sealedIdeas).where(eq(sealedIdeas.boardId, boardId))
  return row?.n ?? 0
}

/** How somebody's own are found: by name, or by the mark that only they can have made. */
export type Whose = { userId: UserId; marker: Marker | null }

/** Who else asks finds nothing; on an anonymous board whatever a row's name column may hold counts for nothing. */
export function isOwn(row: Pick<SealedRow, 'id' | 'authorId' | 'authorMark'>, { userId, marker }: Whose): boolean {
  if (!marker) return row.authorId !== null && row.authorId === userId
  return row.authorMark !== null && Buffer.compare(row.authorMark, marker(row.id, userId)) === 0
}

/** How many this person has sealed here, and when they wrote the last: what a limit and an order need, without any text. */
export async function ownTotals(tx: Tx, boardId: BoardId, whose: Whose): Promise<{ n: number; lastAt: Date | null }> {
  const onBoard = eq(sealedIdeas.boardId, boardId)
  if (!whose.marker) {
    const [row] = await tx
      .select({ n: count(), lastAt: max(sealedIdeas.createdAt) })
      .from(sealedIdeas)
      .where(and(onBoard, eq(sealedIdeas.authorId, whose.userId)))
    return { n: row?.n ?? 0, lastAt: row?.lastAt ?? null }
  }
  const { id, authorId, authorMark, createdAt } = sealedIdeas
  const rows = await tx.select({ id, authorId, authorMark, createdAt }).from(sealedIdeas).where(onBoard)
  const own = rows.filter((row) => isOwn(row, whose))
  return { n: own.length, lastAt: own.length === 0 ? null : new Date(Math.max(...own.map((row) => +row.createdAt))) }
}

/** One's own, in the order they were written. */
export async function ownSealed(reader: Reader, boardId: BoardId, whose: Whose): Promise<SealedRow[]> {
  const mine = whose.marker ? undefined : eq(sealedIdeas.authorId, whose.userId)
  const rows = await reader
    .select()
    .from(sealedIdeas)
    .where(and(eq(sealedIdeas.boardId, boardId), mine))
    .orderBy(asc(sealedIdeas.createdAt), asc(sealedIdeas.id))
  return rows.filter((row) => isOwn(row, whose))
}

export async function sealedById(reader: Reader, ids: readonly IdeaId[]): Promise<SealedRow[]> {
  if (ids.length === 0) return []
  return reader
    .select()
    .from(sealedIdeas)
    .where(inArray(sealedIdeas.id, [...ids]))
}

/** Under 65,535 parameters per statement, the protocol's limit. */
const ROWS_PER_INSERT = 500

/** False when an id is taken on another board, in the same instant. The transaction is then to be given up. */
export async function insertSealed(tx: Tx, rows: readonly SealedToInsert[]): Promise<boolean> {
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const some = rows.slice(from, from + ROWS_PER_INSERT)
    const made = await tx.insert(sealedIdeas).values(some).onConflictDoNothing().returning({ id: sealedIdeas.id })
    if (made.length < some.length) return false
  }
  return true
}

export async function updateSealed(
  tx: Tx,
  ideaId: IdeaId,
  patch: { text?: string; columnId?: string; color?: NoteColor },
): Promise<void> {
  if (Object.keys(patch).length === 0) return
  await tx.update(sealedIdeas).set(patch).where(eq(sealedIdeas.id, ideaId))
}

export async function removeSealed(tx: Tx, ideaId: IdeaId): Promise<void> {
  await tx.delete(sealedIdeas).where(eq(sealedIdeas.id, ideaId))
}

/** All of a board, taken out of the table, in no order to be relied on. */
export async function takeSealed(tx: Tx, boardId: BoardId): Promise<SealedRow[]> {
  return tx.delete(sealedIdeas).where(eq(sealedIdeas.boardId, boardId)).returning()
}

/** Those of these ids that name an idea on some board. */
export async function idsTaken(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ id: ideas.id })
    .from(ideas)
    .where(sql`${ideas.id} = any(${sql.param([...ids])}::text[])`)
  return new Set(rows.map((row) => row.id))
}

/** Holds the rows, so that nobody likes or comments between the look and the end of the transaction. */
export async function ideasForReseal(tx: Tx, boardId: BoardId, ids: readonly IdeaId[]): Promise<IdeaRow[]> {
  return tx
    .select()
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), sql`${ideas.id} = any(${sql.param([...ids])}::text[])`))
    .orderBy(asc(ideas.id))
    .for('update')
}

/** Whether anything hangs on one of these ideas that would be lost with it: what people said, gave, asked or wrote there. */
export async function anythingHangsOn(tx: Tx, ids: readonly IdeaId[]): Promise<boolean> {
  const among = sql`any(${sql.param([...ids])}::text[])`
  const proposals = sql`any(${sql.param(ids.map(proposalDocument))}::text[])`
  const { rows } = await tx.execute<{ used: boolean }>(sql`
    select exists (select 1 from ${ideaLikes} where ${ideaLikes.ideaId} = ${among})
      or exists (select 1 from ${comments} where ${comments.ideaId} = ${among})
      or exists (select 1 from ${votes} where ${votes.ideaId} = ${among})
      or exists (select 1 from ${escalations} where ${escalations.ideaId} = ${among})
      or exists (select 1 from ${discussionEntries} where ${discussionEntries.ideaId} = ${among})
      or exists (select 1 from ${images} where ${images.ideaId} = ${among})
      or exists (select 1 from ${businessCases} where ${businessCases.ideaId} = ${among})
      or exists (select 1 from ${estimates} where ${estimates.ideaId} = ${among})
      or exists (select 1 from ${ideaCarriers} where ${ideaCarriers.ideaId} = ${among})
      or exists (select 1 from ${ideaGoals} where ${ideaGoals.ideaId} = ${among})
      or exists (select 1 from ${signatureRequests} where ${signatureRequests.ideaId} = ${among})
      or exists (select 1 from ${ideas} where ${ideas.id} = ${among} and ${ideas.signedAt} is not null)
      or exists (select 1 from ${syncClients} where ${syncClients.document} = ${proposals} and ${syncClients.owner} is not null)
      as used`)
  return rows[0]?.used ?? true
}

export async function deleteIdeas(tx: Tx, ids: readonly IdeaId[]): Promise<void> {
  await tx.delete(ideas).where(sql`${ideas.id} = any(${sql.param([...ids])}::text[])`)
}
