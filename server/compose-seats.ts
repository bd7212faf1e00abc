// Owns wiring what people read of the seats at their device. Part of compose.ts: it may know every room, and must never
// decide anything itself.

import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import type { Route } from './platform/route.ts'
import { mySeats } from './seats/reads.ts'

export function seatRoutes({ db }: Pick<Ground, 'db'>, { at }: Pick<RouteMakers, 'at'>): Route[] {
  return [at('board', '/api/boards/:id/seats', ({ actor }, place) => mySeats(db, actor, place))]
}
