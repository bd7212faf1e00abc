// Sealed writing: in a sealed phase an idea is its author's alone, and for everybody else it is as if it did not exist.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listIdeas } from '../../../server/ideas/reads.ts'
import { addIdeas } from '../../../server/ideas/add.ts'
import { markerFor } from '../../../server/boards/marks.ts'
import { receiptOf } from '../../../server/ideas/receipts.ts'
import { sealedCount } from '../../../server/ideas/sealed.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { passToAccount } from '../../../server/identity/store.ts'
import { boards, ideas } from '../../../server/platform/database/schema/index.ts'
import { boardDocument, cardsOf } from '../../../shared/documents.ts'
import { IDEAS_MAX_PER_BOARD, SEALED_IDEAS_MAX_PER_PERSON } from '../../../shared/limits.ts'
import { type BoardId, type IdeaId, type Naming, NAMINGS } from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from '../boards/world.ts'
import { OPEN, SEALED, sealedWorld } from './sealed-world.ts'

const reasonOf = (outcome: { ok: boolean; error?: { reason: string } }) => (outcome.ok ? 'done' : outcome.error?.reason)

describe.skipIf(missing('postgres')).each(NAMINGS)('sealed ideas on a board that is %s', (naming: Naming) => {
  let world: BoardWorld
  let sealing: ReturnType<typeof sealedWorld>
  let lead: Actor
  let wanda: Actor
  let walter: Actor
  let boardId: BoardId
  beforeAll(async () => {
    world = await boardWorld()
    sealing = sealedWorld(world)
    lead = await world.member('lead')
    wanda = await world.member('wanda')
    walter = await world.member('walter')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    boardId = (await world.must(lead, 'board.create', { title: 'Safe', naming })).boardId
    await sealing.phase(boardId, SEALED)
    await world.announced()
  })

  const add = (actor: Actor, text: string) => world.must(actor, 'idea.add', { boardId, text })

  test('an idea has no number and is seen, with its receipt, by its author alone', async () => {
    const added = await add(wanda, 'Soup')
    expect(added.number).toBe(0)
    expect(await sealing.mine(wanda, boardId)).toMatchObject([
      { ideaId: added.ideaId, text: 'Soup', receipt: receiptOf(added.ideaId, 'Soup'), onBehalfOf: null },
    ])
    for (const other of [walter, lead]) expect(await sealing.mine(other, boardId)).toEqual([])
    const place = (await world.place(lead, 'board', boardId))!
    expect(await listIdeas(world.db, lead, place, world.readDeps)).toEqual({ ok: true, value: [] })
    expect(await sealedCount(world.db, boardId)).toBe(1)
  })

  test('a list that is pasted is sealed in its order, and what is announced are ids of a board and of its author only', async () => {
    await add(wanda, 'first')
    const { ideas: many } = await world.must(wanda, 'idea.add-many', { boardId, texts: ['second', 'third'] })
    expect(many.map(({ number }) => number)).toEqual([0, 0])
    await add(walter, 'between')
    await add(wanda, 'fourth')
    const texts = (await sealing.mine(wanda, boardId)).map(({ text }) => text)
    expect(texts).toEqual(['first', 'second', 'third', 'fourth'])
    const announced = await world.announced()
    expect(new Set(announced.map(({ topic }) => topic))).toEqual(new Set(['session.changed', 'answers.stale']))
    expect(JSON.stringify(announced)).not.toContain(many[0]!.ideaId)
  })

  test('what is asked again is answered again, and an id is never given twice, sealed or not', async () => {
    const ideaId = world.newId() as IdeaId
    const input = { boardId, text: 'Once', ideaId }
    const first = await world.must(wanda, 'idea.add', input)
    expect(await world.must(wanda, 'idea.add', input)).toEqual(first)
    expect(reasonOf(await world.send(walter, 'idea.add', input))).toBe('id-taken')
    expect(reasonOf(await world.send(wanda, 'idea.add', { ...input, text: 'Twice' }))).toBe('id-taken')
    await sealing.phase(boardId, OPEN)
    const { boardId: other } = await world.must(lead, 'board.create', { title: 'Elsewhere', naming })
    expect(reasonOf(await world.send(wanda, 'idea.add', { ...input, boardId: other }))).toBe('id-taken')
    expect((await sealing.mine(wanda, boardId)).length).toBe(1)
  })

  test('authors change and remove their own; each change has a new receipt', async () => {
    const { ideaId } = await add(wanda, 'Soup')
    const [before] = await sealing.mine(wanda, boardId)
    const { receipt } = await world.must(wanda, 'sealed.update', { boardId, ideaId, text: 'Tea', color: 'sky' })
    const [after] = await sealing.mine(wanda, boardId)
    expect(after).toMatchObject({ text: 'Tea', color: 'sky', receipt, columnId: before!.columnId })
    expect(receipt).not.toBe(before!.receipt)
    expect(receipt).toBe(receiptOf(ideaId, 'Tea'))
    await world.must(wanda, 'sealed.remove', { boardId, ideaId })
    expect(await sealing.rows(boardId)).toEqual([])
  })

  test("another's sealed idea, for facilitators too, answers exactly as one that does not exist", async () => {
    const { ideaId } = await add(wanda, 'Soup')
    const nowhere = world.newId() as IdeaId
    for (const other of [walter, lead]) {
      for (const id of [ideaId, nowhere]) {
        const update = await world.send(other, 'sealed.update', { boardId, ideaId: id, text: 'Mine now' })
        const remove = await world.send(other, 'sealed.remove', { boardId, ideaId: id })
        const never = world.newId() as IdeaId
        const absent = await world.send(other, 'sealed.update', { boardId, ideaId: never, text: 'Mine now' })
        expect([update, remove]).toEqual([absent, absent])
      }
    }
    expect(await sealing.mine(wanda, boardId)).toMatchObject([{ text: 'Soup' }])
  })

  test('a sealed idea of one board cannot be reached through another', async () => {
    const { ideaId } = await add(wanda, 'Soup')
    const { boardId: other } = await world.must(lead, 'board.create', { title: 'Elsewhere', naming })
    expect(reasonOf(await world.send(wanda, 'sealed.remove', { boardId: other, ideaId }))).toBe('no-such-idea')
    expect((await sealing.rows(boardId)).length).toBe(1)
  })

  test('columns must exist, names on behalf follow the naming of the board, a locked board takes nothing', async () => {
    const column = world.newId() as never
    expect(reasonOf(await world.send(wanda, 'idea.add', { boardId, text: 'x', column }))).toBe('no-such-column')
    const { ideaId } = await add(wanda, 'Soup')
    expect(reasonOf(await world.send(wanda, 'sealed.update', { boardId, ideaId, column }))).toBe('no-such-column')
    const behalf = await world.send(wanda, 'idea.add', { boardId, text: 'For', onBehalfOf: 'Gus' })
    expect(reasonOf(behalf)).toBe(naming === 'anonymous' ? 'no-names-here' : 'done')
    await world.must(lead, 'board.lock', { boardId, locked: true })
    expect(reasonOf(await world.send(wanda, 'sealed.update', { boardId, ideaId, text: 'No' }))).toBe('board-locked')
    expect(reasonOf(await world.send(wanda, 'idea.add', { boardId, text: 'No' }))).toBe('board-locked')
  })

  test('one person seals so many ideas and not one more; others still can', async () => {
    const texts = Array.from({ length: SEALED_IDEAS_MAX_PER_PERSON - 1 }, (_, i) => `Idea ${i}`)
    await world.must(wanda, 'idea.add-many', { boardId, texts })
    expect(reasonOf(await world.send(wanda, 'idea.add-many', { boardId, texts: ['a', 'b'] }))).toBe('too-many-sealed')
    const { ideaId } = await add(wanda, 'the last')
    expect(reasonOf(await world.send(wanda, 'idea.add', { boardId, text: 'one past' }))).toBe('too-many-sealed')
    await add(walter, 'another person')
    await world.must(wanda, 'sealed.remove', { boardId, ideaId })
    await add(wanda, 'room again')
  })

  test("the board's own limit counts sealed ideas", async () => {
    const many = Array.from({ length: IDEAS_MAX_PER_BOARD - 1 }, (_, i) => ({
      id: world.newId(),
      boardId,
      number: i + 1,
      text: `Idea ${i}`,
    }))
    await world.db.insert(ideas).values(many)
    await world.db
      .update(boards)
      .set({ nextNumber: many.length + 1 })
      .where(eq(boards.id, boardId))
    await add(wanda, 'the last')
    expect(reasonOf(await world.send(wanda, 'idea.add', { boardId, text: 'one past' }))).toBe('board-full-of-ideas')
  })

  test('F76 the phase is asked again under the lock: what was let in before a step is written as the step left it', async () => {
    const late = (actor: Actor) =>
      world.db.transaction(async (tx) => {
        const where = { boardId, author: actor.userId, now: new Date(), standing: new Set<never>() }
        return addIdeas(tx, { ...sealing.deps, markerFor, noteWriter: async () => undefined }, where, [
          { text: 'late' },
        ])
      })
    await sealing.phase(boardId, { ...OPEN, write: 'everyone' })
    const open = await late(wanda)
    expect(open.ok && open.value[0]?.number).toBe(1)
    await sealing.phase(boardId, OPEN)
    expect(reasonOf(await late(wanda))).toBe('not-in-this-phase')
  })

  test('a reveal waits for who is writing, and who writes waits for a reveal: nothing is left behind', async () => {
    await Promise.all([
      ...Array.from({ length: 8 }, (_, i) => add(i % 2 ? wanda : walter, `Idea ${i}`)),
      ...Array.from({ length: 3 }, () => sealing.reveal(boardId)),
    ])
    await sealing.reveal(boardId)
    const rows = await world.db.select().from(ideas).where(eq(ideas.boardId, boardId))
    expect(rows.map(({ text }) => text).sort()).toEqual(Array.from({ length: 8 }, (_, i) => `Idea ${i}`))
    expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await sealing.rows(boardId)).toEqual([])
  })

  test('a guest who takes an account takes sealed ideas along as they do others', async () => {
    const gus = await world.guest(boardId, 'gus')
    await add(gus, 'Mine')
    await world.db.transaction((tx) => passToAccount(tx, gus.userId, wanda.userId))
    // On an anonymous board nothing says what is whose, so nothing can pass; at the reveal it is there all the same.
    expect((await sealing.mine(wanda, boardId)).length).toBe(naming === 'named' ? 1 : 0)
    expect((await sealing.reveal(boardId)).ideaIds.length).toBe(1)
  })

  test('nothing links a sealed idea with a person where a board is anonymous: no row but its author’s mark', async () => {
    if (naming === 'named') return
    await add(wanda, 'Soup')
    const [row] = await sealing.rows(boardId)
    expect(row?.authorId).toBeNull()
    expect(row?.authorMark?.length).toBe(32)
    expect(row!.createdAt.getTime() % 3_600_000).toBeLessThan(SEALED_IDEAS_MAX_PER_PERSON)
    for (const [table, rows] of await world.dump()) {
      const linking = rows.map((one) => JSON.stringify(one)).filter((one) => one.includes(row!.id))
      expect(
        linking.filter((one) => one.includes(wanda.userId)),
        table,
      ).toEqual([])
    }
  })

  test('its card is nowhere before the reveal', async () => {
    await add(wanda, 'Soup')
    await world.deliver()
    expect(cardsOf(world.documents.doc(boardDocument(boardId))).size).toBe(0)
  })
})
