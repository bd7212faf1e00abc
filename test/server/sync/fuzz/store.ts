// The log of a war: one for all nodes, which can be slow, hold, refuse, or store and not say so. What it ever stored is
// kept here a second time, so that a row which compaction or a load loses is missed.
import * as Y from 'yjs'
import { type Append, memoryLog, type StoredRow, type UpdateLog } from '../../../../server/sync/index.ts'
import { type Decoded, decode, Known } from '../../../../server/sync/known.ts'
import { replay } from '../../../../server/sync/replay.ts'
import type { WarClock } from './clock.ts'

/** All that was ever stored of one document. */
export class Stored {
  readonly doc = new Y.Doc()
  readonly known = new Known()
  rows = 0

  constructor() {
    // Rows that did not know of each other delete by meeting, so what counts is what the document says came of them.
    this.doc.on('update', (update: Uint8Array) => this.#learn(Y.decodeUpdate(update)))
  }

  take(bytes: Uint8Array, decoded: Decoded): void {
    this.rows += 1
    this.#learn(decoded)
    replay(this.doc, [bytes])
  }

  #learn(decoded: Decoded): void {
    this.known.add(decoded)
    this.known.add({ structs: [], ds: collected(decoded) })
  }
}

export class WarLog {
  readonly inner = memoryLog()
  readonly stored = new Map<string, Stored>()
  /** Every append and load takes this long. */
  slowMs = 0
  /** Nothing is answered. */
  holding = false
  failing: 'no' | 'refused' | 'unknown' = 'no'
  appends = 0
  loads = 0
  compactions = 0
  unknownOutcomes = 0
  /** Told of every row in the moment it is stored. */
  onStored: (document: string, decoded: Decoded) => void = () => {}
  readonly #held: (() => void)[] = []

  constructor(
    private readonly clock: WarClock,
    private readonly random: () => number,
  ) {}

  in(document: string): Stored {
    const stored = this.stored.get(document) ?? new Stored()
    this.stored.set(document, stored)
    return stored
  }

  release(): void {
    this.holding = false
    for (const go of this.#held.splice(0)) go()
  }

  heal(): void {
    this.failing = 'no'
    this.slowMs = 0
    this.release()
  }

  /** As one node sees it, until it dies: then nothing is answered any more, and what was under way happens or not. */
  for(node: { dead: boolean }): UpdateLog {
    const alive = <T>(answer: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        answer.then(
          (value) => node.dead || resolve(value),
          (cause) => node.dead || reject(cause),
        )
      })
    return {
      load: (document) => {
        this.loads += 1
        return alive(this.#do(node, () => this.inner.load(document)))
      },
      append: (batch) => {
        this.appends += 1
        return alive(this.#do(node, () => this.#append(batch)))
      },
      after: (document, seq): Promise<StoredRow[] | null> =>
        alive(this.#do(node, () => this.inner.after(document, seq))),
      heads: (documents) => alive(this.#do(node, () => this.inner.heads(documents))),
      clients: (document, clientIds) => alive(this.#do(node, () => this.inner.clients(document, clientIds))),
      compact: (document, snapshot, seq) => {
        this.compactions += 1
        return alive(this.#do(node, () => this.inner.compact(document, snapshot, seq)))
      },
    }
  }

  async #do<T>(node: { dead: boolean }, run: () => Promise<T>): Promise<T> {
    if (this.slowMs > 0) await this.clock.sleep(Math.floor(this.random() * this.slowMs))
    if (this.holding) await new Promise<void>((resolve) => this.#held.push(resolve))
    // Killed before the statement arrived at the database, or after.
    if (node.dead && this.random() < 0.5) throw new Error('never arrived')
    if (this.failing === 'refused') throw new Error('the database is away')
    const value = await run()
    if (this.failing === 'unknown') {
      this.unknownOutcomes += 1
      throw new Error('the connection broke after the commit was sent')
    }
    return value
  }

  #append(batch: readonly Append[]): Promise<Map<string, number>> {
    const first = this.inner.append(batch)
    // In the same turn: whoever loads meanwhile has it from the log already. What was refused is not there.
    for (const { document } of batch) {
      const stored = this.in(document)
      for (const { bytes, seq } of this.inner.rows(document)) {
        if (seq <= stored.rows) continue
        const decoded = decode(bytes)
        if (decoded === null) throw new Error('a row that cannot be read was stored')
        this.onStored(document, decoded)
        stored.take(bytes, decoded)
      }
    }
    return first
  }
}

/** What arrives as a collected struct is deleted, and Yjs does not say so when it takes it in. */
function collected({ structs }: Decoded): Decoded['ds'] {
  const clients = new Map<number, { clock: number; len: number }[]>()
  for (const struct of structs) {
    if (!(struct instanceof Y.GC)) continue
    const { client, clock } = struct.id
    const ranges = clients.get(client) ?? []
    ranges.push({ clock, len: struct.length })
    clients.set(client, ranges)
  }
  return { clients }
}
