// Owns what goes to one person's open pages: personal events, by person or by session. It must never carry what others
// may not know to more than one person, nor a text at all (shared/events.ts); what everybody may know is the ledger's.

import type { Server } from 'socket.io'
import { type EventBody, type EventName, EVENTS } from '../../shared/events.ts'
import type { UserId } from '../../shared/model.ts'

export interface Broadcast {
  toUser<N extends EventName>(userId: UserId, name: N, body: EventBody<N>): void
  /** Cached answers under these topics are out of date for these people. */
  stale(userIds: readonly UserId[], topics: readonly string[]): void
  /** Ends the connections of a session: sign-out, here or elsewhere. */
  endSession(sessionId: string): void
  /** Ends every connection of a person. */
  endUser(userId: UserId): void
}

export const userRoom = (userId: string) => `user:${userId}`
export const sessionRoom = (sessionId: string) => `session:${sessionId}`

export function createBroadcast(io: Server): Broadcast {
  function end(room: string): void {
    io.to(room).emit('signed-out', {})
    io.in(room).disconnectSockets(true)
  }
  return {
    toUser(userId, name, body) {
      // Parsed on the way out: a field that the event does not name does not leave (FAULTS R9).
      io.to(userRoom(userId)).emit(name, EVENTS[name].parse(body))
    },
    stale(userIds, topics) {
      if (userIds.length === 0 || topics.length === 0) return
      io.to(userIds.map(userRoom)).emit('stale', EVENTS.stale.parse({ topics: [...new Set(topics)] }))
    },
    endSession: (sessionId) => end(sessionRoom(sessionId)),
    endUser: (userId) => end(userRoom(userId)),
  }
}
