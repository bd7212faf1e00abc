// Owns what a place means for a live document: may this person see it, or write in it? Pure. The sync engine asks at
// every join, every few seconds and whenever somebody's rights may have changed (SYNC S6).

import type { DocumentKind } from '../../shared/documents.ts'
import { allows, CLOSED_BY_LOCK, OPEN_IN_ARCHIVE, type Permission } from '../../shared/permissions.ts'
import type { Place } from '../platform/command.ts'

export type DocumentAccess = 'none' | 'view' | 'edit'

const WRITING: Record<DocumentKind, Permission | null> = {
  board: 'board.write',
  proposal: 'proposal.write',
  ledger: null, // what the server has decided, only the server writes
}

export function documentAccess(kind: DocumentKind, place: Place | null): DocumentAccess {
  if (!place) return 'none'
  // A sponsor who is asked must be able to read what they are asked about, and no more than that.
  const reads = allows('board.read', place.standing) || (kind === 'proposal' && place.standing.has('addressed'))
  if (!reads) return 'none'
  const permission = WRITING[kind]
  if (permission === null || !allows(permission, place.standing)) return 'view'
  const shut = (place.archived && !OPEN_IN_ARCHIVE.has(permission)) || (place.locked && CLOSED_BY_LOCK.has(permission))
  return shut ? 'view' : 'edit'
}
