// Owns reactions in a session: a hand clap that rises and is gone. Nothing of them is kept, nobody hears from whom, and what
// comes in the same moment is told together.

import { z } from 'zod'
import { REACTIONS_MAX_PER_PERSON_PER_10_S } from '../../shared/limits.ts'
import type { BoardId, UserId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import { type Reaction, REACTIONS, type ReactionCounts } from '../../shared/session.ts'
import type { Clock } from '../platform/clock.ts'
import { type Handlers, placeOf } from '../platform/command.ts'
import { afterCommit } from '../platform/database/index.ts'
import * as store from './store.ts'

/** Short enough to feel at once, long enough that a room that claps is a few messages a second. */
const TOLD_EVERY_MS = 300

export interface ReactionDeps {
  /** Counts one against this person's; 0, or the milliseconds until there is one again. */
  take(userId: UserId): number
  reacted(boardId: BoardId, reaction: Reaction, times: number): void
}

/** Costs what a like costs, so that a phase without reactions has none of these either. */
export function reactionCommands(deps: ReactionDeps): Pick<Handlers, 'session.react'> {
  return {
    async 'session.react'(context, { boardId, reaction, times }) {
      const { tx, actor } = context
      if (!placeOf(context).phase || !(await store.runningOf(tx, boardId))) return store.noSession()
      const retryAfterMs = deps.take(actor.userId)
      if (retryAfterMs > 0) {
        const limit = REACTIONS_MAX_PER_PERSON_PER_10_S
        return refuse('too-fast', 'too-many-commands', 'These are too many reactions at once.', { retryAfterMs, limit })
      }
      afterCommit(() => deps.reacted(boardId, reaction, times))
      return done({})
    },
  }
}

const counts = z.partialRecord(z.enum(REACTIONS), z.number().int().positive())
const told = z.strictObject({ boardId: z.string(), counts })

interface RelayDeps {
  clock: Clock
  /** Whoever has a connection to this board on this node. */
  peopleOn(boardId: BoardId): ReadonlySet<string>
  /** To their open pages on this node alone. */
  toHere(userIds: readonly string[], body: { boardId: BoardId; counts: ReactionCounts }): void
  nodes: {
    tell(topic: string, value: unknown): void
    hear<T>(topic: string, shape: z.ZodType<T>, heed: (value: T) => void): void
  }
}

/** Tells the people of a board, on every node. */
export function createReactionRelay(deps: RelayDeps): ReactionDeps['reacted'] {
  const waiting = new Map<BoardId, ReactionCounts>()
  deps.nodes.hear('reactions', told, (one) => show(one.boardId as BoardId, one.counts as ReactionCounts))

  function show(boardId: BoardId, counts: ReactionCounts): void {
    deps.toHere([...deps.peopleOn(boardId)], { boardId, counts })
  }
  return (boardId, reaction, times) => {
    const before = waiting.get(boardId)
    const sum = before ?? {}
    sum[reaction] = (sum[reaction] ?? 0) + times
    if (before) return
    waiting.set(boardId, sum)
    deps.clock.after(TOLD_EVERY_MS, () => {
      waiting.delete(boardId)
      show(boardId, sum)
      deps.nodes.tell('reactions', { boardId, counts: sum })
    })
  }
}
