// Commands of boards and columns: what they do, and every refusal.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinCodeOf } from '../../../server/boards/store.ts'
import { boardByCode, admit } from '../../../server/boards/join.ts'
import { boardPeople, boardView, listBoards } from '../../../server/boards/reads.ts'
import { rememberOpening } from '../../../server/boards/people.ts'
import { JOIN_CODE_ALPHABET, normalizeJoinCode } from '../../../server/boards/rules.ts'
import { TEMPLATE_TEXTS } from '../../../server/boards/templates.ts'
import type { Actor } from '../../../server/platform/command.ts'
import { boardMembers, user } from '../../../server/platform/database/schema/index.ts'
import {
  BOARD_QUESTION_MAX_CHARS,
  BOARD_TITLE_MAX_CHARS,
  COLUMNS_MAX_PER_BOARD,
  COLUMN_TITLE_MAX_CHARS,
  GUESTS_MAX_PER_BOARD,
} from '../../../shared/limits.ts'
import { type BoardId, type ColumnId, LANGUAGES, TEMPLATES, type UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from './world.ts'

const refusal = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind} ${outcome.error.reason}`)

describe.skipIf(missing('postgres'))('boards', () => {
  let world: BoardWorld
  let ada: Actor
  let ben: Actor
  beforeAll(async () => {
    world = await boardWorld()
    ada = await world.member('ada')
    ben = await world.member('ben')
  })
  afterAll(() => world.close())

  const make = async (input: Record<string, unknown> = {}) =>
    (await world.must(ada, 'board.create', { title: 'Lunch', ...input })).boardId
  const view = async (actor: Actor, boardId: BoardId) => {
    const place = await world.place(actor, 'board', boardId)
    if (!place) throw new Error('no such board')
    return boardView(world.db, actor, place, world.readDeps)
  }
  const seen = async (actor: Actor, boardId: BoardId) => {
    const outcome = await view(actor, boardId)
    if (!outcome.ok) throw new Error(outcome.error.reason)
    return outcome.value
  }

  describe('creating', () => {
    test('every template stands in every language with its columns, and an opening question unless it is blank', async () => {
      for (const language of LANGUAGES) {
        for (const template of TEMPLATES) {
          const boardId = await make({ template, language })
          const board = await seen(ada, boardId)
          expect(board.columns.map(({ title }) => title)).toEqual(
            TEMPLATE_TEXTS[template][language].columns.map(({ title }) => title),
          )
          expect(board.question === '').toBe(template === 'blank')
          expect(board).toMatchObject({ template, language, naming: 'named', joining: 'everyone', locked: false })
        }
      }
    })

    test('its maker leads it, and finds it under their boards', async () => {
      const boardId = await make()
      expect((await seen(ada, boardId)).facilitators.map(({ name }) => name)).toEqual(['ada'])
      const listed = await listBoards(world.db, ada)
      expect(listed.ok && listed.value.find((board) => board.boardId === boardId)).toMatchObject({
        facilitating: true,
        mine: true,
        people: 1,
        ideas: 0,
      })
    })

    test('a title or question one character too long is refused, and an empty title too', async () => {
      const title = 'x'.repeat(BOARD_TITLE_MAX_CHARS)
      expect(refusal(await world.send(ada, 'board.create', { title }))).toBe('done')
      const cases = [
        { title: `${title}x` },
        { title: '  ​ ' },
        { title: 'ok', question: 'x'.repeat(BOARD_QUESTION_MAX_CHARS + 1) },
        { title: 'ok', template: 'no-such-template' },
        { title: 'ok', createdBy: ben.userId },
      ]
      world.reached()
      for (const input of cases) {
        expect(refusal(await world.send(ada, 'board.create', input as { title: string }))).toMatch(/^invalid /)
      }
      expect(world.reached()).toEqual([])
    })

    test('a copy takes columns and settings, never ideas or people, and only of a board one may read', async () => {
      const original = await make({
        template: 'retrospective',
        language: 'nl',
        naming: 'anonymous',
        joining: 'members',
      })
      await world.must(ada, 'idea.add', { boardId: original, text: 'not copied' })
      await world.must(ada, 'column.add', { boardId: original, title: 'Extra', color: 'rose' })
      const copy = (await world.must(ben, 'board.create', { title: 'Again', copyOf: original })).boardId
      const [was, is] = [await seen(ada, original), await seen(ben, copy)]
      expect(is.columns.map(({ title, color }) => [title, color])).toEqual(
        was.columns.map(({ title, color }) => [title, color]),
      )
      expect(is).toMatchObject({ question: was.question, naming: 'anonymous', joining: 'members', language: 'nl' })
      expect(is.facilitators.map(({ name }) => name)).toEqual(['ben'])
      const listed = await listBoards(world.db, ben)
      expect(listed.ok && listed.value.find((board) => board.boardId === copy)?.ideas).toBe(0)

      const secret = await make({ joining: 'invited' })
      expect(refusal(await world.send(ben, 'board.create', { title: 'Mine', copyOf: secret }))).toBe(
        'not-found no-such-board',
      )
      const nowhere = 'nowhere-at-all' as BoardId
      expect(refusal(await world.send(ben, 'board.create', { title: 'Mine', copyOf: nowhere }))).toBe(
        'not-found no-such-board',
      )
    })

    test('asked again with the same proposed id it answers the same; anybody else is refused', async () => {
      const boardId = world.newId() as BoardId
      const first = await world.must(ada, 'board.create', { title: 'Once', boardId })
      expect(await world.must(ada, 'board.create', { title: 'Once', boardId })).toEqual(first)
      expect(refusal(await world.send(ada, 'board.create', { title: 'Twice', boardId }))).toBe('conflict id-taken')
      expect(refusal(await world.send(ben, 'board.create', { title: 'Once', boardId }))).toBe('conflict id-taken')
    })

    test('a guest makes no boards, and is not told that one could', async () => {
      const gus = await world.guest(await make(), 'gus')
      expect(refusal(await world.send(gus, 'board.create', { title: 'Mine' }))).toMatch(/^not-found/)
    })
  })

  describe('settings', () => {
    test('naming is a ratchet: free until the first idea, fixed ever after, also when that idea is removed', async () => {
      const boardId = await make()
      await world.must(ada, 'board.update', { boardId, naming: 'anonymous' })
      await world.must(ada, 'board.update', { boardId, naming: 'named' })
      await world.must(ada, 'board.update', { boardId, naming: 'anonymous' })
      const { ideaId } = await world.must(ada, 'idea.add', { boardId, text: 'said under a promise' })
      await world.must(ada, 'idea.remove', { ideaId })
      expect(refusal(await world.send(ada, 'board.update', { boardId, naming: 'named' }))).toBe('conflict naming-fixed')
      expect(refusal(await world.send(ada, 'board.update', { boardId, naming: 'anonymous', title: 'Same' }))).toBe(
        'done',
      )
      const named = await make()
      await world.must(ada, 'idea.add', { boardId: named, text: 'signed' })
      expect(refusal(await world.send(ada, 'board.update', { boardId: named, naming: 'anonymous' }))).toBe(
        'conflict naming-fixed',
      )
    })

    test('an idea and a change of naming in the same instant never meet', async () => {
      for (let i = 0; i < 8; i++) {
        const boardId = await make()
        const [added, changed] = await Promise.all([
          world.send(ada, 'idea.add', { boardId, text: 'first' }),
          world.send(ada, 'board.update', { boardId, naming: 'anonymous' }),
        ])
        expect(added.ok).toBe(true)
        const { naming } = await seen(ada, boardId)
        expect(naming).toBe(changed.ok ? 'anonymous' : 'named')
        const { ideaId } = (added as { value: { ideaId: string } }).value
        const row = (await world.dump()).get('ideas')?.find(({ id }) => id === ideaId)
        expect(row?.author_id === null).toBe(naming === 'anonymous')
      }
    })

    test('changing who may join tells live connections to be judged again', async () => {
      const boardId = await make()
      await world.announced()
      await world.must(ada, 'board.update', { boardId, joining: 'invited' })
      const topics = (await world.announced()).map(({ topic }) => topic)
      expect(topics).toContain('access.changed')
      expect(await world.place(ben, 'board', boardId)).toMatchObject({ standing: new Set(['member']) })
    })

    test('an archived board changes only by being restored; archiving twice is no fault', async () => {
      const boardId = await make()
      const columnId = (await seen(ada, boardId)).columns[0]!.columnId
      await world.must(ada, 'board.archive', { boardId })
      await world.must(ada, 'board.archive', { boardId })
      expect((await seen(ada, boardId)).archivedAt).not.toBeNull()
      const shut = [
        world.send(ada, 'board.update', { boardId, title: 'New' }),
        world.send(ada, 'board.lock', { boardId, locked: true }),
        world.send(ada, 'board.rotate-code', { boardId }),
        world.send(ada, 'column.add', { boardId, title: 'New' }),
        world.send(ada, 'column.update', { boardId, columnId, title: 'New' }),
        world.send(ada, 'column.remove', { boardId, columnId }),
        world.send(ada, 'idea.add', { boardId, text: 'New' }),
      ]
      for (const outcome of await Promise.all(shut)) expect(refusal(outcome)).toBe('conflict board-archived')
      await world.must(ada, 'board.restore', { boardId })
      expect(refusal(await world.send(ada, 'board.update', { boardId, title: 'New' }))).toBe('done')
    })

    test('a locked board takes no ideas until it is unlocked', async () => {
      const boardId = await make()
      await world.must(ada, 'board.lock', { boardId, locked: true })
      expect(refusal(await world.send(ada, 'idea.add', { boardId, text: 'late' }))).toBe('conflict board-locked')
      expect((await seen(ada, boardId)).may).not.toContain('board.write')
      expect((await seen(ada, boardId)).may).toContain('comment.add')
      await world.must(ada, 'board.lock', { boardId, locked: false })
      expect(refusal(await world.send(ada, 'idea.add', { boardId, text: 'in time' }))).toBe('done')
    })

    test('the wall shows a vote of this board, and of no other', async () => {
      const boardId = await make()
      const other = await make()
      const { roundId } = await world.must(ada, 'round.open', {
        boardId: other,
        method: 'dots',
        budget: 3,
        maxPerIdea: 1,
        blind: true,
        secret: true,
      })
      await world.must(ada, 'board.show', { boardId, wall: { show: 'join' } })
      expect((await seen(ada, boardId)).wall).toEqual({ show: 'join' })
      await world.must(ada, 'board.show', { boardId: other, wall: { show: 'result', roundId } })
      expect(refusal(await world.send(ada, 'board.show', { boardId, wall: { show: 'result', roundId } }))).toBe(
        'not-found no-such-round',
      )
    })
  })

  describe('columns', () => {
    test('at most so many, at least one, and titles have an end', async () => {
      const boardId = await make()
      for (let i = 1; i < COLUMNS_MAX_PER_BOARD; i++) await world.must(ada, 'column.add', { boardId, title: `C${i}` })
      expect(refusal(await world.send(ada, 'column.add', { boardId, title: 'one too many' }))).toBe(
        'conflict too-many-columns',
      )
      const { columns } = await seen(ada, boardId)
      for (const { columnId } of columns.slice(1)) await world.must(ada, 'column.remove', { boardId, columnId })
      const last = columns[0]!.columnId
      expect(refusal(await world.send(ada, 'column.remove', { boardId, columnId: last }))).toBe('conflict last-column')
      const title = 'x'.repeat(COLUMN_TITLE_MAX_CHARS + 1)
      expect(refusal(await world.send(ada, 'column.add', { boardId, title }))).toMatch(/^invalid/)
    })

    test('a column of another board, or one that is gone, is not there', async () => {
      const boardId = await make()
      const stranger = (await seen(ada, await make())).columns[0]!.columnId
      const { columnId } = await world.must(ada, 'column.add', { boardId, title: 'Short-lived' })
      await world.must(ada, 'column.remove', { boardId, columnId })
      for (const id of [stranger, columnId]) {
        expect(refusal(await world.send(ada, 'column.update', { boardId, columnId: id, title: 'Mine' }))).toBe(
          'not-found no-such-column',
        )
        expect(refusal(await world.send(ada, 'column.remove', { boardId, columnId: id }))).toBe(
          'not-found no-such-column',
        )
        expect(refusal(await world.send(ada, 'idea.add', { boardId, text: 'x', column: id }))).toBe(
          'not-found no-such-column',
        )
      }
    })

    test('a proposed id answers the same again, and is refused to anything else', async () => {
      const boardId = await make()
      const columnId = world.newId() as ColumnId
      await world.must(ada, 'column.add', { boardId, title: 'Mine', columnId })
      expect(await world.must(ada, 'column.add', { boardId, title: 'Mine', columnId })).toEqual({ columnId })
      expect(refusal(await world.send(ada, 'column.add', { boardId, title: 'Other', columnId }))).toBe(
        'conflict id-taken',
      )
      expect((await seen(ada, boardId)).columns).toHaveLength(2)
    })

    test('a position puts a column at that place among the others', async () => {
      const boardId = await make({ template: 'quick-wins', language: 'en' })
      const titles = async () => (await seen(ada, boardId)).columns.map(({ title }) => title)
      const ids = (await seen(ada, boardId)).columns.map(({ columnId }) => columnId)
      const [a, b, c, d] = await titles()
      await world.must(ada, 'column.update', { boardId, columnId: ids[3]!, position: 0 })
      expect(await titles()).toEqual([d, a, b, c])
      await world.must(ada, 'column.update', { boardId, columnId: ids[3]!, position: 2 })
      expect(await titles()).toEqual([a, b, d, c])
      await world.must(ada, 'column.update', { boardId, columnId: ids[0]!, position: COLUMNS_MAX_PER_BOARD })
      expect(await titles()).toEqual([b, d, c, a])
    })
  })

  describe('people', () => {
    test('the last facilitator stays, whoever tries and however', async () => {
      const boardId = await make()
      const me = ada.userId
      expect(refusal(await world.send(ada, 'board.remove-facilitator', { boardId, userId: me }))).toBe(
        'conflict last-facilitator',
      )
      expect(refusal(await world.send(ada, 'board.remove-person', { boardId, userId: me }))).toBe(
        'conflict last-facilitator',
      )
      await world.must(ada, 'board.add-facilitator', { boardId, userId: ben.userId })
      const both = await Promise.all([
        world.send(ada, 'board.remove-facilitator', { boardId, userId: ben.userId }),
        world.send(ben, 'board.remove-facilitator', { boardId, userId: me }),
      ])
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)
      expect((await seen(both[0].ok ? ada : ben, boardId)).facilitators).toHaveLength(1)
    })

    test('who is not there, or does not lead, cannot be taken off; a guest cannot lead', async () => {
      const boardId = await make()
      const gus = await world.guest(boardId, 'gus')
      const nobody = 'nobody-here' as UserId
      expect(refusal(await world.send(ada, 'board.add-facilitator', { boardId, userId: nobody }))).toBe(
        'not-found no-such-person',
      )
      expect(refusal(await world.send(ada, 'board.remove-person', { boardId, userId: nobody }))).toBe(
        'not-found no-such-person',
      )
      expect(refusal(await world.send(ada, 'board.remove-facilitator', { boardId, userId: ben.userId }))).toBe(
        'not-found not-a-facilitator',
      )
      expect(refusal(await world.send(ada, 'board.add-facilitator', { boardId, userId: gus.userId }))).toBe(
        'conflict guest-cannot-lead',
      )
    })

    test('somebody shown out sees nothing of the board, and the same code does not let them back in', async () => {
      const boardId = await make()
      const gus = await world.guest(boardId, 'gus')
      const cleo = await world.member('cleo')
      for (const person of [gus, cleo]) {
        expect((await view(person, boardId)).ok).toBe(true)
        await world.must(ada, 'board.remove-person', { boardId, userId: person.userId })
        expect(refusal(await view(person, boardId))).toBe('not-found not-found')
        expect(refusal(await world.send(person, 'idea.add', { boardId, text: 'still here' }))).toMatch(/^not-found/)
        const admitted = await world.db.transaction((tx) =>
          admit(tx, world.enqueue, { boardId, userId: person.userId, kind: person.kind, now: new Date() }),
        )
        expect(refusal(admitted)).toBe('forbidden removed-from-board')
        const listed = await listBoards(world.db, person)
        expect(listed.ok && listed.value.some((board) => board.boardId === boardId)).toBe(false)
      }
      await world.must(ada, 'board.add-facilitator', { boardId, userId: cleo.userId })
      expect((await view(cleo, boardId)).ok).toBe(true)
    })

    test('opening an open board puts a member among its people, once; it is then under their boards', async () => {
      const boardId = await make()
      const dan = await world.member('dan')
      const place = (await world.place(dan, 'board', boardId))!
      const mine = async () => {
        const listed = await listBoards(world.db, dan)
        return listed.ok && listed.value.find((board) => board.boardId === boardId)?.mine
      }
      expect(await mine()).toBe(false)
      await world.announced()
      for (let i = 0; i < 3; i++) await rememberOpening(world.db, world.enqueue, dan, place, new Date())
      expect(await mine()).toBe(true)
      expect((await world.announced()).filter(({ topic }) => topic === 'people.changed')).toHaveLength(1)
    })

    test('facilitators see who was shown out; guests see faces and names, not units', async () => {
      const boardId = await make()
      const gus = await world.guest(boardId, 'gus')
      const eve = await world.guest(boardId, 'eve')
      await world.must(ada, 'board.remove-person', { boardId, userId: eve.userId })
      const people = async (actor: Actor) => {
        const outcome = await boardPeople(world.db, actor, (await world.place(actor, 'board', boardId))!)
        return outcome.ok ? outcome.value : []
      }
      expect((await people(ada)).map(({ name, removed }) => [name, removed])).toEqual([
        ['ada', false],
        ['eve', true],
        ['gus', false],
      ])
      expect((await people(gus)).map(({ name }) => name)).toEqual(['ada', 'gus'])
      expect((await people(gus)).every(({ unit }) => unit === null)).toBe(true)
      expect(Object.keys((await people(gus))[0]!).sort()).toEqual(
        ['image', 'isGuest', 'name', 'removed', 'role', 'unit', 'userId'].sort(),
      )
    })
  })

  describe('joining', () => {
    test('a code is six characters that nobody reads as others, however it is typed', async () => {
      const boardId = await make()
      const code = await world.joinCode(boardId)
      expect(code).toMatch(new RegExp(`^[${JOIN_CODE_ALPHABET}]{6}$`))
      for (const typed of [
        code.toLowerCase(),
        ` ${code.slice(0, 3)}-${code.slice(3)} `,
        `${code[0]} ${code.slice(1)}`,
      ]) {
        expect((await boardByCode(world.db, typed))?.boardId).toBe(boardId)
      }
      expect(normalizeJoinCode('b5-sz 2')).toBe('85522')
      expect(await boardByCode(world.db, 'x'.repeat(10_000))).toBeNull()
    })

    test('a new code ends the old one', async () => {
      const boardId = await make()
      const old = await world.joinCode(boardId)
      const { joinCode } = await world.must(ada, 'board.rotate-code', { boardId })
      expect(joinCode).not.toBe(old)
      expect(await boardByCode(world.db, old)).toBeNull()
      expect((await boardByCode(world.db, joinCode))?.boardId).toBe(boardId)
      expect(await joinCodeOf(world.db, boardId)).toBe(joinCode)
    })

    test('guests come in where everyone may, members with the code anywhere, nobody into the archive', async () => {
      const joining = async (boardId: BoardId, kind: 'member' | 'guest') => {
        const userId = await world.person('joiner', { guest: kind === 'guest' })
        return refusal(
          await world.db.transaction((tx) => admit(tx, world.enqueue, { boardId, userId, kind, now: new Date() })),
        )
      }
      for (const [rule, guest, member] of [
        ['everyone', 'done', 'done'],
        ['members', 'forbidden members-only', 'done'],
        ['invited', 'forbidden members-only', 'done'],
      ] as const) {
        const boardId = await make({ joining: rule })
        expect([rule, await joining(boardId, 'guest'), await joining(boardId, 'member')]).toEqual([rule, guest, member])
        await world.must(ada, 'board.archive', { boardId })
        expect(await joining(boardId, 'member')).toBe('conflict board-archived')
      }
      expect(await joining('nowhere-at-all' as BoardId, 'member')).toBe('not-found no-such-board')
    })

    test('one guest too many is refused, a member still comes in', async () => {
      const boardId = await make()
      const ids = Array.from({ length: GUESTS_MAX_PER_BOARD }, () => world.newId() as UserId)
      await world.db
        .insert(user)
        .values(ids.map((id) => ({ id, name: 'g', email: `${id}@guest.invalid`, isAnonymous: true })))
      await world.db.insert(boardMembers).values(ids.map((userId) => ({ boardId, userId, role: 'participant' })))
      await expect(world.guest(boardId, 'late')).rejects.toThrow('board-full')
      const late = await world.member('late')
      const admitted = await world.db.transaction((tx) =>
        admit(tx, world.enqueue, { boardId, userId: late.userId, kind: 'member', now: new Date() }),
      )
      expect(refusal(admitted)).toBe('done')
    })

    test('the code and its address are for those who may invite, where a code lets anyone in', async () => {
      const boardId = await make()
      const gus = await world.guest(boardId, 'gus')
      const code = await world.joinCode(boardId)
      expect(await seen(ada, boardId)).toMatchObject({ joinCode: code, joinUrl: `https://kiem.example/join/${code}` })
      expect(await seen(gus, boardId)).toMatchObject({ joinCode: null, joinUrl: null })
      await world.must(ada, 'board.update', { boardId, joining: 'members' })
      expect((await seen(ada, boardId)).joinCode).toBeNull()
      await world.must(ada, 'board.archive', { boardId })
      expect((await seen(ada, boardId)).joinCode).toBeNull()
    })
  })

  test('the list shows mine first and then what is open to me, never an invited board or one of other guests', async () => {
    const open = await make({ title: 'open' })
    const members = await make({ title: 'members', joining: 'members' })
    const invited = await make({ title: 'invited', joining: 'invited' })
    const flo = await world.member('flo')
    const own = (await world.must(flo, 'board.create', { title: 'own' })).boardId
    const gus = await world.guest(open, 'gus')
    const ids = async (actor: Actor) => {
      const outcome = await listBoards(world.db, actor)
      return outcome.ok ? outcome.value.map(({ boardId }) => boardId) : []
    }
    const seenByFlo = await ids(flo)
    expect(seenByFlo[0]).toBe(own)
    expect(seenByFlo).toEqual(expect.arrayContaining([open, members]))
    expect(seenByFlo).not.toContain(invited)
    expect(await ids(gus)).toEqual([open])
  })
})
