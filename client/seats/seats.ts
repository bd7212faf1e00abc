// Owns what this device knows of the people who sit at it: the list the server keeps, and adding to it or taking away.

import type { BoardId, UserId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { SeatView } from '../../shared/seats.ts'
import { invalidate, type Reading, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'

export const useSeats = (boardId: BoardId): Reading<SeatView[]> =>
  useRead<SeatView[]>(`board:${boardId}`, `/api/boards/${boardId}/seats`)

/** Done once the list says so too. */
async function changing<T>(boardId: BoardId, asked: Promise<Outcome<T>>): Promise<Outcome<T>> {
  const outcome = await asked
  await invalidate([`board:${boardId}`])
  return outcome
}

export const addSeat = (boardId: BoardId, name: string) => changing(boardId, send('seat.add', { boardId, name }))

/** Without a name or a person: one more that nobody can tell from the others. */
export const addProxy = (boardId: BoardId, whose: { name?: string; forId?: UserId }) =>
  changing(boardId, send('seat.add-proxy', { boardId, ...whose }))

export const renameSeat = (boardId: BoardId, seatId: UserId, name: string) =>
  changing(boardId, send('seat.rename', { boardId, seatId, name }))

export const removeSeat = (boardId: BoardId, seatId: UserId) =>
  changing(boardId, send('seat.remove', { boardId, seatId }))
