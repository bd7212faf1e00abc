// Owns who is in one live document and what each is told (S5, S17 to S19): seats, presence, first syncs, fan-out. The order of
// edits is the sequencer's. It knows nothing of access beyond what a seat was given, and nothing of other rooms.
import type * as Y from 'yjs'
import { CLOSE, DOCUMENT_FULL, NEW_NAMES, READ_ONLY } from '../../shared/wire.ts'
import type { Written } from './batch.ts'
import type { Hint } from './bus.ts'
import type { Damage } from './damage.ts'
import { step1Frame, updateFrame } from './frames.ts'
import { readUpdate } from './guard/read.ts'
import { type Authorship, RoomGuard } from './guard.ts'
import type { Decoded } from './known.ts'
import { DamagedDocument, type LoadedDocument } from './log.ts'
import type { Audience, RoomPorts } from './ports.ts'
import { Presence } from './presence.ts'
import { readOwnPresence } from './presence-state.ts'
import { Replica } from './replica.ts'
import type { Look } from './engine-shape.ts'
import type { Seat, SeatedIn } from './seat.ts'
import { Sequencer } from './sequencer.ts'
import { Shared } from './socket.ts'

/** Above the cap there is this much room for edits that remove at least what they add. */
const SLACK = 1.05
/** The least a first sync costs of the budget for them. */
const SMALL_SYNC = 0.05

export class Room implements SeatedIn, Audience {
  readonly presence: Presence
  readonly #replica: Replica
  readonly #sequencer: Sequencer
  readonly #guard: RoomGuard
  readonly #seats = new Set<Seat>()

  /** Throws when the document is damaged. */
  constructor(
    readonly name: string,
    loaded: LoadedDocument,
    authorship: Authorship,
    private readonly ports: RoomPorts,
    /** Called once, when the room ends; `cause` when the log refused. */
    private readonly onEnd: (room: Room, cause: unknown) => void,
    /** F11: `loaded` is what is left of it. It is shown; nothing is taken, and the log stays as it is. */
    readonly damage: Damage | null = null,
  ) {
    this.#replica = new Replica(loaded)
    this.#guard = new RoomGuard(name, authorship, loaded.clients, ports)
    this.#sequencer = new Sequencer(name, this.#replica, this.#guard, loaded.seq, loaded.rows.length, ports, this)
    this.presence = new Presence(ports.clock, ports.limits, ports.random, ports.presenceRelay(name))
  }

  get open(): boolean {
    return this.#sequencer.open
  }

  get built(): boolean {
    return this.#replica.built
  }

  get bytes(): number {
    return this.#replica.bytes
  }

  get queued(): number {
    return this.#sequencer.queued
  }

  get size(): number {
    return this.#seats.size
  }

  sit(seat: Seat): void {
    // It failed in the moment between being found and being sat in: who waits in it would wait for ever.
    if (!this.open) return seat.cut('storage-failed')
    this.#seats.add(seat)
    this.#tellAccess(seat)
    this.presence.join(seat)
    seat.sitIn(this)
  }

