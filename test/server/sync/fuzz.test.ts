// Seeded wars over fake sockets: people write, delete, drop, come back, lose and regain access; nodes restart, the log fails,
// holds and is compacted, hints between nodes are lost. Afterwards everything must be equal (I2), nothing pending (I3),
// the log without a gap (I9), and at no moment may anyone have seen what was not on disk (S12).
// A failing seed is printed: keep it below as a named test.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Access, createSync, fingerprint, type Hint, memoryBus, type Sync } from '../../../server/sync/index.ts'
import { decode, Known } from '../../../server/sync/known.ts'
import { afterClose } from '../../../shared/wire.ts'
import { FakeClock, HeldLog, seeded, settle } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

const SEEDS = Number(process.env.FUZZ_SEEDS ?? 4)
const OPERATIONS = 500
const DOCUMENTS = ['board.one', 'board.two']
const NAMES = ['ada', 'ben', 'cleo', 'dora']

interface Member {
  name: string
  document: string
  node: number
  client: ModelClient
}

class War {
  readonly random: () => number
  readonly clock = new FakeClock()
  readonly log = new HeldLog()
  /** What the log holds, as a document: rows that did not know of each other delete by meeting. */
  readonly stored = new Map<string, Y.Doc>()
  readonly access = new Map<string, Access>()
  readonly bus = memoryBus()
  readonly nodes: Sync[]
  readonly members: Member[] = []
  hintsLost = 0
  refusals = 0

  constructor(
    seed: number,
    readonly nodeCount: number,
  ) {
    this.random = seeded(seed)
    this.log.onStored = (batch) => {
      for (const { document, rows } of batch)
        for (const { bytes } of rows) Y.applyUpdate(this.#storedIn(document), bytes)
    }
    this.nodes = Array.from({ length: nodeCount }, () => this.#node())
    for (const document of DOCUMENTS) {
      for (const name of NAMES) {
        const node = this.#below(nodeCount)
        const client = this.#client(node, name, document)
        this.members.push({ name, document, node, client })
        client.connect()
      }
    }
  }

  #node(): Sync {
    return createSync({
      log: this.log,
      clock: this.clock,
      random: this.random,
      limits: { compactRows: 20, docQuietMs: 3_000, roomIdleMs: 3_000 },
      access: async (person, document) => this.access.get(`${person.name} ${document}`) ?? 'edit',
      ...(this.nodeCount > 1 && { bus: { ...this.bus, publish: (hint: Hint) => this.#publish(hint) } }),
    })
  }

  /** A third of the hints between nodes is lost. */
  #publish(hint: Hint): void {
    if (this.random() < 0.33) this.hintsLost += 1
    else this.bus.publish(hint)
  }

  #client(node: number, name: string, document: string, doc?: Y.Doc): ModelClient {
    const sync = this.nodes[node]
    if (sync === undefined) throw new Error('no such node')
    const client = new ModelClient(sync, personCalled(name), document)
    client.doc.clientID = this.#below(2 ** 32)
    if (doc !== undefined) Y.applyUpdate(client.doc, Y.encodeStateAsUpdate(doc), 'kept')
    return client
  }

  #below(n: number): number {
    return Math.floor(this.random() * n)
  }

  #storedIn(document: string): Y.Doc {
    const doc = this.stored.get(document) ?? new Y.Doc()
    this.stored.set(document, doc)
    return doc
  }

