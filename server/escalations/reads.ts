// Owns every answer about ideas taken to a sponsor: for the ledger, for lists of ideas, and for the page of an idea. The desk is in
// desk.ts. It must never name the author of an idea on an anonymous board.

import { asc, eq, inArray } from 'drizzle-orm'
import type { CaseView } from '../../shared/cases.ts'
import type { BoardId, EscalationId, EscalationView, IdeaId, PersonView, RoundId, UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, escalations, ideas } from '../platform/database/schema/index.ts'
import { movesOf, type StoredMove } from './audit/store.ts'
import { caseView, escalationView, type People, peopleIn, type Row } from './views.ts'

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

/** A case, with what is around it. `authorId` is null on an anonymous board. */
export interface Found {
  row: Row
  authorId: UserId | null
  removed: boolean
}

const found = {
  row: escalations,
  authorId: ideas.authorId,
  removedAt: ideas.removedAt,
  naming: boards.naming,
  signedAt: ideas.signedAt,
}

export function escalationReads(deps: EscalationReadDeps) {
  /** Oldest question first, per idea. Ideas that were never taken to anybody are absent. */
  async function escalationsOf(reader: Reader, ideaIds: readonly IdeaId[]): Promise<Map<IdeaId, EscalationView[]>> {
    const byIdea = new Map<IdeaId, EscalationView[]>()
    if (ideaIds.length === 0) return byIdea
    const rows = await reader
      .select()
      .from(escalations)
      .where(inArray(escalations.ideaId, [...ideaIds]))
      .orderBy(asc(escalations.askedAt), asc(escalations.id))
    const people = await deps.peopleOf(reader, [...new Set(rows.flatMap(peopleIn))])
    for (const row of rows) {
      const list = byIdea.get(row.ideaId as IdeaId) ?? []
      list.push(escalationView(row, people))
      byIdea.set(row.ideaId as IdeaId, list)
    }
    return byIdea
  }

  /** Each with its whole history, and what this person may do; null: nobody in particular. In the order given. */
  async function caseViews(reader: Reader, cases: readonly Found[], userId: UserId | null): Promise<CaseView[]> {
    const stored = await movesOf(
      reader,
      cases.map(({ row }) => row.id as EscalationId),
    )
    const byCase = byKey(stored, (move) => move.escalationId)
    const people: People = await deps.peopleOf(reader, [
      ...new Set([...cases.flatMap(({ row }) => peopleIn(row)), ...stored.flatMap(peopleOfMove)]),
    ])
    return cases.map(({ row, authorId, removed }) => {
      const asking = userId === null || removed ? null : { userId, isAuthor: authorId === userId }
      return caseView(row, byCase.get(row.id) ?? [], people, asking)
    })
  }

  /** Newest first, per idea. */
  async function casesOf(
    reader: Reader,
    ideaIds: readonly IdeaId[],
    userId: UserId | null,
  ): Promise<Map<IdeaId, CaseView[]>> {
    if (ideaIds.length === 0) return new Map()
    const rows = await reader
      .select(found)
      .from(escalations)
      .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
      .innerJoin(boards, eq(boards.id, ideas.boardId))
      .where(inArray(escalations.ideaId, [...ideaIds]))
      .orderBy(asc(escalations.askedAt), asc(escalations.id))
    const views = await caseViews(reader, rows.map(foundOf).reverse(), userId)
    return byKey(views, (view) => view.ideaId)
  }

  return { escalationsOf, caseViews, casesOf, deps }
}

export type EscalationReads = ReturnType<typeof escalationReads>

interface FoundRow {
  row: Row
  authorId: string | null
  removedAt: Date | null
  naming: string
  /** With the author's consent, on an anonymous board. */
  signedAt: Date | null
}

export function foundOf(row: FoundRow): Found {
  return {
    row: row.row,
    authorId: row.naming === 'named' || row.signedAt !== null ? (row.authorId as UserId | null) : null,
    removed: row.removedAt !== null,
  }
}

const peopleOfMove = ({ by, after }: StoredMove) => [by, after.owedBy].filter((id) => id !== null) as UserId[]

/** In the order given. */
export function byKey<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}
