// Owns what a seat is: somebody on a board without a device of their own, by whose holder's device they vote and write. Here
// is how a request says for whom it is, and what a seat may never do. Pure: no clock, no ids, nobody's name.

import type { Scope } from './command-parts.ts'
import type { UserId } from './model.ts'
import type { Permission } from './permissions.ts'

/** GET /api/boards/<id>/seats: those on this person's device, in the order they were made. */
export interface SeatView {
  seatId: UserId
  name: string
  /** Who leads enters for them; what comes through it is marked. */
  proxy: boolean
  /** Of a proxy: the person on the board it is for. */
  forId: UserId | null
}

/**
 * A command for a seat has the seat behind its name, over every door: `vote.cast@<seatId>`. A server that knows of no seats
 * then knows of no such command, rather than taking the vote for the holder's own. Reads say `?seat=<seatId>`.
 */
export const forSeat = (name: string, seatId: string): string => `${name}@${seatId}`

export function seatIn(address: unknown): { name: unknown; seat: string | null } {
  const at = typeof address === 'string' ? address.indexOf('@') : -1
  if (typeof address !== 'string' || at < 0) return { name: address, seat: null }
  return { name: address.slice(0, at), seat: address.slice(at + 1) }
}

/** What is of a board, as any guest there; never accounts, and no seats of its own. */
export function seatsMay(scope: Scope, permission: Permission): boolean {
  return scope !== 'organisation' && permission !== 'seat.hold' && permission !== 'seat.proxy'
}
