// Owns: what goes by mail, to whom and when: once, whichever node gets there first; never what was read meanwhile, nor what its
// receiver may no longer know; in their language, as text and as HTML, with a way out of it.
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { notificationCommands } from '../../../server/notifications/commands.ts'
import { createLinks } from '../../../server/notifications/links.ts'
import { writeLetter, type Writing } from '../../../server/notifications/mail-render.ts'
import { mailing, type MailingDeps } from '../../../server/notifications/mailing.ts'
import { notificationSubscribers } from '../../../server/notifications/subscribers.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import type { Message } from '../../../server/platform/mail.ts'
import type { BoardId, CommentId, EscalationId, IdeaId, InboxItem, UserId } from '../../../shared/model.ts'
import { type RoomWorld, roomWorld } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const item = (given: Partial<InboxItem>): InboxItem => ({
  id: 'item',
  kind: 'case-moved',
  boardId: 'board' as BoardId,
  ideaId: 'soup' as IdeaId,
  data: { move: 'endorse', by: 'Vera', idea: 'Soup', board: 'Lunch' },
  because: 'supports',
  waits: false,
  quiet: 0,
  createdAt: 0,
  readAt: null,
  ...given,
})
const writing = (given: Partial<Writing>): Writing => ({
  name: 'Ben',
  language: 'en',
  timeZone: 'Europe/Amsterdam',
  lines: [],
  inbox: 'https://kiem.example.org/inbox',
  settings: 'https://kiem.example.org/profile',
  stop: 'https://kiem.example.org/unsubscribe/x',
  ...given,
})

