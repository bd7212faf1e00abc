// The engine by itself: any document name, any y-websocket client, everybody may edit. Documents are kept in a folder.
//   npm run sync:alone -- --port 1234 --data ./sync-data          (--help says the rest; SPEC.md, "By itself")
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { CLOSE } from '../../shared/wire.ts'
import { metricsText } from './alone-metrics.ts'
import { type AloneOptions, originAllowed, parseOptions } from './alone-options.ts'
import { isCode } from './folder-lock.ts'
import {
  createSync,
  HARD_FRAME_BYTES,
  type JournalLog,
  journalLog,
  type Person,
  FramedSocket,
  warmUp,
} from './index.ts'

/** Time for the peers to hear that we go. */
const GOODBYE_MS = 2_000
/** A request line and its headers come at once, or not at all (F97). */
const HEADERS_TIMEOUT_MS = 5_000
const NAME_MAX_CHARS = 200
const USER_MAX_CHARS = 80

const parsed = parseOptions(process.argv.slice(2))
if (parsed.do === 'say') {
  ;(parsed.code === 0 ? process.stdout : process.stderr).write(parsed.text)
  process.exitCode = parsed.code
} else {
  const { options } = parsed
  try {
    await serve(options, await openLog(options.data))
  } catch (cause) {
    giveUp(explain(cause, options), 1)
  }
}

function say(event: string, fields: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`)
}

function giveUp(message: string, code: number): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

function openLog(folder: string): Promise<JournalLog> {
  return journalLog(folder, {
    broken: (cause) =>
      giveUp(
        `The journal in ${folder} could not be written to disk (${String(cause)}). Nothing that was confirmed is lost; start again.`,
        1,
      ),
  })
}

function explain(cause: unknown, { port, host, data }: AloneOptions): string {
  if (isCode(cause, 'EADDRINUSE')) {
    return `Port ${port} is in use. Stop what listens there, or choose another with --port (0 takes a free one).`
  }
  if (isCode(cause, 'EADDRNOTAVAIL', 'ENOTFOUND')) return `This machine has no address ${host}; see --host.`
  if (
    isCode(cause, 'EACCES') &&
    'syscall' in (cause as object) &&
    (cause as { syscall: unknown }).syscall === 'listen'
  ) {
    return `Port ${port} may not be used by this account. Choose one above 1023 with --port.`
  }
  if (isCode(cause, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENOSPC')) {
    return `The folder ${data} cannot be written (${String(cause)}). Make it writable, or choose another with --data.`
  }
  return cause instanceof Error ? cause.message : String(cause)
}

async function serve(options: AloneOptions, log: JournalLog): Promise<void> {
  const { limits, guarded } = options
  const sync = createSync({ log, limits, guarded, access: async () => 'edit', note: say })
  const http = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 1_000 }, answer)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: HARD_FRAME_BYTES, perMessageDeflate: false })
  let visitors = 0

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = pathOf(request)
    const text = { 'content-type': 'text/plain; charset=utf-8' }
    if (path === '/healthz') response.writeHead(200, text).end('ok')
    else if (path === '/metrics') response.writeHead(200, text).end(metricsText(sync.stats(), log.bytes, process))
    else response.writeHead(426, { ...text, upgrade: 'websocket' }).end('Documents are at ws://…/<name>.\n')
  }

  function take(opened: WebSocket, request: IncomingMessage): void {
    const url = new URL(request.url ?? '/', 'ws://alone')
    const document = nameIn(url.pathname)
    if (!originAllowed(request.headers.origin, request.headers.host, options.origins)) {
      return sync.refuse(opened, CLOSE.notAllowed, 'foreign-origin')
    }
    if (document === null) return sync.refuse(opened, CLOSE.notAllowed, 'no-such-document')
    sync.attach(
      new FramedSocket(opened, request.socket),
      personFrom(url.searchParams.get('user'), ++visitors),
      document,
    )
  }

  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    sockets.handleUpgrade(request, socket, head, (opened) => take(opened, request))
  })

  let stopping = false
  async function stop(signal: string): Promise<void> {
    if (stopping) giveUp(`${signal} again: not waiting any longer.`, 1)
    stopping = true
    say('stopping', { signal })
    http.close()
    await sync.drain()
    const open = [...sockets.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    const patience = new Promise((resolve) => setTimeout(resolve, GOODBYE_MS).unref())
    if (open.length > 0) await Promise.race([Promise.all(open), patience])
    await log.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))

  warmUp()
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(options.port, options.host, () => resolve())
    })
  } catch (cause) {
    await log.close()
    throw cause
  }
  const address = http.address()
  say('listening', { host: options.host, port: typeof address === 'object' ? address?.port : options.port })
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/'
}

/** A name may hold slashes and whatever else a URL can spell. */
function nameIn(pathname: string): string | null {
  try {
    const name = decodeURIComponent(pathname.slice(1))
    return name.length > 0 && name.length <= NAME_MAX_CHARS ? name : null
  } catch {
    return null
  }
}

function personFrom(user: string | null, visitor: number): Person {
  const sessionId = `connection-${visitor}`
  const name = user?.trim().slice(0, USER_MAX_CHARS)
  if (name) return { userId: `user-${name}`, sessionId, name, color: '#555555' }
  // All of them one user: a stock client that comes back has the client id it had, and that is its user's (S8).
  return { userId: 'visitor', sessionId, name: `Visitor ${visitor}`, color: '#555555', countedAs: sessionId }
}
