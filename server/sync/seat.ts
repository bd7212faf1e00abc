// Owns one connection to one document: its frames in, its frames out, its slowness and its end. What a frame may do is
// `admit`'s to say, what it does is the room's.
import { CLOSE, type CloseCode, isDocumentFrame, writeNotice, type AccessNotice } from '../../shared/wire.ts'
import { type Access, admit } from './admit.ts'
import type { Turn } from './budget.ts'
import type { Allowance } from './budget-shares.ts'
import type { Clock } from './clock.ts'
import { isStep1, readFrame } from './frames.ts'
import type { SyncLimits } from './limits.ts'
import type { Person, Viewer } from './presence.ts'
import { bytesOf, closeSocket, framed, joinedFrames, Shared, SOCKET_OPEN, type SyncSocket } from './socket.ts'
import { Waiting } from './waiting.ts'

/** What a room does with an admitted frame. */
export interface SeatedIn {
  step1(seat: Seat, stateVector: Uint8Array): void
  /** `may`: false for a viewer, whose update is only tolerated if it changes nothing (S5). */
  edit(seat: Seat, update: Uint8Array, may: boolean): void
  heardPresence(seat: Seat, body: Uint8Array): void
  listPresence(seat: Seat): void
  left(seat: Seat): void
}

/** Who wants to know how a seat ends. */
export interface SeatPorts {
  gone(seat: Seat): void
  refused(seat: Seat, code: number, reason: string): void
}

/** Closes that say nothing against what was sent before: it is stored, and need not come again. */
const NOT_OVER_AN_EDIT = new Set<CloseCode>([CLOSE.tryLater, CLOSE.restarting, CLOSE.tooFast])

type State = { phase: 'joining'; waiting: Waiting } | { phase: 'seated'; room: SeatedIn } | { phase: 'gone' }

export class Seat implements Viewer {
  #state: State
  access: Access = 'none'
  /** Judgements are numbered when they start, so that a slow old one cannot undo a newer one (S6). */
  judging = 0
  judged = 0
  judgedAt: number
  askedAt: number
  /** It has its first sync: from here on it is told what is new. */
  synced = false
  /** It was asked for what it has (step 1 from the server). */
  asked = false
  /** Its first sync waits for the commit in flight. */
  answering = false
  /** Document frames received, and how many of the room's waiting edits are from here. */
  frames = 0
  waiting = 0
  #saved = 0
  #notice: AccessNotice | null = null
  #firstSyncUntil: number
  #awaitingStep2 = true
  /** The number of its first step 2 among its document frames; before it nothing counts as saved once something waits for it. */
  #step2Frame = Number.POSITIVE_INFINITY
  #waitsForStep2 = false
  /** The server ended it over something it sent: what follows of it builds on what was refused. */
  refused = false
  #deaf = false
  /** Bytes of a first sync still on their way out: they are owed, and do not make a peer slow. */
  #owed = 0
  #lastSentAt: number
  #heard = true
  /** When it last wrote in the document; until then, when it came. */
  wroteAt: number
  /** The newest first sync asked for, the newest said about oneself, the newest question who is there: each in its turn. */
  readonly firstSyncTurn: Turn
  readonly presenceTurn: Turn
  readonly #queryTurn: Turn
  #cancelHello: () => void
  /** Bytes handed to the socket so far, and how many of them had left at the last ping. */
  #held: Uint8Array[] | null = null
  #sentBytes = 0
  #leftBytes = 0

