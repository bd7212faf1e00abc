// Owns the one question import and export ask before anything else: may this person, on this board, now?

import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { allows, type Permission } from '../../shared/permissions.ts'
import { refusedNow } from '../../shared/permitted-now.ts'
import type { Place } from '../platform/command.ts'

/** Absent and not for this person's eyes are never told apart. */
export function permitted(place: Place | null, permission: Permission): Outcome<Place> {
  if (!place || !allows('board.read', place.standing)) {
    return refuse('not-found', 'not-found', 'there is no such board, or it is not for you to see')
  }
  if (!allows(permission, place.standing)) return refuse('forbidden', 'forbidden', 'you may not do this here')
  return refusedNow(place, permission) ?? done(place)
}
