import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { GROUP_TITLE_MAX_CHARS, GROUPS_MAX_PER_BOARD } from '../../../shared/limits.ts'
import type { BoardId, UserId } from '../../../shared/model.ts'
import { addGroups } from '../../../server/documents/board-groups.ts'
import { groupNames, planGroups } from '../../../server/exchange/groups.ts'
import type { RoomWorld } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld, valueOf } from './board-world.ts'
import type { Exchange } from './ground.ts'

describe('the groups of a table', () => {
  const row = (line: number, group: string | null, column = 'todo') => ({ line, group, column })
  const plan = (
    rows: ReturnType<typeof row>[],
    given: Partial<Parameters<typeof planGroups>[1]> = {},
  ): [string, string][] => {
    let made = 0
    const { groups } = planGroups(rows, { standing: [], count: 0, own: false, newId: () => `new${++made}`, ...given })
    return [...groups.values()].map(({ groupId, title }) => [groupId, title])
  }

  test('rows that name the same group in the same column lie together, whatever the case', () => {
    expect(plan([row(2, 'Lunch'), row(3, 'lunch'), row(4, 'Lunch', 'done'), row(5, 'LUNCH', 'done')])).toEqual([
      ['new1', 'Lunch'],
      ['new2', 'Lunch'],
    ])
  })
  test('a group that stands in that column takes them in, and keeps its name', () => {
    const standing = [{ groupId: 'there', title: 'Lunch', column: 'todo' }]
    expect(plan([row(2, 'LUNCH')], { standing })).toEqual([['there', 'Lunch']])
    expect(plan([row(2, 'Lunch', 'done'), row(3, 'Lunch', 'done')], { standing })).toEqual([['new1', 'Lunch']])
  })
  test('only in a file of ours a number behind the name is no part of it', () => {
    const rows = [row(2, 'Lunch #2'), row(3, 'Lunch #2')]
    expect(plan(rows)).toEqual([['new1', 'Lunch #2']])
    expect(plan(rows, { own: true })).toEqual([['new1', 'Lunch']])
  })
  test('a group of one row, one with too long a name, and one more than a board has room for are no groups', () => {
    const long = 'x'.repeat(GROUP_TITLE_MAX_CHARS)
    const rows = [
      row(2, 'Alone'),
      row(3, long),
      row(4, long),
      row(5, `${long}x`),
      row(6, `${long}x`),
      row(7, 'b'),
      row(8, 'b'),
    ]
    const given = { standing: [], count: GROUPS_MAX_PER_BOARD - 1, own: false, newId: () => 'new' }
    const { groups, problems } = planGroups(rows, given)
    expect([...groups.values()]).toEqual([{ groupId: 'new', title: long }])
    expect(problems).toEqual([
      { line: 2, reason: 'group-alone', kept: true },
      ...[5, 6].map((line) => ({ line, reason: 'group-too-long', kept: true, limit: GROUP_TITLE_MAX_CHARS })),
      ...[7, 8].map((line) => ({ line, reason: 'group-left-out', kept: true, limit: GROUPS_MAX_PER_BOARD })),
    ])
  })
  test('in a file each has a name of its own within its column', () => {
    const names = groupNames([
      { groupId: 'a', title: 'Lunch', column: 'todo' },
      { groupId: 'b', title: 'lunch', column: 'todo' },
      { groupId: 'c', title: 'Lunch', column: 'done' },
      { groupId: 'd', title: '', column: 'todo' },
      { groupId: 'e', title: 'Table #1', column: 'todo' },
    ])
    expect([...names.values()]).toEqual(['Lunch #1', 'lunch #2', 'Lunch', '#1', 'Table #1 #1'])
  })
})

describe.skipIf(missing('postgres'))('import into groups', () => {
  let scene: BoardWorld
  let world: RoomWorld
  let ex: Exchange
  let ada: UserId
  let boardId: BoardId
  beforeAll(async () => {
    scene = await boardWorld()
    ;({ world, ada } = scene)
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    ex = scene.exchange()
    ;({ boardId } = await scene.freshBoard())
  })

  test('groups that a file names are made in their columns, the next file uses them, and the preview says which', async () => {
    const first = 'titel;kolom;groep\nSoep;Done;Eten\nBrood;Done;eten\nBank;To do;Eten\n'
    const preview = valueOf(await ex.preview(boardId, ada, first))
    expect(preview.columns.map(({ target }) => target)).toEqual(['text', 'column', 'group'])
    expect(preview.rows.map(({ group }) => group)).toEqual(['Eten', 'Eten', null])
    const alone = { line: 4, reason: 'group-alone', kept: true }
    expect(preview.problems).toEqual([alone])
    expect(ex.documentOf(boardId).store.clients.size).toBe(0)
    expect(valueOf(await ex.bring(boardId, ada, first))).toMatchObject({ added: 3, problems: [alone] })

    const more = 'title,column,group\nCheese,done,ETEN\nA bench,,Seats\nA chair,,Seats\n'
    expect(valueOf(await ex.bring(boardId, ada, more))).toMatchObject({ added: 3, problems: [] })
    const file = await ex.boardFile(boardId, ada)
    expect(file.groups.map(({ title }) => title)).toEqual(['Eten', 'Seats'])
    const [eten, seats] = file.groups.map(({ groupId }) => groupId)
    expect(file.ideas.map(({ text, group }) => [text, group])).toEqual([
      ['Soep', eten],
      ['Brood', eten],
      ['Bank', null],
      ['Cheese', eten],
      ['A bench', seats],
      ['A chair', seats],
    ])
  })

  test('a group of a full board is left out with the line and the limit; the ideas come in', async () => {
    addGroups(
      ex.documentOf(boardId),
      Array.from({ length: GROUPS_MAX_PER_BOARD }, (_, at) => ({ groupId: `g${at}`, title: `Group ${at}` })),
    )
    const report = valueOf(await ex.bring(boardId, ada, 'title,group\nSoup,Lunch\nBread,Lunch\n'))
    expect(report).toMatchObject({ added: 2 })
    expect(report.problems.map(({ line, reason, limit }) => [line, reason, limit])).toEqual([
      [2, 'group-left-out', GROUPS_MAX_PER_BOARD],
      [3, 'group-left-out', GROUPS_MAX_PER_BOARD],
    ])
    expect((await scene.ideasOn(boardId)).map(({ groupId }) => groupId)).toEqual([null, null])
  })
})
