// Owns the SQL of who is told: how each of these people wants to hear, where their mail goes, and who they are.

import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { type Language, type Role, ROLES, type UserId } from '../../shared/model.ts'
import { type MailPace, type MailSettings, USUAL_MAIL } from '../../shared/news.ts'
import type { Actor } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import {
  inboxItems,
  notificationSettings,
  profiles,
  spokenLanguage,
  user,
  userRoles,
} from '../platform/database/schema/index.ts'

export interface Hearer {
  userId: UserId
  mail: MailSettings
}

/** Of these people those who have an inbox, and how they want to hear. Guests and invented people have none. */
export async function hearersAmong(reader: Reader, userIds: readonly UserId[]): Promise<Hearer[]> {
  if (userIds.length === 0) return []
  const rows = await reader
    .select({
      userId: user.id,
      waiting: notificationSettings.waiting,
      rest: notificationSettings.rest,
      hour: notificationSettings.hour,
    })
    .from(user)
    .leftJoin(notificationSettings, eq(notificationSettings.userId, user.id))
    .where(and(inArray(user.id, [...userIds]), eq(user.isAnonymous, false), sql`${user.email} not like '%.invalid'`))
  return rows.map(({ userId, waiting, rest, hour }) => ({
    userId: userId as UserId,
    mail: { waiting: pace(waiting, 'waiting'), rest: pace(rest, 'rest'), hour: hour ?? USUAL_MAIL.hour },
  }))
}

const pace = (given: string | null, sort: 'waiting' | 'rest') => (given ?? USUAL_MAIL[sort]) as MailPace

export async function settingsOf(reader: Reader, userId: UserId): Promise<MailSettings> {
  const [hearer] = await hearersAmong(reader, [userId])
  return hearer?.mail ?? USUAL_MAIL
}

export async function saveSettings(tx: Tx, userId: UserId, settings: MailSettings): Promise<void> {
  await tx
    .insert(notificationSettings)
    .values({ userId, ...settings })
    .onConflictDoUpdate({ target: notificationSettings.userId, set: settings })
}

/** What waits to be mailed goes by the new settings from now on. */
export async function moveMails(
  tx: Tx,
  userId: UserId,
  at: { waiting: Date | null; rest: Date | null },
): Promise<void> {
  const pending = and(eq(inboxItems.userId, userId), isNull(inboxItems.readAt), isNull(inboxItems.mailedAt))
  for (const waits of [true, false]) {
    const mailAt = waits ? at.waiting : at.rest
    await tx
      .update(inboxItems)
      .set({ mailAt })
      .where(and(pending, eq(inboxItems.waits, waits), sql`${inboxItems.mailAt} is not null`))
  }
}

/** What waited to be mailed stays in the app. */
export async function dropMails(tx: Tx, userId: UserId, sorts: { waiting: boolean; rest: boolean }): Promise<void> {
  for (const [waits, dropped] of [
    [true, sorts.waiting],
    [false, sorts.rest],
  ] as const) {
    if (!dropped) continue
    await tx
      .update(inboxItems)
      .set({ mailAt: null })
      .where(and(eq(inboxItems.userId, userId), eq(inboxItems.waits, waits)))
  }
}

export async function adminIds(reader: Reader): Promise<UserId[]> {
  const rows = await reader.select({ userId: userRoles.userId }).from(userRoles).where(eq(userRoles.role, 'admin'))
  return rows.map((row) => row.userId as UserId)
}

/** Where somebody's mail goes, and in which language; null: their account is gone. */
export async function addressOf(
  reader: Reader,
  userId: UserId,
): Promise<{ email: string; name: string; language: Language } | null> {
  const [row] = await reader
    .select({ email: user.email, name: user.name, language: spokenLanguage })
    .from(user)
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  return row ?? null
}

/** A person as they ask for something themselves; null: there is no such account. Roles as they are at this moment. */
export async function memberById(reader: Reader, userId: UserId): Promise<Actor | null> {
  const [row] = await reader
    .select({
      name: user.name,
      language: spokenLanguage,
      roles: sql<Role[]>`array(select role from user_roles r where r.user_id = ${user.id})`,
    })
    .from(user)
    .leftJoin(profiles, eq(profiles.userId, user.id))
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  if (!row?.roles.includes('member')) return null
  const roles = new Set(ROLES.filter((role) => row.roles.includes(role)))
  return {
    userId,
    sessionId: `link ${userId}`,
    name: row.name,
    kind: 'member',
    roles,
    language: row.language,
  }
}
