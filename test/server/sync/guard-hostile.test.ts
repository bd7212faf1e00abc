// The corpus of hostile updates, each through a real engine: refused, the document as it was, nobody else disturbed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { schemaOf } from '../../../server/documents/schemas.ts'
import { fingerprint } from '../../../server/sync/index.ts'
import { firstOf, itemOf, type Type, valueAt } from '../../../server/sync/guard/internals.ts'
import { updateFrame } from '../../../server/sync/frames.ts'
import { cardsOf, cardTitle, columnsOf, ledgerIdeas, proposalContent, putCard } from '../../../shared/documents.ts'
import type { ColumnId, IdeaId } from '../../../shared/model.ts'
import { afterClose } from '../../../shared/wire.ts'
import { Aware, closeAwarenesses } from './support/aware.ts'
import { type Stage, stage } from './support/engine.ts'
import { type Ground, HOSTILE, type HostileCase, MEMORY_BYTES } from './support/hostile.ts'
import { REASONS } from './support/hostile-reasons.ts'
import type { At } from './support/hostile-bytes.ts'
import type { ModelClient } from './support/model-client.ts'

const NAMES: Record<HostileCase['document'], string> = {
  board: 'board.12345678',
  proposal: 'proposal.12345678',
  ledger: 'ledger.12345678',
}
const ANNOUNCED = 78

const atOf = (item: Y.Item | null | undefined): At => {
  if (!item) throw new Error('no such item')
  return [item.id.client, item.id.clock]
}
const inside = (type: unknown) => type as Type

function furnish(doc: Y.Doc): void {
  const column = new Y.Map<unknown>([
    ['title', 'Ideas'],
    ['order', 'a0'],
  ])
  columnsOf(doc).set('column-one', column)
  for (const id of ['card-one', 'card-two']) {
    putCard(doc, {
      ideaId: id as IdeaId,
      title: `the words of ${id}`,
      column: 'column-one' as ColumnId,
      order: 'a0',
      x: 1,
      y: 2,
      group: null,
      color: 'sun',
    })
  }
}

function groundOf(doc: Y.Doc, server: number, victim: ModelClient): Ground {
  const cards = ['card-one', 'card-two'].map((id) => {
    const card = inside(cardsOf(doc).get(id))
    const title = valueAt(card, 'title')
    const first = firstOf(inside(cardTitle(cardsOf(doc).get(id))))
    let last = first
    while (last?.right) last = last.right
    const [client, clock] = atOf(last)
    const end: At = [client, clock + (last?.length ?? 1) - 1]
    return {
      card: atOf(itemOf(card)),
      title: atOf(title),
      first: atOf(first),
      last: end,
      color: atOf(valueAt(card, 'color')),
    }
  })
  const column = inside(columnsOf(doc).get('column-one'))
  const clock = Y.decodeStateVector(Y.encodeStateVector(doc)).get(victim.doc.clientID) ?? 0
  return {
    cards,
    column: atOf(itemOf(column)),
    columnTitle: atOf(valueAt(column, 'title')),
    victim: [victim.doc.clientID, clock],
    announced: ANNOUNCED,
    server,
  }
}

describe('hostile updates', () => {
  let world: Stage
  let ada: ModelClient
  let ground: Ground
  const others: Partial<Record<HostileCase['document'], ModelClient>> = {}

  beforeAll(async () => {
    world = stage({ schema: schemaOf })
    const { sync, clock } = world
    const writing = [
      sync.write(NAMES.board, furnish),
      sync.write(NAMES.ledger, (doc) => void ledgerIdeas(doc).set('card-one', { rev: 1 } as never)),
      sync.write(NAMES.proposal, (doc) => proposalContent(doc).insert(0, [new Y.XmlElement('paragraph')])),
    ]
    await clock.advance(200)
    await Promise.all(writing)
    ada = await world.join('ada', NAMES.board, 77)
    others.board = ada
    others.proposal = await world.join('ada', NAMES.proposal)
    others.ledger = await world.join('ada', NAMES.ledger)
    const title = cardsOf(ada.doc).get('card-two')?.get('title') as Y.Text
    title.insert(title.length, ' and mine')
    await world.run(ada)
    // Another page of hers says it is there, and has written nothing.
    const quiet = await world.join('ada', NAMES.board, ANNOUNCED)
    const aware = new Aware(quiet, ANNOUNCED)
    await world.run(quiet)
    expect(aware.id).toBe(ANNOUNCED)
    const server = world.log.rows(NAMES.board)[0]?.clientId ?? 0
    ground = await sync.read(NAMES.board, (doc) => groundOf(doc, server, ada))
  })

  afterAll(closeAwarenesses)

  test('there are at least fifty', () => {
    expect(HOSTILE.length).toBeGreaterThan(100)
    expect(new Set(HOSTILE.map(({ name }) => name)).size).toBe(HOSTILE.length)
  })

  test.each(HOSTILE.map((one) => [one.name, one] as const))('%s', async (title, { document, bytes }) => {
    const name = NAMES[document]
    const look = () => world.sync.read(name, (doc) => [fingerprint(doc), JSON.stringify(doc.toJSON())])
    const before = { document: await look(), rows: world.log.rows(name).length }
    const attacker = await world.join('mallory', name)
    const update = bytes(ground)
    const memory = process.memoryUsage()
    attacker.push(updateFrame(update))
    attacker.flush()
    await world.run(attacker)
    const { heapUsed, external } = process.memoryUsage()
    expect(heapUsed + external - memory.heapUsed - memory.external).toBeLessThan(MEMORY_BYTES)

    const { closed } = attacker
    expect(closed, 'it is refused').not.toBeNull()
    const reason = Object.entries(REASONS).find(([, names]) => names.includes(title))?.[0]
    expect(closed).toEqual({ code: reason === 'malformed' ? 4400 : 4409, reason })
    if (closed?.code === 4409) expect(afterClose(closed.code, closed.reason)).toBe('start-over')
    expect(await look()).toEqual(before.document)
    expect(world.log.rows(name)).toHaveLength(before.rows)
    expect(others[document]?.open).toBe(true)
    expect(world.sync.stats().counters[`guard_${closed?.reason}`]).toBeGreaterThan(0)
  })

  test('after all of it the others write on, and what they write arrives', async () => {
    const cleo = await world.join('cleo', NAMES.board)
    const title = (client: ModelClient) => cardsOf(client.doc).get('card-one')?.get('title') as Y.Text
    title(ada).insert(0, 'still ')
    await world.run(ada, cleo)
    title(cleo).insert(0, 'and ')
    await world.run(ada, cleo)
    expect(title(ada).toJSON()).toBe('and still the words of card-one')
    expect(title(cleo).toJSON()).toBe(title(ada).toJSON())
    expect(Object.keys(world.sync.stats().counters).filter((name) => name === 'refused_in_apply')).toEqual([])
  })
})
