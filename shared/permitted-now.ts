// Owns what a board's own state takes from people for the moment: archive, lock, the phase of a session. Everyone who asks whether
// something may be done here asks this after `allows`: commands, live documents, import and export, and what the interface shows.

import { type Outcome, refuse } from './outcome.ts'
import { CLOSED_BY_LOCK, OPEN_IN_ARCHIVE, type Permission, type Standing } from './permissions.ts'
import { mayInPhase, type PhasePolicy } from './session.ts'

/** Where somebody stands, and how that place is at the moment. */
export interface PlaceNow {
  archived: boolean
  locked: boolean
  /** Of the phase that is on; null: no session runs. */
  phase: PhasePolicy | null
  standing: ReadonlySet<Standing>
}

const WHY = {
  'board-archived': 'this board is archived; restore it first',
  'board-locked': 'this board is locked for the moment',
  'not-in-this-phase': 'this phase of the session is not for that',
} as const

/** What stands in the way of `permission`, which these people have otherwise; null: nothing. */
export function inTheWay(
  { archived, locked, phase, standing }: PlaceNow,
  permission: Permission,
): keyof typeof WHY | null {
  if (archived && !OPEN_IN_ARCHIVE.has(permission)) return 'board-archived'
  if (locked && CLOSED_BY_LOCK.has(permission)) return 'board-locked'
  return mayInPhase(phase, permission, standing)
}

/** The same as a refusal. */
export function refusedNow(place: PlaceNow, permission: Permission): Outcome<never> | null {
  const reason = inTheWay(place, permission)
  return reason && refuse('conflict', reason, WHY[reason])
}
