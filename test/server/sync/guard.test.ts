// S7, S8, S14 in the engine: whose a client id is, what has no effect, what is read how, and what nobody may be refused for.
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { schemaOf } from '../../../server/documents/schemas.ts'
import { type Authorship, fingerprint, memoryBus } from '../../../server/sync/index.ts'
import { step2Frame, updateFrame } from '../../../server/sync/frames.ts'
import { readUpdate } from '../../../server/sync/guard/read.ts'
import { cardsOf, cardTitle, putCard } from '../../../shared/documents.ts'
import type { IdeaId } from '../../../shared/model.ts'
import { NEW_NAMES } from '../../../shared/wire.ts'
import { Aware, closeAwarenesses } from './support/aware.ts'
import { BOARD, stage } from './support/engine.ts'
import { HeldLog, seeded } from './support/fakes.ts'
import { string, update } from './support/hostile-bytes.ts'
import { ModelClient } from './support/model-client.ts'

afterEach(closeAwarenesses)

const FOREIGN = { code: 4409, reason: 'foreign-client' }

/** Goes on after the last of this id, as a page with a copied profile does. (Yjs itself takes another id when it hears its own.) */
function forge(client: ModelClient, id: number, clock: number): void {
  client.push(updateFrame(update([{ client: id, clock, pieces: [string({ origin: [id, clock - 1] }, 'x')] }])))
}

describe('client ids', () => {
  test('S8 an id belongs to who first wrote under it; another person is refused, their other page is not', async () => {
    const { log, join, run } = stage()
    const ada = await join('ada', BOARD, 77)
    ada.write('hers')
    await run(ada)
    expect((await log.load(BOARD)).clients).toEqual([{ clientId: 77, owner: 'user-ada' }])
    const ben = await join('ben')
    forge(ben, 77, 4)
    await run(ben)
    expect(ben.closed).toEqual(FOREIGN)

    const again = await join('ada', BOARD, 78)
    again.write(' and hers')
    await run(again, ada)
    ada.write('!')
    await run(ada, again)
    expect([ada.open, again.open, ada.text]).toEqual([true, true, 'hers and hers!'])
  })

  test('S8 what an earlier page of the same person wrote offline comes in; somebody else cannot bring it', async () => {
    const { log, join, run } = stage()
    const ada = await join('ada', BOARD, 77)
    ada.write('one ')
    await run(ada)
    ada.disconnect()
    ada.write('two')
    const kept = Y.encodeStateAsUpdate(ada.doc)
    const thief = await join('ben', BOARD)
    thief.push(step2Frame(kept))
    await run(thief)
    expect(thief.closed).toEqual(FOREIGN)
    const next = await join('ada', BOARD, 79)
    next.push(step2Frame(kept))
    await run(next)
    expect(next.closed).toBeNull()
    expect(log.rows(BOARD)).toHaveLength(2)
  })

  test('S8 an id that presence tells others is kept for its person first', async () => {
    const { join, run } = stage({ presence: () => 'full' })
    const ada = await join('ada', BOARD, 77)
    const aware = new Aware(ada)
    await run(ada)
    expect(aware.id).toBe(77)
    const ben = await join('ben', BOARD, 77)
    ben.write('under her id')
    await run(ben)
    expect(ben.closed).toEqual(FOREIGN)
    ada.write('mine')
    await run(ada)
    expect(ada.text).toBe('mine')
    expect(ada.open).toBe(true)
  })

  test('S8 ids outlive the room, the rows and the process', async () => {
    const log = new HeldLog()
    const first = stage({ log })
    const ada = await first.join('ada', BOARD, 77)
    ada.write('hers')
    await first.run(ada)
    await log.compact(BOARD, Y.encodeStateAsUpdate(ada.doc), 1)
    const second = stage({ log })
    const ben = await second.join('ben', BOARD)
    forge(ben, 77, 4)
    await second.run(ben)
    expect(ben.closed).toEqual(FOREIGN)
  })

  test('S8 ids the server writes under are nobody’s, also those of updates it puts in', async () => {
    const { log, join, run, write } = stage()
    const seed = new Y.Doc()
    seed.clientID = 555
    seed.getText('title').insert(0, 'template')
    await write((doc) => Y.applyUpdate(doc, Y.encodeStateAsUpdate(seed)))
    await write((doc) => doc.getText('title').insert(0, 'a '), { userId: 'user-ada' })
    const { clients } = await log.load(BOARD)
    expect(clients.find(({ clientId }) => clientId === 555)).toEqual({ clientId: 555, owner: null })
    expect(clients.map(({ owner }) => owner)).toEqual([null, null])
    const ben = await join('ben', BOARD)
    forge(ben, 555, 8)
    await run(ben)
    expect(ben.closed).toEqual(FOREIGN)
  })
})

