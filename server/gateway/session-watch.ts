// Owns finding out that a session is over when nobody said so: it ran out, or it was ended on another node while the nodes
// could not hear each other (FAULTS F52: within 10 s). Must never end a connection because the database did not answer.

import type { Server } from 'socket.io'
import type { Actor } from '../platform/command.ts'

export interface SessionWatchDeps {
  actorOfSession(sessionId: string): Promise<Actor | null>
  endSession(sessionId: string): void
}

/** With a second for the question itself this stays within ten seconds. */
export const SESSIONS_LOOKED_AT_EVERY_MS = 9_000
/** Questions at the same time: each takes a connection to the database. */
const AT_ONCE = 4

export async function lookAtSessions(io: Server, deps: SessionWatchDeps): Promise<void> {
  const ids = new Set<string>()
  for (const socket of io.sockets.sockets.values()) {
    const { sessionId } = socket.data as { sessionId?: string }
    if (sessionId !== undefined) ids.add(sessionId)
  }
  const waiting = [...ids]
  async function line(): Promise<void> {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if ((await deps.actorOfSession(id)) === null) deps.endSession(id)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, line))
}
