// Owns: a report of an abusive card from outside, on a named and on an anonymous board: who hears what of it, what hiding and
// keeping do, and that nothing says who reported, to anybody or in the database of an anonymous board.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as schema from '../../server/platform/database/schema/index.ts'
import { ledgerIdeas } from '../../shared/documents.ts'
import * as limits from '../../shared/limits.ts'
import type { BoardId, IdeaId, Naming } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { CardReports, ReportedBoard } from '../../shared/reports.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let fay: Person
let ann: Person
let ben: Person

beforeAll(async () => {
  world = await startWorld()
  fay = await world.person('fay')
  ann = await world.person('ann')
  ben = await world.person('ben')
})
afterAll(() => world.close())

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)
const rows = (boardId: BoardId) =>
  world.app.database.db.select().from(schema.cardReports).where(eq(schema.cardReports.boardId, boardId))

describe.each(['named', 'anonymous'] as const)('on a board that is %s', (naming: Naming) => {
  async function ground() {
    const { boardId } = await fay.must('board.create', { title: 'Workshop', naming })
    for (const person of [ann, ben]) await person.read(`/api/boards/${boardId}`)
    const { ideaId } = await ann.must('idea.add', { boardId, text: 'Something rude' })
    const reports = (person: Person) => person.read<CardReports>(`/api/boards/${boardId}/reports`)
    return { boardId, ideaId, reports }
  }
  const report = (person: Person, ideaId: IdeaId, reason = 'This is about me') =>
    person.command('idea.report', { ideaId, reason })

  test('who leads sees what and why; the reporter what came of it; author and others nothing', async () => {
    const { boardId, ideaId, reports } = await ground()
    const pages = await fay.socket()
    await ben.must('idea.report', { ideaId, reason: 'This is about me' })
    const stale = { name: 'stale', body: { topics: [`reports:${boardId}`] } }
    await until(() => expect(pages.events).toContainEqual(stale), 'who leads to hear of it')
    const reportedOn = new Date().toISOString().slice(0, 10)
    const card = { ideaId, number: 1, text: 'Something rude', reasons: ['This is about me'], reportedOn }
    expect(await reports(fay)).toEqual({ mine: [], all: [{ ...card, outcome: null, answer: null, decided: null }] })
    expect(await reports(ben)).toEqual({ mine: [{ ideaId, outcome: null, answer: null }], all: null })
    expect(await reports(ann)).toEqual({ mine: [], all: null })
    const gus = await world.guest((await fay.must('board.create', { title: 'Elsewhere' })).joinCode, 'gus')
    const elsewhere = await gus.request('GET', `/api/boards/${boardId}/reports`)
    expect(elsewhere.status).toBe(404)
    expect(reasonOf(await ann.command('report.decide', { ideaId, outcome: 'kept' }))).toBe('forbidden')

    await fay.must('report.decide', { ideaId, outcome: 'hidden', answer: 'Not how we talk here' })
    expect((await reports(ben)).mine).toEqual([{ ideaId, outcome: 'hidden', answer: 'Not how we talk here' }])
    expect(await reports(ann)).toEqual({ mine: [], all: null })
    const decided = { outcome: 'hidden', answer: 'Not how we talk here', decided: { on: reportedOn, by: 'fay' } }
    expect((await reports(fay)).all).toEqual([{ ...card, ...decided }])
    const ledger = await ann.ledger(boardId)
    await until(() => expect(ledgerIdeas(ledger.doc).get(ideaId)?.removed ?? true).toBe(true), 'the card to be gone')
    // Its author cannot undo that; who decides can.
    expect(reasonOf(await ann.command('idea.restore', { ideaId }))).toBe('forbidden')
    await fay.must('report.decide', { ideaId, outcome: 'kept' })
    await until(() => expect(ledgerIdeas(ledger.doc).get(ideaId)?.removed).toBe(false), 'the card to be back')
    ledger.close()
  })

  test('one report of a card by each, and as many as the limit; none of a card nobody can see', async () => {
    const { boardId, ideaId, reports } = await ground()
    await ben.must('idea.report', { ideaId, reason: 'First' })
    await ben.must('idea.report', { ideaId, reason: 'Said better' })
    expect((await reports(fay)).all).toMatchObject([{ reasons: ['Said better'] }])
    expect(reasonOf(await report(ben, ideaId, 'x'.repeat(limits.REPORT_REASON_MAX_CHARS + 1)))).toBe('too-long')
    const texts = Array.from({ length: limits.REPORTS_MAX_PER_PERSON_PER_BOARD }, (_, n) => `Idea ${n}`)
    const { ideas } = await ann.must('idea.add-many', { boardId, texts })
    const last = ideas.pop()!
    for (const one of ideas) expect(reasonOf(await report(ben, one.ideaId))).toBe('done')
    expect(reasonOf(await report(ben, last.ideaId))).toBe('too-many')
    expect(reasonOf(await report(fay, last.ideaId))).toBe('done')
    await ann.must('idea.remove', { ideaId })
    expect(reasonOf(await report(fay, ideaId))).toBe('no-such-idea')
    await fay.must('session.start', { boardId, recipe: 'brainstorm' })
    const sealed = await ann.must('idea.add', { boardId, text: 'Still hidden' })
    expect(reasonOf(await report(ben, sealed.ideaId))).toBe('not-found')
  })

  test('nothing that leaves says who reported, and on an anonymous board nothing that is kept', async () => {
    const { boardId, ideaId, reports } = await ground()
    await ben.must('idea.report', { ideaId, reason: 'This is about me' })
    await fay.must('report.decide', { ideaId, outcome: 'kept' })
    expect(JSON.stringify(await reports(fay))).not.toMatch(new RegExp(`${ben.userId}|ben|${ann.userId}`))
    const [row] = await rows(boardId)
    if (naming === 'named') return expect(row?.reporterId).toBe(ben.userId)
    expect(JSON.stringify(row)).not.toContain(ben.userId)
    expect(row?.reporterMark).toBeInstanceOf(Uint8Array)
    expect(row!.at.getTime() % 3_600_000).toBe(0)
  })

  test('an admin who leads nothing sees and decides them on every board they may open; others only where they lead', async () => {
    const adi = await world.person('adi')
    await fay.must('role.grant', { userId: adi.userId, role: 'admin' })
    const flo = await world.person('flo')
    const { boardId } = await flo.must('board.create', { title: `Of flo, ${naming}`, naming })
    const closed = await flo.must('board.create', { title: `Invited alone, ${naming}`, naming })
    await flo.must('board.update', { boardId: closed.boardId, joining: 'invited' })
    const listed = async (person: Person) => {
      const boards = await person.read<ReportedBoard[]>('/api/reports')
      return boards.filter((board) => board.boardId === boardId || board.boardId === closed.boardId)
    }
    expect(await listed(adi)).toEqual([])
    await ben.read(`/api/boards/${boardId}`)
    const { ideas } = await flo.must('idea.add-many', { boardId, texts: ['One', 'Two', 'Three'] })
    for (const { ideaId } of ideas.slice(0, 2)) await ben.must('idea.report', { ideaId, reason: 'Rude' })
    const unseen = await flo.must('idea.add', { boardId: closed.boardId, text: 'Among ourselves' })
    await flo.must('idea.report', { ideaId: unseen.ideaId, reason: 'Rude' })

    const here = { boardId, title: `Of flo, ${naming}` }
    expect(await listed(adi)).toEqual([{ ...here, waiting: 2, decided: 0 }])
    expect((await listed(flo)).map(({ waiting }) => waiting)).toEqual([1, 2])
    for (const person of [ann, ben]) expect(await listed(person)).toEqual([])
    const gus = await world.guest((await fay.must('board.create', { title: 'Elsewhere' })).joinCode, 'gus')
    expect((await gus.get('/api/reports')).status).toBe(404)
    expect((await adi.get(`/api/boards/${closed.boardId}/reports`)).status).toBe(404)
    expect(reasonOf(await adi.command('report.decide', { ideaId: unseen.ideaId, outcome: 'hidden' }))).toBe('not-found')

    await adi.must('report.decide', { ideaId: ideas[0]!.ideaId, outcome: 'hidden' })
    expect(await listed(adi)).toEqual([{ ...here, waiting: 1, decided: 1 }])
    const { all } = await adi.read<CardReports>(`/api/boards/${boardId}/reports`)
    expect(all?.map(({ outcome, decided }) => [outcome, decided?.by ?? null])).toEqual([
      ['hidden', 'adi'],
      [null, null],
    ])
    // Reported again by somebody else: it waits again. Archived: there is nothing to do.
    await ann.read(`/api/boards/${boardId}`)
    await adi.must('report.decide', { ideaId: ideas[0]!.ideaId, outcome: 'kept' })
    await ann.must('idea.report', { ideaId: ideas[0]!.ideaId, reason: 'Still rude' })
    expect(await listed(adi)).toEqual([{ ...here, waiting: 2, decided: 0 }])
    await flo.must('board.archive', { boardId })
    expect(await listed(adi)).toEqual([])
  })
})
