// Owns what a round is about: the topics written down as it opens, so that nobody votes on what others do not see, and
// the list of them for voters. A group is one topic, under its first idea. It judges nothing else.

import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { InputOf } from '../../shared/commands.ts'
import type { BoardId, ColumnId, IdeaId, RoundId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Topic } from '../../shared/rounds.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { ideas, roundTopics } from '../platform/database/schema/index.ts'
import { heirsIn, keyOf, TOPIC_TEXT_MAX_CHARS } from './heirs.ts'

/** `like`: a group that was one topic of that round is one of this, too. */
export type AskedScope = NonNullable<InputOf<'round.open'>['scope']> & { like?: RoundId }

/** How the cards lie now, as the transaction sees it: what was moved a moment ago counts. */
export interface Layout {
  inColumn(reader: Reader, boardId: BoardId, columnId: ColumnId): Promise<string[]>
  groups(reader: Reader, boardId: BoardId): Promise<{ title: string; ideaIds: string[] }[]>
}

/** Writes the topics down. Refuses: idea-not-found, nothing-to-vote-on. */
export async function writeTopics(
  tx: Tx,
  layout: Layout,
  round: { roundId: RoundId; boardId: BoardId },
  scope: AskedScope,
): Promise<Outcome<null>> {
  if (scope.of === 'board') return done(null)
  if (scope.of === 'groups') return writeGroups(tx, round, await layout.groups(tx, round.boardId))
  const asked = scope.of === 'ideas' ? scope.ideaIds : await layout.inColumn(tx, round.boardId, scope.columnId)
  const known = scope.like ? await topicsIn(tx, scope.like) : new Map<string, Written>()
  const topics = asked.map((ideaId) => known.get(ideaId) ?? { ideaId, title: null, ideas: 1 })
  const written = await write(tx, round, topics)
  if (scope.of === 'ideas' && !scope.like && written < asked.length) {
    return refuse('not-found', 'idea-not-found', 'not all of these ideas are on this board', { field: 'scope' })
  }
  if (written > 0) return done(null)
  return refuse('conflict', 'nothing-to-vote-on', 'there is nothing in this column to vote on', { field: 'scope' })
}

interface Written {
  ideaId: string
  title: string | null
  ideas: number
}

async function topicsIn(tx: Tx, roundId: RoundId): Promise<Map<string, Written>> {
  const { ideaId, title, ideas } = roundTopics
  const rows = await tx.select({ ideaId, title, ideas }).from(roundTopics).where(eq(roundTopics.roundId, roundId))
  const heirs = await heirsIn(tx, [roundId])
  return new Map(
    rows.map((row) => {
      const standing = heirs.get(keyOf(roundId, row.ideaId))?.ideaId ?? row.ideaId
      return [standing, { ...row, ideaId: standing }]
    }),
  )
}

async function writeGroups(
  tx: Tx,
  round: { roundId: RoundId; boardId: BoardId },
  groups: readonly { title: string; ideaIds: string[] }[],
): Promise<Outcome<null>> {
  const there = await tx
    .select({ id: ideas.id })
    .from(ideas)
    .where(and(eq(ideas.boardId, round.boardId), isNull(ideas.removedAt)))
    .orderBy(asc(ideas.number))
  const groupOf = new Map(groups.flatMap((group) => group.ideaIds.map((ideaId) => [ideaId, group] as const)))
  const topics = new Map<object, Written>()
  for (const { id } of there) {
    const group = groupOf.get(id)
    const known = group && topics.get(group)
    if (known) known.ideas += 1
    else topics.set(group ?? { id }, { ideaId: id, title: group?.title.trim() || null, ideas: 1 })
  }
  await write(tx, round, [...topics.values()])
  return done(null)
}

/** How many were: ideas of other boards and removed ones are left out, in one query (F49). */
async function write(
  tx: Tx,
  { roundId, boardId }: { roundId: RoundId; boardId: BoardId },
  topics: readonly Written[],
): Promise<number> {
  if (topics.length === 0) return 0
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into round_topics (round_id, idea_id, title, ideas)
    select ${roundId}, ideas.id, asked.title, asked.ideas
    from unnest(${sql.param(topics.map(({ ideaId }) => ideaId))}::text[],
      ${sql.param(topics.map(({ title }) => title))}::text[],
      ${sql.param(topics.map((topic) => topic.ideas))}::int[]) as asked(idea_id, title, ideas)
    join ideas on ideas.id = asked.idea_id and ideas.board_id = ${boardId} and ideas.removed_at is null
    returning idea_id as id`)
  return rows.length
}

/** What may be voted on, by number. */
export async function topicsOf(
  reader: Reader,
  round: { id: string; boardId: string; scope: string },
): Promise<Topic[]> {
  const onBoard = and(eq(ideas.boardId, round.boardId), isNull(ideas.removedAt))
  const rows = await reader
    .select({
      ideaId: ideas.id,
      number: ideas.number,
      text: sql<string>`coalesce(${roundTopics.title}, left(${ideas.text}, ${TOPIC_TEXT_MAX_CHARS}))`,
      ideas: sql<number>`coalesce(${roundTopics.ideas}, 1)`,
    })
    .from(ideas)
    .leftJoin(roundTopics, and(eq(roundTopics.roundId, round.id), eq(roundTopics.ideaId, ideas.id)))
    .where(round.scope === 'board' ? onBoard : and(onBoard, sql`${roundTopics.ideaId} is not null`))
    .orderBy(asc(ideas.number))
  return rows.map((row) => ({ ...row, ideaId: row.ideaId as IdeaId }))
}
