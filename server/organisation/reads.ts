// Owns what people are told of the organisation: its settings and list (admins), and their own absences.

import { and, asc, eq, gte, sql } from 'drizzle-orm'
import { dayOf } from '../../shared/calendar.ts'
import { LANGUAGES, type PersonView, type UserId } from '../../shared/model.ts'
import { DEFAULT_CALENDAR, DEFAULT_DAY_RATE_EUROS, DEFAULT_LANGUAGE, DEFAULT_SPANS } from '../../shared/organisation.ts'
import type {
  AbsencesView,
  ListedPerson,
  OrganisationSettings,
  OrganisationView,
} from '../../shared/organisation-views.ts'
import type { Reader } from '../platform/database/handle.ts'
import { absences, orgPeople, orgSettings, user } from '../platform/database/schema/index.ts'
import { organisationAround } from './around.ts'

export type PeopleByIds = (reader: Reader, userIds: readonly UserId[]) => Promise<Map<UserId, PersonView>>

export type StoredSettings = Omit<OrganisationSettings, 'agendaKeeper'> & { agendaKeeperId: UserId | null }

/** With the defaults where the organisation has said nothing. */
export async function settingsNow(reader: Reader): Promise<StoredSettings> {
  const [row] = await reader.select().from(orgSettings)
  return {
    timeZone: row?.timeZone ?? DEFAULT_CALENDAR.timeZone,
    weekend: row?.weekend ?? [...DEFAULT_CALENDAR.weekend],
    holidays: row?.holidays ?? [],
    spans: { ...DEFAULT_SPANS, ...row?.spans },
    agendaKeeperId: (row?.agendaKeeperId as UserId | null | undefined) ?? null,
    dayRateEuros: row?.dayRateEuros ?? DEFAULT_DAY_RATE_EUROS,
    sponsorFiguresOpen: row?.sponsorFiguresOpen ?? false,
    language: LANGUAGES.find((one) => one === row?.language) ?? DEFAULT_LANGUAGE,
  }
}

/** What a day of work costs: for business cases. */
export async function dayRateOf(reader: Reader): Promise<number> {
  return (await settingsNow(reader)).dayRateEuros
}

export async function organisationView(reader: Reader, people: PeopleByIds): Promise<OrganisationView> {
  const { agendaKeeperId, ...settings } = await settingsNow(reader)
  const keeper = agendaKeeperId && (await people(reader, [agendaKeeperId])).get(agendaKeeperId)
  const [row] = await reader.select({ listed: sql<number>`count(*)::int` }).from(orgPeople)
  return { settings: { ...settings, agendaKeeper: keeper || null }, listed: row?.listed ?? 0 }
}

/** By name. */
export async function listedPeople(reader: Reader): Promise<ListedPerson[]> {
  const rows = await reader
    .select({
      email: orgPeople.email,
      name: orgPeople.name,
      unit: orgPeople.unit,
      managerEmail: orgPeople.managerEmail,
      deputyEmail: orgPeople.deputyEmail,
      userId: user.id,
    })
    .from(orgPeople)
    .leftJoin(user, and(eq(user.email, orgPeople.email), eq(user.isAnonymous, false)))
    .orderBy(asc(sql`lower(${orgPeople.name})`), asc(orgPeople.email))
  return rows.map((row) => ({ ...row, userId: row.userId as UserId | null }))
}

/** Days away that are not over, and who stands behind this person meanwhile. */
export async function absencesView(
  reader: Reader,
  userId: UserId,
  now: Date,
  people: PeopleByIds,
): Promise<AbsencesView> {
  const { settings, ladderOf } = await organisationAround(reader, [userId])
  const today = dayOf(now.getTime(), settings.calendar.timeZone)
  const rows = await reader
    .select({ absenceId: absences.id, from: absences.fromDay, to: absences.toDay })
    .from(absences)
    .where(and(eq(absences.userId, userId), gte(absences.toDay, today)))
    .orderBy(asc(absences.fromDay), asc(absences.id))
  const { deputyId, managerId } = ladderOf(userId)
  const behind = await people(
    reader,
    [deputyId, managerId].flatMap((one) => one ?? []),
  )
  const who = (id: UserId | null) => (id && behind.get(id)) || null
  return { absences: rows, deputy: who(deputyId), manager: who(managerId), today }
}
