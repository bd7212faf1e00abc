// Owns the SQL of import beside the ideas room's own: what is on the board already, its columns, and putting back what
// only an exported board carries. It must never write an author, a vote, a role or a setting (FAULTS F65).

import { and, asc, count, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { generateNKeysBetween } from 'fractional-indexing'
import { IDEAS_MAX_PER_BOARD } from '../../shared/limits.ts'
import type { BoardId, ColumnId, IdeaId, Stage } from '../../shared/model.ts'
import { nextRev, type Reader, type Tx } from '../platform/database/handle.ts'
import { boardColumns, boards, comments, ideas, sealedIdeas } from '../platform/database/schema/index.ts'

/** Holds the board's row, as everyone does who adds ideas: what is counted next stays true until the commit. */
export async function lockBoard(tx: Tx, boardId: BoardId): Promise<void> {
  await tx.select({ id: boards.id }).from(boards).where(eq(boards.id, boardId)).for('update')
}

/** No idea was ever on it: only then numbers and columns of a file may be taken over. */
export async function isPristine(reader: Reader, boardId: BoardId): Promise<boolean> {
  const [row] = await reader.select({ ideas: count() }).from(ideas).where(eq(ideas.boardId, boardId))
  return row?.ideas === 0
}

export async function roomOn(reader: Reader, boardId: BoardId): Promise<number> {
  const living = and(eq(ideas.boardId, boardId), isNull(ideas.removedAt))
  const [row] = await reader.select({ ideas: count() }).from(ideas).where(living)
  // Those a session holds back come to the board at the reveal.
  const [held] = await reader.select({ ideas: count() }).from(sealedIdeas).where(eq(sealedIdeas.boardId, boardId))
  return Math.max(0, IDEAS_MAX_PER_BOARD - (row?.ideas ?? 0) - (held?.ideas ?? 0))
}

/** The number the next idea gets; read under the board's lock. */
export async function nextNumber(tx: Tx, boardId: BoardId): Promise<number> {
  const [row] = await tx.select({ next: boards.nextNumber }).from(boards).where(eq(boards.id, boardId))
  return row?.next ?? 1
}

/** Parameters per statement have a limit; ids are asked for in portions. */
const IDS_PER_QUERY = 1_000

/** Which of these keys, or of these ids, are on the board already; removed ideas count, they are one restore away. */
export async function alreadyThere(
  reader: Reader,
  boardId: BoardId,
  rows: readonly { importKey: string; ideaId: string | null }[],
): Promise<Set<string>> {
  const there = new Set<string>()
  for (let from = 0; from < rows.length; from += IDS_PER_QUERY) {
    const some = rows.slice(from, from + IDS_PER_QUERY)
    const keys = some.map((row) => row.importKey)
    const ids = some.flatMap((row) => (row.ideaId === null ? [] : [row.ideaId]))
    const found = await reader
      .select({ id: ideas.id, importKey: ideas.importKey })
      .from(ideas)
      .where(
        and(
          eq(ideas.boardId, boardId),
          ids.length > 0
            ? sql`(${inArray(ideas.importKey, keys)} or ${inArray(ideas.id, ids)})`
            : inArray(ideas.importKey, keys),
        ),
      )
    const foundKeys = new Set(found.map((row) => row.importKey))
    const foundIds = new Set(found.map((row) => row.id))
    for (const row of some) {
      if (foundKeys.has(row.importKey) || (row.ideaId !== null && foundIds.has(row.ideaId))) there.add(row.importKey)
    }
  }
  return there
}

export interface ColumnRow {
  id: ColumnId
  title: string
}

export async function columnsOf(reader: Reader, boardId: BoardId): Promise<(ColumnRow & { position: string })[]> {
  const rows = await reader
    .select({ id: boardColumns.id, title: boardColumns.title, position: boardColumns.position })
    .from(boardColumns)
    .where(and(eq(boardColumns.boardId, boardId), isNull(boardColumns.removedAt)))
    .orderBy(asc(sql`${boardColumns.position} collate "C"`), asc(boardColumns.id))
  return rows.map((row) => ({ ...row, id: row.id as ColumnId }))
}

/** To the right of those that are there. */
export async function addColumns(
  tx: Tx,
  boardId: BoardId,
  after: string | null,
  made: readonly { id: ColumnId; title: string; color: string | null }[],
): Promise<void> {
  if (made.length === 0) return
  const positions = generateNKeysBetween(after, null, made.length)
  await tx.insert(boardColumns).values(made.map((column, i) => ({ ...column, boardId, position: positions[i]! })))
}

export async function removeColumns(tx: Tx, boardId: BoardId, ids: readonly ColumnId[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(boardColumns)
    .set({ removedAt: now })
    .where(and(eq(boardColumns.boardId, boardId), inArray(boardColumns.id, [...ids])))
}

/** The board's ledger entry and its document's columns are written anew. */
export async function stampBoard(tx: Tx, boardId: BoardId): Promise<void> {
  await tx.update(boards).set({ rev: nextRev }).where(eq(boards.id, boardId))
}

export interface Restored {
  ideaId: IdeaId
  /** Null: it keeps the number it was given. */
  number: number | null
  stage: Stage
  stageReason: string | null
  stageAt: Date | null
  /** Fractional index; empty: at the end. */
  position: string
  group: string | null
  comments: number
}

/** Puts back, on ideas added by this same transaction, what only an exported board says of them. */
export async function restoreIdeas(tx: Tx, boardId: BoardId, restored: readonly Restored[]): Promise<void> {
  for (const idea of restored) {
    await tx
      .update(ideas)
      .set({
        stage: idea.stage,
        stageReason: idea.stageReason,
        stageAt: idea.stageAt,
        position: idea.position,
        groupId: idea.group,
        commentCount: idea.comments,
        rev: nextRev,
      })
      .where(and(eq(ideas.id, idea.ideaId), eq(ideas.boardId, boardId)))
  }
  await restoreNumbers(tx, boardId, restored)
}

/** By way of negative numbers: half way through, two ideas would otherwise have the same one. */
async function restoreNumbers(tx: Tx, boardId: BoardId, restored: readonly Restored[]): Promise<void> {
  const numbered = restored.flatMap(({ ideaId, number }) => (number === null ? [] : [{ ideaId, number }]))
  if (numbered.length === 0) return
  const set = (sign: 1 | -1) => sql`
    update ideas set number = wanted.number * ${sign}
    from unnest(${sql.param(numbered.map((row) => row.ideaId))}::text[], ${sql.param(numbered.map((row) => row.number))}::int[])
      as wanted(id, number)
    where ideas.id = wanted.id and ideas.board_id = ${boardId}`
  await tx.execute(set(-1))
  await tx.execute(set(1))
  await tx
    .update(boards)
    .set({ nextNumber: sql`(select max(number) + 1 from ideas where board_id = ${boardId})` })
    .where(eq(boards.id, boardId))
}

/** Where the ideas stand that name a group, by the id they name it by. */
export async function groupedOn(
  reader: Reader,
  boardId: BoardId,
): Promise<{ group: string; column: ColumnId | null; ideas: number }[]> {
  const rows = await reader
    .select({ group: ideas.groupId, column: ideas.columnId, ideas: count() })
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), isNull(ideas.removedAt), isNotNull(ideas.groupId)))
    .groupBy(ideas.groupId, ideas.columnId)
  return rows.map(({ group, column, ideas }) => ({ group: group ?? '', column: column as ColumnId | null, ideas }))
}

/** Lays ideas added by this same transaction in groups. */
export async function layInGroups(
  tx: Tx,
  boardId: BoardId,
  laid: readonly { ideaId: IdeaId; groupId: string }[],
): Promise<void> {
  if (laid.length === 0) return
  await tx.execute(sql`
    update ideas set group_id = laid.group_id
    from unnest(${sql.param(laid.map((row) => row.ideaId))}::text[], ${sql.param(laid.map((row) => row.groupId))}::text[])
      as laid(id, group_id)
    where ideas.id = laid.id and ideas.board_id = ${boardId}`)
}

export interface RestoredComment {
  id: string
  ideaId: IdeaId
  text: string
  createdAt: Date
}

/** Without an author: a file cannot speak for an account. */
export async function insertComments(tx: Tx, rows: readonly RestoredComment[]): Promise<void> {
  for (let from = 0; from < rows.length; from += IDS_PER_QUERY) {
    await tx.insert(comments).values(rows.slice(from, from + IDS_PER_QUERY))
  }
}
