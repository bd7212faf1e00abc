import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterEach, describe, expect, test } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { PRESENCE_FIELDS, type PresenceMode } from '../../../server/sync/index.ts'
import { readOwnPresence } from '../../../server/sync/presence-state.ts'
import { BOARD, stage, type Stage } from './support/engine.ts'
import { seeded, settle } from './support/fakes.ts'
import type { ModelClient } from './support/model-client.ts'

const KB = 1024

interface Entry {
  id: number
  clock: number
  state: Record<string, unknown> | null
}

const awarenesses: Awareness[] = []
afterEach(() => {
  for (const awareness of awarenesses.splice(0)) awareness.destroy()
})

/** A client with a real y-protocols awareness, which sends back everything it hears as y-websocket does. */
class Aware {
  readonly awareness: Awareness
  heard: Entry[] = []

  constructor(readonly client: ModelClient) {
    this.awareness = new Awareness(client.doc)
    awarenesses.push(this.awareness)
    this.awareness.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
      client.push(frame(encodeAwarenessUpdate(this.awareness, [...added, ...updated, ...removed])))
    })
    client.push(frame(encodeAwarenessUpdate(this.awareness, [this.id])))
  }

  get id(): number {
    return this.awareness.clientID
  }

  read(): void {
    for (const body of this.client.presenceFrames.splice(0)) {
      this.heard.push(...entriesOf(body))
      applyAwarenessUpdate(this.awareness, body, this)
    }
  }

  sees(id: number): Record<string, unknown> | undefined {
    return this.awareness.getStates().get(id)
  }
}

async function aware(on: Stage, name: string): Promise<Aware> {
  const someone = new Aware(await on.join(name))
  await live(on, someone)
  return someone
}

/** Everyone hears everyone until it is quiet. */
async function live(on: Stage, ...people: Aware[]): Promise<void> {
  for (let i = 0; i < 5; i++) {
    for (const { client } of people) client.exchange()
    await on.clock.advance(60)
    for (const someone of people) {
      someone.client.pull()
      someone.read()
    }
  }
  for (const someone of people) {
    someone.client.exchange()
    someone.read()
  }
}

