// Owns: a room's casts carried out together through dispatch, on a real PostgreSQL, also by two nodes at once: each is
// judged and answered by itself, a refused one leaves nothing, and no answer counts twice.
import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BoardId, IdeaId, RoundId, UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { locate, locateEach } from '../../../server/boards/locate.ts'
import { createDispatch, type Dispatch } from '../../../server/gateway/dispatch.ts'
import type { Handlers } from '../../../server/platform/command.ts'
import { boardLayout } from '../../../server/documents/board-cards.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { castingTogether, voteCommands } from '../../../server/votes/commands.ts'
import { ballotSubscriber } from '../../../server/votes/subscribers.ts'
import { type RoomWorld, roomWorld } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

const BUDGET = 3
let world: RoomWorld
let boardId: BoardId
let roundId: RoundId
let ideas: IdeaId[]
let people: UserId[]

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)

/** As one node has it. */
function node(): Dispatch {
  const deps = { enqueue: world.enqueue, newId: world.newId, layout: boardLayout }
  return createDispatch({
    transaction: (work) => world.db.transaction(work),
    handlers: voteCommands(deps) as Handlers,
    together: { handlers: { 'vote.cast': castingTogether(deps) }, locateEach },
    locate,
    turn: () => 0,
    now: () => new Date(),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    refusalOf(error) {
      throw error
    },
    onAnswer: () => undefined,
  })
}

describe.skipIf(missing('postgres'))('casts of one moment', () => {
  beforeAll(async () => {
    world = await roomWorld({ connections: 12 })
    people = await Promise.all(Array.from({ length: 12 }, (_, n) => world.person(`voter${n}`)))
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    boardId = (await world.board()).boardId
    ideas = await Promise.all([1, 2, 3, 4].map((number) => world.idea(boardId, { number })))
    for (const person of people) await world.join(boardId, person)
    roundId = world.newId() as RoundId
    const dots = { method: 'dots', budget: BUDGET, maxPerIdea: 2, blind: true, secret: false }
    await world.db.insert(schema.rounds).values({ id: roundId, boardId, ...dots })
    await world.announced()
  })

  const cast = (dispatch: Dispatch, who: UserId, ideaId: IdeaId, votes: number, key: string = world.newId()) => {
    const actor = world.actor(who, { roles: new Set(['member']) })
    return dispatch({ actor, name: 'vote.cast', input: { roundId, ideaId, votes }, key })
  }
  const ballots = () => world.db.select().from(schema.ballots).where(eq(schema.ballots.roundId, roundId))
  const votesOf = (userId: UserId) =>
    world.db
      .select()
      .from(schema.votes)
      .where(and(eq(schema.votes.roundId, roundId), eq(schema.votes.userId, userId)))
  async function everyBallotAddsUp() {
    for (const { userId, left } of await ballots()) {
      const given = (await votesOf(userId as UserId)).reduce((sum, row) => sum + row.votes, 0)
      expect(left + given).toBe(BUDGET)
    }
  }

  test('each is judged by itself: what one may not do changes nothing for the others', async () => {
    const dispatch = node()
    const [ada, ben, cleo, dirk, eve] = people as [UserId, UserId, UserId, UserId, UserId]
    await world.db
      .update(schema.boardMembers)
      .set({ removedAt: new Date() })
      .where(and(eq(schema.boardMembers.boardId, boardId), eq(schema.boardMembers.userId, dirk)))
    const elsewhere = await world.idea((await world.board()).boardId, { number: 9 })
    const first = cast(dispatch, ada, ideas[0]!, 1)
    const answers = await Promise.all([
      first,
      cast(dispatch, ben, ideas[0]!, 2),
      cast(dispatch, cleo, ideas[0]!, 3),
      cast(dispatch, dirk, ideas[0]!, 1),
      cast(dispatch, eve, elsewhere, 1),
      cast(dispatch, ben, ideas[1]!, 1),
      cast(dispatch, ben, ideas[2]!, 1),
    ])
    expect(answers.map(reasonOf)).toEqual([
      'done',
      'done',
      'idea-full',
      'not-found',
      'idea-not-found',
      'done',
      'budget-spent',
    ])
    expect(answers[5]).toEqual({ ok: true, value: { left: 0 } })
    await everyBallotAddsUp()
    expect((await ballots()).map((row) => row.userId).sort(), 'a refused vote puts no ballot down').toEqual(
      [ada, ben].sort(),
    )
  })

  test('many are told of in one row, to each the own ballot and no other', async () => {
    const dispatch = node()
    await Promise.all(people.map((who, n) => cast(dispatch, who, ideas[n % 4]!, 1)))
    const told = (await world.announced()).filter((row) => row.topic === 'ballot.changed')
    expect(told.length).toBeLessThan(people.length)
    const heard: [UserId, unknown][] = []
    const tell = ballotSubscriber({ reader: world.db, toUser: (userId, _, body) => heard.push([userId, body]) })
    for (const row of told) await tell(row.payload)
    expect(heard.map(([userId]) => userId).sort()).toEqual([...people].sort())
    people.forEach((who, n) => {
      const own = heard.find(([userId]) => userId === who)?.[1]
      expect(own).toEqual({ roundId, votes: { [ideas[n % 4]!]: 1 }, left: BUDGET - 1 })
    })
  })

  test('R7 everything sent twice, to two nodes at once, counts once and is answered alike', async () => {
    const nodes = [node(), node()] as const
    const sent = people.flatMap((who, n) => ideas.slice(0, 2).map((ideaId, i) => ({ who, ideaId, key: `${n}/${i}` })))
    const answers = await Promise.all(
      sent.map(({ who, ideaId, key }) => {
        const named = `${roundId} ${key}`
        return Promise.all(nodes.map((dispatch) => cast(dispatch, who, ideaId, 1, named)))
      }),
    )
    for (const [here, there] of answers) {
      expect(reasonOf(here!)).toBe('done')
      expect(there).toEqual(here)
    }
    for (const who of people) expect(await votesOf(who)).toHaveLength(2)
    await everyBallotAddsUp()
  })

  test('F44 a budget is exact however many casts of one person two nodes carry out together', async () => {
    const nodes = [node(), node()] as const
    const [ada] = people as [UserId]
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => cast(nodes[n % 2 ? 1 : 0], ada, ideas[n % 4]!, n % 3)),
    )
    expect(answers.every((answer) => ['done', 'budget-spent'].includes(reasonOf(answer)))).toBe(true)
    await everyBallotAddsUp()
  })

  test('a ballot that fails in the database fails alone', async () => {
    const dispatch = node()
    const nobody = world.newId() as UserId // has no account, so that no ballot can be theirs
    await world.db.execute(sql`update boards set joining = 'everyone' where id = ${boardId}`)
    const first = cast(dispatch, people[0]!, ideas[0]!, 1)
    const settled = await Promise.allSettled([
      first,
      cast(dispatch, people[1]!, ideas[0]!, 1),
      cast(dispatch, nobody, ideas[0]!, 1),
      cast(dispatch, people[2]!, ideas[0]!, 1),
    ])
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    await everyBallotAddsUp()
    expect(await ballots()).toHaveLength(3)
  })
})
