// Owns every personal server → client Socket.IO event and its body. What everybody on a board may know travels in
// the ledger instead; nothing here may carry a text, only ids and one's own numbers.

import { z } from 'zod'
import { REACTIONS } from './session.ts'

export const EVENTS = {
  /** Cached answers about these topics are out of date: `boards`, `inbox`, `desk`, `me`, `people`, `board:<id>`, `mine:<boardId>`; `*`: all. */
  stale: z.strictObject({ topics: z.array(z.string()).min(1) }),
  /** My own ballot after a cast in any of my tabs. */
  ballot: z.strictObject({
    roundId: z.string(),
    votes: z.record(z.string(), z.number()),
    left: z.number(),
  }),
  /** Reactions on a board in the last moment, whosever they are. */
  reactions: z.strictObject({
    boardId: z.string(),
    counts: z.partialRecord(z.enum(REACTIONS), z.number().int().positive()),
  }),
  /** Unread items in my inbox now. */
  inbox: z.strictObject({ unread: z.number() }),
  /** How far an import that I started has come: rows dealt with, of all rows. `importId` is the one I gave it. */
  import: z.strictObject({ importId: z.string(), done: z.number(), total: z.number() }),
  /** This session has ended: sign-out elsewhere, removal from the board. The client forgets local copies. */
  'signed-out': z.strictObject({}),
} as const

export type EventName = keyof typeof EVENTS
export type EventBody<N extends EventName> = z.infer<(typeof EVENTS)[N]>
