// A seeded war over the whole engine: people write, undo, go offline and come back as other page loads; nodes are killed and
// drained; the log is slow, refuses, or stores without saying so; Redis goes away, loses, doubles and delays; rights and
// phases change; documents are compacted. What may never be seen is looked for at every frame the server lets go of (S12, I1,
// I5), the rest once there is peace (judgement.ts). The same seed is the same war.
import * as Y from 'yjs'
import { type Access, memoryBus, type Person, type SchemaFor } from '../../../../server/sync/index.ts'
import { type Decoded, decode } from '../../../../server/sync/known.ts'
import { afterClose, CLOSE, MESSAGE, readNotice } from '../../../../shared/wire.ts'
import { seeded } from '../support/fakes.ts'
import { settle, WarClock } from './clock.ts'
import { Doors } from './doors.ts'
import { type Below, editAnything } from './edits.ts'
import { hostileFrame } from './hostile.ts'
import { carriesUpdate, type Line, parsed } from './line.ts'
import { Node, type NodeParts } from './node.ts'
import { Page, type Watch } from './page.ts'
import { WHISPER } from './presence.ts'
import { WarLog } from './store.ts'

export interface Terrain {
  nodes: number
  documents: readonly string[]
  /** What one person does to their copy at a time. */
  edit(doc: Y.Doc, below: Below, document: string): void
  /** What only the server does there. */
  serve?(doc: Y.Doc, below: Below, document: string): void
  schema?: SchemaFor
}

export const OPEN_TERRAIN: Omit<Terrain, 'nodes'> = { documents: ['board.one', 'board.two'], edit: editAnything }

/** Two tabs of one person, and two others. */
const NAMES = ['ada', 'ada', 'ben', 'cleo']
const LIMITS = {
  // Life is short in a war: what happens after minutes elsewhere happens after seconds.
  compactRows: 20,
  docQuietMs: 3_000,
  roomIdleMs: 3_000,
  // Everybody comes back far more often than people do; budgets have tests of their own.
  firstSyncsBurst: 1_000_000,
  updatesBurst: 1_000_000,
  framesBurst: 1_000_000,
  socketsPerPerson: 1_000,
  socketsPerPersonInAll: 1_000,
}

const personCalled = (name: string): Person => ({
  userId: `user-${name}`,
  sessionId: `session-${name}`,
  name,
  color: '#225588',
})

export class War implements Watch {
  readonly random: () => number
  readonly clock = new WarClock()
  readonly log: WarLog
  readonly doors: Doors
  readonly nodes: Node[]
  readonly pages: Page[] = []
  readonly hostile: Line[] = []
  /** What was done, for whoever has to find out why. */
  readonly tally: Record<string, number> = {}
  /** What must never happen, in words. */
  readonly wrongs: string[] = []
  /** Numbers of the server's own writes that it was told are stored. */
  readonly serverWrites: { document: string; value: string }[] = []
  readonly #parts: NodeParts
  /** Client ids whose edits from this clock on were sent by somebody who might not edit. */
  readonly #forbidden = new Map<number, number>()
  readonly #seenStored = new WeakMap<Uint8Array, string>()
  readonly #where = new WeakMap<Line, Node>()
  #ghosts: { page: Page; line: Line }[] = []
  #server = 0

  constructor(
    readonly seed: number,
    readonly terrain: Terrain,
  ) {
    this.random = seeded(seed)
    this.log = new WarLog(this.clock, this.random)
    this.doors = new Doors(this.clock, this.random)
    this.log.onStored = (document, decoded) => this.#stored(document, decoded)
    this.#parts = {
      clock: this.clock,
      log: this.log,
      doors: this.doors,
      random: this.random,
      limits: LIMITS,
      bus: terrain.nodes > 1 ? memoryBus() : null,
      ...(terrain.schema !== undefined && { schema: terrain.schema }),
      note: (event) => this.count(`note ${event}`),
    }
    this.nodes = Array.from({ length: terrain.nodes }, () => new Node(this.#parts))
    for (const document of terrain.documents) {
      for (const name of NAMES) this.pages.push(this.#page(personCalled(name), document))
    }
  }

  readonly below: Below = (n) => Math.floor(this.random() * n)

  count(what: string): void {
    this.tally[what] = (this.tally[what] ?? 0) + 1
  }

  wrong(what: string): void {
    if (this.wrongs.length < 20) this.wrongs.push(what)
  }

  /** The documents as they are before anybody comes. */
  async begin(): Promise<void> {
    const { serve, documents } = this.terrain
    for (let cards = 0; cards < 5; cards++) {
      for (const document of serve === undefined ? [] : documents) {
        const writing = this.#node().sync.write(document, (doc) => serve?.(doc, this.below, document))
        await this.clock.advance(100)
        await writing
      }
    }
    for (const page of this.pages) this.connect(page)
    await settle()
  }

  #page(person: Person, document: string, copy?: Uint8Array): Page {
    return new Page(person, document, this.random, this, copy)
  }

  #node(): Node {
    const node = this.nodes[this.below(this.nodes.length)]
    if (node === undefined) throw new Error('no node')
    return node
  }

