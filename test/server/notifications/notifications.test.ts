// Owns: what happened becomes news once, and reaches those it concerns and nobody else, at the moment it is told and at the
// moment it is read.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CaseState, MoveName } from '../../../shared/cases.ts'
import type { BoardId, CommentId, EscalationId, IdeaId, UserId } from '../../../shared/model.ts'
import { notificationCommands } from '../../../server/notifications/commands.ts'
import { inboxOf as inbox, unreadOf as unread } from '../../../server/notifications/reads.ts'
import { hearComment, hearMove, titleOf } from '../../../server/notifications/rules.ts'
import { notificationSubscribers } from '../../../server/notifications/subscribers.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { type RoomWorld, roomWorld, type Runner } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

const NOBODY = { owes: null, authorId: null, likers: [], voters: [], commenters: [] }

test('a step reaches everybody who put something in, once, by what matters most to them, and not its maker', () => {
  const facts = {
    ...NOBODY,
    by: 'vera',
    sponsorId: 'vera',
    raisedBy: 'ada',
    authorId: 'ada',
    likers: ['ben', 'ada', 'vera'],
  }
  expect([...hearMove(facts as never)]).toEqual([
    ['ada', 'raised'],
    ['ben', 'supports'],
  ])
  const asked = { ...facts, owes: 'ada', voters: ['cleo', 'ben'], commenters: ['dora'] }
  expect([...hearMove(asked as never)]).toEqual([
    ['ada', 'owes'],
    ['ben', 'supports'],
    ['cleo', 'voted'],
    ['dora', 'discussed'],
  ])
})
test('on an anonymous board a comment is news to nobody', () => {
  const facts = { named: false, commenterId: 'ben', authorId: 'ada', earlierCommenters: ['cleo'] } as never
  expect([...hearComment(facts)]).toEqual([])
})
test('a title is the first line, cut by whole characters', () => {
  expect(titleOf('Soup\nwith bread')).toBe('Soup')
  expect(titleOf('\nSoup \u202eecir\u2066 \u0007now')).toBe('Soup ecir now')
  expect(titleOf('🥣'.repeat(200))).toBe(`${'🥣'.repeat(119)}…`)
})

let world: RoomWorld
let run: Runner<ReturnType<typeof notificationCommands>>
let on: ReturnType<typeof notificationSubscribers>
let stale: { userIds: readonly UserId[]; topics: string[] }[]
let live: { userId: UserId; unread: number }[]
let ada: UserId
let ben: UserId
let cleo: UserId
let vera: UserId
let boardId: BoardId
let soup: IdeaId
/** Who may not read the board now. */
let shutOut: Set<UserId>
let programs: string[]
let seq = 0

