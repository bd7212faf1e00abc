// F5, F7, F12 the database goes away under the whole running server: killed (PostgreSQL) or out of disk (embedded).
// Commands are told to retry, what is typed stays with its writer and is not called saved, nothing is served as empty,
// and all of it goes on by itself when the database is back, in the same process.

import { randomUUID } from 'node:crypto'
import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { boardDocument, cardsOf, cardTitle } from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView } from '../../shared/model.ts'
import type { LiveDocument } from '../support/documents.ts'
import { type Person, signUp } from '../support/people.ts'
import { createSavedMark } from '../support/saved-mark.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { embeddedTemplate, missing, type PostgresCluster, startPostgres } from '../support/services.ts'
import { noSmallDisk, type SmallDisk, smallDisk } from '../support/small-disk.ts'
import { until } from '../support/until.ts'

const DISK_MB = 96
// Reconnecting backs off, to seconds, and the disk is looked at every few.
const BACK_DEADLINE_MS = 60_000

let server: ServerProcess
const people: Person[] = []

afterEach(async () => {
  for (const person of people.splice(0)) await person.close()
  await server?.stop()
})

async function member(name: string): Promise<Person> {
  const person = await signUp(server.url, name)
  people.push(person)
  return person
}

async function boardWithCard(lead: Person): Promise<{ boardId: BoardId; ideaId: IdeaId }> {
  const { boardId } = await lead.must('board.create', { title: 'Kept' })
  const { ideaId } = await lead.must('idea.add', { boardId, text: 'Written before' })
  return { boardId, ideaId }
}

const titleOf = (live: LiveDocument, ideaId: IdeaId) => cardTitle(cardsOf(live.doc).get(ideaId))
const words = (live: LiveDocument, ideaId: IdeaId) => titleOf(live, ideaId)?.toJSON() ?? ''

async function opened(person: Person, boardId: BoardId, ideaId: IdeaId) {
  const saved = createSavedMark()
  const live = person.document(boardDocument(boardId), saved.options)
  await live.synced()
  await until(() => expect(words(live, ideaId)).toContain('Written before'), 'the card')
  return { live, saved }
}

/** Typed at the end of the card; tells later whether it is on disk. */
function typed(desk: Awaited<ReturnType<typeof opened>>, ideaId: IdeaId, text: string) {
  const title = titleOf(desk.live, ideaId)!
  title.insert(title.length, text)
  return desk.saved.edit(desk.live.provider.wsconnected)
}

describe.skipIf(missing('postgres'))('PostgreSQL is killed under a running server', () => {
  let cluster: PostgresCluster
  afterEach(() => cluster?.stop())

  test('F5 F12 told to retry, kept by the writer, never empty; and on again by itself', async () => {
    cluster = await startPostgres({ durable: true })
    server = await startServer({ env: { DATABASE_URL: cluster.url('postgres') } })
    const [ada, ben] = [await member('ada'), await member('ben')]
    const open = await boardWithCard(ada)
    const quiet = await boardWithCard(ada)
    // A copy of the quiet board on somebody's laptop, edited while that was closed.
    const laptop = await opened(ben, quiet.boardId, quiet.ideaId)
    await until(() => expect(laptop.saved.unsaved).toBe(0), 'the laptop to be at rest')
    laptop.live.offline()
    await server.restart() // so that the quiet board is nowhere but in the database
    const offline = typed(laptop, quiet.ideaId, ', on the train')
    const live = await ada.socket()
    const [adas, bens] = [await opened(ada, open.boardId, open.ideaId), await opened(ben, open.boardId, open.ideaId)]
    const { pid } = server

    await cluster.kill()
    const key = randomUUID()
    const input = { boardId: open.boardId, text: 'While it was away' }
    const away = { ok: false, error: { kind: 'retry', reason: 'database-unavailable' } }
    expect(await live.command('idea.add', input, key)).toMatchObject(away)
    const overHttp = await ada.request('POST', '/api/commands/idea.add', { json: input })
    expect([overHttp.status, overHttp.body]).toMatchObject([503, away])
    expect((await ada.get('/api/boards')).status).toBe(503)
    expect((await ada.get('/readyz')).status).toBe(503)
    expect((await ada.get('/healthz')).status).toBe(200)
    const edit = typed(adas, open.ideaId, ', typed meanwhile')
    laptop.live.provider.connect()
    // Time for a wrong "saved", a wrong relay or a wrong empty board to arrive: three refused commands long.
    for (let again = 0; again < 3; again++) expect(await live.command('idea.add', input, key)).toMatchObject(away)
    expect([edit.saved, offline.saved, laptop.live.provider.synced]).toEqual([false, false, false])
    expect(words(bens.live, open.ideaId)).toBe('Written before')
    expect(words(laptop.live, quiet.ideaId)).toBe('Written before, on the train')

    await cluster.start()
    const done = await until(
      async () => {
        const outcome = await live.command('idea.add', input, key)
        return outcome.ok ? outcome.value : false
      },
      'the command to succeed',
      BACK_DEADLINE_MS,
    )
    expect(await live.command('idea.add', input, key)).toEqual({ ok: true, value: done })
    await until(() => expect([edit.saved, offline.saved]).toEqual([true, true]), 'both edits', BACK_DEADLINE_MS)
    const seen = () => expect(words(bens.live, open.ideaId)).toBe('Written before, typed meanwhile')
    await until(seen, 'ben to see what ada typed', BACK_DEADLINE_MS)
    const fresh = await ada.board(quiet.boardId)
    expect(words(fresh, quiet.ideaId)).toBe('Written before, on the train')
    const list = await ada.read<IdeaView[]>(`/api/boards/${open.boardId}/ideas`)
    expect(list.filter(({ text }) => text === input.text)).toHaveLength(1)
    expect((await ada.get('/readyz')).status).toBe(200)
    expect([server.running(), server.pid]).toEqual([true, pid])
    expect(server.output()).not.toMatch(/unhandled/i)
  })
})

