// Presence across nodes (S22 to S24): two engines on one log and one bus, with stock awareness clients.
import { afterEach, describe, expect, test } from 'vitest'
import type { PresenceMode } from '../../../server/sync/index.ts'
import { memoryBus } from '../../../server/sync/index.ts'
import { Aware, closeAwarenesses } from './support/aware.ts'
import { BOARD, type Stage, stage } from './support/engine.ts'
import { FakeClock, HeldLog } from './support/fakes.ts'
import { ModelClient } from './support/model-client.ts'
import { personCalled } from './support/server.ts'

afterEach(closeAwarenesses)

interface Cluster {
  nodes: Stage[]
  bus: ReturnType<typeof memoryBus>[]
  clock: FakeClock
  mode: PresenceMode
  /** What one node believes when it differs. */
  believed: Map<number, PresenceMode>
}

function cluster(count: number): Cluster {
  const log = new HeldLog()
  const first = memoryBus()
  const bus = Array.from({ length: count }, (_, i) => (i === 0 ? first : first.join()))
  const clock = new FakeClock()
  const on: Cluster = { nodes: [], bus, clock, mode: 'full', believed: new Map() }
  on.nodes = bus.map((one, i) => {
    let seed = i
    const random = () => ((seed = (seed * 16_807 + 12_345 + i) % 2_147_483_647), seed / 2_147_483_647)
    return stage({ log, clock, bus: one, presence: () => on.believed.get(i) ?? on.mode, random })
  })
  return on
}

async function aware(on: Cluster, node: number, name: string): Promise<Aware> {
  const client = new ModelClient(on.nodes[node]!.sync, personCalled(name), BOARD)
  client.connect()
  await on.clock.advance(0)
  client.exchange()
  const someone = new Aware(client)
  await live(on, someone)
  return someone
}

async function live(on: Cluster, ...people: Aware[]): Promise<void> {
  for (let i = 0; i < 6; i++) {
    for (const { client } of people) client.exchange()
    await on.clock.advance(60)
    for (const someone of people) {
      someone.client.pull()
      someone.read()
    }
  }
}

const others = (someone: Aware) =>
  [...someone.awareness.getStates()].filter(([id]) => id !== someone.id).map(([, state]) => state)