describe('a letter', () => {
  test('of one thing says it in its subject; the words of people are text and never markup', () => {
    const idea = '<img src=x onerror=alert(1)> & "co"'
    const line = { item: item({ data: { move: 'endorse', by: 'Vera', idea } }), href: 'https://k/i/1', answer: null }
    const { subject, text, html } = writeLetter(writing({ lines: [line] }))
    expect(subject).toBe(`Vera backs “${idea}”`)
    expect(text).toContain(idea)
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;')
  })

  test('of one idea opens that idea; of several, the inbox', () => {
    const one = { item: item({}), href: 'https://k/i/1', answer: null }
    const other = { item: item({ id: 'b', ideaId: 'tea' as IdeaId }), href: 'https://k/i/2', answer: null }
    expect(writeLetter(writing({ lines: [one] })).html).toMatch(/href="https:\/\/k\/i\/1"[^>]*>Open the idea</)
    const both = writeLetter(writing({ lines: [one, other] })).html
    expect(both).toMatch(/href="https:\/\/kiem.example.org\/inbox"[^>]*>Open Kiem</)
  })

  test('says first what waits, until when, in the reader’s language, with one button that opens it', () => {
    const until = Date.parse('2026-03-18T22:59:59Z')
    const asks = item({
      id: 'a',
      because: 'owes',
      waits: true,
      data: { move: 'raise', by: 'Ada', idea: 'Soep', until },
    })
    const lines = [
      { item: item({ id: 'b', ideaId: 'tea' as IdeaId, quiet: 2 }), href: 'https://k/i/2', answer: null },
      { item: asks, href: 'https://k/i/1', answer: 'https://k/answer/token' },
    ]
    const { subject, text, html } = writeLetter(writing({ language: 'nl', lines }))
    expect(subject).toBe('Kiem: Eén idee wacht op jou')
    expect(text.indexOf('Ada vraagt je om “Soep” te steunen')).toBeLessThan(text.indexOf('Vera steunt dit idee'))
    expect(text).toContain('vóór het einde van woensdag 18 maart 2026')
    expect(text).toContain('2 eerdere stappen gingen voorbij zonder antwoord')
    expect(text).toContain('https://k/answer/token')
    expect(text).toContain('Soup (Lunch; Je steunt het)\n- Vera steunt dit idee')
    expect(html.match(/background:#37834a/g), 'one button').toHaveLength(1)
    expect(html, 'a word without an end stays on a phone').toContain('overflow-wrap:anywhere')
    expect(html).toContain('<html lang="nl">')
    expect(html).not.toMatch(/<table|<script|<img|src=/)
  })
})

let world: RoomWorld
let on: ReturnType<typeof notificationSubscribers>
let sent: (Message & { at: number })[]
let shutOut: Set<UserId>
let ada: UserId
let ben: UserId
let vera: UserId
let boardId: BoardId
let soup: IdeaId
let seq = 50_000

describe.skipIf(missing('postgres'))('mails', () => {
  const timeZone = async () => 'Europe/Amsterdam'
  const readersOf = async (_reader: unknown, _boardId: BoardId, userIds: readonly UserId[]) =>
    new Set(userIds.filter((userId) => !shutOut.has(userId)))
  const readableBy = async (_reader: unknown, userId: UserId, boardIds: readonly BoardId[]) =>
    new Set(shutOut.has(userId) ? [] : boardIds)
  const namesOf = async (_reader: unknown, userIds: readonly UserId[]) =>
    new Map(userIds.map((userId) => [userId, { [ada]: 'Ada', [ben]: 'Ben', [vera]: 'Vera' }[userId] ?? '']))
  const node = (given: Partial<MailingDeps> = {}) =>
    mailing({
      reader: world.db,
      transaction: (work) => world.db.transaction(work),
      now: () => world.now,
      timeZone,
      readableBy,
      namesOf,
      links: createLinks('a secret of thirty-two characters'),
      origin: () => 'https://kiem.example.org',
      send: async (_tx, message) => void sent.push({ ...message, at: world.now.getTime() }),
      onError: (error) => {
        throw error
      },
      ...given,
    })

  beforeAll(async () => {
    world = await roomWorld()
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    // Nothing of an earlier test is still to be mailed.
    await world.db.update(schema.inboxItems).set({ mailAt: null })
    sent = []
    shutOut = new Set()
    on = notificationSubscribers({
      transaction: (work) => world.db.transaction(work),
      newId: world.newId,
      now: () => world.now,
      timeZone,
      readersOf,
      tellPrograms: async () => undefined,
      toUser: () => undefined,
      stale: () => undefined,
    })
    ada = await world.person('ada')
    ben = await world.person('ben')
    vera = await world.person('vera', { roles: ['sponsor'] })
    boardId = (await world.board()).boardId
    soup = await world.idea(boardId, { text: 'Soup', authorId: ada })
  })

  async function raise(): Promise<EscalationId> {
    const escalationId = world.newId() as EscalationId
    const row = { id: escalationId, ideaId: soup, sponsorId: vera, escalatedBy: ben, why: 'Cold', owedBy: vera }
    await world.db.insert(schema.escalations).values(row)
    await move(escalationId, 'raise', ben, vera)
    return escalationId
  }
  async function move(escalationId: EscalationId, name: string, by: UserId, owedBy: UserId | null): Promise<void> {
    const row = { seq: ++seq, escalationId, ideaId: soup, move: name, by, at: world.now, hash: String(seq) }
    const after = { state: owedBy ? ('with-sponsor' as const) : ('declined' as const), owedBy }
    await world.db.insert(schema.caseMoves).values({ ...row, after })
    await on['case.moved']({ boardId, ideaId: soup, escalationId, seq })
  }
  async function comment(): Promise<void> {
    const commentId = world.newId() as CommentId
    await world.db.insert(schema.comments).values({ id: commentId, ideaId: soup, authorId: ben, text: 'SECRETTEXT' })
    await on['comment.added']({ boardId, ideaId: soup, commentId })
  }
  const subjectsTo = async (userId: UserId) => {
    const [row] = await world.db.select().from(schema.user).where(eq(schema.user.id, userId))
    return sent.filter(({ to }) => to === row?.email).map(({ subject }) => subject)
  }
  const settings = (userId: UserId, given: object) =>
    world.runner(notificationCommands({ enqueue: world.enqueue, timeZone, readableBy }), () => null)(
      'notifications.set',
      world.actor(userId),
      {
        waiting: 'instant',
        rest: 'daily',
        hour: 8,
        ...given,
      },
    )

  test('what waits goes at once, with a link that opens it; the rest goes in the morning, as one', async () => {
    await raise()
    await comment()
    await node()()
    expect(sent, 'a moment to read it in the app').toEqual([])
    world.advance(31_000)
    await node()()
    expect(await subjectsTo(vera)).toEqual(['Ben asks you to back “Soup”'])
    expect(sent).toHaveLength(1)
    expect(sent[0]?.text).toMatch(/https:\/\/kiem\.example\.org\/answer\/[\w.-]+\n/)
    expect(sent[0]?.headers).toMatchObject({
      'List-Unsubscribe': expect.stringMatching(/^<https:\/\/kiem\.example\.org\/api\/unsubscribe\/[\w.-]+>$/),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    })
    world.advance(DAY_MS)
    await node()()
    expect(await subjectsTo(ada)).toEqual(['Kiem: 2 things happened'])
    expect(await subjectsTo(vera)).toHaveLength(1)
    expect(JSON.stringify(sent)).not.toContain('SECRET')
  })

  test('a mail with both sorts in it stops both at one press', async () => {
    await settings(vera, { waiting: 'daily' })
    await raise()
    await world.db.insert(schema.ideaLikes).values({ ideaId: soup, userId: vera })
    const escalationId = world.newId() as EscalationId
    const row = { id: escalationId, ideaId: soup, sponsorId: ben, escalatedBy: ada, why: 'Cold', owedBy: ben }
    await world.db.insert(schema.escalations).values(row)
    await move(escalationId, 'raise', ada, ben)
    world.advance(DAY_MS)
    await node()()
    const letters = sent.filter(({ to }) => to.startsWith('vera'))
    expect(letters.map(({ headers }) => headers?.['List-Unsubscribe'])).toEqual([expect.stringMatching(/\?all=1>$/)])
  })

  test('two nodes at the same moment send one mail, and a second time nothing', async () => {
    await raise()
    world.advance(31_000)
    await Promise.all([node()(), node()(), node()()])
    await node()()
    expect(await subjectsTo(vera)).toHaveLength(1)
  })

  test('what was read in the meantime is not mailed, nor what somebody else has answered', async () => {
    await raise()
    await world.db.update(schema.inboxItems).set({ readAt: world.now }).where(eq(schema.inboxItems.userId, vera))
    const escalationId = await raiseAnother()
    await move(escalationId, 'decline', ada, null)
    world.advance(31_000)
    await node()()
    expect(await subjectsTo(vera)).toEqual([])

    async function raiseAnother(): Promise<EscalationId> {
      await world.db.update(schema.escalations).set({ state: 'declined', owedBy: null })
      return raise()
    }
  })

  test('what somebody may no longer know by the time of the mail stays untold', async () => {
    await raise()
    await comment()
    shutOut.add(vera)
    await world.db.update(schema.ideas).set({ removedAt: world.now }).where(eq(schema.ideas.id, soup))
    world.advance(2 * DAY_MS)
    await node()()
    expect(sent).toEqual([])
  })

  test('everybody chooses: weekly, none, or at once for everything, and what was waiting goes by the new choice', async () => {
    await settings(ada, { rest: 'weekly' })
    await settings(vera, { waiting: 'none' })
    await raise()
    world.advance(2 * DAY_MS)
    await node()()
    expect(sent).toEqual([])
    await settings(ada, { rest: 'instant' })
    world.advance(31_000)
    await node()()
    expect(await subjectsTo(ada)).toEqual(['Ben took “Soup” to Vera'])
    world.advance(8 * DAY_MS)
    await node()()
    expect(sent).toHaveLength(1)
  })

  test('it is written in the reader’s language', async () => {
    await world.db.insert(schema.profiles).values({ userId: vera, language: 'nl' })
    await raise()
    world.advance(31_000)
    await node()()
    expect(await subjectsTo(vera)).toEqual(['Ben vraagt je om “Soup” te steunen'])
  })

  test('a node that goes while it writes a mail leaves it to the next: nothing of it is lost, and nothing goes twice', async () => {
    await raise()
    await comment()
    world.advance(2 * DAY_MS)
    const failed: unknown[] = []
    const dying = node({
      send: () => Promise.reject(new Error('killed')),
      onError: (error) => void failed.push(error),
    })
    await dying()
    expect(failed, 'each person’s own').toHaveLength(2)
    expect(sent).toEqual([])
    await Promise.all([node()(), node()()])
    await node()()
    expect(await subjectsTo(vera)).toEqual(['Ben asks you to back “Soup”'])
    expect(await subjectsTo(ada)).toEqual(['Kiem: 2 things happened'])
    expect(sent).toHaveLength(2)
  })
})
