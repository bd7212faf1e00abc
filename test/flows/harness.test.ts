// Owns: proof that the in-process world is the real app, on both databases: people come in by the public doors and see
// each other's work. If this fails, look here before looking at any other flow.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardsOf, cardTitle, ledgerIdeas } from '../../shared/documents.ts'
import { fingerprint } from '../support/documents.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

describeOnEachDatabase('the world', (database) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ database })
  })
  afterAll(() => world.close())

  test('a member makes a board, a guest joins it by code, and both see a new idea and each edit of it', async () => {
    const ada = await world.person('ada')
    const { boardId, joinCode } = await ada.must('board.create', { title: 'Lunch' })
    const gus = await world.guest(joinCode, 'gus')
    const [adas, guss] = await Promise.all([ada.board(boardId), gus.board(boardId)])

    const live = await gus.socket()
    const added = await live.command('idea.add', { boardId, text: 'Soup' })
    if (!added.ok) throw new Error(JSON.stringify(added.error))
    const { ideaId } = added.value
    await world.settled()

    const title = await until(() => cardTitle(cardsOf(adas.doc).get(ideaId)) ?? false, 'ada to see the card')
    expect(title.toString()).toBe('Soup')
    title.insert(4, ' of the day')
    await until(() => cardTitle(cardsOf(guss.doc).get(ideaId))?.toString() === 'Soup of the day', 'gus to see the edit')
    expect(fingerprint(guss.doc)).toBe(fingerprint(adas.doc))

    const ledger = await ada.ledger(boardId)
    await until(() => ledgerIdeas(ledger.doc).get(ideaId)?.number === added.value.number, 'the ledger to know the idea')
  })

  test('somebody without a session is refused by every door', async () => {
    const ada = await world.person('ada')
    const { boardId } = await ada.must('board.create', { title: 'Closed' })
    const nobody = world.stranger()
    expect(await nobody.command('idea.add', { boardId, text: 'Hello' })).toMatchObject({ error: { kind: 'sign-in' } })
    expect((await nobody.get(`/api/boards/${boardId}`)).status).toBe(401)
    const document = nobody.document(`board.${boardId}`)
    await until(() => document.closed?.code === 4401, 'the final close')
  })
})
