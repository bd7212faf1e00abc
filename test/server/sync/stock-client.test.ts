import { PGlite } from '@electric-sql/pglite'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import * as encoding from 'lib0/encoding'
import { fingerprint, memoryLog, type SyncOptions } from '../../../server/sync/index.ts'
import { type Client, connect, startServer, type TestServer } from './support/server.ts'
import { sqlUnderTest, TABLES } from './support/sql-tables.ts'

const servers: TestServer[] = []
const clients: Client[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  for (const server of servers.splice(0)) await server.stop()
})

async function serve(options: Partial<SyncOptions> = {}, port = 0): Promise<TestServer> {
  const server = await startServer({ log: memoryLog(), access: async () => 'edit', ...options }, port)
  servers.push(server)
  return server
}

function join(server: TestServer, as: string, document = 'board.one'): Client {
  const client = connect(server.url, document, as)
  clients.push(client)
  return client
}

const synced = (client: Client) => vi.waitFor(() => expect(client.provider.synced).toBe(true), { timeout: 5_000 })
const title = (client: Client) => client.doc.getText('title').toJSON()

describe('the stock y-websocket client', () => {
  test('S10 S12 two people see each other write', async () => {
    const server = await serve()
    const ada = join(server, 'ada')
    const ben = join(server, 'ben')
    await synced(ada)
    await synced(ben)
    ada.doc.getText('title').insert(0, 'hello')
    await vi.waitFor(() => expect(title(ben)).toBe('hello'))
    ben.doc.getText('title').insert(5, ' you')
    await vi.waitFor(() => expect(title(ada)).toBe('hello you'))
    expect(fingerprint(ada.doc)).toBe(fingerprint(ben.doc))
    expect(await server.sync.read('board.one', (doc) => doc.getText('title').toJSON())).toBe('hello you')
    expect(await server.sync.read('board.one', fingerprint)).toBe(fingerprint(ada.doc))
  })

  test('S1 nothing the server says makes it complain', async () => {
    const errors = vi.spyOn(console, 'error')
    const warnings = vi.spyOn(console, 'warn')
    const server = await serve()
    const ada = join(server, 'ada')
    const ben = join(server, 'ben')
    await synced(ada)
    await synced(ben)
    ada.doc.getText('title').insert(0, 'x')
    await vi.waitFor(() => expect(title(ben)).toBe('x'))
    server.sync.reauthorize({ document: 'board.one' })
    ben.doc.getText('title').insert(0, 'y')
    await vi.waitFor(() => expect(title(ada)).toBe('yx'))
    expect(errors).not.toHaveBeenCalled()
    expect(warnings).not.toHaveBeenCalled()
  })

  test('S13 what was written while the server was away arrives after it is back on the same log', async () => {
    const log = memoryLog()
    const first = await serve({ log })
    const ada = join(first, 'ada')
    await synced(ada)
    ada.doc.getText('title').insert(0, 'before')
    await vi.waitFor(() => expect(log.rows('board.one')).toHaveLength(1))
    await first.stop()
    servers.splice(0)
    ada.doc.getText('title').insert(6, ' and meanwhile')
    const second = await serve({ log }, first.port)
    await synced(ada)
    const ben = join(second, 'ben')
    await synced(ben)
    await vi.waitFor(() => expect(title(ben)).toBe('before and meanwhile'))
    expect(fingerprint(ben.doc)).toBe(fingerprint(ada.doc))
  })

  test('S22 presence carries the name the server knows, whatever the client says', async () => {
    const server = await serve()
    const ada = join(server, 'ada')
    const ben = join(server, 'ben')
    await synced(ada)
    await synced(ben)
    ada.provider.awareness.setLocalState({ user: { name: 'the director' }, typing: true, evil: 'x' })
    const seen = () => ben.provider.awareness.getStates().get(ada.doc.clientID)
    await vi.waitFor(() =>
      expect(seen()).toEqual({ typing: true, user: { id: 'user-ada', name: 'ada', color: '#225588' } }),
    )
    expect(ada.provider.awareness.getLocalState()).toEqual({ user: { name: 'the director' }, typing: true, evil: 'x' })
  })

  test('S22 the state of somebody else cannot be said', async () => {
    const server = await serve()
    const ada = join(server, 'ada')
    const ben = join(server, 'ben')
    const cleo = join(server, 'cleo')
    for (const client of [ada, ben, cleo]) await synced(client)
    ada.provider.awareness.setLocalStateField('view', 'mine')
    const seen = () => cleo.provider.awareness.getStates().get(ada.doc.clientID)?.['view']
    await vi.waitFor(() => expect(seen()).toBe('mine'))
    ben.provider.ws?.send(new Uint8Array(forgedPresence(ada.doc.clientID, 2 ** 50, { view: 'forged' })))
    ben.provider.awareness.setLocalStateField('view', 'after')
    await vi.waitFor(() => expect(cleo.provider.awareness.getStates().get(ben.doc.clientID)?.['view']).toBe('after'))
    expect(seen()).toBe('mine')
    ada.provider.awareness.setLocalStateField('view', 'still mine')
    await vi.waitFor(() => expect(seen()).toBe('still mine'))
  })

  test('S22 someone who leaves is gone, and is back at once when they return', async () => {
    const server = await serve()
    const ada = join(server, 'ada')
    const ben = join(server, 'ben')
    await synced(ada)
    await synced(ben)
    const seen = () => ben.provider.awareness.getStates().has(ada.doc.clientID)
    await vi.waitFor(() => expect(seen()).toBe(true))
    ada.provider.disconnect()
    await vi.waitFor(() => expect(seen()).toBe(false))
    ada.provider.connect()
    await vi.waitFor(() => expect(seen()).toBe(true))
  })

  test('S22 presence is seen again after a restart of the server', async () => {
    const log = memoryLog()
    const first = await serve({ log })
    const ada = join(first, 'ada')
    const ben = join(first, 'ben')
    await synced(ada)
    await synced(ben)
    ada.provider.awareness.setLocalStateField('view', 'one')
    const seen = () => ben.provider.awareness.getStates().get(ada.doc.clientID)?.['view']
    await vi.waitFor(() => expect(seen()).toBe('one'))
    await first.stop()
    servers.splice(0)
    await serve({ log }, first.port)
    await vi.waitFor(() => expect(seen()).toBe('one'), { timeout: 5_000 })
  })

  test('S3 someone without access is told so once and does not come back', async () => {
    const server = await serve({ access: async () => 'none' })
    const ada = join(server, 'ada')
    const closed = new Promise<{ code: number }>((resolve) => ada.provider.on('closed', resolve))
    expect((await closed).code).toBe(4403)
    expect(ada.provider.shouldConnect).toBe(false)
  })

  test('S5 a viewer reads along, is not asked for anything, and writes nothing', async () => {
    const log = memoryLog()
    const server = await serve({ log, access: async (person) => (person.name === 'ada' ? 'edit' : 'view') })
    const ada = join(server, 'ada')
    const ben = join(server, 'ben')
    await synced(ada)
    await synced(ben)
    ada.doc.getText('title').insert(0, 'look')
    await vi.waitFor(() => expect(title(ben)).toBe('look'))
    const closed = new Promise<{ code: number }>((resolve) => ben.provider.on('closed', resolve))
    ben.doc.getText('title').insert(0, 'no ')
    expect((await closed).code).toBe(4403)
    expect(title(ada)).toBe('look')
    expect(log.rows('board.one')).toHaveLength(1)
  })
})

