// Owns: the names of the places where a server can be told to die. Production has none: fail-point-server.ts puts them around the
// app from outside.
//   before-commit, after-commit            people's edits: the append, and before anybody is told
//   after-acknowledge                      edits: acknowledged and shown, other nodes not told
//   before-ledger, after-ledger            the server's own rows: in the middle of an outbox delivery
//   before-transaction, after-transaction  the commit of a command, or of what the outbox has delivered
//   before-swap, after-swap                compaction: the log for its snapshot
export const FAIL_POINTS = [
  'before-commit',
  'after-commit',
  'after-acknowledge',
  'before-ledger',
  'after-ledger',
  'before-transaction',
  'after-transaction',
  'before-swap',
  'after-swap',
] as const
export type FailPoint = (typeof FAIL_POINTS)[number]

/** The last words of a server that died there by itself. */
export const deathWords = (point: FailPoint) => `died at ${point}.`
