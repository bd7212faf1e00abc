// Documents across nodes (S25 to S27): engines on one log, and a bus that loses, doubles and reorders what they tell each other.
import { describe, expect, test } from 'vitest'
import { type Bus, fingerprint, type Hint, memoryBus } from '../../../server/sync/index.ts'
import { Heard } from '../../../server/sync/missed-rows.ts'
import { BOARD, type Stage, stage } from './support/engine.ts'
import { FakeClock, HeldLog, seeded } from './support/fakes.ts'
import type { ModelClient } from './support/model-client.ts'

interface Pair {
  log: HeldLog
  clock: FakeClock
  nodes: [Stage, Stage]
  /** How often the log was asked for rows. */
  asked(): number
}

function pair(between: (bus: Bus) => Bus = (bus) => bus): Pair {
  const log = new HeldLog()
  const clock = new FakeClock()
  const hub = memoryBus()
  let asked = 0
  const { after } = log
  log.after = (document, seq) => {
    asked += 1
    return after.call(log, document, seq)
  }
  const nodes = [hub, hub.join()].map((bus, i) => stage({ log, clock, bus: between(bus), random: seeded(i + 1) }))
  return { log, clock, nodes: nodes as [Stage, Stage], asked: () => asked }
}

async function oneOnEach({ nodes }: Pair): Promise<[ModelClient, ModelClient]> {
  return [await nodes[0].join('ada', BOARD, 1), await nodes[1].join('ben', BOARD, 2)]
}

/** Moves everything that can move, on both nodes: the clock is theirs together. */
async function run({ clock }: Pair, ...clients: ModelClient[]): Promise<void> {
  for (let i = 0; i < 4; i++) {
    for (const client of clients) client.exchange()
    await clock.advance(50)
  }
  for (const client of clients) client.pull()
}

async function same(on: Pair, ...clients: ModelClient[]): Promise<void> {
  const { nodes } = on
  await run(on, ...clients)
  const truth = await nodes[0].sync.read(BOARD, fingerprint)
  expect(await nodes[1].sync.read(BOARD, fingerprint)).toBe(truth)
  for (const { doc } of clients) expect(fingerprint(doc)).toBe(truth)
}

