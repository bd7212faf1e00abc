// Owns the shape of the engine as the program sees it: what it is given, what it offers, what it says of itself.
import type * as Y from 'yjs'
import type { CloseCode } from '../../shared/wire.ts'
import type { Written } from './batch.ts'
import type { Bus, BusStats } from './bus.ts'
import type { Clock } from './clock.ts'
import type { Authorship, SchemaFor } from './guard.ts'
import type { Verdict } from './judge.ts'
import type { SyncLimits } from './limits.ts'
import type { KeptState } from './damage.ts'
import type { UpdateLog } from './log.ts'
import type { Person, PresenceMode } from './presence.ts'
import type { PresenceFields } from './presence-state.ts'
import type { SyncSocket } from './socket.ts'

export interface SyncOptions {
  log: UpdateLog
  /** Between several nodes on one log. */
  bus?: Bus
  /** Judged when joining, on `reauthorize`, and every 10 s. When it throws nobody new gets in. */
  access(person: Person, document: string): Promise<Verdict>
  /** S24. `quiet`: others see only that somebody is there. Asked when a room opens, on `reauthorize`, and every 10 s. */
  presence?(document: string): PresenceMode | Promise<PresenceMode>
  presenceFields?: PresenceFields
  /** Whether there can be a document of this name. */
  admitDocument?(name: string): boolean
  /** S7. Without it a document may hold anything that is sound. */
  schema?: SchemaFor
  /** S14. Under which names a document keeps who writes in it; asked when a room loads, on `reauthorize`, and every 10 s. */
  authorship?(document: string): Promise<Authorship>
  /** F11. What the program kept of a document, the newest that can be had; asked for when its log is damaged. */
  lastGood?(document: string): Promise<KeptState | null>
  /** False only to measure what the guard costs. */
  guarded?: boolean
  /** How many sockets a document takes, where it is not `limits.socketsPerDocument`: null for the usual number. */
  placesIn?(document: string): number | null
  limits?: Partial<SyncLimits>
  clock?: Clock
  random?: () => number
  /** What an operator should know. Never contents, never tokens. */
  note?(event: string, fields: Record<string, unknown>): void
}

export interface SyncStats {
  rooms: number
  seats: number
  builtDocuments: number
  /** Open documents of which only a part can be read (F11). */
  damagedDocuments: number
  documentBytes: number
  queued: number
  commits: number
  /** Totals since the start, by name. */
  counters: Record<string, number>
  /** Null with one node. */
  bus: BusStats | null
}

/** `damaged`: it is what is left of the document, and says less than was written (F11). */
export type Look<T> = (doc: Y.Doc, is: { damaged: boolean }) => T

export type WrittenListener = (document: string, seq: number, update: Uint8Array, by: string | null) => void
export type ReauthorizeTarget = { document: string } | { userId: string } | { sessionId: string }

export interface Sync {
  /** Takes an open socket; whatever is wrong is said with a close code. */
  attach(socket: SyncSocket, person: Person, document: string): void
  /** Closes a socket that cannot even be attached (no session: `CLOSE.signIn`). */
  refuse(socket: SyncSocket, code: CloseCode, reason: string): void
  /**
   * The server's own door (S29). `change` runs synchronously in one transaction; resolves when it is on disk, rejects when
   * it threw (nothing is changed then) or could not be stored. Never await it inside a database transaction on the log's
   * own database: with one connection that is a deadlock. Of a damaged document only `read` works: rejects with DamagedDocument.
   */
  write(document: string, change: (doc: Y.Doc) => void, by?: { userId?: string }): Promise<Written>
  /** Looks at the document as it is on disk; `look` must not keep the Y.Doc nor change it. */
  read<T>(document: string, look: Look<T>): Promise<T>
  /** S15: the log of this document becomes its snapshot now, and deleted text leaves with it. False: not done. */
  compact(document: string): Promise<boolean>
  /** On every node: somebody's rights have changed. */
  reauthorize(target: ReauthorizeTarget): void
  /** After commit, once for every stored update, in order per document. Returns the function that ends it. */
  onWritten(listener: WrittenListener): () => void
  /** After rows of another node have been taken into a document that is open here. */
  onLearned(listener: (document: string) => void): () => void
  /** Who is there, on all nodes. */
  people(document: string): { userId: string; name: string; color: string }[]
  stats(): SyncStats
  /** S30: takes nothing new, stores what is waiting, closes every socket with 1012. */
  drain(): Promise<void>
}
