// Owns the copy of one document in this browser's IndexedDB, in y-indexeddb's layout. It must never keep the page from
// working: when the browser refuses, the copy is off and the document goes on without it.
//
// Why not y-indexeddb itself: a full or refused database is an uncaught rejection there, an edit is stored only when the
// browser gets round to committing it, and one tab loads another's unsent edits in the middle of its work.

import * as Y from 'yjs'

export type CopyState = 'opening' | 'on' | 'off'

export interface FoundInCopy {
  /** Some of it may never have reached the server. */
  dirty: boolean
  /** The state vector the server last confirmed; null in a copy that does not know. */
  confirmed: Uint8Array | null
}

interface Ports {
  /** Everything there was is in the document now. */
  onLoaded: (found: FoundInCopy) => void
  onState: (state: CopyState) => void
  /** What came from the server may wait a moment; what came from a person is stored at once. */
  isMine: (origin: unknown) => boolean
  /** The state vector the server is known to have. */
  confirmed: () => Uint8Array
}

/** Others' edits are gathered this long into one transaction: losing them costs nothing. */
const GATHER_MS = 250
/** After so many rows the whole state is written once in their place. */
const TRIM_ROWS = 500
/** A browser that has not opened the database by then may never do so. */
const PATIENCE_MS = 5_000

const UPDATES = 'updates'
const CUSTOM = 'custom'
const DIRTY = 'dirty.'
const CONFIRMED = 'confirmed'

export class LocalCopy {
  readonly name: string
  private readonly doc: Y.Doc
  private readonly ports: Ports
  private readonly dirtyKey: string
  private db: IDBDatabase | null = null
  private state: CopyState = 'opening'
  private loaded = false
  private closed = false
  private failed = false
  private waiting: Uint8Array[] = []
  /** Rows whose content is in the document. */
  private rows: IDBValidKey[] = []
  /** There are edits of this page's own that the server has not confirmed, and the copy says so. */
  private mine = false
  private marked = false
  private foundDirty: IDBValidKey[] = []
  private gathering: ReturnType<typeof setTimeout> | null = null
  private readonly patience: ReturnType<typeof setTimeout>
  private readonly opening: Promise<void>

  /**
   * `tab` tells this page's unsent edits from another tab's. A document that is not empty is stored whole; `dirty` says
   * that it holds edits of mine the server has not confirmed.
   */
  constructor(name: string, doc: Y.Doc, tab: string, ports: Ports, dirty = false) {
    this.name = name
    this.doc = doc
    this.ports = ports
    this.dirtyKey = DIRTY + tab
    this.mine = dirty
    if (Y.encodeStateVector(doc).byteLength > 1) this.waiting.push(Y.encodeStateAsUpdate(doc))
    doc.on('update', this.onUpdate)
    this.patience = setTimeout(() => this.become('off'), PATIENCE_MS)
    this.opening = this.open()
  }

  /** The server has confirmed everything that was found here and everything I wrote since. */
  confirmAll(): void {
    this.flush()
    const keys = this.mine ? [this.dirtyKey, ...this.foundDirty] : this.foundDirty
    this.foundDirty = []
    this.mine = false
    this.marked = false
    if (keys.length === 0) return
    this.transact((tx) => {
      const custom = tx.objectStore(CUSTOM)
      custom.put(this.ports.confirmed(), CONFIRMED)
      for (const key of keys) custom.delete(key)
    })
  }

  /** Stores what waits, now: the page may be going away. */
  flush(): void {
    if (this.gathering) clearTimeout(this.gathering)
    this.gathering = null
    if (!this.loaded || this.waiting.length === 0) return
    const updates = this.waiting
    this.waiting = []
    const trim = this.rows.length + updates.length > TRIM_ROWS
    const mark = this.mine && !this.marked
    this.marked = this.mine
    this.transact((tx) => {
      const store = tx.objectStore(UPDATES)
      const custom = tx.objectStore(CUSTOM)
      if (mark) custom.put(1, this.dirtyKey)
      custom.put(this.ports.confirmed(), CONFIRMED)
      const write = (update: Uint8Array) => {
        const request = store.add(update)
        request.addEventListener('success', () => this.rows.push(request.result))
      }
      if (!trim) return updates.forEach(write)
      // Only rows this page has read are replaced: another tab's stay.
      for (const key of this.rows) store.delete(key)
      this.rows = []
      write(Y.encodeStateAsUpdate(this.doc))
    })
  }

