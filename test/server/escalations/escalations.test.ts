import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { REASON_MAX_CHARS, WHY_MAX_CHARS } from '../../../shared/limits.ts'
import type { BoardId, EscalationId, IdeaId, PersonView, UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { escalationCommands } from '../../../server/escalations/commands.ts'
import { createDesk } from '../../../server/escalations/desk.ts'
import { escalationReads } from '../../../server/escalations/reads.ts'
import { managersOf, organisationAround } from '../../../server/organisation/around.ts'
import type { Reader } from '../../../server/platform/database/handle.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { talliesOf } from '../../../server/votes/reads.ts'
import { type RoomWorld, roomWorld, type Runner } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

let world: RoomWorld
let run: Runner<ReturnType<typeof escalationCommands>>
let ada: UserId
let vera: UserId
let wim: UserId
let boardId: BoardId
let soup: IdeaId

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)

async function peopleOf(reader: Reader, ids: readonly UserId[]): Promise<Map<UserId, PersonView>> {
  const rows = await reader.select().from(schema.user)
  const views = rows.map((row) => ({
    userId: row.id as UserId,
    name: row.name,
    image: row.image,
    unit: null,
    isGuest: false,
  }))
  return new Map(views.filter((view) => ids.includes(view.userId)).map((view) => [view.userId, view]))
}
const reads = escalationReads({ peopleOf, talliesOf })
const { deskOf } = createDesk({ reads, peopleUnder: async () => [] })

