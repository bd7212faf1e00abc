import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BoardId, CommentId, EscalationId, IdeaId, UserId } from '../../../shared/model.ts'
import { notificationCommands } from '../../../server/notifications/commands.ts'
import { inboxOf, unreadOf } from '../../../server/notifications/reads.ts'
import { hearAnswer, hearComment, titleOf } from '../../../server/notifications/rules.ts'
import { notificationSubscribers } from '../../../server/notifications/subscribers.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { type RoomWorld, roomWorld, type Runner } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

test('an answer reaches everybody who put something in, once, and not its giver', () => {
  const facts = { sponsorId: 'vera', escalatedBy: 'ada', authorId: 'ada', likers: ['ben', 'ada', 'vera'] } as never
  expect(hearAnswer(facts)).toEqual(['ada', 'ben'])
})
test('on an anonymous board a comment is news to nobody', () => {
  const facts = { named: false, commenterId: 'ben', authorId: 'ada', earlierCommenters: ['cleo'] } as never
  expect(hearComment(facts)).toEqual([])
})
test('a title is the first line, cut by whole characters', () => {
  expect(titleOf('Soup\nwith bread')).toBe('Soup')
  expect(titleOf('🥣'.repeat(200))).toBe(`${'🥣'.repeat(119)}…`)
})

let world: RoomWorld
let run: Runner<ReturnType<typeof notificationCommands>>
let on: ReturnType<typeof notificationSubscribers>
let live: { userId: UserId; unread: number }[]
let ada: UserId
let ben: UserId
let cleo: UserId
let vera: UserId
let boardId: BoardId
let soup: IdeaId

