// Owns wiring what boards answer those who look on. At a step of a session everybody asks in the same moment: what is the
// same for all of them is asked of the database once. Part of compose.ts: it may know every room, and decides nothing.

import type { BoardId } from '../shared/model.ts'
import { locate, locateEach } from './boards/locate.ts'
import { rememberOpening } from './boards/people.ts'
import { boardFrame, boardPeople, boardView, listBoards } from './boards/reads.ts'
import { type BoardPlaces, createBoardPlaces } from './gateway/board-places.ts'
import type { Locate } from './gateway/dispatch.ts'
import type { RouteMakers } from './gateway/place-routes.ts'
import type { Ground } from './ground.ts'
import { gatherSame } from './platform/gather.ts'
import { enqueue } from './platform/outbox.ts'
import type { Route } from './platform/route.ts'
import { roundViews } from './votes/reads.ts'

export const boardPlaces = ({ db }: Pick<Ground, 'db'>): BoardPlaces => createBoardPlaces(db, locateEach)

/** For reading outside a transaction. */
export function locateTogether(onBoard: BoardPlaces): Locate {
  return (reader, actor, scope, id) => (scope === 'board' ? onBoard(actor, id) : locate(reader, actor, scope, id))
}

export function boardRoutes({ db, now }: Ground, { at, read }: Pick<RouteMakers, 'at' | 'read'>): Route[] {
  const frames = gatherSame((boardId: BoardId) => boardFrame(db, boardId))
  const rounds = gatherSame((boardId: BoardId) => roundViews(db, boardId))
  const together = {
    frame: (_: unknown, boardId: BoardId) => frames(boardId),
    rounds: (_: unknown, boardId: BoardId) => rounds(boardId),
  }
  return [
    read('/api/boards', ({ actor }) => listBoards(db, actor)),
    at('board', '/api/boards/:id', async ({ actor, origin }, place) => {
      await rememberOpening(db, enqueue, actor, place, now())
      return boardView(db, actor, place, { ...together, origin })
    }),
    at('board', '/api/boards/:id/people', ({ actor }, place) => boardPeople(db, actor, place)),
  ]
}
