// Owns: a board leaving and coming back through the public interface, with live words, places and a proposal: what is
// exported is what stands on the screen now, and importing it into a new board gives the same board.
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { cardsOf, cardTitle, proposalContent, readCard } from '../../shared/documents.ts'
import type { IdeaView } from '../../shared/model.ts'
import type { BoardFile } from '../../server/exchange/board-file.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

describeOnEachDatabase('export and import', (database) => {
  let world: World
  let ada: Person
  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
  })
  afterAll(() => world?.close())

  async function bring(boardId: string, body: string, type: string) {
    return ada.request('POST', `/api/boards/${boardId}/import`, { body, headers: { 'content-type': type } })
  }
  const lasting = ({ columns, ideas }: BoardFile) => ({
    columns: columns.map(({ title, color }) => ({ title, color })),
    ideas: ideas.map((idea) => ({
      number: idea.number,
      text: idea.text,
      details: idea.details,
      tags: idea.tags,
      column: columns.find((column) => column.columnId === idea.column)?.title,
      color: idea.color,
      order: idea.order,
      x: idea.x,
      y: idea.y,
      comments: idea.comments.map((comment) => comment.text),
      proposal: idea.proposal?.markdown ?? null,
    })),
  })

  test('words, places and proposals of this moment leave, and come back into a new board', async () => {
    const { boardId } = await ada.must('board.create', { title: 'Lunch', template: 'retrospective' })
    const first = await ada.must('idea.add', {
      boardId,
      text: 'Soup',
      details: 'Hot\nand <b>fresh</b>',
      tags: ['warm'],
      color: 'sky',
    })
    const second = await ada.must('idea.add', { boardId, text: 'REMOVED' })
    const third = await ada.must('idea.add', { boardId, text: '=Bread' })
    await ada.must('idea.remove', { ideaId: second.ideaId })
    await ada.must('comment.add', { ideaId: first.ideaId, text: 'Yes please' })

    const board = await ada.board(boardId)
    await until(() => expect(cardsOf(board.doc).has(third.ideaId)).toBe(true), 'the cards')
    board.doc.transact(() => {
      cardTitle(cardsOf(board.doc).get(first.ideaId))!.insert(4, ' of the day')
      cardsOf(board.doc).get(first.ideaId)!.set('x', 321)
    })
    const proposal = await ada.proposal(first.ideaId)
    const words = new Y.XmlText()
    const paragraph = new Y.XmlElement('paragraph')
    proposal.doc.transact(() => {
      proposalContent(proposal.doc).insert(0, [paragraph])
      paragraph.insert(0, [words])
      words.insert(0, 'We buy a pan')
    })
    const { file, headers } = await until(async () => {
      const answer = await ada.get(`/api/boards/${boardId}/export.json`)
      const read = answer.body as BoardFile
      expect(read.ideas[0]?.text).toBe('Soup of the day')
      expect(read.ideas[0]?.proposal?.markdown).toContain('We buy a pan')
      return { file: read, headers: answer.headers }
    }, 'the edits to reach the server')
    expect(headers.get('content-disposition')).toContain('lunch.json')
    expect(file.ideas.map((idea) => idea.text)).toEqual(['Soup of the day', '=Bread'])
    expect(file.ideas[0]).toMatchObject({
      author: 'ada',
      x: 321,
      proposal: { markdown: expect.stringContaining('We buy a pan') },
    })
    expect(JSON.stringify(file)).not.toContain('REMOVED')

    const copy = await ada.must('board.create', { title: 'Copy', template: 'blank' })
    const report = await bring(copy.boardId, JSON.stringify(file), 'application/json')
    expect(report.body).toMatchObject({ total: 2, added: 2, problems: [] })
    const again = (await ada.get(`/api/boards/${copy.boardId}/export.json`)).body as BoardFile
    expect(lasting(again)).toEqual(lasting(file))
    const copied = await ada.board(copy.boardId)
    const { ideaId } = again.ideas[0]!
    await until(() => {
      const card = cardsOf(copied.doc).get(ideaId)
      expect(card && readCard(ideaId, card)).toMatchObject({ title: 'Soup of the day', x: 321, color: 'sky' })
    }, 'the card on the copy')
    expect((await bring(copy.boardId, JSON.stringify(file), 'application/json')).body).toMatchObject({
      added: 0,
      alreadyThere: 2,
    })
    expect((await bring(boardId, JSON.stringify(file), 'application/json')).body).toMatchObject({
      added: 0,
      alreadyThere: 2,
    })
  })

  test('F99 the CSV is defused, comes back word for word, and is a download that no page can be made of', async () => {
    const { boardId } = await ada.must('board.create', { title: 'Formulas' })
    const texts = ['=1+1', '+31 6 1234', '-2', '@all', "'t Is tijd", '<b>bold</b> & more; "quoted"\nsecond line']
    for (const text of texts) await ada.must('idea.add', { boardId, text })
    const csv = await ada.get(`/api/boards/${boardId}/export.csv`)
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(csv.headers.get('content-security-policy')).toContain('sandbox')
    expect(csv.text).not.toMatch(/(?:^|[,;])"[=+\-@]/m)
    const copy = await ada.must('board.create', { title: 'Copy' })
    await bring(copy.boardId, csv.text, 'text/csv')
    const ideas = await ada.read<IdeaView[]>(`/api/boards/${copy.boardId}/ideas`)
    expect(ideas.map((idea) => idea.text)).toEqual(texts)
    expect((await ada.get(`/api/boards/${boardId}/export.md`)).headers.get('content-type')).toBe(
      'text/markdown; charset=utf-8',
    )
  })

  test('F57 F63 who may not import or export is refused, signed in or not', async () => {
    const { boardId, joinCode } = await ada.must('board.create', { title: 'Private', joining: 'everyone' })
    const gus = await world.guest(joinCode, 'gus')
    const closed = await ada.must('board.create', { title: 'Closed', joining: 'invited' })
    const ben = await world.person('ben')
    for (const form of ['json', 'csv', 'md']) {
      expect((await world.stranger().get(`/api/boards/${boardId}/export.${form}`)).status).toBe(401)
      expect((await gus.get(`/api/boards/${boardId}/export.${form}`)).status).toBe(403)
      expect((await ben.get(`/api/boards/${closed.boardId}/export.${form}`)).status).toBe(404)
    }
    const send = (person: Person, id: string) =>
      person.request('POST', `/api/boards/${id}/import`, { body: 'Soup\n', headers: { 'content-type': 'text/csv' } })
    expect((await send(world.stranger(), boardId)).status).toBe(401)
    expect((await send(gus, boardId)).status).toBe(403)
    expect((await send(ben, closed.boardId)).status).toBe(404)
    const foreign = { body: 'Soup\n', headers: { 'content-type': 'text/csv' }, origin: 'https://evil.example' }
    expect((await ada.request('POST', `/api/boards/${boardId}/import`, foreign)).status).toBe(403)
    await ada.must('board.archive', { boardId })
    expect((await send(ada, boardId)).status).toBe(409)
    expect((await ada.get(`/api/boards/${boardId}/export.json`)).status).toBe(200)
  })
})
