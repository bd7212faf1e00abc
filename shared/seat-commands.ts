// Owns the commands of seats, as part of the command table (commands.ts).

import { z } from 'zod'
import { command, id, line, nothing } from './command-parts.ts'
import { NAME_MAX_CHARS } from './limits.ts'
import type { BoardId, UserId } from './model.ts'

const boardId = id<BoardId>()
const userId = id<UserId>()
const name = line(NAME_MAX_CHARS)
const made = z.object({ seatId: userId })

export const SEAT_COMMANDS = {
  /** Somebody more at my device: their own votes, ideas and marks, on this board alone. */
  'seat.add': command('seat.hold', 'board', z.strictObject({ boardId, name }), made),
  /**
   * I enter for somebody who is at no device: by name, or a person on the board. On an anonymous board it has neither: the
   * server calls it by a number.
   */
  'seat.add-proxy': command(
    'seat.proxy',
    'board',
    z.strictObject({ boardId, name: name.optional(), forId: userId.optional() }),
    made,
  ),
  'seat.rename': command('seat.hold', 'board', z.strictObject({ boardId, seatId: userId, name }), nothing),
  /** By its holder, or by who leads. What it voted and wrote stays, as with anybody who is shown out. */
  'seat.remove': command('seat.hold', 'board', z.strictObject({ boardId, seatId: userId }), nothing),
} as const
