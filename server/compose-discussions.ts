// Owns wiring the discussion of a session, which talks about ideas in the order of a round, with a timer as sessions have
// one. Part of compose.ts: it may know every room, and must never decide anything itself.

import type { BoardId } from '../shared/model.ts'
import { entryCommands } from './discussions/entries.ts'
import type { DiscussionDeps } from './discussions/deps.ts'
import { ledgerDiscussionOf } from './discussions/reads.ts'
import { topicCommands } from './discussions/topics.ts'
import { boardInLog } from './documents/board-cards.ts'
import { newId } from './platform/ids.ts'
import type { Reader } from './platform/database/handle.ts'
import { enqueue } from './platform/outbox.ts'
import { setTimer } from './sessions/rules.ts'
import { latestOf } from './sessions/store.ts'
import { roundViews } from './votes/reads.ts'

export type Discussions = ReturnType<typeof wireDiscussions>

export const discussionDeps: DiscussionDeps = {
  enqueue,
  newId,
  setTimer,
  boardNow: boardInLog,
  async lastRound(reader, boardId, since) {
    const closed = (await roundViews(reader, boardId)).filter(
      (round) => round.closedAt !== null && round.closedAt >= since.getTime(),
    )
    closed.sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
    const [last] = closed
    return last ? { roundId: last.roundId, method: last.method, result: last.result } : null
  },
}

/** For the ledger: what everybody may know of the discussion of the session that runs, or of the last one. */
export const discussionEntries = async (reader: Reader, boardId: BoardId) =>
  ledgerDiscussionOf(reader, boardId, await latestOf(reader, boardId))

export function wireDiscussions() {
  return { commands: { ...topicCommands(discussionDeps), ...entryCommands(discussionDeps) } }
}
