// Owns the one question import and export ask before anything else: may this person, on this board, now?

import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { allows, CLOSED_BY_LOCK, OPEN_IN_ARCHIVE, type Permission } from '../../shared/permissions.ts'
import { mayInPhase } from '../../shared/session.ts'
import type { Place } from '../platform/command.ts'

/** Absent and not for this person's eyes are never told apart. */
export function permitted(place: Place | null, permission: Permission): Outcome<Place> {
  if (!place || !allows('board.read', place.standing)) {
    return refuse('not-found', 'not-found', 'there is no such board, or it is not for you to see')
  }
  if (!allows(permission, place.standing)) return refuse('forbidden', 'forbidden', 'you may not do this here')
  if (place.archived && !OPEN_IN_ARCHIVE.has(permission)) {
    return refuse('conflict', 'board-archived', 'this board is archived; restore it first')
  }
  if (place.locked && CLOSED_BY_LOCK.has(permission)) {
    return refuse('conflict', 'board-locked', 'this board is locked for the moment')
  }
  const notNow = mayInPhase(place.phase, permission, place.standing)
  if (notNow) return refuse('conflict', notNow, 'this phase of the session is not for that')
  return done(place)
}
