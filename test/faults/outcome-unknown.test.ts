// F8 the connection to PostgreSQL is cut after it was told to commit and before its reply: the server cannot know whether it
// did. It did: the proxy between them has seen the whole reply and kept it. A command that is sent again with its key counts
// once; an edit that the stock client sends again is there once.
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../server/platform/database/index.ts'
import { boardDocument, cardsOf, cardTitle } from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView } from '../../shared/model.ts'
import { silent } from '../server/platform/support.ts'
import type { LiveDocument } from '../support/documents.ts'
import { type Person, signUp } from '../support/people.ts'
import { type Inspect, type Proxy, startProxy } from '../support/proxy.ts'
import { createSavedMark } from '../support/saved-mark.ts'
import { missing, type PostgresDatabase, postgresDatabase } from '../support/services.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { until } from '../support/until.ts'

/** ReadyForQuery, outside a transaction: what was to be committed is. */
const DONE = Buffer.from('Z\0\0\0\x05I', 'latin1')

describe.skipIf(missing('postgres'))('the reply to a commit is lost', () => {
  let database: PostgresDatabase
  let wire: Proxy
  let server: ServerProcess
  const people: Person[] = []
  /** What a connection must have said, in this order, for its next reply to be kept from it. Empty: all is well. */
  let marks: string[] = []
  let cuts = 0

  const inspect: Inspect = () => {
    let heard = 0
    let tail = ''
    return (chunk, direction) => {
      if (marks.length === 0) return 'pass'
      if (direction === 'up') {
        tail += chunk.toString('latin1')
        for (let mark = marks[heard]; mark !== undefined && tail.includes(mark); mark = marks[heard]) {
          tail = tail.slice(tail.indexOf(mark) + mark.length)
          heard += 1
        }
        return 'pass'
      }
      if (heard < marks.length) return 'pass'
      if (!chunk.includes(DONE)) return 'drop'
      marks = []
      cuts += 1
      return 'reset'
    }
  }

  beforeEach(async () => {
    cuts = 0
    database = await postgresDatabase()
    const behind = new URL(database.url)
    wire = await startProxy({ port: Number(behind.port), host: behind.hostname }, { inspect })
    behind.hostname = '127.0.0.1'
    behind.port = String(wire.port)
    server = await startServer({ env: { DATABASE_URL: behind.href } })
  })

  afterEach(async () => {
    marks = []
    for (const person of people.splice(0)) await person.close()
    await server.stop()
    await wire.close()
    await database.drop()
  })

  async function member(name: string): Promise<Person> {
    const person = await signUp(server.url, name)
    people.push(person)
    return person
  }

  async function count(query: ReturnType<typeof sql>): Promise<number> {
    const opened = await openDatabase({ databaseUrl: database.url, dataDir: server.dataDir }, silent)
    try {
      return Number((await opened.db.execute<{ n: number }>(query)).rows[0]?.n)
    } finally {
      await opened.close()
    }
  }

  const ideasOf = (person: Person, boardId: BoardId) => person.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
  const words = (live: LiveDocument, ideaId: IdeaId) => cardTitle(cardsOf(live.doc).get(ideaId))?.toJSON()

  test('F8 a command: told to retry, and counts once when it is sent again with its key', async () => {
    const ada = await member('ada')
    const { boardId } = await ada.must('board.create', { title: 'Kept' })
    const live = await ada.socket()
    const input = { boardId, text: 'Said once' }
    const key = randomUUID()

    marks = [input.text, 'commit\0']
    const first = await live.command('idea.add', input, key)
    expect(cuts).toBe(1)
    expect(first).toMatchObject({ ok: false, error: { kind: 'retry', reason: 'database-unavailable' } })
    expect(await count(sql`select count(*) as n from ideas where text = ${input.text}`)).toBe(1)

    const second = await live.command('idea.add', input, key)
    expect(second).toMatchObject({ ok: true, value: { number: 1 } })
    expect(await live.command('idea.add', input, key)).toEqual(second)
    const list = await ideasOf(ada, boardId)
    expect(list.map(({ text }) => text)).toEqual([input.text])
    const other = await live.command('idea.add', { boardId, text: 'Said next' })
    expect(other).toMatchObject({ ok: true, value: { number: 2 } })
  })

  test('F8 an edit: not called saved, sent again by the stock client, and there once', async () => {
    const [ada, ben] = [await member('ada'), await member('ben')]
    const { boardId } = await ada.must('board.create', { title: 'Kept' })
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Written' })
    const saved = createSavedMark()
    const adas = ada.document(boardDocument(boardId), saved.options)
    await adas.synced()
    const bens = await ben.board(boardId)
    const [card] = [() => expect([words(adas, ideaId), words(bens, ideaId)]).toEqual(['Written', 'Written'])]
    await until(card, 'the card on both desks')
    await until(() => expect(saved.unsaved).toBe(0), 'ada to be at rest')
    const rows = sql`select seq as n from sync_documents where name = ${boardDocument(boardId)}`
    const before = await count(rows)

    // The append names its document in an array and then the number of its rows, reading names it alone; its words went ahead
    // when it was prepared. It is one statement and its own commit.
    marks = [`{"${boardDocument(boardId)}"}`, '{"1"}']
    let gone = 0
    adas.provider.on('connection-close', () => {
      gone += 1
    })
    const title = cardTitle(cardsOf(adas.doc).get(ideaId))!
    title.insert(title.length, ' once')
    const edit = saved.edit(adas.provider.wsconnected)
    await until(() => expect(cuts).toBe(1), 'the reply to be lost')
    await until(() => expect(edit.saved).toBe(true), 'the edit to be saved')
    // It was not the lost commit that was called saved: everyone had to come back first.
    expect(gone).toBeGreaterThan(0)
    await until(() => expect(words(bens, ideaId)).toBe('Written once'), 'ben to see it')
    expect(words(adas, ideaId)).toBe('Written once')

    await server.kill()
    await server.restart()
    const cleo = await member('cleo')
    expect(words(await cleo.board(boardId), ideaId)).toBe('Written once')
    expect(await count(rows)).toBeGreaterThan(before)
  })
})
