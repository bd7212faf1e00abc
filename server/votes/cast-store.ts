// Owns the SQL of casting votes, many in each statement. Everyone takes locks in one order (FAULTS F47):
// board → round → ballot → votes → idea; ballots by person. A cast needs no board, and holds the round in share mode, so
// that closing waits for votes in flight. The budget's last word is here: a conditional update, and a check that nothing passes below zero.

import { sql } from 'drizzle-orm'
import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import type { Method } from '../../shared/rounds.ts'
import type { Tx } from '../platform/database/handle.ts'
import { sent } from '../platform/database/transaction.ts'

export interface Held {
  round: { boardId: BoardId; method: Method; open: boolean; blind: boolean; maxPerIdea: number }
  ballots: Map<UserId, { left: number; fresh: boolean }>
}

interface HeldRow extends Record<string, unknown> {
  board_id: string
  method: Method
  open: boolean
  blind: boolean
  max_per_idea: number
  user_id: string
  votes_left: number
  fresh: boolean
}

const texts = (values: readonly string[]) => sql`${sql.param(values)}::text[]`
const numbers = (values: readonly number[]) => sql`${sql.param(values)}::int[]`

/**
 * Holds the round for casting and these people's ballots, which are put down with the round's budget where there is none
 * yet. Setting `votes_left` to itself is what makes one statement both lock a row that was there and answer it; a row
 * nobody has updated yet was put down just now. Null: there is no such round. Sent at once, for `factsOfCasts` behind it.
 */
export async function holdBallots(tx: Tx, roundId: RoundId, voters: readonly UserId[]): Promise<Held | null> {
  const { rows } = await sent(
    tx.execute<HeldRow>(sql`
    with round as (select id, board_id, method, budget, max_per_idea, blind, closed_at from rounds where id = ${roundId} for share),
    held as (
      insert into ballots (round_id, user_id, votes_left)
      select round.id, voter.user_id, round.budget from round, unnest(${texts(voters)}) as voter(user_id)
      order by voter.user_id
      on conflict (round_id, user_id) do update set votes_left = ballots.votes_left
      returning user_id, votes_left, xmax = 0 as fresh)
    select round.board_id, round.method, round.closed_at is null as open, round.blind, round.max_per_idea, held.*
    from round, held`),
  )
  const [first] = rows
  if (!first) return null
  return {
    round: {
      boardId: first.board_id as BoardId,
      method: first.method,
      open: first.open,
      blind: first.blind,
      maxPerIdea: first.max_per_idea,
    },
    ballots: new Map(rows.map((row) => [row.user_id as UserId, { left: row.votes_left, fresh: row.fresh }])),
  }
}

export interface CastFacts {
  /** Those of the asked that are on the round's board, in its scope, and not removed: an id alone proves nothing (F49). */
  ideas: Set<IdeaId>
  votes: Map<UserId, Map<IdeaId, number>>
}

interface FactRow extends Record<string, unknown> {
  idea_id: string | null
  user_id: string | null
  votes: Record<string, number> | null
}

/** Read once the round and the ballots are held, so that nobody else changes any of it. */
export async function factsOfCasts(
  tx: Tx,
  roundId: RoundId,
  voters: readonly UserId[],
  ideaIds: readonly IdeaId[],
): Promise<CastFacts> {
  const { rows } = await sent(
    tx.execute<FactRow>(sql`
    select ideas.id as idea_id, null as user_id, null::json as votes from ideas
    where ideas.id = any(${texts(ideaIds)}) and ideas.removed_at is null
      and ideas.board_id = (select board_id from rounds where rounds.id = ${roundId})
      and ((select scope = 'board' from rounds where rounds.id = ${roundId})
        or exists (select 1 from round_topics t where t.round_id = ${roundId} and t.idea_id = ideas.id))
    union all
    select null, user_id, json_object_agg(idea_id, votes) from votes
    where round_id = ${roundId} and user_id = any(${texts(voters)}) group by user_id`),
  )
  const facts: CastFacts = { ideas: new Set(), votes: new Map() }
  for (const { idea_id, user_id, votes } of rows) {
    if (idea_id !== null) facts.ideas.add(idea_id as IdeaId)
    else facts.votes.set(user_id as UserId, new Map(Object.entries(votes ?? {}) as [IdeaId, number][]))
  }
  return facts
}

/** Everything a group of casts changed. Throws when a ballot does not hold what leaves it, and then nothing is stored. */
export async function storeCasts(
  tx: Tx,
  roundId: RoundId,
  ballots: readonly { userId: UserId; leftBefore: number; left: number }[],
  changes: readonly { userId: UserId; ideaId: IdeaId; votes: number }[],
  unused: readonly { userId: UserId }[],
): Promise<void> {
  const spent = ballots.map(({ leftBefore, left }) => leftBefore - left)
  const gone = changes.filter(({ votes }) => votes === 0)
  const given = changes.filter(({ votes }) => votes > 0)
  const { rows } = await tx.execute<{ ballots: number }>(sql`
    with taken as (
      update ballots set votes_left = ballots.votes_left - spent.votes
      from unnest(${texts(ballots.map(({ userId }) => userId))}, ${numbers(spent)}) as spent(user_id, votes)
      where ballots.round_id = ${roundId} and ballots.user_id = spent.user_id and ballots.votes_left >= spent.votes
      returning 1),
    gone as (
      delete from votes using unnest(${texts(gone.map(({ userId }) => userId))}, ${texts(gone.map(({ ideaId }) => ideaId))})
        as gone(user_id, idea_id)
      where votes.round_id = ${roundId} and votes.user_id = gone.user_id and votes.idea_id = gone.idea_id),
    given as (
      insert into votes (round_id, user_id, idea_id, votes)
      select ${roundId}, given.* from unnest(${texts(given.map(({ userId }) => userId))},
        ${texts(given.map(({ ideaId }) => ideaId))}, ${numbers(given.map(({ votes }) => votes))}) as given
      on conflict (round_id, user_id, idea_id) do update set votes = excluded.votes),
    unused as (
      delete from ballots where round_id = ${roundId} and user_id = any(${texts(unused.map(({ userId }) => userId))}))
    select count(*)::int as ballots from taken`)
  if (rows[0]?.ballots !== ballots.length) throw new Error('a ballot that is held did not hold what was taken from it')
}
