// Owns what a place means for a live document: may this person see it, or write in it? The sync engine asks at every
// join, every few seconds and whenever somebody's rights may have changed (SYNC S6). Must never answer from memory.

import { and, eq, isNull, sql } from 'drizzle-orm'
import {
  boardDocument,
  type DocumentKind,
  type DocumentName,
  ledgerDocument,
  minutesDocument,
  parseDocumentName,
  proposalDocument,
} from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { allows, type Permission } from '../../shared/permissions.ts'
import { inTheWay } from '../../shared/permitted-now.ts'
import { isSealed } from '../../shared/session.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { isDamaged } from '../platform/database/damaged.ts'
import { unavailability } from '../platform/database/unavailable.ts'
import { boards, ideas, minutes, sessions } from '../platform/database/schema/index.ts'
import type { BoardPlaces } from './board-places.ts'
import type { Locate } from './dispatch.ts'

export type DocumentAccess = 'none' | 'view' | 'edit'

const WRITING: Record<DocumentKind, Permission | null> = {
  board: 'board.write',
  proposal: 'proposal.write',
  minutes: 'minutes.keep',
  ledger: null, // what the server has decided, only the server writes
}

export function documentAccess(kind: DocumentKind, place: Place | null): DocumentAccess {
  if (!place) return 'none'
  // A sponsor who is asked must be able to read what they are asked about, and no more than that.
  const reads = allows('board.read', place.standing) || (kind === 'proposal' && place.standing.has('addressed'))
  if (!reads) return 'none'
  const permission = WRITING[kind]
  if (permission === null || !allows(permission, place.standing)) return 'view'
  return inTheWay(place, permission) ? 'view' : 'edit'
}

export interface DocumentAccessDeps {
  db: Reader
  locate: Locate
  onBoard: BoardPlaces
  actorOfSession(sessionId: string): Promise<Actor | null>
  /** Before a document is first served: what a crash left out is repaired, what has to stand in it is put there. */
  beforeBoard(boardId: BoardId): Promise<void>
  beforeProposal(ideaId: IdeaId): Promise<void>
  beforeMinutes(sessionId: string): Promise<void>
}

export function createDocumentAccess(deps: DocumentAccessDeps) {
  return async (person: { sessionId: string }, document: string): Promise<DocumentAccess | 'signed-out'> => {
    const named = parseDocumentName(document)
    if (!named) return 'none'
    const actor = await deps.actorOfSession(person.sessionId)
    if (!actor) return 'signed-out'
    const place =
      named.kind === 'proposal' || named.kind === 'minutes'
        ? await deps.locate(deps.db, actor, 'document', document)
        : await deps.onBoard(actor, named.id)
    const access = documentAccess(named.kind, place)
    if (!place || access === 'none') return 'none'
    try {
      if (named.kind === 'minutes') await deps.beforeMinutes(named.id)
      else if (place.ideaId) await deps.beforeProposal(place.ideaId)
      else await deps.beforeBoard(place.boardId)
    } catch (error) {
      // A full disk stops writing, not reading (F7), and so does a damaged document (F11): repairs wait, and whoever is asked
      // about next tries them again.
      if (unavailability(error) !== 'storage-full' && !isDamaged(error)) throw error
    }
    return access
  }
}

/** How a person stands to the versions of a document: who reads it sees them. */
export function versionAccess(locate: Locate, reader: Reader) {
  return {
    placeOf: (actor: Actor, document: string) => locate(reader, actor, 'document', document),
    mayRead: (kind: DocumentKind, place: Place) => documentAccess(kind, place) !== 'none',
    /** Names, brings back and removes: of a board who leads it, of a text whoever may write in it. */
    mayKeep: (kind: DocumentKind, place: Place) =>
      documentAccess(kind, place) === 'edit' && (kind !== 'board' || allows('version.keep', place.standing)),
  }
}

/**
 * `quiet` on an anonymous board, and while people write for themselves alone: nobody there learns who else is, nor what
 * they are about to write (SYNC S24).
 */
export async function presenceOf(db: Reader, document: string): Promise<'full' | 'quiet'> {
  const named = parseDocumentName(document)
  if (!named) return 'quiet'
  const query = db
    .select({ naming: boards.naming, phase: sessions.policy })
    .from(boards)
    .leftJoin(sessions, and(eq(sessions.boardId, boards.id), isNull(sessions.endedAt)))
  const [board] =
    named.kind === 'proposal'
      ? await query.innerJoin(ideas, eq(ideas.boardId, boards.id)).where(eq(ideas.id, named.id))
      : await query.where(eq(boards.id, named.kind === 'minutes' ? minutesBoard(named.id) : named.id))
  return board?.naming === 'named' && !isSealed(board.phase) ? 'full' : 'quiet'
}

/** The board whose session it was. */
const minutesBoard = (sessionId: string) => sql`(select board_id from minutes where session_id = ${sessionId})`

/** Every live document that hangs on a board: whoever's rights there change is judged anew in all of them. */
export async function documentsOf(db: Reader, boardId: BoardId): Promise<DocumentName[]> {
  const rows = await db.select({ id: ideas.id }).from(ideas).where(eq(ideas.boardId, boardId))
  const kept = await db.select({ id: minutes.sessionId }).from(minutes).where(eq(minutes.boardId, boardId))
  return [
    boardDocument(boardId),
    ledgerDocument(boardId),
    ...rows.map((row) => proposalDocument(row.id as IdeaId)),
    ...kept.map((row) => minutesDocument(row.id)),
  ]
}
