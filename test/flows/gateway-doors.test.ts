// Owns: who may come through the three doors (HTTP, Socket.IO, live documents), and that no message through any of them
// ends the process.
import { request } from 'node:http'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { COMMAND_BODY_MAX_BYTES, SOCKETS_MAX_PER_USER } from '../../shared/limits.ts'
import type { BoardId } from '../../shared/model.ts'
import { boardDocument } from '../../shared/documents.ts'
import { CLOSE } from '../../shared/wire.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let ada: Person
let boardId: BoardId
const sockets: Socket[] = []

beforeAll(async () => {
  world = await startWorld({
    env: { LOG_LEVEL: 'silent' }, // bugs on purpose
    overrides: {
      handlers: {
        'board.lock': async () => {
          throw new Error('a bug')
        },
        'board.rotate-code': () => {
          throw new Error('a bug, before any promise')
        },
      },
    },
  })
  ada = await world.person('ada')
  boardId = (await ada.must('board.create', { title: 'Lunch' })).boardId
})
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await world.close()
})

const own = () => new URL(world.url).origin
const FOREIGN = () => ({
  evil: 'https://evil.example',
  null: 'null',
  missing: null,
  sibling: `http://board.127.0.0.1:${world.port}`,
  'other port': `http://127.0.0.1:${world.port + 1}`,
  'own as a prefix': `${own()}.evil.example`,
  'own as a user': `http://127.0.0.1:${world.port}@evil.example`,
})

function connect(origin: string | null, transports: ('polling' | 'websocket')[], cookie = ada.cookie): Socket {
  const socket = io(world.url, {
    transports,
    forceNew: true,
    reconnection: false,
    extraHeaders: { ...(cookie === '' ? {} : { cookie }), ...(origin === null ? {} : { origin }) },
  })
  sockets.push(socket)
  return socket
}

const came = (socket: Socket) =>
  new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'))
    socket.once('connect_error', (error) => resolve(`refused: ${error.message}`))
  })

