// Owns who stands for a group in a round once the idea it was written down under is removed: the next of its ideas. While
// the round is open votes pass to that one; once it is closed ballots and receipts stay as they are, and only what is told
// of the result names the other. Judges nothing.

import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { boardMembers, ideas, roundAnswers, roundTopics, votes } from '../platform/database/schema/index.ts'

/** A topic names its idea by the first words; the whole text is on the card. */
export const TOPIC_TEXT_MAX_CHARS = 300

type GroupsOf = (reader: Reader, boardId: BoardId) => Promise<readonly { ideaIds: readonly string[] }[]>

/** Of an open round, as the cards lie now; null: this idea stands for itself alone, or nothing is left of the group. */
export async function heirNow(
  tx: Tx,
  groupsOf: GroupsOf,
  round: { roundId: RoundId; boardId: BoardId },
  ideaId: IdeaId,
): Promise<IdeaId | null> {
  const topics = await tx.select().from(roundTopics).where(eq(roundTopics.roundId, round.roundId))
  const topic = topics.find((one) => one.ideaId === ideaId)
  if (!topic || topic.ideas < 2) return null
  const groups = await groupsOf(tx, round.boardId)
  const taken = new Set(topics.map((one) => one.ideaId))
  const others = groups.find(({ ideaIds }) => ideaIds.includes(ideaId))?.ideaIds.filter((id) => !taken.has(id)) ?? []
  if (others.length === 0) return null
  const [first] = await tx
    .select({ id: ideas.id })
    .from(ideas)
    .where(and(inArray(ideas.id, others), eq(ideas.boardId, round.boardId), isNull(ideas.removedAt)))
    .orderBy(asc(ideas.number))
    .limit(1)
  return first ? (first.id as IdeaId) : null
}

/** The topic and every vote on it; answers whose. The caller holds the round. */
export async function passOn(tx: Tx, roundId: RoundId, ideaId: IdeaId, heir: IdeaId): Promise<UserId[]> {
  await tx
    .update(roundTopics)
    .set({ ideaId: heir })
    .where(and(eq(roundTopics.roundId, roundId), eq(roundTopics.ideaId, ideaId)))
  const dots = await tx
    .update(votes)
    .set({ ideaId: heir })
    .where(and(eq(votes.roundId, roundId), eq(votes.ideaId, ideaId)))
    .returning({ userId: votes.userId })
  const answers = await tx
    .update(roundAnswers)
    .set({ ideaId: heir })
    .where(and(eq(roundAnswers.roundId, roundId), eq(roundAnswers.ideaId, ideaId)))
    .returning({ userId: roundAnswers.userId })
  return [...dots, ...answers].map(({ userId }) => userId as UserId)
}

/** Everybody who may have the list of topics open. */
export async function votersOn(tx: Tx, boardId: BoardId): Promise<UserId[]> {
  const here = and(eq(boardMembers.boardId, boardId), isNull(boardMembers.removedAt))
  const rows = await tx.select({ userId: boardMembers.userId }).from(boardMembers).where(here)
  return rows.map(({ userId }) => userId as UserId)
}

export interface Heir {
  ideaId: IdeaId
  number: number
  text: string
}

export const keyOf = (roundId: string, ideaId: string) => `${roundId} ${ideaId}`

/** Of every group of these rounds whose idea was removed, by round and idea; null: nothing is left of it. */
export async function heirsIn(reader: Reader, roundIds: readonly string[]): Promise<Map<string, Heir | null>> {
  const { rows } = await reader.execute<{
    round_id: string
    idea_id: string
    heir: string | null
    number: number
    text: string
  }>(sql`
    select t.round_id, t.idea_id, heir.id as heir, heir.number,
      coalesce(t.title, left(heir.text, ${TOPIC_TEXT_MAX_CHARS}::int)) as text
    from round_topics t
    join ideas gone on gone.id = t.idea_id and gone.removed_at is not null
    left join lateral (
      select i.id, i.number, i.text from ideas i
      where i.board_id = gone.board_id and i.group_id = gone.group_id and i.removed_at is null
        and not exists (select 1 from round_topics o where o.round_id = t.round_id and o.idea_id = i.id)
      order by i.number limit 1) heir on true
    where t.ideas > 1 and t.round_id = any(${sql.param([...roundIds])}::text[])`)
  return new Map(
    rows.map(({ round_id, idea_id, heir, number, text }) => [
      keyOf(round_id, idea_id),
      heir === null ? null : { ideaId: heir as IdeaId, number, text },
    ]),
  )
}

/** The same topics, each under an idea that is there; without those of which nothing is left. */
export async function underHeirs<T extends { ideaId: string; number: number; text: string }>(
  reader: Reader,
  topics: ReadonlyMap<string, readonly T[]>,
): Promise<Map<string, T[]>> {
  const heirs = topics.size === 0 ? new Map<string, Heir | null>() : await heirsIn(reader, [...topics.keys()])
  return new Map(
    [...topics].map(([roundId, these]) => [
      roundId,
      these.flatMap((topic) => {
        const heir = heirs.get(keyOf(roundId, topic.ideaId))
        return heir === null ? [] : [{ ...topic, ...heir }]
      }),
    ]),
  )
}
