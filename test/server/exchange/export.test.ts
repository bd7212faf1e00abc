import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { groupsOf, proposalDocument } from '../../../shared/documents.ts'
import { GROUP_TITLE_MAX_CHARS, GROUPS_MAX_PER_BOARD } from '../../../shared/limits.ts'
import type { BoardId, UserId } from '../../../shared/model.ts'
import { addGroups } from '../../../server/documents/board-groups.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import type { RoomWorld } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld, valueOf } from './board-world.ts'
import type { Exchange } from './ground.ts'

let scene: BoardWorld
let world: RoomWorld
let ex: Exchange
let ada: UserId
let ben: UserId
let boardId: BoardId

describe.skipIf(missing('postgres'))('export', () => {
  beforeAll(async () => {
    scene = await boardWorld()
    ;({ world, ada, ben } = scene)
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    ex = scene.exchange()
    const made = await scene.freshBoard()
    ;({ boardId } = made)
    await world.announced()
  })
  const ideasOn = (id: BoardId = boardId) => scene.ideasOn(id)
  const columnsOn = (id: BoardId = boardId) => scene.columnsOn(id)
  const richBoard = () => scene.richBoard()
  const vote: BoardWorld['vote'] = (...given) => scene.vote(...given)

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
            escalation: {
              sponsor: 'Ada',
              escalatedBy: 'Ben',
              why: 'Please',
              status: 'endorsed',
              state: 'endorsed',
              owes: { name: 'Ada' },
            },
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
      const figures = { valueLow: 1, valueHigh: 2, costOnce: 0, costYearly: 0, workDays: 3, confidence: 50 }
      const estimate = { id: world.newId(), ideaId: rich.soup, authorId: ben, ...figures }
      await world.db.insert(schema.estimates).values(estimate)
      await world.db.insert(schema.signatureRequests).values({ ideaId: rich.soup, askedBy: ada })
      const { businessCase } = (await ex.boardFile(rich.boardId, ada)).ideas[0]!
      expect(businessCase).toMatchObject({ estimates: [{ by: null, ...figures }], asked: { by: 'Ada' }, signed: null })
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
      groups: file.groups,
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
      // Soup names a group that was merged into the other's, and both lie in that one.
      addGroups(ex.documentOf(rich.boardId), [
        { groupId: 'g1', title: 'What we eat' },
        { groupId: 'old', title: '' },
        { groupId: 'empty', title: 'Nothing in it' },
      ])
      groupsOf(ex.documentOf(rich.boardId)).get('old')!.set('group', 'g1')
      await world.db.update(schema.ideas).set({ groupId: 'old' }).where(eq(schema.ideas.id, rich.soup))
      await world.db.update(schema.ideas).set({ groupId: 'g1' }).where(eq(schema.ideas.id, rich.bread))
      await world.db.insert(schema.syncDocuments).values({ name: proposalDocument(rich.soup) })
      const { body } = valueOf(await ex.take(rich.boardId, ada, 'json'))
      const report = valueOf(await ex.bring(boardId, ada, body))
      expect(report).toMatchObject({ total: 2, added: 2, leftOut: 0, problems: [] })
      const again = await ex.boardFile(boardId, ada)
      expect(lasting(again)).toEqual(lasting(JSON.parse(body) as never))
      expect(again.groups).toEqual([{ groupId: 'g1', title: 'What we eat' }])
      expect(again.ideas.map(({ group }) => group)).toEqual(['g1', 'g1'])
      const soup = again.ideas.find((idea) => idea.number === 1)!
      expect(ex.proposals.get(soup.ideaId)).toEqual([{ node: 'paragraph', attrs: {}, children: [{ text: 'Plan' }] }])
      expect(valueOf(await ex.bring(boardId, ada, body))).toMatchObject({ added: 0, alreadyThere: 2 })
      const [board] = await world.db.select().from(schema.boards).where(eq(schema.boards.id, boardId))
      expect(board!.nextNumber).toBe(5)
    })
    test('a group of a file keeps to the limits, and one that the board has keeps its name', async () => {
      const long = 'x'.repeat(GROUP_TITLE_MAX_CHARS + 1)
      const idea = (text: string, group: string) => ({ text, group })
      const file = JSON.stringify({
        format: 'kiem.board',
        groups: [
          { groupId: 'a', title: ` ${long}` },
          { groupId: 'there', title: 'Other' },
          { groupId: 'no id!', title: 'Wrong' },
          null,
          { groupId: 'unused', title: 'Unused' },
        ],
        ideas: [idea('One', 'a'), idea('Two', 'there'), idea('Three', 'no id!'), idea('Four', 'missing')],
      })
      addGroups(ex.documentOf(boardId), [{ groupId: 'there', title: 'Mine' }])
      expect(valueOf(await ex.bring(boardId, ada, file))).toMatchObject({ added: 4, problems: [] })
      const { groups } = await ex.boardFile(boardId, ada)
      expect(groups).toEqual([
        { groupId: 'a', title: long.slice(1) },
        { groupId: 'there', title: 'Mine' },
      ])
      expect([...groupsOf(ex.documentOf(boardId)).keys()]).toEqual(['there', 'a'])
    })

    test('a board takes as many groups as it can have from a file, and one more is left out', async () => {
      const many = Array.from({ length: GROUPS_MAX_PER_BOARD }, (_, at) => ({ groupId: `g${at}`, title: '' }))
      const doc = ex.documentOf(boardId)
      addGroups(doc, many)
      addGroups(doc, [{ groupId: 'more', title: 'One more' }])
      expect([groupsOf(doc).size, groupsOf(doc).has('more')]).toEqual([GROUPS_MAX_PER_BOARD, false])
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
    test.each(['en', 'nl'] as const)(
      'export.csv (%s) brings its groups back, with and without names',
      async (language) => {
        const made = await scene.freshBoard({}, ['Warm', 'Cold'])
        const [warm, cold] = made.columnIds
        addGroups(ex.documentOf(made.boardId), [
          { groupId: 'a', title: 'Lunch' },
          { groupId: 'b', title: 'Lunch' },
          { groupId: 'c', title: '' },
          { groupId: 'd', title: 'Lunch' },
          { groupId: 'e', title: 'Table #2' },
        ])
        const lying = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e', 'e', null]
        for (const [at, groupId] of lying.entries()) {
          const columnId = groupId === 'd' ? cold! : warm!
          await world.idea(made.boardId, { number: at + 1, text: `Idea ${at}`, columnId, groupId })
        }
        const { body } = valueOf(await ex.take(made.boardId, ada, 'csv', language))
        expect(body).toContain('"Lunch #1"')
        expect(valueOf(await ex.bring(boardId, ada, body))).toMatchObject({ added: lying.length, problems: [] })
        const file = await ex.boardFile(boardId, ada)
        const titles = new Map(file.groups.map(({ groupId, title }) => [groupId, title]))
        expect(file.ideas.map(({ group }) => (group === null ? null : titles.get(group)))).toEqual([
          'Lunch',
          'Lunch',
          'Lunch',
          'Lunch',
          '',
          '',
          'Lunch',
          'Lunch',
          'Table #2',
          'Table #2',
          null,
        ])
        expect(file.groups).toHaveLength(5)
        const pairs = [0, 2, 4, 6, 8].map((at) => file.ideas[at]!.group === file.ideas[at + 1]!.group)
        expect(pairs).toEqual([true, true, true, true, true])
        expect(valueOf(await ex.bring(boardId, ada, body))).toMatchObject({ added: 0, alreadyThere: lying.length })
      },
    )
    test('a file of ours from before it named groups is known as ours', async () => {
      const rich = await richBoard()
      const { body } = valueOf(await ex.take(rich.boardId, ada, 'csv'))
      const before = body.replaceAll(/("(?:column|Warm|Cold)"),"(?:group)?"/g, '$1')
      expect(before).not.toContain('"group"')
      expect(valueOf(await ex.bring(rich.boardId, ada, before))).toMatchObject({ added: 0, alreadyThere: 2 })
    })
  })
})
