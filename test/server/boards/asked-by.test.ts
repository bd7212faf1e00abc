// Owns: a sponsor's question to everybody: a board with their name on it, and with nobody else's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listBoards, boardView } from '../../../server/boards/reads.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { ledgerBoard, ledgerDocument } from '../../../shared/documents.ts'
import type { BoardId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from './world.ts'

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)

describe.skipIf(missing('postgres'))('whose question it is', () => {
  let world: BoardWorld
  let ada: Actor
  let sue: Actor

  beforeAll(async () => {
    world = await boardWorld()
    ada = await world.member('ada')
    sue = await world.member('sue', ['sponsor'])
  })
  afterAll(() => world.close())

  async function askedBy(boardId: BoardId): Promise<string | undefined> {
    const place = await world.place(ada, 'board', boardId)
    const view = place && (await boardView(world.db, ada, place, world.readDeps))
    if (!view?.ok) throw new Error('no such board')
    const listed = await listBoards(world.db, ada)
    const tile = listed.ok ? listed.value.find((board) => board.boardId === boardId) : undefined
    expect(tile?.askedBy).toBe(view.value.askedBy?.name)
    return view.value.askedBy?.name
  }

  test('a sponsor puts their name to it when they make it; without that there is none', async () => {
    const { boardId } = await world.must(sue, 'board.create', { title: 'How do we waste less?', asks: true })
    expect(await askedBy(boardId)).toBe('sue')
    await world.scribe.opened(boardId)
    expect(ledgerBoard(world.documents.doc(ledgerDocument(boardId))).get('settings')?.askedBy).toBe('sue')
    const quiet = await world.must(sue, 'board.create', { title: 'Lunch' })
    expect(await askedBy(quiet.boardId)).toBeUndefined()
  })

  test('only a sponsor, and only their own; whoever leads the board may take it off', async () => {
    expect(reasonOf(await world.send(ada, 'board.create', { title: 'Mine', asks: true }))).toBe('sponsors-ask')
    const { boardId } = await world.must(ada, 'board.create', { title: 'Ours' })
    expect(reasonOf(await world.send(ada, 'board.update', { boardId, asks: true }))).toBe('sponsors-ask')
    await world.must(ada, 'board.add-facilitator', { boardId, userId: sue.userId })
    await world.must(sue, 'board.update', { boardId, asks: true })
    expect(await askedBy(boardId)).toBe('sue')
    await world.must(ada, 'board.update', { boardId, title: 'Still ours' })
    expect(await askedBy(boardId)).toBe('sue')
    await world.must(ada, 'board.update', { boardId, asks: false })
    expect(await askedBy(boardId)).toBeUndefined()
  })

  test('a copy of the board is nobody’s question', async () => {
    const { boardId } = await world.must(sue, 'board.create', { title: 'Again', asks: true })
    const copy = await world.must(ada, 'board.create', { title: 'Copy', copyOf: boardId })
    expect(await askedBy(copy.boardId)).toBeUndefined()
  })
})
