// Owns the Socket.IO door: who may connect, and one wrapper around everything a client can send, because a throw, a
// rejection or a missing ack in a handler would end the process (FAULTS F16). It must never keep a right on a socket:
// every command is asked anew who is asking (R6), and nothing is given back to a socket that comes again (STACK trap 5).

import type { IncomingHttpHeaders, Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { COMMAND_BODY_MAX_BYTES, SOCKETS_MAX_PER_USER } from '../../shared/limits.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import type { Actor } from '../platform/command.ts'
import { sessionRoom, userRoom } from './broadcast.ts'
import type { Dispatch } from './dispatch.ts'
import type { OriginChecks } from './origin.ts'

export interface SocketDeps {
  origins: OriginChecks
  dispatch: Dispatch
  actorOf(headers: IncomingHttpHeaders): Promise<Actor | null>
  refusalOf(error: unknown, where: string): Refusal
}

/** A peer that answers nothing is gone within 25 s (FAULTS F28). */
const PING_EVERY_MS = 15_000
const PING_TIMEOUT_MS = 10_000
/** Time for the first message after the transport stands; a browser sends it at once (F97). */
const HELLO_TIMEOUT_MS = 5_000

export function createSocketServer(http: HttpServer, deps: SocketDeps): Server {
  const io = new Server(http, {
    allowRequest: (request, answer) => answer(null, deps.origins.socketAllowed(request)),
    serveClient: false,
    // Other upgrades on this server are ours to answer: see upgrade.ts.
    destroyUpgrade: false,
    maxHttpBufferSize: COMMAND_BODY_MAX_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PING_TIMEOUT_MS,
    connectTimeout: HELLO_TIMEOUT_MS,
  })
  io.use(async (socket, next) => {
    const [problem, actor] = await whoIs(deps, socket)
    if (actor) socket.data = { userId: actor.userId, sessionId: actor.sessionId } satisfies SocketFacts
    next(problem ?? undefined)
  })
  io.on('connection', (socket) => welcome(io, socket, deps))
  return io
}

/** The message of the error is what the client is told: `sign-in`, or why nobody could be asked. */
async function whoIs(deps: SocketDeps, socket: Socket): Promise<[Error | null, Actor | null]> {
  try {
    const actor = await deps.actorOf(socket.handshake.headers)
    return actor ? [null, actor] : [new Error('sign-in'), null]
  } catch (error) {
    return [new Error(deps.refusalOf(error, 'socket').reason), null]
  }
}

/** Which rooms it is in; never a right. */
interface SocketFacts {
  userId: string
  sessionId: string
}

function welcome(io: Server, socket: Socket, deps: SocketDeps): void {
  const { userId, sessionId } = socket.data as SocketFacts
  void socket.join([userRoom(userId), sessionRoom(sessionId)])
  dropOldest(io, userRoom(userId))
  // An `error` without a listener would be thrown; what is wrong with a packet is the sender's to know.
  socket.on('error', () => undefined)
  socket.on('command', (...sent: unknown[]) => {
    const ack = sent.find((one) => typeof one === 'function') as ((outcome: Outcome<unknown>) => void) | undefined
    const [name, input, key] = sent.filter((one) => typeof one !== 'function')
    answer(socket, deps, name, input, key)
      .then((outcome) => ack?.(outcome))
      .catch((error: unknown) => void deps.refusalOf(error, 'socket ack'))
  })
}

async function answer(
  socket: Socket,
  deps: SocketDeps,
  name: unknown,
  input: unknown,
  key: unknown,
): Promise<Outcome<unknown>> {
  try {
    const actor = await deps.actorOf(socket.handshake.headers)
    const request = { actor, name, input }
    return await deps.dispatch(key === undefined || key === null ? request : { ...request, key })
  } catch (error) {
    return { ok: false, error: deps.refusalOf(error, 'socket') }
  }
}

/** Past the limit the longest connected goes: most likely a page that was left open somewhere. */
function dropOldest(io: Server, room: string): void {
  const ids = io.sockets.adapter.rooms.get(room)
  if (!ids || ids.size <= SOCKETS_MAX_PER_USER) return
  const [oldest] = ids // a Set keeps the order of joining
  if (oldest !== undefined) io.sockets.sockets.get(oldest)?.disconnect(true)
}