describe.skipIf(missing('postgres'))('inboxes', () => {
  beforeAll(async () => {
    world = await roomWorld()
    run = world.runner(notificationCommands({ enqueue: world.enqueue }), () => null)
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    live = []
    on = notificationSubscribers({
      transaction: (work) => world.db.transaction(work),
      newId: world.newId,
      now: () => world.now,
      toUser: (userId, _name, { unread }) => void live.push({ userId, unread }),
    })
    ada = await world.person('ada')
    ben = await world.person('ben')
    cleo = await world.person('cleo')
    vera = await world.person('vera', { roles: ['sponsor'] })
    boardId = (await world.board()).boardId
    soup = await world.idea(boardId, { text: 'Soup\nevery day', authorId: ada })
    await world.announced()
  })

  async function escalation(given: Partial<typeof schema.escalations.$inferInsert> = {}) {
    const escalationId = world.newId() as EscalationId
    await world.db
      .insert(schema.escalations)
      .values({ id: escalationId, ideaId: soup, sponsorId: vera, escalatedBy: ben, why: 'SECRETWHY', ...given })
    return { boardId, ideaId: soup, escalationId }
  }
  async function comment(authorId: UserId, given: Partial<typeof schema.comments.$inferInsert> = {}) {
    const commentId = world.newId() as CommentId
    await world.db
      .insert(schema.comments)
      .values({ id: commentId, ideaId: soup, authorId, text: 'SECRETTEXT', createdAt: world.advance(1), ...given })
    return { boardId, ideaId: soup, commentId }
  }
  const kinds = async (userId: UserId) => (await inboxOf(world.db, userId)).map((item) => item.kind)

  test('a sponsor hears that an idea was brought to them, live and in the inbox, and only once', async () => {
    const asked = await escalation()
    await on['escalation.asked'](asked)
    await on['escalation.asked'](asked)
    expect(await inboxOf(world.db, vera)).toMatchObject([
      {
        kind: 'escalation-asked',
        boardId,
        ideaId: soup,
        data: { by: 'ben', idea: 'Soup' },
        readAt: null,
        createdAt: world.now.getTime(),
      },
    ])
    expect(live).toEqual([{ userId: vera, unread: 1 }])
    expect(await kinds(ada)).toEqual([])
  })

  test('author, bringer and everybody who liked it hear the answer', async () => {
    const gus = await world.person('gus', { guest: true })
    for (const userId of [cleo, gus, ben]) await world.db.insert(schema.ideaLikes).values({ ideaId: soup, userId })
    await on['escalation.answered'](await escalation({ status: 'declined', answer: 'SECRETANSWER' }))
    for (const userId of [ada, ben, cleo]) expect(await kinds(userId)).toEqual(['escalation-answered'])
    expect((await inboxOf(world.db, ada))[0]!.data).toEqual({ sponsor: 'vera', idea: 'Soup', status: 'declined' })
    expect(await kinds(vera)).toEqual([])
    expect(await kinds(gus), 'a guest has no inbox').toEqual([])
  })

  test('whoever was shown out of the board hears nothing of it', async () => {
    await world.db
      .insert(schema.boardMembers)
      .values({ boardId, userId: ada, role: 'participant', removedAt: world.now })
    await on['escalation.answered'](await escalation({ status: 'endorsed' }))
    expect(await kinds(ada)).toEqual([])
    expect(await kinds(ben)).toEqual(['escalation-answered'])
  })

  test('F78 on an anonymous board the author is not told, and a comment is news to nobody', async () => {
    await world.db.update(schema.boards).set({ naming: 'anonymous' }).where(eq(schema.boards.id, boardId))
    await on['escalation.answered'](await escalation({ status: 'endorsed' }))
    await comment(cleo)
    await on['comment.added'](await comment(ben))
    expect(await kinds(ada)).toEqual([])
    expect(await kinds(cleo)).toEqual([])
    expect(await kinds(ben)).toEqual(['escalation-answered'])
  })

  test('author and earlier commenters hear of a comment; later ones, its writer and removed comments do not count', async () => {
    const dora = await world.person('dora')
    await comment(cleo)
    await comment(dora, { removedAt: world.now })
    const added = await comment(ben)
    const later = await world.person('later')
    await comment(later)
    await on['comment.added'](added)
    expect((await inboxOf(world.db, ada))[0]).toMatchObject({
      kind: 'comment-added',
      data: { by: 'ben', idea: 'Soup' },
    })
    expect(await kinds(cleo)).toEqual(['comment-added'])
    for (const userId of [ben, dora, later]) expect(await kinds(userId)).toEqual([])
  })

  test('nothing is told of what is gone by then', async () => {
    const removed = await comment(ben, { removedAt: world.now })
    await on['comment.added'](removed)
    const asked = await escalation()
    await world.db.update(schema.ideas).set({ removedAt: world.now }).where(eq(schema.ideas.id, soup))
    await on['escalation.asked'](asked)
    expect(await kinds(ada)).toEqual([])
    expect(await kinds(vera)).toEqual([])
  })

  test('a role given by somebody is news, each time it is given', async () => {
    await on['role.granted']({ userId: ben, role: 'sponsor', grantedBy: ada }, 7)
    await on['role.granted']({ userId: ben, role: 'sponsor', grantedBy: ada }, 7)
    await on['role.granted']({ userId: ben, role: 'sponsor', grantedBy: ada }, 8)
    await on['role.granted']({ userId: ben, role: 'member', grantedBy: ada }, 9)
    await on['role.granted']({ userId: ben, role: 'admin', grantedBy: null }, 10)
    expect((await inboxOf(world.db, ben)).map((item) => item.data)).toEqual([{ role: 'sponsor' }, { role: 'sponsor' }])
  })

  test('F73 no item carries a text that was written, only names and titles', async () => {
    await comment(cleo)
    await on['comment.added'](await comment(ben))
    await on['escalation.asked'](await escalation())
    await on['escalation.answered'](await escalation({ status: 'declined', answer: 'SECRETANSWER' }))
    const items = await world.db.select().from(schema.inboxItems).where(eq(schema.inboxItems.boardId, boardId))
    expect(items.length).toBeGreaterThan(3)
    expect(JSON.stringify(items)).not.toContain('SECRET')
  })

  test('items are marked read one by one or all at once, and only ones own', async () => {
    await on['role.granted']({ userId: ben, role: 'sponsor', grantedBy: ada }, 1)
    await on['role.granted']({ userId: ben, role: 'coach', grantedBy: ada }, 2)
    await on['role.granted']({ userId: cleo, role: 'coach', grantedBy: ada }, 3)
    const [first] = await inboxOf(world.db, ben)
    const [other] = await inboxOf(world.db, cleo)
    await run('inbox.mark-read', world.actor(ben), { items: [first!.id, other!.id] })
    expect(await unreadOf(world.db, ben)).toBe(1)
    expect(await unreadOf(world.db, cleo)).toBe(1)
    await world.announced()
    await run('inbox.mark-read', world.actor(ben), { items: 'all' })
    expect(await unreadOf(world.db, ben)).toBe(0)
    expect((await inboxOf(world.db, ben)).every((item) => item.readAt === world.now.getTime())).toBe(true)
    expect(await world.announced()).toMatchObject([
      { topic: 'answers.stale', payload: { userIds: [ben], topics: ['inbox', 'me'] } },
    ])
    await run('inbox.mark-read', world.actor(ben), { items: 'all' })
    expect(await world.announced(), 'nothing new, nothing stale').toEqual([])
    const many = Array.from({ length: 501 }, (_, n) => `item-number-${n}`)
    expect((await run('inbox.mark-read', world.actor(ben), { items: many })).ok).toBe(false)
  })
})
