// Owns the numbers of the sync wire: message types, the server's own notices and the close codes, with what each tells
// the client to do. Both sides read it; it must never know Yjs, a socket or a document's contents.

/** y-websocket's message types (first byte of a frame). */
export const MESSAGE = { sync: 0, awareness: 1, notice: 2, queryAwareness: 3 } as const

/** y-protocols' sync message types (second byte of a sync frame). */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/**
 * What the server says beyond the y-websocket protocol travels as y-websocket's "auth" message (type 2) with a sub-type
 * of our own. A stock client reads the sub-type, finds it is not "permission denied" and ignores the frame in silence,
 * where an unknown message type would be printed as an error. Our own client takes them with
 * `provider.messageHandlers[MESSAGE.notice] = (_encoder, decoder) => heed(readNotice(decoder.arr))`.
 */
export const NOTICE = { saved: 100, access: 101, alive: 102 } as const

/**
 * What this connection may do now. `full`: the document is at its size limit; only what makes it smaller is taken.
 * `damaged`: nothing is taken from anybody and nothing refused: what was written is kept here until the document is whole.
 */
export const ACCESS_NOTICE = ['view', 'edit', 'full', 'damaged'] as const
export type AccessNotice = (typeof ACCESS_NOTICE)[number]

export type Notice =
  /** The first `frames` document frames this connection sent (see isDocumentFrame) are on disk. */
  | { kind: 'saved'; frames: number }
  | { kind: 'access'; access: AccessNotice }
  /** Nothing happened, the server is there: keeps the stock client's 30 s watchdog content in a quiet room. */
  | { kind: 'alive' }

/**
 * Counts for the "saved" mark: every frame a client sends for which this is true adds one, per connection; everything
 * sent is on disk when the last `saved` notice carries that number. Count in the socket, where every frame passes:
 * `class Counting extends WebSocket { sent = 0; send(data) { if (isDocumentFrame(data)) this.sent++; super.send(data) } }`
 * given to the provider as `WebSocketPolyfill`. Until the first step 2 has been sent nothing is known to be saved.
 */
export function isDocumentFrame(frame: Uint8Array): boolean {
  return frame[0] === MESSAGE.sync && (frame[1] === SYNC.step2 || frame[1] === SYNC.update)
}

/** Reads a frame of type `notice`; null for one this version does not know (which is to be ignored). */
export function readNotice(frame: Uint8Array): Notice | null {
  if (frame[0] !== MESSAGE.notice) return null
  switch (frame[1]) {
    case NOTICE.saved:
      return { kind: 'saved', frames: readNumber(frame, 2) }
    case NOTICE.access: {
      const access = ACCESS_NOTICE[frame[2] ?? -1]
      return access === undefined ? null : { kind: 'access', access }
    }
    case NOTICE.alive:
      return { kind: 'alive' }
    default:
      return null
  }
}

export function writeNotice(notice: Notice): Uint8Array {
  switch (notice.kind) {
    case 'saved':
      return Uint8Array.from([MESSAGE.notice, NOTICE.saved, ...number(notice.frames)])
    case 'access':
      return Uint8Array.of(MESSAGE.notice, NOTICE.access, ACCESS_NOTICE.indexOf(notice.access))
    case 'alive':
      return Uint8Array.of(MESSAGE.notice, NOTICE.alive)
  }
}

/**
 * Close codes are the permission protocol. An upgrade is always accepted and a refusal comes as one of these: a refused
 * upgrade makes y-websocket retry for ever, a code from 4400 to 4499 makes it stop.
 */
export const CLOSE = {
  malformed: 4400,
  signIn: 4401,
  notAllowed: 4403,
  startOver: 4409,
  tooBig: 4413,
  tooFast: 4429,
  goingAway: 1001,
  messageTooBig: 1009,
  failed: 1011,
  restarting: 1012,
  tryLater: 1013,
} as const
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]

/** The words in a close frame's reason, for people who debug and for the one code that means two things. */
export const READ_ONLY = 'read-only'
export const DOCUMENT_FULL = 'document-full'
/** Beside 4429: nobody did anything wrong, there is no place left. */
export const DOCUMENT_CROWDED = 'document-crowded'

/**
 * Why the guard refused an edit: the reason beside 4409. For all of them the client starts over, and what it wrote since the
 * last `saved` is the person's to keep. Only the last five can happen to a person who means well.
 */
export const GUARD_REASONS = [
  /** Something no editor makes: cycles, gaps inside, empty structs, poisonous keys, a place that does not exist. */
  'structure',
  /** It goes on from an edit of this copy that the server does not have. */
  'gap',
  /** It points at something the server does not have (an old copy after a database was put back). */
  'unresolved',
  /** Nobody may write there, or not this person. */
  'not-writable',
  /** A value of the wrong type or out of bounds. */
  'wrong-value',
  /** The client id of this copy is somebody else's (a copied profile, a shared machine). */
  'foreign-client',
  'too-deep',
  'too-many',
  'text-too-long',
] as const
export type GuardReason = (typeof GUARD_REASONS)[number]

/** The reason beside 4409 when a board's edits are signed with a new key: this copy's ids are nobody's now. Nothing was refused. */
export const NEW_NAMES = 'new-names'

/**
 * What a client does after a close. `retry`: connect again with backoff, nothing is lost. `sign-in`: ask the person to
 * sign in, then connect. `give-up`: stop and say why, keeping what was not saved. `start-over`: keep aside what the server
 * refused, drop the local copy (a refused edit would make every later one of this copy unreadable), connect again; only
 * so often a minute, because a fresh copy may be refused as well.
 */
export type AfterClose = 'retry' | 'sign-in' | 'give-up' | 'start-over'

export function afterClose(code: number, reason: string): AfterClose {
  switch (code) {
    case CLOSE.signIn:
      return 'sign-in'
    case CLOSE.notAllowed:
      return reason === READ_ONLY ? 'start-over' : 'give-up'
    // Our own client sends nothing malformed on purpose, so something in this copy is: a fresh one may do better.
    case CLOSE.malformed:
    case CLOSE.startOver:
    case CLOSE.tooBig:
    case CLOSE.messageTooBig:
      return 'start-over'
    default:
      return 'retry'
  }
}

/** The first stay away after 4429: by then a socket may send hundreds of frames again, and everything fits in one. */
const TOO_FAST_WAIT_MS = 5_000
const TOO_FAST_WAIT_MAX_MS = 60_000

/**
 * How long a client stays away after 4429, at which a stock client stops for good: doubled at each refusal in a row, half
 * of it by chance (`random` from 0 to 1) so that a crowd does not come back at once.
 */
export function tooFastWaitMs(refusalsBefore: number, random: number): number {
  const most = Math.min(TOO_FAST_WAIT_MAX_MS, TOO_FAST_WAIT_MS * 2 ** Math.min(refusalsBefore, 10))
  return Math.round(most / 2 + (most / 2) * random)
}

function number(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push(128 | (rest % 128))
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return bytes
}

function readNumber(bytes: Uint8Array, at: number): number {
  let value = 0
  let weight = 1
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    value += (byte & 127) * weight
    if (byte < 128) return value
    weight *= 128
  }
  return value
}
