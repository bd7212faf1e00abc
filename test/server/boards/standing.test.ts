// Who may do what: everyone × every command of boards, columns, ideas and comments, through the real dispatch.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { standingOf } from '../../../server/boards/standing.ts'
import type { Actor } from '../../../server/platform/command.ts'
import type { CommandName, RawInputOf } from '../../../shared/commands.ts'
import {
  type BoardId,
  type ColumnId,
  type CommentId,
  type IdeaId,
  JOININGS,
  type Naming,
} from '../../../shared/model.ts'
import { missing } from '../../support/services.ts'
import { type BoardWorld, boardWorld } from './world.ts'

describe('standings', () => {
  const facts = {
    kind: 'member' as const,
    roles: new Set(['member' as const]),
    joining: 'everyone' as const,
    membership: null,
    addressedHere: false,
    leadsSession: false,
    author: false,
    addressed: false,
  }
  const here = (given: Partial<Parameters<typeof standingOf>[0]>) => [...standingOf({ ...facts, ...given })].sort()

  test('a member is a participant wherever members may come, and on an invited board only when they are on it', () => {
    expect(here({})).toEqual(['member', 'participant'])
    expect(here({ joining: 'members' })).toEqual(['member', 'participant'])
    expect(here({ joining: 'invited' })).toEqual(['member'])
    const membership = { role: 'participant', removed: false }
    expect(here({ joining: 'invited', membership })).toEqual(['member', 'participant'])
  })

  test('a guest is nothing where they were not admitted, and never a participant', () => {
    expect(here({ kind: 'guest', roles: new Set() })).toEqual([])
    const membership = { role: 'participant', removed: false }
    expect(here({ kind: 'guest', roles: new Set(), membership })).toEqual(['guest'])
  })

  test('somebody shown out keeps only their roles, whatever they wrote and whoever may join', () => {
    for (const joining of JOININGS) {
      const membership = { role: 'facilitator', removed: true }
      expect(here({ joining, membership, author: true, addressedHere: true })).toEqual(['member'])
    }
  })

  test('who leads a session leads no board; a guest, and somebody shown out, leads nothing', () => {
    const membership = { role: 'participant', removed: false }
    expect(here({ membership, leadsSession: true })).toEqual(['leader', 'member', 'participant'])
    expect(here({ kind: 'guest', roles: new Set(), membership, leadsSession: true })).toEqual(['guest'])
    expect(here({ membership: { role: 'participant', removed: true }, leadsSession: true })).toEqual(['member'])
    expect(here({ leadsSession: true })).toEqual(['member', 'participant'])
  })

  test('a sponsor who is asked reads the board, also an invited one; whoever is not there is no author', () => {
    expect(here({ joining: 'invited', addressedHere: true })).toEqual(['member', 'participant'])
    expect(here({ joining: 'invited', addressed: true, addressedHere: true })).toContain('addressed')
    expect(here({ joining: 'invited', author: true })).toEqual(['member'])
  })
})

const COMMANDS_HERE = [
  'board.update',
  'board.lock',
  'board.rotate-code',
  'board.add-facilitator',
  'board.remove-facilitator',
  'board.remove-person',
  'board.show',
  'column.add',
  'column.update',
  'column.remove',
  'idea.add',
  'idea.add-many',
  'idea.update',
  'idea.like',
  'idea.set-stage',
  'comment.add',
  'comment.update',
  'comment.remove',
  'idea.remove',
  'idea.restore',
  'board.archive',
  'board.restore',
] as const satisfies readonly CommandName[]
type Here = (typeof COMMANDS_HERE)[number]

const MANAGE: readonly Here[] = COMMANDS_HERE.filter((name) => /^(board|column)\./.test(name) && name !== 'board.show')
const ANYONE: readonly Here[] = ['idea.add', 'idea.add-many', 'idea.like', 'comment.add']
const WROTE_IT: readonly Here[] = ['idea.update', 'idea.remove', 'idea.restore', 'comment.update', 'comment.remove']
const LEADS: readonly Here[] = [
  ...MANAGE,
  ...ANYONE,
  'board.show',
  'idea.update',
  'idea.set-stage',
  'comment.remove',
  'idea.remove',
  'idea.restore',
]

/** Which commands each of them may give on the board; everything else must not even reach a handler. */
const MAY: Record<string, readonly Here[]> = {
  facilitator: LEADS,
  'facilitator who wrote it': [...LEADS, 'comment.update'],
  participant: [...ANYONE, 'board.show'],
  'participant who wrote it': [...ANYONE, ...WROTE_IT, 'board.show'],
  guest: ANYONE,
  'guest who wrote it': [...ANYONE, ...WROTE_IT],
  stranger: [],
  'guest of another board': [],
  'member shown out, who wrote it': [],
  'admin, coach and sponsor elsewhere': [],
  'member of an open board who never opened it': [...ANYONE, 'board.show'],
}

