// Owns every answer about ideas. Rows become views in view.ts alone; here is only which rows, and for whom.

import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { LedgerIdea } from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView, MineView, Naming, UserId } from '../../shared/model.ts'
import { type Outcome, done, notThere } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { boards, ideaLikes, ideas } from '../platform/database/schema/index.ts'
import type { IdeaReadDeps, MineDeps } from './deps.ts'
import { type IdeaRow, ideasById } from './store.ts'
import { ideaView, ledgerIdea } from './view.ts'

type Sources = Omit<IdeaReadDeps, 'settle'>

/**
 * GET /api/boards/<id>/ideas, by number. `removed: true` instead answers the removed ones that this person may restore:
 * all of them for a facilitator, one's own for their author.
 */
export async function listIdeas(
  reader: Reader,
  actor: Actor,
  place: Place,
  deps: IdeaReadDeps & Pick<MineDeps, 'markerFor'>,
  which: { removed?: boolean } = {},
): Promise<Outcome<IdeaView[]>> {
  if (!allows('board.read', place.standing)) return notThere()
  await deps.settle(place.boardId)
  const rows = await reader
    .select()
    .from(ideas)
    .where(and(eq(ideas.boardId, place.boardId), (which.removed ? isNotNull : isNull)(ideas.removedAt)))
    .orderBy(asc(ideas.number))
  const mayRestoreAll = place.standing.has('facilitator')
  const own = which.removed && !mayRestoreAll ? await authored(reader, actor, place, deps) : null
  const shown = own ? rows.filter((row) => own(row)) : rows
  return done(await views(reader, place.boardId, place.naming, shown, deps, actor))
}

/** GET /api/ideas/<id>. A removed one is there only for those who may bring it back. */
export async function readIdea(
  reader: Reader,
  actor: Actor,
  place: Place,
  deps: IdeaReadDeps,
): Promise<Outcome<IdeaView>> {
  // The sponsor who is asked knows of this one idea, wherever it stands.
  const mayRead = allows('board.read', place.standing) || place.standing.has('addressed')
  if (!mayRead || !place.ideaId) return notThere()
  await deps.settle(place.boardId)
  const [row] = await ideasById(reader, [place.ideaId])
  if (!row || (row.removedAt && !allows('idea.remove', place.standing))) return notThere()
  const [view] = await views(reader, place.boardId, place.naming, [row], deps, actor)
  return view ? done(view) : notThere()
}

/** GET /api/boards/<id>/mine: for this person's eyes alone. */
export async function readMine(reader: Reader, actor: Actor, place: Place, deps: MineDeps): Promise<Outcome<MineView>> {
  if (!allows('board.read', place.standing)) return notThere()
  const isMine = await authored(reader, actor, place, deps)
  const rows = await reader
    .select({ id: ideas.id, authorId: ideas.authorId, authorMark: ideas.authorMark, signedAt: ideas.signedAt })
    .from(ideas)
    .where(and(eq(ideas.boardId, place.boardId), isNull(ideas.removedAt)))
    .orderBy(asc(ideas.number))
  const liked = await reader
    .select({ ideaId: ideaLikes.ideaId })
    .from(ideaLikes)
    .innerJoin(ideas, eq(ideas.id, ideaLikes.ideaId))
    .where(and(eq(ideaLikes.userId, actor.userId), eq(ideas.boardId, place.boardId), isNull(ideas.removedAt)))
  return done({
    ideas: rows.filter(isMine).map((row) => row.id as IdeaId),
    likes: liked.map((row) => row.ideaId as IdeaId),
    ballot: await deps.ballot(reader, place.boardId, actor.userId),
  })
}

/** What the ledger says of ideas, removed ones included. The scribe publishes it; nobody else needs it. */
export async function ledgerIdeasOf(
  reader: Reader,
  boardId: BoardId,
  which: readonly IdeaId[] | 'all',
  deps: Sources,
): Promise<Map<IdeaId, { entry: LedgerIdea; stampedRev: number }>> {
  // Drawn before the rows are read: of two answers, the one with the greater revision has seen at least every change
  // that was announced before it, also those (votes) that do not stamp the idea's own row.
  const { rows: drawn } = await reader.execute<{ rev: string }>(sql`select nextval('revision') as rev`)
  const rev = Number(drawn[0]?.rev)
  const [board] = await reader.select({ naming: boards.naming }).from(boards).where(eq(boards.id, boardId))
  if (!board || which.length === 0) return new Map()
  const rows = await reader
    .select()
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), which === 'all' ? undefined : inArray(ideas.id, [...which])))
    .orderBy(asc(ideas.number))
  const shown = await views(reader, boardId, board.naming as Naming, rows, deps, null)
  const ids = shown.map(({ ideaId }) => ideaId)
  const ready = await deps.ready?.(reader, ids)
  return new Map(
    shown.map((view, i) => {
      const stampedRev = rows[i]?.rev ?? 0
      return [view.ideaId, { entry: ledgerIdea(view, Math.max(rev, stampedRev), ready?.get(view.ideaId)), stampedRev }]
    }),
  )
}

async function views(
  reader: Reader,
  boardId: BoardId,
  naming: Naming,
  rows: readonly IdeaRow[],
  deps: Sources,
  viewer: Pick<Actor, 'kind'> | null,
): Promise<IdeaView[]> {
  const ids = rows.map((row) => row.id as IdeaId)
  const people = rows.flatMap(
    (row) => [row.authorId, row.enteredBy, row.stageBy].filter((id) => id !== null) as UserId[],
  )
  const viewing = {
    naming,
    people: await deps.people(reader, people, viewer),
    tallies: await deps.tallies(reader, boardId, ids),
    escalations: await deps.escalations(reader, boardId, ids),
  }
  return rows.map((row) => ideaView(row, viewing))
}

/** Whether this person wrote an idea: by name where names are kept or it was signed, else by the mark only they can have made. */
async function authored(reader: Reader, actor: Actor, place: Place, deps: Pick<MineDeps, 'markerFor'>) {
  const named = (row: Pick<IdeaRow, 'authorId'>) => row.authorId !== null && row.authorId === actor.userId
  if (place.naming === 'named') return named
  const marker = await deps.markerFor(reader, place.boardId)
  return (row: Pick<IdeaRow, 'id' | 'authorId' | 'authorMark' | 'signedAt'>) => {
    if (row.signedAt !== null) return named(row)
    if (marker === null || row.authorMark === null) return false
    return Buffer.compare(row.authorMark, marker(row.id, actor.userId)) === 0
  }
}
