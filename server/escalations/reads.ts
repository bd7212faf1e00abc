// Owns every answer about ideas taken to a sponsor: for the ledger, for lists of ideas, and for the sponsor's desk.
// It must never name the author of an idea on an anonymous board.

import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { LedgerEscalation } from '../../shared/documents.ts'
import type {
  BoardId,
  DeskItem,
  DeskView,
  EscalationId,
  EscalationStatus,
  EscalationView,
  IdeaId,
  PersonView,
  RoundId,
  Stage,
  UserId,
} from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, escalations, ideas } from '../platform/database/schema/index.ts'

/** A desk is a working list: what was answered longer ago is found on its board. */
const DESK_ANSWERED_MAX = 100

export interface EscalationReadDeps {
  /** People as others may see them; whoever was erased is absent. */
  peopleOf: (reader: Reader, userIds: readonly UserId[]) => Promise<Map<UserId, PersonView>>
  /** Only of rounds whose tally may be known. */
  talliesOf: (
    reader: Reader,
    boardId: BoardId,
    ideaIds: readonly IdeaId[],
  ) => Promise<Map<IdeaId, { roundId: RoundId; votes: number }[]>>
}

type Row = typeof escalations.$inferSelect

export function escalationReads(deps: EscalationReadDeps) {
  async function views(reader: Reader, rows: readonly Row[]): Promise<EscalationView[]> {
    const ids = new Set(rows.flatMap((row) => [row.sponsorId, row.escalatedBy] as UserId[]))
    const people = await deps.peopleOf(reader, [...ids])
    return rows.map((row) => ({
      escalationId: row.id as EscalationId,
      ideaId: row.ideaId as IdeaId,
      sponsor: people.get(row.sponsorId as UserId) ?? someone(row.sponsorId),
      escalatedBy: people.get(row.escalatedBy as UserId) ?? someone(row.escalatedBy),
      why: row.why,
      status: row.status as EscalationStatus,
      answer: row.answer,
      askedAt: row.askedAt.getTime(),
      answeredAt: row.answeredAt?.getTime() ?? null,
    }))
  }

  /** Oldest question first, per idea. Ideas that were never taken to anybody are absent. */
  async function escalationsOf(reader: Reader, ideaIds: readonly IdeaId[]): Promise<Map<IdeaId, EscalationView[]>> {
    const byIdea = new Map<IdeaId, EscalationView[]>()
    if (ideaIds.length === 0) return byIdea
    const rows = await reader
      .select()
      .from(escalations)
      .where(inArray(escalations.ideaId, [...ideaIds]))
      .orderBy(asc(escalations.askedAt), asc(escalations.id))
    for (const view of await views(reader, rows)) {
      const list = byIdea.get(view.ideaId) ?? []
      list.push(view)
      byIdea.set(view.ideaId, list)
    }
    return byIdea
  }

  async function ledgerEscalationsOf(
    reader: Reader,
    ideaIds: readonly IdeaId[],
  ): Promise<Map<IdeaId, LedgerEscalation[]>> {
    const byIdea = await escalationsOf(reader, ideaIds)
    return new Map([...byIdea].map(([ideaId, list]) => [ideaId, list.map(ledgerEscalation)]))
  }

  async function deskOf(reader: Reader, sponsorId: UserId): Promise<DeskView> {
    const mine = (status: 'waiting' | 'answered') =>
      reader
        .select({ escalation: escalations, idea: ideas, boardTitle: boards.title, naming: boards.naming })
        .from(escalations)
        .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
        .innerJoin(boards, eq(boards.id, ideas.boardId))
        .where(
          and(
            eq(escalations.sponsorId, sponsorId),
            isNull(ideas.removedAt),
            status === 'waiting'
              ? eq(escalations.status, 'waiting')
              : inArray(escalations.status, ['endorsed', 'declined']),
          ),
        )
    const waiting = await mine('waiting').orderBy(asc(escalations.askedAt), asc(escalations.id))
    const answered = await mine('answered')
      .orderBy(desc(escalations.answeredAt), asc(escalations.id))
      .limit(DESK_ANSWERED_MAX)

    const rows = [...waiting, ...answered]
    const escalationViews = await views(
      reader,
      rows.map((row) => row.escalation),
    )
    const authorIds = rows.flatMap((row) => (row.naming === 'named' && row.idea.authorId ? [row.idea.authorId] : []))
    const people = await deps.peopleOf(reader, [...new Set(authorIds)] as UserId[])
    const tallies = await talliesByIdea(
      reader,
      rows.map((row) => row.idea),
    )
    const items = rows.map((row, index): DeskItem => {
      const { idea } = row
      return {
        escalation: escalationViews[index]!,
        boardId: idea.boardId as BoardId,
        boardTitle: row.boardTitle,
        idea: {
          ideaId: idea.id as IdeaId,
          number: idea.number,
          text: idea.text,
          details: idea.details,
          author: row.naming === 'named' ? (people.get(idea.authorId as UserId) ?? null) : null,
          stage: idea.stage as Stage,
          likes: idea.likeCount,
          comments: idea.commentCount,
          tallies: tallies.get(idea.id as IdeaId) ?? [],
        },
      }
    })
    return { waiting: items.slice(0, waiting.length), answered: items.slice(waiting.length) }
  }

  async function talliesByIdea(reader: Reader, rows: readonly { id: string; boardId: string }[]) {
    const all = new Map<IdeaId, { roundId: RoundId; votes: number }[]>()
    for (const boardId of new Set(rows.map((row) => row.boardId as BoardId))) {
      const ofBoard = rows.filter((row) => row.boardId === boardId).map((row) => row.id as IdeaId)
      for (const [ideaId, tallies] of await deps.talliesOf(reader, boardId, ofBoard)) all.set(ideaId, tallies)
    }
    return all
  }

  return { escalationsOf, ledgerEscalationsOf, deskOf }
}

export function ledgerEscalation(view: EscalationView): LedgerEscalation {
  const { userId, name, image } = view.sponsor
  return {
    escalationId: view.escalationId,
    sponsor: { userId, name, image },
    status: view.status,
    answer: view.answer,
    at: view.answeredAt ?? view.askedAt,
  }
}

/** Whoever cannot be shown any more; the promise they made stays. */
function someone(userId: string): PersonView {
  return { userId: userId as UserId, name: '', image: null, unit: null, isGuest: false }
}