describe.skipIf(missing('postgres'))('everyone × every command', () => {
  let world: BoardWorld
  beforeAll(async () => {
    world = await boardWorld()
  })
  afterAll(() => world.close())

  interface Ground {
    boardId: BoardId
    actor: Actor
    ideaId: IdeaId
    commentId: CommentId
    columnId: ColumnId
  }

  async function ground(who: string, naming: Naming): Promise<Ground> {
    const lead = await world.member('lead')
    const closed = !/guest|open board/.test(who)
    const { boardId } = await world.must(lead, 'board.create', { title: 'B', naming, template: 'idea-box' })
    const actor = await actorFor(who, boardId, lead)
    const author = /wrote it/.test(who) ? actor : lead
    const { ideaId } = await world.must(author, 'idea.add', { boardId, text: 'An idea' })
    const { commentId } = await world.must(author, 'comment.add', { ideaId, text: 'A word' })
    const { columnId } = await world.must(lead, 'column.add', { boardId, title: 'C' })
    if (closed) await world.must(lead, 'board.update', { boardId, joining: 'invited' })
    if (/shown out/.test(who)) await world.must(lead, 'board.remove-person', { boardId, userId: actor.userId })
    return { boardId, actor, ideaId, commentId, columnId }
  }

  async function actorFor(who: string, boardId: BoardId, lead: Actor): Promise<Actor> {
    if (who.startsWith('facilitator')) {
      if (!who.includes('wrote')) {
        const other = await world.member('other')
        await world.must(lead, 'board.add-facilitator', { boardId, userId: other.userId })
        return other
      }
      return lead
    }
    if (who === 'guest of another board') {
      const elsewhere = await world.must(lead, 'board.create', { title: 'Elsewhere' })
      return world.guest(elsewhere.boardId, 'gus')
    }
    if (who.startsWith('guest')) return world.guest(boardId, 'gus')
    if (who.startsWith('admin')) return world.member('ann', ['admin', 'coach', 'sponsor'])
    const person = await world.member('pat')
    if (/participant|shown out/.test(who)) await world.join(boardId, person.userId)
    return person
  }

  const inputs: { [N in Here]: (g: Ground) => RawInputOf<N> } = {
    'board.update': ({ boardId }) => ({ boardId, title: 'T' }),
    'board.lock': ({ boardId }) => ({ boardId, locked: false }),
    'board.rotate-code': ({ boardId }) => ({ boardId }),
    'board.add-facilitator': ({ boardId }) => ({ boardId, userId: 'nobody-here' }),
    'board.remove-facilitator': ({ boardId }) => ({ boardId, userId: 'nobody-here' }),
    'board.remove-person': ({ boardId }) => ({ boardId, userId: 'nobody-here' }),
    'board.show': ({ boardId }) => ({ boardId, wall: { show: 'board' } }),
    'column.add': ({ boardId }) => ({ boardId, title: 'T' }),
    'column.update': ({ boardId, columnId }) => ({ boardId, columnId, title: 'T' }),
    'column.remove': ({ boardId, columnId }) => ({ boardId, columnId }),
    'idea.add': ({ boardId }) => ({ boardId, text: 'T' }),
    'idea.add-many': ({ boardId }) => ({ boardId, texts: ['T'] }),
    'idea.update': ({ ideaId }) => ({ ideaId, details: 'T' }),
    'idea.like': ({ ideaId }) => ({ ideaId, liked: true }),
    'idea.set-stage': ({ ideaId }) => ({ ideaId, stage: 'shortlisted' }),
    'comment.add': ({ ideaId }) => ({ ideaId, text: 'T' }),
    'comment.update': ({ commentId }) => ({ commentId, text: 'T' }),
    'comment.remove': ({ commentId }) => ({ commentId }),
    'idea.remove': ({ ideaId }) => ({ ideaId }),
    'idea.restore': ({ ideaId }) => ({ ideaId }),
    'board.archive': ({ boardId }) => ({ boardId }),
    'board.restore': ({ boardId }) => ({ boardId }),
  }

  for (const naming of ['named', 'anonymous'] as const) {
    test.each(Object.keys(MAY))(`on a ${naming} board: %s`, async (who) => {
      const there = await ground(who, naming)
      const notThere = (MAY[who] ?? []).length === 0
      for (const name of COMMANDS_HERE) {
        world.reached()
        const outcome = await world.send(there.actor, name, inputs[name](there))
        const allowed = MAY[who]?.includes(name)
        expect([name, world.reached()]).toEqual([name, allowed ? [name] : []])
        if (allowed || outcome.ok) continue
        // To whom the board is not there, nothing on it is there either.
        expect([name, outcome.error.kind]).toEqual([name, notThere ? 'not-found' : 'forbidden'])
      }
    })
  }
})
