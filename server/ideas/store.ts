// Owns the SQL that changes ideas and likes. Judges nothing.

import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { BoardId, ColumnId, IdeaId, Naming, NoteColor, Stage, UserId } from '../../shared/model.ts'
import { type Reader, type Tx, nextRev } from '../platform/database/handle.ts'
import { boardColumns, boards, ideaLikes, ideas, sealedIdeas } from '../platform/database/schema/index.ts'
import type { BoardFacts } from './rules.ts'

export type IdeaRow = typeof ideas.$inferSelect
type IdeaPatch = Partial<
  Pick<IdeaRow, 'details' | 'tags' | 'removedAt' | 'columnId' | 'stage' | 'stageReason' | 'stageBy' | 'stageAt'>
>

/** Holds the board's row until the transaction ends: numbers and the count of ideas are taken under it. */
export async function boardForUpdate(tx: Tx, boardId: BoardId): Promise<BoardFacts | null> {
  const [row] = await tx
    .select({ naming: boards.naming, locked: boards.locked, archivedAt: boards.archivedAt })
    .from(boards)
    .where(eq(boards.id, boardId))
    .for('no key update')
  if (!row) return null
  const [living] = await tx
    .select({ n: count() })
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), isNull(ideas.removedAt)))
  const [sealed] = await tx.select({ n: count() }).from(sealedIdeas).where(eq(sealedIdeas.boardId, boardId))
  const { naming, locked, archivedAt } = row
  const held = (living?.n ?? 0) + (sealed?.n ?? 0)
  return { naming: naming as Naming, locked, archived: archivedAt !== null, ideas: held }
}

/** The first of so many numbers in a row, without gaps; call under `boardForUpdate`. */
export async function takeNumbers(tx: Tx, boardId: BoardId, many: number, activeAt: Date): Promise<number> {
  const [row] = await tx
    .update(boards)
    .set({
      nextNumber: sql`${boards.nextNumber} + ${many}`,
      activeAt: sql`greatest(${boards.activeAt}, ${activeAt.toISOString()}::timestamptz)`,
    })
    .where(eq(boards.id, boardId))
    .returning({ next: boards.nextNumber })
  if (!row) throw new Error('the board is gone from under its own lock')
  return row.next - many
}

export interface IdeaToInsert {
  id: IdeaId
  boardId: BoardId
  number: number
  text: string
  details: string
  tags: string[]
  authorId: UserId | null
  authorMark: Uint8Array | null
  onBehalfOf: string | null
  proxy?: boolean
  enteredBy?: UserId | null
  columnId: ColumnId | null
  color: NoteColor
  x: number
  y: number
  importKey: string | null
  createdAt: Date
}

/** Under 65,535 parameters per statement, the protocol's limit. */
const ROWS_PER_INSERT = 500

/** False when an id is taken: on another board, in the same instant. The transaction is then to be given up. */
export async function insertIdeas(tx: Tx, rows: readonly IdeaToInsert[]): Promise<boolean> {
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const some = rows.slice(from, from + ROWS_PER_INSERT).map((row) => ({ ...row, rev: nextRev }))
    const made = await tx
      .insert(ideas)
      .values(some)
      .onConflictDoNothing({ target: ideas.id })
      .returning({ id: ideas.id })
    if (made.length < some.length) return false
  }
  return true
}

export async function ideasById(reader: Reader, ids: readonly IdeaId[]): Promise<IdeaRow[]> {
  if (ids.length === 0) return []
  return reader
    .select()
    .from(ideas)
    .where(inArray(ideas.id, [...ids]))
}

export async function ideaForUpdate(tx: Tx, ideaId: IdeaId): Promise<IdeaRow | null> {
  const [row] = await tx.select().from(ideas).where(eq(ideas.id, ideaId)).for('no key update')
  return row ?? null
}

/** Every change that the ledger tells of takes the next revision. */
export async function updateIdea(tx: Tx, ideaId: IdeaId, patch: IdeaPatch): Promise<void> {
  await tx
    .update(ideas)
    .set({ ...patch, rev: nextRev })
    .where(eq(ideas.id, ideaId))
}

/** The living columns of a board, in order. */
export async function columnIds(reader: Reader, boardId: BoardId): Promise<ColumnId[]> {
  const rows = await reader
    .select({ id: boardColumns.id })
    .from(boardColumns)
    .where(and(eq(boardColumns.boardId, boardId), isNull(boardColumns.removedAt)))
    .orderBy(sql`${boardColumns.position} collate "C"`, boardColumns.id)
  return rows.map((row) => row.id as ColumnId)
}

/** True when this changed something. Call under `ideaForUpdate`, or likes of one idea may be counted twice. */
export async function putLike(tx: Tx, ideaId: IdeaId, userId: UserId, liked: boolean): Promise<boolean> {
  const changed = liked
    ? await tx.insert(ideaLikes).values({ ideaId, userId }).onConflictDoNothing().returning({ id: ideaLikes.ideaId })
    : await tx
        .delete(ideaLikes)
        .where(and(eq(ideaLikes.ideaId, ideaId), eq(ideaLikes.userId, userId)))
        .returning({ id: ideaLikes.ideaId })
  return changed.length > 0
}

export async function addToLikes(tx: Tx, ideaId: IdeaId, by: 1 | -1): Promise<number> {
  const [row] = await tx
    .update(ideas)
    .set({ likeCount: sql`${ideas.likeCount} + ${by}`, rev: nextRev })
    .where(eq(ideas.id, ideaId))
    .returning({ likes: ideas.likeCount })
  return row?.likes ?? 0
}

/** A named decision on an idea, for this room's command and for those whose answers move an idea along. */
export async function putStage(
  tx: Tx,
  ideaId: IdeaId,
  decision: { stage: Stage; reason: string | null; by: UserId | null; at: Date },
): Promise<void> {
  const { stage, reason, by, at } = decision
  await updateIdea(tx, ideaId, { stage, stageReason: reason, stageBy: by, stageAt: at })
}
