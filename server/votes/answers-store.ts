// Owns the SQL of answers: votes of every method but dots. Locks as everywhere: round → ballot → answers. The ballot's
// row is what makes one person's own answers wait for each other; the round is held in share mode, so that closing waits.

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import type { Method, RoundScope, RoundSettings } from '../../shared/rounds.ts'
import type { Tx } from '../platform/database/handle.ts'
import { ballots, ideas, roundAnswers, rounds, roundTopics } from '../platform/database/schema/index.ts'

export interface RoundHeld {
  boardId: BoardId
  method: Method
  settings: RoundSettings
  scope: RoundScope
  blind: boolean
  open: boolean
}

/** Null: there is no such round. */
export async function holdRound(tx: Tx, roundId: RoundId): Promise<RoundHeld | null> {
  const [row] = await tx.select().from(rounds).where(eq(rounds.id, roundId)).for('share')
  if (!row) return null
  const { settings, scope, blind } = row
  const boardId = row.boardId as BoardId
  return { boardId, method: row.method as Method, settings, scope, blind, open: row.closedAt === null }
}

/** Nobody else answers for this person in this round until the transaction ends. */
export async function holdBallot(tx: Tx, roundId: RoundId, userId: UserId): Promise<void> {
  await tx
    .insert(ballots)
    .values({ roundId, userId, left: 0 })
    .onConflictDoUpdate({ target: [ballots.roundId, ballots.userId], set: { left: sql`${ballots.left}` } })
}

/** Those of the asked that are on the board, not removed, and in the round's scope: an id alone proves nothing (F49). */
export async function ideasInRound(
  tx: Tx,
  roundId: RoundId,
  { boardId, scope }: Pick<RoundHeld, 'boardId' | 'scope'>,
  ideaIds: readonly IdeaId[],
): Promise<Set<IdeaId>> {
  if (ideaIds.length === 0) return new Set()
  const rows = await tx
    .select({ id: ideas.id })
    .from(ideas)
    .where(
      and(
        inArray(ideas.id, [...ideaIds]),
        eq(ideas.boardId, boardId),
        sql`${ideas.removedAt} is null`,
        scope === 'board' ? undefined : inTopics(roundId),
      ),
    )
  return new Set(rows.map(({ id }) => id as IdeaId))
}

const inTopics = (roundId: RoundId) =>
  sql`exists (select 1 from ${roundTopics} where ${roundTopics.roundId} = ${roundId} and ${roundTopics.ideaId} = ${ideas.id})`

export interface Answer {
  ideaId: IdeaId
  values: number[]
  reason: string
}

export async function answersOf(tx: Tx, roundId: RoundId, userId: UserId): Promise<Answer[]> {
  const rows = await tx.select().from(roundAnswers).where(mine(roundId, userId))
  return rows.map(({ ideaId, values, reason }) => ({ ideaId: ideaId as IdeaId, values, reason }))
}

const mine = (roundId: RoundId, userId: UserId) =>
  and(eq(roundAnswers.roundId, roundId), eq(roundAnswers.userId, userId))

export async function takeBack(tx: Tx, roundId: RoundId, userId: UserId, ideaIds: readonly IdeaId[]): Promise<void> {
  if (ideaIds.length === 0) return
  await tx.delete(roundAnswers).where(and(mine(roundId, userId), inArray(roundAnswers.ideaId, [...ideaIds])))
}

export async function storeAnswers(
  tx: Tx,
  roundId: RoundId,
  userId: UserId,
  answers: readonly Answer[],
): Promise<void> {
  if (answers.length === 0) return
  await tx
    .insert(roundAnswers)
    .values(answers.map((answer) => ({ roundId, userId, ...answer })))
    .onConflictDoUpdate({
      target: [roundAnswers.roundId, roundAnswers.userId, roundAnswers.ideaId],
      set: { values: sql`excluded."values"`, reason: sql`excluded.reason` },
    })
}
