// The scribe: whatever is delivered, twice, late or never, the live documents settle on the database's truth.
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createScribe } from '../../../server/boards/scribe/scribe.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { boardMembers, ideas } from '../../../server/platform/database/schema/index.ts'
import {
  boardDocument,
  cardTitle,
  cardsOf,
  columnsOf,
  ledgerBoard,
  ledgerDocument,
  ledgerIdeas,
  ledgerPeople,
  ledgerRounds,
  putCard,
  readCard,
  readColumn,
} from '../../../shared/documents.ts'
import type { BoardId, ColumnId, IdeaId } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from './world.ts'

describe.skipIf(missing('postgres'))('the scribe', () => {
  let world: BoardWorld
  let ada: Actor
  let boardId: BoardId
  beforeAll(async () => {
    world = await boardWorld()
    ada = await world.member('ada')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    const made = await world.must(ada, 'board.create', { title: 'Lunch', template: 'idea-box', language: 'en' })
    boardId = made.boardId
  })
  afterEach(() => world.documents.breakWith(null))

  const ledger = () => world.documents.doc(ledgerDocument(boardId))
  const board = () => world.documents.doc(boardDocument(boardId))
  const card = (ideaId: IdeaId) => {
    const map = cardsOf(board()).get(ideaId)
    return map ? readCard(ideaId, map) : null
  }
  const columnIds = () =>
    [...columnsOf(board()).entries()]
      .map(([id, map]) => readColumn(id, map))
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .map((column) => column.columnId)
  const add = async (text: string, more: { column?: ColumnId } = {}) =>
    (await world.must(ada, 'idea.add', { boardId, text, ...more })).ideaId

  test('a new board has its columns in the document and its settings in the ledger', async () => {
    await world.deliver()
    const columns = columnIds().map((id) => readColumn(id, columnsOf(board()).get(id)!))
    expect(columns.map(({ title, color }) => [title, color])).toEqual([
      ['New', 'sun'],
      ['Worth a closer look', 'sky'],
      ['Working it out', 'sage'],
    ])
    expect(ledgerBoard(ledger()).get('settings')).toMatchObject({ title: 'Lunch', naming: 'named', locked: false })
    expect(ledgerPeople(ledger()).get('count')).toMatchObject({ people: 1 })
  })

  test('new ideas become cards at the end of their column, in order, on free places of the wall', async () => {
    await world.deliver()
    const [first, second] = columnIds()
    const ids = [await add('one'), await add('two'), await add('three'), await add('elsewhere', { column: second! })]
    await world.deliver()
    const cards = ids.map((id) => card(id)!)
    expect(cards.map(({ title, column }) => [title, column])).toEqual([
      ['one', first],
      ['two', first],
      ['three', first],
      ['elsewhere', second],
    ])
    const orders = cards.slice(0, 3).map(({ order }) => order)
    expect([...orders].sort()).toEqual(orders)
    expect(new Set(orders).size).toBe(3)
    for (const a of cards) {
      for (const b of cards) {
        if (a !== b) expect(Math.abs(a.x - b.x) >= 200 || Math.abs(a.y - b.y) >= 150).toBe(true)
      }
    }
    expect(ledgerIdeas(ledger()).get(ids[0]!)).toMatchObject({
      number: 1,
      author: { userId: ada.userId, name: 'ada', image: null },
      stage: 'open',
      likes: 0,
      removed: false,
    })
  })

  test('delivered twice, nothing is doubled and nobody receives a second frame', async () => {
    const ideaId = await add('once')
    await world.must(ada, 'idea.like', { ideaId, liked: true })
    const rows = await world.deliver(2)
    const title = cardTitle(cardsOf(board()).get(ideaId))!
    title.insert(4, ' upon a time')
    const before = world.documents.written
    for (const { topic, payload } of rows) {
      const handlers = world.scribe.subscriptions as Record<string, ((payload: unknown) => Promise<void>) | undefined>
      await handlers[topic]?.(payload)
    }
    await world.scribe.idle()
    expect(world.documents.written).toBe(before)
    expect(card(ideaId)?.title).toBe('once upon a time')
    expect(ledgerIdeas(ledger()).get(ideaId)?.likes).toBe(1)
  })

  test('many changes that come together are one write', async () => {
    const { ideas: added } = await world.must(ada, 'idea.add-many', { boardId, texts: ['a', 'b', 'c', 'd', 'e'] })
    await world.deliver()
    for (const { ideaId } of added) await world.must(ada, 'idea.like', { ideaId, liked: true })
    const rows = await world.announced()
    const before = world.documents.written
    // A write in flight while the others arrive: they ride in the next one.
    for (const { topic, payload } of rows) {
      if (topic === 'ideas.changed') await world.scribe.subscriptions['ideas.changed'](payload)
    }
    await world.scribe.idle()
    expect(world.documents.written - before).toBeLessThanOrEqual(2)
    expect(added.map(({ ideaId }) => ledgerIdeas(ledger()).get(ideaId)?.likes)).toEqual([1, 1, 1, 1, 1])
  })

  test('an older revision never overwrites a newer one', async () => {
    const ideaId = await add('mine')
    await world.deliver()
    const future = { ...ledgerIdeas(ledger()).get(ideaId)!, rev: Number.MAX_SAFE_INTEGER, likes: 99 }
    await world.documents.write(ledgerDocument(boardId), (doc) => ledgerIdeas(doc).set(ideaId, future))
    await world.must(ada, 'idea.like', { ideaId, liked: true })
    await world.deliver()
    expect(ledgerIdeas(ledger()).get(ideaId)).toEqual(future)
  })

  test('a newer value that another node overwrote with an older one is written again', async () => {
    const ideaId = await add('contested')
    await world.deliver()
    const old = ledgerIdeas(ledger()).get(ideaId)!
    await world.must(ada, 'idea.like', { ideaId, liked: true })
    await world.deliver()
    await world.documents.write(ledgerDocument(boardId), (doc) => ledgerIdeas(doc).set(ideaId, old))
    await world.documents.write(ledgerDocument(boardId), (doc) => ledgerBoard(doc).delete('settings'))
    await vi.waitFor(() => {
      world.clock.advance(1_000)
      expect(ledgerIdeas(ledger()).get(ideaId)?.likes).toBe(1)
      expect(ledgerBoard(ledger()).get('settings')?.title).toBe('Lunch')
    })
  })

  test('two nodes that write at once settle on what the database says', async () => {
    const ideaId = await add('shared')
    const other = createScribe({ ...world, log: { warn: () => undefined } })
    const rows = await world.announced()
    const both = [world.scribe, other]
    for (const { topic, payload } of rows) {
      await Promise.all(
        both.map(async ({ subscriptions }) => {
          const handlers = subscriptions as Record<string, ((payload: unknown) => Promise<void>) | undefined>
          await handlers[topic]?.(payload)
        }),
      )
    }
    await Promise.all(both.map((scribe) => scribe.idle()))
    expect([...cardsOf(board()).keys()]).toEqual([ideaId])
    expect(ledgerIdeas(ledger()).get(ideaId)?.number).toBe(1)
    await other.close()
  })

  test('a write that fails is reported, tried again, and nothing is forgotten', async () => {
    const ideaId = await add('stubborn')
    await world.deliver()
    world.documents.breakWith(new Error('the disk is full'))
    await world.must(ada, 'idea.like', { ideaId, liked: true })
    for (const { topic, payload } of await world.announced()) {
      if (topic === 'ideas.changed') await world.scribe.subscriptions[topic](payload)
    }
    await vi.waitFor(() => expect(world.warnings.length).toBeGreaterThan(0))
    world.documents.breakWith(null)
    await vi.waitFor(() => {
      world.clock.advance(1_000)
      expect(ledgerIdeas(ledger()).get(ideaId)?.likes).toBe(1)
    })
  })

  test('births that cannot be written are for the outbox to deliver again', async () => {
    await world.deliver()
    await add('later')
    const rows = await world.announced()
    const born = rows.find(({ topic }) => topic === 'ideas.born')!
    world.documents.breakWith(new Error('away'))
    await expect(world.scribe.subscriptions['ideas.born'](born.payload as never)).rejects.toThrow('away')
  })

  test('a removed idea leaves the board with its last words kept, and comes back with them', async () => {
    await world.deliver()
    const ideaId = await add('draft')
    await world.deliver()
    const [, second] = columnIds()
    const map = cardsOf(board()).get(ideaId)!
    board().transact(() => {
      cardTitle(map)!.insert(5, ' two')
      map.set('column', second)
      map.set('color', 'rose')
      map.set('x', 1234)
      map.set('y', 567)
    })
    await world.must(ada, 'idea.remove', { ideaId })
    await world.deliver()
    expect(card(ideaId)).toBeNull()
    expect(ledgerIdeas(ledger()).get(ideaId)?.removed).toBe(true)
    await world.must(ada, 'idea.restore', { ideaId })
    await world.deliver()
    expect(card(ideaId)).toMatchObject({ title: 'draft two', column: second, color: 'rose', x: 1234, y: 567 })
    expect(ledgerIdeas(ledger()).get(ideaId)?.removed).toBe(false)
  })

  test('what is typed in the very moment a card is taken away is kept too', async () => {
    const ideaId = await add('draft')
    await world.deliver()
    await world.must(ada, 'idea.remove', { ideaId })
    const rows = await world.announced()
    await world.scribe.settle(boardId)
    world.documents.beforeNextWrite(() => cardTitle(cardsOf(board()).get(ideaId))!.insert(5, ', last words'))
    const removed = rows.find(({ topic }) => topic === 'idea.removed')!
    await world.scribe.subscriptions['idea.removed'](removed.payload as never)
    await world.must(ada, 'idea.restore', { ideaId })
    await world.deliver()
    expect(card(ideaId)?.title).toBe('draft, last words')
  })

  test('a column added where another was removed does not inherit its cards', async () => {
    await world.deliver()
    const [first, second, third] = columnIds()
    await world.must(ada, 'column.remove', { boardId, columnId: third! })
    await world.deliver()
    const ideaId = await add('stays with the first', { column: second! })
    await world.deliver()
    await world.must(ada, 'column.remove', { boardId, columnId: second! })
    for (let i = 0; i < 5; i++) await world.must(ada, 'column.add', { boardId, title: `New ${i}` })
    await world.deliver()
    expect(card(ideaId)?.column).toBe(first)
  })

  test('a removal that was undone before it was delivered leaves the card as it is', async () => {
    const ideaId = await add('back and forth')
    await world.deliver()
    await world.must(ada, 'idea.remove', { ideaId })
    await world.must(ada, 'idea.restore', { ideaId })
    cardTitle(cardsOf(board()).get(ideaId))!.insert(0, 'still ')
    await world.deliver()
    expect(card(ideaId)?.title).toBe('still back and forth')
  })

  test('columns follow the database; cards of a column that is gone stand at the end of the one before it', async () => {
    await world.deliver()
    const [first, second, third] = columnIds()
    const stays = await add('stays', { column: first! })
    const moved = [await add('moved 1', { column: second! }), await add('moved 2', { column: second! })]
    await world.deliver()
    await world.must(ada, 'column.update', { boardId, columnId: third!, title: 'Done', color: null, position: 0 })
    await world.must(ada, 'column.remove', { boardId, columnId: second! })
    const added = await world.must(ada, 'column.add', { boardId, title: 'Later', color: 'sand' })
    await world.deliver()
    expect(columnIds()).toEqual([third, first, added.columnId])
    expect(readColumn(third!, columnsOf(board()).get(third!)!)).toMatchObject({ title: 'Done', color: null })
    const inFirst = [stays, ...moved].map((id) => card(id)!)
    expect(inFirst.map(({ column }) => column)).toEqual([first, first, first])
    const orders = inFirst.map(({ order }) => order)
    expect([...orders].sort()).toEqual(orders)
    const rows = await world.db.select().from(ideas).where(eq(ideas.boardId, boardId))
    expect(rows.every((row) => row.columnId === first)).toBe(true)
  })

  test('opening after a crash repairs everything it left out: cards, columns, ledger', async () => {
    const kept = await add('kept')
    const doomed = await add('doomed')
    await world.deliver()
    // The database goes on, nothing is delivered any more: a crash between commit and scribe.
    const lost = await add('lost')
    await world.must(ada, 'idea.remove', { ideaId: doomed })
    await world.must(ada, 'idea.like', { ideaId: kept, liked: true })
    await world.must(ada, 'column.add', { boardId, title: 'New column' })
    await world.must(ada, 'board.update', { boardId, title: 'Dinner' })
    const { roundId } = await world.must(ada, 'round.open', {
      boardId,
      method: 'dots',
      budget: 3,
      maxPerIdea: 3,
      blind: true,
      secret: true,
    })
    const ben = await world.member('ben')
    await world.db.insert(boardMembers).values({ boardId, userId: ben.userId, role: 'participant' })
    await world.announced()
    // And somebody put things there that are not so.
    board().transact(() => {
      putCard(board(), { ...card(kept)!, ideaId: 'a-card-that-is-no-idea' as IdeaId })
      cardsOf(board()).set('not-even-a-card', 'x' as never)
      columnsOf(board()).delete(columnIds()[0]!)
    })

    await world.restart()
    await world.scribe.opened(boardId)
    expect([...cardsOf(board()).keys()].sort()).toEqual([kept, lost].sort())
    expect(columnIds()).toHaveLength(4)
    const said = ledgerIdeas(ledger())
    expect([said.get(kept)?.likes, said.get(doomed)?.removed, said.get(lost)?.number]).toEqual([1, true, 3])
    expect(ledgerBoard(ledger()).get('settings')).toMatchObject({ title: 'Dinner', roundId })
    expect(ledgerRounds(ledger()).get(roundId)).toMatchObject({ budget: 3, closedAt: null, result: null })
    expect(ledgerPeople(ledger()).get('count')?.people).toBe(2)
  })

  test('a hundred people who open at once cost one reconcile, and a second opening writes nothing', async () => {
    await add('only one')
    await world.announced()
    await world.restart()
    const before = world.documents.written
    await Promise.all(Array.from({ length: 100 }, () => world.scribe.opened(boardId)))
    expect([...cardsOf(board()).keys()]).toHaveLength(1)
    const after = world.documents.written
    expect(after - before).toBeLessThanOrEqual(2) // the board and its ledger
    await world.restart()
    await world.scribe.opened(boardId)
    expect(world.documents.written).toBe(after)
  })

  test('an opening that failed is tried again by whoever opens next', async () => {
    await add('patience')
    await world.announced()
    await world.restart()
    world.documents.breakWith(new Error('away'))
    await expect(world.scribe.opened(boardId)).rejects.toThrow('away')
    world.documents.breakWith(null)
    await world.scribe.opened(boardId)
    expect(cardsOf(board()).size).toBe(1)
  })

  test('broken order keys and piled-up cards do not keep new ones from a sound place', async () => {
    await world.deliver()
    const ids = [await add('a'), await add('b'), await add('c')]
    await world.deliver()
    board().transact(() => {
      cardsOf(board()).get(ids[0]!)!.set('order', '!! not a key')
      cardsOf(board()).get(ids[1]!)!.set('order', 42)
      for (const id of ids) cardsOf(board()).get(id)!.set('x', Number.NaN)
    })
    const next = await add('d')
    await world.deliver()
    expect(card(next)!.order > card(ids[2]!)!.order).toBe(true)
  })

  test('five hundred ideas at once all get a card, a place of their own and a rising order', async () => {
    const texts = Array.from({ length: 100 }, (_, i) => `idea ${i}`)
    for (let i = 0; i < 5; i++) await world.must(ada, 'idea.add-many', { boardId, texts })
    await world.deliver()
    const cards = [...cardsOf(board()).entries()].map(([id, map]) => readCard(id, map))
    expect(cards).toHaveLength(500)
    expect(new Set(cards.map(({ x, y }) => `${x},${y}`)).size).toBe(500)
    expect(new Set(cards.map(({ order }) => order)).size).toBe(500)
  })
})
