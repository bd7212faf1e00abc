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

  test('goals, business cases and what came of ideas leave in the file; what is no person comes back with it', async () => {
    const ben = await world.person('ben')
    const measure = {
      what: 'Meals thrown away',
      unit: '%',
      baseline: 30,
      target: 10,
      baselineOn: '2026-01-01',
      targetOn: '2027-01-01',
    }
    const { goalId: above } = await ada.must('goal.add', { title: 'No waste', why: 'It is food' })
    const { goalId } = await ada.must('goal.add', { title: 'Fewer leftovers', parentId: above, measure })
    await ada.must('goal.add-reading', { goalId, onDay: '2026-03-01', value: 25, note: 'After the first month' })
    const { goalId: own } = await ada.must('goal.add', { title: 'Warm hands' })
    const { boardId } = await ada.must('board.create', { title: 'Canteen' })
    await ada.must('board.set-goals', { boardId, goalIds: [goalId] })
    const { ideaId } = await ben.must('idea.add', { boardId, text: 'Smaller plates' })
    await ada.must('idea.set-goals', { ideaId, goalIds: [own] })
    await ben.must('business-case.update', { ideaId, beneficiaries: 'Whoever washes up' })
    const figures = { valueLow: 1_000, valueHigh: 2_000, costOnce: 300, costYearly: 40, workDays: 5, confidence: 60 }
    await ben.must('estimate.set', { ideaId, ...figures, basis: 'Counted plates' })
    await ben.must('idea.own', { ideaId, owned: true })
    await ada.must('role.grant', { userId: ada.userId, role: 'sponsor' })
    const { escalationId } = await ben.must('idea.escalate', { ideaId, sponsorId: ada.userId, why: 'Cheap' })
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
    const commitment = { ownerId: ben.userId, firstStep: 'Buy plates', dueOn: day(7) }
    await ada.must('escalation.answer', { escalationId, answer: 'endorse', commitment })
    const promised = { metric: 'Thrown away', unit: '%', baseline: 30, promised: 20, dueOn: day(60), goalId: above }
    await ben.must('outcome.promise', { escalationId, ...promised })
    await ben.must('milestone.add', { escalationId, title: 'Plates are here' })

    const file = (await ada.get(`/api/boards/${boardId}/export.json`)).body as BoardFile
    expect(file.board.goals).toEqual([goalId])
    expect(file.goals.map(({ title, parentId, owner }) => [title, parentId, owner])).toEqual([
      ['No waste', null, null],
      ['Fewer leftovers', above, null],
      ['Warm hands', null, null],
    ])
    const reading = { onDay: '2026-03-01', value: 25, note: 'After the first month', by: 'ada' }
    expect(file.goals[1]).toMatchObject({ measure, readings: [reading] })
    const estimate = { ...figures, basis: 'Counted plates' }
    expect(file.ideas[0]).toMatchObject({
      goals: [own],
      businessCase: {
        beneficiaries: 'Whoever washes up',
        estimates: [{ by: 'ben', ...estimate }],
        carriedBy: ['ben'],
        asked: null,
        signed: null,
      },
      escalation: {
        moves: [
          { move: 'raise', by: 'ben' },
          { move: 'endorse', by: 'ada' },
        ],
        outcome: {
          promise: { goal: above, metric: 'Thrown away', promised: 20, measurer: 'ben' },
          result: null,
          milestones: [{ title: 'Plates are here', dueOn: null, done: null }],
          changes: [{ by: 'ben', because: '' }],
        },
      },
    })

    // Into the same house: the same goals. Into another: made there by whoever shapes the tree.
    const elsewhere = structuredClone(file)
    for (const goal of elsewhere.goals) {
      goal.goalId = `far-${goal.goalId}`
      goal.parentId = goal.parentId && `far-${goal.parentId}`
      if (goal.title === 'Fewer leftovers') goal.title = 'Clean plates'
    }
    elsewhere.board.goals = [`far-${goalId}`]
    elsewhere.ideas[0]!.goals = [`far-${own}`]
    elsewhere.ideas[0]!.businessCase!.estimates.push({ ...estimate, by: null, confidence: 101 })
    const brought = async (who: Person, given: BoardFile) => {
      const copy = await who.must('board.create', { title: 'Copy', template: 'blank' })
      const report = await who.request('POST', `/api/boards/${copy.boardId}/import`, {
        body: JSON.stringify(given),
        headers: { 'content-type': 'application/json' },
      })
      const taken = (await who.get(`/api/boards/${copy.boardId}/export.json`)).body as BoardFile
      const { problems } = report.body as { problems: { reason: string }[] }
      return { problems: problems.map(({ reason }) => reason), taken }
    }
    const again = await brought(ben, file)
    expect(again.problems).toEqual([])
    expect(again.taken.board.goals).toEqual([goalId])
    expect(again.taken.ideas[0]).toMatchObject({
      goals: [own],
      businessCase: { beneficiaries: 'Whoever washes up', estimates: [{ by: null, ...estimate }], carriedBy: [] },
    })
    const refused = await brought(ben, elsewhere)
    expect(refused.problems).toEqual(['estimates-left-out'])
    expect([refused.taken.board.goals, refused.taken.ideas[0]?.goals]).toEqual([[], [own]])
    const made = await brought(ada, elsewhere)
    expect(made.taken.goals.map(({ title, parentId }) => [title, parentId])).toEqual([
      ['No waste', null],
      ['Clean plates', above],
      ['Warm hands', null],
    ])
    expect(made.taken.goals[1]).toMatchObject({ measure, readings: [{ ...reading, by: null }] })
    expect(made.taken.board.goals).toEqual([made.taken.goals[1]?.goalId])
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
