// The ledger, through real sockets: what the server decided is there for everyone on the board, soon, also after a crash
// between a commit and its publication; and nobody but the server writes in it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  cardTitle,
  cardsOf,
  columnsOf,
  ledgerBoard,
  ledgerIdeas,
  ledgerPeople,
  readCard,
} from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView } from '../../shared/model.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

describeOnEachDatabase('the ledger', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  let boardId: BoardId
  let joinCode: string
  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
    ben = await world.person('ben')
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    const made = await ada.must('board.create', { title: 'Lunch', template: 'idea-box', language: 'en' })
    boardId = made.boardId
    joinCode = made.joinCode
  })

  test('the first who opens a board finds its columns and settings there', async () => {
    const [board, ledger] = [await ben.board(boardId), await ben.ledger(boardId)]
    await until(() => columnsOf(board.doc).size === 3, 'three columns')
    await until(() => ledgerBoard(ledger.doc).get('settings')?.title === 'Lunch', 'the title')
  })

  test('a new idea appears to everyone with its number and its attested author, whatever order it arrives in', async () => {
    const gus = await world.guest(joinCode, 'gus')
    const live = await Promise.all(
      [ada, ben, gus].map(async (person) => [await person.board(boardId), await person.ledger(boardId)] as const),
    )
    const { ideaId, number } = await gus.must('idea.add', { boardId, text: 'Soup on Mondays' })
    for (const [board, ledger] of live) {
      await until(() => cardsOf(board.doc).has(ideaId), 'the card')
      expect(readCard(ideaId, cardsOf(board.doc).get(ideaId)!).title).toBe('Soup on Mondays')
      // A card never stands there without its number: the ledger was written first.
      await until(() => ledgerIdeas(ledger.doc).get(ideaId)?.number === number, 'the number')
      expect(ledgerIdeas(ledger.doc).get(ideaId)).toMatchObject({ author: { userId: gus.userId, name: 'gus' } })
    }
    await until(() => (ledgerPeople(live[0]![1].doc).get('count')?.people ?? 0) >= 2, 'the count of people')
  })

  test('likes, comments, stages, settings and removal arrive, and settle on what the database says', async () => {
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Soup' })
    const ledger = await ben.ledger(boardId)
    const board = await ben.board(boardId)
    const people = await Promise.all(['cleo', 'dan', 'eve', 'fay'].map((name) => world.person(name)))
    await Promise.all(
      people.flatMap((person) => [true, false, true].map((liked) => person.command('idea.like', { ideaId, liked }))),
    )
    await Promise.all(people.map((person) => person.must('idea.like', { ideaId, liked: true })))
    await ben.must('comment.add', { ideaId, text: 'Yes!' })
    await ada.must('idea.set-stage', { ideaId, stage: 'shortlisted' })
    await ada.must('board.update', { boardId, title: 'Dinner' })
    await until(() => {
      expect(ledgerIdeas(ledger.doc).get(ideaId)).toMatchObject({ likes: 4, comments: 1, stage: 'shortlisted' })
      expect(ledgerBoard(ledger.doc).get('settings')?.title).toBe('Dinner')
    }, 'the ledger to settle')
    await ada.must('idea.remove', { ideaId })
    await until(() => !cardsOf(board.doc).has(ideaId), 'the card to go')
    await until(() => ledgerIdeas(ledger.doc).get(ideaId)?.removed === true, 'the ledger to say so')
    await ada.must('idea.restore', { ideaId })
    await until(() => cardsOf(board.doc).has(ideaId), 'the card to come back')
  })

  test('what people type on a card is what lists and a restored card say', async () => {
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Soup' })
    const board = await ben.board(boardId)
    await until(() => cardsOf(board.doc).has(ideaId), 'the card')
    cardTitle(cardsOf(board.doc).get(ideaId))!.insert(0, 'Hot ')
    const other = await ada.board(boardId)
    await until(() => readCard(ideaId, cardsOf(other.doc).get(ideaId)!).title === 'Hot Soup', 'the edit')
    // What others have seen is on disk; a list asked for now has it too.
    const listed = await ada.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
    expect(listed.find((idea) => idea.ideaId === ideaId)?.text).toBe('Hot Soup')
    await ada.must('idea.remove', { ideaId })
    await until(() => !cardsOf(board.doc).has(ideaId), 'the card to go')
    await ada.must('idea.restore', { ideaId })
    await until(() => cardsOf(board.doc).has(ideaId), 'the card to come back')
    expect(readCard(ideaId, cardsOf(board.doc).get(ideaId)!).title).toBe('Hot Soup')
  })

  test('nobody writes in the ledger but the server', async () => {
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Soup' })
    const mine = await ada.ledger(boardId)
    await until(() => ledgerIdeas(mine.doc).has(ideaId), 'the idea')
    ledgerIdeas(mine.doc).set(ideaId, { ...ledgerIdeas(mine.doc).get(ideaId)!, likes: 1_000_000, rev: 1e15 })
    await until(() => mine.closed?.code === 4403, 'the server to refuse it')
    const theirs = await ben.ledger(boardId)
    expect(ledgerIdeas(theirs.doc).get(ideaId)?.likes).toBe(0)
  })

  test('after a crash between commit and publication, opening the board repairs it', async () => {
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Before' })
    await world.settled()
    // As a process that died there would have left it: committed, and nobody will ever be told. Nobody has opened the
    // board in this process yet.
    const lost = `lost-${boardId}` as IdeaId
    await world.app.database.pool.query(
      `insert into ideas (id, board_id, number, text, rev) values ($1, $2, 2, 'Committed, not published', nextval('revision'))`,
      [lost, boardId],
    )
    await world.app.database.pool.query('update ideas set like_count = 7, rev = nextval($2) where id = $1', [
      ideaId,
      'revision',
    ])
    const [board, ledger] = [await ben.board(boardId), await ben.ledger(boardId)]
    await until(() => cardsOf(board.doc).has(lost), 'the lost card')
    await until(() => ledgerIdeas(ledger.doc).get(ideaId)?.likes === 7, 'the lost likes')
  })
})
