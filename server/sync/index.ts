// Owns what the rest of the program may know of the sync engine. SPEC.md beside this file says what it does, rule by rule.
export type { Access } from './admit.ts'
export { type Bus, type BusStats, type Hint, type MemoryBus, memoryBus } from './bus.ts'
export { type Clock, realClock } from './clock.ts'
export type { KeptState } from './damage.ts'
export { fingerprint } from './fingerprint.ts'
export { type Author, type Authorship, openAuthorship, type SchemaFor } from './guard.ts'
export {
  ANYTHING,
  type Check,
  CLOSED,
  type Field,
  type MapRule,
  OPEN,
  type Schema,
  SERVER_ONLY,
  type TextRule,
  type TypeRule,
  type XmlRule,
} from './guard/schema.ts'
export { DEFAULT_LIMITS, HARD_FRAME_BYTES, type SyncLimits } from './limits.ts'
export { type JournalLog, journalLog } from './journal-log.ts'
export {
  type Append,
  ClientIdTaken,
  DamagedDocument,
  type Lease,
  type LoadedDocument,
  type NewRow,
  type StoredRow,
  type UpdateLog,
} from './log.ts'
export { type MemoryLog, memoryLog } from './memory-log.ts'
export type { Person, PresenceMode } from './presence.ts'
export { PRESENCE_FIELDS, type PresenceField, type PresenceFields } from './presence-state.ts'
export type { Written } from './batch.ts'
export { accept, examine, type Findings } from './repair.ts'
export { FramedSocket, type SyncSocket, type Transport } from './socket.ts'
export { type Queryable, sqlLog } from './sql-log.ts'
export type { Verdict } from './judge.ts'
export { type RedisBus, type RedisLink, redisBus } from './redis-bus.ts'
export type { Look, ReauthorizeTarget, Sync, SyncOptions, SyncStats, WrittenListener } from './engine-shape.ts'
export { createSync } from './sync.ts'
export { warmUp } from './warm-up.ts'