  left(seat: Seat): void {
    if (!this.#seats.delete(seat)) return
    this.presence.leave(seat)
    this.touch()
  }

  /** After a new judgement: tell the seat, and ask a new editor for what it has. */
  accessChanged(seat: Seat): void {
    this.#tellAccess(seat)
    if (this.#mayAsk(seat) && seat.synced) this.#ask(seat)
  }

  #tellAccess(seat: Seat): void {
    if (seat.access === 'none') return
    if (this.damage !== null) seat.tellAccess('damaged')
    else seat.tellAccess(seat.access === 'edit' && this.#sequencer.upkeep.full ? 'full' : seat.access)
  }

  /** A viewer is never asked what it has: it would answer with what it may not send; nor anybody whose answer is not taken. */
  #mayAsk(seat: Seat): boolean {
    return seat.access === 'edit' && !seat.asked && this.damage === null
  }

  #ask(seat: Seat): void {
    seat.asked = true
    seat.send(step1Frame(this.#replica.known.stateVector()))
  }

  /** A flood of questions is answered once, in its turn; a small document costs less of the budget than a large one. */
  step1(seat: Seat, stateVector: Uint8Array): void {
    const share = Math.min(1, Math.max(SMALL_SYNC, this.#replica.bytes / this.ports.limits.fullSyncBytes))
    if (!seat.firstSyncTurn.take(share, () => this.#firstSync(seat, stateVector))) this.ports.count('syncs_put_off')
  }

  #firstSync(seat: Seat, stateVector: Uint8Array): void {
    seat.answering = true
    this.#sequencer.atRest(() => {
      seat.answering = false
      if (seat.gone) return
      const frames = this.#replica.syncFrames(stateVector)
      if (frames === null) return seat.refuse(CLOSE.malformed, 'malformed')
      this.ports.count('first_syncs')
      seat.sendFirstSync(frames)
      seat.synced = true
      if (this.#mayAsk(seat)) this.#ask(seat)
    })
  }

  heardPresence(seat: Seat, body: Uint8Array): void {
    const { presenceFields, limits } = this.ports
    const own = readOwnPresence(body, this.presence.idOf(seat), presenceFields, limits.presenceBytes)
    // Stock clients send back what they hear of others, so the rest is dropped and not punished.
    if (own === null) return this.ports.count('presence_dropped')
    const hear = () => {
      // The id is kept for this person before anybody is told of it (S8).
      const isTheirs = this.#guard.reserve(own.clientId, seat.person)
      if (!isTheirs || !this.presence.hear(seat, own)) this.ports.count('presence_dropped')
    }
    if (!seat.presenceTurn.take(1, hear)) this.ports.count('presence_put_off')
  }

  /** S14: new names make the ids of old copies nobody's, so their owners begin with new copies, before they write in vain. */
  rename(authorship: Authorship): void {
    if (this.damage !== null) return
    const strangers = this.#guard.rename(authorship, this.#seats)
    for (const seat of strangers) seat.refuse(CLOSE.startOver, NEW_NAMES)
  }

  listPresence(seat: Seat): void {
    this.presence.list(seat)
  }

  edit(seat: Seat, update: Uint8Array, may: boolean): void {
    const reading = readUpdate(update)
    if (!reading.ok) return this.#sequencer.refuse(seat, reading.refusal)
    const { read } = reading
    // Every joiner answers the server's step 1 with at least its whole delete set.
    if (this.#replica.contains(read)) {
      if (seat.waiting === 0) seat.saved(seat.frames)
      return
    }
    // Neither stored nor refused: they keep it, and their copy, which may hold what the log has lost. Nothing of theirs counts
    // as saved from here on, and everything comes again when the document is whole.
    if (this.damage !== null) return void (seat.waiting += 1)
    if (!may) return seat.refuse(CLOSE.notAllowed, READ_ONLY)
    if (this.#sequencer.upkeep.full && !this.#makesSmaller(read)) return seat.refuse(CLOSE.tooBig, DOCUMENT_FULL)
    const clientId = read.structs[0]?.id.client ?? this.presence.idOf(seat)
    if (!this.#sequencer.edit(seat, update, read, clientId)) seat.cut('room-busy')
  }

  #makesSmaller(decoded: Decoded): boolean {
    if (decoded.structs.length === 0) return true
    if (this.#replica.bytes > this.ports.limits.documentBytes * SLACK) return false
    const { adds, removes } = this.#replica.known.weigh(decoded)
    return removes >= adds
  }

  /** The server's own door (S29): same queue, same log, same fan-out. */
  write(change: (doc: Y.Doc) => void, userId: string | null): Promise<Written> {
    if (this.damage === null) return this.#sequencer.write(change, userId)
    return Promise.reject(new DamagedDocument(this.damage.at, `${this.name} is damaged and can only be read`))
  }

  read<T>(look: Look<T>): Promise<T> {
    return this.#sequencer.read((doc) => look(doc, { damaged: this.damage !== null }))
  }

  /** S15, asked for: whatever was deleted leaves the log now. False when it could not be done. */
  compact(): Promise<boolean> {
    if (this.damage !== null) return Promise.resolve(false)
    return new Promise((resolve) => {
      const run = () => void this.#sequencer.upkeep.compact(this.#sequencer.seq).then(resolve)
      this.#sequencer.atRest(run, () => resolve(false))
    })
  }

  /** Another node has compacted the log up to there: what left it is not sent to newcomers here either (S15). */
  letGo(seq: number): void {
    if (this.damage !== null) return
    this.heed({ document: this.name, first: seq, seq, update: null })
    this.#sequencer.atRest(() => this.#replica.fold())
  }

  get seq(): number {
    return this.#sequencer.seq
  }

  // What the sequencer tells

  show(update: Uint8Array, author: Seat | null): void {
    const frame = new Shared(updateFrame(update))
    let delivered = 0
    for (const seat of this.#seats) {
      if (!seat.synced || seat === author) continue
      seat.send(frame)
      delivered += 1
    }
    this.ports.count('frames_out', delivered)
  }

  fullnessChanged(): void {
    for (const seat of this.#seats) this.#tellAccess(seat)
  }

  storeFailed(cause: unknown): void {
    this.#end(cause)
    for (const seat of this.#seats) seat.cut('storage-failed')
  }

  // Life

  touch(): void {
    this.#sequencer.usedAt = this.ports.clock.now()
  }

  heed(hint: Hint): void {
    if (this.damage === null) this.#sequencer.heed(hint)
  }

  async catchUp(): Promise<void> {
    if (this.damage === null) await this.#sequencer.catchUp()
  }

  /** The log can be read again: everyone comes back to the whole of it, and brings what they kept. */
  mended(): void {
    if (!this.open) return
    this.close()
    for (const seat of this.#seats) seat.cut('mended')
  }

  /** Looks after a room at rest; true when it can be unloaded. */
  sweep(): boolean {
    const { clock, limits } = this.ports
    const { upkeep, usedAt, usedDocAt } = this.#sequencer
    const now = clock.now()
    const idle = this.#seats.size === 0 && now - usedAt >= limits.roomIdleMs
    const quiet = idle || now - usedDocAt >= limits.docQuietMs
    if (this.damage === null && upkeep.compactionDue(quiet))
      this.#sequencer.atRest(() => void upkeep.compact(this.#sequencer.seq))
    if (!this.#sequencer.resting || this.queued > 0) return false
    if (upkeep.full && upkeep.weigh()) this.fullnessChanged()
    if (quiet && this.built) {
      this.#replica.fold()
      this.#replica.drop()
    }
    return idle && !upkeep.compacting
  }

  /** Resolves when everything waiting is stored, or the room has failed. */
  async flushed(): Promise<void> {
    while (this.open && (this.queued > 0 || !this.#sequencer.resting)) {
      this.ports.requestCommit(this.#sequencer, 0)
      // With other documents' commit in flight ours is in the next one. Asking again in the same turn would let none end.
      await this.ports.commitOver()
      await this.#sequencer.rested()
    }
  }

  close(): void {
    if (!this.open) return
    this.#sequencer.close()
    this.#end(null)
  }

  #end(cause: unknown): void {
    this.presence.close()
    this.onEnd(this, cause)
  }
}
