// Owns one open live document: its Yjs document, connection, copy on this device, and what may honestly be said about it.
// It knows no board and no React; documents.ts hands it out and decides what follows when the server closes it.

import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocumentName } from '../../shared/documents.ts'
import { afterClose, CLOSE, DOCUMENT_CROWDED, type Notice, READ_ONLY } from '../../shared/wire.ts'
import { noteCopy } from './forget.ts'
import { type FoundInCopy, LocalCopy } from './local-copy.ts'
import { Patience } from './patience.ts'
import type { Known } from './refused.ts'
import { SAVE_WORRY_MS, SavedMark } from './saved.ts'
import { type DocumentState, type LiveDocument, START } from './document-state.ts'
import { createStore } from './store.ts'
import { type Closing, closingOf, countingSocket, listenForNotices, sentOf } from './wire-client.ts'

/** A reconnect after a restart takes up to three seconds; past this something is in the way. */
const CUT_OFF_MS = 10_000

/** Tells this page's unsent edits from those of other tabs. */
const TAB = Math.random().toString(36).slice(2)

function syncAddress(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${location.host}/sync`
}

export interface Owner {
  userId: string
  /** The database of the copy on this device. */
  copyName: string
}

export class OpenDocument implements LiveDocument {
  readonly name: DocumentName
  readonly doc = new Y.Doc()
  readonly awareness: Awareness
  readonly state = createStore(START)
  readonly userId: string | null
  private readonly provider: WebsocketProvider
  private readonly onClosed: (closing: Closing) => void
  private copy: LocalCopy | null = null
  private readonly mark = new SavedMark()
  private readonly confirmed = new Map<number, number>()
  private worry: ReturnType<typeof setTimeout> | null = null
  private cutOff: ReturnType<typeof setTimeout> | null = null
  private readonly patience = new Patience(() => this.provider.connect())

  /** `owner` null: nobody to keep a copy for. `onClosed` hears a final close; it may start the document over. */
  constructor(name: DocumentName, owner: Owner | null, onClosed: (closing: Closing) => void) {
    this.name = name
    this.userId = owner?.userId ?? null
    this.onClosed = onClosed
    this.provider = new WebsocketProvider(syncAddress(), name, this.doc, {
      // Tabs of one browser meet on the server: a shortcut past it would show what is on no disk.
      disableBc: true,
      connect: false,
      WebSocketPolyfill: countingSocket(WebSocket),
      // Too fast is a retry too, but not at once: see `patience`.
      shouldReconnect: ({ code, reason }) => code !== CLOSE.tooFast && afterClose(code, reason) === 'retry',
    })
    this.awareness = this.provider.awareness
    if (owner) this.keepCopy(owner.copyName)
    this.doc.on('update', this.onUpdate)
    this.doc.on('afterTransaction', this.onTransaction)
    this.provider.on('status', ({ status }) => this.onLink(status === 'connected'))
    this.provider.on('sync', (synced: boolean) => this.onSync(synced))
    this.provider.on('closed', ({ code, reason }) => {
      if (code !== CLOSE.tooFast) return this.end(closingOf(code, reason))
      const full = this.name.startsWith('p') ? 'Proposal' : 'Board'
      const crowded = reason === DOCUMENT_CROWDED ? full : null
      this.change({ crowded, tooFast: !crowded })
      this.patience.refused(crowded !== null)
    })
    listenForNotices(this.provider, (notice) => this.onNotice(notice))
    this.watchForCutOff()
    this.provider.connect()
  }

  /** There are edits of mine that the server has not confirmed. */
  get pending(): boolean {
    return this.mark.pending
  }

  get empty(): boolean {
    return Y.encodeStateVector(this.doc).byteLength <= 1
  }

  /** How far the server is known to have each client's edits. */
  get known(): Known {
    return this.confirmed
  }

  /** From which clock on each client's edits are not confirmed. */
  unconfirmedClocks(): Known {
    const clocks = new Map<number, number>()
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(this.doc))) {
      const confirmed = this.confirmed.get(client) ?? 0
      if (confirmed < clock) clocks.set(client, confirmed)
    }
    return clocks
  }

  /** Tries again after a final close. */
  reconnect(): void {
    this.change({ closed: null })
    this.provider.connect()
  }

  /** Says that the server keeps refusing: nothing more is tried until the person asks. */
  giveUp(closing: Closing): void {
    this.change({ closed: { ...closing, why: 'gave-up' } })
  }

  /** The copy on this device continues under another name: another tab started the document over, and this one is sound. */
  moveCopy(copyName: string): void {
    void this.leaveCopy()
    this.keepCopy(copyName)
  }

  /** Nothing more is written to the copy on this device; resolves when its database is let go. */
  async leaveCopy(): Promise<void> {
    const copy = this.copy
    this.copy = null
    await copy?.close()
  }

  get copyName(): string | null {
    return this.copy?.name ?? null
  }

  async close(): Promise<void> {
    if (this.worry) clearTimeout(this.worry)
    if (this.cutOff) clearTimeout(this.cutOff)
    this.patience.stop()
    this.provider.destroy()
    const left = this.leaveCopy()
    this.doc.destroy()
    await left
  }

  /** Whatever waits is stored: the page may be going away (F34). */
  storeNow(): void {
    this.copy?.flush()
  }

  private keepCopy(databaseName: string): void {
    if (typeof indexedDB === 'undefined') return this.change({ copyOff: true })
    noteCopy(databaseName)
    const copy: LocalCopy = new LocalCopy(
      databaseName,
      this.doc,
      TAB,
      {
        isMine: (origin) => origin !== this.provider,
        confirmed: () => Y.encodeStateVector(this.confirmed),
        onState: (state) => {
          if (this.copy === copy) this.change({ copyOff: state === 'off' })
        },
        onLoaded: (found) => this.onCopyLoaded(found),
      },
      this.mark.pending,
    )
    this.copy = copy
  }

  private onCopyLoaded({ dirty, confirmed }: FoundInCopy): void {
    // A copy that does not know what was confirmed cannot tell others' words from mine: none are called refused then,
    // before the server's own document says so exactly.
    for (const [client, clock] of Y.decodeStateVector(confirmed ?? Y.encodeStateVector(this.doc))) {
      if (clock > (this.confirmed.get(client) ?? 0)) this.confirmed.set(client, clock)
    }
    // An earlier page may never have sent it.
    if (dirty) this.edited()
    // An empty copy is no reason to show an empty board: wait for the server then.
    if (!this.empty) this.change({ ready: true })
    this.lookForStranded()
  }

  private readonly onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin !== this.provider && origin !== this.copy) this.edited()
  }

  private readonly onTransaction = (transaction: Y.Transaction): void => {
    if (transaction.origin !== this.provider) return
    for (const [client, clock] of transaction.afterState) {
      if (clock > (transaction.beforeState.get(client) ?? 0)) this.confirmed.set(client, clock)
    }
  }

  private edited(): void {
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
    if (!connected) this.watchForCutOff()
  }

  private watchForCutOff(): void {
    this.cutOff ??= setTimeout(() => this.change({ cutOff: !this.state.get().synced }), CUT_OFF_MS)
  }

  private onSync(synced: boolean): void {
    if (synced) {
      if (this.cutOff) clearTimeout(this.cutOff)
      this.cutOff = null
      this.patience.calm()
      this.change({ synced, ready: true, cutOff: false, tooFast: false, crowded: null })
      this.lookForStranded()
    } else this.change({ synced })
  }

  private onNotice(notice: Notice): void {
    if (notice.kind === 'access') {
      this.change({ access: notice.access })
      this.lookForStranded()
    }
    if (notice.kind === 'saved' && this.provider.ws) {
      this.mark.onDisk(notice.frames, sentOf(this.provider.ws))
      if (!this.mark.pending) this.allConfirmed()
      this.change({})
    }
  }

  private allConfirmed(): void {
    const stateVector = Y.encodeStateVector(this.doc)
    for (const [client, clock] of Y.decodeStateVector(stateVector)) this.confirmed.set(client, clock)
    this.copy?.confirmAll()
  }

  /**
   * A viewer is never asked what they have. What they wrote offline before the board was locked would stay in this copy
   * for ever, unsent and unseen: that is a refusal too.
   */
  private lookForStranded(): void {
    const { access, synced, closed } = this.state.get()
    const { ws } = this.provider
    if (access !== 'view' || !synced || closed || !this.mark.pending || !ws || sentOf(ws).answered) return
    this.provider.disconnect()
    this.end(closingOf(CLOSE.notAllowed, READ_ONLY))
  }

  private end(closing: Closing): void {
    // Nothing written now would go anywhere; the server says again what one may when it lets us in.
    this.change({ closed: closing, access: 'view' })
    this.onClosed(closing)
  }

  private change(part: Partial<DocumentState>): void {
    const before = this.state.get()
    const next = { ...before, ...part, saved: this.mark.mark(Date.now()) }
    const same = (Object.keys(next) as (keyof DocumentState)[]).every((key) => next[key] === before[key])
    if (!same) this.state.set(next)
  }
}