  connect(page: Page): void {
    const { person, document } = page
    this.#forbidden.delete(page.doc.clientID)
    page.limited = this.doors.of(person.userId, document) !== 'edit' || this.doors.failing
    page.connect((line) => {
      const node = this.#node()
      this.#where.set(line, node)
      node.sync.attach(line, person, document)
    })
  }

  // What is looked for at every frame

  /** In the moment the server lets go of it. */
  heard(page: Page, line: Line, frame: Uint8Array): void {
    const { document, person } = page
    const stored = this.log.in(document)
    if (this.doors.settled(person.userId, document) === 'none') {
      this.wrong(`I5 ${person.name} was sent something of ${document} without access`)
    }
    if (carriesUpdate(frame) && this.#seenStored.get(frame) !== document) {
      const { kind, ...rest } = parsed(frame)
      const decoded = 'body' in rest ? decode(rest.body) : null
      if (decoded === null || !stored.known.contains(decoded)) {
        this.wrong(`S12 a ${kind} showed what is not on disk`)
      }
      this.#seenStored.set(frame, document)
    } else if (frame[0] === MESSAGE.awareness && this.doors.quiet(document)) {
      if (Buffer.from(frame.buffer, frame.byteOffset, frame.length).includes(WHISPER)) {
        this.wrong(`S24 presence showed in a quiet ${document}`)
      }
    } else if (frame[0] === MESSAGE.notice) {
      const notice = readNotice(frame)
      if (notice?.kind === 'saved') this.#acknowledged(document, line, notice.frames)
    }
  }

