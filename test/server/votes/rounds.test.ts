// Owns: rounds that come and go with the phases of a session, on a real PostgreSQL: taken over, closed, opened again and
// taken away, and what of a blind one may be known at each of these moments (F77).
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../../server/platform/database/handle.ts'
import { boardLayout } from '../../../server/documents/board-cards.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { voteCommands } from '../../../server/votes/commands.ts'
import { ledgerRound, roundViews, talliesOf } from '../../../server/votes/reads.ts'
import { closeOpenRound, dropRound, openWithPhase, reopenRound } from '../../../server/votes/rounds.ts'
import type { BoardId, IdeaId, RoundId, UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { type RoomWorld, roomWorld, type Runner } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

let world: RoomWorld
let run: Runner<ReturnType<typeof voteCommands>>
let ada: UserId
let boardId: BoardId
let soup: IdeaId

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)

describe.skipIf(missing('postgres'))('rounds of phases', () => {
  beforeAll(async () => {
    world = await roomWorld()
    run = world.runner(voteCommands(deps()), () => boardId)
    ada = await world.person('ada')
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    boardId = (await world.board()).boardId
    soup = await world.idea(boardId, { number: 1, text: 'Soup' })
    await world.announced()
  })

  const deps = () => ({ enqueue: world.enqueue, newId: world.newId, layout: boardLayout })
  const inOne = <T>(work: (tx: Tx) => Promise<T>) => world.db.transaction(work)
  const blind = { method: 'dots', budget: 3, maxPerIdea: 2, blind: true, secret: true } as const
  const begin = async (): Promise<{ roundId: RoundId; opened: boolean }> => {
    const round = { ...blind, boardId, title: 'Dots', by: ada, now: world.now }
    const outcome = await inOne((tx) => openWithPhase(tx, deps(), round))
    if (!outcome.ok) throw new Error(outcome.error.reason)
    return outcome.value
  }
  const close = () => inOne((tx) => closeOpenRound(tx, deps(), boardId, world.now))
  const reopen = (roundId: RoundId) => inOne((tx) => reopenRound(tx, deps(), roundId, world.now))
  const drop = (roundId: RoundId) => inOne((tx) => dropRound(tx, deps(), roundId, world.now))
  const cast = (roundId: RoundId, votes: number) => run('vote.cast', world.actor(ada), { roundId, ideaId: soup, votes })
  const topics = async () => (await world.announced()).map(({ topic }) => topic)

  test('one begins with its phase; what is open already is taken over with its own rules', async () => {
    const first = await begin()
    expect(first.opened).toBe(true)
    expect(await topics()).toEqual(['round.changed', 'board.changed'])
    expect(await begin()).toEqual({ roundId: first.roundId, opened: false })
    expect(await topics(), 'nothing has changed').toEqual([])
    expect(await roundViews(world.db, boardId)).toMatchObject([{ title: 'Dots', budget: 3, blind: true }])
  })

  test('whichever is open is closed; without one nothing happens', async () => {
    expect(await close()).toBeNull()
    const { roundId } = await begin()
    expect(await close()).toBe(roundId)
    expect(reasonOf(await cast(roundId, 1))).toBe('round-closed')
    expect(await close()).toBeNull()
  })

  test('F77 a blind one that is opened again tells its result no more, and its votes go on', async () => {
    const { roundId } = await begin()
    await cast(roundId, 2)
    await close()
    expect(await talliesOf(world.db, boardId, [soup])).toEqual(new Map([[soup, [{ roundId, votes: 2 }]]]))
    await world.announced()
    expect(reasonOf(await reopen(roundId))).toBe('done')
    expect((await ledgerRound(world.db, roundId))?.result).toBeNull()
    expect(await talliesOf(world.db, boardId, [soup])).toEqual(new Map())
    expect(await topics(), 'the ideas take their tallies off the board').toEqual([
      'round.changed',
      'board.changed',
      'ideas.changed',
    ])
    expect(await cast(roundId, 1)).toEqual({ ok: true, value: { left: 2 } })
    expect(reasonOf(await reopen(roundId)), 'it is open').toBe('done')
  })

  test('is not opened again beside another, nor when it is gone', async () => {
    const { roundId } = await begin()
    await close()
    const { roundId: other } = await begin()
    expect(reasonOf(await reopen(roundId))).toBe('round-already-open')
    expect(reasonOf(await reopen(world.newId() as RoundId))).toBe('round-not-found')
    expect(reasonOf(await drop(other))).toBe('done')
    expect(reasonOf(await reopen(roundId))).toBe('done')
  })

  test('is taken away while nobody has a vote in it, ballots that were handed out with it', async () => {
    const { roundId } = await begin()
    await cast(roundId, 1)
    expect(reasonOf(await drop(roundId))).toBe('round-has-votes')
    await cast(roundId, 0)
    await world.announced()
    expect(reasonOf(await drop(roundId))).toBe('done')
    expect(await topics()).toEqual(['round.changed', 'board.changed'])
    expect(await roundViews(world.db, boardId)).toEqual([])
    expect(await world.db.select().from(schema.ballots).where(eq(schema.ballots.roundId, roundId))).toEqual([])
    expect(await ledgerRound(world.db, roundId)).toBeNull()
    expect(reasonOf(await drop(roundId)), 'again').toBe('done')
  })
})