describe('presence', () => {
  test('S22 the server stamps id, name and colour, and issues the clock', async () => {
    const on = stage()
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    ada.awareness.setLocalState({ user: { id: 'user-boss', name: 'Boss', color: 'red' }, view: 'wall' })
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toEqual({ view: 'wall', user: { id: 'user-ada', name: 'ada', color: '#225588' } })
    const clocks = ben.heard.filter(({ id }) => id === ada.id).map(({ clock }) => clock)
    expect(Math.min(...clocks)).toBeGreaterThanOrEqual(1_700_000_000_000)
    expect(clocks).toEqual([...clocks].sort((a, b) => a - b))
  })

  test('S22 nobody is told their own state: theirs stays as they set it', async () => {
    const on = stage()
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    const mine = { user: { name: 'me' }, secret: 1, view: 'list' }
    ada.awareness.setLocalState(mine)
    await live(on, ada, ben)
    await on.clock.advance(20_000)
    await live(on, ada, ben)
    expect(ada.awareness.getLocalState()).toEqual(mine)
    expect(ada.heard.filter(({ id, state }) => id === ada.id && state !== null)).toEqual([])
  })

  test('S22 a client follows the clock it is given, so its own echo in another tab is never newer', async () => {
    const on = stage()
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    for (const view of ['a', 'b', 'c']) {
      ada.awareness.setLocalStateField('view', view)
      await live(on, ada, ben)
    }
    const last = ben.heard.findLast(({ id }) => id === ada.id)
    expect(last?.state?.['view']).toBe('c')
    expect(ada.awareness.meta.get(ada.id)?.clock).toBeGreaterThanOrEqual(last?.clock ?? Infinity)
  })

  test('S22 what a client sends back about others is dropped, also about someone who has just left', async () => {
    const on = stage()
    const [ada, ben, cleo] = [await aware(on, 'ada'), await aware(on, 'ben'), await aware(on, 'cleo')]
    ada.awareness.setLocalStateField('view', 'x')
    await live(on, ada, ben, cleo)
    ada.client.disconnect()
    await live(on, ben, cleo)
    expect(ben.sees(ada.id)).toBeUndefined()
    const dora = await on.join('dora')
    dora.push(said(ada.id, 5, { view: 'echo' }))
    await live(on, ben, cleo)
    dora.exchange()
    await live(on, ben, cleo)
    expect(ben.sees(ada.id)).toBeUndefined()
    dora.push(said(4_711, 0, { view: 'own' }))
    dora.exchange()
    await live(on, ben, cleo)
    expect(ben.sees(4_711)).toMatchObject({ view: 'own', user: { id: 'user-dora' } })
  })

  test('S22 one connection has one id: a second one is dropped', async () => {
    const on = stage()
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    ada.client.push(said(12_345, 0, { view: 'second' }))
    await live(on, ada, ben)
    expect(ben.sees(12_345)).toBeUndefined()
    expect(ben.sees(ada.id)).toBeDefined()
  })

  test('F31 the same person on a new connection takes the id along; the late end of the old one changes nothing', async () => {
    const on = stage()
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    const old = ada.client.socket
    ada.client.connect()
    await settle()
    ada.client.push(frame(encodeAwarenessUpdate(ada.awareness, [ada.id])))
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toBeDefined()
    old.drop()
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toBeDefined()
    expect(
      on.sync
        .people(BOARD)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['ada', 'ben'])
  })

  test('S22 someone who stops showing themselves, or leaves, is gone for the others', async () => {
    const on = stage()
    const [ada, ben, cleo] = [await aware(on, 'ada'), await aware(on, 'ben'), await aware(on, 'cleo')]
    await live(on, ada, ben, cleo)
    expect([ben.sees(ada.id), ben.sees(cleo.id)]).not.toContain(undefined)
    ada.awareness.setLocalState(null)
    cleo.client.disconnect()
    await live(on, ada, ben)
    expect([ben.sees(ada.id), ben.sees(cleo.id)]).toEqual([undefined, undefined])
    ada.awareness.setLocalState({ view: 'back' })
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toMatchObject({ view: 'back' })
  })

  test('S22 an unchanged presence is renewed before the others time it out', async () => {
    const on = stage()
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    const state = ada.awareness.getLocalState()
    await live(on, ada, ben)
    for (let seconds = 0; seconds < 90; seconds += 15) {
      ada.awareness.setLocalState(state)
      ada.client.exchange()
      ben.heard = []
      await on.clock.advance(14_000)
      await live(on, ada, ben)
      expect(ben.heard.filter(({ id }) => id === ada.id)).toHaveLength(1)
    }
  })

  test('S23 what many do within 50 ms is one frame for each', async () => {
    const on = stage()
    const people = await Promise.all(['ada', 'ben', 'cleo', 'dora'].map((name) => aware(on, name)))
    await live(on, ...people)
    for (const someone of people) {
      for (const view of ['1', '2', '3']) someone.awareness.setLocalStateField('view', view)
      someone.client.exchange()
    }
    await on.clock.advance(60)
    for (const { client } of people) {
      client.presenceFrames = []
      client.pull()
      expect(client.presenceFrames).toHaveLength(1)
      expect(entriesOf(client.presenceFrames[0] ?? new Uint8Array())).toHaveLength(3)
    }
  })

  test('S23 no presence frame is larger than a client may send back', async () => {
    const on = stage()
    const names = Array.from({ length: 60 }, (_, i) => `p${i}`)
    for (const [i, name] of names.entries()) {
      const client = await on.join(name)
      client.push(
        said(1_000 + i, 0, Object.fromEntries(['view', 'editing', 'selected'].map((f) => [f, '€'.repeat(100)]))),
      )
      client.exchange()
    }
    await on.clock.advance(100)
    const late = await on.join('late')
    const sizes = late.presenceFrames.map(({ length }) => length)
    expect(late.presenceFrames.flatMap((body) => entriesOf(body))).toHaveLength(60)
    expect(Math.max(...sizes)).toBeLessThan(70 * KB)
  })

  test('S24 in a quiet room there is only that somebody is there', async () => {
    let mode: PresenceMode = 'quiet'
    const on = stage({ presence: () => mode })
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    ada.awareness.setLocalState({ view: 'canary-card', cursor: null, typing: true })
    await live(on, ada, ben)
    const others = () => [...ben.awareness.getStates()].filter(([id]) => id !== ben.id)
    expect(others()).toEqual([[expect.any(Number), {}]])
    expect(ben.sees(ada.id)).toBeUndefined()
    expect(JSON.stringify(ben.heard)).not.toMatch(/canary|user-ada|typing/)
    mode = 'full'
    on.sync.reauthorize({ document: BOARD })
    await live(on, ada, ben)
    expect(others()).toEqual([[ada.id, expect.objectContaining({ view: 'canary-card' })]])
    mode = 'quiet'
    ben.heard = []
    await on.clock.advance(10_000)
    await live(on, ada, ben)
    expect(others()).toEqual([[expect.any(Number), {}]])
    expect(ben.sees(ada.id)).toBeUndefined()
  })

  test('S24 in a quiet room a frame says nothing about who is doing something', async () => {
    const on = stage({ presence: () => 'quiet' })
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    await live(on, ada, ben)
    const framesIn = async (act: boolean) => {
      ben.client.presenceFrames = []
      for (let i = 0; i < 20; i++) {
        if (act) ada.awareness.setLocalStateField('view', `moves ${i}`)
        ada.client.exchange()
        await on.clock.advance(500)
      }
      ben.client.pull()
      return ben.client.presenceFrames.length
    }
    expect(await framesIn(true)).toBe(await framesIn(false))
  })

  test('S24 when the mode cannot be found out, the room is quiet', async () => {
    const on = stage({
      presence: () => {
        throw new Error('away')
      },
    })
    const [ada, ben] = [await aware(on, 'ada'), await aware(on, 'ben')]
    ada.awareness.setLocalState({ view: 'x' })
    await live(on, ada, ben)
    expect(ben.sees(ada.id)).toBeUndefined()
  })
})