  /** Resolves when the database is let go; what waits is stored first. */
  async close(): Promise<void> {
    this.flush()
    this.closed = true
    this.doc.off('update', this.onUpdate)
    clearTimeout(this.patience)
    await this.opening
    this.db?.close()
    this.db = null
  }

  private readonly onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || this.failed) return
    this.waiting.push(update)
    if (this.ports.isMine(origin)) {
      this.mine = true
      this.flush()
    } else this.gathering ??= setTimeout(() => this.flush(), GATHER_MS)
  }

  private async open(): Promise<void> {
    // Whoever makes a copy has it in hand before it can fail.
    await Promise.resolve()
    try {
      const db = await openDatabase(this.name)
      if (this.closed) return db.close()
      // Another tab drops this copy (it started over, or somebody signed out): let go, or it could not.
      db.addEventListener('versionchange', () => {
        db.close()
        if (this.db === db) this.fail()
      })
      this.db = db
      await this.load(db)
    } catch {
      this.fail()
    }
  }

  private async load(db: IDBDatabase): Promise<void> {
    const tx = db.transaction([UPDATES, CUSTOM])
    const [keys, updates, marks, confirmed] = await Promise.all([
      answer(tx.objectStore(UPDATES).getAllKeys()),
      answer<unknown[]>(tx.objectStore(UPDATES).getAll()),
      answer(tx.objectStore(CUSTOM).getAllKeys()),
      answer<unknown>(tx.objectStore(CUSTOM).get(CONFIRMED)),
    ])
    if (this.closed) return
    this.rows = keys
    this.doc.transact(() => {
      for (const update of updates) applyReadable(this.doc, update, this)
    }, this)
    this.loaded = true
    this.foundDirty = marks.filter((key) => typeof key === 'string' && key.startsWith(DIRTY))
    this.become('on')
    const known = confirmed instanceof Uint8Array ? confirmed : null
    // A copy without the mark was made by an earlier version: nobody knows what of it was sent.
    this.ports.onLoaded({ dirty: updates.length > 0 && (this.foundDirty.length > 0 || !known), confirmed: known })
    this.flush()
  }

  private transact(write: (tx: IDBTransaction) => void): void {
    if (!this.db || this.failed) return
    try {
      const tx = this.db.transaction([UPDATES, CUSTOM], 'readwrite')
      tx.addEventListener('abort', () => this.fail())
      write(tx)
      // Said now rather than when the page is next idle: a tab closed right after a keystroke keeps it (F34).
      tx.commit()
    } catch {
      this.fail()
    }
  }

  /** Full, blocked or taken away: the document goes on without a copy, and nothing is tried again. */
  private fail(): void {
    if (this.closed) return
    this.failed = true
    this.db?.close()
    this.db = null
    this.waiting = []
    this.become('off')
  }

  private become(state: CopyState): void {
    clearTimeout(this.patience)
    if (this.state === state || this.closed) return
    this.state = state
    this.ports.onState(state)
  }
}

/** One unreadable row must not hide the others (F40). */
function applyReadable(doc: Y.Doc, update: unknown, origin: unknown): void {
  try {
    if (update instanceof Uint8Array) Y.applyUpdate(doc, update, origin)
  } catch {
    // Written by another version, or cut off: what it held is either on the server or lost already.
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(UPDATES, { autoIncrement: true })
    request.result.createObjectStore(CUSTOM)
  })
  return answer(request)
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', (event) => {
      event.preventDefault()
      reject(request.error ?? new Error('the browser’s storage refused'))
    })
  })
}
