// Owns one open live document: its Yjs document, connection, copy on this device, and what may honestly be said about it.
// It knows no board and no React; documents.ts hands it out and counts who uses it.

import { IndexeddbPersistence } from 'y-indexeddb'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocumentName } from '../../shared/documents.ts'
import { type AccessNotice, afterClose, CLOSE, type Notice } from '../../shared/wire.ts'
import { copyPrefix, noteCopy } from './forget.ts'
import { Patience } from './patience.ts'
import { SAVE_WORRY_MS, type Saved, SavedMark } from './saved.ts'
import { createStore, type Store } from './store.ts'
import { type Closing, closingOf, countingSocket, listenForNotices, sentOf } from './wire-client.ts'

export interface DocumentState {
  /** There is something to show: from the server or from this device. */
  ready: boolean
  connected: boolean
  /** The server has answered on this connection: what is shown is what everyone sees. */
  synced: boolean
  saved: Saved
  /** What this person may do in it; `full`: at its size limit, only making it smaller is accepted. */
  access: AccessNotice
  /** Final: the server closed the document and trying again is pointless. */
  closed: Closing | null
}

export interface LiveDocument {
  readonly name: DocumentName
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly state: Store<DocumentState>
}

const START: DocumentState = {
  ready: false,
  connected: false,
  synced: false,
  saved: 'saved',
  access: 'edit',
  closed: null,
}

function syncAddress(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${location.host}/sync`
}

export class OpenDocument implements LiveDocument {
  readonly name: DocumentName
  readonly doc = new Y.Doc()
  readonly awareness: Awareness
  readonly state = createStore(START)
  private readonly provider: WebsocketProvider
  private readonly copy: IndexeddbPersistence | null
  private readonly mark = new SavedMark()
  private worry: ReturnType<typeof setTimeout> | null = null
  private readonly patience = new Patience(() => this.provider.connect())

  /** `userId` null: nobody to keep a copy for. `onClosed` hears a final close; it may start the document over. */
  constructor(name: DocumentName, userId: string | null, onClosed: (closing: Closing) => void) {
    this.name = name
    this.provider = new WebsocketProvider(syncAddress(), name, this.doc, {
      // Tabs of one browser meet on the server: a shortcut past it would show what is on no disk.
      disableBc: true,
      connect: false,
      WebSocketPolyfill: countingSocket(WebSocket),
      // Too fast is a retry too, but not at once: see `patience`.
      shouldReconnect: ({ code, reason }) => code !== CLOSE.tooFast && afterClose(code, reason) === 'retry',
    })
    this.awareness = this.provider.awareness
    this.copy = userId ? this.keepCopy(`${copyPrefix(userId)}${name}`) : null
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => this.onUpdate(origin))
    this.provider.on('status', ({ status }) => this.onLink(status === 'connected'))
    this.provider.on('sync', (synced: boolean) => this.onSync(synced))
    this.provider.on('closed', ({ code, reason }) => {
      if (code === CLOSE.tooFast) return this.patience.refused()
      const closing = closingOf(code, reason)
      this.change({ closed: closing })
      onClosed(closing)
    })
    listenForNotices(this.provider, (notice) => this.onNotice(notice))
    this.provider.connect()
  }

  /** There are edits of mine that the server has not confirmed. */
  get pending(): boolean {
    return this.mark.pending
  }

  get empty(): boolean {
    return Y.encodeStateVector(this.doc).byteLength <= 1
  }

  /** Tries again after a final close: signed in again, or let in. */
  reconnect(): void {
    this.change({ closed: null })
    this.provider.connect()
  }

  async close(options: { dropCopy?: boolean } = {}): Promise<void> {
    if (this.worry) clearTimeout(this.worry)
    this.patience.stop()
    this.provider.destroy()
    if (options.dropCopy) await this.copy?.clearData()
    else await this.copy?.destroy()
    this.doc.destroy()
  }

  private keepCopy(databaseName: string): IndexeddbPersistence | null {
    if (typeof indexedDB === 'undefined') return null
    const copy = new IndexeddbPersistence(databaseName, this.doc)
    noteCopy(databaseName)
    copy.on('synced', () => {
      // An empty copy is no reason to show an empty board: wait for the server then.
      if (!this.empty) this.change({ ready: true })
    })
    return copy
  }

  private onUpdate(origin: unknown): void {
    // What comes out of the copy counts as an edit too: an earlier page may never have sent it.
    if (origin === this.provider) return
    this.mark.edited(Date.now())
    this.worry ??= setTimeout(() => {
      this.worry = null
      this.change({})
    }, SAVE_WORRY_MS + 1)
    this.change({})
  }

  private onLink(connected: boolean): void {
    this.mark.link(connected)
    this.change({ connected })
  }

  private onSync(synced: boolean): void {
    if (synced) this.patience.calm()
    this.change({ synced, ready: this.state.get().ready || synced })
  }

  private onNotice(notice: Notice): void {
    if (notice.kind === 'access') this.change({ access: notice.access })
    if (notice.kind === 'saved' && this.provider.ws) {
      this.mark.onDisk(notice.frames, sentOf(this.provider.ws))
      this.change({})
    }
  }

  private change(part: Partial<DocumentState>): void {
    const before = this.state.get()
    const next = { ...before, ...part, saved: this.mark.mark(Date.now()) }
    const same = (Object.keys(next) as (keyof DocumentState)[]).every((key) => next[key] === before[key])
    if (!same) this.state.set(next)
  }
}
