// F18–F26, F52 two server processes on one PostgreSQL, with Redis killed, frozen, cut off and abused between them: edits are
// kept whatever Redis does, and soon after it is well again both nodes hold the same.
import { randomBytes } from 'node:crypto'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { boardDocument, cardsOf, cardTitle, columnsOf, ledgerDocument } from '../../shared/documents.ts'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { type Cluster, startCluster } from '../support/cluster.ts'
import { fingerprint, type LiveDocument } from '../support/documents.ts'
import { type Person, signIn, signUp } from '../support/people.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { createSavedMark } from '../support/saved-mark.ts'
import { missing, postgres, type RedisServer, startRedis } from '../support/services.ts'
import { until } from '../support/until.ts'

/** S27: after Redis is back. */
const EQUAL_WITHIN_MS = 3_000
/** T4: after a partition, when nobody can be told; and every node asks the log this often by itself. */
const HEALED_WITHIN_MS = 5_000
const TICK_MS = 5_000
/** A tick, and a busy machine. */
const ASKED_WITHIN_MS = TICK_MS + 3_000
/** T6 with Redis away. */
const FOUND_OUT_WITHIN_MS = 10_000
const MB = 1024 * 1024

describe.skipIf(missing('postgres') || missing('redis'))('two nodes', () => {
  let redis: RedisServer
  let toRedis: Proxy[]
  let toDatabase: Proxy
  let cluster: Cluster
  let ada: Person
  let ben: Person
  let boardId: BoardId
  let ideaId: IdeaId
  let words = 0
  /** ada on the first node, ben on the second. */
  let writers: [Desk, Desk]

  interface Desk {
    live: LiveDocument
    saved: ReturnType<typeof createSavedMark>
  }

  beforeAll(async () => {
    redis = await startRedis(['--client-output-buffer-limit', 'pubsub 1mb 1mb 5'])
    toRedis = [await startProxy(redis), await startProxy(redis)]
    toDatabase = await startProxy({ port: Number(new URL((await postgres()).url).port) })
    // F18: nobody can reach Redis when the nodes start.
    for (const wire of toRedis) wire.refuse(true)
    cluster = await startCluster(2, {
      redis: toRedis.map(({ port }) => `redis://127.0.0.1:${port}`),
      database: (url, node) => (node === 1 ? url.replace(/:\d+\//, `:${toDatabase.port}/`) : url),
    })
    ada = await signUp(cluster.nodes[0]!.url, 'ada')
    ben = await signUp(cluster.nodes[1]!.url, 'ben')
    const made = await ada.must('board.create', { title: 'Nodes', template: 'blank' })
    boardId = made.boardId
    await ben.request('POST', '/api/join', { json: { code: made.joinCode, name: '' } })
    ideaId = (await ada.must('idea.add', { boardId, text: 'Word' })).ideaId
    writers = [await desk(ada), await desk(ben)]
    for (const { live } of writers) await until(() => expect(title(live)).toContain('Word'), 'the card')
  })
  afterEach(async () => {
    // A test that failed half-way leaves the next one a Redis that answers.
    redis.thaw()
    for (const wire of [...toRedis, toDatabase]) {
      wire.refuse(false)
      wire.thaw()
    }
  })
  afterAll(async () => {
    await ada?.close()
    await ben?.close()
    await cluster?.stop()
    for (const wire of [...(toRedis ?? []), toDatabase]) await wire?.close()
    await redis?.stop()
  })

  async function desk(person: Person): Promise<Desk> {
    const saved = createSavedMark()
    const live = person.document(boardDocument(boardId), saved.options)
    await live.synced()
    return { live, saved }
  }

  const title = ({ doc }: LiveDocument) => cardTitle(cardsOf(doc).get(ideaId))?.toJSON() ?? ''

  /** Both write; what they wrote is saved, whatever becomes of Redis. */
  async function bothWrite(times = 5): Promise<void> {
    for (let i = 0; i < times; i++) {
      for (const { live, saved } of writers) {
        const text = cardTitle(cardsOf(live.doc).get(ideaId))!
        text.insert(text.length, ` w${words++}`)
        saved.edit(live.provider.wsconnected)
      }
    }
    await until(() => expect(writers.map(({ saved }) => saved.unsaved)).toEqual([0, 0]), 'everything to be saved')
  }

  async function equal(withinMs: number): Promise<void> {
    const [one, two] = writers.map(({ live }) => live.doc) as [LiveDocument['doc'], LiveDocument['doc']]
    await until(() => expect(fingerprint(one)).toBe(fingerprint(two)), 'both nodes to hold the same', withinMs)
    const written = title(writers[0].live).split(' ').slice(1)
    expect(written.toSorted()).toEqual(Array.from({ length: words }, (_, n) => `w${n}`).toSorted())
  }

  /** Somebody else who can reach Redis. */
  async function connectStranger() {
    const stranger = createClient({ url: redis.url })
    stranger.on('error', () => undefined)
    await stranger.connect()
    return stranger
  }

  const nodes = (what: string) => Promise.all([0, 1].map((node) => cluster.figure(node, 'kiem_nodes', { what })))
  const away = () => until(async () => expect(await nodes('joined')).toEqual([0, 0]), 'both nodes to be alone')

  test('F18 started without Redis each node works, and they join when it comes', async () => {
    expect(await nodes('joined')).toEqual([0, 0])
    await bothWrite()
    await equal(ASKED_WITHIN_MS)
    for (const wire of toRedis) wire.refuse(false)
    await cluster.joined()
    await bothWrite()
    await equal(EQUAL_WITHIN_MS)
  })

  test('F19 S27 Redis killed while people write: three seconds after its return both nodes hold the same', async () => {
    for (let round = 0; round < 3; round++) {
      const writing = bothWrite(20)
      await redis.kill()
      await writing
      await bothWrite()
      await redis.start()
      await equal(EQUAL_WITHIN_MS)
    }
    await cluster.joined()
  })

  test('F20 Redis frozen: edits go on being saved, nothing piles up, and it comes right when it thaws', async () => {
    const before = await nodes('dropped')
    const droppedMore = async () => (await nodes('dropped')).some((count, node) => count > before[node]!)
    redis.freeze()
    await away()
    // Only so much waits for a frozen Redis, in however few messages a busy machine says it.
    for (let burst = 0; burst < 400 && !(await droppedMore()); burst++) await bothWrite(2)
    expect(await droppedMore()).toBe(true)
    await equal(ASKED_WITHIN_MS)
    redis.thaw()
    await bothWrite()
    await equal(EQUAL_WITHIN_MS)
    await cluster.joined()
  })

  test('F21 one node is cut off from Redis, in both directions and in one, and finds back', async () => {
    toRedis[1]!.refuse(true)
    toRedis[1]!.reset()
    await bothWrite()
    await equal(ASKED_WITHIN_MS)
    toRedis[1]!.refuse(false)
    await cluster.joined()
    for (const direction of ['down', 'up'] as const) {
      toRedis[1]!.freeze(direction)
      await until(async () => expect((await nodes('joined'))[1]).toBe(0), 'the node to know that it is alone')
      await bothWrite()
      await equal(ASKED_WITHIN_MS)
      toRedis[1]!.thaw()
      await cluster.joined()
      await bothWrite()
      await equal(HEALED_WITHIN_MS)
    }
  })

  test('F21 one node is cut off from the database: nothing is called saved there, and it comes right', async () => {
    const [here, there] = writers
    toDatabase.freeze()
    const text = cardTitle(cardsOf(there.live.doc).get(ideaId))!
    text.insert(text.length, ` w${words++}`)
    const edit = there.saved.edit(there.live.provider.wsconnected)
    const own = cardTitle(cardsOf(here.live.doc).get(ideaId))!
    own.insert(own.length, ` w${words++}`)
    here.saved.edit(true)
    await until(() => expect(here.saved.unsaved).toBe(0), 'the other node to go on')
    expect(edit.saved).toBe(false)
    toDatabase.thaw()
    await until(() => expect(edit.saved).toBe(true), 'the edit to be saved at last', 20_000)
    await equal(HEALED_WITHIN_MS)
  })

  test('F22 a node too slow for Redis is cut off by it, comes back and catches up', async () => {
    const stranger = await connectStranger()
    const [channel] = await stranger.pubSubChannels('kiem:*')
    toRedis[1]!.freeze('down')
    const noise = randomBytes(MB)
    // What Redis holds back for the slow node grows until Redis has had enough of it.
    await until(async () => {
      for (let i = 0; i < 8; i++) await stranger.publish(channel!, noise)
      const subscribers = await stranger.pubSubNumSub(channel)
      expect(Number(Object.values(subscribers)[0])).toBe(1)
    }, 'Redis to cut the slow node off')
    await bothWrite()
    toRedis[1]!.thaw()
    toRedis[1]!.reset()
    await equal(HEALED_WITHIN_MS)
    await cluster.joined()
    stranger.destroy()
  })

  test('F26 what strangers publish in Redis changes nothing and is counted', async () => {
    const stranger = await connectStranger()
    const forged = await nodes('forged')
    const channels = await stranger.pubSubChannels('*')
    expect(channels.every((channel) => /^kiem:[0-9a-f]{24}$/.test(channel))).toBe(true)
    const garbage = [Buffer.alloc(0), Buffer.from('{"type":4}'), randomBytes(20), randomBytes(4_096)]
    for (const channel of [...channels, 'socket.io#/#', 'socket.io-request#/#']) {
      for (const message of garbage) await stranger.publish(channel, message)
    }
    await until(
      async () => expect((await nodes('forged'))[0]).toBeGreaterThan(forged[0]!),
      'the forgeries to be counted',
    )
    await bothWrite()
    await equal(EQUAL_WITHIN_MS)
    stranger.destroy()
  })

  test('F23 boards opened for the first time on both nodes at once are the same on both, with everything in them once', async () => {
    const boards = await Promise.all(
      Array.from({ length: 20 }, (_, n) => ada.must('board.create', { title: `Board ${n}`, template: 'brainstorm' })),
    )
    const elsewhere = await signIn(cluster.nodes[1]!.url, 'ada')
    for (const one of boards) {
      for (const name of [boardDocument(one.boardId), ledgerDocument(one.boardId)]) {
        const both = [ada.document(name), elsewhere.document(name)]
        await Promise.all(both.map((live) => live.synced()))
        const [here, there] = both as [LiveDocument, LiveDocument]
        await until(() => expect(fingerprint(here.doc)).toBe(fingerprint(there.doc)), `${name} to be the same`)
        if (name === boardDocument(one.boardId)) {
          const titles = [...columnsOf(here.doc).values()].map((column) => JSON.stringify(column))
          expect(titles.length).toBeGreaterThan(0)
          expect(new Set(titles).size).toBe(titles.length)
        }
        for (const live of both) live.close()
      }
    }
    await elsewhere.close()
  })

  test('F52 T6 without Redis a session ended on one node is over on the other within ten seconds', async () => {
    const dora = await signUp(cluster.nodes[0]!.url, 'dora')
    const made = await dora.must('board.create', { title: 'Mine', template: 'blank' })
    const { url } = cluster.nodes[1]!
    const far = dora.document(boardDocument(made.boardId), { url })
    await far.synced()
    const page = await dora.socket({ at: url, origin: url })
    await redis.kill()
    await away()
    expect((await dora.request('POST', '/api/auth/sign-out', { json: {} })).status).toBe(200)
    const over = () => expect([far.closed?.code, page.socket.connected]).toEqual([4401, false])
    await until(over, 'the session to be over on the other node', FOUND_OUT_WITHIN_MS)
    await redis.start()
    await cluster.joined()
    await dora.close()
  })
})
