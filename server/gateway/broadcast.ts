// Owns what goes to one person's open pages, on whichever node they are: personal events, by person or by session. It must
// never carry what others may not know to more than one person, nor a text at all (shared/events.ts); what everybody may
// know is the ledger's.

import type { Server } from 'socket.io'
import { z } from 'zod'
import { type EventBody, type EventName, EVENTS } from '../../shared/events.ts'
import type { UserId } from '../../shared/model.ts'
import type { Clock } from '../platform/clock.ts'
import type { Nodes } from './nodes.ts'

export interface Broadcast {
  toUser<N extends EventName>(userId: UserId, name: N, body: EventBody<N>): void
  /** The same to several people, on this node alone. */
  toHere<N extends EventName>(userIds: readonly string[], name: N, body: EventBody<N>): void
  /** Whose pages are open on this node. */
  here(): UserId[]
  /** Cached answers under these topics are out of date for these people. */
  stale(userIds: readonly UserId[], topics: readonly string[]): void
  /** Ends the connections of a session: sign-out, here or elsewhere. */
  endSession(sessionId: string): void
  /** Ends every connection of a person. */
  endUser(userId: UserId): void
  /** What is remembered of a person is asked for again. */
  forgetUser(userId: UserId): void
}

export interface BroadcastDeps {
  nodes: Nodes
  clock: Clock
  forgetSession(sessionId: string): void
  forgetUser(userId: string): void
}

/** After a time without the other nodes every page asks for everything again: not all of them in one moment. */
const REFRESH_SPREAD_MS = 1_500
/** As the topic of `stale`: everything. */
const EVERYTHING = '*'

const toldEvent = z.strictObject({ userIds: z.array(z.string()).min(1), name: z.string(), body: z.unknown() })
const toldId = z.string().min(1)

export const userRoom = (userId: string) => `user:${userId}`
export const sessionRoom = (sessionId: string) => `session:${sessionId}`

export function createBroadcast(io: Server, deps: BroadcastDeps): Broadcast {
  const { nodes, clock } = deps

  /** Parsed on the way out: a field that the event does not name does not leave (FAULTS R9). */
  function emit(userIds: readonly string[], name: EventName, body: unknown): void {
    if (userIds.length > 0) io.to(userIds.map(userRoom)).emit(name, EVENTS[name].parse(body))
  }

  function everywhere<N extends EventName>(userIds: readonly UserId[], name: N, body: EventBody<N>): void {
    emit(userIds, name, body)
    if (userIds.length > 0) nodes.tell('event', { userIds, name, body })
  }

  function end(room: string): void {
    io.to(room).emit('signed-out', {})
    io.in(room).disconnectSockets(true)
  }

  const here = {
    endSession(sessionId: string) {
      deps.forgetSession(sessionId)
      end(sessionRoom(sessionId))
    },
    endUser(userId: string) {
      deps.forgetUser(userId)
      end(userRoom(userId))
    },
  }

  nodes.hear('event', toldEvent, ({ userIds, name, body }) => {
    if (Object.hasOwn(EVENTS, name)) emit(userIds, name as EventName, body)
  })
  nodes.hear('session-ended', toldId, here.endSession)
  nodes.hear('user-ended', toldId, here.endUser)
  nodes.hear('user-changed', toldId, (userId) => deps.forgetUser(userId))
  // What was sent meanwhile has not come (STACK trap 5): nobody knows which answers are old.
  nodes.onMissed(() => {
    for (const socket of io.sockets.sockets.values()) {
      clock.after(Math.random() * REFRESH_SPREAD_MS, () => socket.emit('stale', { topics: [EVERYTHING] }))
    }
  })

  return {
    toUser: (userId, name, body) => everywhere([userId], name, body),
    toHere: emit,
    here: () => [...new Set([...io.sockets.sockets.values()].map(({ data }) => (data as { userId: UserId }).userId))],
    stale(userIds, topics) {
      if (topics.length > 0) everywhere(userIds, 'stale', { topics: [...new Set(topics)] })
    },
    endSession(sessionId) {
      here.endSession(sessionId)
      nodes.tell('session-ended', sessionId)
    },
    endUser(userId) {
      here.endUser(userId)
      nodes.tell('user-ended', userId)
    },
    forgetUser(userId) {
      deps.forgetUser(userId)
      nodes.tell('user-changed', userId)
    },
  }
}
