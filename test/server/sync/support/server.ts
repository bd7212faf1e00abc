// A real http and ws server on a free port around an engine, and stock y-websocket clients to it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import {
  createSync,
  HARD_FRAME_BYTES,
  type Person,
  type Sync,
  type SyncOptions,
} from '../../../../server/sync/index.ts'

export interface TestServer {
  url: string
  port: number
  sync: Sync
  stop(): Promise<void>
}

export function personCalled(name: string): Person {
  return { userId: `user-${name}`, sessionId: `session-${name}`, name, color: '#225588' }
}

/** `?as=ada` says who connects. */
export async function startServer(options: SyncOptions, port = 0): Promise<TestServer> {
  const sync = createSync(options)
  const http = createServer((_request, response) => response.writeHead(404).end())
  const sockets = new WebSocketServer({ noServer: true, maxPayload: HARD_FRAME_BYTES, perMessageDeflate: false })
  http.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    sockets.handleUpgrade(request, socket, head, (ws) => {
      sync.attach(ws, personCalled(url.searchParams.get('as') ?? 'nobody'), decodeURIComponent(url.pathname.slice(1)))
    })
  })
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  const address = http.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${address.port}`,
    port: address.port,
    sync,
    async stop() {
      await sync.drain()
      for (const socket of sockets.clients) socket.terminate()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

export interface Client {
  doc: Y.Doc
  provider: WebsocketProvider
  close(): void
}

export function connect(url: string, document: string, as: string, doc = new Y.Doc()): Client {
  const provider = new WebsocketProvider(url, document, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    params: { as },
    disableBc: true,
  })
  return {
    doc,
    provider,
    close() {
      provider.destroy()
      provider.awareness.destroy()
      doc.destroy()
    },
  }
}
