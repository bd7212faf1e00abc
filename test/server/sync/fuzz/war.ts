// A seeded war over the whole engine: people write, undo, go offline and come back as other page loads; nodes are killed and
// drained; the log is slow, refuses, or stores without saying so; Redis goes away, loses, doubles and delays; rights and
// phases change; documents are compacted (trouble.ts). What may never be seen is looked for at every frame the server lets go
// of (S12, I1, I5: witness.ts), the rest once there is peace (judgement.ts). The same seed is the same war.
import type * as Y from 'yjs'
import { memoryBus, type Person } from '../../../../server/sync/index.ts'
import { afterClose } from '../../../../shared/wire.ts'
import { seeded } from '../support/fakes.ts'
import { settle, WarClock } from './clock.ts'
import { Doors } from './doors.ts'
import type { Below } from './edits.ts'
import type { Line } from './line.ts'
import { Node, type NodeParts } from './node.ts'
import { Page, personCalled } from './page.ts'
import { WarLog } from './store.ts'
import type { Terrain } from './terrain.ts'
import { type Battlefield, trouble } from './trouble.ts'
import { Witness } from './witness.ts'

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

export class War implements Battlefield {
  readonly random: () => number
  readonly clock = new WarClock()
  readonly log: WarLog
  readonly doors: Doors
  readonly nodes: Node[]
  readonly pages: Page[] = []
  readonly hostile: Line[] = []
  readonly witness: Witness
  /** Numbers of the server's own writes that it was told are stored. */
  readonly serverWrites: { document: string; value: string }[] = []
  readonly #parts: NodeParts
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
    this.witness = new Witness(this.log, this.doors)
    this.#parts = {
      clock: this.clock,
      log: this.log,
      doors: this.doors,
      random: this.random,
      limits: LIMITS,
      bus: terrain.nodes > 1 ? memoryBus() : null,
      ...(terrain.schema !== undefined && { schema: terrain.schema }),
      note: (event) => this.witness.count(`note ${event}`),
    }
    this.nodes = Array.from({ length: terrain.nodes }, () => new Node(this.#parts))
    for (const document of terrain.documents) {
      for (const name of NAMES) this.pages.push(this.page(personCalled(name), document))
    }
  }

  readonly below: Below = (n) => Math.floor(this.random() * n)

  /** The documents as they are before anybody comes. */
  async begin(): Promise<void> {
    const { serve, documents } = this.terrain
    for (let cards = 0; cards < 5; cards++) {
      for (const document of serve === undefined ? [] : documents) {
        const writing = this.node().sync.write(document, (doc) => serve?.(doc, this.below, document))
        await this.clock.advance(100)
        await writing
      }
    }
    for (const page of this.pages) this.connect(page)
    await settle()
  }

  page(person: Person, document: string, copy?: Uint8Array): Page {
    return new Page(person, document, this.random, this.witness, copy)
  }

  node(): Node {
    const node = this.nodes[this.below(this.nodes.length)]
    if (node === undefined) throw new Error('no node')
    return node
  }

  startNode(at: number): void {
    this.nodes[at] = new Node(this.#parts)
  }

  isOn(line: Line, node: Node): boolean {
    return this.#where.get(line) === node
  }

  connect(page: Page): void {
    const { person, document } = page
    this.witness.connecting(page)
    page.connect((line) => {
      const node = this.node()
      this.#where.set(line, node)
      node.sync.attach(line, person, document)
    })
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
    else await trouble(this, page)
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
    if (closed !== null) this.witness.closed(page, closed)
    if (after === 'start-over') return this.#replace(page, undefined)
    if (after === 'give-up' || after === 'sign-in' || this.random() < 0.3) return this.#replace(page, page.copy())
    this.connect(page)
  }

  #replace(page: Page, copy: Uint8Array | undefined): void {
    const fresh = this.page(page.person, page.document, copy)
    this.pages[this.pages.indexOf(page)] = fresh
    this.connect(fresh)
  }

  /** What was sent through a connection that the page has given up may still arrive. */
  #ghostSpeaks(page: Page, line: Line): void {
    if (this.random() < 0.7) {
      this.witness.flushing(page)
      line.flush(this.below(line.up.length + 1))
    }
    if (this.random() < 0.5) line.drop()
    else this.#ghosts.push({ page, line })
  }

  #serverWrites(document: string): void {
    const value = `s${++this.#server}`
    const { sync } = this.node()
    const change = (doc: Y.Doc) => {
      doc.getArray<string>('server').push([value])
      this.terrain.serve?.(doc, this.below, document)
    }
    sync.write(document, change).then(
      () => this.serverWrites.push({ document, value }),
      () => this.witness.count('server writes refused'),
    )
  }

  // Peace

  /** Everybody may again, everything works again, everyone comes back until nothing moves any more. */
  async peace(): Promise<void> {
    this.log.heal()
    this.doors.peace()
    this.witness.forgive()
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
