// Owns: other programs are told what everybody may know, signed, again when they fail, and not for ever; and nothing else.
import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { webhookCommands } from '../../../server/webhooks/commands.ts'
import { RETRY_AFTER_MS, retryAfter } from '../../../server/webhooks/rules.ts'
import { sending, type SendingDeps } from '../../../server/webhooks/sending.ts'
import { bodyFor, type Tellable } from '../../../server/webhooks/shapes.ts'
import * as store from '../../../server/webhooks/store.ts'
import { WEBHOOK_FAILURES_MAX, WEBHOOK_SECRETS_OVERLAP_HOURS, WEBHOOKS_MAX } from '../../../shared/limits.ts'
import type { BoardId, IdeaId, InboxKind, UserId } from '../../../shared/model.ts'
import { WEBHOOK_KINDS, type WebhookShape } from '../../../shared/news.ts'
import { openReceiver } from '../../support/receiver.ts'
import { type RoomWorld, roomWorld, type Runner } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

const DAY_MS = 86_400_000

test('a failed one is tried again for a day, ever more seldom, and not all in the same moment', () => {
  expect(RETRY_AFTER_MS.reduce((sum, each) => sum + each)).toBeGreaterThan(0.9 * DAY_MS)
  expect([retryAfter(1, 0), retryAfter(1, 1)]).toEqual([8_000, 12_000])
  expect(retryAfter(RETRY_AFTER_MS.length, 0.5)).toBe(RETRY_AFTER_MS.at(-1))
  expect(retryAfter(RETRY_AFTER_MS.length + 1, 0.5)).toBeNull()
})

describe('shapes', () => {
  const told: Tellable = {
    kind: 'case-moved',
    at: new Date('2026-03-02T10:00:00Z'),
    data: { move: 'endorse', by: 'Vera' },
    idea: { id: 'soup', number: 7, title: '<!channel> @all *Soup* [x](y)' },
    board: { id: 'lunch', title: 'Lunch' },
    url: 'https://kiem.example.org/i/soup',
  }
  test.each(['slack', 'mattermost', 'teams'] as const)(
    'nobody’s title calls a whole channel or makes a link in %s',
    (shape) => {
      const text = JSON.stringify(bodyFor(shape, told, 'en'))
      expect(text).not.toMatch(/<!channel>|@all/)
      // Slack knows no links of this kind, and its own are between < and >.
      if (shape !== 'slack') expect(text).not.toContain('[x](y)')
      expect(text).toContain('https://kiem.example.org/i/soup')
    },
  )
  test('each is what that program reads', () => {
    expect(bodyFor('standard', told, 'en')).toMatchObject({
      type: 'case-moved',
      timestamp: '2026-03-02T10:00:00.000Z',
      data: { move: 'endorse', by: 'Vera', idea: { number: 7 } },
    })
    expect(bodyFor('slack', told, 'en')).toMatchObject({ blocks: [{ type: 'section', text: { type: 'mrkdwn' } }] })
    expect(bodyFor('mattermost', told, 'nl')).toMatchObject({ text: expect.stringContaining('Vera steunt') })
    expect(bodyFor('teams', told, 'nl')).toMatchObject({
      type: 'message',
      attachments: [{ content: { type: 'AdaptiveCard', actions: [{ type: 'Action.OpenUrl', url: told.url }] } }],
    })
  })
})