describe('the stock y-websocket client, on a database', () => {
  let database: PGlite
  beforeAll(async () => {
    database = new PGlite()
    for (const table of TABLES) await database.query(table)
  })
  afterAll(() => database.close())

  test('S12 S28 on a database: everything is there after a restart, row by row with its author', async () => {
    const { log, authors } = sqlUnderTest({
      query: (text, values) => database.query<Record<string, unknown>>(text, values),
    })
    const first = await serve({ log })
    const [ada, ben] = [join(first, 'ada'), join(first, 'ben')]
    await synced(ada)
    await synced(ben)
    for (let i = 0; i < 10; i++) {
      ada.doc.getText('title').insert(0, 'a')
      ben.doc.getText('title').insert(0, 'b')
    }
    ada.doc.getText('title').delete(0, 1)
    await vi.waitFor(() => expect([title(ada).length, title(ben)]).toEqual([19, title(ada)]))
    await first.stop()
    servers.splice(0)
    const rows = await authors?.('board.one')
    // Both typed faster than a window: what one sent in one go may be one row, never a row of both.
    expect(rows).toContainEqual(expect.objectContaining({ userId: 'user-ada', clientId: ada.doc.clientID }))
    expect(rows).toContainEqual(expect.objectContaining({ userId: 'user-ben', clientId: ben.doc.clientID }))
    const second = await serve({ log })
    const cleo = join(second, 'cleo')
    await synced(cleo)
    expect(fingerprint(cleo.doc)).toBe(fingerprint(ada.doc))
    await second.stop()
    servers.splice(0)
  })
})

function forgedPresence(clientId: number, clock: number, state: object): Uint8Array {
  const body = encoding.createEncoder()
  encoding.writeVarUint(body, 1)
  encoding.writeVarUint(body, clientId)
  encoding.writeVarUint(body, clock)
  encoding.writeVarString(body, JSON.stringify(state))
  const frame = encoding.createEncoder()
  encoding.writeVarUint(frame, 1)
  encoding.writeVarUint8Array(frame, encoding.toUint8Array(body))
  return encoding.toUint8Array(frame)
}