  #acknowledged(document: string, line: Line, frames: number): void {
    this.count('acknowledgements')
    for (const { frame, update } of line.unsaved) {
      if (frame > frames) break
      const decoded = decode(update)
      if (decoded === null || !this.log.in(document).known.contains(decoded)) {
        this.wrong(`I1 an edit of ${document} was acknowledged and is not on disk`)
      }
    }
  }

  /** Remembers what somebody without the right to edit sends. */
  flushing(page: Page): void {
    const access = this.doors.settled(page.person.userId, page.document)
    if (this.doors.of(page.person.userId, page.document) !== 'edit' || this.doors.failing) page.limited = true
    if (access === 'view' || access === 'none') this.#forbidden.set(page.doc.clientID, page.admitted)
    else {
      page.admitted = page.ownClock
      this.#allow(page)
    }
  }

  /** What a viewer wrote may come again, also in another page load, from the editor they have become. */
  #allow(page: Page): void {
    if (this.#forbidden.size === 0) return
    for (const client of page.doc.store.clients.keys()) this.#forbidden.delete(client)
    this.#forbidden.delete(page.doc.clientID)
  }

  #stored(document: string, { structs }: Decoded): void {
    for (const { id, length } of structs) {
      const from = this.#forbidden.get(id.client)
      if (from !== undefined && id.clock + length > from) this.wrong(`S6 an edit of ${document} by a viewer was stored`)
    }
  }

  // Operations

  async operate(): Promise<void> {
    const page = this.pages[this.below(this.pages.length)]
    if (page === undefined) return
    const dice = this.random()
    if (dice < 0.42) page.edit((doc) => this.terrain.edit(doc, this.below, page.document))
    else if (dice < 0.45) this.#undo(page)
    else if (dice < 0.59) page.flush(this.below(1 + (page.line?.up.length ?? 0) * 2))
    else if (dice < 0.77) page.pull(this.below(1 + (page.line?.down.length ?? 0) * 2))
    else if (dice < 0.9) await this.clock.advance(this.below(60))
    else if (dice < 0.92) page.say(String(this.below(5)))
    else if (dice < 0.93) this.#leave(page)
    else if (dice < 0.96) this.#comeBack()
    else if (dice < 0.97) this.#serverWrites(page.document)
    else if (dice < 0.99) await settle()
    else await this.#trouble(page)
    // Often, and not always: operations must also meet in one turn of the loop.
    if (this.random() < 0.2) await settle()
  }

  #undo(page: Page): void {
    if (this.random() < 0.6) page.undo.undo()
    else page.undo.redo()
  }

  #leave(page: Page): void {
    if (!page.open) return
    const dice = this.random()
    if (dice < 0.2) {
      const line = page.forget()
      if (line !== null) this.#ghosts.push({ page, line })
    } else if (dice < 0.3) {
      // Another tab of the same browser: both have what neither has sent.
      const other = this.pages.find(
        (one) => one.document === page.document && one.person.userId === page.person.userId && one !== page,
      )
      page.disconnect()
      if (other !== undefined) this.#replace(page, other.copy())
    } else if (dice < 0.4) {
      // Closed and opened again in the same moment: a reload keeps the local copy.
      page.disconnect()
      this.#replace(page, page.copy())
    } else page.disconnect()
  }

  /** Everyone who is away, or one of them. */
  #comeBack(): void {
    for (const page of this.pages) if (!page.open && this.random() < 0.5) this.return(page)
    for (const { page, line } of this.#ghosts.splice(0)) this.#ghostSpeaks(page, line)
  }

  /** What y-websocket and our own client do after a close; a refused copy is given up. */
  return(page: Page): void {
    if (page.open) return
    const { line } = page
    page.pull()
    const closed = line?.closed ?? null
    const after = closed === null ? 'retry' : afterClose(closed.code, closed.reason)
    if (closed !== null) this.#judgeClose(page, closed)
    if (after === 'start-over') return this.#replace(page, undefined)
    if (after === 'give-up' || after === 'sign-in' || this.random() < 0.3) return this.#replace(page, page.copy())
    this.connect(page)
  }

  #replace(page: Page, copy: Uint8Array | undefined): void {
    const fresh = this.#page(page.person, page.document, copy)
    this.pages[this.pages.indexOf(page)] = fresh
    this.connect(fresh)
  }

  /** An honest page is never told that it did something wrong. */
  #judgeClose({ person, document, limited, line }: Page, { code, reason }: { code: number; reason: string }): void {
    this.count(`closed ${code} ${reason}`)
    const hard = code >= 4400 && code < 4500
    // Typed faster than it was let in: it is to come back, and loses nothing.
    if (code === CLOSE.tooFast && line?.heard === false) return
    if (hard && !(code === CLOSE.notAllowed && limited)) {
      this.wrong(`S7 ${person.name} on ${document}, who did nothing wrong, was refused: ${code} ${reason}`)
    }
  }

  /** What was sent through a connection that the page has given up may still arrive. */
  #ghostSpeaks(page: Page, line: Line): void {
    if (this.random() < 0.7) {
      this.flushing(page)
      line.flush(this.below(line.up.length + 1))
    }
    if (this.random() < 0.5) line.drop()
    else this.#ghosts.push({ page, line })
  }

  #serverWrites(document: string): void {
    const value = `s${++this.#server}`
    const { sync } = this.#node()
    const change = (doc: Y.Doc) => {
      doc.getArray<string>('server').push([value])
      this.terrain.serve?.(doc, this.below, document)
    }
    sync.write(document, change).then(
      () => this.serverWrites.push({ document, value }),
      () => this.count('server writes refused'),
    )
  }

  async #trouble(page: Page): Promise<void> {
    const { log, doors } = this
    // Trouble passes, or there would be little war.
    if (this.random() < 0.7) log.heal()
    if (this.random() < 0.7) doors.heal()
    const dice = this.below(20)
    this.count(`trouble ${dice}`)
    if (dice < 2) log.slowMs = 80
    else if (dice === 2) log.holding = true
    else if (dice === 3) log.failing = 'refused'
    else if (dice === 4) log.failing = 'unknown'
    else if (dice < 7) await this.#nodeDies()
    else if (dice === 7) for (const node of this.nodes) node.cut(this.random() < 0.7)
    else if (dice === 8) for (const node of this.nodes) node.cut(false)
    else if (dice < 12) this.#judge(page)
    else if (dice === 12) this.#phase(page.document)
    else if (dice === 13) this.#presence(page.document)
    else if (dice === 14) doors.fail()
    else if (dice === 15) this.#compact(page.document)
    else if (dice === 16) await this.#hostility(page.document)
    else if (dice === 17) await this.clock.advance(8_000)
    else {
      log.heal()
      doors.heal()
    }
  }

  /** Killed where it stands, or stopped in good order. */
  async #nodeDies(): Promise<void> {
    const at = this.below(this.nodes.length)
    const node = this.nodes[at]
    if (node === undefined) return
    if (this.random() < 0.3 && !this.log.holding) {
      this.count('drained')
      const drained = node.drain()
      await this.clock.advance(1_000)
      // A log that hangs keeps a drain waiting: whoever started it has a deadline.
      if (this.log.holding || this.log.slowMs > 0) node.kill()
      else await drained
    } else node.kill()
    for (const page of this.pages) {
      if (page.open && page.line !== null && this.#where.get(page.line) === node) page.disconnect()
    }
    this.nodes[at] = new Node(this.#parts)
    await settle()
  }

  #judge(page: Page): void {
    const { person, document } = page
    const access = (['none', 'view', 'edit', 'edit'] as const)[this.below(4)] ?? 'edit'
    this.#told((told) => this.doors.setPerson(person.userId, document, access, told), { userId: person.userId })
    this.#limit(document, person.userId)
  }

  #phase(document: string): void {
    const access: Access = this.random() < 0.5 ? 'view' : 'edit'
    this.#told((told) => this.doors.setPhase(document, access, told), { document })
    this.#limit(document, null)
  }

  #presence(document: string): void {
    const mode = this.random() < 0.5 ? 'quiet' : 'full'
    this.#told((told) => this.doors.setPresence(document, mode, told), { document })
  }

  /** Mostly every node is told at once; sometimes nobody is. */
  #told(change: (told: boolean) => void, target: { userId: string } | { document: string }): void {
    const told = this.random() < 0.8
    change(told)
    // What arrived before its seat was judged is admitted by the newer judgement.
    this.#forbidden.clear()
    if (told) for (const node of this.nodes) node.sync.reauthorize(target)
  }

  #limit(document: string, userId: string | null): void {
    for (const page of this.pages) {
      if (page.document === document && (userId === null || page.person.userId === userId)) page.limited = true
    }
  }

  #compact(document: string): void {
    this.#node()
      .sync.compact(document)
      .then(
        (done) => this.count(done ? 'compacted' : 'not compacted'),
        () => this.count('not compacted'),
      )
  }

  async #hostility(document: string): Promise<void> {
    const page = this.#page(personCalled('mallory'), document)
    this.connect(page)
    page.flush()
    await settle()
    page.pull()
    page.flush()
    const { line } = page
    if (line === null) return
    line.push(hostileFrame(this.below), null)
    line.flush()
    // Where it could not even be let in yet, it may wait for ever.
    if (line.sent > 0) this.hostile.push(line)
  }

  // Peace

  /** Everybody may again, everything works again, everyone comes back until nothing moves any more. */
  async peace(): Promise<void> {
    this.log.heal()
    this.doors.peace()
    this.#forbidden.clear()
    for (const { line } of this.#ghosts.splice(0)) line.drop()
    for (const node of this.nodes) node.cut(false)
    for (const document of this.terrain.documents) {
      for (const node of this.nodes) node.sync.reauthorize({ document })
    }
    // As long as the log is asked for what no hint told (S25).
    await this.clock.advance(6_000)
    for (let calm = 0, round = 0; calm < 2 && round < 40; round++) {
      for (const page of this.pages) {
        this.return(page)
        page.flush()
        page.pull()
      }
      await this.clock.advance(calm > 0 ? 6_000 : 150)
      for (const page of this.pages) page.pull()
      calm = this.pages.every((page) => page.calm) ? calm + 1 : 0
    }
  }
}
