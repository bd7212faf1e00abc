// Owns the words for how the database is doing. Must never decide anything.

export type DatabaseState =
  | { status: 'ready' }
  | { status: 'read-only'; reason: 'storage-full' }
  | { status: 'down'; reason: string }