describe.skipIf(missing('postgres'))('escalations', () => {
  beforeAll(async () => {
    world = await roomWorld()
    const { enqueue, newId } = world
    const deps = { enqueue, newId, organisationAround, managersOf, timeOf: async () => world.now }
    run = world.runner(escalationCommands(deps), () => boardId)
    await world.person('admin', { roles: ['member', 'admin'] })
    ada = await world.person('ada')
    vera = await world.person('vera', { roles: ['member', 'sponsor'] })
    wim = await world.person('wim', { roles: ['member', 'sponsor'] })
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    boardId = (await world.board({ title: 'Lunch' })).boardId
    soup = await world.idea(boardId, { number: 1, text: 'Soup', details: 'Hot', likeCount: 3, authorId: ada })
    await world.announced()
  })

  const take = (to: UserId, why = 'It is cold', ideaId = soup) =>
    run('idea.escalate', world.actor(ada), { ideaId, sponsorId: to, why })
  async function taken(to: UserId, ideaId = soup): Promise<EscalationId> {
    const outcome = await take(to, 'It is cold', ideaId)
    if (!outcome.ok) throw new Error(outcome.error.reason)
    return outcome.value.escalationId
  }
  const endorse = (who: UserId, escalationId: EscalationId, words = 'I start on Monday') =>
    run('escalation.answer', world.actor(who), { escalationId, answer: 'endorse', words })
  const decline = (who: UserId, escalationId: EscalationId, reason = 'No kitchen') =>
    run('escalation.answer', world.actor(who), { escalationId, answer: 'decline', reason, wouldChange: 'A kitchen' })
  const ideaNow = async (ideaId = soup) => {
    const [row] = await world.db.select().from(schema.ideas).where(eq(schema.ideas.id, ideaId))
    return {
      stage: row!.stage,
      by: row!.stageBy,
      reason: row!.stageReason,
      at: row!.stageAt?.getTime() ?? null,
      rev: row!.rev,
    }
  }

  test('an idea taken to a sponsor is escalated by a person, with a reason and a date', async () => {
    const escalationId = await taken(vera)
    expect(await ideaNow()).toMatchObject({
      stage: 'escalated',
      by: ada,
      reason: 'It is cold',
      at: world.now.getTime(),
    })
    expect((await ideaNow()).rev).toBeGreaterThan(0)
    expect(await world.announced()).toEqual([
      { topic: 'ideas.changed', key: boardId, payload: { boardId, ideaIds: [soup] } },
      { topic: 'case.moved', key: boardId, payload: { boardId, ideaId: soup, escalationId, seq: expect.any(Number) } },
      { topic: 'access.changed', key: vera, payload: { boardId, userId: vera } },
      { topic: 'answers.stale', key: boardId, payload: { userIds: [vera, ada], topics: ['inbox', 'desk'] } },
    ])
  })

  test('every refusal of taking an idea says why and changes nothing', async () => {
    const guest = await world.person('gus', { guest: true })
    await world.db.insert(schema.userRoles).values({ userId: guest, role: 'sponsor' })
    const elsewhere = await world.idea((await world.board()).boardId)
    const removed = await world.idea(boardId, { removedAt: world.now })
    const realised = await world.idea(boardId, { stage: 'realised' })
    expect(reasonOf(await take(ada))).toBe('invalid/not-a-sponsor')
    expect(reasonOf(await take(guest))).toBe('invalid/not-a-sponsor')
    expect(reasonOf(await take('nobody-at-all' as UserId))).toBe('invalid/not-a-sponsor')
    expect(reasonOf(await take(vera, 'why', elsewhere))).toBe('not-found/idea-not-found')
    expect(reasonOf(await take(vera, 'why', removed))).toBe('not-found/idea-not-found')
    expect(reasonOf(await take(vera, 'why', 'no-such-idea' as IdeaId))).toBe('not-found/idea-not-found')
    expect(reasonOf(await take(vera, 'why', realised))).toBe('conflict/idea-over')
    expect(reasonOf(await take(vera, ''))).toBe('invalid/empty')
    expect(reasonOf(await take(vera, 'w'.repeat(WHY_MAX_CHARS + 1)))).toBe('invalid/too-long')
    expect(await world.announced()).toEqual([])
    expect(reasonOf(await take(vera, 'w'.repeat(WHY_MAX_CHARS)))).toBe('done')
    expect(reasonOf(await take(vera))).toBe('conflict/already-waiting')
  })

  test('F43 taken twice in the same instant it waits once', async () => {
    const outcomes = await Promise.all([take(vera), take(vera), take(vera), take(vera)])
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(await world.db.select().from(schema.escalations).where(eq(schema.escalations.ideaId, soup))).toHaveLength(1)
  })

  test('an endorsement makes it accepted in the name of the sponsor, with their words', async () => {
    const escalationId = await taken(vera)
    world.advance(60_000)
    await world.announced()
    expect(reasonOf(await endorse(vera, escalationId))).toBe('done')
    expect(await ideaNow()).toMatchObject({
      stage: 'accepted',
      by: vera,
      reason: 'I start on Monday',
      at: world.now.getTime(),
    })
    expect((await world.announced()).map((row) => row.topic)).toEqual(['ideas.changed', 'case.moved', 'answers.stale'])
    const [view] = (await reads.escalationsOf(world.db, [soup])).get(soup)!
    expect(view).toMatchObject({ status: 'endorsed', answer: 'I start on Monday', answeredAt: world.now.getTime() })
  })

  test('an endorsement may be given without words', async () => {
    const escalationId = await taken(vera)
    expect(reasonOf(await endorse(vera, escalationId, ''))).toBe('done')
    expect((await reads.escalationsOf(world.db, [soup])).get(soup)![0]!.answer).toBeNull()
  })

  test('a decline needs a reason within its limit, and closes the idea with person, reason and date', async () => {
    const escalationId = await taken(vera)
    expect(reasonOf(await decline(vera, escalationId, '  '))).toBe('invalid/empty')
    expect(reasonOf(await decline(vera, escalationId, 'r'.repeat(REASON_MAX_CHARS + 1)))).toBe('invalid/too-long')
    expect((await ideaNow()).stage).toBe('escalated')
    expect(reasonOf(await decline(vera, escalationId, 'r'.repeat(REASON_MAX_CHARS)))).toBe('done')
    expect(await ideaNow()).toMatchObject({ stage: 'declined', by: vera, reason: 'r'.repeat(REASON_MAX_CHARS) })
  })

  test('a decline leaves an idea open that waits for another sponsor, whose endorsement then counts', async () => {
    const toVera = await taken(vera)
    const toWim = await taken(wim)
    await decline(vera, toVera)
    expect(await ideaNow()).toMatchObject({ stage: 'escalated', by: ada })
    await endorse(wim, toWim)
    expect(await ideaNow()).toMatchObject({ stage: 'accepted', by: wim })
  })

  test('two sponsors who decline in the same instant close the idea', async () => {
    const [toVera, toWim] = [await taken(vera), await taken(wim)]
    const both = await Promise.all([decline(vera, toVera), decline(wim, toWim)])
    expect(both.map(reasonOf)).toEqual(['done', 'done'])
    expect((await ideaNow()).stage).toBe('declined')
  })

  test('every refusal of an answer says why and changes nothing', async () => {
    const escalationId = await taken(vera)
    const elsewhere = (await world.board()).boardId
    expect(reasonOf(await endorse(wim, escalationId))).toBe('forbidden/not-your-move')
    expect(reasonOf(await endorse(vera, 'no-such-question' as EscalationId))).toBe('not-found/escalation-not-found')
    const misplaced = run(
      'escalation.answer',
      world.actor(vera),
      { escalationId, answer: 'endorse' },
      { boardId: elsewhere },
    )
    expect(reasonOf(await misplaced)).toBe('not-found/escalation-not-found')
    const unknown = { escalationId, answer: 'perhaps' } as never
    expect((await run('escalation.answer', world.actor(vera), unknown)).ok).toBe(false)
    await endorse(vera, escalationId)
    expect(reasonOf(await decline(vera, escalationId))).toBe('conflict/not-its-turn')
    expect((await ideaNow()).stage).toBe('accepted')
    await world.db.update(schema.ideas).set({ removedAt: world.now }).where(eq(schema.ideas.id, soup))
    const again = world.newId() as EscalationId
    await world.db
      .insert(schema.escalations)
      .values({ id: again, ideaId: soup, sponsorId: vera, owedBy: vera, escalatedBy: ada, why: 'x' })
    expect(reasonOf(await endorse(vera, again))).toBe('conflict/idea-removed')
  })

  test('after an answer the same sponsor may be asked again', async () => {
    await decline(vera, await taken(vera))
    expect(reasonOf(await take(vera, 'There is a kitchen now'))).toBe('done')
    expect((await ideaNow()).stage).toBe('escalated')
  })

  describe('the desk', () => {
    test('shows what waits, oldest first, and what was promised, and nobody elses', async () => {
      const desk = await world.person('desk', { roles: ['sponsor'] })
      const [a, b, c, d] = await Promise.all([1, 2, 3, 4].map((n) => world.idea(boardId, { number: 10 + n })))
      const asked: EscalationId[] = []
      for (const idea of [a!, b!, c!, d!]) {
        world.advance(1_000)
        asked.push(await taken(desk, idea))
      }
      await taken(wim, a)
      for (const escalationId of [asked[2]!, asked[0]!]) {
        world.advance(1_000)
        await endorse(desk, escalationId)
      }
      const view = await deskOf(world.db, desk)
      expect(view.waiting.map((item) => item.idea.ideaId)).toEqual([b, d])
      expect(new Set(view.promised.map((item) => item.idea.ideaId))).toEqual(new Set([a, c]))
      expect(view.waiting[0]).toMatchObject({
        boardId,
        boardTitle: 'Lunch',
        case: { escalatedBy: { name: 'ada' } },
      })
      expect((await deskOf(world.db, ada)).waiting).toEqual([])
    })
    test('names the author on a named board and never on an anonymous one', async () => {
      const desk = await world.person('desk2', { roles: ['sponsor'] })
      await taken(desk)
      expect((await deskOf(world.db, desk)).waiting[0]!.idea.author).toMatchObject({ name: 'ada' })
      await world.db.update(schema.boards).set({ naming: 'anonymous' }).where(eq(schema.boards.id, boardId))
      expect((await deskOf(world.db, desk)).waiting[0]!.idea.author).toBeNull()
    })
    test('a removed idea is on no desk', async () => {
      const desk = await world.person('desk3', { roles: ['sponsor'] })
      await taken(desk)
      await world.db.update(schema.ideas).set({ removedAt: world.now }).where(eq(schema.ideas.id, soup))
      expect((await deskOf(world.db, desk)).waiting).toEqual([])
    })
  })
})
