// Owns what a room and its parts need of the engine around them.
import type { Clock } from './clock.ts'
import type { Committing } from './committer.ts'
import type { SchemaFor } from './guard.ts'
import type { SyncLimits } from './limits.ts'
import type { NewRow, UpdateLog } from './log.ts'
import type { PresenceRelay } from './presence-nodes.ts'
import type { PresenceFields } from './presence-state.ts'
import type { Seat } from './seat.ts'

/** Those who are shown what was stored. */
export interface Audience {
  readonly size: number
  /** `author` has it already. */
  show(update: Uint8Array, author: Seat | null): void
  fullnessChanged(): void
  /** The log refused: nothing may be shown, everyone is to come back. */
  storeFailed(cause: unknown): void
}

/** What a room needs of the engine. */
export interface RoomPorts {
  clock: Clock
  limits: SyncLimits
  log: UpdateLog
  schema: SchemaFor | null
  guarded: boolean
  presenceFields: PresenceFields
  random: () => number
  /** In so many ms, or as soon as a commit leaves shortly before; 0 or less: at once. */
  requestCommit(room: Committing, waitMs: number): void
  /** It is not to be asked any more. */
  forgetCommit(room: Committing): void
  /** Resolves when the commit in flight, of whatever documents, is over. */
  commitOver(): Promise<void>
  /** `merged` is all of the rows as one update. */
  written(document: string, firstSeq: number, rows: readonly NewRow[], merged: Uint8Array): void
  /** Another node wrote, and it is in the document now. */
  learned(document: string): void
  severalNodes: boolean
  /** Null with one node. */
  presenceRelay(document: string): PresenceRelay | null
  count(what: string, by?: number): void
  note(event: string, fields: Record<string, unknown>): void
  serverClientId(): number
  forgetServerClientId(): void
}
