// Owns every answer about votes. It must never let out how an open blind round stands, nor who voted for what:
// each function asks `tallyMayBeKnown` before it counts, and a person is only ever shown their own ballot (R4, R9, F77).

import { and, desc, eq, gt, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { LedgerRound } from '../../shared/documents.ts'
import { RUNNING_RESULT_MAX_TOPICS } from '../../shared/limits.ts'
import type { BallotView, BoardId, IdeaId, RoundId, RoundView, UserId } from '../../shared/model.ts'
import type { Method, RankedTopic } from '../../shared/rounds.ts'
import type { Reader } from '../platform/database/handle.ts'
import { ballots, ideas, roundAnswers, rounds, roundTopics, votes } from '../platform/database/schema/index.ts'
import { type Answered, type Counted, rank, resultOf } from './counting.ts'
import { underHeirs } from './heirs.ts'
import { tallyMayBeKnown } from './rules.ts'

/** A result names an idea by its first words; the whole text, up to 10,000 characters, is on the card. */
export const RESULT_TEXT_MAX_CHARS = 300

/** Newest first. Running tallies of rounds that are open and not blind are in `result` too. */
export async function roundViews(reader: Reader, boardId: BoardId): Promise<RoundView[]> {
  const rows = await reader
    .select()
    .from(rounds)
    .where(eq(rounds.boardId, boardId))
    .orderBy(desc(rounds.openedAt), desc(rounds.id))
  const voters = await votersOf(
    reader,
    rows.map((row) => row.id),
  )
  const results = await resultsOf(reader, rows.filter(tallyMayBeKnown))
  return rows.map((row) => ({
    roundId: row.id as RoundId,
    boardId,
    ...settingsOf(row),
    voters: voters.get(row.id)?.voters ?? 0,
    proxies: row.closedAt === null ? 0 : (voters.get(row.id)?.proxies ?? 0),
    result: results.get(row.id) ?? null,
  }))
}

/** Of rounds that are over; newest first. */
export async function closedResults(reader: Reader, boardId: BoardId): Promise<RankedTopic[][]> {
  const closed = and(eq(rounds.boardId, boardId), isNotNull(rounds.closedAt))
  const rows = await reader.select().from(rounds).where(closed).orderBy(desc(rounds.openedAt), desc(rounds.id))
  const results = rows.length === 0 ? new Map<string, RankedTopic[]>() : await resultsOf(reader, rows)
  return rows.flatMap(({ id }) => [results.get(id) ?? []])
}

const settingsOf = (row: typeof rounds.$inferSelect) => ({
  title: row.title,
  method: row.method as Method,
  settings: row.settings,
  scope: row.scope,
  budget: row.budget,
  maxPerIdea: row.maxPerIdea,
  blind: row.blind,
  secret: row.secret,
  openedAt: row.openedAt.getTime(),
  closedAt: row.closedAt?.getTime() ?? null,
})

/**
 * What the ledger says of a round: the result once it is closed (until then running tallies, where they may be known,
 * stand on the ideas). `rev` is drawn before the rows are read: casts do not queue up for the round's row, so of two
 * answers the one with the greater revision has seen at least every cast that was announced before it.
 */
export async function ledgerRound(reader: Reader, roundId: RoundId): Promise<LedgerRound | null> {
  const drawn = await reader.execute<{ rev: string }>(sql`select nextval('revision') as rev`)
  const [row] = await reader.select().from(rounds).where(eq(rounds.id, roundId))
  if (!row) return null
  const { voters = 0, proxies = 0 } = (await votersOf(reader, [roundId])).get(roundId) ?? {}
  // Of dots that run, tallies stand on the ideas.
  const tells = row.closedAt !== null || (row.method !== 'dots' && tallyMayBeKnown(row))
  const result = tells ? ((await resultsOf(reader, [row])).get(roundId) ?? []) : null
  return {
    rev: Number(drawn.rows[0]?.rev),
    ...settingsOf(row),
    voters,
    // Which ballots these are stays untold: beside who is entered for, one would be somebody's.
    ...(row.closedAt !== null && proxies > 0 ? { proxies } : {}),
    result: row.closedAt === null ? (result?.slice(0, RUNNING_RESULT_MAX_TOPICS) ?? null) : result,
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

interface Voters extends Record<string, unknown> {
  round_id: string
  voters: number
  proxies: number
}

async function votersOf(reader: Reader, roundIds: readonly string[]): Promise<Map<string, Voters>> {
  if (roundIds.length === 0) return new Map()
  const these = sql`${sql.param([...roundIds])}::text[]`
  const { rows } = await reader.execute<Voters>(sql`
    select v.round_id, count(*)::int as voters, (count(*) filter (where s.proxy))::int as proxies
    from (select distinct round_id, user_id from votes where round_id = any(${these})
      union select distinct round_id, user_id from round_answers where round_id = any(${these})) v
    left join seats s on s.user_id = v.user_id group by 1`)
  return new Map(rows.map((row) => [row.round_id, row]))
}

type RoundRow = Pick<typeof rounds.$inferSelect, 'id' | 'method' | 'settings'>

/** Never call it with a round whose tally may not be known. Removed ideas are left out; groups stand under one that is there. */
async function resultsOf(reader: Reader, of: readonly RoundRow[]): Promise<Map<string, RankedTopic[]>> {
  const dots = of.filter(({ method }) => method === 'dots')
  const others = of.filter(({ method }) => method !== 'dots')
  const counted = await underHeirs(reader, await dotsOf(reader, idsOf(dots)))
  const answered = await underHeirs(reader, await answersOf(reader, idsOf(others)))
  return new Map([
    ...dots.map(({ id }) => [id, rank(counted.get(id) ?? [])] as const),
    ...others.map(
      ({ id, method, settings }) =>
        [id, resultOf(method as Exclude<Method, 'dots'>, settings, answered.get(id) ?? [])] as const,
    ),
  ])
}

const idsOf = (of: readonly RoundRow[]) => of.map(({ id }) => id)

/** What a result says of a topic beside its votes: of a group its title and how many lie in it. */
const topic = {
  number: ideas.number,
  text: sql<string>`coalesce(${roundTopics.title}, left(${ideas.text}, ${RESULT_TEXT_MAX_CHARS}))`,
  ideas: roundTopics.ideas,
}
/** A group outlives the idea it was written down under. */
const stands = or(isNull(ideas.removedAt), gt(roundTopics.ideas, 1))
const isGroup = (ideasIn: number | null) => (ideasIn !== null && ideasIn > 1 ? { ideas: ideasIn } : {})

async function dotsOf(reader: Reader, roundIds: readonly string[]): Promise<Map<string, Counted[]>> {
  if (roundIds.length === 0) return new Map()
  const rows = await reader
    .select({
      roundId: votes.roundId,
      ideaId: votes.ideaId,
      ...topic,
      votes: sql<number>`sum(${votes.votes})::int`,
      voters: sql<number>`count(*)::int`,
    })
    .from(votes)
    .innerJoin(ideas, eq(ideas.id, votes.ideaId))
    .leftJoin(roundTopics, and(eq(roundTopics.roundId, votes.roundId), eq(roundTopics.ideaId, votes.ideaId)))
    .where(and(inArray(votes.roundId, [...roundIds]), stands))
    .groupBy(votes.roundId, votes.ideaId, ideas.id, roundTopics.title, roundTopics.ideas)
  return byRound(rows.map(({ ideas: ideasIn, ...row }) => ({ ...row, ...isGroup(ideasIn) })))
}

async function answersOf(reader: Reader, roundIds: readonly string[]): Promise<Map<string, Answered[]>> {
  if (roundIds.length === 0) return new Map()
  const rows = await reader
    .select({
      roundId: roundAnswers.roundId,
      ideaId: roundAnswers.ideaId,
      ...topic,
      place: sql<number>`given.place::int`,
      value: sql<number>`given.value`,
      voters: sql<number>`count(*)::int`,
    })
    .from(roundAnswers)
    .innerJoin(sql`unnest(${roundAnswers.values}) with ordinality as given(value, place)`, sql`true`)
    .innerJoin(ideas, eq(ideas.id, roundAnswers.ideaId))
    .leftJoin(
      roundTopics,
      and(eq(roundTopics.roundId, roundAnswers.roundId), eq(roundTopics.ideaId, roundAnswers.ideaId)),
    )
    .where(and(inArray(roundAnswers.roundId, [...roundIds]), stands))
    .groupBy(
      roundAnswers.roundId,
      roundAnswers.ideaId,
      ideas.id,
      roundTopics.title,
      roundTopics.ideas,
      sql`given.place`,
      sql`given.value`,
    )
  const topics = new Map<string, Answered & { roundId: string; given: Answered['given'][number][] }>()
  for (const { roundId, ideaId, number, text, ideas: ideasIn, place, value, voters } of rows) {
    const key = `${roundId} ${ideaId}`
    const known = topics.get(key) ?? { roundId, ideaId, number, text, ...isGroup(ideasIn), voters: 0, given: [] }
    known.given.push({ place, value, voters })
    // Every answer has one value at its first place, also a score that was not given.
    if (place === 1) known.voters += voters
    topics.set(key, known)
  }
  return byRound([...topics.values()])
}

function byRound<T extends { roundId: string }>(rows: readonly T[]): Map<string, Omit<T, 'roundId'>[]> {
  const sorted = new Map<string, Omit<T, 'roundId'>[]>()
  for (const { roundId, ...row } of rows) {
    const list = sorted.get(roundId) ?? []
    list.push(row)
    sorted.set(roundId, list)
  }
  return sorted
}
