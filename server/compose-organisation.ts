// Owns wiring the organisation: its list of people, its calendar, and how answering goes. Part of compose.ts: it may know every
// room, and must never decide anything itself.

import { allows } from '../shared/permissions.ts'
import { peopleByIds } from './boards/reads.ts'
import { decode } from './exchange/decode.ts'
import { defuse, undoDefusing } from './exchange/formulas.ts'
import { receive } from './exchange/receive.ts'
import { readTable } from './exchange/table.ts'
import { standingInOrganisation } from './gateway/dispatch.ts'
import type { Ground } from './ground.ts'
import type { ReadTable } from './organisation/import.ts'
import { organisationRoutes as routesOf } from './organisation/routes.ts'
import type { Reader } from './platform/database/handle.ts'
import type { Route } from './platform/route.ts'
import type { UserId } from '../shared/model.ts'

/** For whoever moves a case: compose hands these to the escalations. */
export { clockSettings, organisationAround, peopleOf } from './organisation/around.ts'
/** For business cases. */
export { dayRateOf } from './organisation/reads.ts'
/** For new accounts. */
export { fillUnits } from './organisation/store.ts'

export function organisationRoutes({ db, database, now }: Ground): Route[] {
  return routesOf({
    db,
    transaction: database.transaction,
    now,
    people: (reader: Reader, ids: readonly UserId[]) => peopleByIds(reader, ids, null),
    mayManage: (actor) => allows('organisation.manage', standingInOrganisation(actor)),
    receive,
    defuse,
    readTable: readCells,
  })
}

/** As import of ideas reads a file; what our own export put before a formula is taken off again. */
function readCells(bytes: Uint8Array, maxRows: number): ReadTable | null {
  const { text, encoding } = decode(bytes)
  if (text.includes('\u0000')) return null
  const { rows, brokenAt } = readTable(text, maxRows)
  return { encoding, brokenAt, rows: rows.map(({ line, cells }) => ({ line, cells: cells.map(undoDefusing) })) }
}
