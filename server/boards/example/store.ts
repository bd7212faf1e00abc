// Owns the SQL that fills the example board. Judges nothing.

import { sql } from 'drizzle-orm'
import type { BoardId, IdeaId, Language, UserId } from '../../../shared/model.ts'
import { type Tx, nextRev } from '../../platform/database/handle.ts'
import {
  ballots,
  boardMembers,
  boards,
  comments,
  escalations,
  ideaLikes,
  ideas,
  profiles,
  rounds,
  user,
  votes,
} from '../../platform/database/schema/index.ts'

/** Invented people: no password, no other account, an address that can receive nothing. They cannot sign in. */
export async function insertPeople(
  tx: Tx,
  language: Language,
  people: readonly { userId: UserId; name: string; email: string; unit: string }[],
): Promise<void> {
  await tx
    .insert(user)
    .values(people.map(({ userId, name, email }) => ({ id: userId, name, email, emailVerified: false })))
    .onConflictDoNothing()
  await tx
    .insert(profiles)
    .values(people.map(({ userId, unit }) => ({ userId, unit, language })))
    .onConflictDoNothing()
}

export async function insertParticipants(tx: Tx, boardId: BoardId, userIds: UserId[], joinedAt: Date): Promise<void> {
  await tx
    .insert(boardMembers)
    .values(userIds.map((userId) => ({ boardId, userId, role: 'participant', joinedAt })))
    .onConflictDoNothing()
}

type IdeaValues = Omit<typeof ideas.$inferInsert, 'rev'>

export async function insertIdeas(tx: Tx, boardId: BoardId, rows: readonly IdeaValues[]): Promise<void> {
  await tx.insert(ideas).values(rows.map((row) => ({ ...row, rev: nextRev })))
  await tx
    .update(boards)
    .set({ nextNumber: sql`${rows.length + 1}` })
    .where(sql`${boards.id} = ${boardId}`)
}

export async function insertTalk(
  tx: Tx,
  talk: {
    comments: (typeof comments.$inferInsert)[]
    likes: { ideaId: IdeaId; userId: UserId }[]
    escalations: (typeof escalations.$inferInsert)[]
  },
): Promise<void> {
  await tx.insert(comments).values(talk.comments)
  await tx.insert(ideaLikes).values(talk.likes)
  await tx.insert(escalations).values(talk.escalations)
}

export async function insertRound(
  tx: Tx,
  round: Omit<typeof rounds.$inferInsert, 'rev'>,
  cast: readonly { userId: UserId; ideaId: IdeaId; votes: number }[],
): Promise<void> {
  await tx.insert(rounds).values({ ...round, rev: nextRev })
  const roundId = round.id
  const spent = new Map<UserId, number>()
  for (const one of cast) spent.set(one.userId, (spent.get(one.userId) ?? 0) + one.votes)
  await tx.insert(ballots).values([...spent].map(([userId, sum]) => ({ roundId, userId, left: round.budget - sum })))
  await tx.insert(votes).values(cast.map((one) => ({ ...one, roundId })))
}
