// Owns the answer to "which board does this id lead to, and how does this person stand there?", in one query each.
// Every permission check of the server goes through it. It decides nothing: see standing.ts and shared/permissions.ts.

import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '../../shared/commands.ts'
import { parseDocumentName } from '../../shared/documents.ts'
import type { BoardId, IdeaId, Joining, Naming } from '../../shared/model.ts'
import { allows } from '../../shared/permissions.ts'
import type { PhasePolicy } from '../../shared/session.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import {
  boardMembers,
  boardSecrets,
  boards,
  comments,
  escalations,
  ideas,
  minutes,
  policyNow,
  rounds,
  sessions,
} from '../platform/database/schema/index.ts'
import { markerOf, sameMark } from './marks.ts'
import { standingOf } from './standing.ts'

export type PlaceScope = Exclude<Scope, 'organisation'>

/** Null: there is no such thing. Whether this person may know of it is for `allows('board.read', …)` to say. */
export async function locate(reader: Reader, actor: Actor, scope: PlaceScope, id: string): Promise<Place | null> {
  const found = await FIND[scope](reader, actor, id)
  return found && placeFrom(actor, found)
}

/** The same for several people and one board or round, in one query; in their order. */
export async function locateEach(
  reader: Reader,
  actors: readonly Actor[],
  scope: PlaceScope,
  id: string,
): Promise<(Place | null)[]> {
  if (scope !== 'board' && scope !== 'round')
    return Promise.all(actors.map((actor) => locate(reader, actor, scope, id)))
  const boardId = scope === 'board' ? sql`${id}` : sql`(select board_id from rounds where rounds.id = ${id})`
  const asked = actors.map((actor) => actor.userId)
  const person = sql.raw('person.user_id')
  const rows = await reader
    .select({ ...factsFor(person), userId: sql<string>`${person}` })
    .from(boards)
    .innerJoin(sql`unnest(${sql.param([...new Set(asked)])}::text[]) as person(user_id)`, sql`true`)
    .leftJoin(boardMembers, membershipOf(person))
    .where(eq(boards.id, boardId))
  const facts = new Map(rows.map((row) => [row.userId, row]))
  return actors.map((actor) => {
    const found = facts.get(actor.userId)
    return found ? placeFrom(actor, { facts: found, ideaId: null, subject: null, addressed: false }) : null
  })
}

/** Of these boards, those this person may read, with their titles; in one query. */
export async function readableBoards(
  reader: Reader,
  actor: Actor,
  boardIds: readonly BoardId[],
): Promise<Map<BoardId, string>> {
  if (boardIds.length === 0) return new Map()
  const rows = await reader
    .select({ ...factsFor(actor.userId), title: boards.title })
    .from(boards)
    .leftJoin(boardMembers, membershipOf(actor.userId))
    .where(inArray(boards.id, [...new Set(boardIds)]))
  const readable = rows.filter((facts) => {
    const place = placeFrom(actor, { facts, ideaId: null, subject: null, addressed: false })
    return allows('board.read', place.standing)
  })
  return new Map(readable.map(({ boardId, title }) => [boardId as BoardId, title]))
}

function placeFrom(actor: Actor, { facts, ideaId, subject, addressed }: Found): Place {
  return {
    boardId: facts.boardId as BoardId,
    naming: facts.naming as Naming,
    locked: facts.locked,
    archived: facts.archivedAt !== null,
    phase: facts.phase,
    ideaId,
    standing: standingOf({
      kind: actor.kind,
      roles: actor.roles,
      joining: facts.joining as Joining,
      membership: facts.role === null ? null : { role: facts.role, removed: facts.removedAt !== null },
      addressedHere: facts.addressedHere,
      leadsSession: facts.leadsSession ?? false,
      author: subject !== null && wrote(subject, facts.naming as Naming, actor),
      addressed,
    }),
  }
}

interface Facts {
  boardId: string
  naming: string
  joining: string
  locked: boolean
  archivedAt: Date | null
  phase: PhasePolicy | null
  leadsSession: boolean | null
  role: string | null
  removedAt: Date | null
  addressedHere: boolean
}

/** What was written, and the two ways in which its author may be told. */
interface Subject {
  id: string
  authorId: string | null
  authorMark: Uint8Array | null
  key: Uint8Array | null
  /** On an anonymous board its author put their name to it. */
  signedAt?: Date | null
}

interface Found {
  facts: Facts
  ideaId: IdeaId | null
  subject: Subject | null
  addressed: boolean
}

/** On an anonymous board only the mark counts, whatever else a row may hold, until its author signs. */
function wrote(subject: Subject, naming: Naming, actor: Actor): boolean {
  if (naming === 'named' || subject.signedAt) return subject.authorId !== null && subject.authorId === actor.userId
  return subject.key !== null && sameMark(subject.authorMark, markerOf(subject.key)(subject.id, actor.userId))
}

