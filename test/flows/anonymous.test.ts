// F78: on an anonymous board nothing that leaves the server, by any door, tells who wrote what.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardsOf, ledgerIdeas } from '../../shared/documents.ts'
import type { BoardId, CommentView, IdeaId, IdeaView, MineView } from '../../shared/model.ts'
import { canary, createRecorder } from '../support/canaries.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

describeOnEachDatabase('an anonymous board', (database) => {
  let world: World
  let lead: Person
  let wanda: Person
  let gus: Person
  let boardId: BoardId
  beforeAll(async () => {
    world = await startWorld({ database })
    lead = await world.person('lead')
    wanda = await world.person(canary())
    const made = await lead.must('board.create', { title: 'Say it', naming: 'anonymous' })
    boardId = made.boardId
    gus = await world.guest(made.joinCode, canary())
  })
  afterAll(() => world.close())

  test('everything that a facilitator and a participant receive says nothing of an author', async () => {
    const recorder = createRecorder()
    const watcher = await world.person('watcher')
    // Everyone is on the board before anything is written: who is here may be known, who wrote may not.
    await Promise.all([lead, watcher, wanda, gus].map((person) => person.get(`/api/boards/${boardId}`)))
    await world.settled()
    lead.recorder = recorder
    watcher.recorder = recorder
    const documents = [
      await lead.board(boardId),
      await lead.ledger(boardId),
      await watcher.board(boardId),
      await watcher.ledger(boardId),
    ]
    await Promise.all([lead.socket(), watcher.socket()])

    const written: IdeaId[] = []
    for (const writer of [wanda, gus]) {
      const { ideaId } = await writer.must('idea.add', { boardId, text: `A thought of somebody` })
      await writer.must('comment.add', { ideaId, text: 'And why' })
      await writer.must('idea.update', { ideaId, details: 'More of it', tags: ['honest'] })
      written.push(ideaId)
    }
    await until(() => written.every((id) => cardsOf(documents[2]!.doc).has(id)), 'the cards')
    await until(() => written.every((id) => ledgerIdeas(documents[3]!.doc).get(id)?.comments === 1), 'the ledger')
    await world.settled()
    for (const person of [lead, watcher]) {
      for (const path of ['ideas', 'mine', 'ideas?removed=1']) await person.get(`/api/boards/${boardId}/${path}`)
      for (const id of written) {
        await person.get(`/api/ideas/${id}`)
        await person.get(`/api/ideas/${id}/comments`)
      }
      await person.get('/api/inbox')
    }

    expect(recorder.heardBytes).toBeGreaterThan(2_000)
    for (const writer of [wanda, gus]) {
      expect(recorder.leaksOf(writer.userId)).toEqual([])
      expect(recorder.leaksOf(writer.name).filter((where) => !where.includes('board.'))).toEqual([])
    }
    lead.recorder = undefined
    watcher.recorder = undefined
  })

  test('authors know their own, may change and remove it, and nobody else may', async () => {
    const { ideaId } = await gus.must('idea.add', { boardId, text: 'Mine' })
    const mine = async (person: Person) =>
      (await person.read<MineView>(`/api/boards/${boardId}/mine`)).ideas.includes(ideaId)
    expect([await mine(gus), await mine(wanda), await mine(lead)]).toEqual([true, false, false])
    const refused = await wanda.command('idea.update', { ideaId, details: 'not mine' })
    expect(refused.ok).toBe(false)
    await gus.must('idea.update', { ideaId, details: 'mine' })
    await gus.must('idea.remove', { ideaId })
  })

  test('times are told by the hour, and names on behalf are refused', async () => {
    const { ideaId } = await wanda.must('idea.add', { boardId, text: 'When?' })
    await wanda.must('comment.add', { ideaId, text: 'Then.' })
    const idea = await lead.read<IdeaView>(`/api/ideas/${ideaId}`)
    const [comment] = await lead.read<CommentView[]>(`/api/ideas/${ideaId}/comments`)
    expect([idea.createdAt % 3_600_000, comment!.createdAt % 3_600_000]).toEqual([0, 0])
    const refused = await wanda.command('idea.add', { boardId, text: 'For', onBehalfOf: 'Gus' })
    expect(refused.ok ? 'done' : refused.error.reason).toBe('no-names-here')
    const ratchet = await lead.command('board.update', { boardId, naming: 'named' })
    expect(ratchet.ok ? 'done' : ratchet.error.reason).toBe('naming-fixed')
  })
})
