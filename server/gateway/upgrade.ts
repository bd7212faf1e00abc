// Owns the raw WebSocket door of the live documents, `/sync/<document>`: origin, session, and then the socket is the sync
// engine's. A refusal for want of a session is an accepted socket closed with a final code, because a refused upgrade makes
// the stock client try for ever (STACK trap 10). What is neither ours nor Socket.IO's is destroyed.

import type { IncomingHttpHeaders, IncomingMessage, Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { CLOSE, type CloseCode } from '../../shared/wire.ts'
import type { Actor } from '../platform/command.ts'
import type { Person, Sync } from '../sync/index.ts'
import { FramedSocket, HARD_FRAME_BYTES } from '../sync/index.ts'
import { addressOf, type OriginChecks } from './origin.ts'
import { Strangers, STRANGERS_MAX_PER_ADDRESS } from './strangers.ts'
import type { SyncTokens } from './sync-token.ts'

export interface UpgradeDeps {
  sync: Pick<Sync, 'attach' | 'refuse' | 'stats'>
  origins: OriginChecks
  tokens: SyncTokens
  trustProxyHops: number
  actorOf(headers: IncomingHttpHeaders): Promise<Actor | null>
  actorOfSession(sessionId: string): Promise<Actor | null>
  onError(error: unknown): void
}

const SYNC_PATH = '/sync/'
const SOCKET_IO_PATH = '/socket.io/'
const NAME_MAX_CHARS = 200

export function serveUpgrades(http: HttpServer, deps: UpgradeDeps): { close(): void } {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false, // a bomb of a few bytes must stay a few bytes (F96)
    maxPayload: HARD_FRAME_BYTES,
  })

  const strangers = new Strangers(STRANGERS_MAX_PER_ADDRESS)

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that resets while we think must not end the process.
    socket.on('error', () => socket.destroy())
    const url = request.url ?? ''
    const path = url.split('?')[0] ?? ''
    if (path.startsWith(SOCKET_IO_PATH)) return
    if (!path.startsWith(SYNC_PATH)) return reject(socket, 404, 'Not Found')
    const document = documentOf(path)
    const token = tokenOf(request, url)
    // A page of another site can ride on a cookie, but it has no token.
    if (token === null && !deps.origins.socketAllowed(request)) return reject(socket, 403, 'Forbidden')
    const known = strangers.enter(addressOf(request, deps.trustProxyHops))
    if (known === null) return reject(socket, 503, 'Service Unavailable')
    socket.on('close', known)
    admit(request, token, document).then(
      (verdict) =>
        accept(request, socket, head, (opened) => {
          if (!('person' in verdict)) return deps.sync.refuse(opened, verdict.code, verdict.reason)
          known()
          deps.sync.attach(new FramedSocket(opened, socket), verdict.person, document)
        }),
      (error: unknown) => {
        deps.onError(error)
        accept(request, socket, head, (opened) => deps.sync.refuse(opened, CLOSE.tryLater, 'try-later'))
      },
    )
  }

  async function admit(
    request: IncomingMessage,
    token: string | null,
    document: string,
  ): Promise<{ person: Person } | { code: CloseCode; reason: string }> {
    const actor = token === null ? await deps.actorOf(request.headers) : await bearer(token, document)
    return actor ? { person: personOf(actor) } : { code: CLOSE.signIn, reason: 'sign-in' }
  }

  async function bearer(token: string, document: string): Promise<Actor | null> {
    const sessionId = deps.tokens.read(token, document)
    return sessionId === null ? null : deps.actorOfSession(sessionId)
  }

  function accept(request: IncomingMessage, socket: Duplex, head: Buffer, use: (opened: WebSocket) => void): void {
    if (socket.destroyed) return
    server.handleUpgrade(request, socket, head, use)
  }

  http.on('upgrade', onUpgrade)
  return {
    close() {
      http.off('upgrade', onUpgrade)
      server.close()
    },
  }
}

function reject(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
}

/** Judged as it is written: a name with anything to decode in it is no document's (F64). */
function documentOf(path: string): string {
  const name = path.slice(SYNC_PATH.length)
  return name.length <= NAME_MAX_CHARS && /^[\w.-]+$/.test(name) ? name : ''
}

function tokenOf(request: IncomingMessage, url: string): string | null {
  const header = /^bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return header ?? new URLSearchParams(url.split('?')[1] ?? '').get('token')
}

function personOf(actor: Actor): Person {
  return { userId: actor.userId, sessionId: actor.sessionId, name: actor.name, color: colorOf(actor.userId) }
}

/** Dark enough for white letters on it; the same person has the same colour everywhere. */
const CURSOR_COLORS = [
  '#9a3412',
  '#854d0e',
  '#3f6212',
  '#166534',
  '#115e59',
  '#075985',
  '#3730a3',
  '#6b21a8',
  '#9d174d',
]

function colorOf(userId: string): string {
  let sum = 0
  for (const char of userId) sum = (sum * 31 + char.charCodeAt(0)) % 1_000_003
  return CURSOR_COLORS[sum % CURSOR_COLORS.length] ?? '#3730a3'
}