  constructor(
    private readonly socket: SyncSocket,
    readonly person: Person,
    readonly document: string,
    private readonly clock: Clock,
    private readonly limits: SyncLimits,
    private readonly allowance: Allowance,
    private readonly told: SeatPorts,
  ) {
    this.#state = { phase: 'joining', waiting: new Waiting(limits) }
    this.judgedAt = clock.now()
    this.askedAt = clock.now()
    this.wroteAt = clock.now()
    this.#firstSyncUntil = clock.now() + limits.firstSyncGraceMs
    this.#lastSentAt = clock.now()
    // A first sync is answered once the last one has left: whoever asks and does not read gets no second one.
    this.firstSyncTurn = allowance.firstSyncs(() => !this.answering && (this.#owed === 0 || this.#sentAllOwed()))
    this.presenceTurn = allowance.presence
    this.#queryTurn = allowance.queries
    this.#cancelHello = clock.after(limits.helloMs, () => this.cut('no-hello'))
    socket.on('message', (data, isBinary) => {
      if (this.#state.phase === 'gone') return
      this.#heard = true
      if (isBinary) this.#receive(bytesOf(data))
      else this.refuse(CLOSE.malformed, 'malformed')
    })
    socket.on('pong', () => {
      this.#heard = true
    })
    socket.on('close', () => this.#leave())
    // A broken connection also closes; the error itself says nothing the close does not.
    socket.on('error', () => this.#leave())
  }

  get gone(): boolean {
    return this.#state.phase === 'gone'
  }

  get seated(): boolean {
    return this.#state.phase === 'seated'
  }

  sitIn(room: SeatedIn): void {
    if (this.#state.phase !== 'joining') return
    const { waiting } = this.#state
    this.#state = { phase: 'seated', room }
    for (const frame of waiting.frames()) this.#handle(frame)
  }

  /** S30: nothing more is taken from it; what it sends now stays unacknowledged. */
  stopListening(): void {
    this.#deaf = true
  }

  #receive(frame: Uint8Array): void {
    if (this.#deaf) return
    const limit = this.#isFirstSync(frame) ? this.limits.firstSyncFrameBytes : this.limits.liveFrameBytes
    if (frame.length > limit) return this.refuse(CLOSE.tooBig, 'frame-too-big')
    const refusal = this.allowance.charge(frame)
    if (refusal !== null) return this.refuse(refusal.code, refusal.reason)
    if (isStep1(frame)) this.#cancelHello()
    if (this.#state.phase === 'joining') {
      // No page has so much to say, but it may be no offence: every client comes back by itself after this.
      return this.#state.waiting.add(frame) ? undefined : this.cut('not-seated')
    }
    this.#handle(frame)
  }

  #isFirstSync(frame: Uint8Array): boolean {
    if (!isDocumentFrame(frame)) return false
    return this.#awaitingStep2 || this.clock.now() < this.#firstSyncUntil
  }

  #handle(bytes: Uint8Array): void {
    if (this.#state.phase !== 'seated') return
    const { room } = this.#state
    const frame = readFrame(bytes)
    const admission = admit(this.access, frame)
    if (admission.do === 'refuse') return this.refuse(admission.code, admission.reason)
    if (frame === null) return
    switch (frame.kind) {
      case 'step1':
        return room.step1(this, frame.body)
      case 'step2':
        this.frames += 1
        if (this.#awaitingStep2) this.#step2Frame = this.frames
        this.#awaitingStep2 = false
        this.wroteAt = this.clock.now()
        return room.edit(this, frame.body, admission.do === 'edit')
      case 'update':
        this.frames += 1
        this.wroteAt = this.clock.now()
        return room.edit(this, frame.body, admission.do === 'edit')
      case 'presence':
        return room.heardPresence(this, frame.body)
      case 'query-presence':
        this.#queryTurn.take(1, () => room.listPresence(this))
    }
  }

  /** What it sends now comes before its step 2, which will have all of that again. */
  get early(): boolean {
    return this.#awaitingStep2
  }

  /** Something of it was put aside until its step 2 brings it again. */
  waitForStep2(): void {
    this.#waitsForStep2 = true
  }

  /** Everything up to this document frame is on disk. */
  saved(frames: number): void {
    if (frames <= this.#saved || (this.#waitsForStep2 && frames < this.#step2Frame)) return
    this.#saved = frames
    this.send(writeNotice({ kind: 'saved', frames }))
  }

  tellAccess(notice: AccessNotice): void {
    if (notice === this.#notice) return
    this.#notice = notice
    this.send(writeNotice({ kind: 'access', access: notice }))
  }

  sendFirstSync(frames: readonly Shared[]): void {
    this.#sentAllOwed()
    for (const frame of frames) {
      this.#owed += frame.message.length
      this.#put(frame)
    }
  }

  sendPresence(frame: Uint8Array): void {
    this.send(frame)
  }

  /** S20: at most so much is queued for a peer; past it, it is cut and catches up from state. */
  send(frame: Uint8Array | Shared): void {
    if (this.#state.phase === 'gone' || this.socket.readyState !== SOCKET_OPEN) return
    this.#sentAllOwed()
    if (this.socket.bufferedAmount > this.limits.queuedBytes + this.#owed) return this.cut('too-slow')
    this.#put(frame)
  }

  #put(frame: Uint8Array | Shared): void {
    if (this.#state.phase === 'gone' || this.socket.readyState !== SOCKET_OPEN) return
    this.#lastSentAt = this.clock.now()
    const message = frame instanceof Shared ? frame.message : frame
    this.#sentBytes += message.length
    if (this.socket.sendFramed === undefined) return this.socket.send(message)
    const bytes = frame instanceof Shared ? frame.framed : framed(message)
    if (this.#held === null) this.socket.sendFramed(bytes)
    else this.#held.push(bytes)
  }

  /** What is sent from here to `release` leaves in one write. */
  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const held = this.#held
    this.#held = null
    if (held === null || held.length === 0 || this.socket.readyState !== SOCKET_OPEN) return
    this.socket.sendFramed?.(joinedFrames(held))
  }

  #sentAllOwed(): boolean {
    if (this.socket.bufferedAmount > 0) return false
    this.#owed = 0
    return true
  }

  /** More waits for it, and next to nothing has left since the last ping: it keeps its connection and our memory. */
  #stalled(): boolean {
    const queued = this.socket.bufferedAmount
    const left = this.#sentBytes - queued
    const stalled = queued > this.limits.stalledBytes && left - this.#leftBytes < this.limits.stalledBytes
    this.#leftBytes = left
    return stalled && this.#sentBytes > 0
  }

  cut(reason: string): void {
    this.refuse(CLOSE.tryLater, reason)
  }

  refuse(code: CloseCode, reason: string): void {
    if (this.#state.phase === 'gone') return
    this.refused = !NOT_OVER_AN_EDIT.has(code)
    this.told.refused(this, code, reason)
    this.release()
    this.#leave()
    closeSocket(this.socket, code, reason, (ms, run) => this.clock.after(ms, run))
  }

  /** S21: called every ping period; a peer that said nothing since the last one is gone. */
  beat(): void {
    if (this.#state.phase === 'gone') return
    if (!this.#heard) {
      this.told.refused(this, CLOSE.goingAway, 'dead-peer')
      this.#leave()
      this.socket.terminate()
      return
    }
    this.#heard = false
    if (this.#stalled()) return this.cut('too-slow')
    if (this.socket.readyState === SOCKET_OPEN) this.socket.ping()
    // Browsers do not show pings to a page, and a stock client leaves a server it has not heard for 30 s.
    if (this.clock.now() - this.#lastSentAt >= this.limits.pingEveryMs / 2) this.send(writeNotice({ kind: 'alive' }))
  }

  #leave(): void {
    if (this.#state.phase === 'gone') return
    const before = this.#state
    this.#state = { phase: 'gone' }
    this.#cancelHello()
    for (const turn of [this.firstSyncTurn, this.presenceTurn, this.#queryTurn]) turn.stop()
    if (before.phase === 'seated') before.room.left(this)
    this.told.gone(this)
  }
}
