// Owns wiring what people read of their own on a board and in a round, and the tally sheet of a closed one. Part of compose.ts: it may
// know every room, and must never decide anything itself.

import type { BoardId } from '../shared/model.ts'
import { done, type Outcome } from '../shared/outcome.ts'
import { locate } from './boards/locate.ts'
import { markerFor } from './boards/marks.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import { readMine } from './ideas/reads.ts'
import type { Route, Sending } from './platform/route.ts'
import { ballotOf } from './votes/reads.ts'
import { noSuchRound } from './votes/rules.ts'
import { roundBallot, roundSheet, sheetCsv } from './votes/sheet.ts'

export function roundRoutes(
  { db, secret }: Pick<Ground, 'db' | 'secret'>,
  { at, download }: Pick<RouteMakers, 'at' | 'download'>,
  settle: (boardId: BoardId) => Promise<void>,
): Route[] {
  const deps = { secret, settle }
  return [
    at('board', '/api/boards/:id/mine', ({ actor }, place) =>
      readMine(db, actor, place, { markerFor, ballot: ballotOf }),
    ),
    at('round', '/api/rounds/:id/ballot', ({ actor, params }, place) =>
      roundBallot(db, actor, place, params.id ?? '', deps),
    ),
    at('round', '/api/rounds/:id/sheet', ({ params }, place) => roundSheet(db, place, params.id ?? '', deps)),
    download('/api/rounds/:id/sheet.csv', async ({ actor, params }): Promise<Outcome<Sending>> => {
      const id = params.id ?? ''
      const place = await locate(db, actor, 'round', id)
      if (!place) return noSuchRound()
      const sheet = await roundSheet(db, place, id, deps)
      return sheet.ok
        ? done({ type: 'text/csv; charset=utf-8', body: sheetCsv(sheet.value), filename: `votes-${id}.csv` })
        : sheet
    }),
  ]
}