describe.skipIf(missing('postgres'))('inboxes', () => {
  const timeZone = async () => 'Europe/Amsterdam'
  const readersOf = async (_reader: unknown, _boardId: BoardId, userIds: readonly UserId[]) =>
    new Set(userIds.filter((userId) => !shutOut.has(userId)))
  const namesOf = async (_reader: unknown, userIds: readonly UserId[]) => {
    const rows = await world.db.select().from(schema.user)
    return new Map(rows.filter((row) => userIds.includes(row.id as UserId)).map((row) => [row.id as UserId, row.name]))
  }
  const readableBy = async (_reader: unknown, userId: UserId, boardIds: readonly BoardId[]) =>
    new Set(shutOut.has(userId) ? [] : boardIds)
  const inboxOf = (_db: unknown, userId: UserId) => inbox(world.db, userId, { readableBy, namesOf })
  const unreadOf = (_db: unknown, userId: UserId) => unread(world.db, userId, { readableBy })

  beforeAll(async () => {
    world = await roomWorld()
    run = world.runner(notificationCommands({ enqueue: world.enqueue, timeZone, readableBy }), () => null)
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    live = []
    stale = []
    programs = []
    shutOut = new Set()
    on = notificationSubscribers({
      transaction: (work) => world.db.transaction(work),
      newId: world.newId,
      now: () => world.now,
      timeZone,
      readersOf,
      tellPrograms: async (_tx, _newsId, { sourceKey }) => void programs.push(sourceKey),
      toUser: (userId, _name, body) => void live.push({ userId, ...body }),
      stale: (userIds, topics) => void stale.push({ userIds, topics }),
    })
    ada = await world.person('ada')
    ben = await world.person('ben')
    cleo = await world.person('cleo')
    vera = await world.person('vera', { roles: ['sponsor'] })
    boardId = (await world.board()).boardId
    soup = await world.idea(boardId, { text: 'Soup\nevery day', authorId: ada })
    await world.announced()
  })

  const newCase = async (given: Partial<typeof schema.escalations.$inferInsert> = {}) => {
    const escalationId = world.newId() as EscalationId
    const row = { id: escalationId, ideaId: soup, sponsorId: vera, escalatedBy: ben, why: 'SECRETWHY', owedBy: vera }
    await world.db.insert(schema.escalations).values({ ...row, ...given })
    return escalationId
  }
  /** As the cases write it down; the clock moves where `by` is null. */
  const moved = async (
    escalationId: EscalationId,
    move: MoveName,
    by: UserId | null,
    state: CaseState,
    owedBy: UserId | null,
  ) => {
    const row = { seq: ++seq, escalationId, ideaId: soup, move, by, words: 'SECRETWORDS', at: world.advance(1000) }
    const after = { state, owedBy, owedUntil: world.now.getTime() + 1000 }
    await world.db.insert(schema.caseMoves).values({ ...row, after, hash: String(seq) })
    return { boardId, ideaId: soup, escalationId, seq }
  }
  const raised = async () => moved(await newCase(), 'raise', ben, 'with-sponsor', vera)
  async function comment(authorId: UserId, given: Partial<typeof schema.comments.$inferInsert> = {}) {
    const commentId = world.newId() as CommentId
    await world.db
      .insert(schema.comments)
      .values({ id: commentId, ideaId: soup, authorId, text: 'SECRETTEXT', createdAt: world.advance(1), ...given })
    return { boardId, ideaId: soup, commentId }
  }
  const kinds = async (userId: UserId) => (await inboxOf(world.db, userId)).map((item) => item.kind)

  test('a sponsor hears that an idea was brought to them, live and in the inbox, and only once', async () => {
    const asked = await raised()
    await on['case.moved'](asked)
    await on['case.moved'](asked)
    expect(await inboxOf(world.db, vera)).toMatchObject([
      {
        kind: 'case-moved',
        boardId,
        ideaId: soup,
        data: { move: 'raise', state: 'with-sponsor', by: 'ben', owes: 'vera', idea: 'Soup', board: 'A board' },
        because: 'owes',
        waits: true,
        readAt: null,
        createdAt: world.now.getTime(),
      },
    ])
    expect(live.find(({ userId }) => userId === vera)).toEqual({ userId: vera, unread: 1 })
    expect(live.filter(({ userId }) => userId === vera)).toHaveLength(1)
    expect(programs, 'other programs hear it once, too').toEqual([`case-moved ${asked.seq}`])
    expect(await inboxOf(world.db, ada)).toMatchObject([{ because: 'yours', waits: false }])
    expect(await kinds(ben), 'who made the move knows').toEqual([])
  })

  test('author, bringer, supporters and commenters hear the answer; guests and the sponsor do not', async () => {
    const gus = await world.person('gus', { guest: true })
    const dora = await world.person('dora')
    for (const userId of [cleo, gus, ben]) await world.db.insert(schema.ideaLikes).values({ ideaId: soup, userId })
    await comment(dora)
    const { escalationId } = await raised()
    await on['case.moved'](await moved(escalationId, 'decline', vera, 'declined', null))
    for (const userId of [ada, ben, cleo, dora]) expect(await kinds(userId)).toEqual(['case-moved'])
    expect((await inboxOf(world.db, cleo))[0]).toMatchObject({
      data: { by: 'vera', idea: 'Soup', move: 'decline', state: 'declined' },
      because: 'supports',
    })
    expect(await kinds(vera)).toEqual([])
    expect(await kinds(gus), 'a guest has no inbox').toEqual([])
  })

  test('whose vote was open and is counted hears of it; a secret or running one is nobody’s to know', async () => {
    const voters = { open: ben, secret: cleo, running: vera }
    for (const [how, userId] of Object.entries(voters)) {
      const roundId = world.newId()
      const row = {
        id: roundId,
        boardId,
        method: 'dots',
        budget: 3,
        maxPerIdea: 3,
        blind: false,
        secret: how === 'secret',
      }
      await world.db.insert(schema.rounds).values({ ...row, closedAt: how === 'running' ? null : world.now })
      await world.db.insert(schema.votes).values({ roundId, userId, ideaId: soup, votes: 1 })
    }
    const dora = await world.person('dora')
    const escalationId = await newCase({ sponsorId: dora, escalatedBy: ada, owedBy: dora })
    await on['case.moved'](await moved(escalationId, 'endorse', dora, 'endorsed', dora))
    expect((await inboxOf(world.db, ben))[0]).toMatchObject({ because: 'voted' })
    expect([await kinds(cleo), await kinds(vera)]).toEqual([[], []])
  })

  test('a question waits for who raised it, and no longer once it is answered; whoever answers has read it', async () => {
    const { escalationId } = await raised()
    await on['case.moved'](await moved(escalationId, 'ask', vera, 'asked', ben))
    expect((await inboxOf(world.db, ben))[0]).toMatchObject({ data: { move: 'ask' }, waits: true, readAt: null })
    await on['case.moved'](await moved(escalationId, 'reply', ben, 'with-sponsor', vera))
    const [asked] = await inboxOf(world.db, ben)
    expect(asked).toMatchObject({ data: { move: 'ask' }, waits: false, readAt: world.now.getTime() })
    expect(live.filter(({ userId }) => userId === ben).at(-1), 'the bell hears it').toEqual({ userId: ben, unread: 0 })
    expect((await inboxOf(world.db, vera)).map(({ data, waits }) => [data['move'], waits])).toEqual([['reply', true]])
  })

  test('steps the clock made up for after a long sleep are one piece of news, which says how many', async () => {
    const { escalationId } = await raised()
    const lines = [
      await moved(escalationId, 'lapse', null, 'with-deputy', cleo),
      await moved(escalationId, 'lapse', null, 'with-next-level', cleo),
      await moved(escalationId, 'lapse', null, 'on-agenda', cleo),
    ]
    for (const line of lines) await on['case.moved'](line)
    expect(await inboxOf(world.db, ada)).toMatchObject([{ data: { state: 'on-agenda' }, quiet: 2 }])
    expect(programs, 'nor are programs flooded').toEqual([`case-moved ${lines[2]!.seq}`])
    expect(await inboxOf(world.db, cleo), 'only the last one asks').toMatchObject([{ waits: true, quiet: 2 }])
    await on['case.moved'](lines[2]!)
    expect(await inboxOf(world.db, ada)).toMatchObject([{ quiet: 2 }])
  })

  test('whoever may not read the board at that moment hears nothing of it, nor finds it later', async () => {
    shutOut.add(ada)
    await on['case.moved'](await raised())
    shutOut.clear()
    expect(await kinds(ada)).toEqual([])
    expect(await kinds(vera)).toEqual(['case-moved'])
    shutOut.add(vera)
    expect(await kinds(vera), 'shown out since').toEqual([])
    await world.db
      .insert(schema.boardMembers)
      .values({ boardId, userId: vera, role: 'participant', removedAt: world.now })
    expect(await unreadOf(world.db, vera)).toBe(0)
    await on['case.moved'](
      await moved(await newCase({ sponsorId: cleo, owedBy: cleo }), 'raise', ben, 'with-sponsor', cleo),
    )
    expect(await unreadOf(world.db, cleo), 'somebody else, who was not').toBe(1)
  })

  test('F78 on an anonymous board neither author nor voters are told, and a comment is news to nobody', async () => {
    await world.db.update(schema.boards).set({ naming: 'anonymous' }).where(eq(schema.boards.id, boardId))
    const { escalationId } = await raised()
    await comment(cleo)
    await on['case.moved'](await moved(escalationId, 'endorse', vera, 'endorsed', vera))
    await on['comment.added'](await comment(ben))
    expect(await kinds(ada)).toEqual([])
    expect(await kinds(cleo)).toEqual([])
    expect(await kinds(ben)).toEqual(['case-moved'])
  })

  test('the author who signed an idea of an anonymous board hears of it', async () => {
    await world.db.update(schema.boards).set({ naming: 'anonymous' }).where(eq(schema.boards.id, boardId))
    await world.db.update(schema.ideas).set({ signedAt: world.now }).where(eq(schema.ideas.id, soup))
    await on['case.moved'](await raised())
    expect((await inboxOf(world.db, ada))[0]).toMatchObject({ because: 'yours' })
  })

  test('whoever is to measure a result is asked; that it was measured, everybody hears, and it is asked no more', async () => {
    await world.db.insert(schema.ideaLikes).values({ ideaId: soup, userId: cleo })
    const escalationId = await newCase()
    const about = { boardId, ideaId: soup, escalationId }
    await on['outcome.due']({ ...about, measurerId: ben }, 70)
    await on['outcome.due']({ ...about, measurerId: ben }, 70)
    expect(await inboxOf(world.db, ben)).toMatchObject([{ kind: 'outcome-due', waits: true, because: 'owes' }])
    // A step of the case is another thing: the result is still to be measured.
    await on['case.moved'](await moved(escalationId, 'start', vera, 'in-progress', vera))
    expect((await inboxOf(world.db, ben)).filter(({ waits }) => waits)).toMatchObject([{ kind: 'outcome-due' }])
    await on['outcome.measured']({ ...about, byId: ben }, 71)
    await on['outcome.measured']({ ...about, byId: ben }, 71)
    expect((await inboxOf(world.db, ben)).filter(({ waits }) => waits)).toEqual([])
    for (const userId of [ada, cleo, vera]) {
      expect((await kinds(userId)).filter((kind) => kind === 'outcome-measured')).toHaveLength(1)
    }
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
    const asked = await raised()
    await world.db.update(schema.ideas).set({ removedAt: world.now }).where(eq(schema.ideas.id, soup))
    await on['case.moved'](asked)
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

  test('F73 no item carries a text that was written, nor a name or title as it was then', async () => {
    await comment(cleo)
    await on['comment.added'](await comment(ben))
    const asked = await raised()
    await on['case.moved'](asked)
    await on['case.moved'](await moved(asked.escalationId, 'decline', vera, 'declined', null))
    const news = await world.db.select().from(schema.news).where(eq(schema.news.boardId, boardId))
    expect(news).toHaveLength(3)
    // Ids and states; names and titles are read when somebody looks.
    expect(JSON.stringify(news)).not.toMatch(/SECRET|Soup|ben|vera/)
    expect(JSON.stringify(await inboxOf(world.db, ada))).not.toContain('SECRET')
  })

  test('all that is marked read is all one sees: what one may not read just now is new when one may again', async () => {
    await on['case.moved'](await raised())
    await on['role.granted']({ userId: vera, role: 'coach', grantedBy: ada }, 4)
    expect(await unreadOf(world.db, vera)).toBe(2)
    shutOut.add(vera)
    await on['readers.changed']({ boardId })
    expect(stale).toMatchObject([{ userIds: expect.arrayContaining([vera]), topics: ['me', 'inbox'] }])
    expect(await unreadOf(world.db, vera)).toBe(1)
    await run('inbox.mark-read', world.actor(vera), { items: 'all' })
    expect(await unreadOf(world.db, vera)).toBe(0)
    shutOut.clear()
    expect(await unreadOf(world.db, vera)).toBe(1)
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
