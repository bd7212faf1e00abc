// F73: what the server tells itself of everything that happens (the outbox, which the boards, inboxes, mails, webhooks and other
// nodes live on) carries ids and nothing else: no text that was written, changed, taken back or restored, no name and no reason.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NAMINGS } from '../../shared/model.ts'
import { RECIPE_STEPS } from '../../shared/session.ts'
import { canary } from '../support/canaries.ts'
import { startWorld, type World } from '../support/world.ts'

interface Told {
  topic: string
  payload: unknown
}

/** Ids of ours; what `answers.stale` calls the answers; roles; days. */
const ID = /^[A-Za-z0-9_-]{20,40}$/
const WORD = /^(?:[a-z]{2,16}:)?(?:[a-z-]{2,16}|[A-Za-z0-9_-]{20,40})$/
const DOCUMENT = /^(?:board|ledger|proposal|minutes|mine)[.:/][A-Za-z0-9_.-]{20,60}$/

const leavesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value]

let world: World
beforeAll(async () => {
  world = await startWorld()
  // Rows are swept away in time: what was told is kept beside them.
  await world.app.database.db.execute(sql`create table told (topic text, payload jsonb)`)
  await world.app.database.db.execute(sql`create function keep_told() returns trigger language plpgsql as $$
    begin insert into told values (new.topic, new.payload); return null; end $$`)
  await world.app.database.db.execute(sql`create trigger outbox_told after insert on outbox
    for each row execute function keep_told()`)
})
afterAll(() => world?.close())

describe.each(NAMINGS)('F73 on a board that is %s', (naming) => {
  test('hidden ideas that are written, changed, removed, shown, sealed again and taken on are told by their ids', async () => {
    const [fay, wanda, vera] = [await world.person('fay'), await world.person(canary()), await world.person('vera')]
    await fay.must('role.grant', { userId: vera.userId, role: 'sponsor' })
    const words: string[] = []
    const said = () => {
      words.push(canary())
      return words.at(-1)!
    }
    const { boardId } = await fay.must('board.create', { title: said(), naming })
    for (const person of [wanda, vera]) await person.read(`/api/boards/${boardId}`)
    const steps = RECIPE_STEPS.brainstorm.slice(0, 2).map(({ policy }, n) => ({
      phaseId: n === 0 ? 'write' : 'show',
      kind: 'write' as const,
      title: said(),
      policy,
      timerMs: null,
      round: null,
    }))
    await fay.must('session.start', { boardId, recipe: 'own', phases: steps })
    const idea = { boardId, text: said(), details: said(), tags: [said()] }
    const { ideaId } = await wanda.must('idea.add', idea)
    await wanda.must('sealed.update', { boardId, ideaId, text: said() })
    const [gone] = (await wanda.must('idea.add-many', { boardId, texts: [said(), said()] })).ideas
    await wanda.must('sealed.remove', { boardId, ideaId: gone!.ideaId })
    await fay.must('session.advance', { boardId, from: 'write', now: true })
    await fay.must('session.undo', { boardId, from: 'show' })
    await wanda.must('sealed.update', { boardId, ideaId, text: said() })
    await fay.must('session.advance', { boardId, from: 'write', now: true })
    await fay.must('idea.update', { ideaId, details: said(), tags: [said()] })
    await vera.must('idea.report', { ideaId, reason: said() })
    await fay.must('report.decide', { ideaId, outcome: 'hidden' })
    await fay.must('report.decide', { ideaId, outcome: 'kept' })
    await fay.must('idea.remove', { ideaId })
    await fay.must('idea.restore', { ideaId })
    const { commentId } = await wanda.must('comment.add', { ideaId, text: said() })
    await wanda.must('comment.update', { commentId, text: said() })
    await fay.must('comment.remove', { commentId })
    await fay.must('idea.set-stage', { ideaId, stage: 'shortlisted', reason: said() })
    await fay.must('session.end', { boardId })
    const { escalationId } = await fay.must('idea.escalate', { ideaId, sponsorId: vera.userId, why: said() })
    await vera.must('escalation.answer', { escalationId, answer: 'ask', question: said() })
    await fay.must('escalation.answer', { escalationId, answer: 'reply', text: said() })
    await vera.must('escalation.answer', { escalationId, answer: 'decline', reason: said(), wouldChange: said() })
    await world.settled()

    const { rows } = await world.app.database.db.execute(sql`select topic, payload from told`)
    const told = rows as unknown as Told[]
    const topics = new Set(told.map(({ topic }) => topic))
    for (const topic of [
      'ideas.born',
      'ideas.changed',
      'idea.removed',
      'idea.restored',
      'ideas.sealed',
      'case.moved',
    ]) {
      expect(topics).toContain(topic)
    }
    const everything = JSON.stringify(told)
    expect(words.filter((word) => everything.includes(word))).toEqual([])
    // Nor who wrote it, where nobody may know; their own devices are told by their id that they have something to read again.
    expect(everything).not.toContain(wanda.name)
    for (const { topic, payload } of told) {
      for (const leaf of leavesOf(payload)) {
        if (typeof leaf === 'string' && ![ID, WORD, DOCUMENT].some((form) => form.test(leaf))) {
          expect([topic, leaf]).toEqual([topic, 'an id'])
        }
      }
      // Who wrote an idea stands beside no idea.
      if (naming === 'anonymous' && JSON.stringify(payload).includes(wanda.userId)) {
        expect([topic, JSON.stringify(payload)]).toEqual([topic, expect.not.stringContaining(ideaId)])
      }
    }
  })
})