describe.skipIf(missing('postgres'))('webhooks', () => {
  let world: RoomWorld
  let run: Runner<ReturnType<typeof webhookCommands>>
  let receiver: Awaited<ReturnType<typeof openReceiver>>
  let ada: UserId
  let boardId: BoardId
  let soup: IdeaId

  const namesOf = async (_reader: unknown, userIds: readonly UserId[]) =>
    new Map(userIds.map((userId) => [userId, 'Vera']))
  let deps: SendingDeps
  const node = () => sending(deps)
  /** What secrets are made of. */
  let fill = 0

  beforeAll(async () => {
    world = await roomWorld()
    receiver = await openReceiver()
    deps = {
      transaction: (work) => world.db.transaction(work),
      enqueue: world.enqueue,
      now: () => world.now,
      chance: () => 0.5,
      namesOf,
      origin: () => 'https://kiem.example.org',
      reaching: { loopback: true, maxMs: 2_000 },
    }
    const randomBytes = (count: number) => new Uint8Array(count).fill(fill)
    const made = { enqueue: world.enqueue, newId: world.newId, randomBytes, loopback: true }
    run = world.runner(webhookCommands(made), () => null)
  })
  afterAll(async () => {
    await receiver?.close()
    await world?.close()
  })
  beforeEach(async () => {
    ada = await world.person('ada')
    boardId = (await world.board({ title: 'Lunch' })).boardId
    soup = await world.idea(boardId, { text: 'Soup\nevery day', number: 7 })
  })
  afterEach(async () => {
    receiver.behaveWell()
    receiver.requests.length = 0
    await world.db.delete(schema.webhooks)
  })

  async function add(shape: WebhookShape = 'standard', given: object = {}): Promise<string> {
    const input = { name: 'Channel', url: receiver.url, shape, kinds: [...WEBHOOK_KINDS] }
    const added = await run('webhook.add', world.actor(ada), { ...input, ...given })
    if (!added.ok) throw new Error(added.error.reason)
    return added.value.webhookId
  }
  async function happened(kind: InboxKind = 'case-moved'): Promise<number> {
    const data = { move: 'endorse', state: 'endorsed', byId: 'vera', owesId: 'vera' }
    const row = { kind, boardId, ideaId: soup, data, sourceKey: world.newId(), at: world.now }
    const [{ id } = { id: 0 }] = await world.db.insert(schema.news).values(row).returning({ id: schema.news.id })
    await world.db.transaction((tx) => store.queueNews(tx, { newsId: id, kind, boardId, at: world.now }, world.newId))
    return id
  }
  const log = (webhookId: string) => store.listDeliveries(world.db, webhookId, 100)

  test('what happened is sent once, signed as Standard Webhooks says, and stands in the log', async () => {
    const webhookId = await add()
    await happened()
    await Promise.all([node()(), node()()])
    await node()()
    expect(receiver.requests).toHaveLength(1)
    const [{ headers, body }] = receiver.requests as [(typeof receiver.requests)[0]]
    expect(JSON.parse(body)).toMatchObject({
      type: 'case-moved',
      data: {
        text: 'Vera backs “Soup”',
        idea: { id: soup, number: 7, title: 'Soup' },
        board: { title: 'Lunch' },
        url: `https://kiem.example.org/i/${soup}`,
      },
    })
    const [view] = await store.listWebhooks(world.db)
    const key = Buffer.from(view!.secret!.replace('whsec_', ''), 'base64')
    const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(world.now.getTime() / 1000))
    expect(await log(webhookId)).toMatchObject([
      { state: 'delivered', attempts: 1, status: 204, kind: 'case-moved', body },
    ])
  })

  test('a new secret signs from now on, and for a day the one before it beside it', async () => {
    const webhookId = await add()
    const [before] = await store.listWebhooks(world.db)
    fill = 1
    await run('webhook.renew-secret', world.actor(ada), { webhookId })
    const [view] = await store.listWebhooks(world.db)
    expect(view!.secret).not.toBe(before!.secret)
    const signatures = async () => {
      await happened()
      await node()()
      const { headers, body } = receiver.requests.at(-1)!
      const text = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')
      const by = (secret: string) =>
        `v1,${createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
          .update(text)
          .digest('base64')}`
      return { sent: headers['webhook-signature'], now: by(view!.secret!), former: by(before!.secret!) }
    }
    const both = await signatures()
    expect(both.sent).toBe(`${both.now} ${both.former}`)
    world.advance(WEBHOOK_SECRETS_OVERLAP_HOURS * 3_600_000)
    const one = await signatures()
    expect(one.sent).toBe(one.now)
    expect(await run('webhook.renew-secret', world.actor(ada), { webhookId: 'nothing' })).toMatchObject({ ok: false })
  })

  test('a node that goes after sending and before it says so: another sends it again, under the same id', async () => {
    const webhookId = await add()
    await happened()
    let left = 2
    const dying = sending({
      ...deps,
      // Takes it, reads it, sends it, and is gone.
      transaction: (work) => (left-- > 0 ? world.db.transaction(work) : Promise.reject(new Error('killed'))),
    })
    await expect(dying()).rejects.toThrow('killed')
    await node()()
    expect(receiver.requests, 'while it is held nobody else takes it').toHaveLength(1)
    world.advance(60_000)
    await Promise.all([node()(), node()()])
    expect(receiver.requests).toHaveLength(2)
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await log(webhookId)).toMatchObject([{ state: 'delivered', attempts: 2 }])
    await node()()
    expect(receiver.requests).toHaveLength(2)
  })

  test('one that fails is tried again later under the same id, and is well again after a success', async () => {
    const webhookId = await add()
    await happened()
    receiver.answer = (response) => void response.writeHead(503).end()
    await node()()
    await node()()
    expect(receiver.requests, 'not before its time').toHaveLength(1)
    expect(await log(webhookId)).toMatchObject([{ state: 'waiting', attempts: 1, status: 503, problem: 'refused' }])
    world.advance(RETRY_AFTER_MS[0]!)
    receiver.behaveWell()
    await node()()
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(receiver.requests).toHaveLength(2)
    expect(await log(webhookId)).toMatchObject([{ state: 'delivered', attempts: 2, problem: null }])
    expect(await store.listWebhooks(world.db)).toMatchObject([{ failures: 0, pausedAt: null }])
  })

  test('after a day it is given up; an admin may send it again', async () => {
    const webhookId = await add()
    await happened()
    receiver.answer = (response) => void response.writeHead(500).end()
    for (const waitMs of [...RETRY_AFTER_MS, 0]) {
      await node()()
      world.advance(waitMs)
    }
    const [given] = await log(webhookId)
    expect(given).toMatchObject({ state: 'gave-up', attempts: RETRY_AFTER_MS.length + 1, nextAt: null })
    receiver.behaveWell()
    await node()()
    expect(receiver.requests).toHaveLength(RETRY_AFTER_MS.length + 1)
    await run('webhook.redeliver', world.actor(ada), { deliveryId: given!.deliveryId })
    await node()()
    expect(await log(webhookId)).toMatchObject([{ state: 'delivered', deliveryId: given!.deliveryId }])
  })

  test('one that fails too often is paused, admins hear of it, and nothing waits for it any more', async () => {
    const webhookId = await add()
    receiver.answer = (response) => void response.writeHead(500).end()
    for (let n = 0; n < WEBHOOK_FAILURES_MAX + 1; n++) await happened()
    await world.announced()
    for (let n = 0; n < 3; n++) await node()()
    expect(await store.listWebhooks(world.db)).toMatchObject([{ gaveUp: true, pausedAt: world.now.getTime() }])
    expect(await world.announced()).toContainEqual(
      expect.objectContaining({ topic: 'webhook.gave-up', payload: { webhookId } }),
    )
    expect((await log(webhookId)).filter(({ state }) => state === 'waiting')).toEqual([])
    await happened()
    const before = receiver.requests.length
    await node()()
    expect(receiver.requests).toHaveLength(before)
    await run('webhook.update', world.actor(ada), { webhookId, paused: false })
    expect(await store.listWebhooks(world.db)).toMatchObject([{ gaveUp: false, pausedAt: null, failures: 0 }])
  })

  test('a receiver that says "gone" is asked no more', async () => {
    await add()
    await happened()
    receiver.answer = (response) => void response.writeHead(410).end()
    await node()()
    expect(await store.listWebhooks(world.db)).toMatchObject([{ gaveUp: true }])
  })

  test('a test is sent also to a paused one, and is tried once', async () => {
    const webhookId = await add('slack')
    await run('webhook.update', world.actor(ada), { webhookId, paused: true })
    await run('webhook.test', world.actor(ada), { webhookId })
    await node()()
    expect(JSON.parse(receiver.requests[0]!.body)).toMatchObject({ text: 'This is a test from Kiem: it works.' })
    expect(receiver.requests[0]!.headers['webhook-signature'], 'a chat’s address is its secret').toBeUndefined()
    expect(await log(webhookId)).toMatchObject([{ kind: null, state: 'delivered' }])
  })

  test('F72 a board one must be invited to is told to no program, also when it became so meanwhile', async () => {
    const webhookId = await add()
    await happened()
    await world.db.update(schema.boards).set({ joining: 'invited' }).where(eq(schema.boards.id, boardId))
    await happened()
    await node()()
    expect(receiver.requests).toEqual([])
    expect(await log(webhookId)).toMatchObject([{ state: 'withdrawn', body: null }])
  })

  test('F72 an idea that is hidden or sealed by the time it is sent is told to no program', async () => {
    await add()
    await happened()
    await world.db.update(schema.ideas).set({ removedAt: world.now }).where(eq(schema.ideas.id, soup))
    await node()()
    await world.db.delete(schema.ideas).where(eq(schema.ideas.id, soup))
    await node()()
    expect(receiver.requests).toEqual([])
  })

  test('F72 F78 from an anonymous board no name leaves, nor a title: the number of the idea and the board', async () => {
    for (const shape of ['standard', 'slack', 'teams', 'mattermost'] as const) await add(shape)
    await world.db.update(schema.boards).set({ naming: 'anonymous' }).where(eq(schema.boards.id, boardId))
    await happened()
    await node()()
    expect(receiver.requests).toHaveLength(4)
    for (const { body } of receiver.requests) {
      expect(body).not.toMatch(/Soup|Vera|byId|owesId/)
      expect(body).toMatch(/idea 7/)
      expect(body).toContain('Lunch')
    }
  })

  test('each is told of the kinds it asked for; there is a limit to how many, and an address must be one', async () => {
    await add('standard', { kinds: ['outcome-measured'] })
    await happened()
    await node()()
    expect(receiver.requests).toEqual([])
    for (let n = 1; n < WEBHOOKS_MAX; n++) await add()
    await expect(add()).rejects.toThrow('too-many-webhooks')
    for (const url of ['ftp://example.org', 'https://user:pass@example.org', 'example.org', 'javascript:alert(1)']) {
      await expect(add('standard', { url })).rejects.toThrow('not-an-address')
    }
    const made = { enqueue: world.enqueue, newId: world.newId, randomBytes: (count: number) => new Uint8Array(count) }
    const strict = world.runner(webhookCommands({ ...made, loopback: false }), () => null)
    const input = { name: 'x', url: 'http://example.org', shape: 'standard' as const, kinds: [WEBHOOK_KINDS[0]] }
    expect(await strict('webhook.add', world.actor(ada), input)).toMatchObject({
      error: { reason: 'webhook-needs-https' },
    })
  })
})
