// The projection: rows follow what people do to cards, cleaned and cut, soon and before anyone needs them.
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Actor } from '../../../server/platform/command.ts'
import { boards, ideas } from '../../../server/platform/database/schema/index.ts'
import { boardDocument, cardTitle, cardsOf, columnsOf, putCard, readCard } from '../../../shared/documents.ts'
import { IDEA_TEXT_MAX_CHARS } from '../../../shared/limits.ts'
import type { BoardId, IdeaId } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from './world.ts'

const HOUR_MS = 3_600_000

describe.skipIf(missing('postgres'))('the projection', () => {
  let world: BoardWorld
  let ada: Actor
  let boardId: BoardId
  let ideaId: IdeaId
  beforeAll(async () => {
    world = await boardWorld()
    ada = await world.member('ada')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    boardId = (await world.must(ada, 'board.create', { title: 'Lunch', template: 'idea-box', language: 'en' })).boardId
    ideaId = (await world.must(ada, 'idea.add', { boardId, text: 'soup' })).ideaId
    await world.deliver()
    await world.scribe.settle(boardId)
  })
  afterEach(() => {
    world.documents.breakWith(null)
    world.documents.damage(null)
  })

  const doc = () => world.documents.doc(boardDocument(boardId))
  const card = () => cardsOf(doc()).get(ideaId)!
  const row = async () => (await world.db.select().from(ideas).where(eq(ideas.id, ideaId)))[0]!

  test('text, place, order, colour and group follow the card; what commands decide does not', async () => {
    const columnId = [...columnsOf(doc()).keys()].find((id) => id !== card().get('column'))!
    const before = await row()
    doc().transact(() => {
      cardTitle(card())!.insert(4, ' of the day')
      for (const [key, value] of Object.entries({ column: columnId, order: 'a5', x: 12.5, y: -7, color: 'sky' })) {
        card().set(key, value)
      }
      card().set('group', 'a-group')
      card().set('number', 99)
      card().set('author', 'somebody')
      card().set('stage', 'realised')
    })
    await world.scribe.settle(boardId)
    expect(await row()).toEqual({
      ...before,
      text: 'soup of the day',
      columnId,
      position: 'a5',
      x: 12.5,
      y: -7,
      color: 'sky',
      groupId: 'a-group',
    })
  })

  test('F11 the row keeps what a damaged document has lost, and follows it again when it is whole', async () => {
    cardTitle(card())!.delete(1, 3)
    world.documents.damage(boardDocument(boardId))
    await world.scribe.settle(boardId)
    await world.scribe.reconcile(boardId)
    expect((await row()).text).toBe('soup')
    world.documents.damage(null)
    await world.scribe.settle(boardId)
    expect((await row()).text).toBe('s')
  })

  test('F11 what a damaged board missed is made good at an opening after it is whole', async () => {
    await world.scribe.opened(boardId)
    world.documents.damage(boardDocument(boardId))
    const { ideaId: late } = await world.must(ada, 'idea.add', { boardId, text: 'late' })
    await world.deliver()
    expect(cardsOf(doc()).has(late)).toBe(false)
    world.documents.damage(null)
    world.clock.advance(60_000)
    await world.scribe.opened(boardId)
    expect(cardsOf(doc()).has(late)).toBe(true)
  })

  test('a burst of edits becomes one write, soon after', async () => {
    for (const letter of 'hot ') cardTitle(card())!.insert(0, letter)
    expect((await row()).text).toBe('soup')
    world.clock.advance(1_000)
    await vi.waitFor(async () => expect((await row()).text).toBe(' tohsoup'.trim()))
  })

  test('whatever was written there, the row holds something sound', async () => {
    doc().transact(() => {
      cardTitle(card())!.insert(0, `\u0000\u202e${'🙂'.repeat(IDEA_TEXT_MAX_CHARS + 10)}`)
      card().set('column', 'nowhere')
      card().set('order', '\u0000'.repeat(10))
      card().set('x', Number.POSITIVE_INFINITY)
      card().set('y', 1e300)
      card().set('color', 'red; background: url(//evil)')
      card().set('group', { toString: 'x' })
    })
    await world.scribe.settle(boardId)
    const found = await row()
    expect(Array.from(found.text)).toHaveLength(IDEA_TEXT_MAX_CHARS)
    expect(found).toMatchObject({ position: '', x: 0, y: 1e6, color: 'sun', groupId: null })
    expect([...columnsOf(doc()).keys()]).toContain(found.columnId)
  })

  test('a card that is no idea of this board is taken out and changes no other board', async () => {
    const other = (await world.must(ada, 'board.create', { title: 'Other' })).boardId
    const theirs = (await world.must(ada, 'idea.add', { boardId: other, text: 'theirs' })).ideaId
    doc().transact(() => {
      const forged = { ...readCard(ideaId, card()), title: 'taken over' }
      putCard(doc(), { ...forged, ideaId: theirs })
      putCard(doc(), { ...forged, ideaId: 'made-up-id' as IdeaId })
    })
    await world.scribe.settle(boardId)
    await world.scribe.idle()
    expect([...cardsOf(doc()).keys()]).toEqual([ideaId])
    const [kept] = await world.db.select().from(ideas).where(eq(ideas.id, theirs))
    expect(kept).toMatchObject({ text: 'theirs', boardId: other })
  })

  test('a card that somebody threw out of the document comes back: removal is a command', async () => {
    cardsOf(doc()).delete(ideaId)
    columnsOf(doc()).delete([...columnsOf(doc()).keys()][0]!)
    await world.scribe.settle(boardId)
    await world.scribe.idle()
    expect(readCard(ideaId, card()).title).toBe('soup')
    expect(columnsOf(doc()).size).toBe(3)
  })

  test('settling what has not changed costs no write, and a crash loses nothing that is in the document', async () => {
    cardTitle(card())!.insert(0, 'hot ')
    await world.restart() // nothing was copied yet
    await world.scribe.settle(boardId)
    expect((await row()).text).toBe('hot soup')
    const version = async () => (await world.db.select().from(boards).where(eq(boards.id, boardId)))[0]!
    const before = await version()
    await world.scribe.settle(boardId)
    expect(await version()).toEqual(before)
  })

  test('it moves no revision, and tells when a board was last worked on no more exactly than it may', async () => {
    const { rev } = await row()
    world.clock.advance(3 * HOUR_MS + 61_234)
    cardTitle(card())!.insert(0, 'late ')
    await world.scribe.settle(boardId)
    expect((await row()).rev).toBe(rev)
    const activeAt = async (id: BoardId) =>
      (await world.db.select().from(boards).where(eq(boards.id, id)))[0]!.activeAt.getTime()
    expect((await activeAt(boardId)) % 60_000).toBe(0)
    const anonymous = (await world.must(ada, 'board.create', { title: 'Safe', naming: 'anonymous' })).boardId
    const added = await world.must(ada, 'idea.add', { boardId: anonymous, text: 'x' })
    await world.deliver()
    cardTitle(cardsOf(world.documents.doc(boardDocument(anonymous))).get(added.ideaId))!.insert(0, 'y')
    await world.scribe.settle(anonymous)
    expect((await activeAt(anonymous)) % HOUR_MS).toBe(0)
  })

  test('closing copies what is still waiting', async () => {
    cardTitle(card())!.insert(0, 'last words: ')
    await world.scribe.close()
    expect((await row()).text).toBe('last words: soup')
    await world.restart()
  })

  test('a document full of nonsense does not stop it', async () => {
    doc().transact(() => {
      cardsOf(doc()).set('text', 'a text' as never)
      cardsOf(doc()).set('array', new Y.Array() as never)
      card().set('title', 'not a live text')
    })
    await world.scribe.settle(boardId)
    await world.scribe.idle()
    expect([...cardsOf(doc()).keys()]).toEqual([ideaId])
    expect((await row()).text).toBe('')
  })
})
