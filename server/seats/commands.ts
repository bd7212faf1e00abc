// Owns making, renaming and removing seats. Who acts for one is found in seating.ts. Must never let a seat outlive its
// holder's own place on the board.

import type { BoardId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { type CommandContext, type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { proxyName, roomForSeat } from './rules.ts'
import * as store from './store.ts'

export interface SeatDeps {
  enqueue: Enqueue
  newId: () => string
}

type SeatCommand = 'seat.add' | 'seat.add-proxy' | 'seat.rename' | 'seat.remove'

export function seatCommands(deps: SeatDeps): Pick<Handlers, SeatCommand> {
  return {
    'seat.add': async (context, { boardId, name }) => {
      if (!(await store.holdBoard(context.tx, boardId))) return refuse('not-found', 'no-such-board')
      return make(context, boardId, { name, proxy: false, forId: null })
    },

    'seat.add-proxy': async (context, { boardId, name: typed, forId }) => {
      const { tx, actor } = context
      const board = await store.holdBoard(tx, boardId)
      if (!board) return refuse('not-found', 'no-such-board')
      const person = forId === undefined ? undefined : await store.personOn(tx, boardId, forId)
      const { proxiesMade: made } = await store.totals(tx, boardId, actor.userId)
      const name = proxyName({ ...board, name: typed, person, made })
      return name.ok ? make(context, boardId, { name: name.value, proxy: true, forId: forId ?? null }) : name
    },

    'seat.rename': async ({ tx, actor, now }, { boardId, seatId, name }) => {
      const board = await store.holdBoard(tx, boardId)
      const seat = await store.seatOn(tx, boardId, seatId)
      // What a proxy is called is what is marked on what it entered, and on an anonymous board it has no name.
      if (!board || seat?.holderId !== actor.userId || seat.proxy) return noSuchSeat()
      await store.rename(tx, seatId, name, now)
      await changed(tx, boardId, actor.userId)
      return done({})
    },

    'seat.remove': async (context, { boardId, seatId }) => {
      const { tx, actor, now } = context
      await store.holdBoard(tx, boardId)
      const seat = await store.seatOn(tx, boardId, seatId)
      const { standing } = placeOf(context)
      const leads = standing.has('facilitator') || standing.has('leader')
      if (!seat || (seat.holderId !== actor.userId && !leads)) return noSuchSeat()
      await store.removeSeats(tx, boardId, { seatId }, now)
      await changed(tx, boardId, seat.holderId as UserId)
      return done({})
    },
  }

  async function make(
    { tx, actor, now }: CommandContext,
    boardId: BoardId,
    seat: { name: string; proxy: boolean; forId: UserId | null },
  ): Promise<Outcome<{ seatId: UserId }>> {
    const room = roomForSeat(await store.totals(tx, boardId, actor.userId), seat.proxy)
    if (!room.ok) return room
    const seatId = deps.newId() as UserId
    await store.joinHolder(tx, boardId, actor.userId, now)
    if (!(await store.putSeat(tx, { seatId, boardId, holderId: actor.userId, ...seat, now }))) {
      const message = 'Somebody enters for this person already.'
      return refuse('conflict', 'entered-already', message, { field: 'forId' })
    }
    await changed(tx, boardId, actor.userId)
    return done({ seatId })
  }

  async function changed(tx: Tx, boardId: BoardId, holderId: UserId): Promise<void> {
    await announceSeats(tx, deps.enqueue, boardId, holderId)
  }
}

async function announceSeats(tx: Tx, enqueue: Enqueue, boardId: BoardId, holderId: UserId): Promise<void> {
  await enqueue(tx, 'people.changed', boardId, { boardId })
  await enqueue(tx, 'session.changed', boardId, { boardId }) // whom one waits for
  await enqueue(tx, 'answers.stale', holderId, { userIds: [holderId], topics: [`board:${boardId}`] })
}

const noSuchSeat = () => refuse('not-found', 'no-such-seat', 'This seat is not on your device.')

type Removing = Pick<Handlers, 'board.remove-person'>

/** For compose, around the boards room's own command: whoever is shown out takes the people at their device along. */
export function takingSeatsAlong({ enqueue }: Pick<SeatDeps, 'enqueue'>, handlers: Removing): Removing {
  return {
    async 'board.remove-person'(context, input) {
      const { boardId, userId } = input
      const { tx, now } = context
      await store.holdBoard(tx, boardId)
      // Somebody's seat who is shown out alone: it leaves the device's list too.
      const seat = await store.seatOn(tx, boardId, userId)
      const outcome = await handlers['board.remove-person'](context, input)
      if (!outcome.ok) return outcome
      const along = await store.removeSeats(tx, boardId, seat ? { seatId: userId } : { holderId: userId }, now)
      if (along > 0) await announceSeats(tx, enqueue, boardId, (seat?.holderId ?? userId) as UserId)
      return outcome
    },
  }
}
