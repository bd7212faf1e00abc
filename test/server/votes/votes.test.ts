import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ROUND_BUDGET_MAX_VOTES, ROUNDS_MAX_PER_BOARD } from '../../../shared/limits.ts'
import type { BoardId, IdeaId, RoundId, UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { boardLayout } from '../../../server/documents/board-cards.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { ideaCommands } from '../../../server/ideas/commands.ts'
import { returningVotes, voteCommands } from '../../../server/votes/commands.ts'
import { ballotOf, ledgerRound, roundViews, talliesOf } from '../../../server/votes/reads.ts'
import { type RoomWorld, roomWorld, type Runner } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

let world: RoomWorld
let run: Runner<ReturnType<typeof voteCommands> & ReturnType<typeof returningVotes>>
let ada: UserId
let ben: UserId
let cleo: UserId
let boardId: BoardId
let soup: IdeaId
let bread: IdeaId
let salt: IdeaId

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)

describe.skipIf(missing('postgres'))('votes', () => {
  beforeAll(async () => {
    world = await roomWorld({ connections: 40 })
    const deps = { enqueue: world.enqueue, newId: world.newId, layout: boardLayout }
    const ideas = returningVotes(
      deps,
      ideaCommands({ ...deps, markerFor: async () => null, noteWriter: async () => undefined }),
    )
    run = world.runner({ ...voteCommands(deps), ...ideas }, () => boardId)
    ada = await world.person('ada')
    ben = await world.person('ben')
    cleo = await world.person('cleo')
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    boardId = (await world.board()).boardId
    soup = await world.idea(boardId, { number: 1, text: 'Soup' })
    bread = await world.idea(boardId, { number: 2, text: 'Bread' })
    salt = await world.idea(boardId, { number: 3, text: 'Salt' })
    await world.announced()
  })

  async function open(settings: { budget?: number; maxPerIdea?: number; blind?: boolean; secret?: boolean } = {}) {
    const asked = {
      boardId,
      method: 'dots' as const,
      budget: 5,
      maxPerIdea: 3,
      blind: false,
      secret: false,
      ...settings,
    }
    const outcome = await run('round.open', world.actor(ada), asked)
    if (!outcome.ok) throw new Error(outcome.error.reason)
    await world.announced()
    return outcome.value.roundId
  }
  const cast = (who: UserId, roundId: RoundId, ideaId: IdeaId, votes: number) =>
    run('vote.cast', world.actor(who), { roundId, ideaId, votes })
  const storedVotes = async (roundId: RoundId, userId?: UserId) => {
    const rows = await world.db
      .select()
      .from(schema.votes)
      .where(and(eq(schema.votes.roundId, roundId), userId ? eq(schema.votes.userId, userId) : undefined))
    return rows.reduce((sum, row) => sum + row.votes, 0)
  }
  async function ballotsAreSound(roundId: RoundId, budget: number) {
    const rows = await world.db.select().from(schema.ballots).where(eq(schema.ballots.roundId, roundId))
    for (const row of rows) {
      expect(row.left).toBeGreaterThanOrEqual(0)
      expect(row.left + (await storedVotes(roundId, row.userId as UserId))).toBe(budget)
    }
  }

  describe('a round', () => {
    test('opens with its settings and is announced to the board', async () => {
      const asked = {
        boardId,
        method: 'dots' as const,
        title: 'Best first',
        budget: 5,
        maxPerIdea: 9,
        blind: true,
        secret: true,
      }
      const outcome = await run('round.open', world.actor(ada), asked)
      expect(outcome.ok).toBe(true)
      expect((await world.announced()).map((row) => row.topic)).toEqual(['round.changed', 'board.changed'])
      const [view] = await roundViews(world.db, boardId)
      expect(view).toMatchObject({
        title: 'Best first',
        budget: 5,
        maxPerIdea: 5,
        blind: true,
        secret: true,
        voters: 0,
        result: null,
      })
      expect(view!.openedAt).toBe(world.now.getTime())
    })
    test('is refused while another is open, by command and by the database', async () => {
      await open()
      expect(
        reasonOf(
          await run('round.open', world.actor(ada), {
            boardId,
            method: 'dots',
            budget: 1,
            maxPerIdea: 1,
            blind: false,
            secret: false,
          }),
        ),
      ).toBe('conflict/round-already-open')
      const openings = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const other = (await world.board()).boardId
          const ask = () =>
            run('round.open', world.actor(ada), {
              boardId: other,
              method: 'dots',
              budget: 1,
              maxPerIdea: 1,
              blind: false,
              secret: false,
            })
          return Promise.all([ask(), ask()])
        }),
      )
      for (const pair of openings) expect(pair.filter((outcome) => outcome.ok)).toHaveLength(1)
    })
    test('one past the number a board holds is refused', async () => {
      const closed = Array.from({ length: ROUNDS_MAX_PER_BOARD }, () => ({
        id: world.newId(),
        boardId,
        method: 'dots',
        budget: 1,
        maxPerIdea: 1,
        blind: false,
        secret: false,
        closedAt: world.now,
      }))
      await world.db.insert(schema.rounds).values(closed)
      expect(
        reasonOf(
          await run('round.open', world.actor(ada), {
            boardId,
            method: 'dots',
            budget: 1,
            maxPerIdea: 1,
            blind: false,
            secret: false,
          }),
        ),
      ).toBe('conflict/too-many-rounds')
    })
    test('budgets outside their limits never reach the room', async () => {
      for (const budget of [0, ROUND_BUDGET_MAX_VOTES + 1, 1.5, -1, Number.NaN, 1e308, '5' as never]) {
        const asked = { boardId, method: 'dots' as const, budget, maxPerIdea: 1, blind: false, secret: false }
        expect((await run('round.open', world.actor(ada), asked)).ok, String(budget)).toBe(false)
      }
      expect(
        (
          await run('round.open', world.actor(ada), {
            boardId,
            method: 'dots',
            budget: ROUND_BUDGET_MAX_VOTES,
            maxPerIdea: 1,
            blind: false,
            secret: false,
          })
        ).ok,
      ).toBe(true)
    })
    test('closes once; a second closing and an unknown round are refused', async () => {
      const roundId = await open()
      expect(reasonOf(await run('round.close', world.actor(ada), { roundId }))).toBe('done')
      expect(reasonOf(await run('round.close', world.actor(ada), { roundId }))).toBe('conflict/round-closed')
      expect(reasonOf(await run('round.close', world.actor(ada), { roundId: 'no-such-round' }))).toBe(
        'not-found/round-not-found',
      )
    })
    test('an id that is taken is refused, not written over', async () => {
      const roundId = await open()
      await run('round.close', world.actor(ada), { roundId })
      const again = { boardId, method: 'dots' as const, budget: 2, maxPerIdea: 1, blind: false, secret: false, roundId }
      expect((await run('round.open', world.actor(ada), again)).ok).toBe(false)
      expect((await roundViews(world.db, boardId))[0]!.budget).toBe(5)
    })
  })

  describe('a vote', () => {
    test('F43 is absolute: sent twice it counts once', async () => {
      const roundId = await open()
      expect(await cast(ben, roundId, soup, 2)).toEqual({ ok: true, value: { left: 3 } })
      expect(await cast(ben, roundId, soup, 2)).toEqual({ ok: true, value: { left: 3 } })
      await Promise.all(Array.from({ length: 30 }, () => cast(ben, roundId, soup, 2)))
      expect(await storedVotes(roundId)).toBe(2)
      await ballotsAreSound(roundId, 5)
    })
    test('a repeat announces nothing', async () => {
      const roundId = await open()
      await cast(ben, roundId, soup, 2)
      await world.announced()
      await cast(ben, roundId, soup, 2)
      expect(await world.announced()).toEqual([])
    })
    test('can be raised, lowered and taken back', async () => {
      const roundId = await open()
      expect(await cast(ben, roundId, soup, 3)).toEqual({ ok: true, value: { left: 2 } })
      expect(await cast(ben, roundId, soup, 1)).toEqual({ ok: true, value: { left: 4 } })
      expect(await cast(ben, roundId, soup, 0)).toEqual({ ok: true, value: { left: 5 } })
      expect(await ballotOf(world.db, boardId, ben)).toEqual({ roundId, votes: {}, left: 5 })
    })
    test('every refusal says why and leaves nothing behind', async () => {
      const roundId = await open({ budget: 4, maxPerIdea: 3 })
      expect(reasonOf(await cast(ben, 'no-such-round' as RoundId, soup, 1))).toBe('not-found/round-not-found')
      expect(reasonOf(await cast(ben, roundId, 'no-such-idea' as IdeaId, 1))).toBe('not-found/idea-not-found')
      expect(reasonOf(await cast(ben, roundId, soup, 4))).toBe('conflict/idea-full')
      expect(await world.db.select().from(schema.ballots).where(eq(schema.ballots.roundId, roundId))).toEqual([])
      await cast(ben, roundId, soup, 3)
      expect(reasonOf(await cast(ben, roundId, bread, 2))).toBe('conflict/budget-spent')
      await run('round.close', world.actor(ada), { roundId })
      expect(reasonOf(await cast(ben, roundId, soup, 0))).toBe('conflict/round-closed')
      expect(await storedVotes(roundId)).toBe(3)
    })
    test('F49 an idea of another board or a removed one is no idea of this round', async () => {
      const roundId = await open()
      const elsewhere = await world.idea((await world.board()).boardId, { number: 1 })
      const removed = await world.idea(boardId, { number: 9, removedAt: world.now })
      expect(reasonOf(await cast(ben, roundId, elsewhere, 1))).toBe('not-found/idea-not-found')
      expect(reasonOf(await cast(ben, roundId, removed, 1))).toBe('not-found/idea-not-found')
    })
    test('F49 a round of another board is no round of the place that was authorised', async () => {
      const roundId = await open()
      const other = (await world.board()).boardId
      const outcome = await run('vote.cast', world.actor(ben), { roundId, ideaId: soup, votes: 1 }, { boardId: other })
      expect(reasonOf(outcome)).toBe('not-found/round-not-found')
    })
    test('F50 no number but a whole one from 0 to the limit reaches the room', async () => {
      const roundId = await open()
      for (const votes of [
        -1,
        0.5,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        1e308,
        ROUND_BUDGET_MAX_VOTES + 1,
        '1' as never,
        null as never,
      ]) {
        expect((await cast(ben, roundId, soup, votes)).ok, String(votes)).toBe(false)
      }
      expect(await storedVotes(roundId)).toBe(0)
    })
    test('the ballot keeps the budget it was handed out with', async () => {
      const roundId = await open({ budget: 5 })
      await cast(ben, roundId, soup, 1)
      await world.db.update(schema.rounds).set({ budget: 1 }).where(eq(schema.rounds.id, roundId))
      expect(await cast(ben, roundId, bread, 3)).toEqual({ ok: true, value: { left: 1 } })
    })
    test('F44 the database itself refuses a ballot below zero', async () => {
      const roundId = await open()
      await cast(ben, roundId, soup, 1)
      const below = world.db
        .update(schema.ballots)
        .set({ left: sql`votes_left - 99` })
        .where(eq(schema.ballots.roundId, roundId))
      await expect(below).rejects.toThrow()
    })
  })

  describe('races', () => {
    test('F44 200 parallel casts by one person, many ideas, never pass the budget', async () => {
      const ideas = await Promise.all(Array.from({ length: 40 }, (_, n) => world.idea(boardId, { number: 100 + n })))
      const roundId = await open({ budget: 7, maxPerIdea: 3 })
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, (_, n) => cast(ben, roundId, ideas[n % 2 ? 0 : n % ideas.length]!, (n * 7) % 4)),
      )
      for (const outcome of outcomes) expect(['done', 'conflict/budget-spent']).toContain(reasonOf(outcome))
      expect(outcomes.some((outcome) => !outcome.ok)).toBe(true)
      expect(await storedVotes(roundId, ben)).toBeLessThanOrEqual(7)
      await ballotsAreSound(roundId, 7)
      expect(world.deadlocks).toBe(0)
    })
    test('F44 200 parallel casts of one vote on as many ideas spend the budget exactly', async () => {
      const ideas = await Promise.all(Array.from({ length: 200 }, (_, n) => world.idea(boardId, { number: 100 + n })))
      const roundId = await open({ budget: 12, maxPerIdea: 1, blind: true })
      const outcomes = await Promise.all(ideas.map((idea) => cast(ben, roundId, idea, 1)))
      expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(12)
      expect(await storedVotes(roundId)).toBe(12)
      await ballotsAreSound(roundId, 12)
    })
    test.each([true, false])(
      'F46 a vote is counted before the closing or refused after it (blind: %s)',
      async (blind) => {
        const people = await Promise.all(Array.from({ length: 30 }, (_, n) => world.person(`voter${n}`)))
        const roundId = await open({ budget: 3, blind })
        const closing = Promise.race(people.slice(0, 5).map((who) => cast(who, roundId, bread, 1))).then(() =>
          run('round.close', world.actor(ada), { roundId }),
        )
        const casts = await Promise.all(people.map((who, n) => cast(who, roundId, n % 2 ? soup : salt, 2)))
        expect(reasonOf(await closing)).toBe('done')
        for (const outcome of casts) expect(['done', 'conflict/round-closed']).toContain(reasonOf(outcome))
        const [view] = await roundViews(world.db, boardId)
        const total = view!.result!.reduce((sum, idea) => sum + idea.votes, 0)
        expect(total).toBe(await storedVotes(roundId))
        expect(total).toBeGreaterThanOrEqual(2 * casts.filter((outcome) => outcome.ok).length)
        expect((await ledgerRound(world.db, roundId))!.result).toEqual(view!.result)
      },
    )
    test('F47 many people casting on the same ideas in opposite order meet no deadlock', async () => {
      const people = await Promise.all(Array.from({ length: 20 }, (_, n) => world.person(`crossing${n}`)))
      const roundId = await open({ budget: 20 })
      await Promise.all(
        people.map(async (who, n) => {
          for (const idea of n % 2 ? [soup, bread, salt] : [salt, bread, soup]) await cast(who, roundId, idea, 2)
        }),
      )
      expect(world.deadlocks).toBe(0)
      expect(await storedVotes(roundId)).toBe(120)
    })
    test('F51 an idea removed while people vote for it keeps no vote, and every ballot adds up', async () => {
      const people = await Promise.all(Array.from({ length: 25 }, (_, n) => world.person(`remover${n}`)))
      const roundId = await open({ budget: 5 })
      await cast(ada, roundId, soup, 3)
      const removal = run('idea.remove', world.actor(ada), { ideaId: soup })
      const casts = Promise.all(people.flatMap((who) => [cast(who, roundId, soup, 2), cast(who, roundId, bread, 1)]))
      await Promise.all([removal, casts])
      const left = await world.db.select().from(schema.votes).where(eq(schema.votes.ideaId, soup))
      expect(left).toEqual([])
      await ballotsAreSound(roundId, 5)
      expect(world.deadlocks).toBe(0)
    })
  })

  describe('what may be known', () => {
    test('F77 a blind round tells nothing but the number of voters until it closes', async () => {
      const roundId = await open({ blind: true })
      await cast(ben, roundId, soup, 3)
      await cast(cleo, roundId, bread, 1)
      const topics = (await world.announced()).map((row) => row.topic)
      expect(topics.sort()).toEqual(['ballot.changed', 'ballot.changed', 'round.changed', 'round.changed'])

      expect((await roundViews(world.db, boardId))[0]).toMatchObject({ voters: 2, result: null })
      expect(await ledgerRound(world.db, roundId)).toMatchObject({ voters: 2, result: null })
      expect(await talliesOf(world.db, boardId, [soup, bread])).toEqual(new Map())
      const revisions = await world.db
        .select({ rev: schema.ideas.rev })
        .from(schema.ideas)
        .where(eq(schema.ideas.boardId, boardId))
      expect(
        revisions.map((row) => row.rev),
        'no revision moves with a vote',
      ).toEqual([0, 0, 0])

      await run('round.close', world.actor(ada), { roundId })
      const ranked = [
        { ideaId: soup, number: 1, text: 'Soup', votes: 3, voters: 1, rank: 1 },
        { ideaId: bread, number: 2, text: 'Bread', votes: 1, voters: 1, rank: 2 },
      ]
      expect((await roundViews(world.db, boardId))[0]!.result).toEqual(ranked)
      expect((await ledgerRound(world.db, roundId))!.result).toEqual(ranked)
      expect(await talliesOf(world.db, boardId, [soup, salt])).toEqual(new Map([[soup, [{ roundId, votes: 3 }]]]))
      const announced = await world.announced()
      expect(announced.map((row) => row.topic)).toEqual(['round.changed', 'board.changed', 'ideas.changed'])
      const changed = announced.find((row) => row.topic === 'ideas.changed')!.payload as { ideaIds: IdeaId[] }
      expect(new Set(changed.ideaIds)).toEqual(new Set([soup, bread]))
    })
    test('an open round that is not blind tells its tallies as they run', async () => {
      const roundId = await open()
      await cast(ben, roundId, soup, 2)
      expect((await world.announced()).map((row) => row.topic)).toEqual([
        'ballot.changed',
        'round.changed',
        'ideas.changed',
      ])
      await cast(ben, roundId, bread, 1)
      expect(
        (await world.announced()).map((row) => row.topic),
        'the number of voters stays',
      ).toEqual(['ballot.changed', 'ideas.changed'])
      expect(await talliesOf(world.db, boardId, [soup, bread])).toEqual(
        new Map([
          [soup, [{ roundId, votes: 2 }]],
          [bread, [{ roundId, votes: 1 }]],
        ]),
      )
    })
    test('the voters of a round are those who have a vote in it now', async () => {
      const roundId = await open({ blind: true })
      await cast(ben, roundId, soup, 1)
      await cast(cleo, roundId, soup, 1)
      await cast(cleo, roundId, soup, 0)
      expect((await ledgerRound(world.db, roundId))!.voters).toBe(1)
    })
    test('the ledger entry read later carries the greater revision', async () => {
      const roundId = await open()
      const first = await ledgerRound(world.db, roundId)
      await cast(ben, roundId, soup, 1)
      const second = await ledgerRound(world.db, roundId)
      expect(second!.rev).toBeGreaterThan(first!.rev)
      expect(await ledgerRound(world.db, 'no-such-round' as RoundId)).toBeNull()
    })
    test('a ballot is read for one person, whole before the first vote, and not without an open round', async () => {
      expect(await ballotOf(world.db, boardId, ben)).toBeNull()
      const roundId = await open()
      expect(await ballotOf(world.db, boardId, ben)).toEqual({ roundId, votes: {}, left: 5 })
      await cast(cleo, roundId, bread, 1)
      await cast(ben, roundId, soup, 3)
      expect(await ballotOf(world.db, boardId, ben)).toEqual({ roundId, votes: { [soup]: 3 }, left: 2 })
    })
  })

  test('F51 removing an idea gives its votes back in the open round and takes it out of closed results', async () => {
    const closed = await open()
    await cast(ben, closed, soup, 2)
    await cast(ben, closed, bread, 1)
    await run('round.close', world.actor(ada), { roundId: closed })
    const roundId = await open()
    await cast(ben, roundId, soup, 3)
    await cast(cleo, roundId, soup, 1)
    await cast(cleo, roundId, bread, 1)
    await world.announced()

    expect(reasonOf(await run('idea.remove', world.actor(ada), { ideaId: soup }))).toBe('done')
    expect(await ballotOf(world.db, boardId, ben)).toEqual({ roundId, votes: {}, left: 5 })
    expect(await ballotOf(world.db, boardId, cleo)).toEqual({ roundId, votes: { [bread]: 1 }, left: 4 })
    const announced = await world.announced()
    expect(announced.filter((row) => row.topic === 'round.changed').map((row) => row.payload)).toEqual([
      { boardId, roundId },
      { boardId, roundId: closed },
    ])
    const views = await roundViews(world.db, boardId)
    expect(views.find((view) => view.roundId === closed)!.result!.map((idea) => [idea.ideaId, idea.rank])).toEqual([
      [bread, 1],
    ])

    expect(reasonOf(await run('idea.restore', world.actor(ada), { ideaId: soup }))).toBe('done')
    const again = (await world.announced()).filter((row) => row.topic === 'round.changed')
    expect(again.map((row) => row.payload)).toEqual([{ boardId, roundId: closed }])
    const restored = (await roundViews(world.db, boardId)).find((view) => view.roundId === closed)!.result!
    expect(restored.map((idea) => [idea.ideaId, idea.votes])).toEqual([
      [soup, 2],
      [bread, 1],
    ])
  })
})
