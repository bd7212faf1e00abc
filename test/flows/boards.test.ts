// Boards from outside: what a guest may never reach (F57), archived boards by an old link (F63), lock, removal, example.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cardTitle, cardsOf, ledgerIdeas, proposalContent } from '../../shared/documents.ts'
import type { BoardId, BoardSummary, BoardView, IdeaId, IdeaView } from '../../shared/model.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

describe('boards', () => {
  let world: World
  let ada: Person
  let ben: Person
  let boardId: BoardId
  let joinCode: string
  let ideaId: IdeaId
  beforeAll(async () => {
    world = await startWorld()
    ada = await world.person('ada')
    ben = await world.person('ben')
    const made = await ada.must('board.create', { title: 'Lunch', template: 'brainstorm', language: 'nl' })
    boardId = made.boardId
    joinCode = made.joinCode
    ideaId = (await ada.must('idea.add', { boardId, text: 'Soep' })).ideaId
  })
  afterAll(() => world.close())

  test('F57 to a guest every other board, its ideas and its people are not there: 404, never 403', async () => {
    const other = await ada.must('board.create', { title: 'Parking' })
    const idea = await ada.must('idea.add', { boardId: other.boardId, text: 'Bikes' })
    const gus = await world.guest(joinCode, 'gus')
    const paths = [
      `/api/boards/${other.boardId}`,
      `/api/boards/${other.boardId}/ideas`,
      `/api/boards/${other.boardId}/people`,
      `/api/boards/${other.boardId}/mine`,
      `/api/ideas/${idea.ideaId}`,
      `/api/ideas/${idea.ideaId}/comments`,
    ]
    for (const path of paths) {
      const [there, nowhere] = [
        await gus.get(path),
        await gus.get(path.replace(/(boards|ideas)\/[^/]+/, '$1/nowhere-at-all')),
      ]
      expect([path, there.status, there.text]).toEqual([path, 404, nowhere.text])
    }
    expect((await gus.read<BoardSummary[]>('/api/boards')).map((board) => board.boardId)).toEqual([boardId])
    const closed = gus.document(`board.${other.boardId}`)
    await until(() => closed.closed?.code === 4403, 'the other board to be refused')
    expect((await gus.get(`/api/boards/${boardId}`)).status).toBe(200)
  })

  test('F63 an archived board is judged by the same rules: readable by an old link, changed by nobody', async () => {
    const { boardId: old } = await ada.must('board.create', { title: 'Old' })
    const idea = await ada.must('idea.add', { boardId: old, text: 'Kept' })
    const live = await ben.board(old)
    await until(() => cardsOf(live.doc).has(idea.ideaId), 'the card')
    await ada.must('board.archive', { boardId: old })
    expect(await ben.read<BoardView>(`/api/boards/${old}`)).toMatchObject({ archivedAt: expect.any(Number) })
    const refused = await ben.command('comment.add', { ideaId: idea.ideaId, text: 'Late' })
    expect(refused.ok ? 'done' : refused.error.reason).toBe('board-archived')
    await world.settled()
    cardTitle(cardsOf(live.doc).get(idea.ideaId))!.insert(0, 'Not ')
    await until(() => live.closed !== undefined, 'the edit to be refused')
    expect((await ada.read<IdeaView>(`/api/ideas/${idea.ideaId}`)).text).toBe('Kept')
  })

  test('a locked board can be read and discussed, not edited; unlocked it goes on', async () => {
    const { boardId: shut } = await ada.must('board.create', { title: 'Shut' })
    const idea = await ada.must('idea.add', { boardId: shut, text: 'Still' })
    await ada.must('board.lock', { boardId: shut, locked: true })
    await world.settled()
    const live = await ben.board(shut)
    await until(() => cardsOf(live.doc).has(idea.ideaId), 'the card')
    cardTitle(cardsOf(live.doc).get(idea.ideaId))!.insert(0, 'Not ')
    await until(() => live.closed !== undefined, 'the edit to be refused')
    await ben.must('comment.add', { ideaId: idea.ideaId, text: 'I may say so' })
    await ada.must('board.lock', { boardId: shut, locked: false })
    await ben.must('idea.like', { ideaId: idea.ideaId, liked: true })
  })

  test('somebody shown out is put off the live board at once, and a member does not come back with the code', async () => {
    const [gus, dan] = [await world.guest(joinCode, 'gone'), await world.person('dan')]
    for (const person of [gus, dan]) {
      const live = await person.board(boardId)
      await ada.must('board.remove-person', { boardId, userId: person.userId })
      await until(() => live.closed !== undefined, 'the live board to close')
      expect((await person.get(`/api/boards/${boardId}`)).status).toBe(404)
      const answer = await person.command('idea.add', { boardId, text: 'Still here' })
      expect(answer.ok ? 'done' : answer.error.kind).toBe('not-found')
    }
    const again = await dan.request('POST', '/api/join', { json: { code: joinCode, name: 'dan' } })
    expect(again.status).toBe(403)
  })

  test('a board opened by a link is afterwards among my boards', async () => {
    const cleo = await world.person('cleo')
    const mine = async () =>
      (await cleo.read<BoardSummary[]>('/api/boards')).find((board) => board.boardId === boardId)?.mine
    expect(await mine()).toBe(false)
    await cleo.get(`/api/boards/${boardId}`)
    expect(await mine()).toBe(true)
  })

  test('the example board is alive for everyone at once, with a worked-out proposal', async () => {
    const { boardId: example } = await ada.must('board.create-example', { language: 'nl' })
    const [board, ledger] = [await ben.board(example), await ben.ledger(example)]
    await until(() => cardsOf(board.doc).size === 16 && ledgerIdeas(ledger.doc).size === 16, 'sixteen ideas')
    const ideas = await ben.read<IdeaView[]>(`/api/boards/${example}/ideas`)
    expect(new Set(ideas.map(({ stage }) => stage)).size).toBe(10)
    const backed = ideas.find(({ stage }) => stage === 'accepted')!
    const proposal = await ben.proposal(backed.ideaId)
    await until(() => proposalContent(proposal.doc).toString().includes('zeven formulieren'), 'the proposal')
    const other = await ben.proposal(ideas.find(({ stage }) => stage === 'open')!.ideaId)
    await until(() => proposalContent(other.doc).toString().includes('Het probleem'), 'the template')
  })

  test('F23 a proposal that many open at once holds the template once', async () => {
    const live = await Promise.all(Array.from({ length: 20 }, () => ben.proposal(ideaId)))
    await until(() => live.every(({ doc }) => proposalContent(doc).length > 0), 'everyone to have it')
    const texts = new Set(live.map(({ doc }) => proposalContent(doc).toString()))
    expect(texts.size).toBe(1)
    expect([...texts][0]!.split('Het probleem')).toHaveLength(2)
  })
})
