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
  /**
   * What a socket may send before it is seated, which takes seconds when the database is slow: a person who types and drags sends 20
   * updates a second, and a local copy of the largest document may load meanwhile. Edits count for their person's budget as well.
   */
  editsBeforeSeat: number
  bytesBeforeSeat: number
  /** A socket that has asked for nothing (no step 1) by then is nobody's: a stock client asks at once. */
  helloMs: number
  /** A peer that takes less than this between two pings, while more waits for it, has stalled. */
  stalledBytes: number

  // Budgets: so many a second on the long run, so many at once.
  /** Step 2 and update frames of one socket. Somebody typing or dragging sends 5 to 20 a second. */
  updatesPerSecond: number
  /** A recorded evening of writing replayed at once (18,300 edits) passes. */
  updatesBurst: number
  /** Of sync frames of one socket. */
  bytesPerSecond: number
  /** A whole document of the largest size, and then some. */
  bytesBurst: number
  /** Frames of any kind of one socket: stock clients send presence back, up to 20 a second, beside their own. */
  framesPerSecond: number
  framesBurst: number
  /** All sockets of one person on this node together get so many times what one gets. */
  personShare: number
  /** Step 2 and update frames of everybody in one document: 600 people who type. */
  documentUpdatesPerSecond: number
  documentUpdatesBurst: number
  /** Of one socket; the newest of what is more waits its turn. Screens show no more than this of a cursor. */
  presencePerSecond: number
  presenceBurst: number
  /** Questions who is there, of one socket; stock clients ask none. */
  queriesPerMinute: number
  queriesBurst: number
  /** Of one person for one document; more wait their turn. A small document counts in part: `fullSyncBytes` is a whole. */
  firstSyncsPerMinute: number
  /** A connection that flaps every 200 ms for a while. */
  firstSyncsBurst: number
  fullSyncBytes: number
  /** Of one person in one document, and in all; past it the one that wrote longest ago goes. */
  socketsPerPerson: number
  socketsPerPersonInAll: number
  /** In one document; past it nobody more gets in. */
  socketsPerDocument: number
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
  editsBeforeSeat: 2_000,
  bytesBeforeSeat: 12 * MB,
  helloMs: 10_000,
  stalledBytes: 16 * KB,
  updatesPerSecond: 60,
  updatesBurst: 20_000,
  bytesPerSecond: 128 * KB,
  bytesBurst: 16 * MB,
  framesPerSecond: 1_000,
  framesBurst: 40_000,
  personShare: 3,
  documentUpdatesPerSecond: 6_000,
  documentUpdatesBurst: 60_000,
  presencePerSecond: 10,
  presenceBurst: 20,
  queriesPerMinute: 10,
  queriesBurst: 10,
  firstSyncsPerMinute: 5,
  firstSyncsBurst: 60,
  fullSyncBytes: 256 * KB,
  socketsPerPerson: 20,
  socketsPerPersonInAll: 100,
  socketsPerDocument: 500,
}

/** What a `ws` server in front of the engine must let through, so that the engine itself can answer with 4413. */
export const HARD_FRAME_BYTES = 2 * MB
