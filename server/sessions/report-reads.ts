// Owns what leaves of reports of abusive cards: to each what came of theirs, to those who decide the cards with the reasons
// given. It must never say who reported or who wrote, and of days no more than the day.

import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { BoardId, IdeaId, UserId } from '../../shared/model.ts'
import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { CardReports, ReportedBoard, ReportedCard } from '../../shared/reports.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boardMembers, boards, cardReports, ideas, sessions, user } from '../platform/database/schema/index.ts'

/** The mark of a person on a thing, under the board's secret; null on a named board. */
export type MarkerFor = (
  reader: Reader,
  boardId: BoardId,
) => Promise<((subjectId: string, userId: UserId) => Uint8Array) | null>

export const subjectOf = (ideaId: string) => `report:${ideaId}`

/** By name on a named board; by mark on an anonymous one, where every report of the board is looked at. */
export async function mineOn(reader: Reader, markerFor: MarkerFor, actor: Actor, boardId: BoardId) {
  const rows = await reader.select().from(cardReports).where(eq(cardReports.boardId, boardId))
  const marker = rows.some((row) => row.reporterMark !== null) ? await markerFor(reader, boardId) : null
  return rows.filter(({ reporterId, reporterMark, ideaId }) => {
    if (reporterMark === null) return reporterId === actor.userId
    return marker !== null && same(reporterMark, marker(subjectOf(ideaId), actor.userId))
  })
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((octet, place) => octet === b[place])

/** GET /api/boards/<id>/reports: what came of mine; and all of them for who decides. Never who reported. */
export async function reportsOn(
  reader: Reader,
  actor: Actor,
  place: Place,
  { markerFor }: { markerFor: MarkerFor },
): Promise<Outcome<CardReports>> {
  if (!allows('board.read', place.standing)) return notThere()
  const { boardId } = place
  const mine = await mineOn(reader, markerFor, actor, boardId)
  const all = allows('report.decide', place.standing) ? await allOn(reader, boardId) : null
  return done({
    mine: mine.map(({ ideaId, outcome, answer }) => ({ ideaId: ideaId as IdeaId, outcome, answer })),
    all,
  })
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

async function allOn(reader: Reader, boardId: BoardId): Promise<ReportedCard[]> {
  const rows = await reader
    .select({
      ideaId: cardReports.ideaId,
      number: ideas.number,
      text: ideas.text,
      reason: cardReports.reason,
      at: cardReports.at,
      outcome: cardReports.outcome,
      answer: cardReports.answer,
      decidedAt: cardReports.decidedAt,
      decidedBy: user.name,
    })
    .from(cardReports)
    .innerJoin(ideas, eq(ideas.id, cardReports.ideaId))
    .leftJoin(user, eq(user.id, cardReports.decidedBy))
    .where(eq(cardReports.boardId, boardId))
    // Not in the order they came.
    .orderBy(asc(ideas.number), asc(cardReports.reason))
  const cards = new Map<string, ReportedCard>()
  for (const { ideaId, number, text, reason, at, outcome, answer, decidedAt, decidedBy } of rows) {
    const on = dayOf(at)
    const decided = outcome && decidedAt ? { on: dayOf(decidedAt), by: decidedBy } : null
    const known = cards.get(ideaId)
    if (!known) {
      const card = { ideaId: ideaId as IdeaId, number, text, reasons: [reason], reportedOn: on }
      cards.set(ideaId, { ...card, outcome, answer, decided })
      continue
    }
    known.reasons.push(reason)
    if (on > known.reportedOn) known.reportedOn = on
    // Reported again after it was decided: it is open again.
    if (outcome === null) Object.assign(known, { outcome, decided })
  }
  return [...cards.values()]
}

/** GET /api/reports: the boards on which something was reported and this person decides. `placeOn`: how they stand there. */
export async function reportedBoards(
  reader: Reader,
  actor: Actor,
  placeOn: (boardId: BoardId) => Promise<Place | null>,
): Promise<ReportedBoard[]> {
  const cards = reader
    .select({
      boardId: cardReports.boardId,
      ideaId: cardReports.ideaId,
      waits: sql<boolean>`bool_or(${cardReports.outcome} is null)`.as('waits'),
    })
    .from(cardReports)
    .groupBy(cardReports.boardId, cardReports.ideaId)
    .as('cards')
  const rows = await reader
    .select({
      boardId: boards.id,
      title: boards.title,
      waiting: sql<number>`count(*) filter (where ${cards.waits})::int`,
      decided: sql<number>`count(*) filter (where not ${cards.waits})::int`,
    })
    .from(boards)
    .innerJoin(cards, eq(cards.boardId, boards.id))
    .where(and(isNull(boards.archivedAt), actor.roles.has('admin') ? undefined : decidesOn(actor.userId)))
    .groupBy(boards.id, boards.title)
    .orderBy(asc(boards.title), asc(boards.id))
  const places = await Promise.all(rows.map((row) => placeOn(row.boardId as BoardId)))
  return rows.flatMap((row, at) => {
    const place = places[at]
    const decides = place && allows('board.read', place.standing) && allows('report.decide', place.standing)
    return decides ? { ...row, boardId: row.boardId as BoardId } : []
  })
}

/** Fewer to ask about; who may is decided by the permission. */
const decidesOn = (userId: UserId) =>
  or(
    sql`exists (select 1 from ${boardMembers} m where m.board_id = ${boards.id} and m.user_id = ${userId}
      and m.role = 'facilitator' and m.removed_at is null)`,
    sql`exists (select 1 from ${sessions} s where s.board_id = ${boards.id} and s.ended_at is null
      and ${userId} = any(s.leads))`,
  )
