// Owns every answer about votes. It must never let out how an open blind round stands, nor who voted for what:
// each function asks `tallyMayBeKnown` before it counts, and a person is only ever shown their own ballot (R4, R9, F77).

import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { LedgerRound } from '../../shared/documents.ts'
import type { BallotView, BoardId, IdeaId, RoundId, RoundView, UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { ballots, ideas, rounds, votes } from '../platform/database/schema/index.ts'
import { type Counted, rank, tallyMayBeKnown } from './rules.ts'

/** A result names an idea by its first words; the whole text, up to 10,000 characters, is on the card. */
export const RESULT_TEXT_MAX_CHARS = 300

/** Newest first. Running tallies of rounds that are open and not blind are in `result` too. */
export async function roundViews(reader: Reader, boardId: BoardId): Promise<RoundView[]> {
  const rows = await reader
    .select()
    .from(rounds)
    .where(eq(rounds.boardId, boardId))
    .orderBy(desc(rounds.openedAt), desc(rounds.id))
  const ids = rows.map((row) => row.id)
  const voters = await votersOf(reader, ids)
  const counted = await countedOf(
    reader,
    rows.filter(tallyMayBeKnown).map((row) => row.id),
  )
  return rows.map((row) => ({
    roundId: row.id as RoundId,
    boardId,
    title: row.title,
    method: 'dots',
    budget: row.budget,
    maxPerIdea: row.maxPerIdea,
    blind: row.blind,
    secret: row.secret,
    openedAt: row.openedAt.getTime(),
    closedAt: row.closedAt?.getTime() ?? null,
    voters: voters.get(row.id) ?? 0,
    result: tallyMayBeKnown(row) ? rank(counted.get(row.id) ?? []) : null,
  }))
}

/**
 * What the ledger says of a round: the result once it is closed (until then running tallies, where they may be known,
 * stand on the ideas). `rev` is drawn before the rows are read: casts do not queue up for the round's row, so of two
 * answers the one with the greater revision has seen at least every cast that was announced before it.
 */
export async function ledgerRound(reader: Reader, roundId: RoundId): Promise<LedgerRound | null> {
  const drawn = await reader.execute<{ rev: string }>(sql`select nextval('revision') as rev`)
  const [row] = await reader.select().from(rounds).where(eq(rounds.id, roundId))
  if (!row) return null
  const voters = await votersOf(reader, [roundId])
  const counted = row.closedAt === null ? null : await countedOf(reader, [roundId])
  return {
    rev: Number(drawn.rows[0]?.rev),
    title: row.title,
    budget: row.budget,
    maxPerIdea: row.maxPerIdea,
    blind: row.blind,
    secret: row.secret,
    openedAt: row.openedAt.getTime(),
    closedAt: row.closedAt?.getTime() ?? null,
    voters: voters.get(roundId) ?? 0,
    result: counted && rank(counted.get(roundId) ?? []),
  }
}

/**
 * The same for whoever publishes it: a result names ideas by their words, and what was typed on a card in the second
 * before the close counts. `settle` brings such words into the rows; never inside a database transaction.
 */
export function settledLedgerRound(settle: (boardId: BoardId) => Promise<void>) {
  return async function settled(reader: Reader, roundId: RoundId): Promise<LedgerRound | null> {
    const [row] = await reader
      .select({ boardId: rounds.boardId, closedAt: rounds.closedAt })
      .from(rounds)
      .where(eq(rounds.id, roundId))
    if (row?.closedAt) await settle(row.boardId as BoardId)
    return ledgerRound(reader, roundId)
  }
}

/** The round now open on the board, for the ledger's board entry. */
export async function openRoundOf(reader: Reader, boardId: BoardId): Promise<RoundId | null> {
  const open = and(eq(rounds.boardId, boardId), isNull(rounds.closedAt))
  const [row] = await reader.select({ id: rounds.id }).from(rounds).where(open)
  return row ? (row.id as RoundId) : null
}

/** All rounds of a board, oldest first: for whoever writes a ledger anew. */
export async function roundIdsOf(reader: Reader, boardId: BoardId): Promise<RoundId[]> {
  const rows = await reader
    .select({ id: rounds.id })
    .from(rounds)
    .where(eq(rounds.boardId, boardId))
    .orderBy(rounds.openedAt, rounds.id)
  return rows.map((row) => row.id as RoundId)
}

/** Votes per round on each of these ideas, of rounds whose tally may be known. Ideas without votes are absent. */
export async function talliesOf(
  reader: Reader,
  boardId: BoardId,
  ideaIds: readonly IdeaId[],
): Promise<Map<IdeaId, { roundId: RoundId; votes: number }[]>> {
  const tallies = new Map<IdeaId, { roundId: RoundId; votes: number }[]>()
  if (ideaIds.length === 0) return tallies
  const ofBoard = await reader.select().from(rounds).where(eq(rounds.boardId, boardId)).orderBy(rounds.openedAt)
  const known = ofBoard.filter(tallyMayBeKnown).map((row) => row.id)
  if (known.length === 0) return tallies
  const rows = await reader
    .select({ roundId: votes.roundId, ideaId: votes.ideaId, votes: sql<number>`sum(${votes.votes})::int` })
    .from(votes)
    .where(and(inArray(votes.roundId, known), inArray(votes.ideaId, [...ideaIds])))
    .groupBy(votes.roundId, votes.ideaId)
  rows.sort((a, b) => known.indexOf(a.roundId) - known.indexOf(b.roundId))
  for (const row of rows) {
    const ideaId = row.ideaId as IdeaId
    const list = tallies.get(ideaId) ?? []
    list.push({ roundId: row.roundId as RoundId, votes: row.votes })
    tallies.set(ideaId, list)
  }
  return tallies
}

/** One's own ballot in the round now open on the board; null when none is open. */
export async function ballotOf(reader: Reader, boardId: BoardId, userId: UserId): Promise<BallotView | null> {
  const open = and(eq(rounds.boardId, boardId), isNull(rounds.closedAt))
  return (await ballotsWhere(reader, open, [userId])).get(userId) ?? null
}

/** The same for these people in a round known by id, open or closed; empty when there is no such round. */
export function ballotsOfRound(
  reader: Reader,
  roundId: RoundId,
  userIds: readonly UserId[],
): Promise<Map<UserId, BallotView>> {
  return ballotsWhere(reader, eq(rounds.id, roundId), userIds)
}

/** One statement, so that the votes and what is left of the budget are of the same moment. */
async function ballotsWhere(
  reader: Reader,
  which: SQL | undefined,
  userIds: readonly UserId[],
): Promise<Map<UserId, BallotView>> {
  const voter = sql.raw('voter.user_id')
  const rows = await reader
    .select({
      userId: sql<UserId>`${voter}`,
      roundId: rounds.id,
      budget: rounds.budget,
      left: ballots.left,
      votes: sql<Record<IdeaId, number> | null>`(
        select json_object_agg(v.idea_id, v.votes) from votes v
        where v.round_id = ${rounds.id} and v.user_id = ${voter})`,
    })
    .from(rounds)
    .innerJoin(sql`unnest(${sql.param([...new Set(userIds)])}::text[]) as voter(user_id)`, sql`true`)
    .leftJoin(ballots, and(eq(ballots.roundId, rounds.id), eq(ballots.userId, voter)))
    .where(which)
  const viewOf = ({ roundId, votes, left, budget }: (typeof rows)[number]): BallotView => ({
    roundId: roundId as RoundId,
    votes: votes ?? {},
    left: left ?? budget,
  })
  return new Map(rows.map((row) => [row.userId, viewOf(row)]))
}

async function votersOf(reader: Reader, roundIds: readonly string[]): Promise<Map<string, number>> {
  if (roundIds.length === 0) return new Map()
  const rows = await reader
    .select({ roundId: votes.roundId, voters: sql<number>`count(distinct ${votes.userId})::int` })
    .from(votes)
    .where(inArray(votes.roundId, [...roundIds]))
    .groupBy(votes.roundId)
  return new Map(rows.map((row) => [row.roundId, row.voters]))
}

/** Never call it with a round whose tally may not be known. Removed ideas are left out. */
async function countedOf(reader: Reader, roundIds: readonly string[]): Promise<Map<string, Counted[]>> {
  const counted = new Map<string, Counted[]>()
  if (roundIds.length === 0) return counted
  const rows = await reader
    .select({
      roundId: votes.roundId,
      ideaId: votes.ideaId,
      number: ideas.number,
      text: sql<string>`left(${ideas.text}, ${RESULT_TEXT_MAX_CHARS})`,
      votes: sql<number>`sum(${votes.votes})::int`,
      voters: sql<number>`count(*)::int`,
    })
    .from(votes)
    .innerJoin(ideas, eq(ideas.id, votes.ideaId))
    .where(and(inArray(votes.roundId, [...roundIds]), isNull(ideas.removedAt)))
    .groupBy(votes.roundId, votes.ideaId, ideas.id)
  for (const { roundId, ...row } of rows) {
    const list = counted.get(roundId) ?? []
    list.push({ ...row, ideaId: row.ideaId as IdeaId })
    counted.set(roundId, list)
  }
  return counted
}
