// Owns the SQL of people: profile, photo, roles, and what a guest takes along into an account.

import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { BoardId, IdeaId, Language, Role, UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import {
  boardMembers,
  boards,
  comments,
  escalations,
  ideaLikes,
  ideas,
  photos,
  profiles,
  sealedIdeas,
  seats,
  session,
  user,
  userRoles,
} from '../platform/database/schema/index.ts'

export async function saveProfile(
  tx: Tx,
  userId: UserId,
  changes: { name?: string; unit?: string; language?: Language },
  now: Date,
): Promise<void> {
  if (changes.name !== undefined) {
    await tx.update(user).set({ name: changes.name, updatedAt: now }).where(eq(user.id, userId))
  }
  if (changes.unit === undefined && changes.language === undefined) return
  const columns = {
    ...(changes.unit === undefined ? {} : { unit: changes.unit === '' ? null : changes.unit }),
    ...(changes.language === undefined ? {} : { language: changes.language }),
  }
  const target = profiles.userId
  await tx
    .insert(profiles)
    .values({ userId, ...columns })
    .onConflictDoUpdate({ target, set: columns })
}

export async function savePhoto(
  tx: Tx,
  userId: UserId,
  photo: { type: string; bytes: Uint8Array },
  now: Date,
): Promise<string> {
  const row = { ...photo, updatedAt: now }
  await tx
    .insert(photos)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: photos.userId, set: row })
  const path = `/api/people/${userId}/photo?v=${now.getTime()}`
  await tx.update(user).set({ image: path, updatedAt: now }).where(eq(user.id, userId))
  return path
}

export async function removePhoto(tx: Tx, userId: UserId, now: Date): Promise<void> {
  await tx.delete(photos).where(eq(photos.userId, userId))
  await tx.update(user).set({ image: null, updatedAt: now }).where(eq(user.id, userId))
}

/** The account's roles; null when there is no such account (guests hold none). */
export async function rolesOf(reader: Reader, userId: UserId): Promise<Set<Role> | null> {
  const [account] = await reader
    .select({ roles: sql<Role[]>`array(select role from user_roles r where r.user_id = ${user.id})` })
    .from(user)
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  return account ? new Set(account.roles) : null
}

/** Locks the rows of all admins: two admins who dismiss each other at once must not both succeed. */
export async function adminsForUpdate(tx: Tx): Promise<UserId[]> {
  const rows = await tx
    .select({ userId: userRoles.userId })
    .from(userRoles)
    .where(eq(userRoles.role, 'admin'))
    .orderBy(userRoles.userId)
    .for('update')
  return rows.map((row) => row.userId as UserId)
}

export async function grantRole(tx: Tx, userId: UserId, role: Role, grantedBy: UserId, now: Date): Promise<void> {
  await tx.insert(userRoles).values({ userId, role, grantedBy, grantedAt: now }).onConflictDoNothing()
}

export async function revokeRole(tx: Tx, userId: UserId, role: Role): Promise<void> {
  await tx.delete(userRoles).where(and(eq(userRoles.userId, userId), eq(userRoles.role, role)))
}

/**
 * Living ideas that carry this person's name, by board: their ledger entries show it. Theirs, entered by them for somebody, with
 * them as a sponsor, or waiting for their move.
 */
export async function ideasShowing(reader: Reader, userId: UserId): Promise<Map<BoardId, IdeaId[]>> {
  const inCase = sql`${ideas.id} in (select e.idea_id from ${escalations} e where e.sponsor_id = ${userId} or e.owed_by = ${userId})`
  const rows = await reader
    .select({ boardId: ideas.boardId, ideaId: ideas.id })
    .from(ideas)
    .where(and(or(eq(ideas.authorId, userId), eq(ideas.enteredBy, userId), inCase), isNull(ideas.removedAt)))
  const byBoard = new Map<BoardId, IdeaId[]>()
  for (const row of rows) {
    const list = byBoard.get(row.boardId as BoardId) ?? []
    list.push(row.ideaId as IdeaId)
    byBoard.set(row.boardId as BoardId, list)
  }
  return byBoard
}

/** The boards whose question is theirs, by name. */
export async function boardsAskedBy(reader: Reader, userId: UserId): Promise<BoardId[]> {
  const rows = await reader.select({ boardId: boards.id }).from(boards).where(eq(boards.askedBy, userId))
  return rows.map((row) => row.boardId as BoardId)
}

/** The boards somebody is on, not counting those they were shown out of. */
export async function boardsOf(reader: Reader, userId: UserId): Promise<BoardId[]> {
  const rows = await reader
    .select({ boardId: boardMembers.boardId })
    .from(boardMembers)
    .where(and(eq(boardMembers.userId, userId), isNull(boardMembers.removedAt)))
    .orderBy(boardMembers.joinedAt)
  return rows.map((row) => row.boardId as BoardId)
}

/**
 * Everything a guest has done passes to the account, and the guest's sessions end. Where the account has done the same
 * already (was on the board, liked the idea, holds a ballot) the account's own stands.
 * On an anonymous board nothing says what is whose, so there nothing can pass but likes and votes.
 */
export async function passToAccount(tx: Tx, guest: UserId, account: UserId): Promise<void> {
  await tx.execute(sql`insert into board_members (board_id, user_id, role, joined_at, removed_at)
    select board_id, ${account}, role, joined_at, removed_at from board_members where user_id = ${guest}
    on conflict do nothing`)
  await tx.update(ideas).set({ authorId: account }).where(eq(ideas.authorId, guest))
  await tx.update(sealedIdeas).set({ authorId: account }).where(eq(sealedIdeas.authorId, guest))
  await tx.update(comments).set({ authorId: account }).where(eq(comments.authorId, guest))
  // Whoever sits at this device goes on sitting there.
  await tx.update(seats).set({ holderId: account }).where(eq(seats.holderId, guest))
  // Liked by both: one like less. Before the likes pass, because then everything is liked by both.
  await tx.execute(sql`update ideas set like_count = like_count - 1 where id in (
    select g.idea_id from idea_likes g join idea_likes a on a.idea_id = g.idea_id and a.user_id = ${account}
    where g.user_id = ${guest})`)
  await tx.execute(sql`insert into idea_likes (idea_id, user_id)
    select idea_id, ${account} from idea_likes where user_id = ${guest} on conflict do nothing`)
  await tx.delete(ideaLikes).where(eq(ideaLikes.userId, guest))
  // Votes before their ballot: a ballot that has passed would look like the account's own.
  await tx.execute(sql`update votes v set user_id = ${account} where user_id = ${guest} and not exists (
    select 1 from ballots o where o.round_id = v.round_id and o.user_id = ${account})`)
  await tx.execute(sql`update ballots b set user_id = ${account} where user_id = ${guest} and not exists (
    select 1 from ballots o where o.round_id = b.round_id and o.user_id = ${account})`)
  await tx.delete(boardMembers).where(eq(boardMembers.userId, guest))
  await tx.delete(session).where(eq(session.userId, guest))
}
