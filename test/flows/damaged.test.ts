// Owns: bits turned over in the database, seen from outside (FAULTS F11, SYNC S16): the document is shown as far as it goes and
// nothing of it is touched, everybody is told, the alarm is raised, and every other document goes on as if nothing had happened.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { repair } from '../../server/documents/repair.ts'
import { keepVersion } from '../../server/documents/versions-keep.ts'
import { createLog } from '../../server/platform/log.ts'
import {
  boardDocument,
  cardsOf,
  cardTitle,
  type DocumentName,
  ledgerDocument,
  ledgerIdeas,
} from '../../shared/documents.ts'
import type { BoardId, IdeaId, IdeaView } from '../../shared/model.ts'
import { readNotice } from '../../shared/wire.ts'
import { seeded } from '../server/sync/support/fakes.ts'
import { flipBit } from '../server/sync/support/sql-tables.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const WORDS = ['one ', 'two ', 'three ', 'four ', 'five ', 'six ']
const HOUR_MS = 3_600_000

describeOnEachDatabase('a damaged document', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  const alarms: Record<string, unknown>[] = []
  const random = seeded(database === 'postgres' ? 11 : 12)
  beforeAll(async () => {
    const log = createLog('error', {
      write: (line) => {
        const said = JSON.parse(line) as Record<string, unknown>
        if (said['event'] === 'document-damaged') alarms.push(said)
      },
    })
    // Whatever nobody has open is loaded again.
    world = await startWorld({ database, overrides: { log, syncLimits: { roomIdleMs: 100, sweepEveryMs: 50 } } })
    ada = await world.person('ada')
    ben = await world.person('ben')
  })
  afterAll(() => world.close())

  const titleIn = (doc: Y.Doc, id: IdeaId) => cardTitle(cardsOf(doc).get(id))
  const boardOf = (document: DocumentName) => document.slice('board.'.length) as BoardId
  const onDisk = (boardId: BoardId, id: IdeaId) =>
    world.app.sync.read(boardDocument(boardId), (doc) => titleIn(doc, id)?.toJSON() ?? '')
  const query = async (text: string, ...values: unknown[]) => (await world.app.database.pool.query(text, values)).rows

  /** Everything the log holds of a document. */
  const stored = (document: DocumentName) =>
    query(
      `select seq, md5(bytes) as bytes, checksum, user_id, received_at::text from sync_updates where document = $1
      union all select seq, md5(snapshot), snapshot_seq, null, updated_at::text from sync_documents where name = $1
      order by 1`,
      document,
    )

  async function openedBy(who: Person, document: DocumentName) {
    const notices: string[] = []
    const live = who.document(document, {
      heard(bytes) {
        const notice = readNotice(bytes)
        if (notice?.kind === 'access') notices.push(notice.access)
      },
    })
    await live.synced()
    return { live, notices }
  }

  /** A board with one card, written on word by word; each is a row of its own. Nobody has it open any more. */
  async function written(title: string) {
    const { boardId } = await ada.must('board.create', { title })
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Words:' })
    const { live } = await openedBy(ada, boardDocument(boardId))
    const card = await until(() => titleIn(live.doc, ideaId) ?? false, 'the card')
    for (const word of WORDS) {
      card.insert(card.length, ` ${word.trim()}`)
      await until(async () => (await onDisk(boardId, ideaId)).endsWith(word.trim()), `"${word}" on disk`)
    }
    await world.app.scribe.settle(boardId)
    await world.settled()
    live.close()
    await closed()
    const document = boardDocument(boardId)
    const rows = await query(
      'select seq, length(bytes) as bytes from sync_updates where document = $1 order by seq',
      document,
    )
    return {
      boardId,
      ideaId,
      document,
      rows: rows.map(({ seq, bytes }) => ({ seq: Number(seq), bits: Number(bytes) * 8 })),
    }
  }

  const closed = () => until(() => world.app.sync.stats().rooms === 0, 'every document to be closed')

  async function damaged(title: string) {
    const board = await written(title)
    const which = Math.floor(random() * WORDS.length)
    const row = { ...board.rows.at(which - WORDS.length)!, last: board.rows.length }
    await flipBit(world.app.database.pool, board.document, row.seq, Math.floor(random() * row.bits))
    return { ...board, row, left: ['Words:', ...WORDS.slice(0, which).map((word) => word.trim())].join(' ') }
  }

  test('F11 it opens to read, with what came before the damaged row, and nothing of it is touched', async () => {
    for (let round = 0; round < 3; round++) {
      const { boardId, ideaId, document, row, left } = await damaged(`Round ${round}`)
      const before = await stored(document)
      const bens = await openedBy(ben, document)
      expect([titleIn(bens.live.doc, ideaId)?.toJSON(), bens.notices], `row ${row.seq}`).toEqual([left, ['damaged']])
      titleIn(bens.live.doc, ideaId)!.insert(0, 'more ')
      await expect(world.app.sync.write(document, (doc) => titleIn(doc, ideaId)?.insert(0, 'x'))).rejects.toMatchObject(
        { name: 'DamagedDocument' },
      )
      await world.app.versions.forgetDeleted(new Date(Date.now() + 48 * HOUR_MS))
      await world.app.scribe.reconcile(boardId)
      expect(await onDisk(boardId, ideaId)).toBe(left)
      expect(await stored(document)).toEqual(before)
      const raised = alarms.filter((alarm) => alarm['document'] === document)
      expect(raised[0]).toMatchObject({ level: 'error', at: row.seq, upTo: row.seq - 1 })
      // The lists have what the rows of the ideas have: all of it.
      await world.app.scribe.settle(boardId)
      const ideas = await ben.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
      expect(ideas.map((idea) => idea.text)).toEqual(['Words: one two three four five six'])
      bens.live.close()
    }
  })

  test('F11 other boards are written on as ever, and this board’s votes, names and new ideas are kept for it', async () => {
    const { boardId, document } = await damaged('Damaged')
    const sound = await written('Sound')
    const before = await stored(document)
    const bens = await openedBy(ben, document)
    const adas = await openedBy(ada, sound.document)
    const bensSound = await openedBy(ben, sound.document)
    titleIn(adas.live.doc, sound.ideaId)!.insert(0, 'Good ')
    await until(() => titleIn(bensSound.live.doc, sound.ideaId)?.toJSON().startsWith('Good ') ?? false, 'ben to see it')
    expect([adas.notices, bensSound.notices, bens.notices]).toEqual([['edit'], ['edit'], ['damaged']])
    const metrics = await ada.get('/metrics')
    expect(metrics.text).toContain('kiem_sync_damaged_documents 1\n')

    expect(await ada.command('version.name', { document, name: 'Now' })).toMatchObject({
      ok: false,
      error: { kind: 'conflict', reason: 'document-damaged' },
    })
    const { ideaId } = await ada.must('idea.add', { boardId, text: 'Late' })
    const ledger = await openedBy(ben, ledgerDocument(boardId))
    await until(() => ledgerIdeas(ledger.live.doc).has(ideaId), 'the ledger to go on')
    await world.settled()
    expect(await stored(document)).toEqual(before)
    for (const { live } of [bens, adas, bensSound, ledger]) live.close()
    await closed()
  })

  test('F11 whoever looks after the machine lets it go on from what can be read; what the log held is in a file first', async () => {
    const { ideaId, document, row, left } = await damaged('Repaired')
    const sound = await written('Untouched')
    const [before, others] = [await stored(document), await stored(sound.document)]
    const lines: string[] = []
    const folder = path.join(world.dataDir, 'quarantine')
    const deps = {
      database: world.app.database,
      folder,
      say: (line: string) => lines.push(line),
      now: () => new Date(),
    }
    expect(await repair(deps, document, false)).toBe(1)
    expect(lines[0]).toContain(`row ${row.seq} is not what was stored. It can be read up to row ${row.seq - 1} of`)
    expect([await stored(document), existsSync(folder)]).toEqual([before, false])

    expect(await repair(deps, document, true)).toBe(0)
    const [file] = await readdir(folder)
    const aside = JSON.parse(await readFile(path.join(folder, file!), 'utf8')) as { updates: { bytes: string }[] }
    const digest = ({ bytes }: { bytes: string }) =>
      createHash('md5').update(Buffer.from(bytes, 'base64')).digest('hex')
    expect(before.map(({ bytes }) => bytes)).toEqual(expect.arrayContaining(aside.updates.map(digest)))
    expect(aside.updates).toHaveLength(row.last)
    expect(await repair(deps, document, true)).toBe(0)
    expect(await readdir(folder)).toHaveLength(1)
    expect(await stored(sound.document)).toEqual(others)
    await closed()

    const bens = await openedBy(ben, document)
    expect([titleIn(bens.live.doc, ideaId)?.toJSON(), bens.notices]).toEqual([left, ['edit']])
    titleIn(bens.live.doc, ideaId)!.insert(0, 'New ')
    await until(async () => (await onDisk(boardOf(document), ideaId)) === `New ${left}`, 'it to be written on')
    const [next] = await query('select seq from sync_updates where document = $1 order by seq', document)
    expect(Number(next?.['seq'])).toBe(row.last + 1)
    bens.live.close()
    await closed()
  })

  test('F11 beside a running server the repair changes nothing and says what to do', async () => {
    const { document } = await damaged('Running')
    const before = await stored(document)
    const env = {
      ...process.env,
      DATA_DIR: world.dataDir,
      ...(world.databaseUrl && { DATABASE_URL: world.databaseUrl }),
    }
    const running = promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'server/repair.ts', document, '--accept'],
      { env },
    )
    const failed = (await running.catch((error: unknown) => error)) as { code?: number; stderr: string }
    expect(failed.code).toBe(1)
    expect(failed.stderr).toMatch(database === 'postgres' ? /A server is running on this database/ : /process \d+/)
    expect(await stored(document)).toEqual(before)
  })

  test('S16 with its snapshot damaged it is shown as its newest version has it; without one it is refused', async () => {
    const { ideaId, document } = await written('Compacted')
    expect(await world.app.sync.compact(document)).toBe(true)
    await closed()
    await flipBit(world.app.database.pool, document, 'snapshot', 400)
    const refused = ben.document(document)
    await until(() => alarms.some((alarm) => alarm['document'] === document && alarm['at'] === 'snapshot'), 'the alarm')
    expect(refused.provider.synced).toBe(false)
    refused.close()
    await flipBit(world.app.database.pool, document, 'snapshot', 400)
    const keeping = { document, at: new Date(), newId: () => `version-${database}`, name: null, namedBy: null }
    await world.app.database.transaction((tx) => keepVersion(tx, { ...keeping, anonymous: false }))
    await flipBit(world.app.database.pool, document, 'snapshot', 401)
    const { live, notices } = await openedBy(ben, document)
    expect([titleIn(live.doc, ideaId)?.toJSON(), notices]).toEqual(['Words: one two three four five six', ['damaged']])
    await expect(
      world.app.database.transaction((tx) => keepVersion(tx, { ...keeping, anonymous: false })),
    ).rejects.toMatchObject({ name: 'DamagedDocument' })
    live.close()
  })
})
