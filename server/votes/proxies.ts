// Owns that nobody votes twice through somebody who enters for them: whoever votes themselves is not entered for any more,
// and what was entered before they did does not count. Costs nothing where nobody is entered for.

import { sql } from 'drizzle-orm'
import type { IdeaId, RoundId, UserId } from '../../shared/model.ts'
import { refuse } from '../../shared/outcome.ts'
import type { Actor } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'

export const ownVoteCounts = () =>
  refuse('conflict', 'voted-themselves', 'this person has voted themselves, and that vote counts')

const NOBODY: ReadonlySet<UserId | null> = new Set()

/** Of the people whom these are cast for, who has voted already. Call while the round is held. */
export async function votedThemselves(
  tx: Tx,
  roundId: RoundId,
  casts: readonly { actor: Actor }[],
): Promise<ReadonlySet<UserId | null>> {
  const people = casts.flatMap(({ actor }) => actor.seat?.forId ?? [])
  if (people.length === 0) return NOBODY
  const these = sql`any(${sql.param([...new Set(people)])}::text[])`
  const { rows } = await tx.execute<{ user_id: UserId }>(sql`
    select user_id from votes where round_id = ${roundId} and user_id = ${these}
    union select user_id from round_answers where round_id = ${roundId} and user_id = ${these}`)
  return new Set(rows.map((row) => row.user_id))
}

/**
 * At the close, under the round's lock: the ballot that was entered for somebody who then voted themselves. Answers the
 * ideas that lose dots by it.
 */
export async function withdrawProxies(tx: Tx, round: { id: string; boardId: string }): Promise<IdeaId[]> {
  const { rows } = await tx.execute<{ idea_id: IdeaId }>(sql`
    with twice as (
      select s.user_id from seats s
      where s.board_id = ${round.boardId} and s.for_id is not null and (
        exists (select 1 from votes o where o.round_id = ${round.id} and o.user_id = s.for_id)
        or exists (select 1 from round_answers o where o.round_id = ${round.id} and o.user_id = s.for_id))),
    dots as (delete from votes where round_id = ${round.id} and user_id in (select user_id from twice) returning idea_id),
    answers as (delete from round_answers where round_id = ${round.id} and user_id in (select user_id from twice)),
    papers as (delete from ballots where round_id = ${round.id} and user_id in (select user_id from twice))
    select distinct idea_id from dots`)
  return rows.map((row) => row.idea_id)
}
