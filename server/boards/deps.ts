// Owns what the boards room needs from others, as small interfaces; compose.ts hands them in.

import type * as Y from 'yjs'
import type { DocumentName, LedgerIdea, LedgerRound } from '../../shared/documents.ts'
import type { BoardId, IdeaId, RoundId, RoundView } from '../../shared/model.ts'
import type { LedgerDiscussion, LedgerEntry } from '../../shared/discussion.ts'
import type { LedgerReceipts, LedgerSession } from '../../shared/session.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'

export interface BoardDeps {
  enqueue: Enqueue
  newId: () => string
  /** Cryptographically strong: join codes and board secrets are made of it. */
  randomBytes: (length: number) => Uint8Array
}

/** The live documents, as the sync engine offers them. */
export interface Documents {
  /** `change` runs in one transaction, at once or later; resolves when it is on disk. Never inside a database transaction. */
  write(document: DocumentName, change: (doc: Y.Doc) => void): Promise<unknown>
  /** `damaged`: what is left of it says less than was written. */
  read<T>(document: DocumentName, look: (doc: Y.Doc, is: { damaged: boolean }) => T): Promise<T>
  /** What was deleted leaves the log, and what is sent to whoever opens the document from here on. False: not done. */
  compact(document: DocumentName): Promise<boolean>
  /** Told the name after anything was stored, by whomever; returns how to stop. */
  onWritten(listener: (document: string) => void): () => void
  /** Told the name after another node has written to a document that is open here. */
  onLearned(listener: (document: string) => void): () => void
}

export interface Clock {
  now(): number
  /** Runs once after so many milliseconds; returns how to call it off. */
  after(delayMs: number, run: () => void): () => void
}

export interface Log {
  warn(fields: Record<string, unknown>, message: string): void
}

/** A ledger entry, and the revision its row was last stamped with: what was published at or after that needs no repeat. */
export interface Stamped<Entry> {
  entry: Entry
  stampedRev: number
}

/** What other rooms say of ideas and rounds: only what everyone on the board may know. */
export interface LedgerSources {
  /** Removed ones too. */
  ideas(reader: Reader, boardId: BoardId, which: readonly IdeaId[] | 'all'): Promise<Map<IdeaId, Stamped<LedgerIdea>>>
  round(reader: Reader, roundId: RoundId): Promise<LedgerRound | null>
  roundIds(reader: Reader, boardId: BoardId): Promise<RoundId[]>
  openRound(reader: Reader, boardId: BoardId): Promise<RoundId | null>
  /** The session that runs, or the last one; null: there was none. */
  session(reader: Reader, boardId: BoardId): Promise<LedgerSessionEntries | null>
  /** Of that session; null: there was none. */
  discussion(reader: Reader, boardId: BoardId): Promise<LedgerDiscussionEntries | null>
}

export interface LedgerDiscussionEntries {
  state: Stamped<LedgerDiscussion>
  entries: ReadonlyMap<string, Stamped<LedgerEntry>>
  /** What is older and not among the entries is no more. */
  rev: number
}

export interface LedgerSessionEntries {
  state: Stamped<LedgerSession>
  receipts: Stamped<LedgerReceipts>
}

/** Rounds as GET /api/boards/<id> shows them. */
export type RoundsOf = (reader: Reader, boardId: BoardId) => Promise<RoundView[]>
