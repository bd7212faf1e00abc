// Owns one open live document: its Yjs document, connection, copy on this device, and what may honestly be said about it.
// It knows no board and no React; documents.ts hands it out and counts who uses it.

import { IndexeddbPersistence } from 'y-indexeddb'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocumentName } from '../../shared/documents.ts'
import { copyPrefix, noteCopy } from './forget.ts'
import { SAVE_WORRY_MS, type Saved, savedMark } from './saved.ts'
import { createStore, type Store } from './store.ts'
import { type Closing, closingOf, listenForAcks } from './wire-client.ts'

export interface DocumentState {
  /** There is something to show: from the server or from this device. */
  ready: boolean
  connected: boolean
  /** The server has answered on this connection: what is shown is what everyone sees. */
  synced: boolean
  saved: Saved
  /** Final: the server closed the document and trying again is pointless. */
  closed: Closing | null
}

export interface LiveDocument {
  readonly name: DocumentName
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly state: Store<DocumentState>
}

const START: DocumentState = { ready: false, connected: false, synced: false, saved: 'saved', closed: null }

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
  private sent = 0
  private acknowledged = 0
  private since: number | null = null
  private worry: ReturnType<typeof setTimeout> | null = null

  /** `userId` null: nobody to keep a copy for. */
  constructor(name: DocumentName, userId: string | null, onClosed: (closing: Closing) => void) {
    this.name = name
    // Tabs of one browser meet on the server: a shortcut past it would show what is on no disk.
    this.provider = new WebsocketProvider(syncAddress(), name, this.doc, { disableBc: true, connect: false })
    this.awareness = this.provider.awareness
    this.copy = userId ? this.keepCopy(`${copyPrefix(userId)}${name}`) : null
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => this.onUpdate(origin))
    this.provider.on('status', ({ status }) => this.onStatus(status === 'connected'))
    this.provider.on('sync', (synced: boolean) => this.change({ synced, ready: this.state.get().ready || synced }))
    this.provider.on('closed', ({ code, reason }) => {
      const closing = closingOf(code, reason)
      this.change({ closed: closing })
      onClosed(closing)
    })
    listenForAcks(this.provider, (edits) => this.onAck(edits))
    this.provider.connect()
  }

  /** Tries again after a final close: signed in again, or let in. */
  reconnect(): void {
    this.change({ closed: null })
    this.provider.connect()
  }

  async close(options: { dropCopy?: boolean } = {}): Promise<void> {
    if (this.worry) clearTimeout(this.worry)
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
      if (Y.encodeStateVector(this.doc).byteLength > 1) this.change({ ready: true })
    })
    return copy
  }

  private onUpdate(origin: unknown): void {
    if (origin === this.provider || origin === this.copy) return
    this.sent++
    this.since ??= Date.now()
    this.worry ??= setTimeout(() => {
      this.worry = null
      this.refresh()
    }, SAVE_WORRY_MS + 1)
    this.refresh()
  }

  private onStatus(connected: boolean): void {
    this.change({ connected })
  }

  /** The server has `edits` more of mine on disk, or all of them. */
  private onAck(edits: number | 'all'): void {
    this.acknowledged = edits === 'all' ? this.sent : Math.min(this.sent, this.acknowledged + edits)
    this.since = this.acknowledged === this.sent ? null : Date.now()
    this.refresh()
  }

  private change(part: Partial<DocumentState>): void {
    const next = { ...this.state.get(), ...part }
    this.state.set({ ...next, saved: this.markOf(next) })
  }

  private refresh(): void {
    const now = this.state.get()
    const saved = this.markOf(now)
    if (saved !== now.saved) this.state.set({ ...now, saved })
  }

  private markOf({ connected, synced }: DocumentState): Saved {
    const unacknowledged = this.sent - this.acknowledged
    return savedMark({ unacknowledged, connected, synced, since: this.since }, Date.now())
  }
}
