// The bus between nodes: its contract on memory and on a real Redis, and what only Redis can do to it.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connectRedis, type Redis } from '../../../server/platform/redis.ts'
import { busKey, encodeItem, readMessage, sign } from '../../../server/sync/bus-messages.ts'
import { type Bus, type MemoryBus, memoryBus, realClock, type RedisBus, redisBus } from '../../../server/sync/index.ts'
import { INLINE_UPDATE_BYTES } from '../../../server/sync/redis-bus.ts'
import { missing, redis } from '../../support/services.ts'
import { until } from '../../support/until.ts'
import { silent } from '../platform/support.ts'
import { type BusUnderTest, describeBus, hintOf } from './support/bus-contract.ts'

describeBus('memory', async () => {
  const hub = memoryBus()
  let nodes = 0
  return {
    node: async () => (nodes++ === 0 ? hub : hub.join()),
    kill: (bus) => (bus as MemoryBus).leave(),
    close: async () => {},
  }
})

class Cluster implements BusUnderTest {
  readonly secret: string = randomUUID()
  readonly #links: Redis[] = []
  readonly #buses = new Map<Bus, { bus: RedisBus; link: Redis }>()

  async link(): Promise<Redis> {
    const link = await connectRedis((await redis()).url, silent)
    this.#links.push(link)
    return link
  }

  async node(secret = this.secret): Promise<RedisBus> {
    const link = await this.link()
    const bus = redisBus({ link, secret, clock: realClock })
    this.#buses.set(bus, { bus, link })
    const others = secret === this.secret ? this.#buses.size - 1 : 0
    await until(() => expect(bus.stats()).toMatchObject({ joined: true, others }), 'the node to be joined')
    return bus
  }

  kill(bus: Bus): void {
    void this.#buses.get(bus)?.link.close()
  }

  async close(): Promise<void> {
    for (const { bus } of this.#buses.values()) await bus.close()
    for (const link of this.#links) await link.close()
  }
}

describe.skipIf(missing('redis'))('on Redis', () => {
  describeBus('Redis', async () => new Cluster())

  describe('F26 whoever reaches Redis may publish there', () => {
    let cluster: Cluster
    let bus: RedisBus
    let stranger: Redis
    const document = 'board.target'
    const heard: number[] = []
    const told: string[] = []
    const publish = (message: Uint8Array) => stranger.send(busKey(cluster.secret).channel, Buffer.from(message))

    beforeAll(async () => {
      cluster = new Cluster()
      bus = await cluster.node()
      stranger = await cluster.link()
      await bus.subscribe(document, ({ seq }) => heard.push(seq))
      bus.hear('secret', (body) => told.push(new TextDecoder().decode(body)))
    })
    afterEach(() => {
      heard.length = 0
      told.length = 0
    })
    afterAll(() => cluster.close())

    const hint = (seq: number) => encodeItem({ kind: 'hint', hint: hintOf(document, seq) })
    /** A message everyone believes, so that all before it have been judged. */
    async function afterwards(node = randomUUID()): Promise<void> {
      const item = encodeItem({ kind: 'told', topic: 'secret', body: new TextEncoder().encode('mark') })
      await publish(sign(busKey(cluster.secret), node, 1, [item]))
      await until(() => expect(told).toContain('mark'), 'the mark')
    }

    test('garbage of any length is counted as forged and ignored', async () => {
      const before = bus.stats().forged
      for (let length = 0; length < 64; length++) await publish(new Uint8Array(length).fill(1))
      await publish(new Uint8Array(300_000).fill(1))
      await afterwards()
      expect(bus.stats().forged).toBe(before + 65)
      expect(heard).toEqual([])
    })

    test('a message signed with another key is counted as forged and ignored', async () => {
      const before = bus.stats().forged
      await publish(sign(busKey('another secret'), 'stranger', 1, [hint(9)]))
      await afterwards()
      expect(bus.stats().forged).toBe(before + 1)
      expect(heard).toEqual([])
    })

    test('one bit changed anywhere makes a good message forged', async () => {
      const good = sign(busKey(cluster.secret), 'sender', 1, [hint(3)])
      const before = bus.stats()
      for (let at = 1; at < good.length; at++) {
        const bad = Buffer.from(good)
        bad[at]! ^= 1
        await publish(bad)
      }
      await afterwards()
      expect(bus.stats().forged).toBe(before.forged + good.length - 1)
      expect(heard).toEqual([])
    })

    test('a message of another version is counted as foreign and ignored', async () => {
      const before = bus.stats().foreign
      const newer = sign(busKey(cluster.secret), 'sender', 2, [hint(3)])
      newer[0]! += 1
      await publish(newer)
      // Signed by a version that has a kind of item which this one does not know.
      await publish(sign(busKey(cluster.secret), 'sender', 3, [Uint8Array.of(99), hint(3)]))
      await afterwards()
      expect(bus.stats().foreign).toBe(before + 2)
      expect(heard).toEqual([])
    })

    test('F25 the same message again is counted as repeated and ignored; another order is fine', async () => {
      const node = randomUUID()
      const messages = [1, 2, 3].map((number) => sign(busKey(cluster.secret), node, number, [hint(number)]))
      const before = bus.stats().repeated
      for (const at of [2, 0, 1, 0, 1, 2]) await publish(messages[at]!)
      await afterwards()
      expect(heard).toEqual([3, 1, 2])
      expect(bus.stats().repeated).toBe(before + 3)
    })

    test('two clusters on one Redis do not meet', async () => {
      const other = await cluster.node('the secret of another cluster')
      other.publish(hintOf(document, 8))
      other.tell('secret', new TextEncoder().encode('wrong house'))
      await afterwards()
      expect([heard, told]).toEqual([[], ['mark']])
      expect(other.stats().others).toBe(0)
    })

    test('nothing that is published tells the key, nor a text in the open name of the channel', () => {
      const { channel, mac } = busKey(cluster.secret)
      expect(channel).not.toContain(cluster.secret)
      expect(channel).not.toContain(mac.toString('hex').slice(0, 8))
      expect(readMessage(busKey(cluster.secret), sign(busKey(cluster.secret), 'n', 1, []))).toMatchObject({ items: [] })
    })
  })

  test('S25 updates up to the limit travel with their hint, larger ones are left to the log', async () => {
    const cluster = new Cluster()
    const [one, other] = [await cluster.node(), await cluster.node()]
    const sizes: (number | undefined)[] = []
    await other.subscribe('board.x', ({ update }) => sizes.push(update?.length))
    one.publish(hintOf('board.x', 1, 1, new Uint8Array(INLINE_UPDATE_BYTES)))
    one.publish(hintOf('board.x', 2, 2, new Uint8Array(INLINE_UPDATE_BYTES + 1)))
    await until(() => expect(sizes).toEqual([INLINE_UPDATE_BYTES, undefined]), 'both hints')
    await cluster.close()
  })

  test('S25 a node that stops says so: nobody waits out its silence', async () => {
    const cluster = new Cluster()
    const [one, other] = [await cluster.node(), await cluster.node()]
    const gone: string[] = []
    one.onGone((node) => gone.push(node))
    await until(() => expect(one.stats().others).toBe(1), 'the other to be known')
    await other.close()
    await until(() => expect(gone).toEqual([other.node]), 'the goodbye', 2_000)
    await cluster.close()
  })
})