describe.skipIf(noSmallDisk())('the disk of the embedded database is full under a running server', () => {
  let disk: SmallDisk | undefined
  afterEach(async () => {
    // Before the disk is taken away, which the server still stands on.
    await server?.stop()
    disk?.remove()
  })

  /** A server on a disk of its own, with ada and ben on a card, filled until a command is refused for want of space. */
  async function filled() {
    disk = smallDisk(DISK_MB)
    const dataDir = path.join(disk.folder, 'data')
    await mkdir(dataDir)
    await cp(await embeddedTemplate(), path.join(dataDir, 'db'), { recursive: true })
    server = await startServer({ dataDir })
    const [ada, ben, cleo] = [await member('ada'), await member('ben'), await member('cleo')]
    const { boardId, ideaId } = await boardWithCard(ada)
    const [adas, bens] = [await opened(ada, boardId, ideaId), await opened(ben, boardId, ideaId)]
    const live = await ada.socket()

    disk.fill()
    const acknowledged = [ideaId]
    const refusals = new Set<string>()
    const refused = async () => {
      const outcome = await live.command('idea.add', { boardId, text: 'Filler', details: 'x'.repeat(15_000) })
      if (outcome.ok) acknowledged.push(outcome.value.ideaId)
      else refusals.add(`${outcome.error.kind} ${outcome.error.reason}`)
      return refusals.has('retry storage-full')
    }
    await until(refused, 'a refusal for want of space', BACK_DEADLINE_MS)
    for (const refusal of refusals) expect(refusal).toMatch(/^retry (storage-full|database-unavailable)$/)
    const edit = typed(adas, ideaId, ', typed meanwhile')

    return {
      live,
      edit,
      cleo,
      /** Everything acknowledged is there to read; what was typed into the full disk is not, and is not called saved. */
      async reads() {
        const list = await ben.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
        expect(list.map((idea) => idea.ideaId)).toEqual(expect.arrayContaining(acknowledged))
        // Every time ada's page brings again what cannot be stored, all are told to come back later, cleo too (S13).
        const cleos = cleo.document(boardDocument(boardId))
        await until(() => cleos.provider.synced, 'cleo to see the board', BACK_DEADLINE_MS)
        expect(words(cleos, ideaId)).toContain('Written before')
        expect(await cleo.read(`/api/boards/${boardId}`)).toMatchObject({ title: 'Kept' })
        // The database's own housekeeping may have found room for a few bytes. Only then is it called saved or shown, and then
        // whoever comes next gets it from the log.
        const told = edit.saved || [bens.live, cleos].some((live) => words(live, ideaId) !== 'Written before')
        const next = ben.document(boardDocument(boardId))
        // They are sent back with everybody else, as cleo is, and need as long.
        const isThere = () => words(next, ideaId) === 'Written before, typed meanwhile'
        if (told) await until(isThere, 'it to be there', BACK_DEADLINE_MS)
        next.close()
      },
      /** Room again: the command that was refused succeeds once, and what was typed arrives. */
      async resumes(key: string) {
        const commented = async () => (await live.command('comment.add', { ideaId, text: 'A word' }, key)).ok
        await until(commented, 'the comment to be taken', BACK_DEADLINE_MS)
        await until(() => expect(edit.saved).toBe(true), 'the edit to be saved', BACK_DEADLINE_MS)
        const seen = () => expect(words(bens.live, ideaId)).toBe('Written before, typed meanwhile')
        await until(seen, 'ben to see what ada typed', BACK_DEADLINE_MS)
        const after = await ben.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
        expect(after.map((idea) => idea.ideaId)).toEqual(expect.arrayContaining(acknowledged))
        expect(after.find((idea) => idea.ideaId === ideaId)?.comments).toBe(1)
        expect(server.output()).not.toMatch(/unhandled/i)
      },
      comment: (key: string) => live.command('comment.add', { ideaId, text: 'A word' }, key),
    }
  }
  const full = { ok: false, error: { kind: 'retry', reason: 'storage-full' } }

  test('F7 writes are refused as storage-full, reading goes on, and writing resumes in the same process', async () => {
    const room = await filled()
    const { pid } = server
    const key = randomUUID()
    expect(await room.comment(key)).toMatchObject(full)
    await room.reads()
    disk?.free()
    await room.resumes(key)
    expect([server.running(), server.pid]).toEqual([true, pid])
  })

  test('F7 a server that is killed and started again on the full disk serves what there is, and resumes', async () => {
    const room = await filled()
    await server.kill()
    await server.restart()
    await until(() => expect(room.live.socket.connected).toBe(true), 'ada to be connected again', BACK_DEADLINE_MS)
    const key = randomUUID()
    expect(await room.comment(key)).toMatchObject(full)
    await room.reads()
    disk?.free()
    await room.resumes(key)
  })
})