describe('presence across nodes', () => {
  test('S22 people on two nodes see each other, stamped by the node they are on', async () => {
    const on = cluster(2)
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    ada.awareness.setLocalState({ user: { id: 'user-boss', name: 'Boss' }, view: 'wall' })
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toEqual({ view: 'wall', user: { id: 'user-ada', name: 'ada', color: '#225588' } })
    expect(ada.sees(ben.id)).toMatchObject({ user: { id: 'user-ben' } })
    for (const { sync } of on.nodes) {
      expect(
        sync
          .people(BOARD)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['ada', 'ben'])
    }
  })

  test('S22 who comes later is told who is there on every node', async () => {
    const on = cluster(3)
    const early = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    const cleo = await aware(on, 2, 'cleo')
    await live(on, cleo, ...early)
    expect(early.map(({ id }) => cleo.sees(id))).not.toContain(undefined)
    const dora = await aware(on, 2, 'dora')
    await live(on, dora)
    expect(others(dora)).toHaveLength(3)
  })

  test('S22 who leaves is gone on every node, and is back at once when they return to another one', async () => {
    const on = cluster(2)
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    await live(on, ada, ben)
    ada.client.disconnect()
    await live(on, ben)
    expect(ben.sees(ada.id)).toBeUndefined()
    const moved = ada.moveTo(new ModelClient(on.nodes[1]!.sync, personCalled('ada'), BOARD))
    await on.clock.advance(0)
    await live(on, moved, ben)
    expect(ben.sees(moved.id)).toBeDefined()
  })

  test('F31 somebody who moved to another node stays, though the old node finds the old connection dead later', async () => {
    const on = cluster(2)
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 0, 'ben')]
    await live(on, ada, ben)
    const old = ada.client.socket
    const moved = ada.moveTo(new ModelClient(on.nodes[1]!.sync, personCalled('ada'), BOARD))
    await on.clock.advance(0)
    await live(on, moved, ben)
    moved.awareness.setLocalStateField('view', 'new place')
    await live(on, moved, ben)
    expect(ben.sees(moved.id)).toMatchObject({ view: 'new place' })
    old.drop()
    await live(on, moved, ben)
    expect(ben.sees(moved.id)).toMatchObject({ view: 'new place' })
    expect(others(ben)).toHaveLength(1)
  })

  test('S22 the id of somebody on another node cannot be taken', async () => {
    const on = cluster(2)
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    await live(on, ada, ben)
    const thief = new ModelClient(on.nodes[1]!.sync, personCalled('eve'), BOARD)
    thief.connect()
    await on.clock.advance(0)
    thief.exchange()
    new Aware(thief, ada.id).awareness.setLocalState({ view: 'stolen' })
    thief.exchange()
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toMatchObject({ user: { id: 'user-ada' } })
  })

  test('S25 the entries of a node that dies are gone, and come back with it', async () => {
    const on = cluster(3)
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    await live(on, ada, ben)
    on.bus[0]!.leave()
    await live(on, ben)
    expect(ben.sees(ada.id)).toBeUndefined()
  })

  test('S25 what was lost on the way comes right when the nodes hear each other again', async () => {
    const on = cluster(2)
    const [ada, ben, cleo] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben'), await aware(on, 0, 'cleo')]
    await live(on, ada, ben, cleo)
    on.bus[0]!.cut(true)
    ada.awareness.setLocalStateField('view', 'unheard')
    cleo.client.disconnect()
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).not.toMatchObject({ view: 'unheard' })
    expect(ben.sees(cleo.id)).toBeDefined()
    on.bus[0]!.cut(false)
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toMatchObject({ view: 'unheard' })
    expect(ben.sees(cleo.id)).toBeUndefined()
  })

  test('S25 an entry that nobody renews is forgotten, one that is renewed stays', async () => {
    const on = cluster(2)
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    await live(on, ada, ben)
    for (let seconds = 0; seconds < 60; seconds += 10) {
      ada.awareness.setLocalState(ada.awareness.getLocalState())
      ada.client.exchange()
      await on.clock.advance(10_000)
      expect(on.nodes[1]!.sync.people(BOARD).map(({ name }) => name)).toContain('ada')
    }
    on.bus[0]!.cut(true)
    await on.clock.advance(40_000)
    expect(on.nodes[1]!.sync.people(BOARD).map(({ name }) => name)).not.toContain('ada')
  })

  test('S23 what many do within 50 ms is one message between nodes', async () => {
    const on = cluster(2)
    const people = await Promise.all(['ada', 'ben', 'cleo'].map((name) => aware(on, 0, name)))
    const far = await aware(on, 1, 'far')
    await live(on, far, ...people)
    let messages = 0
    on.bus[1]!.hear('presence', () => messages++)
    for (const someone of people) {
      for (const view of ['1', '2', '3']) someone.awareness.setLocalStateField('view', view)
      someone.client.exchange()
    }
    await on.clock.advance(60)
    expect(messages).toBe(1)
  })

  test('S24 between nodes a quiet room tells nothing but that somebody is there', async () => {
    const on = cluster(2)
    on.mode = 'quiet'
    const heard: string[] = []
    on.bus[1]!.hear('presence', (body) => heard.push(Buffer.from(body).toString('latin1')))
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    ada.awareness.setLocalState({ view: 'canary-card', typing: true })
    await live(on, ada, ben)
    expect(others(ben)).toEqual([{}])
    expect(heard.length).toBeGreaterThan(0)
    expect(heard.join()).not.toMatch(/canary|ada|typing/)
    expect(ben.sees(ada.id)).toBeUndefined()
  })

  test('S24 a node that has not heard of a change yet shows nobody by name in a room that is quiet elsewhere', async () => {
    const on = cluster(2)
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toBeDefined()
    on.believed.set(1, 'quiet')
    await on.clock.advance(11_000)
    ada.awareness.setLocalStateField('view', 'still full')
    await live(on, ada, ben)
    expect(others(ben)).toEqual([])
    on.mode = 'quiet'
    await on.clock.advance(11_000)
    await live(on, ada, ben)
    expect(others(ben)).toEqual([{}])
  })

  test('S24 a change of mode reaches every node, whichever learns of it first', async () => {
    const on = cluster(2)
    const [ada, ben] = [await aware(on, 0, 'ada'), await aware(on, 1, 'ben')]
    await live(on, ada, ben)
    on.mode = 'quiet'
    on.nodes[0]!.sync.reauthorize({ document: BOARD })
    await live(on, ada, ben)
    expect([others(ada), others(ben)]).toEqual([[{}], [{}]])
    on.mode = 'full'
    on.nodes[1]!.sync.reauthorize({ document: BOARD })
    await live(on, ada, ben)
    expect(others(ben)).toEqual([expect.objectContaining({ user: expect.objectContaining({ id: 'user-ada' }) })])
    expect(others(ada)).toEqual([expect.objectContaining({ user: expect.objectContaining({ id: 'user-ben' }) })])
  })
})

describe('access across nodes', () => {
  test('S6 a judgement that one node is told to make is made on all of them', async () => {
    const log = new HeldLog()
    const clock = new FakeClock()
    const first = memoryBus()
    let access: 'edit' | 'none' = 'edit'
    const nodes = [first, first.join(), first.join()].map((bus) =>
      stage({ log, clock, bus, access: async () => access }),
    )
    const clients = await Promise.all(nodes.map((node) => node.join('ada')))
    access = 'none'
    nodes[0]!.sync.reauthorize({ userId: 'user-ada' })
    await clock.advance(10)
    expect(clients.map(({ closed }) => closed?.code)).toEqual([4403, 4403, 4403])
  })

  test('T6 with the bus away it is found out within ten seconds', async () => {
    const log = new HeldLog()
    const clock = new FakeClock()
    const first = memoryBus()
    const second = first.join()
    let access: 'edit' | 'none' = 'edit'
    const nodes = [first, second].map((bus) => stage({ log, clock, bus, access: async () => access }))
    const far = await nodes[1]!.join('ada')
    first.cut(true)
    access = 'none'
    nodes[0]!.sync.reauthorize({ userId: 'user-ada' })
    await clock.advance(100)
    expect(far.open).toBe(true)
    await clock.advance(10_000)
    expect(far.closed?.code).toBe(4403)
  })
})
