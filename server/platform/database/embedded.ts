// Owns the embedded database seen from the main thread: the worker, its one session, its death and return, and the
// read-only state while the disk is full. Must never leave a caller waiting for a worker that is gone.

import fs from 'node:fs'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { Log } from '../log.ts'
import { type DataLock, DataFolderError, lockDataFolder } from './data-lock.ts'
import { EmbeddedSocket, type SocketPeer } from './embedded-socket.ts'
import { type FromThread, startThread, stopThread } from './embedded-thread.ts'
import type { DatabaseState } from './state.ts'
import { StorageSpace } from './storage-space.ts'

/** Two looks a second at the free space: between two looks a busy board writes well under the 4 MB margin. */
const SPACE_CHECK_MS = 500
/** An answer that takes longer means that WebAssembly is stuck: the longest honest statement, an index over a big
 *  table in a migration, stays far below. */
const STUCK_MS = 60_000
const REOPEN_FIRST_MS = 200
const REOPEN_MAX_MS = 5_000

/** The engine is away; the caller may try again. */
export class EmbeddedDown extends Error {
  override name = 'EmbeddedDown'
  readonly code = 'KIEM_EMBEDDED_DOWN'
}

export interface EmbeddedOptions {
  dataDir: string
  /** A database folder made by `createTemplate`, copied instead of creating a database: much faster, for tests. */
  template?: string | undefined
  log: Log
  onState(state: DatabaseState): void
}

