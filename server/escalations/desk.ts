// Owns a person's desk: what waits for their move, what they promised, what they wait for; and one case alone, as an e-mail's link
// opens it. It must never name the author of an idea on an anonymous board.

import { and, asc, desc, eq, inArray, isNull, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { CASE_STATES, CLOSED, type DeskCase, type DeskView, statusOf } from '../../shared/cases.ts'
import type { BoardId, EscalationId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, casePeople, escalations, ideas } from '../platform/database/schema/index.ts'
import { mayRead } from './onlookers.ts'
import { byKey, type EscalationReads, foundOf } from './reads.ts'

/** A desk is a working list: what was answered longer ago is found on its board. */
const DESK_ANSWERED_MAX = 100
/** Of each other list; nobody works off more before looking again. */
const DESK_MAX = 300

const closed = [...CLOSED]
const waiting = CASE_STATES.filter((state) => statusOf(state) === 'waiting')
const promised = CASE_STATES.filter((state) => !CLOSED.has(state) && !waiting.includes(state))

export interface DeskDeps {
  reads: EscalationReads
  /** The people whose manager this one is. */
  peopleUnder(reader: Reader, managerId: UserId): Promise<UserId[]>
}

type Rows = Awaited<ReturnType<typeof select>>

export function createDesk({ reads, peopleUnder }: DeskDeps) {
  async function deskOf(reader: Reader, userId: UserId): Promise<Omit<DeskView, 'due'>> {
    const mine = eq(escalations.owedBy, userId)
    const everWith = sql`exists (select 1 from ${casePeople} p where p.escalation_id = ${escalations.id} and p.user_id = ${userId})`
    const took = or(eq(escalations.escalatedBy, userId), everWith)
    const keeps = and(inArray(escalations.state, promised), or(mine, eq(escalations.sponsorId, userId)))
    const under = await peopleUnder(reader, userId)
    const oldest = [asc(escalations.owedSince), asc(escalations.id)]
    const lists = {
      waiting: await select(reader, and(inArray(escalations.state, waiting), mine), oldest),
      promised: await select(reader, keeps, [sql`${escalations.owedUntil} asc nulls last`, asc(escalations.id)]),
      elsewhere: await select(
        reader,
        and(notInArray(escalations.state, closed), ne(escalations.owedBy, userId), took, sql`not (${keeps})`),
        oldest,
      ),
      people:
        under.length === 0
          ? []
          : await select(
              reader,
              and(inArray(escalations.state, waiting), inArray(escalations.owedBy, under), mayRead(userId)),
              oldest,
            ),
      answered: await select(
        reader,
        and(inArray(escalations.state, closed), everWith),
        [desc(escalations.owedSince), asc(escalations.id)],
        DESK_ANSWERED_MAX,
      ),
    }
    const all = new Map(Object.values(lists).flatMap((rows) => rows.map((row) => [row.row.id, row] as const)))
    const views = new Map(
      (await desked(reader, [...all.values()], userId)).map((each) => [each.case.escalationId as string, each]),
    )
    const of = (rows: Rows) => rows.map(({ row }) => views.get(row.id)!)
    return {
      waiting: of(lists.waiting),
      promised: of(lists.promised),
      elsewhere: of(lists.elsewhere),
      people: of(lists.people),
      answered: of(lists.answered),
    }
  }

  /** Null: its idea was removed, or there is none. Whether this person may see it the caller has judged. */
  async function deskCase(reader: Reader, id: EscalationId, userId: UserId): Promise<DeskCase | null> {
    const [view] = await desked(reader, await select(reader, eq(escalations.id, id), []), userId)
    return view ?? null
  }

  async function desked(reader: Reader, rows: Rows, userId: UserId): Promise<DeskCase[]> {
    const found = rows.map(foundOf)
    const views = await reads.caseViews(reader, found, userId)
    const authors = await reads.deps.peopleOf(reader, [...new Set(found.flatMap(({ authorId }) => authorId ?? []))])
    const tallies = await talliesOf(reader, rows)
    return rows.map((row, index) => ({
      case: views[index]!,
      boardId: row.idea.boardId,
      boardTitle: row.boardTitle,
      idea: {
        ideaId: row.idea.id,
        number: row.idea.number,
        text: row.idea.text,
        details: row.idea.details,
        author: authors.get(found[index]!.authorId as UserId) ?? null,
        stage: row.idea.stage,
        likes: row.idea.likeCount,
        comments: row.idea.commentCount,
        tallies: tallies.get(row.idea.id as IdeaId) ?? [],
      },
    }))
  }

  async function talliesOf(reader: Reader, rows: Rows) {
    const all = new Map<IdeaId, { roundId: RoundId; votes: number }[]>()
    for (const [boardId, ofBoard] of byKey(rows, ({ idea }) => idea.boardId as BoardId)) {
      const ids = ofBoard.map(({ idea }) => idea.id as IdeaId)
      for (const [ideaId, tallies] of await reads.deps.talliesOf(reader, boardId, ids)) all.set(ideaId, tallies)
    }
    return all
  }

  return { deskOf, deskCase }
}

function select(reader: Reader, where: SQL | undefined, order: SQL[], limit = DESK_MAX) {
  return reader
    .select({
      row: escalations,
      idea: ideas,
      authorId: ideas.authorId,
      removedAt: ideas.removedAt,
      naming: boards.naming,
      signedAt: ideas.signedAt,
      boardTitle: boards.title,
    })
    .from(escalations)
    .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
    .innerJoin(boards, eq(boards.id, ideas.boardId))
    .where(and(where, isNull(ideas.removedAt)))
    .orderBy(...order)
    .limit(limit)
}