describe('documents across nodes', () => {
  test('S25 small updates travel with their hint: the log is not read', async () => {
    const on = pair()
    const [ada, ben] = await oneOnEach(on)
    for (const word of ['one', 'two', 'three']) {
      ada.write(word)
      await run(on, ada, ben)
    }
    expect(ben.text).toBe('onetwothree')
    expect(on.asked()).toBe(0)
  })

  test('S25 both write at once: each takes what came between its own rows', async () => {
    const on = pair()
    const [ada, ben] = await oneOnEach(on)
    for (let i = 0; i < 30; i++) {
      ada.write(`a${i} `)
      ben.write(`b${i} `)
      ada.exchange()
      ben.exchange()
      if (i % 5 === 0) await run(on, ada, ben)
    }
    await same(on, ada, ben)
    expect(ada.text.split(' ')).toHaveLength(61)
    const { rows, seq } = await on.log.load(BOARD)
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: seq }, (_, i) => i + 1))
  })

  test('S25 a lost hint is a gap that the next one shows, and the log fills it', async () => {
    let lose = false
    const on = pair((bus) => ({ ...bus, publish: (hint) => (lose ? undefined : bus.publish(hint)) }))
    const [ada, ben] = await oneOnEach(on)
    lose = true
    ada.write('lost ')
    await run(on, ada, ben)
    expect(ben.text).toBe('')
    lose = false
    ada.write('heard')
    await run(on, ada, ben)
    expect(ben.text).toBe('lost heard')
    expect(on.asked()).toBe(1)
  })

  test('S25 with every hint lost the others have it within five seconds, by one question for all documents', async () => {
    const on = pair((bus) => ({ ...bus, publish: () => undefined }))
    const [ada, ben] = await oneOnEach(on)
    const others = await Promise.all(['board.two', 'board.three'].map((name) => on.nodes[1].join('ben', name)))
    let questions = 0
    const { heads } = on.log
    on.log.heads = (documents) => {
      questions += 1
      return heads.call(on.log, documents)
    }
    ada.write('found')
    await run(on, ada)
    await on.clock.advance(5_000)
    ben.pull()
    expect(ben.text).toBe('found')
    expect(others.every(({ text }) => text === '')).toBe(true)
    expect(questions).toBe(2) // one of each node
    expect(on.asked()).toBe(1)
  })

  test('S27 as soon as the nodes hear each other again they are the same', async () => {
    const log = new HeldLog()
    const clock = new FakeClock()
    const hub = memoryBus()
    const nodes = [hub, hub.join()].map((bus, i) => stage({ log, clock, bus, random: seeded(i + 1) })) as [Stage, Stage]
    const on: Pair = { log, clock, nodes, asked: () => 0 }
    const [ada, ben] = await oneOnEach(on)
    hub.cut(true)
    ada.write('alone')
    await run(on, ada)
    ben.pull()
    expect(ben.text).toBe('')
    hub.cut(false)
    await clock.advance(10)
    ben.pull()
    expect(ben.text).toBe('alone')
  })

  test('F24 a compaction on one node, then an edit on the other: nothing is lost and nothing doubled', async () => {
    const log = new HeldLog()
    const clock = new FakeClock()
    const hub = memoryBus()
    const limits = { compactRows: 4, docQuietMs: 1_000 }
    const nodes = [hub, hub.join()].map((bus, i) => stage({ log, clock, bus, limits, random: seeded(i + 1) })) as [
      Stage,
      Stage,
    ]
    const on: Pair = { log, clock, nodes, asked: () => 0 }
    const [ada, ben] = await oneOnEach(on)
    for (const word of ['a', 'b', 'c', 'd', 'e']) {
      ada.write(word)
      await run(on, ada)
    }
    await clock.advance(10_000)
    expect(log.rows(BOARD)).toHaveLength(0)
    ben.pull()
    ben.write('!')
    await same(on, ada, ben)
    expect(ada.text).toBe('abcde!')
    expect((await nodes[0].join('cleo')).text).toBe('abcde!')
  })

  const seeds = Array.from({ length: Number(process.env.FUZZ_SEEDS ?? 6) }, (_, i) => i + 1)
  test.each(seeds)('F25 doubled and reordered hints change nothing (seed %i)', async (seed) => {
    const random = seeded(seed)
    const held: { hint: Hint; bus: Bus }[] = []
    const on = pair((bus) => ({
      ...bus,
      publish(hint) {
        held.push({ hint, bus })
        if (random() < 0.3) held.push({ hint, bus })
        if (random() < 0.4) return
        while (held.length > 0) {
          const [one] = held.splice(Math.floor(random() * held.length), 1)
          one?.bus.publish(one.hint)
        }
      },
    }))
    const [ada, ben] = await oneOnEach(on)
    for (let i = 0; i < 60; i++) {
      const writer = random() < 0.5 ? ada : ben
      if (random() < 0.2 && writer.text.length > 3) writer.doc.getText('title').delete(1, 2)
      else writer.write(String(i), Math.floor(random() * (writer.text.length + 1)))
      if (random() < 0.5) await run(on, ada, ben)
    }
    await run(on, ada, ben)
    for (const { hint, bus } of held) bus.publish(hint)
    await on.clock.advance(6_000)
    await same(on, ada, ben)
  })
})

describe('what was heard', () => {
  const hint = (first: number, seq: number): Hint => ({
    document: BOARD,
    first,
    seq,
    update: Uint8Array.of(first, seq),
  })

  test('S25 it is given out in order, without a gap, once', () => {
    const heard = new Heard()
    for (const one of [hint(4, 6), hint(2, 3), hint(4, 6), hint(8, 8)]) heard.add(one)
    expect(heard.next(1)).toEqual({ updates: [Uint8Array.of(2, 3), Uint8Array.of(4, 6)], seq: 6 })
    expect(heard.reached(6)).toBe(true)
    expect(heard.next(6)).toEqual({ updates: [], seq: 6 })
    heard.own(7, 1)
    expect(heard.next(6)).toEqual({ updates: [Uint8Array.of(8, 8)], seq: 8 })
    expect(heard.reached(8)).toBe(false)
  })

  test('S27 what waits for a gap is bounded', () => {
    const heard = new Heard()
    for (let seq = 10; seq < 5_000; seq++) heard.add(hint(seq, seq))
    expect(heard.next(9).updates.length).toBeLessThanOrEqual(256)
    expect(heard.reached(9)).toBe(true)
  })
})