  pull(member: Member): void {
    const { client } = member
    const before = client.updates.length
    client.pull()
    const received = client.updates.slice(before)
    if (received.length === 0) return
    const known = new Known()
    known.add(Y.decodeUpdate(Y.encodeStateAsUpdate(this.#storedIn(member.document))))
    for (const update of received) {
      const decoded = decode(update)
      expect(decoded !== null && known.contains(decoded), 'nobody sees an edit before it is on disk').toBe(true)
    }
  }

  /** What y-websocket and our own client do after a close; a refused copy is given up. */
  comeBack(member: Member): void {
    const { client } = member
    if (client.open) return
    const { closed } = client
    const after = closed === null ? 'retry' : afterClose(closed.code, closed.reason)
    const keep = after === 'start-over' ? undefined : client.doc
    if (after === 'start-over') this.refusals += 1
    member.client = this.#client(member.node, member.name, member.document, keep)
    member.client.connect()
  }

  async operate(): Promise<void> {
    const member = this.members[this.#below(this.members.length)]
    if (member === undefined) return
    const { client } = member
    // Trouble passes, or there would be little war.
    if (this.log.failing !== null && this.random() < 0.3) this.log.failing = null
    if (this.log.holding && this.random() < 0.15) {
      this.log.holding = false
      this.log.release()
    }
    const dice = this.random()
    if (dice < 0.35) this.#edit(client)
    else if (dice < 0.45) client.flush()
    else if (dice < 0.6) this.#exchangeSome()
    else if (dice < 0.72) await this.clock.advance(this.#below(120))
    else if (dice < 0.75) client.disconnect()
    else if (dice < 0.88) for (const each of this.members) this.comeBack(each)
    else if (dice < 0.9) await this.#judge(member)
    else if (dice < 0.93) this.log.holding = true
    else if (dice < 0.94) this.log.release()
    else if (dice < 0.95) this.log.failing = new Error('disk full')
    else if (dice < 0.965) await this.#restart(member.node)
    else if (dice < 0.975) await this.clock.advance(8_000)
    else this.#serverWrites(member)
    await settle()
  }

  #exchangeSome(): void {
    for (const member of this.members) {
      if (this.random() < 0.5) member.client.flush()
      if (this.random() < 0.5) this.pull(member)
    }
  }

  #edit(client: ModelClient): void {
    const text = client.doc.getText('title')
    if (text.length > 4 && this.random() < 0.4) text.delete(this.#below(text.length - 2), 1 + this.#below(2))
    else text.insert(this.#below(text.length + 1), 'abcdef'.slice(0, 1 + this.#below(6)))
    if (this.random() < 0.2) client.doc.getMap('cards').set(`card${this.#below(4)}`, this.#below(100))
    if (this.random() < 0.1) client.doc.getMap('cards').delete(`card${this.#below(4)}`)
  }

  async #judge(member: Member): Promise<void> {
    const access = (['none', 'view', 'edit', 'edit'] as const)[this.#below(4)] ?? 'edit'
    this.access.set(`${member.name} ${member.document}`, access)
    for (const node of this.nodes) node.reauthorize({ userId: `user-${member.name}` })
    await settle()
  }

  /** The node dies where it stands: nothing is drained, what was in flight may or may not be stored. */
  async #restart(node: number): Promise<void> {
    for (const member of this.members) {
      if (member.node === node) member.client.disconnect()
    }
    this.nodes[node] = this.#node()
    await settle()
  }

  #serverWrites(member: Member): void {
    const value = this.#below(1_000)
    // Refused when the log is failing or the node restarts: then it must leave nothing behind.
    this.nodes[member.node]?.write(member.document, (doc) => doc.getMap('cards').set('server', value)).catch(() => {})
  }

  /** Everybody may again, everything works again, everyone is back. */
  async peace(): Promise<void> {
    this.log.failing = null
    this.log.holding = false
    this.log.release()
    this.access.clear()
    for (let i = 0; i < 12; i++) {
      await this.clock.advance(6_000)
      for (const member of this.members) {
        member.client.flush()
        this.pull(member)
        this.comeBack(member)
      }
    }
  }

  async judgeAll(): Promise<void> {
    for (const document of DOCUMENTS) {
      const { rows, snapshotSeq, snapshot, seq } = await this.log.load(document)
      expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => snapshotSeq + 1 + i))
      expect(seq).toBe(snapshotSeq + rows.length)
      const replay = new Y.Doc()
      if (snapshot !== null) Y.applyUpdate(replay, snapshot)
      for (const row of rows) Y.applyUpdate(replay, row.bytes)
      expect([replay.store.pendingStructs, replay.store.pendingDs]).toEqual([null, null])
      const truth = fingerprint(replay)
      for (const node of this.nodes) {
        expect(await node.read(document, fingerprint)).toBe(truth)
      }
      for (const member of this.members.filter((member) => member.document === document)) {
        const { client, name } = member
        expect([client.doc.store.pendingStructs, client.doc.store.pendingDs]).toEqual([null, null])
        expect(client.text, `${name} on ${document}`).toBe(replay.getText('title').toJSON())
        expect(fingerprint(client.doc), `${name} on ${document}`).toBe(truth)
        expect(client.saved, `${name} on ${document}: saved`).toBe(client.sent)
      }
    }
  }
}

async function fight(seed: number, nodes: number): Promise<War> {
  const war = new War(seed, nodes)
  try {
    for (let i = 0; i < OPERATIONS; i++) await war.operate()
    await war.peace()
    await war.judgeAll()
  } catch (cause) {
    throw new Error(`seed ${seed}, ${nodes} nodes`, { cause })
  }
  if (process.env.FUZZ_SEEDS)
    console.log(seed, nodes, war.refusals, war.log.loads, war.log.appends.length, war.hintsLost)
  return war
}

describe('I2 I3 I9 after any war all copies are equal', () => {
  const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1)
  test.each(seeds)('one node, seed %i', async (seed) => {
    await fight(seed, 1)
  })
  test.each(seeds)('S25 two nodes that lose hints, seed %i', async (seed) => {
    await fight(seed, 2)
  })

  test('the wars are wars: things are refused, lost, restarted and compacted in them', async () => {
    const war = await fight(1_000, 2)
    expect(war.refusals).toBeGreaterThan(0)
    expect(war.hintsLost).toBeGreaterThan(0)
    expect(war.log.loads).toBeGreaterThan(10)
    expect(war.log.appends.length).toBeGreaterThan(40)
  })
})
