// Owns wiring the organisation: its list of people, its calendar, and how answering goes. Part of compose.ts: it may know every
// room, and must never decide anything itself.

import type { UserId } from '../shared/model.ts'
import { done, notThere, refuse } from '../shared/outcome.ts'
import { allows } from '../shared/permissions.ts'
import { peopleByIds } from './boards/reads.ts'
import { decode } from './exchange/decode.ts'
import { defuse, undoDefusing } from './exchange/formulas.ts'
import { receive } from './exchange/receive.ts'
import { readTable } from './exchange/table.ts'
import { standingInOrganisation } from './gateway/dispatch.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import type { ReadTable } from './organisation/import.ts'
import { organisationRoutes as routesOf } from './organisation/routes.ts'
import { sponsorSuggestions } from './organisation/suggestions.ts'
import type { Actor } from './platform/command.ts'
import type { Reader } from './platform/database/handle.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'

/** For whoever moves a case: compose hands these to the escalations. */
export { clockSettings, managersOf, organisationAround, peopleOf } from './organisation/around.ts'
/** For business cases. */
export { dayRateOf } from './organisation/reads.ts'
/** For new accounts. */
export { fillUnits } from './organisation/store.ts'

export function organisationRoutes({ db, database, now }: Ground, { at }: Pick<RouteMakers, 'at'>): Route[] {
  // To a guest nothing here is there, so units may be told.
  const people = (reader: Reader, ids: readonly UserId[]) => peopleByIds(reader, ids, { kind: 'member' })
  const mayManage = (actor: Actor) => allows('organisation.manage', standingInOrganisation(actor))
  const rooms = routesOf({
    db,
    transaction: database.transaction,
    now,
    enqueue,
    people,
    mayManage,
    receive,
    defuse,
    readTable: readCells,
  })
  return [
    ...rooms,
    // For whoever may take the idea to somebody.
    at('idea', '/api/ideas/:id/sponsor-suggestions', async ({ actor }, { standing, ideaId }) => {
      // A sponsor who was asked may hand it over, also from a board they are not on.
      const isAddressed = standing.has('addressed')
      if ((!allows('board.read', standing) && !isAddressed) || actor.kind === 'guest' || !ideaId) return notThere()
      if (!allows('idea.escalate', standing) && !isAddressed)
        return refuse('forbidden', 'forbidden', 'you may not do this here')
      const asking = { userId: actor.userId, ideaId, mayManage: mayManage(actor) }
      return done(await sponsorSuggestions(db, asking, now(), people))
    }),
  ]
}

/** As import of ideas reads a file; what our own export put before a formula is taken off again. */
function readCells(bytes: Uint8Array, maxRows: number): ReadTable | null {
  const { text, encoding } = decode(bytes)
  if (text.includes('\u0000')) return null
  const { rows, brokenAt } = readTable(text, maxRows)
  return { encoding, brokenAt, rows: rows.map(({ line, cells }) => ({ line, cells: cells.map(undoDefusing) })) }
}
