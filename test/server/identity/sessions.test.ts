// Owns: who is remembered, for how long, and that what ends a session ends the memory of it.
import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sessionCookie } from '../../../server/identity/session-cookie.ts'
import { createSessions, type Sessions } from '../../../server/identity/sessions.ts'
import type { Db } from '../../../server/platform/database/handle.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { type RoomWorld, roomWorld } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

const SECRET = 'a secret of this test'
const NAME = 'kiem.session'
const PAST_MEMORY_MS = 6_000
const DAY_MS = 86_400_000
let world: RoomWorld
let sessions: Sessions
let now: number
/** Queries that asked for sessions. */
let asked: number

const headersOf = (token: string) => ({
  cookie: sessionCookie({ name: NAME, token, secret: SECRET, lifeMs: DAY_MS, https: false }),
})

describe.skipIf(missing('postgres'))('sessions', () => {
  beforeAll(async () => {
    world = await roomWorld()
  })
  afterAll(() => world?.close())
  beforeEach(() => {
    now = Date.now()
    asked = 0
    const counting = new Proxy(world.db, {
      get(db, name) {
        if (name === 'select') asked += 1
        return Reflect.get(db, name) as unknown
      },
    }) satisfies Db
    sessions = createSessions({
      db: counting,
      secret: SECRET,
      cookieName: NAME,
      nowMs: () => now,
      settle: async () => undefined,
    })
  })

  async function signedIn(name: string) {
    const userId = await world.person(name, { guest: true })
    const [id, token] = [world.newId(), world.newId()]
    await world.db.insert(schema.session).values({ id, token, userId, expiresAt: new Date(now + DAY_MS) })
    return { id, token, userId }
  }

  test('a guest’s cookie carries its token, signed', () => {
    const { cookie } = headersOf('token')
    const signature = createHmac('sha256', SECRET).update('token').digest('base64')
    expect(cookie.split(';')[0]).toBe(`${NAME}=${encodeURIComponent(`token.${signature}`)}`)
  })

  test('a room that asks in the same moment is one query, and each is who they are', async () => {
    const people = await Promise.all(['ada', 'ben', 'cleo', 'dirk'].map(signedIn))
    const actors = await Promise.all(people.map(({ token }) => sessions.actorOf(headersOf(token))))
    expect(actors.map((actor) => actor?.userId)).toEqual(people.map(({ userId }) => userId))
    expect(asked).toBe(1)
    expect(await sessions.actorOf(headersOf('nobody has this'))).toBe(null)
  })

  test('who is remembered is not asked about, until it is too long ago', async () => {
    const { token, userId } = await signedIn('ada')
    for (let n = 0; n < 3; n++) expect((await sessions.actorOf(headersOf(token)))?.userId).toBe(userId)
    expect(asked).toBe(1)
    now += PAST_MEMORY_MS
    await sessions.actorOf(headersOf(token))
    expect(asked).toBe(2)
  })

  test.each([
    ['signing out', (of: { id: string }) => sessions.forgetSession(of.id)],
    ['a change of the person', (of: { userId: string }) => sessions.forgetUser(of.userId)],
  ])('%s ends what is remembered at once', async (_, forget) => {
    const ada = await signedIn('ada')
    await sessions.actorOf(headersOf(ada.token))
    await world.db.delete(schema.session).where(eq(schema.session.id, ada.id))
    forget(ada)
    expect(await sessions.actorOf(headersOf(ada.token))).toBe(null)
  })

  test('who has just joined is known without asking, and forgotten like anybody', async () => {
    const { id, token, userId } = await signedIn('ada')
    sessions.begun(token, world.actor(userId, { sessionId: id, kind: 'guest' }), now + DAY_MS)
    expect((await sessions.actorOf(headersOf(token)))?.userId).toBe(userId)
    expect(asked).toBe(0)
    await world.db.delete(schema.session).where(eq(schema.session.id, id))
    sessions.forgetSession(id)
    expect(await sessions.actorOf(headersOf(token))).toBe(null)
  })

  test('nobody is known by a token that others signed', async () => {
    const { token } = await signedIn('ada')
    const forged = sessionCookie({ name: NAME, token, secret: 'another', lifeMs: DAY_MS, https: false })
    expect(await sessions.actorOf({ cookie: forged })).toBe(null)
    expect(asked).toBe(0)
  })
})
