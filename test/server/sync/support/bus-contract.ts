// What every bus between nodes promises, run on each of them. Rules S25, S26 and what the engine builds on.
import { afterEach, describe, expect, test } from 'vitest'
import type { Bus, Hint } from '../../../../server/sync/index.ts'
import { until } from '../../../support/until.ts'

export interface BusUnderTest {
  /** Another node on the same bus. Resolves when it hears and is heard. */
  node(): Promise<Bus>
  /** The node dies without a word. */
  kill(bus: Bus): void
  close(): Promise<void>
}

let documents = 0
const someDocument = () => `board.bus-${documents++}`

export function hintOf(document: string, first: number, seq = first, update: Uint8Array | null = null): Hint {
  return { document, first, seq, update }
}

export function describeBus(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`bus: ${name}`, () => {
    const opened: BusUnderTest[] = []
    async function nodes(count: number): Promise<{ under: BusUnderTest; buses: Bus[] }> {
      const under = await open()
      opened.push(under)
      const buses: Bus[] = []
      for (let i = 0; i < count; i++) buses.push(await under.node())
      return { under, buses }
    }
    async function two() {
      const { under, buses } = await nodes(2)
      const [one, other] = buses as [Bus, Bus]
      return { under, one, other }
    }
    afterEach(async () => {
      for (const under of opened.splice(0)) await under.close()
    })

    test('S25 a hint reaches every other node, as it was', async () => {
      const { buses } = await nodes(3)
      const document = someDocument()
      const heard: Hint[][] = buses.map(() => [])
      for (const [i, bus] of buses.entries()) await bus.subscribe(document, (hint) => heard[i]?.push(hint))
      const hint = hintOf(document, 4, 5, Uint8Array.of(1, 2, 0, 255))
      buses[0]?.publish(hint)
      await until(() => expect(heard.slice(1)).toEqual([[hint], [hint]]), 'the hint on both other nodes')
    })

    test('S25 hints of one node arrive in their order', async () => {
      const { one, other } = await two()
      const document = someDocument()
      const heard: number[] = []
      await other.subscribe(document, ({ seq }) => heard.push(seq))
      for (let seq = 1; seq <= 200; seq++) one.publish(hintOf(document, seq))
      await until(() => expect(heard).toHaveLength(200), 'all hints')
      expect(heard).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
    })

    test('S25 only hints of documents that were subscribed to are heard, until the subscription is ended', async () => {
      const { one, other } = await two()
      const [mine, theirs] = [someDocument(), someDocument()]
      const heard: string[] = []
      const end = await other.subscribe(mine, ({ document }) => heard.push(document))
      const all: string[] = []
      other.hear('mark', (body) => all.push(new TextDecoder().decode(body)))
      one.publish(hintOf(theirs, 1))
      one.publish(hintOf(mine, 1))
      one.tell('mark', new TextEncoder().encode('first'))
      await until(() => expect(all).toEqual(['first']), 'the mark')
      end()
      one.publish(hintOf(mine, 2))
      one.tell('mark', new TextEncoder().encode('second'))
      await until(() => expect(all).toEqual(['first', 'second']), 'the second mark')
      expect(heard).toEqual([mine])
    })

    test('S26 once subscribed, everything published from then on is heard', async () => {
      const { one, other } = await two()
      for (let i = 0; i < 20; i++) {
        const document = someDocument()
        const heard: number[] = []
        await other.subscribe(document, ({ seq }) => heard.push(seq))
        one.publish(hintOf(document, 7))
        await until(() => expect(heard).toEqual([7]), 'the hint right after the subscription')
      }
    })

    test('S25 an update too large to travel leaves the hint, and the log has the rest', async () => {
      const { one, other } = await two()
      const document = someDocument()
      const heard: Hint[] = []
      await other.subscribe(document, (hint) => heard.push(hint))
      one.publish(hintOf(document, 1, 1, new Uint8Array(900_000)))
      await until(() => expect(heard).toHaveLength(1), 'the hint')
      expect(heard[0]).toMatchObject({ document, first: 1, seq: 1 })
    })

    test('S25 what is told goes to every other node, never to oneself, by topic and with the name of who told', async () => {
      const { buses } = await nodes(3)
      const heard: [string, string][][] = buses.map(() => [])
      for (const [i, bus] of buses.entries()) {
        bus.hear('greeting', (body, node) => heard[i]?.push([new TextDecoder().decode(body), node]))
        bus.hear('other', () => heard[i]?.push(['wrong', 'topic']))
      }
      buses[0]?.tell('greeting', new TextEncoder().encode('good morning'))
      const told = [['good morning', buses[0]?.node]]
      await until(() => expect(heard.slice(1)).toEqual([told, told]), 'the greeting on both other nodes')
      expect(heard[0]).toEqual([])
    })

    test('S25 a node that dies is gone for the others, who are told once', async () => {
      const { under, one, other } = await two()
      const gone: string[] = []
      one.onGone((node) => gone.push(node))
      await until(() => expect(one.stats().others).toBe(1), 'the other to be known')
      under.kill(other)
      await until(() => expect(gone).toEqual([other.node]), 'the death to be noticed', 20_000)
      expect(one.stats().others).toBe(0)
    })

    test('F108 what was sent and heard is counted', async () => {
      const { one, other } = await two()
      const document = someDocument()
      let heard = 0
      await other.subscribe(document, () => heard++)
      const before = { sent: one.stats().sent, received: other.stats().received }
      for (let seq = 1; seq <= 5; seq++) one.publish(hintOf(document, seq))
      await until(() => expect(heard).toBe(5), 'the hints')
      await until(() => expect(one.stats().sent).toBeGreaterThanOrEqual(before.sent + 5), 'the count of what was sent')
      expect(other.stats().received).toBeGreaterThanOrEqual(before.received + 5)
      expect(one.stats()).toMatchObject({ forged: 0, foreign: 0, repeated: 0, joined: true })
    })
  })
}