describe('S22 what a client may say of itself', () => {
  const read = (state: unknown, id = 7) =>
    readOwnPresence(body(id, 1, JSON.stringify(state)), null, PRESENCE_FIELDS, 2 * KB)?.state

  test('known fields of known types, nothing else', () => {
    const cursor = {
      anchor: { type: null, tname: 'content', item: { client: 1, clock: 2 }, assoc: 0 },
      head: { type: { client: 3, clock: 4 }, tname: null, item: null, assoc: -1 },
    }
    expect(read({ cursor, typing: true, pointer: { x: 1.5, y: -2 }, view: 'wall', editing: 'card-1' })).toEqual({
      cursor,
      typing: true,
      pointer: { x: 1.5, y: -2 },
      view: 'wall',
      editing: 'card-1',
    })
    expect(read({ cursor: null, pointer: null })).toEqual({ cursor: null, pointer: null })
    expect(
      read({
        cursor: { anchor: { item: 'x' }, head: null },
        typing: 'yes',
        pointer: { x: '1', y: 2 },
        view: 'x'.repeat(101),
        selected: { toString: 1 },
        admin: true,
      }),
    ).toEqual({})
    expect(read({ pointer: { x: 1, y: 2, evil: 'x' } })).toEqual({ pointer: { x: 1, y: 2 } })
  })

  test('F89 __proto__ and its like reach nobody', () => {
    const json =
      '{"__proto__":{"isAdmin":true},"constructor":{"x":1},"typing":true,"pointer":{"x":1,"y":1,"__proto__":{"a":1}}}'
    const state = readOwnPresence(body(7, 1, json), null, PRESENCE_FIELDS, 2 * KB)?.state
    expect(JSON.stringify(state)).toBe('{"typing":true,"pointer":{"x":1,"y":1}}')
    expect((state as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test.each([
    ['an array', '[]'],
    ['a number', '5'],
    ['a text', '"x"'],
    ['broken JSON', '{"a"'],
    ['nothing', ''],
    ['more than 2 KB', JSON.stringify({ view: 'x'.repeat(2 * KB) })],
  ])('%s is dropped', (_what, json) => {
    expect(readOwnPresence(body(7, 1, json), null, PRESENCE_FIELDS, 2 * KB)).toBeNull()
  })

  test('two states, none, another id, or anything after it are dropped', () => {
    const one = body(7, 1, '{}')
    expect(readOwnPresence(one, 7, PRESENCE_FIELDS, 2 * KB)).not.toBeNull()
    expect(readOwnPresence(one, 8, PRESENCE_FIELDS, 2 * KB)).toBeNull()
    expect(readOwnPresence(Uint8Array.from([...one, 0]), 7, PRESENCE_FIELDS, 2 * KB)).toBeNull()
    expect(readOwnPresence(Uint8Array.of(0), null, PRESENCE_FIELDS, 2 * KB)).toBeNull()
    const two = Uint8Array.from([2, ...one.subarray(1), ...one.subarray(1)])
    expect(readOwnPresence(two, null, PRESENCE_FIELDS, 2 * KB)).toBeNull()
  })

  test('random bytes never throw', () => {
    const random = seeded(4)
    for (let i = 0; i < 20_000; i++) {
      const bytes = new Uint8Array(Math.floor(random() * 40)).map(() => random() * 256)
      if (random() < 0.5) bytes[0] = 1
      readOwnPresence(bytes, null, PRESENCE_FIELDS, 2 * KB)
    }
  })
})

function body(id: number, clock: number, json: string): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint(encoder, id)
  encoding.writeVarUint(encoder, clock)
  encoding.writeVarString(encoder, json)
  return encoding.toUint8Array(encoder)
}

function frame(body: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint8Array(encoder, body)
  return encoding.toUint8Array(encoder)
}

const said = (id: number, clock: number, state: object) => frame(body(id, clock, JSON.stringify(state)))

function entriesOf(body: Uint8Array): Entry[] {
  const decoder = decoding.createDecoder(body)
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    id: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    state: JSON.parse(decoding.readVarString(decoder)) as Record<string, unknown> | null,
  }))
}
