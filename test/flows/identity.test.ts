// Owns: accounts from outside: the first one, sign-in and its end, cookies, roles, profile and photo.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eq } from 'drizzle-orm'
import { PHOTO_MAX_BYTES, SIGN_INS_MAX_PER_ACCOUNT_PER_MINUTE } from '../../shared/limits.ts'
import type { AccountView, MeView, PersonView } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { boardDocument, cardsOf, cardTitle } from '../../shared/documents.ts'
import { session, userRoles } from '../../server/platform/database/schema/index.ts'
import { PASSWORD, type Person, signIn, signUp } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)
const me = (person: Person) => person.read<MeView>('/api/me')
const id = (person: Person) => person.userId

/** The smallest PNG there is, made longer by a text chunk where a size is asked for. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const png = (bytes: number) => Buffer.concat([PIXEL, Buffer.alloc(Math.max(0, bytes - PIXEL.length))])

describeOnEachDatabase('the first account', (database) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ database })
  })
  afterAll(() => world.close())

  test('of many who sign up at once on a new server exactly one becomes admin', async () => {
    expect(await me(world.stranger())).toMatchObject({ user: null, firstRun: true })
    const people = await Promise.all(Array.from({ length: 10 }, (_, i) => signUp(world.url, `person ${i}`)))
    const roles = await Promise.all(people.map(async (person) => (await me(person)).roles))
    expect(roles.filter((held) => held.includes('admin'))).toHaveLength(1)
    expect(roles.every((held) => held.includes('member'))).toBe(true)
    expect(await world.app.database.db.$count(userRoles, eq(userRoles.role, 'admin'))).toBe(1)
    expect(await me(world.stranger())).toMatchObject({ user: null, firstRun: false })
  })
})

describe('accounts', () => {
  let world: World
  let ada: Person
  beforeAll(async () => {
    world = await startWorld()
    ada = await world.person('ada')
  })
  afterAll(() => world.close())

  const enter = (path: string, json: object, headers: Record<string, string> = {}) =>
    world.stranger().request('POST', `/api/auth/${path}`, { json, headers })

  test('F60 the session cookie can not be read by scripts nor ride along from other sites, and each sign-in has its own', async () => {
    const first = await enter('sign-in/email', { email: ada.email, password: PASSWORD })
    const second = await enter('sign-in/email', { email: ada.email, password: PASSWORD })
    const [one, two] = [first, second].map((answer) => answer.headers.getSetCookie().join())
    expect(one).toMatch(/^kiem\.session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(two).not.toBe(one)
  })

  test('a password one shorter than the limit is refused, and so is an address that is none', async () => {
    const account = () => ({ name: 'Zoe', email: `${randomUUID()}@example.org` })
    expect((await enter('sign-up/email', { ...account(), password: 'x'.repeat(9) })).status).toBe(400)
    expect((await enter('sign-up/email', { ...account(), password: 'x'.repeat(129) })).status).toBe(400)
    expect((await enter('sign-up/email', { ...account(), password: 'x'.repeat(10) })).status).toBe(200)
    expect((await enter('sign-up/email', { ...account(), email: 'zoe', password: PASSWORD })).status).toBe(400)
    expect((await enter('sign-up/email', { name: 'Zoe', email: ada.email, password: PASSWORD })).status).toBe(422)
  })

  test('F101 a name is one clean line of at most 80 characters', async () => {
    const named = async (name: string) => {
      const json = { name, email: `${randomUUID()}@example.org`, password: PASSWORD }
      return enter('sign-up/email', json)
    }
    const odd = await named(' A\u202Eda\u0000 \n Love\u200blace ')
    expect((odd.body as { user: { name: string } }).user.name).toBe('Ada Lovelace')
    expect((await named('é'.repeat(80))).status).toBe(200)
    expect((await named('é'.repeat(81))).status).toBe(400)
    expect((await named('\u200b')).status).toBe(400)
  })

  test('F65 signing up gives no role, no picture and no other person’s id, whatever is sent along', async () => {
    const json = {
      name: 'Mal',
      email: `${randomUUID()}@example.org`,
      password: PASSWORD,
      image: 'https://evil.example/x.png',
      role: 'admin',
      roles: ['admin'],
      isAnonymous: true,
      emailVerified: true,
      id: ada.userId,
    }
    const mal = world.stranger('mal')
    const answer = await mal.request('POST', '/api/auth/sign-up/email', { json })
    if (answer.status === 200) {
      const seen = await me(mal)
      expect(seen).toMatchObject({ roles: ['member'], user: { image: null, isGuest: false } })
      expect(seen.user?.userId).not.toBe(ada.userId)
    } else expect(answer.status).toBe(400)
    for (const path of ['update-user', 'change-email', 'delete-user']) {
      const tried = await ada.request('POST', `/api/auth/${path}`, {
        json: { name: 'x', image: 'x', newEmail: 'x@y.z' },
      })
      expect([path, tried.status]).toEqual([path, 404])
    }
  })

  test('signing out ends the session everywhere it is open: HTTP, events and documents', async () => {
    const ben = await world.person('ben')
    const { boardId } = await ben.must('board.create', { title: 'Lunch' })
    const stolen = ben.cookie
    const live = await ben.socket()
    const board = await ben.board(boardId)
    expect((await ben.request('POST', '/api/auth/sign-out', { json: {} })).status).toBe(200)

    await until(() => expect(live.socket.connected).toBe(false), 'the events to end')
    expect(live.events.map((event) => event.name)).toContain('signed-out')
    await until(() => expect(board.closed?.code).toBe(4401), 'the document to close')
    const headers = { cookie: stolen }
    expect((await world.stranger().request('GET', '/api/boards', { headers })).status).toBe(401)
  })

  test('signing out everywhere ends all of a person’s sessions but leaves others alone', async () => {
    const one = await signUp(world.url, 'cleo')
    const two = await signIn(world.url, 'cleo')
    const live = await two.socket()
    expect((await one.request('POST', '/api/auth/revoke-sessions', { json: {} })).status).toBe(200)
    await until(() => expect(live.socket.connected).toBe(false), 'the other device to end')
    expect((await me(two)).user).toBeNull()
    expect((await me(one)).user).toBeNull()
    expect((await me(ada)).user).not.toBeNull()
  })

  test('a session in use is prolonged, once a day, cookie and all', async () => {
    const bea = await signUp(world.url, 'bea')
    expect((await bea.get('/api/me')).headers.getSetCookie()).toEqual([])
    const { db } = world.app.database
    const ofBea = eq(session.userId, bea.userId)
    const soon = new Date(Date.now() + 5 * 86_400_000)
    await db.update(session).set({ expiresAt: soon }).where(ofBea)
    await until(async () => {
      expect((await bea.get('/api/me')).headers.getSetCookie().join()).toContain('Max-Age=2592000')
    }, 'the cookie to be renewed')
    const [row] = await db.select().from(session).where(ofBea)
    expect(row?.expiresAt.getTime()).toBeGreaterThan(soon.getTime())
  })

  test('a session whose time is over is nobody', async () => {
    const dan = await signUp(world.url, 'dan')
    const { db } = world.app.database
    await db
      .update(session)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(session.userId, dan.userId))
    await until(async () => expect((await me(dan)).user).toBeNull(), 'what was remembered to be forgotten')
  })

  test('F66 an account takes so many wrong passwords a minute, right ones are not counted, others are not hindered', async () => {
    const eve = await signUp(world.url, 'eve')
    for (let i = 0; i < SIGN_INS_MAX_PER_ACCOUNT_PER_MINUTE + 2; i++) await signIn(world.url, 'eve')
    const wrong = () => enter('sign-in/email', { email: eve.email, password: 'not-the-password' })
    const answers = await Promise.all(Array.from({ length: 3 * SIGN_INS_MAX_PER_ACCOUNT_PER_MINUTE }, wrong))
    const slowed = answers.filter((answer) => answer.status === 429)
    expect(answers.filter((answer) => answer.status === 401).length).toBeGreaterThanOrEqual(
      SIGN_INS_MAX_PER_ACCOUNT_PER_MINUTE,
    )
    expect(slowed.length).toBeGreaterThan(0)
    for (const answer of slowed) {
      expect(answer.body).toMatchObject({ code: 'TOO_MANY_SIGN_INS', retryAfterMs: expect.any(Number) })
    }
    expect((await signIn(world.url, 'ada')).userId).toBe(ada.userId)
    const pretended = { 'x-forwarded-for': '203.0.113.9', 'x-kiem-address': '203.0.113.9' }
    const again = await Promise.all(
      Array.from({ length: 3 }, () =>
        enter('sign-in/email', { email: eve.email.toUpperCase(), password: 'x' }, pretended),
      ),
    )
    expect(again.map((answer) => answer.status)).toContain(429)
  })

  test('profile: name, unit and language are kept, and read by others as they may', async () => {
    const fay = await signUp(world.url, 'fay')
    await fay.must('profile.update', { name: '  Fay   Wray ', unit: 'Parks', language: 'nl' })
    expect((await me(fay)).user).toMatchObject({ name: 'Fay Wray', unit: 'Parks', language: 'nl' })
    expect(reasonOf(await fay.command('profile.update', { name: ' ' }))).toBe('invalid/empty')
    const [seen] = await ada.read<PersonView[]>('/api/colleagues?q=fay%20w')
    expect(seen).toEqual({ userId: fay.userId, name: 'Fay Wray', image: null, unit: 'Parks', isGuest: false })
    expect(await ada.read('/api/colleagues?q=%25')).toEqual([])
  })

  test('photo: what its bytes say counts, it has a size, and it can be taken away', async () => {
    const gil = await signUp(world.url, 'gil')
    const put = (body: Buffer, type = 'image/png') =>
      gil.request('PUT', '/api/me/photo', { body: new Uint8Array(body), headers: { 'content-type': type } })
    const saved = await put(PIXEL, 'application/octet-stream')
    const { image } = saved.body as { image: string }
    expect((await me(gil)).user?.image).toBe(image)
    const photo = await ada.get(image)
    expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(photo.headers.get('cache-control')).toContain('immutable')
    expect(photo.headers.get('content-security-policy')).toContain('sandbox')

    expect((await put(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml')).status).toBe(415)
    expect((await put(Buffer.from('GIF89a......................'))).status).toBe(415)
    expect((await put(PIXEL.subarray(0, 20))).status).toBe(415)
    expect((await put(Buffer.alloc(0))).status).toBe(415)
    expect((await put(png(PHOTO_MAX_BYTES))).status).toBe(200)
    expect((await put(png(PHOTO_MAX_BYTES + 1))).status).toBe(413)

    await gil.must('profile.remove-photo', {})
    expect((await me(gil)).user?.image).toBeNull()
    expect((await ada.get(image)).status).toBe(404)
  })

  test('roles are given and taken by admins alone, and take effect at once', async () => {
    const [hal, ian] = [await signUp(world.url, 'hal'), await signUp(world.url, 'ian')]
    expect((await hal.get('/api/people')).status).toBe(403)
    expect(reasonOf(await hal.command('role.grant', { userId: id(hal), role: 'admin' }))).toBe('forbidden/forbidden')
    const live = await hal.socket()
    await ada.must('role.grant', { userId: id(hal), role: 'admin' })
    await ada.must('role.grant', { userId: id(hal), role: 'admin' }) // again does no harm
    await until(async () => expect((await hal.get('/api/people')).status).toBe(200), 'the new role to be known')
    await until(
      () => expect(live.events).toContainEqual({ name: 'stale', body: { topics: ['me', 'boards'] } }),
      'hal to hear',
    )
    await hal.must('role.grant', { userId: id(ian), role: 'sponsor' })
    expect((await ada.read<PersonView[]>('/api/sponsors')).map((sponsor) => sponsor.name)).toEqual(['ian'])
    const { db } = world.app.database
    const [row] = await db.select().from(userRoles).where(eq(userRoles.role, 'sponsor'))
    expect(row).toMatchObject({ userId: ian.userId, grantedBy: hal.userId })
    await ada.must('role.revoke', { userId: id(hal), role: 'admin' })
    await until(async () => expect((await hal.get('/api/people')).status).toBe(403), 'the lost role to be known')
  })

  test('the last admin stays admin, also when two dismiss each other at once', async () => {
    const kim = await signUp(world.url, 'kim')
    expect(reasonOf(await ada.command('role.revoke', { userId: id(ada), role: 'admin' }))).toBe('conflict/last-admin')
    await ada.must('role.grant', { userId: id(kim), role: 'admin' })
    await until(async () => expect((await kim.get('/api/people')).status).toBe(200), 'kim to be admin')
    const both = await Promise.all([
      ada.command('role.revoke', { userId: id(kim), role: 'admin' }),
      kim.command('role.revoke', { userId: id(ada), role: 'admin' }),
    ])
    expect(both.filter((outcome) => outcome.ok)).toHaveLength(1)
    const admins = await world.app.database.db.select().from(userRoles).where(eq(userRoles.role, 'admin'))
    expect(admins).toHaveLength(1)
    if (admins[0]?.userId !== ada.userId) await kim.must('role.grant', { userId: id(ada), role: 'admin' })
  })

  test('roles are for accounts: guests hold none, and nobody stops being a member', async () => {
    const { joinCode, boardId } = await ada.must('board.create', { title: 'Guests' })
    const gus = await world.guest(joinCode, 'gus')
    expect(reasonOf(await ada.command('role.grant', { userId: id(gus), role: 'sponsor' }))).toBe(
      'not-found/no-such-account',
    )
    expect(reasonOf(await ada.command('role.revoke', { userId: id(ada), role: 'member' }))).toBe(
      'conflict/member-stays',
    )
    const accounts = await ada.read<AccountView[]>('/api/people')
    expect(accounts.some((account) => account.isGuest || account.email.endsWith('guest.invalid'))).toBe(false)
    expect(JSON.stringify(await ada.read(`/api/boards/${boardId}/people`))).not.toContain('guest.invalid')
  })

  test('a board locked while people are in it turns read-only for them at once', async () => {
    const { boardId } = await ada.must('board.create', { title: 'Lock' })
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Now or never' })
    const live = ada.document(boardDocument(boardId))
    await live.synced()
    const title = await until(() => cardTitle(cardsOf(live.doc).get(ideaId)) ?? false, 'the card')
    await ada.must('board.lock', { boardId, locked: true })
    await until(() => {
      title.insert(0, '!')
      expect(live.closed?.code).toBe(4403)
    }, 'edits to be refused')
  })
})

describe('F60 behind https', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ env: { PUBLIC_URL: 'https://kiem.example.org' } })
  })
  afterAll(() => world.close())

  test('the cookie is bound to this host and to https, and only the public origin is ours', async () => {
    const json = { name: 'Ada', email: 'ada@example.org', password: PASSWORD }
    const ada = world.stranger('ada')
    expect((await ada.request('POST', '/api/auth/sign-up/email', { json })).status).toBe(403) // http://127.0.0.1
    const origin = 'https://kiem.example.org'
    const answer = await ada.request('POST', '/api/auth/sign-up/email', { json, origin })
    expect(answer.headers.getSetCookie().join()).toMatch(
      /^__Host-kiem\.session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
    const made = await ada.request('POST', '/api/commands/board.create', { json: { title: 'Lunch' }, origin })
    expect(made.body).toMatchObject({ ok: true })
  })
})
