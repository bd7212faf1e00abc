// Owns the SQL that changes boards, their people, codes and columns. Judges nothing.

import { and, asc, count, eq, exists, isNull, sql } from 'drizzle-orm'
import type {
  BoardId,
  ColumnId,
  Joining,
  Language,
  Naming,
  NoteColor,
  TemplateName,
  UserId,
} from '../../shared/model.ts'
import { type Reader, type Tx, nextRev } from '../platform/database/handle.ts'
import {
  boardColumns,
  boardMembers,
  boards,
  ideas,
  joinCodes,
  rounds,
  sealedIdeas,
  user,
} from '../platform/database/schema/index.ts'

export type BoardRow = typeof boards.$inferSelect
export type ColumnRow = typeof boardColumns.$inferSelect

/** Holds the board's row until the transaction ends: everything that counts on a board queues here. */
export async function boardForUpdate(tx: Tx, boardId: BoardId): Promise<BoardRow | null> {
  const [row] = await tx.select().from(boards).where(eq(boards.id, boardId)).for('no key update')
  return row ?? null
}

export async function boardOf(reader: Reader, boardId: BoardId): Promise<BoardRow | null> {
  const [row] = await reader.select().from(boards).where(eq(boards.id, boardId))
  return row ?? null
}

export interface NewBoard {
  id: BoardId
  title: string
  question: string
  naming: Naming
  joining: Joining
  template: TemplateName
  language: Language
  isExample?: boolean
  askedBy?: UserId | null
  createdBy: UserId
  createdAt: Date
}

/** False when the id is taken. */
export async function insertBoard(tx: Tx, board: NewBoard, activeAt: Date): Promise<boolean> {
  const made = await tx
    .insert(boards)
    .values({ ...board, activeAt, rev: nextRev })
    .onConflictDoNothing()
    .returning({ id: boards.id })
  return made.length > 0
}

type BoardPatch = Partial<
  Pick<BoardRow, 'title' | 'question' | 'naming' | 'joining' | 'locked' | 'wall' | 'archivedAt' | 'askedBy'>
>

/** Every change of a board's row takes the next revision, so that its ledger entry can be told from an older one. */
export async function updateBoard(tx: Tx, boardId: BoardId, patch: BoardPatch): Promise<void> {
  await tx
    .update(boards)
    .set({ ...patch, rev: nextRev })
    .where(eq(boards.id, boardId))
}

/** Also those that only their authors can see yet: how they are signed is as little to be changed. */
export async function hasIdeas(reader: Reader, boardId: BoardId): Promise<boolean> {
  const some = reader.select({ one: sql`1` }).from(ideas).where(eq(ideas.boardId, boardId))
  const held = reader.select({ one: sql`1` }).from(sealedIdeas).where(eq(sealedIdeas.boardId, boardId))
  const [row] = await reader
    .select({ yes: sql<boolean>`${exists(some)} or ${exists(held)}` })
    .from(sql`(select 1) as nothing`)
  return row?.yes === true
}

export async function hasRound(reader: Reader, boardId: BoardId, roundId: string): Promise<boolean> {
  const rows = await reader
    .select({ id: rounds.id })
    .from(rounds)
    .where(and(eq(rounds.boardId, boardId), eq(rounds.id, roundId)))
  return rows.length > 0
}

// People

export async function membershipOf(reader: Reader, boardId: BoardId, userId: UserId) {
  const [row] = await reader
    .select()
    .from(boardMembers)
    .where(and(eq(boardMembers.boardId, boardId), eq(boardMembers.userId, userId)))
  return row ?? null
}

export async function accountKind(reader: Reader, userId: UserId): Promise<'member' | 'guest' | null> {
  const [row] = await reader.select({ isGuest: user.isAnonymous }).from(user).where(eq(user.id, userId))
  return row ? (row.isGuest ? 'guest' : 'member') : null
}

/** On the board in this role from now on, whatever they were before. */
export async function putMember(
  tx: Tx,
  member: { boardId: BoardId; userId: UserId; role: 'facilitator' | 'participant'; joinedAt: Date },
): Promise<void> {
  await tx
    .insert(boardMembers)
    .values(member)
    .onConflictDoUpdate({
      target: [boardMembers.boardId, boardMembers.userId],
      set: { role: member.role, removedAt: null },
    })
}