describe('client ids on several nodes', () => {
  test('S8, S25 a node learns whose the ids are that came from another: nobody there loses a commit over them', async () => {
    const log = new HeldLog()
    const bus = memoryBus()
    const one = stage({ log, bus })
    const two = stage({ log, bus, clock: one.clock, random: seeded(9) })
    const ben = await two.join('ben', BOARD, 78)
    const ada = await one.join('ada', BOARD, 77)
    ada.write('hers')
    await one.run(ada, ben)
    expect(ben.text).toBe('hers')
    forge(ben, 77, 4)
    await one.run(ben)
    expect(ben.closed).toEqual(FOREIGN)
    expect(two.sync.stats().counters['rooms_failed'] ?? 0).toBe(0)
  })
})

describe('names', () => {
  const hashed =
    (key: string): Authorship =>
    ({ userId }) => ({ userId: `${key}-${userId.length}`, sessionId: null })

  test('S14 rows and ids carry the name the app gives, and listeners hear no other', async () => {
    const heard: (string | null)[] = []
    const { sync, log, join, run, write } = stage({ authorship: async () => hashed('k1') })
    sync.onWritten((_document, _seq, _update, by) => heard.push(by))
    const ada = await join('ada', BOARD, 77)
    ada.write('x')
    await run(ada)
    await write((doc) => doc.getText('title').insert(0, 'y'), { userId: 'user-ada' })
    expect(log.rows(BOARD).map(({ userId, sessionId }) => [userId, sessionId])).toEqual([
      ['k1-8', null],
      ['k1-8', null],
    ])
    expect((await log.load(BOARD)).clients[0]).toEqual({ clientId: 77, owner: 'k1-8' })
    expect(heard).toEqual(['k1-8', 'k1-8'])
  })

  test('S14 with new names everyone begins with a new copy before writing in vain', async () => {
    let names = hashed('k1')
    const { sync, join, run } = stage({ authorship: async () => names })
    const ada = await join('ada', BOARD, 77)
    ada.write('x')
    await run(ada)
    sync.reauthorize({ document: BOARD })
    await run(ada)
    expect(ada.open).toBe(true)
    names = hashed('k2')
    sync.reauthorize({ document: BOARD })
    await run(ada)
    expect(ada.closed).toEqual({ code: 4409, reason: NEW_NAMES })
    const next = await join('ada', BOARD)
    next.write('y')
    await run(next)
    expect(next.open).toBe(true)
  })

  test('S14 a document whose names cannot be had is not served', async () => {
    const { join } = stage({
      authorship: async () => {
        throw new Error('away')
      },
    })
    expect((await join('ada')).closed).toEqual({ code: 1011, reason: 'load-failed' })
  })
})

describe('no effect', () => {
  const NAME = 'board.12345678'
  const place = { column: null, order: 'a0', x: 0, y: 0, group: null, color: 'sun' as const }

  async function boardWithCard() {
    const world = stage({ schema: schemaOf })
    const writing = world.sync.write(NAME, (doc) =>
      putCard(doc, { ideaId: 'card-one' as IdeaId, title: 'a 😀 face', ...place }),
    )
    await world.clock.advance(100)
    await writing
    return world
  }

  test('S7 known structs with false neighbours change nothing: Yjs would split an emoji on this side alone', async () => {
    const { sync, join, run } = await boardWithCard()
    const ada = await join('ada', NAME, 77)
    const title = cardTitle(cardsOf(ada.doc).get('card-one'))
    title?.insert(0, 'x')
    await run(ada)
    const look = () => sync.read(NAME, (doc) => [fingerprint(doc), JSON.stringify(doc.toJSON())])
    const before = await look()
    const { structs } = Y.decodeUpdate(await sync.read(NAME, (doc) => Y.encodeStateAsUpdate(doc)))
    const words = structs.find(
      (struct) => struct instanceof Y.Item && struct.content instanceof Y.ContentString && struct.length > 5,
    )
    const { client, clock } = words?.id ?? { client: 0, clock: 0 }
    // Her own first letter again, as if it stood between the halves of the emoji; and one new letter, so that it is applied.
    const inTheMiddle = string({ origin: [client, clock + 2] }, 'x')
    const news = string({ origin: [77, 0] }, 'y')
    ada.push(updateFrame(update([{ client: 77, pieces: [inTheMiddle, news] }])))
    await run(ada)
    expect(ada.closed).toBeNull()
    expect(await sync.read(NAME, (doc) => cardTitle(cardsOf(doc).get('card-one'))?.toJSON())).toBe('xya 😀 face')
    expect(await look()).not.toEqual(before)
  })

  test('S7 writing into a card that has died meanwhile is no offence', async () => {
    const { sync, clock, join, run } = await boardWithCard()
    const ada = await join('ada', NAME)
    const title = cardTitle(cardsOf(ada.doc).get('card-one'))
    const dying = sync.write(NAME, (doc) => cardsOf(doc).delete('card-one'))
    await clock.advance(100)
    await dying
    title?.insert(3, 'late words')
    cardsOf(ada.doc).get('card-one')?.set('color', 'sky')
    await run(ada)
    expect(ada.closed).toBeNull()
    expect(cardsOf(ada.doc).size).toBe(0)
  })

  test('F93 a text at its limit can be made shorter, and emoji count as one', async () => {
    const { sync, clock, join, run } = await boardWithCard()
    const full = sync.write(NAME, (doc) => cardTitle(cardsOf(doc).get('card-one'))?.insert(0, '😀'.repeat(9_990)))
    await clock.advance(100)
    await full
    const ada = await join('ada', NAME)
    const title = cardTitle(cardsOf(ada.doc).get('card-one'))
    title?.insert(0, '😀')
    await run(ada)
    const over = await join('ben', NAME)
    cardTitle(cardsOf(over.doc).get('card-one'))?.insert(0, 'ab')
    await run(over)
    title?.delete(0, 10)
    await run(ada)
    expect([ada.closed, over.closed]).toEqual([null, { code: 4409, reason: 'text-too-long' }])
  })
})

