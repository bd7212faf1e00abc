// Owns: how sponsors answered, as the suggestions read it, is what the trail says turn by turn; and it reads no more than it needs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pastOf, TURNS_READ_MAX, waitingFor } from '../../../server/organisation/past.ts'
import { trailSince, turnsOf } from '../../../server/organisation/turns.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import type { CaseState, MoveName } from '../../../shared/cases.ts'
import type { BoardId, IdeaId, UserId } from '../../../shared/model.ts'
import { type RoomWorld, roomWorld } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS
const MOVES = [
  'endorse',
  'ask',
  'reply',
  'decline',
  'hand-over',
  'accept',
  'lapse',
  'raise-again',
  'look-again',
] as const
const STATES = ['with-sponsor', 'with-deputy', 'asked', 'handed-over', 'on-agenda', 'declined', 'endorsed'] as const

describe.skipIf(missing('postgres'))('how sponsors answered', () => {
  let world: RoomWorld
  let seq = 0
  let soup: IdeaId
  let boardId: BoardId
  const sponsors: UserId[] = []

  beforeAll(async () => {
    world = await roomWorld()
    for (const name of ['sue', 'bob', 'vera', 'new']) sponsors.push(await world.person(name, { roles: ['sponsor'] }))
    boardId = (await world.board()).boardId
    soup = await world.idea(boardId, { text: 'Soup' })
  })
  afterAll(() => world?.close())

  type Row = typeof schema.caseMoves.$inferInsert
  const moved = (escalationId: string, move: MoveName, owedBy: UserId | null, state: CaseState, at: Date): Row => ({
    seq: ++seq,
    escalationId,
    ideaId: soup,
    move,
    by: null,
    after: { state, owedBy },
    at,
    hash: String(seq),
  })

  test('is what the trail says, turn by turn, of those that began within the year', async () => {
    // A fixed row of numbers that looks like chance.
    let chance = 7
    const one = <T>(of: readonly T[]): T => of[(chance = (chance * 48_271) % 2_147_483_647) % of.length]!
    const begin = world.now.getTime() - 2 * YEAR_MS
    const rows: Row[] = []
    for (let n = 0; n < 180; n++) {
      const escalationId = `case-${n % 12}`
      const isFirst = n < 12
      const state: CaseState = isFirst ? 'with-sponsor' : one(STATES)
      const owedBy = state === 'declined' ? null : one(sponsors.slice(0, 3))
      rows.push(moved(escalationId, isFirst ? 'raise' : one(MOVES), owedBy, state, new Date(begin + n * 4 * DAY_MS)))
    }
    await world.db.insert(schema.caseMoves).values(rows)
    const since = new Date(world.now.getTime() - YEAR_MS)

    const trail = await trailSince(world.db, new Date(0))
    const expected = new Map<UserId, { answered: number; inTime: number }>()
    const byCase = new Map<string, number>()
    for (const move of trail) {
      // The turn that this move ends, if it ends one, began with the move before it.
      const began = byCase.get(move.escalationId)
      byCase.set(move.escalationId, move.at)
      if (began === undefined || began < since.getTime()) continue
      const until = trail.filter((other) => other.escalationId === move.escalationId && other.at <= move.at)
      const before = trail.filter((other) => other.escalationId === move.escalationId && other.at < move.at)
      for (const turn of turnsOf(until).slice(turnsOf(before).length)) {
        const past = expected.get(turn.userId) ?? { answered: 0, inTime: 0 }
        expected.set(turn.userId, {
          answered: past.answered + 1,
          inTime: past.inTime + (turn.inTime ? 1 : 0),
        })
      }
    }
    expect([...expected.values()].every(({ answered }) => answered > 5 && answered < TURNS_READ_MAX)).toBe(true)
    expect(expected.size).toBe(3)
    const found = await pastOf(world.db, sponsors, since)
    expect(found).toEqual(expected)
    expect(await pastOf(world.db, [], since)).toEqual(new Map())
  })

  test('is read of the newest turns alone', async () => {
    const often = await world.person('often', { roles: ['sponsor'] })
    const rows = Array.from({ length: TURNS_READ_MAX + 1 }, (_, n) => {
      const at = new Date(world.now.getTime() - (500 - n) * 60_000)
      // The oldest of them lapsed.
      return [
        moved(`often-${n}`, 'raise', often, 'with-sponsor', at),
        moved(`often-${n}`, n === 0 ? 'lapse' : 'decline', null, 'declined', at),
      ]
    })
    await world.db.insert(schema.caseMoves).values(rows.flat())
    const found = await pastOf(world.db, [often], new Date(0))
    expect(found.get(often)).toEqual({ answered: TURNS_READ_MAX, inTime: TURNS_READ_MAX })
  })

  test('what waits for them is counted by person, without what they asked themselves', async () => {
    const [sue, bob] = sponsors as [UserId, UserId]
    const ada = await world.person('ada')
    const row = { sponsorId: sue, escalatedBy: ada, why: 'Cold' }
    for (const [state, owedBy] of [
      ['with-sponsor', sue],
      ['on-agenda', sue],
      ['asked', ada],
      ['handed-over', bob],
    ] as const) {
      const ideaId = await world.idea(boardId, { text: state })
      await world.db.insert(schema.escalations).values({ ...row, id: world.newId(), ideaId, state, owedBy })
    }
    expect(await waitingFor(world.db, [...sponsors, ada])).toEqual(
      new Map([
        [sue, 2],
        [bob, 1],
      ]),
    )
  })
})
