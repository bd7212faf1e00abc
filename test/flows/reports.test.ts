// Owns: a report of an abusive card from outside, on a named and on an anonymous board: who hears what of it, what hiding and
// keeping do, and that nothing says who reported, to anybody or in the database of an anonymous board.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as schema from '../../server/platform/database/schema/index.ts'
import { ledgerIdeas } from '../../shared/documents.ts'
import * as limits from '../../shared/limits.ts'
import type { BoardId, IdeaId, Naming } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { CardReports } from '../../shared/reports.ts'
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
    const card = { ideaId, number: 1, text: 'Something rude', reasons: ['This is about me'] }
    expect(await reports(fay)).toEqual({ mine: [], all: [{ ...card, outcome: null, answer: null }] })
    expect(await reports(ben)).toEqual({ mine: [{ ideaId, outcome: null, answer: null }], all: null })
    expect(await reports(ann)).toEqual({ mine: [], all: null })
    const gus = await world.guest((await fay.must('board.create', { title: 'Elsewhere' })).joinCode, 'gus')
    const elsewhere = await gus.request('GET', `/api/boards/${boardId}/reports`)
    expect(elsewhere.status).toBe(404)
    expect(reasonOf(await ann.command('report.decide', { ideaId, outcome: 'kept' }))).toBe('forbidden')

    await fay.must('report.decide', { ideaId, outcome: 'hidden', answer: 'Not how we talk here' })
    expect((await reports(ben)).mine).toEqual([{ ideaId, outcome: 'hidden', answer: 'Not how we talk here' }])
    expect(await reports(ann)).toEqual({ mine: [], all: null })
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
})