/** `person`: a user's id, or the column that holds it. */
const factsFor = (person: string | SQL) => ({
  boardId: boards.id,
  naming: boards.naming,
  joining: boards.joining,
  locked: boards.locked,
  archivedAt: boards.archivedAt,
  phase: sql<PhasePolicy | null>`(
    select ${policyNow} from ${sessions} where ${sessions.boardId} = ${boards.id} and ${sessions.endedAt} is null)`,
  leadsSession: sql<boolean | null>`(
    select ${person} = any(s.leads) from sessions s where s.board_id = ${boards.id} and s.ended_at is null)`,
  role: boardMembers.role,
  removedAt: boardMembers.removedAt,
  addressedHere: sql<boolean>`exists (
    select 1 from case_people c join escalations e on e.id = c.escalation_id join ideas i on i.id = e.idea_id
    where c.user_id = ${person} and i.board_id = ${boards.id})`,
})

const membershipOf = (person: string | SQL) => and(eq(boardMembers.boardId, boards.id), eq(boardMembers.userId, person))

const FIND: Record<PlaceScope, (reader: Reader, actor: Actor, id: string) => Promise<Found | null>> = {
  async board(reader, actor, id) {
    const [facts] = await reader
      .select(factsFor(actor.userId))
      .from(boards)
      .leftJoin(boardMembers, membershipOf(actor.userId))
      .where(eq(boards.id, id))
    return facts ? { facts, ideaId: null, subject: null, addressed: false } : null
  },

  async idea(reader, actor, id) {
    const [row] = await reader
      .select({
        facts: factsFor(actor.userId),
        subject: {
          id: ideas.id,
          authorId: ideas.authorId,
          authorMark: ideas.authorMark,
          key: boardSecrets.key,
          signedAt: ideas.signedAt,
        },
      })
      .from(ideas)
      .innerJoin(boards, eq(boards.id, ideas.boardId))
      .leftJoin(boardMembers, membershipOf(actor.userId))
      .leftJoin(boardSecrets, eq(boardSecrets.boardId, boards.id))
      .where(eq(ideas.id, id))
    return row ? { ...row, ideaId: row.subject.id as IdeaId, addressed: false } : null
  },

  /** A live document by its name: a board's, the proposal of an idea, or the minutes of a session. */
  async document(reader, actor, name) {
    const named = parseDocumentName(name)
    if (named?.kind === 'board') return FIND.board(reader, actor, named.id)
    if (named?.kind === 'minutes') {
      const [row] = await reader
        .select({ boardId: minutes.boardId })
        .from(minutes)
        .where(eq(minutes.sessionId, named.id))
      return row ? FIND.board(reader, actor, row.boardId) : null
    }
    return named?.kind === 'proposal' ? FIND.idea(reader, actor, named.id) : null
  },

  async comment(reader, actor, id) {
    const [row] = await reader
      .select({
        facts: factsFor(actor.userId),
        ideaId: comments.ideaId,
        subject: {
          id: comments.id,
          authorId: comments.authorId,
          authorMark: comments.authorMark,
          key: boardSecrets.key,
        },
      })
      .from(comments)
      .innerJoin(ideas, eq(ideas.id, comments.ideaId))
      .innerJoin(boards, eq(boards.id, ideas.boardId))
      .leftJoin(boardMembers, membershipOf(actor.userId))
      .leftJoin(boardSecrets, eq(boardSecrets.boardId, boards.id))
      .where(and(eq(comments.id, id), isNull(comments.removedAt)))
    return row ? { ...row, ideaId: row.ideaId as IdeaId, addressed: false } : null
  },

  async round(reader, actor, id) {
    const [facts] = await reader
      .select(factsFor(actor.userId))
      .from(rounds)
      .innerJoin(boards, eq(boards.id, rounds.boardId))
      .leftJoin(boardMembers, membershipOf(actor.userId))
      .where(eq(rounds.id, id))
    return facts ? { facts, ideaId: null, subject: null, addressed: false } : null
  },

  /** Whoever is to move, carry out or measure it; whoever raised it, and the author of the idea, where that is known. */
  async escalation(reader, actor, id) {
    const [row] = await reader
      .select({
        facts: factsFor(actor.userId),
        ideaId: ideas.id,
        asked: sql<
          unknown[]
        >`array[${escalations.sponsorId}, ${escalations.owedBy}, ${escalations.commitment}->>'ownerId',
          (select o.measurer_id from outcomes o where o.escalation_id = ${escalations.id})]`,
        spoke: sql<unknown[]>`array[${escalations.escalatedBy},
          case when ${boards.naming} = 'named' or ${ideas.signedAt} is not null then ${ideas.authorId} end]`,
      })
      .from(escalations)
      .innerJoin(ideas, eq(ideas.id, escalations.ideaId))
      .innerJoin(boards, eq(boards.id, ideas.boardId))
      .leftJoin(boardMembers, membershipOf(actor.userId))
      .where(eq(escalations.id, id))
    if (!row) return null
    // Whoever was shown out keeps a say only where they are asked.
    const shownOut = row.facts.removedAt !== null
    const addressed =
      actor.kind === 'member' && (row.asked.includes(actor.userId) || (!shownOut && row.spoke.includes(actor.userId)))
    return { facts: row.facts, ideaId: row.ideaId as IdeaId, subject: null, addressed }
  },
}