/** What a raw upgrade is answered: the status line's code, or the close code once accepted. */
function upgrade(path: string, headers: Record<string, string>): Promise<{ status: number } | { close: number }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}${path}`, { headers })
    socket.on('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0 })
      socket.terminate()
    })
    socket.on('close', (code) => resolve({ close: code }))
    socket.on('message', () => socket.close(4999))
    socket.on('error', reject)
  })
}

describe('F62 another site can not use somebody’s cookie', () => {
  test.each(['polling', 'websocket'] as const)('Socket.IO by %s', async (transport) => {
    for (const [who, origin] of Object.entries(FOREIGN())) {
      expect([who, await came(connect(origin, [transport]))]).toEqual([who, expect.stringMatching(/^refused/)])
    }
    expect(await came(connect(own(), [transport]))).toBe('connected')
  })

  test('a live document', async () => {
    const path = `/sync/${boardDocument(boardId)}`
    for (const [who, origin] of Object.entries(FOREIGN())) {
      const headers = { cookie: ada.cookie, ...(origin === null ? {} : { origin }) }
      expect([who, await upgrade(path, headers)]).toEqual([who, { status: 403 }])
    }
    const crossSite = { cookie: ada.cookie, origin: own(), 'sec-fetch-site': 'cross-site' }
    expect(await upgrade(path, crossSite)).toEqual({ status: 403 })
    expect(await upgrade(path, { cookie: ada.cookie, origin: own() })).toEqual({ close: 4999 })
  })
})

describe('the door of the live documents', () => {
  test('without a session the socket is accepted and closed with "sign in"', async () => {
    expect(await upgrade(`/sync/${boardDocument(boardId)}`, { origin: own() })).toEqual({ close: CLOSE.signIn })
    const forged = { origin: own(), cookie: ada.cookie.replace(/.{6}$/, 'AAAA%3D') }
    expect(await upgrade(`/sync/${boardDocument(boardId)}`, forged)).toEqual({ close: CLOSE.signIn })
  })

  test('a board one may not see, or that is not there, is closed with "not allowed"', async () => {
    const headers = { cookie: ada.cookie, origin: own() }
    for (const name of [
      boardDocument('a'.repeat(22) as BoardId),
      'minutes.1',
      'board.',
      '%62oard.x',
      '..%2fboard',
      '',
    ]) {
      expect([name, await upgrade(`/sync/${name}`, headers)]).toEqual([name, { close: CLOSE.notAllowed }])
    }
  })

  test('a token opens its document without cookie or origin, and nothing else', async () => {
    const mint = async (json: object) =>
      ((await ada.request('POST', '/api/sync-token', { json })).body as { token: string }).token
    const name = boardDocument(boardId)
    expect(await upgrade(`/sync/${name}?token=${await mint({ document: name })}`, {})).toEqual({ close: 4999 })
    expect(await upgrade(`/sync/${name}?token=${await mint({})}`, {})).toEqual({ close: 4999 })
    const elsewhere = await mint({ document: 'board.somewhere-else' })
    expect(await upgrade(`/sync/${name}?token=${elsewhere}`, {})).toEqual({ close: CLOSE.signIn })
    for (const token of ['x', 'e30.AAAA', `${elsewhere}x`, '']) {
      expect([token, await upgrade(`/sync/${name}?token=${token}`, {})]).toEqual([token, { close: CLOSE.signIn }])
    }
    expect((await world.stranger().request('POST', '/api/sync-token', { json: {} })).status).toBe(401)
  })

  test('an upgrade to anything else is refused', async () => {
    expect(await upgrade('/elsewhere', { cookie: ada.cookie, origin: own() })).toEqual({ status: 404 })
    expect(await upgrade('/', { cookie: ada.cookie, origin: own() })).toEqual({ status: 404 })
  })
})

describe('F61 another site can not post in somebody’s name', () => {
  const input = () => ({ title: 'Planted' })
  const planted = async () => (await ada.read<{ title: string }[]>('/api/boards')).filter((b) => b.title === 'Planted')

  test('a foreign or hidden origin, or a foreign page by its Sec-Fetch-Site, is refused', async () => {
    for (const [who, origin] of Object.entries(FOREIGN())) {
      if (origin === null) continue // no browser leaves it out of a POST: a program, see below
      const answer = await ada.request('POST', '/api/commands/board.create', { json: input(), origin })
      expect([who, answer.status]).toEqual([who, 403])
    }
    for (const site of ['cross-site', 'same-site', 'none']) {
      const headers = { 'sec-fetch-site': site }
      const answer = await ada.request('POST', '/api/commands/board.create', { json: input(), headers })
      expect([site, answer.status]).toEqual([site, 403])
    }
    const signOut = await ada.request('POST', '/api/auth/sign-out', { json: {}, origin: 'https://evil.example' })
    expect(signOut.status).toBe(403)
    expect(await planted()).toEqual([])
  })

  test('JSON dressed as a form or as text is refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      const body = JSON.stringify(input())
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type }
      const answer = await ada.request('POST', '/api/commands/board.create', { body, headers })
      expect([type, answer.status]).toEqual([type, 415])
    }
    expect(await planted()).toEqual([])
  })

  test('a program without cookies sends a bearer token and no origin', async () => {
    const signedIn = await world.stranger().request('POST', '/api/auth/sign-in/email', {
      json: { email: ada.email, password: 'a-long-enough-password' },
    })
    const { token } = signedIn.body as { token: string }
    const headers = { authorization: `Bearer ${token}` }
    const program = world.stranger()
    const json = { title: 'By a program' }
    const answer = await program.request('POST', '/api/commands/board.create', { json, headers, origin: null })
    expect(answer.body).toMatchObject({ ok: true })
    const wrong = { authorization: 'Bearer nonsense' }
    expect((await program.request('POST', '/api/commands/board.create', { json, headers: wrong })).status).toBe(401)
  })
})

describe('F16 nothing a client sends ends the process', () => {
  test('a handler that throws is answered `internal`, over both doors, and counted', async () => {
    const before = await counted()
    const live = await ada.socket()
    for (const outcome of [
      await ada.command('board.lock', { boardId, locked: true }),
      await live.command('board.lock', { boardId, locked: true }),
      await ada.command('board.rotate-code', { boardId }),
    ]) {
      expect(outcome).toMatchObject({ ok: false, error: { kind: 'internal', reason: 'internal' } })
      expect(JSON.stringify(outcome)).not.toContain('a bug')
    }
    expect(await counted()).toBe(before + 3)
  })

  test('no ack, an ack that is a word, arguments missing, too many or of any kind', async () => {
    const { socket, command } = await ada.socket()
    socket.emit('command', 'board.lock', { boardId, locked: true })
    socket.emit('command', 'board.lock', { boardId, locked: true }, 'key-1', 'ack')
    socket.emit('command')
    socket.emit('command', null, null, null, null)
    socket.emit('command', { toString: 'x' }, Buffer.from('x'), 7, [])
    socket.emit('command', 'board.create', { title: Buffer.from('x') }, 'key-2')
    socket.emit('nonsense', 1)
    socket.emit('error', 'x')
    const answer = await socket.timeout(5_000).emitWithAck('command', 'board.create')
    expect(answer).toMatchObject({ ok: false, error: { kind: 'invalid' } })
    expect(await command('idea.add', { boardId, text: 'Alive' })).toMatchObject({ ok: true })
  })

  test('a body over the limit is too large, half a JSON is not JSON, and neither is a mystery', async () => {
    const big = await ada.request('POST', '/api/commands/board.create', {
      json: { title: 'x', question: 'x'.repeat(COMMAND_BODY_MAX_BYTES) },
    })
    expect([big.status, big.body]).toMatchObject([413, { ok: false, error: { limit: COMMAND_BODY_MAX_BYTES } }])
    const headers = { 'content-type': 'application/json' }
    const half = await ada.request('POST', '/api/commands/board.create', { body: '{"title":', headers })
    expect([half.status, half.body]).toMatchObject([400, { error: { kind: 'invalid', reason: 'not-json' } }])
    const bigSignIn = await ada.request('POST', '/api/auth/sign-in/email', {
      json: { email: 'x'.repeat(COMMAND_BODY_MAX_BYTES), password: 'x' },
    })
    expect(bigSignIn.status).toBe(413)
  })

  test('a message over the limit costs its own connection and nothing else', async () => {
    const { socket } = await ada.socket()
    const gone = new Promise((resolve) => socket.once('disconnect', resolve))
    socket.emit('command', 'board.create', { title: 'x'.repeat(COMMAND_BODY_MAX_BYTES + 1) })
    await gone
    socket.disconnect()
    expect((await ada.get('/healthz')).status).toBe(200)
  })

  async function counted(): Promise<number> {
    const lines = (await ada.get('/metrics')).text.split('\n')
    const bugs = lines.filter((line) => line.startsWith('kiem_failures_total') && line.includes('what="bug"'))
    return bugs.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }
})

describe('Socket.IO', () => {
  test('a connection needs a session', async () => {
    expect(await came(connect(own(), ['websocket'], ''))).toBe('refused: sign-in')
  })

  test('a person’s connection past the limit costs their oldest one', async () => {
    const eve = await world.person('eve')
    const open: Socket[] = []
    for (let i = 0; i < SOCKETS_MAX_PER_USER; i++) {
      open.push(connect(own(), ['websocket'], eve.cookie))
      expect(await came(open[i]!)).toBe('connected')
    }
    expect(open.every((socket) => socket.connected)).toBe(true)
    const oldest = new Promise((resolve) => open[0]!.once('disconnect', resolve))
    expect(await came(connect(own(), ['websocket'], eve.cookie))).toBe('connected')
    expect(await oldest).toBe('io server disconnect')
    expect(open.slice(1).every((socket) => socket.connected)).toBe(true)
  })
})

describe('HTTP', () => {
  test('what is not there is JSON under /api', async () => {
    const answer = await ada.get('/api/nothing/here')
    expect([answer.status, answer.body]).toMatchObject([404, { ok: false, error: { kind: 'not-found' } }])
  })

  test('every answer carries the headers of safety', async () => {
    for (const path of ['/', '/api/me', '/api/nothing', '/healthz']) {
      const { headers } = await ada.get(path)
      expect(headers.get('content-security-policy')).toContain("default-src 'self';script-src 'self'")
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-powered-by')).toBeNull()
      expect(headers.get('strict-transport-security')).toBeNull() // plain http here
    }
  })

  test('a path that does not decode is a refusal, not a failure', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      request(`${world.url}/%E0%A4%A`, (response) => resolve(response.statusCode ?? 0))
        .on('error', reject)
        .end()
    })
    expect(status).toBeGreaterThanOrEqual(200)
    expect(status).toBeLessThan(500)
    const answer = await ada.get('/api/boards/%E0%A4%A')
    expect(answer.status).toBe(400)
  })

  test('ready while the database answers', async () => {
    await until(async () => expect((await ada.get('/readyz')).status).toBe(200), '/readyz')
  })
})
