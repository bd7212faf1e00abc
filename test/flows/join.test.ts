// Owns: getting in by code. A full room behind one address is let in, somebody who tries codes is slowed down, and a
// guest stays the same guest, sees one board, and may become a member.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GUESTS_MAX_PER_BOARD, WRONG_CODES_FREE, WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE } from '../../shared/limits.ts'
import type { BoardId, MeView } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Clock } from '../../server/platform/clock.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { boardMembers, user } from '../../server/platform/database/schema/index.ts'
import { type Answer, PASSWORD, type Person } from '../support/people.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const refused = (answer: Answer) => {
  const body = answer.body as Outcome<never>
  return body.ok ? 'done' : `${answer.status} ${body.error.kind}/${body.error.reason}`
}
const join = (person: Person, code: string, name?: string, headers: Record<string, string> = {}) =>
  person.request('POST', '/api/join', { json: { code, ...(name === undefined ? {} : { name }) }, headers })

describeOnEachDatabase('joining', (database) => {
  let world: World
  let ada: Person
  let board: { boardId: BoardId; joinCode: string }

  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
    board = await ada.must('board.create', { title: 'Lunch' })
  })
  afterAll(() => world.close())

  test('two hundred guests from one address at once are all let in, each as somebody of their own', async () => {
    const { boardId, joinCode } = await ada.must('board.create', { title: 'All hands' })
    const guests = await Promise.all(Array.from({ length: 200 }, (_, i) => world.guest(joinCode, `Guest ${i}`)))
    expect(new Set(guests.map((guest) => guest.userId)).size).toBe(200)
    const people = await ada.read<{ isGuest: boolean }[]>(`/api/boards/${boardId}/people`)
    expect(people.filter((person) => person.isGuest)).toHaveLength(200)
  })

  test('the code may be typed in any way', async () => {
    const spaced = `${board.joinCode.slice(0, 3)} - ${board.joinCode.slice(3).toLowerCase()} `
    expect((await join(world.stranger(), spaced, 'gus')).body).toEqual({ boardId: board.boardId })
  })

  test('a guest is asked for a name, and only for that', async () => {
    expect(refused(await join(world.stranger(), board.joinCode))).toBe('400 invalid/empty')
    expect(refused(await join(world.stranger(), board.joinCode, ' \u200b '))).toBe('400 invalid/empty')
    expect(refused(await join(world.stranger(), board.joinCode, 'x'.repeat(81)))).toBe('400 invalid/too-long')
    expect((await join(world.stranger(), board.joinCode, 'x'.repeat(80))).status).toBe(200)
    expect(refused(await world.stranger().request('POST', '/api/join', { json: ['x'] }))).toBe(
      '400 invalid/invalid-input',
    )
  })

  test('the same browser comes back as the same guest, under a new name if it gives one', async () => {
    const gus = await world.guest(board.joinCode, 'gus')
    await join(gus, board.joinCode, 'Gustav')
    const me = await gus.read<MeView>('/api/me')
    expect(me).toMatchObject({ user: { userId: gus.userId, name: 'Gustav', isGuest: true, email: null } })
    expect(me).toMatchObject({ roles: [], guestBoardId: board.boardId })
  })

  test('a guest who scans the code of another board is somebody else there', async () => {
    const other = await ada.must('board.create', { title: 'Dinner' })
    const gus = await world.guest(board.joinCode, 'gus')
    expect((await join(gus, other.joinCode, 'gus')).body).toEqual({ boardId: other.boardId })
    const me = await gus.read<MeView>('/api/me')
    expect(me.user?.userId).not.toBe(gus.userId)
    expect((await gus.get(`/api/boards/${board.boardId}`)).status).toBe(404)
  })

  test('a member joins as themselves, without a name and without a new cookie', async () => {
    const ben = await world.person('ben')
    const answer = await join(ben, board.joinCode)
    expect([answer.status, answer.body, answer.headers.getSetCookie()]).toEqual([200, { boardId: board.boardId }, []])
    expect((await ben.read<MeView>('/api/me')).user).toMatchObject({ userId: ben.userId, isGuest: false })
  })

  test('a board for members lets no guest in, and leaves none behind', async () => {
    const { joinCode } = await ada.must('board.create', { title: 'Members', joining: 'members' })
    const before = await world.app.database.db.$count(user)
    expect((await join(world.stranger(), joinCode, 'gus')).status).toBeGreaterThanOrEqual(400)
    expect(await world.app.database.db.$count(user)).toBe(before)
  })

  test('who was shown out stays out, code or not', async () => {
    const gus = await world.guest(board.joinCode, 'gus')
    await ada.must('board.remove-person', { boardId: board.boardId, userId: gus.userId })
    expect((await gus.get(`/api/boards/${board.boardId}`)).status).toBe(404)
    await ada.must('board.rotate-code', { boardId: board.boardId })
    expect(refused(await join(world.stranger(), board.joinCode, 'gus'))).toBe('404 not-found/wrong-code')
    board = { ...board, joinCode: (await ada.read<{ joinCode: string }>(`/api/boards/${board.boardId}`)).joinCode }
  })

  test('one guest more than a board holds is told so', async () => {
    const { boardId, joinCode } = await ada.must('board.create', { title: 'Full' })
    const { db } = world.app.database
    const crowd = Array.from({ length: GUESTS_MAX_PER_BOARD - 1 }, () => randomUUID())
    await db
      .insert(user)
      .values(crowd.map((id) => ({ id, name: 'Somebody', email: `${id}@guest.invalid`, isAnonymous: true })))
    await db.insert(boardMembers).values(crowd.map((userId) => ({ boardId, userId, role: 'participant' })))
    expect((await join(world.stranger(), joinCode, 'last')).status).toBe(200)
    expect(refused(await join(world.stranger(), joinCode, 'one more'))).toMatch(/^409 conflict\/board-full/)
  })

  test('a guest who signs up keeps their ideas, likes and place', async () => {
    const { boardId, joinCode } = await ada.must('board.create', { title: 'Stay' })
    const liked = await ada.must('idea.add', { boardId, text: 'Liked' })
    const gus = await world.guest(joinCode, 'gus')
    const mine = await gus.must('idea.add', { boardId, text: 'Mine' })
    await gus.must('idea.like', { ideaId: liked.ideaId, liked: true })
    const live = await gus.socket()
    const ended = new Promise((resolve) => live.socket.once('disconnect', resolve))

    const json = { name: 'Gus', email: `${randomUUID()}@example.org`, password: PASSWORD }
    expect((await gus.request('POST', '/api/auth/sign-up/email', { json })).status).toBe(200)
    await ended // the guest's own connection: who they are now connects anew
    const me = await gus.read<MeView>('/api/me')
    expect(me).toMatchObject({ user: { name: 'Gus', isGuest: false }, roles: ['member'], guestBoardId: null })
    const own = await gus.read<{ ideas: string[]; likes: string[] }>(`/api/boards/${boardId}/mine`)
    expect(own).toMatchObject({ ideas: [mine.ideaId], likes: [liked.ideaId] })
    const [first] = await gus.read<{ likes: number }[]>(`/api/boards/${boardId}/ideas`)
    expect(first?.likes).toBe(1)
    const people = await ada.read<{ name: string; isGuest: boolean }[]>(`/api/boards/${boardId}/people`)
    expect(people.map((person) => [person.name, person.isGuest])).toContainEqual(['Gus', false])
    expect(people).toHaveLength(2)
  })
})

