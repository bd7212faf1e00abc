import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { COLUMNS_MAX_PER_BOARD, IDEAS_MAX_PER_BOARD, IMPORT_FILE_MAX_BYTES } from '../../../shared/limits.ts'
import type { BoardId, ColumnId, UserId } from '../../../shared/model.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import type { RoomWorld } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld, reasonOf, valueOf } from './board-world.ts'
import type { Exchange } from './ground.ts'

const DATA = path.resolve(import.meta.dirname, '../../../../shared/data/ideas')
const MADRID = path.join(DATA, 'madrid-2024-first-500.csv')

let scene: BoardWorld
let world: RoomWorld
let ex: Exchange
let ada: UserId
let ben: UserId
let boardId: BoardId
let columnIds: ColumnId[]
describe.skipIf(missing('postgres'))('import', () => {
  beforeAll(async () => {
    scene = await boardWorld()
    ;({ world, ada, ben } = scene)
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    ex = scene.exchange()
    const made = await scene.freshBoard()
    ;({ boardId, columnIds } = made)
    await world.announced()
  })
  const ideasOn = (id: BoardId = boardId) => scene.ideasOn(id)
  const columnsOn = (id: BoardId = boardId) => scene.columnsOn(id)
  const freshBoard: BoardWorld['freshBoard'] = (...given) => scene.freshBoard(...given)
  const richBoard = () => scene.richBoard()

  describe('import of a table', () => {
    const csv =
      'id;titel;omschrijving;labels;indiener;kolom\n1;Soep;"<p>Warm &amp; vers</p>";eten, warm;Kees;Done\n2;Brood;"Regel één\nregel twee";;;\n'

    test('rows become ideas in order, with details, tags, whose they are, and column; never an author', async () => {
      const report = valueOf(await ex.bring(boardId, ada, csv))
      expect(report).toEqual({
        boardId,
        total: 2,
        added: 2,
        alreadyThere: 0,
        leftOut: 0,
        problems: [],
        problemCount: 0,
      })
      expect(await ideasOn()).toMatchObject([
        {
          number: 1,
          text: 'Soep',
          details: 'Warm & vers',
          tags: ['eten', 'warm'],
          onBehalfOf: 'Kees',
          authorId: null,
          authorMark: null,
          columnId: columnIds[1],
        },
        {
          number: 2,
          text: 'Brood',
          details: 'Regel één\nregel twee',
          tags: [],
          onBehalfOf: null,
          columnId: columnIds[0],
        },
      ])
      const born = (await world.announced()).filter((row) => row.topic === 'ideas.born')
      expect(born).toHaveLength(1)
    })

    test('the same file twice does not double, nor does a longer one that has it', async () => {
      await ex.bring(boardId, ada, csv)
      expect(valueOf(await ex.bring(boardId, ada, csv))).toMatchObject({ added: 0, alreadyThere: 2 })
      expect(valueOf(await ex.bring(boardId, ada, `${csv}3;Zout;;;;\n`))).toMatchObject({ added: 1, alreadyThere: 2 })
      expect(await ideasOn()).toHaveLength(3)
    })
    test('two imports of one file in the same instant do not double either', async () => {
      const rows = `title\n${Array.from({ length: 250 }, (_, n) => `Idea ${n}`).join('\n')}\n`
      const reports = await Promise.all([ex.bring(boardId, ada, rows), ex.bring(boardId, ada, rows)])
      expect(reports.map(valueOf).reduce((sum, report) => sum + report.added, 0)).toBe(250)
      expect((await ideasOn()).map((idea) => idea.number)).toEqual(Array.from({ length: 250 }, (_, n) => n + 1))
    })
    test('equal rows of one file are all wanted, and known again', async () => {
      const twice = 'Soup\nSoup\nBread\n'
      expect(valueOf(await ex.bring(boardId, ada, twice)).added).toBe(3)
      expect(valueOf(await ex.bring(boardId, ada, twice))).toMatchObject({ added: 0, alreadyThere: 3 })
    })
    test('another board takes the same file', async () => {
      await ex.bring(boardId, ada, csv)
      const other = (await freshBoard()).boardId
      expect(valueOf(await ex.bring(other, ada, csv)).added).toBe(2)
    })

    test('bad rows are reported by line and reason while the good ones go in', async () => {
      const file = `title,details\nSoup,hot\n,only details\n"${'x'.repeat(10_001)}",y\nBread,"two\nlines"\nSalt,"never closed\n`
      const report = valueOf(await ex.bring(boardId, ada, file))
      expect(report).toMatchObject({ total: 5, added: 2, leftOut: 3, problemCount: 3 })
      expect(report.problems).toEqual([
        { line: 3, reason: 'no-text', kept: false },
        { line: 4, reason: 'text-too-long', kept: false, limit: 10_000 },
        { line: 7, reason: 'quote-not-closed', kept: false },
      ])
    })
    test('a row with more cells than the header goes in, with a word about it', async () => {
      const report = valueOf(await ex.bring(boardId, ada, 'title,details\nSoup,hot, and fresh\nBread,x,\n'))
      expect(report).toMatchObject({ added: 2, problems: [{ line: 2, reason: 'extra-cells', kept: true }] })
    })
    test('one idea past what a board holds stays out, and says so', async () => {
      const rows = Array.from({ length: IDEAS_MAX_PER_BOARD - 1 }, (_, n) => ({
        id: world.newId(),
        boardId,
        number: n + 1,
        text: 'x',
      }))
      for (let from = 0; from < rows.length; from += 500)
        await world.db.insert(schema.ideas).values(rows.slice(from, from + 500))
      await world.db
        .update(schema.boards)
        .set({ nextNumber: rows.length + 1 })
        .where(eq(schema.boards.id, boardId))
      expect(valueOf(await ex.preview(boardId, ada, 'A bench\nA tree\n'))).toMatchObject({
        room: 1,
        good: 1,
        leftOut: 1,
      })
      const report = valueOf(await ex.bring(boardId, ada, 'A bench\nA tree\n'))
      expect(report).toMatchObject({ added: 1, leftOut: 1, problems: [{ line: 2, reason: 'board-full', kept: false }] })
    })
    test('columns it names are made while the board has room; beyond that ideas go to the first', async () => {
      const names = Array.from({ length: COLUMNS_MAX_PER_BOARD }, (_, n) => `Column ${n}`)
      const file = `title,column\n${names.map((name, n) => `Idea ${n},${name}`).join('\n')}\n`
      const report = valueOf(await ex.bring(boardId, ada, file))
      expect(report.added).toBe(COLUMNS_MAX_PER_BOARD)
      expect(report.problems.map((problem) => problem.reason)).toEqual(['column-left-out', 'column-left-out'])
      const columns = await columnsOn()
      expect(columns.map((column) => column.title)).toEqual([
        'To do',
        'Done',
        ...names.slice(0, COLUMNS_MAX_PER_BOARD - 2),
      ])
      expect((await ideasOn()).at(-1)!.columnId).toBe(columns[0]!.id)
      expect((await world.announced()).map((row) => row.topic)).toContain('board.changed')
    })
    test('a mapping of the person wins over the guess', async () => {
      const report = valueOf(await ex.bring(boardId, ada, csv, { mapping: 'key,details,text,ignore,ignore,ignore' }))
      expect(report.added).toBe(2)
      expect(await ideasOn()).toMatchObject([
        { text: 'Warm & vers', details: 'Soep', tags: [] },
        { text: 'Regel één\nregel twee' },
      ])
    })
    test('a form with a file and fields says the same as a body and an address', async () => {
      const boundary = 'xxBOUNDARYxx'
      const part = (name: string, value: string, file = '') =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
      const form = `${part('dryRun', '1')}${part('file', csv, '; filename="x.csv"')}--${boundary}--\r\n`
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
      expect(valueOf(await ex.bring(boardId, ada, form, {}, headers))).toMatchObject({
        total: 2,
        good: 2,
        format: 'csv',
      })
      expect(await ideasOn()).toEqual([])
    })
    test('progress is told by count, from the first row to the last', async () => {
      const file = `title\n${Array.from({ length: 230 }, (_, n) => `Idea ${n}`).join('\n')}\n`
      await ex.bring(boardId, ada, file, { importId: 'my-import-1' })
      expect(ex.progress).toEqual([0, 100, 200, 230].map((done) => ({ importId: 'my-import-1', done, total: 230 })))
    })
    test('on an anonymous board no name comes in', async () => {
      const secret = (await freshBoard({ naming: 'anonymous' })).boardId
      const report = valueOf(await ex.bring(secret, ada, csv))
      expect(report).toMatchObject({ added: 2, problems: [{ line: 2, reason: 'author-left-out', kept: true }] })
      expect(JSON.stringify(await ideasOn(secret))).not.toContain('Kees')
    })
  })

  describe('a preview', () => {
    test('shows what was found, what will come of it, and changes nothing', async () => {
      await ex.bring(boardId, ada, 'id;titel\n1;Soep\n')
      await world.announced()
      const seen = valueOf(await ex.preview(boardId, ada, 'id;titel;kosten\n1;Soep;5\n2;Brood;6\n3;;7\n'))
      expect(seen).toMatchObject({
        format: 'csv',
        encoding: 'utf-8',
        delimiter: ';',
        header: true,
        columns: [
          { name: 'id', target: 'key', samples: ['1', '2', '3'] },
          { name: 'titel', target: 'text', samples: ['Soep', 'Brood'] },
          { name: 'kosten', target: 'ignore', samples: ['5', '6', '7'] },
        ],
        total: 3,
        good: 1,
        alreadyThere: 1,
        leftOut: 1,
        room: IDEAS_MAX_PER_BOARD - 1,
        problems: [{ line: 4, reason: 'no-text', kept: false }],
      })
      expect(seen.rows.map((row) => row.text)).toEqual(['Soep', 'Brood'])
      expect(await world.announced()).toEqual([])
      expect(await ideasOn()).toHaveLength(1)
    })
  })

  describe('refusals', () => {
    test('only a facilitator imports; to a stranger the board is not there', async () => {
      const stranger = await world.person('stranger')
      const closed = (await freshBoard({ joining: 'invited' })).boardId
      expect(reasonOf(await ex.bring(boardId, ben, 'Soup\n'))).toBe('forbidden/forbidden')
      expect(reasonOf(await ex.bring(closed, stranger, 'Soup\n'))).toBe('not-found/not-found')
      expect(reasonOf(await ex.bring('no-such-board' as BoardId, ada, 'Soup\n'))).toBe('not-found/not-found')
      expect(await ideasOn()).toEqual([])
    })
    test('a locked and an archived board take nothing', async () => {
      const locked = (await freshBoard({ locked: true })).boardId
      const archived = (await freshBoard({ archivedAt: world.now })).boardId
      expect(reasonOf(await ex.bring(locked, ada, 'Soup\n'))).toBe('conflict/board-locked')
      expect(reasonOf(await ex.bring(archived, ada, 'Soup\n'))).toBe('conflict/board-archived')
    })
    test('a file one byte past the limit, as a body and in a form', async () => {
      const big = new Uint8Array(IMPORT_FILE_MAX_BYTES + 1).fill(97)
      expect(reasonOf(await ex.bring(boardId, ada, big))).toBe('too-large/file-too-large')
      const boundary = 'xxBOUNDARYxx'
      const head = Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n`)
      const form = Buffer.concat([head, big, Buffer.from(`\r\n--${boundary}--\r\n`)])
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
      expect(reasonOf(await ex.bring(boardId, ada, form, {}, headers))).toBe('too-large/file-too-large')
    })
    test.each([
      [{ delimiter: ':' }, 'wrong-import-option'],
      [{ header: 'maybe' }, 'wrong-import-option'],
      [{ mapping: 'text,owner' }, 'wrong-import-option'],
      [{ mapping: 'details' }, 'no-text-column'],
      [{ importId: '../x' }, 'wrong-import-option'],
    ])('options that mean nothing: %j', async (query, reason) => {
      expect(reasonOf(await ex.bring(boardId, ada, 'title\nSoup\n', query))).toBe(`invalid/${reason}`)
    })
    test.each([
      [{ 'content-type': 'multipart/form-data' }, 'x', 'invalid/no-file'],
      [
        { 'content-type': 'multipart/form-data; boundary=b' },
        '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n--b--\r\n',
        'invalid/no-file',
      ],
      [{ 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\nContent-Disp', 'invalid/no-file'],
      [{ 'content-type': 'text/csv', 'content-encoding': 'gzip' }, 'x', 'unsupported-type/compressed-upload'],
    ])('forms without a file: %j', async (headers, body, reason) => {
      expect(reasonOf(await ex.bring(boardId, ada, body, {}, headers as unknown as Record<string, string>))).toBe(
        reason,
      )
    })
    test('only people of the board export it', async () => {
      const guest = await world.person('gus', { guest: true })
      await world.join(boardId, guest)
      const stranger = await world.person('stranger2')
      const closed = (await freshBoard({ joining: 'invited' })).boardId
      for (const kind of ['json', 'csv', 'md'] as const) {
        expect(reasonOf(await ex.take(closed, stranger, kind))).toBe('not-found/not-found')
        expect(reasonOf(await ex.take(boardId, ben, kind))).toBe('done')
      }
    })
  })

  test('F65 whatever JSON is imported: people, roles, settings, votes and authorship stay as they were', async () => {
    const everything = async () => {
      const tables = [
        schema.user,
        schema.userRoles,
        schema.boardMembers,
        schema.joinCodes,
        schema.boardSecrets,
        schema.rounds,
        schema.ballots,
        schema.votes,
        schema.escalations,
        schema.ideaLikes,
        schema.inboxItems,
      ]
      const rows = await Promise.all(tables.map((table) => world.db.select().from(table as typeof schema.user)))
      const boards = await world.db.select().from(schema.boards)
      const kept = boards.map(({ rev: _r, nextNumber: _n, activeAt: _a, ...rest }) => rest)
      return [...rows, kept].map((list) => list.map((row) => JSON.stringify(row)).sort())
    }
    const rich = await richBoard()
    const source = await ex.boardFile(rich.boardId, ada)
    const before = await everything()
    let seed = 20_260_302
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
    const protectedNames = [
      'authorId',
      'author_id',
      'authorMark',
      'ownerId',
      'createdBy',
      'role',
      'roles',
      'members',
      'facilitators',
      'joining',
      'naming',
      'public',
      'locked',
      'joinCode',
      'likes',
      'likeCount',
      'votes',
      'id',
      'boardId',
      'board_id',
      'importKey',
      'rev',
      'removedAt',
      'stageBy',
      '__proto__',
      'constructor',
    ]
    const values = [ada, ben, true, 'admin', null, 99, { userId: ada }, [ada], '2026-01-01', 'everyone', -1, 1e308]
    for (let round = 0; round < 60; round++) {
      const file = JSON.parse(JSON.stringify(source)) as Record<string, unknown> & {
        ideas: Record<string, unknown>[]
        board: object
      }
      for (const target of [file, file.board as Record<string, unknown>, ...file.ideas]) {
        for (let n = 0; n < 6; n++) target[pick(protectedNames)] = pick(values)
        for (const name of Object.keys(target))
          if (random() < 0.1 && name !== 'format' && name !== 'ideas') target[name] = pick(values)
      }
      for (const idea of file.ideas) if (random() < 0.8) idea['ideaId'] = world.newId()
      const shape = pick([file, file.ideas, { data: file.ideas }, [file]])
      const outcome = await ex.bring(boardId, ada, JSON.stringify(shape))
      if (!outcome.ok) expect(outcome.error.kind, `round ${round}`).toBe('invalid')
    }
    expect(await everything()).toEqual(before)
    const ideas = await ideasOn()
    expect(ideas.length).toBeGreaterThan(20)
    for (const idea of ideas) {
      expect(idea).toMatchObject({ authorId: null, authorMark: null, stageBy: null, likeCount: 0 })
    }
    const rows = await world.db
      .select()
      .from(schema.comments)
      .innerJoin(schema.ideas, eq(schema.ideas.id, schema.comments.ideaId))
      .where(eq(schema.ideas.boardId, boardId))
    for (const { comments } of rows) expect(comments.authorId).toBeNull()
  })

  describe.skipIf(!existsSync(MADRID))('real data (skipped where ../shared/data is absent)', () => {
    test('500 Spanish proposals with HTML go in whole, read like text, and do not double', async () => {
      const file = readFileSync(MADRID)
      const seen = valueOf(await ex.preview(boardId, ada, file))
      expect(seen).toMatchObject({
        delimiter: ';',
        encoding: 'utf-8',
        total: 500,
        good: 500,
        leftOut: 0,
        problemCount: 0,
      })
      expect(seen.columns.map((column) => column.target)).toEqual([
        'key',
        'text',
        'details',
        'ignore',
        'ignore',
        'ignore',
      ])
      expect(valueOf(await ex.bring(boardId, ada, file))).toMatchObject({ total: 500, added: 500, problems: [] })
      const ideas = await ideasOn()
      expect(ideas).toHaveLength(500)
      expect(ideas[0]).toMatchObject({ number: 1, text: 'Metro accesible Campamento' })
      for (const idea of ideas)
        expect(`${idea.text}\n${idea.details}`).not.toMatch(
          /<\/?(p|strong|ul|li|ol|a|br)[ >/]|&(nbsp|amp|lt|gt|[aeiou]acute);/,
        )
      expect(ideas.find((idea) => idea.text.startsWith('Bus Rapid'))!.details).toContain(
        '\n 1. Exponenen a los peatones',
      )
      expect(valueOf(await ex.bring(boardId, ada, file))).toMatchObject({ added: 0, alreadyThere: 500 })
    })
  })
})
