// Owns one document as the log has it: bytes always, a Y.Doc only while somebody edits (S19). Everything it answers is what
// is on disk: edits are applied to the Y.Doc just before they are appended, and `landed` moves the bytes on afterwards; in
// between only `apply` may be called. It knows no sockets and no log.
import * as Y from 'yjs'
import { step2Frame, updateFrame } from './frames.ts'
import { type Decoded, Known } from './known.ts'
import { outlineOf } from './layout.ts'
import { DamagedDocument, type LoadedDocument } from './log.ts'
import { EMPTY_UPDATE, joined, mergeBounded, since } from './merge.ts'
import { replay } from './replay.ts'
import { Shared } from './socket.ts'

/** Updates kept side by side before they are merged; a joiner pays for merging them. */
const TAIL_UPDATES = 64
/** The tail is folded into the base when it has grown this large, or half as large as the base. */
const TAIL_BYTES = 64 * 1024
/** After a restart a longer log is replayed at once: merging it would cost ten times as much. */
const REPLAY_ROWS = 256

export type Applied =
  | { ok: true; updates: Uint8Array[] }
  /** The document is as if it had never been tried. */
  | { ok: false; why: 'malformed' | 'unresolved' | 'threw'; cause?: unknown }

/** Among edits applied together is one that cannot be: they have to be tried one by one. */
class Apart extends Error {}

export class Replica {
  #base: Uint8Array
  #baseFrame: Shared | null = null
  #tail: Uint8Array[] = []
  #tailBytes = 0
  #syncFrames: readonly Shared[] | null = null
  #known = new Known()
  #doc: Y.Doc | null = null
  /** Applied to the Y.Doc since the bytes were last moved on. */
  #ahead: Uint8Array[] = []
  #emitted: Uint8Array[] = []
  #together = false
  /** The base was put together as bytes: what was deleted is still in it. */
  #joined = false

