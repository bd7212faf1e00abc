import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { proposalDocument } from '../../../shared/documents.ts'
import { COLUMNS_MAX_PER_BOARD, IDEAS_MAX_PER_BOARD, IMPORT_FILE_MAX_BYTES } from '../../../shared/limits.ts'
import type { BoardId, ColumnId, IdeaId, UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { voteCommands } from '../../../server/votes/commands.ts'
import { type RoomWorld, roomWorld } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'
import { type Exchange, exchange } from './ground.ts'

const DATA = path.resolve(import.meta.dirname, '../../../../shared/data/ideas')
const MADRID = path.join(DATA, 'madrid-2024-first-500.csv')

let world: RoomWorld
let ex: Exchange
let ada: UserId
let ben: UserId
let boardId: BoardId
let columnIds: ColumnId[]

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)
const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(`${outcome.error.reason}: ${outcome.error.message}`)
  return outcome.value
}

describe.skipIf(missing('postgres'))('import and export', () => {
  beforeAll(async () => {
    world = await roomWorld()
    ada = await world.person('Ada', { roles: ['member'] })
    ben = await world.person('Ben', { roles: ['member'] })
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    ex = exchange(world)
    ;({ boardId, columnIds } = await freshBoard())
    await world.announced()
  })

  async function freshBoard(given: Parameters<RoomWorld['board']>[0] = {}, columns?: string[]) {
    const made = await world.board(given, columns)
    await world.join(made.boardId, ada, 'facilitator')
    await world.join(made.boardId, ben)
    return made
  }
  const ideasOn = (id: BoardId = boardId) =>
    world.db
      .select()
      .from(schema.ideas)
      .where(and(eq(schema.ideas.boardId, id), isNull(schema.ideas.removedAt)))
      .orderBy(asc(schema.ideas.number))
  const columnsOn = async (id: BoardId = boardId) => {
    const rows = await world.db
      .select()
      .from(schema.boardColumns)
      .where(and(eq(schema.boardColumns.boardId, id), isNull(schema.boardColumns.removedAt)))
    return rows.sort((a, b) => (a.position < b.position ? -1 : 1))
  }

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

  /** A board with everything on it that an export tells of. */
  async function richBoard() {
    const made = await freshBoard({ title: 'Lunch & more', question: 'What do we eat?' }, ['Warm', 'Cold'])
    const [warm, cold] = made.columnIds
    const soup = await world.idea(made.boardId, {
      number: 1,
      text: '=cmd|calc',
      details: 'Hot, "fresh"\nand <b>good</b> &amp; so',
      tags: ['food', 'warm'],
      authorId: ben,
      columnId: warm!,
      position: 'a1',
      x: 10,
      y: -20.5,
      color: 'sky',
      stage: 'accepted',
      stageReason: 'Yes',
      stageBy: ada,
      stageAt: world.now,
      commentCount: 1,
    })
    const bread = await world.idea(made.boardId, {
      number: 4,
      text: "'t Brood\nmet kaas",
      columnId: cold!,
      position: 'a0',
      onBehalfOf: 'Kees',
      authorId: ada,
    })
    await world.idea(made.boardId, { number: 3, text: 'REMOVEDTEXT', removedAt: world.now })
    await world.db.update(schema.boards).set({ nextNumber: 5 }).where(eq(schema.boards.id, made.boardId))
    await world.db
      .insert(schema.comments)
      .values({ id: world.newId(), ideaId: soup, authorId: ben, text: 'Nice', createdAt: world.now })
    await world.db.insert(schema.escalations).values({
      id: world.newId(),
      ideaId: soup,
      sponsorId: ada,
      escalatedBy: ben,
      why: 'Please',
      status: 'endorsed',
      answer: 'Yes',
      askedAt: world.now,
      answeredAt: world.now,
    })
    return { ...made, soup, bread }
  }
  async function vote(on: BoardId, who: UserId, ideaId: IdeaId, settings: { blind: boolean; close: boolean }) {
    const run = world.runner(voteCommands({ enqueue: world.enqueue, newId: world.newId }), () => on)
    const opened = await run('round.open', world.actor(ada), {
      boardId: on,
      method: 'dots',
      title: 'Best',
      budget: 5,
      maxPerIdea: 5,
      blind: settings.blind,
      secret: true,
    })
    const { roundId } = valueOf(opened)
    valueOf(await run('vote.cast', world.actor(who), { roundId, ideaId, votes: 4 }))
    if (settings.close) valueOf(await run('round.close', world.actor(ada), { roundId }))
    return roundId
  }

  describe('export', () => {
    test('export.json holds everything the contract names', async () => {
      const rich = await richBoard()
      const roundId = await vote(rich.boardId, ben, rich.soup, { blind: true, close: true })
      const taken = valueOf(await ex.take(rich.boardId, ada, 'json'))
      expect(taken).toMatchObject({ type: 'application/json; charset=utf-8', filename: 'lunch-more.json' })
      const file = JSON.parse(taken.body) as unknown
      expect(file).toMatchObject({
        format: 'kiem.board',
        version: 1,
        board: { boardId: rich.boardId, title: 'Lunch & more', question: 'What do we eat?', naming: 'named' },
        columns: [{ title: 'Warm' }, { title: 'Cold' }],
        ideas: [
          {
            ideaId: rich.soup,
            number: 1,
            text: '=cmd|calc',
            author: 'Ben',
            stage: 'accepted',
            column: rich.columnIds[0],
            group: null,
            votes: { [roundId]: 4 },
            endorsements: [{ name: 'Ada', words: 'Yes' }],
            escalation: { sponsor: 'Ada', escalatedBy: 'Ben', why: 'Please', status: 'endorsed' },
            comments: [{ author: 'Ben', text: 'Nice' }],
            color: 'sky',
            x: 10,
            y: -20.5,
            order: 'a1',
          },
          { ideaId: rich.bread, number: 4, author: 'Ada', onBehalfOf: 'Kees', escalation: null, endorsements: [] },
        ],
        rounds: [
          {
            roundId,
            title: 'Best',
            budget: 5,
            maxPerIdea: 5,
            blind: true,
            secret: true,
            voters: 1,
            result: [{ ideaId: rich.soup, votes: 4, rank: 1 }],
          },
        ],
      })
      expect(taken.body).not.toContain('REMOVEDTEXT')
    })

    test('F72 how a blind round stands is in no export until it closes, and in no revision or order', async () => {
      const rich = await richBoard()
      const before = await Promise.all((['json', 'csv', 'md'] as const).map((kind) => ex.take(rich.boardId, ada, kind)))
      const roundId = await vote(rich.boardId, ben, rich.bread, { blind: true, close: false })
      const other = await Promise.all((['json', 'csv', 'md'] as const).map((kind) => ex.take(rich.boardId, ada, kind)))
      const file = await ex.boardFile(rich.boardId, ada)
      expect(file.rounds).toMatchObject([{ roundId, voters: 1, result: null, closedAt: null }])
      for (const idea of file.ideas) expect(idea.votes).toEqual({})
      expect(valueOf(other[1]!).body).toBe(valueOf(before[1]!).body)
    })

    test('F78 on an anonymous board no export names who wrote an idea or a comment', async () => {
      const rich = await richBoard()
      await world.db.update(schema.ideas).set({ onBehalfOf: 'Kees' }).where(eq(schema.ideas.id, rich.soup))
      await world.db.update(schema.boards).set({ naming: 'anonymous' }).where(eq(schema.boards.id, rich.boardId))
      await world.db.delete(schema.escalations).where(eq(schema.escalations.ideaId, rich.soup))
      for (const kind of ['json', 'csv', 'md'] as const) {
        const { body } = valueOf(await ex.take(rich.boardId, ada, kind))
        expect(body).not.toContain('Ben')
        expect(body).not.toContain('Kees')
        expect(body).not.toContain(ben)
      }
    })

    test('F99 export.csv has no cell that a spreadsheet runs, opens in Excel, and follows the language', async () => {
      const rich = await richBoard()
      const en = valueOf(await ex.take(rich.boardId, ada, 'csv')).body
      expect(en.startsWith('\ufeff"id","number","text"')).toBe(true)
      expect(en).toContain(`"'=cmd|calc"`)
      expect(en).not.toMatch(/[,;"\n\r][=+@\t]/)
      expect(valueOf(await ex.take(rich.boardId, ada, 'csv', 'nl')).body.startsWith('\ufeff"id";"number";"text"')).toBe(
        true,
      )
    })

    test('export.md can be read, and nothing in it turns into anything else', async () => {
      const rich = await richBoard()
      await vote(rich.boardId, ben, rich.soup, { blind: false, close: true })
      await world.db
        .update(schema.ideas)
        .set({ details: '# no heading\n<script>alert(1)</script> ![x](http://evil)' })
        .where(eq(schema.ideas.id, rich.bread))
      const md = valueOf(await ex.take(rich.boardId, ada, 'md', 'nl')).body
      expect(md).toContain('# Lunch & more\n\nWhat do we eat?\n\n## Warm\n\n### 1. =cmd\\|calc')
      expect(md).toContain('Fase: aangenomen (Ada: Yes) · door Ben · Stemmen (Best): 4 · Labels: food, warm')
      expect(md).toContain('\\# no heading\\\n\\<script\\>alert(1)\\</script\\> !\\[x\\](http://evil)')
      expect(md).toContain('| 1 | 1. =cmd\\|calc | 4 |')
      expect(md).toContain('> **Ada** steunt dit: Yes')
    })
  })

  describe('what leaves comes back', () => {
    /** All that a re-import promises to keep. */
    const lasting = (file: Awaited<ReturnType<Exchange['boardFile']>>) => ({
      columns: file.columns.map(({ title, color }) => ({ title, color })),
      ideas: file.ideas.map((idea) => ({
        number: idea.number,
        text: idea.text,
        details: idea.details,
        tags: idea.tags,
        color: idea.color,
        x: idea.x,
        y: idea.y,
        order: idea.order,
        group: idea.group,
        stage: idea.stage,
        stageReason: idea.stageReason,
        stageAt: idea.stageAt,
        column: file.columns.find((column) => column.columnId === idea.column)?.title,
        whose: idea.onBehalfOf ?? idea.author,
        comments: idea.comments.map(({ text, createdAt }) => ({ text, createdAt })),
      })),
    })

    test('export.json imported into a new board gives the same board, and twice the same', async () => {
      const rich = await richBoard()
      const doc = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Plan' }] }] }
      ex.proposals.set(rich.soup, { markdown: 'Plan\n', doc })
      await world.db.insert(schema.syncDocuments).values({ name: proposalDocument(rich.soup) })
      const { body } = valueOf(await ex.take(rich.boardId, ada, 'json'))
      const report = valueOf(await ex.bring(boardId, ada, body))
      expect(report).toMatchObject({ total: 2, added: 2, leftOut: 0, problems: [] })
      const again = await ex.boardFile(boardId, ada)
      expect(lasting(again)).toEqual(lasting(JSON.parse(body) as never))
      const soup = again.ideas.find((idea) => idea.number === 1)!
      expect(ex.proposals.get(soup.ideaId)).toEqual([{ node: 'paragraph', attrs: {}, children: [{ text: 'Plan' }] }])
      expect(valueOf(await ex.bring(boardId, ada, body))).toMatchObject({ added: 0, alreadyThere: 2 })
      const [board] = await world.db.select().from(schema.boards).where(eq(schema.boards.id, boardId))
      expect(board!.nextNumber).toBe(5)
    })
    test('into the board it came from, nothing is added', async () => {
      const rich = await richBoard()
      for (const kind of ['json', 'csv'] as const) {
        const { body } = valueOf(await ex.take(rich.boardId, ada, kind))
        expect(valueOf(await ex.bring(rich.boardId, ada, body))).toMatchObject({ added: 0, alreadyThere: 2 })
      }
    })
    test('into a board that has ideas, its numbers and columns stay and the new ones follow', async () => {
      const rich = await richBoard()
      await ex.bring(boardId, ada, 'First\nSecond\n')
      const { body } = valueOf(await ex.take(rich.boardId, ada, 'json'))
      expect(valueOf(await ex.bring(boardId, ada, body)).added).toBe(2)
      expect((await ideasOn()).map((idea) => idea.number)).toEqual([1, 2, 3, 4])
      expect((await columnsOn()).map((column) => column.title)).toEqual(['To do', 'Done', 'Warm', 'Cold'])
    })
    test.each(['en', 'nl'] as const)(
      'export.csv (%s) comes back word for word, formulas and HTML included',
      async (language) => {
        const rich = await richBoard()
        const { body } = valueOf(await ex.take(rich.boardId, ada, 'csv', language))
        expect(valueOf(await ex.bring(boardId, ada, body))).toMatchObject({ added: 2, problems: [] })
        const words = (idea: { text: string; details: string; tags: string[] }) => [idea.text, idea.details, idea.tags]
        expect((await ideasOn()).map(words)).toEqual((await ideasOn(rich.boardId)).map(words))
        expect((await ideasOn()).map((idea) => idea.onBehalfOf)).toEqual(['Ben', 'Kees'])
      },
    )
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
