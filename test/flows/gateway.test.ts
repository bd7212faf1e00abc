// Owns: the one path of every command, tried from outside: what is refused and with which words, and that a command
// happens once. Both databases, because the replay race only shows on PostgreSQL.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS_MAX_PER_USER_PER_10_S } from '../../shared/limits.ts'
import type { BoardId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Person } from '../support/people.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)

describeOnEachDatabase('one path for every command', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  let board: { boardId: BoardId; joinCode: string }
  let other: { boardId: BoardId; joinCode: string }

  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
    ben = await world.person('ben')
    board = await ada.must('board.create', { title: 'Lunch' })
    other = await ada.must('board.create', { title: 'Parking', joining: 'invited' })
  })
  afterAll(() => world.close())

  /** The refusal's whole body and status, as a program would see them. */
  async function post(person: Person, name: string, json: unknown, headers: Record<string, string> = {}) {
    const answer = await person.request('POST', `/api/commands/${name}`, { json, headers })
    return { status: answer.status, body: answer.body as Outcome<unknown> }
  }

  test('a name that is no command is not found', async () => {
    for (const name of ['board.destroy', 'constructor', '__proto__', 'board', 'board.create%00']) {
      const { status, body } = await post(ada, name, {})
      expect([name, status, reasonOf(body)]).toEqual([name, 404, 'not-found/unknown-command'])
    }
  })

  test('bad input is refused with the path of the field and a reason', async () => {
    const cases: [string, unknown, string, string | undefined][] = [
      ['board.create', {}, 'missing', 'title'],
      ['board.create', { title: '   ' }, 'empty', 'title'],
      ['board.create', { title: 'x'.repeat(121) }, 'too-long', 'title'],
      ['board.create', { title: 7 }, 'wrong-type', 'title'],
      ['board.create', { title: 'x', naming: 'masked' }, 'not-an-option', 'naming'],
      ['board.create', { title: 'x', owner: 'ben' }, 'unknown-field', 'owner'],
      ['board.create', null, 'wrong-type', undefined],
      ['board.create', 'title', 'wrong-type', undefined],
      ['idea.add', { boardId: '../etc', text: 'x' }, 'not-an-id', 'boardId'],
      ['idea.add-many', { boardId: board.boardId, texts: ['a', ''] }, 'empty', 'texts.1'],
      ['idea.add-many', { boardId: board.boardId, texts: Array.from({ length: 201 }, () => 'a') }, 'too-many', 'texts'],
      ['vote.cast', { roundId: 'r'.repeat(22), ideaId: 'i'.repeat(22), votes: -1 }, 'too-small', 'votes'],
      ['vote.cast', { roundId: 'r'.repeat(22), ideaId: 'i'.repeat(22), votes: 1e308 }, 'too-large', 'votes'],
      ['vote.cast', { roundId: 'r'.repeat(22), ideaId: 'i'.repeat(22), votes: '2' }, 'wrong-type', 'votes'],
    ]
    for (const [name, input, reason, field] of cases) {
      const { status, body } = await post(ada, name, input)
      expect(status, `${name} ${JSON.stringify(input)?.slice(0, 80)}`).toBe(400)
      expect(body).toMatchObject({ ok: false, error: { kind: 'invalid', reason, ...(field ? { field } : {}) } })
    }
  })

  test('without a session the answer is to sign in', async () => {
    const { status, body } = await post(world.stranger(), 'board.create', { title: 'Mine' })
    expect([status, reasonOf(body)]).toEqual([401, 'sign-in/sign-in'])
  })

  test('F57 to a guest another board, its ideas and all member functions are simply not there', async () => {
    const gus = await world.guest(board.joinCode, 'gus')
    const { ideaId } = await ada.must('idea.add', { boardId: other.boardId, text: 'Fewer cars' })
    const tried = {
      there: await gus.command('idea.add', { boardId: other.boardId, text: 'x' }),
      idea: await gus.command('idea.like', { ideaId, liked: true }),
      absent: await gus.command('idea.like', { ideaId: 'a'.repeat(22), liked: true }),
      create: await gus.command('board.create', { title: 'Mine' }),
      roles: await gus.command('role.grant', { userId: ada.userId, role: 'admin' }),
    }
    for (const [what, outcome] of Object.entries(tried)) {
      expect([what, reasonOf(outcome)]).toEqual([what, 'not-found/not-found'])
    }
    expect(JSON.stringify(tried.idea)).toBe(JSON.stringify(tried.absent)) // F58: not told apart
    for (const path of [
      '/api/people',
      '/api/sponsors',
      '/api/colleagues?q=a',
      '/api/inbox',
      '/api/desk',
      `/api/boards/${other.boardId}`,
    ]) {
      expect([path, (await gus.get(path)).status]).toEqual([path, 404])
    }
    expect((await gus.get(`/api/boards/${board.boardId}`)).status).toBe(200)
  })

  test('a board one may not see is not found, one may see but not lead is forbidden', async () => {
    expect(reasonOf(await ben.command('board.lock', { boardId: other.boardId, locked: true }))).toBe(
      'not-found/not-found',
    )
    expect(reasonOf(await ben.command('board.lock', { boardId: board.boardId, locked: true }))).toBe(
      'forbidden/forbidden',
    )
    expect(reasonOf(await ben.command('role.grant', { userId: ben.userId, role: 'admin' }))).toBe('forbidden/forbidden')
  })

  test('a locked board takes no ideas, also not from its facilitator, and talk goes on', async () => {
    const { boardId } = await ada.must('board.create', { title: 'Locked' })
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Before' })
    await ada.must('board.lock', { boardId, locked: true })
    expect(reasonOf(await ada.command('idea.add', { boardId, text: 'After' }))).toBe('conflict/board-locked')
    expect(reasonOf(await ben.command('idea.like', { ideaId, liked: true }))).toBe('conflict/board-locked')
    expect(reasonOf(await ben.command('comment.add', { ideaId, text: 'Still here' }))).toBe('done')
    await ada.must('board.lock', { boardId, locked: false })
    expect(reasonOf(await ada.command('idea.add', { boardId, text: 'After' }))).toBe('done')
  })

  test('an archived board is read-only until it is restored', async () => {
    const { boardId } = await ada.must('board.create', { title: 'Archived' })
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Before' })
    await ada.must('board.archive', { boardId })
    expect(reasonOf(await ada.command('idea.add', { boardId, text: 'After' }))).toBe('conflict/board-archived')
    expect(reasonOf(await ada.command('comment.add', { ideaId, text: 'After' }))).toBe('conflict/board-archived')
    expect((await ada.get(`/api/boards/${boardId}/ideas`)).status).toBe(200)
    await ada.must('board.restore', { boardId })
    expect(reasonOf(await ada.command('idea.add', { boardId, text: 'After' }))).toBe('done')
  })

  test('F33 sixty deliveries of one command have one effect and one answer', async () => {
    const key = randomUUID()
    const input = { boardId: board.boardId, text: 'Once' }
    const live = await ben.socket()
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        i % 3 === 0 ? live.command('idea.add', input, key) : ben.command('idea.add', input, { key }),
      ),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(reasonOf(answers[0]!)).toBe('done')
    const ideas = await ben.read<{ text: string }[]>(`/api/boards/${board.boardId}/ideas`)
    expect(ideas.filter((idea) => idea.text === 'Once')).toHaveLength(1)
  })

  test('the order of fields does not make another command of a replay', async () => {
    const key = randomUUID()
    const first = await post(ben, 'idea.add', { boardId: board.boardId, text: 'Order' }, { 'idempotency-key': key })
    const again = await post(ben, 'idea.add', { text: 'Order', boardId: board.boardId }, { 'idempotency-key': key })
    expect(again.body).toEqual(first.body)
  })

  test('a key used for something else is refused, and one person’s key is nothing to another', async () => {
    const key = randomUUID()
    await ben.command('idea.add', { boardId: board.boardId, text: 'Mine' }, { key })
    const changed = await ben.command('idea.add', { boardId: board.boardId, text: 'Changed' }, { key })
    expect(reasonOf(changed)).toBe('conflict/key-reused')
    const otherName = await ben.command('board.create', { title: 'Changed' }, { key })
    expect(reasonOf(otherName)).toBe('conflict/key-reused')
    expect(reasonOf(await ada.command('idea.add', { boardId: board.boardId, text: 'Ada’s' }, { key }))).toBe('done')
  })

  test('a refused command leaves its key free for the day it is allowed', async () => {
    const { boardId } = await ada.must('board.create', { title: 'Later' })
    await ada.must('board.lock', { boardId, locked: true })
    const key = randomUUID()
    expect(reasonOf(await ben.command('idea.add', { boardId, text: 'Now?' }, { key }))).toBe('conflict/board-locked')
    await ada.must('board.lock', { boardId, locked: false })
    expect(reasonOf(await ben.command('idea.add', { boardId, text: 'Now?' }, { key }))).toBe('done')
  })

  test('a key longer than its limit is refused, and so is an empty one', async () => {
    const fits = await post(
      ben,
      'idea.add',
      { boardId: board.boardId, text: 'k' },
      { 'idempotency-key': 'k'.repeat(100) },
    )
    expect(fits.status).toBe(200)
    for (const key of ['k'.repeat(101), ' ']) {
      const { body } = await post(ben, 'idea.add', { boardId: board.boardId, text: 'k' }, { 'idempotency-key': key })
      expect(reasonOf(body)).toBe('invalid/bad-key')
    }
  })

  test('one command more than the limit is too fast, and says when to come back', async () => {
    const fay = await world.person('fay')
    const live = await fay.socket()
    const outcomes = await Promise.all(
      Array.from({ length: COMMANDS_MAX_PER_USER_PER_10_S + 30 }, () =>
        live.command('idea.like', { ideaId: 'x'.repeat(22), liked: true }),
      ),
    )
    const fast = outcomes.filter((outcome) => !outcome.ok && outcome.error.kind === 'too-fast')
    expect(fast.length).toBeGreaterThan(0)
    expect(outcomes.length - fast.length).toBeGreaterThanOrEqual(COMMANDS_MAX_PER_USER_PER_10_S)
    for (const outcome of fast) {
      expect(outcome).toMatchObject({ error: { reason: 'too-many-commands', retryAfterMs: expect.any(Number) } })
    }
    expect(reasonOf(await ben.command('idea.add', { boardId: board.boardId, text: 'Unhurried' }))).toBe('done')
  })
})

describe('what the command table promises', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.close())

  test('openapi.json names every command and every route', async () => {
    const { paths } = await world.stranger().read<{ paths: Record<string, object> }>('/api/openapi.json')
    expect(paths['/api/commands/vote.cast']).toBeDefined()
    for (const route of world.app.routes) {
      expect(Object.keys(paths)).toContain(route.path.replaceAll(/:(\w+)/g, '{$1}'))
    }
  })

  test('the limits are published', async () => {
    expect(await world.stranger().read('/api/limits')).toMatchObject({ IDEAS_MAX_PER_BOARD: 2000 })
  })

  test('a session is needed for every route that is not open', async () => {
    const stranger = world.stranger()
    for (const route of world.app.routes) {
      if (route.kind !== 'read' && route.kind !== 'download') continue
      const path = route.path.replaceAll(/:\w+/g, 'a'.repeat(22))
      expect([path, (await stranger.get(path)).status]).toEqual([path, 401])
    }
  })
})
