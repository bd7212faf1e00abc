// Owns: a WebSocket client without manners (H9): it sends whatever bytes a test hands it, and keeps all it is told.
//
//   const rude = await openRaw({ url: world.url, path: `/sync/board.${boardId}`, cookie: ada.cookie })
//   rude.send(Uint8Array.of(0x00, 0x82, 0x00))
//   expect(await rude.closed()).toMatchObject({ code: 4400 })
//   rude.frames                                   // every binary message so far
// Origin defaults to the server's own; null sends none; any other string is sent as it is.
// A refused upgrade resolves too: `rude.refusedStatus` is then the HTTP status (403 for a foreign origin, F62).
import WebSocket from 'ws'
import { until } from './until.ts'

export type RawOptions = {
  url: string
  path: string
  cookie?: string
  origin?: string | null
  headers?: Record<string, string>
}

export type RawSocket = {
  readonly socket: WebSocket
  readonly frames: Uint8Array[]
  readonly refusedStatus: number | undefined
  send(bytes: Uint8Array | string): void
  /** Resolves when the server has closed, with its code and reason. */
  closed(deadlineMs?: number): Promise<{ code: number; reason: string }>
  close(): void
}

export async function openRaw(options: RawOptions): Promise<RawSocket> {
  const origin = options.origin === undefined ? new URL(options.url).origin : options.origin
  const socket = new WebSocket(`${options.url.replace(/^http/, 'ws')}${options.path}`, {
    perMessageDeflate: false,
    headers: {
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...(origin === null ? {} : { origin }),
      ...options.headers,
    },
  })
  socket.binaryType = 'nodebuffer'
  const frames: Uint8Array[] = []
  let fate: { code: number; reason: string } | undefined
  let refusedStatus: number | undefined
  socket.on('message', (data: Buffer) => frames.push(new Uint8Array(data)))
  socket.on('error', () => undefined) // its close event says the same, and with a code
  socket.on('close', (code, reason) => {
    fate = { code, reason: reason.toString() }
  })
  await new Promise<void>((resolve) => {
    socket.once('open', resolve)
    socket.once('close', () => resolve())
    socket.once('unexpected-response', (request, response) => {
      refusedStatus = response.statusCode
      request.destroy()
      resolve()
    })
  })

  return {
    socket,
    frames,
    get refusedStatus() {
      return refusedStatus
    },
    send: (bytes) => socket.send(bytes),
    closed: (deadlineMs) => until(() => fate ?? false, 'the server to close the socket', deadlineMs),
    close: () => socket.terminate(),
  }
}
