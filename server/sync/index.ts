// Owns what the rest of the program may know of the sync engine. SPEC.md beside this file says what it does, rule by rule.
export type { Access } from './admit.ts'
export { type Bus, type Hint, memoryBus } from './bus.ts'
export { type Clock, realClock } from './clock.ts'
export { fingerprint } from './fingerprint.ts'
export type { Guard, Question } from './guard.ts'
export { DEFAULT_LIMITS, HARD_FRAME_BYTES, type SyncLimits } from './limits.ts'
export { type JournalLog, journalLog } from './journal-log.ts'
export type { Append, LoadedDocument, NewRow, StoredRow, UpdateLog } from './log.ts'
export { type MemoryLog, memoryLog } from './memory-log.ts'
export type { Person, PresenceMode } from './presence.ts'
export { PRESENCE_FIELDS, type PresenceField, type PresenceFields } from './presence-state.ts'
export type { Written } from './batch.ts'
export type { SyncSocket } from './socket.ts'
export { type Queryable, sqlLog } from './sql-log.ts'
export type { Verdict } from './judge.ts'
export {
  createSync,
  type ReauthorizeTarget,
  type Sync,
  type SyncOptions,
  type SyncStats,
  type WrittenListener,
} from './sync.ts'
