// Owns the engine's numbers: sizes, windows and periods, each with its reason. The app may pass others; none is read
// from anywhere else.

export interface SyncLimits {
  /** A live frame: a long paste fits, a flood does not. */
  liveFrameBytes: number
  /** A frame of a first sync: a week offline fits. */
  firstSyncFrameBytes: number
  /** How long after joining a big document frame still counts as first sync (a local copy may load late). */
  firstSyncGraceMs: number
  /** At this size a document takes only what makes it smaller. */
  documentBytes: number
  /** One person's presence as JSON. */
  presenceBytes: number
  /** Queued for one socket; past it the socket is cut and catches up from state. */
  queuedBytes: number
  /** Waiting in one room to be committed; past it senders are told to come back. */
  roomQueueBytes: number
  /** Taken from one room into one commit, so that a flooded room does not hold up the others. */
  commitOps: number
  commitBytes: number
  /** A busy room collects this long; it widens with rate x receivers up to the maximum. */
  windowMs: number
  windowMaxMs: number
  presenceWindowMs: number
  /** Unchanged presence only has to arrive within the receivers' 30 s: it waits for company. */
  presenceRenewMs: number
  /** Access is judged again at least this often. */
  accessEveryMs: number
  /** An access decision that takes longer has failed. */
  accessTimeoutMs: number
  /** With no decision to be had for this long (database away), the socket is told to come back. */
  accessLeaseMs: number
  pingEveryMs: number
  /** With several nodes: how often a room asks the log for what no hint told it. */
  antiEntropyMs: number
  /** How often quiet rooms are looked over. */
  sweepEveryMs: number
  /** With no edit for this long the Y.Doc is dropped and the bytes are kept. */
  docQuietMs: number
  /** With nobody in it for this long a room is unloaded. */
  roomIdleMs: number
  /** Rows in the log after which a quiet document is compacted. */
  compactRows: number
  /** Documents loading at once; a storm of joins waits its turn. */
  loadsAtOnce: number
  /** Frames a socket may send before it is seated (a stock client sends two). */
  framesBeforeSeat: number
}

const KB = 1024
const MB = 1024 * KB

export const DEFAULT_LIMITS: SyncLimits = {
  liveFrameBytes: 256 * KB,
  firstSyncFrameBytes: 1 * MB,
  firstSyncGraceMs: 10_000,
  documentBytes: 10 * MB,
  presenceBytes: 2 * KB,
  queuedBytes: 2 * MB,
  roomQueueBytes: 16 * MB,
  commitOps: 2_000,
  commitBytes: 4 * MB,
  windowMs: 20,
  windowMaxMs: 100,
  presenceWindowMs: 50,
  presenceRenewMs: 5_000,
  accessEveryMs: 10_000,
  accessTimeoutMs: 5_000,
  accessLeaseMs: 60_000,
  pingEveryMs: 15_000,
  antiEntropyMs: 5_000,
  sweepEveryMs: 2_000,
  docQuietMs: 20_000,
  roomIdleMs: 10_000,
  compactRows: 200,
  loadsAtOnce: 16,
  framesBeforeSeat: 16,
}

/** What a `ws` server in front of the engine must let through, so that the engine itself can answer with 4413. */
export const HARD_FRAME_BYTES = 2 * MB
