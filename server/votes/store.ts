// Owns the SQL that changes rounds, and gives votes back; casting is in cast-store.ts. Everyone takes locks in one order (FAULTS F47):
// board → round → ballot → votes → idea. A cast holds the round in share mode, so that closing waits for votes in flight; it
// needs no board.

import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import { nextRev, type Tx } from '../platform/database/handle.ts'
import { boards, ideas, rounds, votes } from '../platform/database/schema/index.ts'

export type RoundRow = typeof rounds.$inferSelect

/** Nobody else opens, closes or takes away a round of this board until the transaction ends. */
export async function holdBoard(tx: Tx, boardId: BoardId): Promise<void> {
  await tx.select({ id: boards.id }).from(boards).where(eq(boards.id, boardId)).for('no key update')
}

/** Whether there is such a round at all. */
export async function roundExists(tx: Tx, roundId: RoundId): Promise<boolean> {
  const found = await tx.select({ id: rounds.id }).from(rounds).where(eq(rounds.id, roundId))
  return found.length > 0
}

/** Locks the board's open round for this transaction alone: every cast in flight is then done, none can begin. */
export async function openRoundForUpdate(tx: Tx, boardId: BoardId): Promise<RoundRow | undefined> {
  const open = and(eq(rounds.boardId, boardId), isNull(rounds.closedAt))
  const [round] = await tx.select().from(rounds).where(open).for('update')
  return round
}

/** The same for one known by its id, open or closed. */
export async function roundForUpdate(tx: Tx, roundId: RoundId): Promise<RoundRow | undefined> {
  const [round] = await tx.select().from(rounds).where(eq(rounds.id, roundId)).for('update')
  return round
}

export async function countRounds(tx: Tx, boardId: BoardId): Promise<number> {
  const [row] = await tx.select({ rounds: count() }).from(rounds).where(eq(rounds.boardId, boardId))
  return row?.rounds ?? 0
}

/** False when the id is taken or another round was opened meanwhile: the unique indexes decide, not a count. */
export async function insertRound(tx: Tx, round: typeof rounds.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(rounds)
    .values({ ...round, rev: nextRev })
    .onConflictDoNothing()
    .returning({ id: rounds.id })
  return made.length > 0
}

/** Waits for casts in flight. Undefined when it was closed already. */
export async function closeRound(tx: Tx, roundId: RoundId, now: Date): Promise<RoundRow | undefined> {
  const [round] = await tx
    .update(rounds)
    .set({ closedAt: now, rev: nextRev })
    .where(and(eq(rounds.id, roundId), isNull(rounds.closedAt)))
    .returning()
  return round
}

export async function reopenRound(tx: Tx, roundId: RoundId): Promise<void> {
  await tx.update(rounds).set({ closedAt: null, rev: nextRev }).where(eq(rounds.id, roundId))
}

export async function tightenRound(
  tx: Tx,
  roundId: RoundId,
  hides: { blind: boolean; secret: boolean },
): Promise<void> {
  await tx
    .update(rounds)
    .set({ ...hides, rev: nextRev })
    .where(eq(rounds.id, roundId))
}

/** With its ballots; a wall that showed it shows the board again. */
export async function deleteRound(tx: Tx, boardId: BoardId, roundId: RoundId): Promise<void> {
  await tx.delete(rounds).where(eq(rounds.id, roundId))
  await tx
    .update(boards)
    .set({ wall: { show: 'board' } })
    .where(and(eq(boards.id, boardId), sql`${boards.wall}->>'roundId' = ${roundId}`))
}

/** The board's ledger entry names the open round, so it changes with it. */
export async function touchBoard(tx: Tx, boardId: BoardId, now: Date): Promise<void> {
  await tx.update(boards).set({ rev: nextRev, activeAt: now }).where(eq(boards.id, boardId))
}

/** Stamps the ideas whose ledger entry now says something else; locks them in id order. */
export async function stampIdeas(tx: Tx, ideaIds: readonly string[]): Promise<void> {
  if (ideaIds.length === 0) return
  const these = inArray(ideas.id, [...ideaIds])
  await tx.select({ id: ideas.id }).from(ideas).where(these).orderBy(asc(ideas.id)).for('no key update')
  await tx.update(ideas).set({ rev: nextRev }).where(these)
}

export async function ideasVotedFor(tx: Tx, roundId: string): Promise<IdeaId[]> {
  const rows = await tx.selectDistinct({ ideaId: votes.ideaId }).from(votes).where(eq(votes.roundId, roundId))
  return rows.map((row) => row.ideaId as IdeaId)
}

/** Whatever its method is. */
export async function hasVotes(tx: Tx, roundId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ some: boolean }>(sql`
    select exists (select 1 from votes where round_id = ${roundId})
      or exists (select 1 from round_answers where round_id = ${roundId}) as some`)
  return rows[0]?.some ?? false
}

/** Every round of the idea's board in which somebody voted for it, and whose result may be known now. */
export async function resultsWith(tx: Tx, ideaId: IdeaId): Promise<{ roundId: RoundId; boardId: BoardId }[]> {
  const { rows } = await tx.execute<{ id: string; board_id: string }>(sql`
    select id, board_id from rounds
    where (closed_at is not null or (method <> 'dots' and not blind)) and id in (
      select round_id from votes where idea_id = ${ideaId}
      union select round_id from round_answers where idea_id = ${ideaId})`)
  return rows.map((row) => ({ roundId: row.id as RoundId, boardId: row.board_id as BoardId }))
}

/** Gives every vote on the idea back to the ballot it came from; answers whose. The caller holds the round. */
export async function giveBack(tx: Tx, roundId: string, ideaId: IdeaId): Promise<UserId[]> {
  const returned = await tx
    .delete(votes)
    .where(and(eq(votes.roundId, roundId), eq(votes.ideaId, ideaId)))
    .returning({ userId: votes.userId, votes: votes.votes })
  if (returned.length === 0) return []
  await tx.execute(sql`
    update ballots set votes_left = votes_left + returned.votes
    from unnest(${sql.param(returned.map((row) => row.userId))}::text[], ${sql.param(returned.map((row) => row.votes))}::int[])
      as returned(user_id, votes)
    where ballots.round_id = ${roundId} and ballots.user_id = returned.user_id`)
  return returned.map((row) => row.userId as UserId)
}
