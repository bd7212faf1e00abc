// Owns: the stock y-websocket client in Node, as a person's browser would open a document.
// Must never do anything a real client could not: no shortcuts into the server.
//
//   const board = ada.document(boardDocument(boardId))      // or openDocument({ url, name, cookie })
//   await board.synced()
//   cardTitle(cardsOf(board.doc).get(ideaId))?.insert(0, 'Hello ')
//   board.closed                                              // {code, reason} once the server sent a final close code
//   board.offline(); await board.online()                     // pull the plug and put it back
//   board.close()
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { until } from './until.ts'

export type DocumentOptions = {
  /** http(s)://host:port of the server, or of a proxy in front of it. */
  url: string
  name: string
  cookie?: string | undefined
  /** Defaults to the server's own, as a browser on its pages would send. null: no Origin header at all. */
  origin?: string | null | undefined
  /** A short-lived token from POST /api/sync-token, instead of a cookie. */
  token?: string | undefined
  /** To go on with a document that already holds something: an offline copy, a chosen client id. */
  doc?: Y.Doc | undefined
  /** Called with every message from the server. */
  heard?: ((bytes: Uint8Array) => void) | undefined
  /** Called with every message to the server, and at each new connection before its first. */
  sent?: ((bytes: Uint8Array) => void) | undefined
  opened?: (() => void) | undefined
}

export type LiveDocument = {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  /** The final close the server answered with (44xx), if it did: the stock client then stays away. */
  readonly closed: { code: number; reason: string } | undefined
  synced(): Promise<void>
  offline(): void
  online(): Promise<void>
  close(): void
}

export function openDocument(options: DocumentOptions): LiveDocument {
  const doc = options.doc ?? new Y.Doc()
  const provider = new WebsocketProvider(`${options.url.replace(/^http/, 'ws')}/sync`, options.name, doc, {
    // ws is the browser's WebSocket but for a few members nobody here calls.
    WebSocketPolyfill: socketClass(options) as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params: options.token ? { token: options.token } : {},
  })
  let closed: { code: number; reason: string } | undefined
  provider.on('closed', (event: { code: number; reason: string }) => {
    closed = event
  })

  async function synced(): Promise<void> {
    await until(() => {
      if (closed) throw new Error(`the server closed it for good: ${closed.code} ${closed.reason}`)
      return provider.synced
    }, `${options.name} to be synced`)
  }

  return {
    doc,
    provider,
    get closed() {
      return closed
    },
    synced,
    offline: () => provider.disconnect(),
    async online() {
      closed = undefined
      provider.connect()
      await synced()
    },
    close() {
      provider.destroy()
      if (!options.doc) doc.destroy()
    },
  }
}

/** A WebSocket that sends what a browser would: its cookie and its origin. */
export function socketClass(
  options: Pick<DocumentOptions, 'url' | 'cookie' | 'origin' | 'heard' | 'sent' | 'opened'>,
): new (
  address: string | URL,
  protocols?: string | string[],
) => WebSocket {
  const origin = options.origin === undefined ? new URL(options.url).origin : options.origin
  const headers = {
    ...(options.cookie ? { cookie: options.cookie } : {}),
    ...(origin === null ? {} : { origin }),
  }
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers, perMessageDeflate: false })
      const { heard, opened } = options
      // The provider asks for ArrayBuffers, but before it does the first may be a Buffer.
      if (heard) this.on('message', (data: ArrayBuffer | Buffer) => heard(new Uint8Array(data)))
      if (opened) this.on('open', opened)
    }

    // The provider gives whole Uint8Arrays and no callback.
    override send(data: Uint8Array): void {
      options.sent?.(data)
      super.send(data)
    }
  }
}

/**
 * One fingerprint of everything a document holds, equal on every replica that saw the same (I2), in whatever order.
 * The state vector alone does not see deletions.
 */
export function fingerprint(doc: Y.Doc): string {
  const clients = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b)
  const deleted = [...Y.createDeleteSetFromStructStore(doc.store).clients].sort(([a], [b]) => a - b)
  return JSON.stringify({
    clients,
    deleted: deleted.map(([client, items]) => [client, items.map(({ clock, len }) => [clock, len])]),
    pending: doc.store.pendingStructs !== null || doc.store.pendingDs !== null,
  })
}