describe('reading', () => {
  /** Rich in kinds of content: what the guard reads must be what Yjs reads. */
  function someUpdate(random: () => number): Uint8Array {
    const doc = new Y.Doc()
    const pieces: Uint8Array[] = []
    doc.on('update', (piece: Uint8Array) => pieces.push(piece))
    const below = (n: number) => Math.floor(random() * n)
    for (let i = 0; i < 12; i++) {
      const text = doc.getText('text')
      const map = doc.getMap('map')
      const values = [-1, 2 ** 31, -0.5, 1e300, null, true, 'é😀', [1, [2]], { a: { b: [] } }, new Uint8Array(below(9))]
      const what = below(7)
      if (what === 0) text.insert(below(text.length + 1), 'wörd 😀'.slice(below(4)))
      else if (what === 1 && text.length > 2) text.delete(below(text.length - 1), 1)
      else if (what === 2) text.format(0, text.length, { bold: random() < 0.5 ? true : null })
      else if (what === 3) map.set(`k${below(3)}`, values[below(values.length)])
      else if (what === 4) map.set(`t${below(3)}`, new Y.XmlElement('p'))
      else if (what === 5) doc.getArray('list').insert(0, [1, 'two', new Y.Map()])
      else text.insertEmbed(0, { image: 'x' })
    }
    return random() < 0.5 ? Y.encodeStateAsUpdate(doc) : Y.mergeUpdates(pieces)
  }

  const shape = ({ structs, ds }: ReturnType<typeof Y.decodeUpdate>) => [
    structs.map((struct) => {
      const at = [struct.id.client, struct.id.clock, struct.length]
      return struct instanceof Y.Item ? [...at, struct.origin, struct.rightOrigin, struct.parent, struct.parentSub] : at
    }),
    [...ds.clients].map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, len])]),
  ]

  test('S7 the guard reads what Yjs reads, and whatever it takes of broken bytes Yjs takes too', () => {
    const random = seeded(11)
    let taken = 0
    for (let i = 0; i < 400; i++) {
      const bytes = someUpdate(random)
      const broken = new Uint8Array(bytes)
      for (let j = Math.floor(random() * 3); j > 0; j--) {
        broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256)
      }
      for (const each of [bytes, broken]) {
        const reading = readUpdate(each)
        if (each === bytes) expect(reading.ok).toBe(true)
        if (!reading.ok) continue
        taken += 1
        const { structs, ds } = reading.read
        const mine = [
          structs.map(({ id, length, kind, origin, rightOrigin, parent, sub }) => {
            const at = [id.client, id.clock, length]
            return kind === 0 ? at : [...at, origin, rightOrigin, parent, sub]
          }),
          [...ds.clients].map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, len])]),
        ]
        expect(JSON.stringify(mine)).toBe(JSON.stringify(shape(Y.decodeUpdate(each))))
      }
    }
    expect(taken).toBeGreaterThan(450)
  }, 60_000)
})
