// Owns to whom an idea might be taken, likeliest first, and why. On an anonymous board it uses the unit of whoever asks, never the
// author's: their unit would narrow down who wrote it.

import { and, eq, inArray, sql } from 'drizzle-orm'
import { dayOf } from '../../shared/calendar.ts'
import type { IdeaId, PersonView, UserId } from '../../shared/model.ts'
import { FIGURES_OF_AT_LEAST, type SponsorReason, type SponsorSuggestion } from '../../shared/organisation-views.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, goals, ideas, profiles, servedGoals, userRoles } from '../platform/database/schema/index.ts'
import { organisationAround } from './around.ts'
import { pastOf, waitingFor } from './past.ts'
import { rank, type Sponsor } from './ranking.ts'
import { type PeopleByIds, settingsNow } from './reads.ts'
import { sponsorsAskedOf } from './turns.ts'

/** Of how somebody answers a year tells enough, and more would be held against them. */
const LOOK_BACK_MS = 365 * 86_400_000

interface Asking {
  userId: UserId
  ideaId: IdeaId
  /** May see the figures of each sponsor. */
  mayManage: boolean
}

export async function sponsorSuggestions(
  reader: Reader,
  { userId, ideaId, mayManage }: Asking,
  now: Date,
  people: PeopleByIds,
): Promise<SponsorSuggestion[]> {
  const sponsors = await sponsorsBut(reader, await sponsorsAskedOf(reader, ideaId))
  if (sponsors.length === 0) return []
  const { sponsorFiguresOpen } = await settingsNow(reader)
  const { settings, awayOf } = await organisationAround(reader, sponsors)
  const today = dayOf(now.getTime(), settings.calendar.timeZone)
  const unit = await unitOfIdea(reader, ideaId, userId)
  const leads = unit === null ? new Set<UserId>() : await leadersOf(reader, unit)
  const owned = await goalsOwned(reader, ideaId)
  const waiting = await waitingFor(reader, sponsors)
  const pasts = await pastOf(reader, sponsors, new Date(now.getTime() - LOOK_BACK_MS))
  const views = await people(reader, sponsors)

  const facts = [...views.values()].map((person): Sponsor => {
    const { userId: sponsorId } = person
    const told = pasts.get(sponsorId)
    // Of fewer nobody can say anything.
    const past = told && told.answered >= FIGURES_OF_AT_LEAST ? told : null
    return {
      suggestion: {
        person,
        reasons: [
          ...(owned.get(sponsorId) ?? []).map((goal): SponsorReason => ({ kind: 'goal', ...goal })),
          ...unitReason(person, unit, leads),
        ],
        waiting: waiting.get(sponsorId) ?? 0,
        answeredInTime: past && (mayManage || sponsorFiguresOpen || sponsorId === userId) ? past : null,
        awayUntil: awayOf(sponsorId).find(({ from, to }) => from <= today && today <= to)?.to ?? null,
      },
      past,
    }
  })
  return rank(facts)
}

function unitReason(person: PersonView, unit: string | null, leads: ReadonlySet<UserId>): SponsorReason[] {
  if (unit === null) return []
  if (leads.has(person.userId)) return [{ kind: 'leads-unit', unit }]
  return person.unit?.toLowerCase() === unit.toLowerCase() ? [{ kind: 'same-unit', unit }] : []
}

async function sponsorsBut(reader: Reader, asked: ReadonlySet<UserId>): Promise<UserId[]> {
  const rows = await reader.select({ userId: userRoles.userId }).from(userRoles).where(eq(userRoles.role, 'sponsor'))
  return rows.map(({ userId }) => userId as UserId).filter((userId) => !asked.has(userId))
}

/** The author's, where everybody may know who that is; else that of whoever asks, which tells them nothing new. */
async function unitOfIdea(reader: Reader, ideaId: IdeaId, asking: UserId): Promise<string | null> {
  const known = sql`(${boards.naming} = 'named' or ${ideas.signedAt} is not null) and ${ideas.onBehalfOf} is null`
  const [author] = await reader
    .select({ unit: profiles.unit })
    .from(ideas)
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .innerJoin(profiles, eq(profiles.userId, ideas.authorId))
    .where(and(eq(ideas.id, ideaId), known))
  if (author?.unit) return author.unit
  const [own] = await reader.select({ unit: profiles.unit }).from(profiles).where(eq(profiles.userId, asking))
  return own?.unit || null
}

/** The managers of people who work there, by the organisation's list. */
async function leadersOf(reader: Reader, unit: string): Promise<Set<UserId>> {
  const { rows } = await reader.execute<{ userId: UserId }>(sql`
    select distinct m.id as "userId" from org_people p join "user" m on m.email = p.manager_email and not m.is_anonymous
    where lower(p.unit) = lower(${unit})`)
  return new Set(rows.map(({ userId }) => userId))
}

/** Who owns the open goals that the idea, or else its board, points at. */
async function goalsOwned(reader: Reader, ideaId: IdeaId): Promise<Map<UserId, { goalId: string; title: string }[]>> {
  const rows = await reader
    .select({ goalId: goals.id, title: goals.title, ownerId: goals.ownerId })
    .from(goals)
    .where(
      and(
        sql`${goals.closedAt} is null and ${goals.ownerId} is not null`,
        inArray(goals.id, sql`(select served.goal_id from ${servedGoals} served where served.idea_id = ${ideaId})`),
      ),
    )
    .orderBy(goals.title)
  const byOwner = new Map<UserId, { goalId: string; title: string }[]>()
  for (const { goalId, title, ownerId } of rows) {
    const list = byOwner.get(ownerId as UserId) ?? []
    list.push({ goalId, title })
    byOwner.set(ownerId as UserId, list)
  }
  return byOwner
}
