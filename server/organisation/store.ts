// Owns the SQL of the organisation's list, its settings and absences.

import { and, asc, count, eq, gte, inArray, sql } from 'drizzle-orm'
import type { Day } from '../../shared/calendar.ts'
import type { UserId } from '../../shared/model.ts'
import type { ListLine } from '../../shared/organisation-views.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { absences, orgPeople, orgSettings, user } from '../platform/database/schema/index.ts'

/** Rows of one statement: six values each, and a statement takes 65,535. */
const ROWS_AT_ONCE = 1_000

const line = {
  email: orgPeople.email,
  name: orgPeople.name,
  unit: orgPeople.unit,
  managerEmail: orgPeople.managerEmail,
  deputyEmail: orgPeople.deputyEmail,
}

/** Two who change the list at once could make a circle that neither of them sees: they come one after the other. */
export async function listForUpdate(tx: Tx): Promise<ListLine[]> {
  await tx.execute(sql`lock table org_people in share row exclusive mode`)
  return listOf(tx)
}

/** By name. */
export async function listOf(reader: Reader): Promise<ListLine[]> {
  return reader
    .select(line)
    .from(orgPeople)
    .orderBy(asc(sql`lower(${orgPeople.name})`), asc(orgPeople.email))
}

export async function saveLines(tx: Tx, lines: readonly ListLine[], now: Date): Promise<void> {
  for (let at = 0; at < lines.length; at += ROWS_AT_ONCE) {
    const rows = lines.slice(at, at + ROWS_AT_ONCE).map((one) => ({ ...one, updatedAt: now }))
    await tx
      .insert(orgPeople)
      .values(rows)
      .onConflictDoUpdate({
        target: orgPeople.email,
        set: {
          name: sql`excluded.name`,
          unit: sql`excluded.unit`,
          managerEmail: sql`excluded.manager_email`,
          deputyEmail: sql`excluded.deputy_email`,
          updatedAt: now,
        },
      })
  }
}

export async function removeLines(tx: Tx, emails: readonly string[]): Promise<void> {
  for (let at = 0; at < emails.length; at += ROWS_AT_ONCE) {
    await tx.delete(orgPeople).where(inArray(orgPeople.email, emails.slice(at, at + ROWS_AT_ONCE)))
  }
}

/** Wherever somebody stands as manager or deputy, `manager` and `deputy` stand from now on. */
export async function replaceReferences(
  tx: Tx,
  email: string,
  by: { manager: string | null; deputy: string | null },
): Promise<void> {
  await tx.update(orgPeople).set({ managerEmail: by.manager }).where(eq(orgPeople.managerEmail, email))
  await tx.update(orgPeople).set({ deputyEmail: by.deputy }).where(eq(orgPeople.deputyEmail, email))
}

/** Who has an account and said no unit of their own gets the list's. `userId`: only this one. Returns who got one. */
export async function fillUnits(tx: Tx, userId?: UserId): Promise<UserId[]> {
  const only = userId === undefined ? sql`` : sql`and u.id = ${userId}`
  const { rows } = await tx.execute<{ userId: UserId }>(sql`insert into profiles (user_id, unit)
    select u.id, p.unit from org_people p join "user" u on u.email = p.email and not u.is_anonymous
      where p.unit is not null ${only}
    on conflict (user_id) do update set unit = excluded.unit where coalesce(profiles.unit, '') = ''
    returning user_id as "userId"`)
  return rows.map((row) => row.userId)
}

export async function saveSettings(tx: Tx, row: Omit<typeof orgSettings.$inferInsert, 'id'>): Promise<void> {
  await tx
    .insert(orgSettings)
    .values({ id: 1, ...row })
    .onConflictDoUpdate({ target: orgSettings.id, set: row })
}

export interface Account {
  userId: UserId
  email: string
  name: string
}

/** Null: no such account; guests have none. */
export async function accountOf(reader: Reader, userId: UserId): Promise<Account | null> {
  const [row] = await reader
    .select({ userId: user.id, email: user.email, name: user.name })
    .from(user)
    .where(and(eq(user.id, userId), eq(user.isAnonymous, false)))
  return row ? { ...row, userId: row.userId as UserId } : null
}

/** The accounts of these addresses; who has none is absent. */
export async function accountsOf(reader: Reader, emails: readonly string[]): Promise<UserId[]> {
  const found: UserId[] = []
  for (let at = 0; at < emails.length; at += ROWS_AT_ONCE) {
    const rows = await reader
      .select({ userId: user.id })
      .from(user)
      .where(and(inArray(user.email, emails.slice(at, at + ROWS_AT_ONCE)), eq(user.isAnonymous, false)))
    found.push(...rows.map(({ userId }) => userId as UserId))
  }
  return found
}

export interface AbsenceRow {
  id: string
  userId: string
  fromDay: Day
  toDay: Day
}

export async function absenceForUpdate(tx: Tx, absenceId: string): Promise<AbsenceRow | null> {
  const [row] = await tx.select().from(absences).where(eq(absences.id, absenceId)).for('update')
  return row ?? null
}

export async function countAbsences(reader: Reader, userId: UserId, today: Day): Promise<number> {
  const [row] = await reader
    .select({ count: count() })
    .from(absences)
    .where(and(eq(absences.userId, userId), gte(absences.toDay, today)))
  return row?.count ?? 0
}

export async function saveAbsence(tx: Tx, row: AbsenceRow): Promise<void> {
  const { fromDay, toDay } = row
  await tx.insert(absences).values(row).onConflictDoUpdate({ target: absences.id, set: { fromDay, toDay } })
}

export async function removeAbsence(tx: Tx, absenceId: string): Promise<void> {
  await tx.delete(absences).where(eq(absences.id, absenceId))
}
