// Owns the answer to whom somebody has at their device. For them alone: who is on the board is the people's list.

import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { SeatView } from '../../shared/seats.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { seatsHeldBy } from './store.ts'

/** GET /api/boards/<id>/seats */
export async function mySeats(reader: Reader, actor: Actor, place: Place): Promise<Outcome<SeatView[]>> {
  if (!allows('board.read', place.standing)) return notThere()
  return done(await seatsHeldBy(reader, place.boardId, actor.userId))
}