describe('F66 trying codes', () => {
  let world: World
  let ada: Person
  let code: string
  let aheadMs = 0

  beforeAll(async () => {
    const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs }
    world = await startWorld({ env: { TRUST_PROXY: '1' }, overrides: { clock } })
    ada = await world.person('ada')
    code = (await ada.must('board.create', { title: 'Lunch' })).joinCode
  })
  afterAll(() => world.close())

  /** As a trusted proxy would pass it on; whatever the caller wrote stands to the left. */
  const from = (address: string) => ({ 'x-forwarded-for': `10.9.8.7, ${address}` })
  const tries = (address: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => join(world.stranger(), `WRONG${i}`, 'eve', from(address))))

  test('typing errors are free, fifty wrong codes are slowed down, and the right code still opens beside them', async () => {
    const answers = await tries('192.0.2.1', 50)
    const plain = answers.filter((answer) => answer.status === 404)
    expect(plain).toHaveLength(WRONG_CODES_FREE + WRONG_CODES_MAX_PER_ADDRESS_PER_MINUTE)
    const slowed = answers.filter((answer) => answer.status === 429)
    expect(slowed).toHaveLength(50 - plain.length)
    for (const answer of slowed) {
      expect(answer.body).toMatchObject({ error: { kind: 'too-fast', retryAfterMs: expect.any(Number) } })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect((await join(world.stranger(), code, 'ben', from('192.0.2.1'))).status).toBe(200)
  })

  test('who goes on regardless learns nothing more, while a code already in use there still opens', async () => {
    expect((await join(world.stranger(), code, 'ben', from('192.0.2.2'))).status).toBe(200)
    await tries('192.0.2.2', 100)
    const other = (await ada.must('board.create', { title: 'Dinner' })).joinCode
    expect((await join(world.stranger(), other, 'eve', from('192.0.2.2'))).status).toBe(429)
    expect((await join(world.stranger(), code, 'ben', from('192.0.2.2'))).status).toBe(200)
    aheadMs += 60_000
    expect((await join(world.stranger(), other, 'eve', from('192.0.2.2'))).status).toBe(200)
  })

  test('another address, and another address pretended, change nothing for each other', async () => {
    await tries('192.0.2.3', 100)
    expect(refused(await join(world.stranger(), 'WRONG', 'eve', from('192.0.2.4')))).toBe('404 not-found/wrong-code')
    const pretended = { 'x-forwarded-for': '198.51.100.1, 192.0.2.3' }
    expect((await join(world.stranger(), 'WRONG', 'eve', pretended)).status).toBe(429)
  })
})
