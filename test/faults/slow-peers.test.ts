// Owns: peers that do not read, that vanish without a word, and that never speak (F28, F29, F97, T10, T11), over real sockets and
// a real network that freezes. Periods are shortened, so that half a minute takes a second; the rules are the same.
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { boardDocument } from '../../shared/documents.ts'
import type { BoardId } from '../../shared/model.ts'
import { fingerprint, type LiveDocument } from '../support/documents.ts'
import { joinAsGuest, type Person } from '../support/people.ts'
import { startProxy } from '../support/proxy.ts'
import { openRaw } from '../support/raw-socket.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

/** In the place of 15 s: gone within twice that. */
const PING_EVERY_MS = 500
const HELLO_MS = 500
const NOISE_BYTES = 200_000
/** The kernel's buffers on both sides take some megabytes before the server's own queue begins to grow. */
const NOISES_MAX = 200

/** Of the usual periods, so that a peer that does not read is not taken for a dead one. */
let patient: World
let hasty: World
let world: World
let ada: Person
let boardId: BoardId
let document: ReturnType<typeof boardDocument>
const people: Person[] = []

beforeAll(async () => {
  patient = await startWorld()
  hasty = await startWorld({ overrides: { syncLimits: { pingEveryMs: PING_EVERY_MS, helloMs: HELLO_MS } } })
})
afterEach(async () => {
  for (const person of people.splice(0)) await person.close()
})
afterAll(async () => {
  await patient?.close()
  await hasty?.close()
})

async function board(of: World): Promise<{ guest(name: string): Promise<Person> }> {
  world = of
  ada = await world.person('ada')
  const made = await ada.must('board.create', { title: 'Lunch', template: 'blank' })
  boardId = made.boardId
  document = boardDocument(boardId)
  return {
    async guest(name) {
      const person = await joinAsGuest(world.url, made.joinCode, name)
      people.push(person)
      return person
    },
  }
}

/** The document's one noisy value, new: large on the wire, and the document stays small. */
function noise(): Promise<unknown> {
  const words = randomBytes(NOISE_BYTES / 2).toString('hex')
  return world.app.sync.write(document, (doc) => doc.getMap('noise').set('it', words))
}

const heard = (live: LiveDocument) => live.doc.getMap('noise').get('it')
const cuts = () => world.app.sync.stats().counters['refused_1013'] ?? 0
const here = () => world.app.sync.people(document).map(({ name }) => name)

describe('F29 T10 a client that stops reading', () => {
  test('is cut once 2 MB wait for it, others hear everything meanwhile, and it catches up from state', async () => {
    const { guest } = await board(patient)
    const slow = (await guest('slow')).document(document)
    const ben = (await guest('ben')).document(document)
    for (const live of [slow, ben]) await live.synced()
    const before = cuts()
    ;(slow.provider.ws as unknown as WebSocket).pause()
    let written = 0
    while (cuts() === before && written < NOISES_MAX) {
      await noise()
      written += 1
    }
    expect(cuts()).toBe(before + 1)
    // What was written before the cut fits in the kernel's buffers, the queue of 2 MB and one frame more.
    expect(written * NOISE_BYTES).toBeLessThan(30_000_000)
    expect(here()).toEqual(['ben'])
    const last = await world.app.sync.read(document, (doc) => doc.getMap('noise').get('it'))
    await until(() => heard(ben) === last, 'ben to have the newest')
    expect(ben.closed).toBeUndefined()

    ;(slow.provider.ws as unknown as WebSocket | null)?.resume()
    await until(() => here().includes('slow'), 'the slow one to come back by itself')
    await noise()
    await until(() => fingerprint(slow.doc) === fingerprint(ben.doc), 'both to have the same')
  })
})

describe('F28 T11 a connection that is dead without a word', () => {
  test('is gone for everybody within two pings, and the client is back when the network is', async () => {
    const { guest } = await board(hasty)
    const proxy = await startProxy({ port: world.port })
    try {
      const lost = (await guest('lost')).document(document, {
        url: `http://127.0.0.1:${proxy.port}`,
      })
      const ben = (await guest('ben')).document(document)
      for (const live of [lost, ben]) await live.synced()
      lost.provider.awareness.setLocalStateField('view', 'here')
      const seen = () => ben.provider.awareness.getStates().has(lost.doc.clientID)
      await until(() => here().includes('lost'), 'lost to be there')
      proxy.freeze()
      await until(() => !here().includes('lost'), 'the server to let go', 2 * PING_EVERY_MS + 1_000)
      await until(() => !seen(), 'its presence to be gone', 1_000)
      expect(here()).toEqual(['ben'])
      proxy.thaw()
      proxy.reset()
      await until(() => here().includes('lost'), 'lost to come back')
      await noise()
      await until(() => fingerprint(lost.doc) === fingerprint(ben.doc), 'both to have the same')
    } finally {
      await proxy.close()
    }
  })
})

describe('F97 connections that do not speak', () => {
  test('a live document’s socket that asks for nothing is let go', async () => {
    const { guest } = await board(hasty)
    const gus = await guest('gus')
    const silent = await openRaw({ url: world.url, path: `/sync/${document}`, cookie: gus.cookie })
    expect(await silent.closed()).toEqual({ code: 1013, reason: 'no-hello' })
  })

  test('one without a session is closed at once, and dropped even when it does not answer', async () => {
    await board(hasty)
    const nobody = await openRaw({ url: world.url, path: `/sync/${document}` })
    nobody.socket.pause()
    expect(world.app.sync.people(document)).toEqual([])
    nobody.socket.resume()
    expect(await nobody.closed()).toMatchObject({ code: 4401 })
  })

  test.each([
    ['nothing at all', ''],
    ['half a request', 'GET /sync/board.x HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
  ])('HTTP: %s is closed by the server after ten seconds', async (_, words) => {
    const socket = connect(hasty.port, '127.0.0.1')
    let closed = false
    socket.on('close', () => {
      closed = true
    })
    socket.on('error', () => undefined)
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    if (words !== '') socket.write(words)
    socket.resume()
    await until(() => closed, 'the server to close it', 20_000)
  })
})