  constructor(loaded: LoadedDocument) {
    if (loaded.snapshotDamaged) throw new DamagedDocument('snapshot', 'the snapshot is not what was stored')
    let expected = loaded.snapshotSeq
    for (const row of loaded.rows) {
      if (row.seq !== ++expected) throw new DamagedDocument(expected, `row ${expected} is missing from the log`)
      if (row.damaged) throw new DamagedDocument(row.seq, `row ${row.seq} is not what was stored`)
    }
    if (expected !== loaded.seq)
      throw new DamagedDocument(expected + 1, `rows after ${expected} are missing from the log`)
    this.#base = loaded.snapshot ?? EMPTY_UPDATE
    this.#learn(this.#base, 'snapshot')
    for (const row of loaded.rows) {
      this.#learn(row.bytes, row.seq)
      this.#tail.push(row.bytes)
      this.#tailBytes += row.bytes.length
    }
    if (this.#tail.length > REPLAY_ROWS) this.fold()
    else if (this.#tail.length > 0) this.#joinTail()
  }

  /** Bytes of a document nobody edits are kept once, and everyone who opens it gets those. */
  #joinTail(): void {
    const whole = joined([this.#base, ...this.#tail])
    if (whole === null) return
    this.#base = whole
    this.#joined = true
    this.#tail = []
    this.#tailBytes = 0
  }

  /** Rows must be readable before anything is built on them. */
  #learn(update: Uint8Array, at: number | 'snapshot'): void {
    const decoded = outlineOf(update)
    if (decoded === null) throw new DamagedDocument(at, `${at === 'snapshot' ? at : `row ${at}`} cannot be read`)
    this.#known.add(decoded)
  }

  get bytes(): number {
    return this.#base.length + this.#tailBytes
  }

  get built(): boolean {
    return this.#doc !== null
  }

  get known(): Known {
    return this.#known
  }

  contains(decoded: Decoded): boolean {
    return this.#known.contains(decoded)
  }

  /** The Y.Doc, built at the first need. */
  doc(): Y.Doc {
    if (this.#doc !== null) return this.#doc
    const doc = new Y.Doc()
    replay(doc, [this.#base, ...this.#tail, ...this.#ahead])
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
      throw new DamagedDocument(null, 'the log holds updates whose predecessors are missing')
    }
    doc.on('update', (update: Uint8Array) => this.#emitted.push(update))
    this.#doc = doc
    return doc
  }

  drop(): void {
    this.#doc?.destroy()
    this.#doc = null
  }

  /** Applies a client's update. What counts from here on is what the Y.Doc emitted, never the client's bytes (S10). */
  applyUpdate(update: Uint8Array): Applied {
    if (this.#together) return this.#applyWithOthers(update)
    return this.#apply((doc) => Y.applyUpdate(doc, update, 'client'), 'malformed')
  }

  /**
   * All that `run` applies is one transaction: Yjs's bookkeeping for each grows with everyone who ever wrote. Answers what the
   * Y.Doc emitted; null when one of them could not be taken, and then the document is as before the first.
   */
  together(run: () => void): readonly Uint8Array[] | null {
    this.#together = true
    try {
      const applied = this.#apply((doc) => Y.transact(doc, run, 'client', false), 'threw')
      if (applied.ok) return applied.updates
      if (applied.cause instanceof Apart) return null
      throw applied.cause instanceof Error ? applied.cause : new Error('edits could not be applied', applied)
    } finally {
      this.#together = false
    }
  }

  #applyWithOthers(update: Uint8Array): Applied {
    const doc = this.doc()
    try {
      Y.applyUpdate(doc, update, 'client')
    } catch (cause) {
      throw new Apart('threw', { cause })
    }
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Apart('unresolved')
    return { ok: true, updates: [update] }
  }

  /** Runs the server's own change in one transaction. */
  applyChange(change: (doc: Y.Doc) => void, clientId: number): Applied {
    return this.#apply((doc) => {
      // The server's id is worn only while the server writes, so that Yjs does not replace it when it meets it in an update.
      const own = doc.clientID
      doc.clientID = clientId
      try {
        Y.transact(doc, () => change(doc), 'server')
      } finally {
        doc.clientID = own
      }
    }, 'threw')
  }

  #apply(change: (doc: Y.Doc) => void, whenThrown: 'malformed' | 'threw'): Applied {
    const doc = this.doc()
    this.#emitted = []
    try {
      change(doc)
    } catch (cause) {
      // Yjs keeps what it did before it threw: begin again from the bytes.
      this.drop()
      return { ok: false, why: whenThrown, cause }
    }
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
      this.drop()
      return { ok: false, why: 'unresolved' }
    }
    const updates = this.#emitted
    this.#ahead.push(...updates)
    return { ok: true, updates }
  }

  /** Reads without changing: a change made by mistake is undone and reported. */
  read<T>(look: (doc: Y.Doc) => T): T {
    const doc = this.doc()
    this.#emitted = []
    const answer = look(doc)
    if (this.#emitted.length > 0) {
      this.drop()
      throw new Error('a read must not change the document')
    }
    return answer
  }

  /** The updates applied so far are on disk, as this one. */
  landed(merged: Uint8Array): void {
    this.#ahead = []
    this.#syncFrames = null
    this.#known.add(Y.decodeUpdate(merged))
    this.#tail.push(merged)
    this.#tailBytes += merged.length
    if (this.#tail.length <= TAIL_UPDATES) return
    if (this.#tailBytes > Math.max(TAIL_BYTES, this.#base.length / 2)) this.fold()
    else this.#tail = [mergeBounded(this.#tail)]
  }

  /** What was applied and not stored is not wanted: the document is as it is on disk. */
  undo(): void {
    this.#ahead = []
    this.drop()
  }

  /** Takes in rows another node wrote; returns what was new here, null when nothing was. */
  take(updates: readonly Uint8Array[]): Uint8Array | null {
    const merged = mergeBounded(updates)
    const news = this.#doc === null ? merged : this.#takeIntoDoc(this.#doc, merged)
    if (news !== null) this.landed(news)
    return news
  }

  #takeIntoDoc(doc: Y.Doc, merged: Uint8Array): Uint8Array | null {
    this.#emitted = []
    replay(doc, [merged])
    // Rows that do not know of each other delete by meeting (two values of one key): the document's own update has that.
    return this.#emitted[0] ?? null
  }

  /** Makes base and tail one again by replay: five to ten times smaller and faster than merging bytes. */
  fold(): void {
    if (this.#tail.length === 0 && !this.#joined) return
    const had = this.#doc !== null
    this.#base = Y.encodeStateAsUpdate(this.doc())
    this.#joined = false
    // Deletions that only come of rows meeting each other are known from here on.
    this.#known.add(Y.decodeUpdate(this.#base))
    this.#baseFrame = null
    this.#syncFrames = null
    this.#tail = []
    this.#tailBytes = 0
    if (!had) this.drop()
  }

  /** The whole document as one update, as small as it gets (S15). */
  snapshot(): Uint8Array {
    this.fold()
    return this.#base
  }

  /** The frames that bring someone with this state vector up to date; the last one is the step 2. Null: unreadable. */
  syncFrames(stateVector: Uint8Array): readonly Shared[] | null {
    let clocks: Map<number, number>
    try {
      clocks = Y.decodeStateVector(stateVector)
    } catch {
      return null
    }
    if (clocks.size === 0) return this.#firstSync()
    if (this.#known.sameClocks(clocks)) return [new Shared(step2Frame(this.#known.deletions()))]
    const all = [this.#base, ...this.#tail]
    const news = since(all, clocks, this.#known.deletions()) ?? this.#lacking(all, stateVector)
    return [new Shared(step2Frame(news))]
  }

  #lacking(all: readonly Uint8Array[], stateVector: Uint8Array): Uint8Array {
    if (this.#doc !== null) return Y.encodeStateAsUpdate(this.#doc, stateVector)
    return Y.diffUpdate(mergeBounded(all), stateVector)
  }

  /** Encoded once per version: the base as an update, then what came since as the step 2 that makes the client "synced". */
  #firstSync(): readonly Shared[] {
    if (this.#syncFrames !== null) return this.#syncFrames
    const last = new Shared(step2Frame(mergeBounded(this.#tail)))
    if (this.#base.length > EMPTY_UPDATE.length) {
      this.#baseFrame ??= new Shared(updateFrame(this.#base))
      // The frame holds the bytes: keep one copy of them, not two.
      const { framed } = this.#baseFrame
      this.#base = framed.subarray(framed.length - this.#base.length)
      this.#syncFrames = [this.#baseFrame, last]
    } else {
      this.#syncFrames = [last]
    }
    return this.#syncFrames
  }
}