export class EmbeddedEngine implements SocketPeer {
  private readonly options: EmbeddedOptions
  private readonly lock: DataLock
  private readonly space: StorageSpace
  /** The thread counts its syncs here: files, then directories. */
  private readonly counters = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)
  private worker: Worker | null = null
  private phase: 'opening' | 'open' | 'away' | 'closed' = 'opening'
  private writable = true
  private awayBecause = ''
  private waiting: { socket: EmbeddedSocket; resolve: () => void; reject: (error: Error) => void }[] = []
  private socket: EmbeddedSocket | null = null
  private session = 0
  private askedAt: number | null = null
  private reopenMs = REOPEN_FIRST_MS
  private reopenTimer: NodeJS.Timeout | null = null
  private readonly spaceTimer: NodeJS.Timeout

  private constructor(options: EmbeddedOptions, lock: DataLock, space: StorageSpace) {
    this.options = options
    this.lock = lock
    this.space = space
    this.spaceTimer = setInterval(() => this.watch(), SPACE_CHECK_MS)
    this.spaceTimer.unref()
  }

  /** Locks the folder, opens or creates the database. Throws `DataFolderError` with a message for the person at the console. */
  static async open(options: EmbeddedOptions): Promise<EmbeddedEngine> {
    let engine: EmbeddedEngine | null = null
    const space = new StorageSpace(options.dataDir)
    const lock = lockDataFolder(options.dataDir, {
      onLost: (message) => engine?.abandon(message),
      makeRoom: () => space.release(),
    })
    engine = new EmbeddedEngine(options, lock, space)
    try {
      await engine.firstOpen()
    } catch (error) {
      await engine.close()
      throw error
    }
    return engine
  }

  /** Syncs to disk so far: every acknowledged write must have raised `files`. */
  get syncs(): { files: number; directories: number } {
    const counts = new Int32Array(this.counters)
    return { files: Atomics.load(counts, 0), directories: Atomics.load(counts, 1) }
  }

  createSocket(): EmbeddedSocket {
    return new EmbeddedSocket(this)
  }

  connect(socket: EmbeddedSocket): Promise<void> {
    if (this.phase === 'open') {
      this.attach(socket)
      return Promise.resolve()
    }
    if (this.phase !== 'opening') return Promise.reject(new EmbeddedDown(this.awayBecause))
    return new Promise((resolve, reject) => this.waiting.push({ socket, resolve, reject }))
  }

  send(socket: EmbeddedSocket, bytes: Uint8Array): void {
    if (socket !== this.socket) return
    this.askedAt ??= Date.now()
    this.worker?.postMessage({ type: 'data', session: this.session, bytes }, [bytes.buffer as ArrayBuffer])
  }

  disconnect(socket: EmbeddedSocket): void {
    this.waiting = this.waiting.filter((one) => one.socket !== socket)
    if (socket !== this.socket) return
    this.socket = null
    this.worker?.postMessage({ type: 'end', session: this.session })
  }

  /** A statement met a full disk without a panic: look at once instead of at the next turn. */
  suspectFull(): void {
    if (this.phase === 'open' && this.writable) this.stopWriting()
  }

  async close(): Promise<void> {
    if (this.phase === 'closed') return
    const { worker } = this
    const wasOpen = this.phase === 'open'
    this.shut('the database is closed', null)
    if (worker && wasOpen) await stopThread(worker)
    await worker?.terminate()
    this.lock.release()
  }

  private async firstOpen(): Promise<void> {
    const exists = fs.existsSync(path.join(this.folder, 'PG_VERSION'))
    // A copied template is for tests, which would write the reserve a hundred times over.
    if (!this.options.template && !this.space.reserve()) {
      if (!exists) {
        throw new DataFolderError(
          `The disk of the data folder ${this.options.dataDir} is too full for a new database. Free at least 64 MB, or set DATA_DIR to a folder on another disk.`,
        )
      }
      this.writable = false
      this.space.release()
    }
    const opening = await this.spawn()
    if (opening !== 'ready') {
      throw new DataFolderError(`The database in ${this.folder} could not be opened: ${opening}`)
    }
    this.opened()
  }

  private get folder(): string {
    return path.join(this.options.dataDir, 'db')
  }

  /** Resolves with 'ready', or with the reason why not. */
  private spawn(): Promise<string> {
    const data = {
      dir: this.folder,
      template: this.options.template ?? null,
      writable: this.writable,
      counters: this.counters,
    }
    const { worker, opening } = startThread(data, {
      hear: (message, from) => from === this.worker && this.hear(message),
      gone: (reason, from) => from === this.worker && this.lost(reason),
    })
    this.worker = worker
    return opening
  }

  private hear(message: FromThread): void {
    if (message.type === 'note') this.options.log.warn({ text: message.text }, 'embedded database')
    if (message.type === 'answered' && message.session === this.session) this.askedAt = null
    if (message.type === 'data' && message.session === this.session) {
      if (this.askedAt !== null) this.askedAt = Date.now()
      this.socket?.receive(message.bytes)
    }
  }

  private attach(socket: EmbeddedSocket): void {
    this.session += 1
    this.socket = socket
    this.askedAt = null
    this.worker?.postMessage({ type: 'connect', session: this.session })
  }

  private opened(): void {
    this.phase = 'open'
    this.reopenMs = REOPEN_FIRST_MS
    this.tell()
    for (const { socket, resolve } of this.waiting.splice(0)) {
      this.attach(socket)
      resolve()
    }
  }

  /** The worker is gone although nobody asked it to go. */
  private lost(reason: string): void {
    this.worker = null
    if (this.phase !== 'open') return
    this.options.log.error({ reason }, 'embedded database stopped')
    if (isFull(reason)) this.makeRoom()
    this.dropSocket(new EmbeddedDown(reason))
    this.phase = 'opening'
    this.tell()
    this.reopenSoon()
  }

  private makeRoom(): void {
    this.writable = false
    this.space.release()
  }

  private reopenSoon(): void {
    if (this.phase === 'closed') return
    this.reopenTimer = setTimeout(() => void this.reopen(), this.reopenMs)
    this.reopenMs = Math.min(this.reopenMs * 2, REOPEN_MAX_MS)
  }

  private async reopen(): Promise<void> {
    const opening = await this.spawn()
    if (this.phase === 'closed') return
    if (opening === 'ready') return this.opened()
    this.options.log.error({ reason: opening }, 'embedded database could not be reopened; trying again')
    if (isFull(opening)) this.makeRoom()
    this.phase = 'away'
    this.awayBecause = opening
    this.refuseWaiting()
    this.tell()
    this.reopenSoon()
  }

  private watch(): void {
    if (this.phase === 'open' && this.askedAt !== null && Date.now() - this.askedAt > STUCK_MS) {
      this.options.log.error({ afterMs: STUCK_MS }, 'embedded database does not answer; ending its thread')
      void this.worker?.terminate()
      return
    }
    if (this.phase !== 'open') return
    try {
      if (this.writable && this.space.nearlyFull()) this.stopWriting()
      else if (!this.writable && this.space.recovered()) this.resumeWriting()
    } catch (error) {
      this.options.log.warn({ err: error }, 'free space of the data folder is not known')
    }
  }

  private stopWriting(): void {
    this.writable = false
    this.worker?.postMessage({ type: 'writable', writable: false })
    this.options.log.error({ dataDir: this.options.dataDir }, 'the disk is full: read-only until there is room again')
    this.tell()
  }

  private resumeWriting(): void {
    this.writable = true
    this.worker?.postMessage({ type: 'writable', writable: true })
    this.options.log.info({ dataDir: this.options.dataDir }, 'there is room on the disk again: writing resumes')
    this.tell()
  }

  /** Another process owns the folder now: not one more byte from here. */
  private abandon(message: string): void {
    this.options.log.fatal(message)
    const { worker } = this
    this.shut(message, new EmbeddedDown(message))
    void worker?.terminate()
  }

  private shut(reason: string, error: EmbeddedDown | null): void {
    this.phase = 'closed'
    this.awayBecause = reason
    clearInterval(this.spaceTimer)
    if (this.reopenTimer) clearTimeout(this.reopenTimer)
    this.worker = null
    this.dropSocket(error)
    this.refuseWaiting()
    this.tell()
  }

  private dropSocket(error: EmbeddedDown | null): void {
    const { socket } = this
    this.socket = null
    this.askedAt = null
    socket?.destroy(error ?? undefined)
  }

  private refuseWaiting(): void {
    for (const { reject } of this.waiting.splice(0)) reject(new EmbeddedDown(this.awayBecause))
  }

  private tell(): void {
    this.options.onState(this.state())
  }

  private state(): DatabaseState {
    if (this.phase !== 'open') return { status: 'down', reason: this.awayBecause || 'opening' }
    return this.writable ? { status: 'ready' } : { status: 'read-only', reason: 'storage-full' }
  }
}

function isFull(reason: string): boolean {
  return /no space left|ENOSPC|EDQUOT|quota exceeded/i.test(reason)
}