/** True when the person was not among the board's people before; somebody who was, or was shown out, stays as they are. */
export async function joinAsParticipant(tx: Tx, boardId: BoardId, userId: UserId, now: Date): Promise<boolean> {
  const made = await tx
    .insert(boardMembers)
    .values({ boardId, userId, role: 'participant', joinedAt: now })
    .onConflictDoNothing()
    .returning({ userId: boardMembers.userId })
  return made.length > 0
}

/** Shown out, also somebody who has never been in: the row is what keeps them out. */
export async function putOut(tx: Tx, boardId: BoardId, userId: UserId, now: Date): Promise<void> {
  await tx
    .insert(boardMembers)
    .values({ boardId, userId, role: 'participant', joinedAt: now, removedAt: now })
    .onConflictDoUpdate({
      target: [boardMembers.boardId, boardMembers.userId],
      set: { role: 'participant', removedAt: now },
    })
}

export async function facilitatorIds(reader: Reader, boardId: BoardId): Promise<UserId[]> {
  const rows = await reader
    .select({ userId: boardMembers.userId })
    .from(boardMembers)
    .where(and(eq(boardMembers.boardId, boardId), eq(boardMembers.role, 'facilitator'), isNull(boardMembers.removedAt)))
    .orderBy(asc(boardMembers.joinedAt), asc(boardMembers.userId))
  return rows.map((row) => row.userId as UserId)
}

export async function countPeople(reader: Reader, boardId: BoardId, only?: 'guests'): Promise<number> {
  const here = and(
    eq(boardMembers.boardId, boardId),
    isNull(boardMembers.removedAt),
    only === 'guests' ? eq(user.isAnonymous, true) : undefined,
  )
  const [row] = await reader
    .select({ people: count() })
    .from(boardMembers)
    .innerJoin(user, eq(user.id, boardMembers.userId))
    .where(here)
  return row?.people ?? 0
}

// Join codes

/** False when another board has this code. */
export async function insertJoinCode(tx: Tx, boardId: BoardId, code: string, now: Date): Promise<boolean> {
  const made = await tx
    .insert(joinCodes)
    .values({ code, boardId, createdAt: now })
    .onConflictDoNothing()
    .returning({ code: joinCodes.code })
  return made.length > 0
}

export async function revokeJoinCodes(tx: Tx, boardId: BoardId, now: Date): Promise<void> {
  await tx
    .update(joinCodes)
    .set({ revokedAt: now })
    .where(and(eq(joinCodes.boardId, boardId), isNull(joinCodes.revokedAt)))
}

export async function joinCodeOf(reader: Reader, boardId: BoardId): Promise<string | null> {
  const [row] = await reader
    .select({ code: joinCodes.code })
    .from(joinCodes)
    .where(and(eq(joinCodes.boardId, boardId), isNull(joinCodes.revokedAt)))
    .limit(1)
  return row?.code ?? null
}

// Columns

/** In order. Removed ones too when asked: cards may still point at them. */
export async function columnsOf(reader: Reader, boardId: BoardId, which: 'living' | 'all' = 'living') {
  return reader
    .select()
    .from(boardColumns)
    .where(and(eq(boardColumns.boardId, boardId), which === 'living' ? isNull(boardColumns.removedAt) : undefined))
    .orderBy(sql`${boardColumns.position} collate "C"`, asc(boardColumns.id))
}

export interface NewColumn {
  id: ColumnId
  boardId: BoardId
  title: string
  color: NoteColor | null
  position: string
}

/** How many were new; ids that are taken are left alone. */
export async function insertColumns(tx: Tx, columns: readonly NewColumn[]): Promise<number> {
  if (columns.length === 0) return 0
  const made = await tx
    .insert(boardColumns)
    .values([...columns])
    .onConflictDoNothing()
    .returning({ id: boardColumns.id })
  return made.length
}

export async function columnById(reader: Reader, columnId: ColumnId): Promise<ColumnRow | null> {
  const [row] = await reader.select().from(boardColumns).where(eq(boardColumns.id, columnId))
  return row ?? null
}

export async function updateColumn(
  tx: Tx,
  columnId: ColumnId,
  patch: Partial<Pick<ColumnRow, 'title' | 'color' | 'position' | 'removedAt'>>,
): Promise<void> {
  if (Object.keys(patch).length === 0) return
  await tx.update(boardColumns).set(patch).where(eq(boardColumns.id, columnId))
}

export async function moveIdeas(tx: Tx, boardId: BoardId, from: ColumnId, to: ColumnId): Promise<void> {
  await tx
    .update(ideas)
    .set({ columnId: to })
    .where(and(eq(ideas.boardId, boardId), eq(ideas.columnId, from)))
}
