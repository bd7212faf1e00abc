// Owns: rounds of scores, yes and no, and rankings, on a real PostgreSQL: who may answer what, about which ideas, what of
// it others are told, and what each voter finds in the tally sheet.
import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Layout } from '../../../server/votes/scope.ts'
import * as schema from '../../../server/platform/database/schema/index.ts'
import { voteCommands } from '../../../server/votes/commands.ts'
import { ledgerRound, roundViews, talliesOf } from '../../../server/votes/reads.ts'
import { roundBallot, roundSheet, sheetCsv } from '../../../server/votes/sheet.ts'
import type { RawInputOf } from '../../../shared/commands.ts'
import { ROUND_SELECTION_MAX_IDEAS, RUNNING_RESULT_MAX_TOPICS } from '../../../shared/limits.ts'
import type { BoardId, ColumnId, IdeaId, RoundId, UserId } from '../../../shared/model.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import { ballotReceiptText, type RoundBallotView } from '../../../shared/rounds.ts'
import { type RoomWorld, roomWorld, type Runner } from '../../support/room-world.ts'
import { missing } from '../../support/services.ts'

type Opening = RawInputOf<'round.open'>

let world: RoomWorld
let run: Runner<ReturnType<typeof voteCommands>>
let ada: UserId
let ben: UserId
let boardId: BoardId
let soup: IdeaId
let bread: IdeaId
let salt: IdeaId
let layout: { columns: Record<string, string[]>; groups: { title: string; ideaIds: string[] }[] }

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)
const SECRETS = { secret: 'of this process', settle: async () => undefined }

describe.skipIf(missing('postgres'))('answers', () => {
  beforeAll(async () => {
    world = await roomWorld()
    const cards: Layout = {
      inColumn: async (_reader, _boardId, columnId) => layout.columns[columnId] ?? [],
      groups: async () => layout.groups,
    }
    run = world.runner(voteCommands({ enqueue: world.enqueue, newId: world.newId, layout: cards }), () => boardId)
    ada = await world.person('ada')
    ben = await world.person('ben')
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    boardId = (await world.board()).boardId
    soup = await world.idea(boardId, { number: 1, text: 'Soup' })
    bread = await world.idea(boardId, { number: 2, text: 'Bread' })
    salt = await world.idea(boardId, { number: 3, text: 'Salt' })
    layout = { columns: {}, groups: [] }
    await world.announced()
  })

  type Settings = { blind?: boolean; secret?: boolean; scope?: Opening['scope'] }
  async function open(
    how:
      | { method: 'score' | 'yes-no' | 'ranking'; top?: number }
      | { method: 'dots'; budget: number; maxPerIdea: number },
    { blind = true, secret = true, scope }: Settings = {},
  ): Promise<RoundId> {
    const input = { boardId, blind, secret, ...(scope && { scope }), ...how } as Opening
    const outcome = await run('round.open', world.actor(ada), input)
    if (!outcome.ok) throw new Error(outcome.error.reason)
    await world.announced()
    return outcome.value.roundId
  }
  const score = (who: UserId, roundId: RoundId, ideaId: IdeaId, scores: number[]) =>
    run('vote.score', world.actor(who), { roundId, ideaId, scores })
  const choose = (
    who: UserId,
    roundId: RoundId,
    ideaId: IdeaId,
    choice: 'yes' | 'no' | 'abstain' | null,
    reason?: string,
  ) => run('vote.choose', world.actor(who), { roundId, ideaId, choice, ...(reason && { reason }) })
  const order = (who: UserId, roundId: RoundId, ideaIds: IdeaId[]) =>
    run('vote.rank', world.actor(who), { roundId, ideaIds })
  const close = (roundId: RoundId) => run('round.close', world.actor(ada), { roundId })
  const topics = async () => (await world.announced()).map(({ topic }) => topic)
  const resultOf = async (roundId: RoundId) => (await ledgerRound(world.db, roundId))?.result
  async function ballotOf(who: UserId, roundId: RoundId): Promise<RoundBallotView> {
    const ballot = await roundBallot(world.db, world.actor(who), await world.place(boardId), roundId, SECRETS)
    if (!ballot.ok) throw new Error(ballot.error.reason)
    return ballot.value
  }
  const sheetOf = async (roundId: RoundId) => roundSheet(world.db, await world.place(boardId), roundId, SECRETS)

  describe('scores', () => {
    test('of everybody make mean, median and place; the last word of each counts', async () => {
      const roundId = await open({ method: 'score' })
      for (const [who, idea, scores] of [
        [ada, soup, [1, 1]],
        [ada, soup, [5, 1]],
        [ben, soup, [3, 1]],
        [ada, bread, [1, 5]],
      ] as const) {
        expect(reasonOf(await score(who, roundId, idea, [...scores]))).toBe('done')
      }
      await close(roundId)
      expect(await resultOf(roundId)).toMatchObject([
        { ideaId: soup, rank: 1, votes: 4.5, voters: 2, scores: [{ mean: 4, median: 4, count: 2 }, { mean: 1 }] },
        { ideaId: bread, rank: 2, votes: 1, voters: 1 },
      ])
      const [view] = await roundViews(world.db, boardId)
      expect(view).toMatchObject({ method: 'score', settings: { criteria: [{ kind: 'impact' }, { kind: 'effort' }] } })
    })
    test('are for the criteria of the round, and from 1 to 5', async () => {
      const roundId = await open({ method: 'score' })
      expect(reasonOf(await score(ada, roundId, soup, [3]))).toBe('wrong-criteria')
      expect(reasonOf(await score(ada, roundId, soup, [6, 1]))).not.toBe('done')
      expect(reasonOf(await score(ada, roundId, soup, [-1, 1]))).not.toBe('done')
      expect((await ledgerRound(world.db, roundId))?.voters).toBe(0)
    })
    test('that are all taken back leave no voter', async () => {
      const roundId = await open({ method: 'score' })
      await score(ada, roundId, soup, [3, 0])
      expect((await ledgerRound(world.db, roundId))?.voters).toBe(1)
      await score(ada, roundId, soup, [0, 0])
      expect((await ledgerRound(world.db, roundId))?.voters).toBe(0)
    })
  })

  test('yes and no: reasons are there once it is closed, with names only where neither round nor board hides them', async () => {
    const roundId = await open({ method: 'yes-no' }, { secret: false })
    await choose(ada, roundId, soup, 'yes', 'It warms')
    await choose(ben, roundId, soup, 'no', 'Again soup')
    await choose(ben, roundId, bread, 'abstain')
    expect(reasonOf(await sheetOf(roundId))).toBe('round-open')
    await close(roundId)
    expect(await resultOf(roundId)).toMatchObject([
      { ideaId: soup, votes: 0, rank: 1, choices: { yes: 1, no: 1, abstain: 0 } },
      { ideaId: bread, votes: 0, rank: 1 },
    ])
    const reasons = async () => {
      const sheet = await sheetOf(roundId)
      return sheet.ok ? sheet.value.reasons.map(({ choice, text, name }) => [choice, text, name]) : []
    }
    expect(await reasons()).toEqual([
      ['no', 'Again soup', 'ben'],
      ['yes', 'It warms', 'ada'],
    ])
    await world.db.execute(sql`update boards set naming = 'anonymous' where id = ${boardId}`)
    expect((await reasons()).map(([, , name]) => name)).toEqual([null, null])
    await world.db.execute(sql`update boards set naming = 'named' where id = ${boardId}`)
    await run('round.tighten', world.actor(ada), { roundId, secret: true })
    expect((await reasons()).map(([, , name]) => name)).toEqual([null, null])
  })

  test('a ranking is one order: a new one replaces it, and more than its length is refused', async () => {
    const roundId = await open({ method: 'ranking', top: 2 })
    expect(reasonOf(await order(ada, roundId, [soup, bread, salt]))).toBe('too-many-ranked')
    await order(ada, roundId, [soup, bread])
    await order(ada, roundId, [bread, salt])
    expect((await ballotOf(ada, roundId)).mine).toEqual({ [bread]: [1], [salt]: [2] })
    await order(ben, roundId, [bread])
    await close(roundId)
    expect(await resultOf(roundId)).toMatchObject([
      { ideaId: bread, votes: 4, rank: 1 },
      { ideaId: salt, votes: 1, rank: 2 },
    ])
  })

  test('each method takes its own answers only, and none once it is closed', async () => {
    const asks = (roundId: RoundId) =>
      [
        run('vote.cast', world.actor(ada), { roundId, ideaId: soup, votes: 1 }),
        score(ada, roundId, soup, [1, 1]),
        choose(ada, roundId, soup, 'yes'),
        order(ada, roundId, [soup]),
      ] as const
    const METHODS = [
      { method: 'dots', budget: 3, maxPerIdea: 1 },
      { method: 'score' },
      { method: 'yes-no' },
      { method: 'ranking' },
    ] as const
    for (const [own, how] of METHODS.entries()) {
      const roundId = await open(how)
      const given = (await Promise.all(asks(roundId))).map(reasonOf)
      expect(given).toEqual(given.map((_, at) => (at === own ? 'done' : 'wrong-method')))
      await close(roundId)
      expect(reasonOf((await Promise.all(asks(roundId)))[own]!)).toBe('round-closed')
    }
  })

  describe('F77 what others are told', () => {
    test('of a blind round while it is open: how many voted, when that changes, and nothing else', async () => {
      const roundId = await open({ method: 'score' })
      await score(ada, roundId, soup, [5, 1])
      expect(await topics()).toEqual(['answers.stale', 'round.changed'])
      await score(ada, roundId, bread, [2, 2])
      const told = await world.announced()
      expect(told).toMatchObject([{ topic: 'answers.stale', key: ada, payload: { userIds: [ada] } }])
      expect(await ledgerRound(world.db, roundId)).toMatchObject({ voters: 1, result: null })
      expect((await roundViews(world.db, boardId))[0]!.result).toBeNull()
      expect((await talliesOf(world.db, boardId, [soup, bread])).size).toBe(0)
    })
    test('of one that is not: how it stands, of no more than so many topics', async () => {
      const roundId = await open({ method: 'yes-no' }, { blind: false })
      const many = await Promise.all(
        Array.from({ length: RUNNING_RESULT_MAX_TOPICS + 1 }, (_, n) => world.idea(boardId, { number: 10 + n })),
      )
      await world.db
        .insert(schema.roundAnswers)
        .values(many.map((ideaId) => ({ roundId, userId: ben, ideaId, values: [2] })))
      await choose(ada, roundId, soup, 'yes')
      const running = await resultOf(roundId)
      expect(running).toHaveLength(RUNNING_RESULT_MAX_TOPICS)
      expect(running![0]).toMatchObject({ ideaId: soup, votes: 1 })
      await close(roundId)
      expect(await resultOf(roundId)).toHaveLength(RUNNING_RESULT_MAX_TOPICS + 2)
    })
    test('once it was tightened: no more than of one that was blind from the start', async () => {
      const roundId = await open({ method: 'score' }, { blind: false })
      await score(ada, roundId, soup, [5, 1])
      expect(await resultOf(roundId)).toHaveLength(1)
      await world.announced()
      expect(reasonOf(await run('round.tighten', world.actor(ada), { roundId, blind: true }))).toBe('done')
      expect(await topics()).toContain('round.changed')
      expect(await resultOf(roundId)).toBeNull()
    })
  })

  test('blind and secret are tightened and never loosened, whoever writes to the database', async () => {
    const roundId = await open({ method: 'score' }, { blind: false, secret: false })
    const settings = async () => {
      const [row] = await world.db.select().from(schema.rounds).where(eq(schema.rounds.id, roundId))
      return { blind: row!.blind, secret: row!.secret }
    }
    await run('round.tighten', world.actor(ada), { roundId, secret: true })
    expect(await settings()).toEqual({ blind: false, secret: true })
    await run('round.tighten', world.actor(ada), { roundId, blind: true })
    for (const loosen of [sql`blind = false`, sql`secret = false`, sql`blind = false, secret = false`]) {
      const tried = world.db.execute(sql`update rounds set ${loosen} where id = ${roundId}`)
      await expect(tried).rejects.toMatchObject({ cause: { code: '23514' } })
    }
    expect(await settings()).toEqual({ blind: true, secret: true })
    await world.db.execute(sql`update rounds set title = 'Something else' where id = ${roundId}`)
    expect(reasonOf(await run('round.tighten', world.actor(ada), { roundId: world.newId() }))).toBe('round-not-found')
  })

  describe('F49 what a round is about', () => {
    const voteOn = async (roundId: RoundId, ideaId: IdeaId) => reasonOf(await choose(ada, roundId, ideaId, 'yes'))

    test('the whole board: also what comes later, never what is gone or elsewhere', async () => {
      const roundId = await open({ method: 'yes-no' })
      const later = await world.idea(boardId)
      const elsewhere = await world.idea((await world.board()).boardId)
      await world.db.update(schema.ideas).set({ removedAt: world.now }).where(eq(schema.ideas.id, salt))
      expect(await voteOn(roundId, later)).toBe('done')
      expect(await voteOn(roundId, elsewhere)).toBe('idea-not-found')
      expect(await voteOn(roundId, salt)).toBe('idea-not-found')
    })
    test('some ideas: these and no others, in every method', async () => {
      const scope = { of: 'ideas' as const, ideaIds: [soup, bread] }
      const roundId = await open({ method: 'yes-no' }, { scope })
      expect(await voteOn(roundId, soup)).toBe('done')
      expect(await voteOn(roundId, salt)).toBe('idea-not-found')
      expect((await ballotOf(ada, roundId)).topics.map(({ ideaId }) => ideaId)).toEqual([soup, bread])
      await close(roundId)
      const dots = await open({ method: 'dots', budget: 3, maxPerIdea: 1 }, { scope })
      const cast = (ideaId: IdeaId) => run('vote.cast', world.actor(ada), { roundId: dots, ideaId, votes: 1 })
      expect([reasonOf(await cast(soup)), reasonOf(await cast(salt))]).toEqual(['done', 'idea-not-found'])
      const views = await roundViews(world.db, boardId)
      expect(views.find((view) => view.roundId === dots)).toMatchObject({ scope: 'ideas', method: 'dots' })
    })
    test('ideas of another board can not be among them, and then nothing opens', async () => {
      const elsewhere = await world.idea((await world.board()).boardId)
      const scope = { of: 'ideas' as const, ideaIds: [soup, elsewhere] }
      await expect(open({ method: 'yes-no' }, { scope })).rejects.toThrow('idea-not-found')
      expect(await roundViews(world.db, boardId)).toEqual([])
    })
    test('one more than anybody picks by hand is refused', async () => {
      const ids = (count: number) => Array.from({ length: count }, () => world.newId() as IdeaId)
      const asked = (count: number) => open({ method: 'yes-no' }, { scope: { of: 'ideas', ideaIds: ids(count) } })
      await expect(asked(ROUND_SELECTION_MAX_IDEAS)).rejects.toThrow('idea-not-found')
      await expect(asked(ROUND_SELECTION_MAX_IDEAS + 1)).rejects.toThrow('too-many')
    })
    test('a column: what lies in it as the round opens; an empty one is no vote', async () => {
      layout.columns['to-be-done'] = [bread, salt]
      const scope = (columnId: string) => ({ of: 'column' as const, columnId: columnId as ColumnId })
      await expect(open({ method: 'yes-no' }, { scope: scope('empty-one') })).rejects.toThrow('nothing-to-vote-on')
      const roundId = await open({ method: 'yes-no' }, { scope: scope('to-be-done') })
      layout.columns['to-be-done'] = []
      expect([await voteOn(roundId, bread), await voteOn(roundId, soup)]).toEqual(['done', 'idea-not-found'])
    })
    test('groups: each is one topic by its title, beside the ideas that lie alone', async () => {
      layout.groups = [{ title: 'With water', ideaIds: [salt, soup, 'gone'] }]
      const roundId = await open({ method: 'yes-no' }, { scope: { of: 'groups' } })
      expect((await ballotOf(ada, roundId)).topics).toEqual([
        { ideaId: soup, number: 1, text: 'With water', ideas: 2 },
        { ideaId: bread, number: 2, text: 'Bread', ideas: 1 },
      ])
      expect([await voteOn(roundId, soup), await voteOn(roundId, salt)]).toEqual(['done', 'idea-not-found'])
      await close(roundId)
      expect(await resultOf(roundId)).toMatchObject([{ ideaId: soup, text: 'With water', ideas: 2 }])
    })
  })

  describe('a tally sheet', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

    test.each([{ method: 'score' }, { method: 'dots', budget: 5, maxPerIdea: 5 }] as const)(
      'holds each ballot of $method under a receipt that its voter alone can make',
      async (how) => {
        const roundId = await open(how)
        for (const [who, ideaId, first] of [
          [ada, soup, 2],
          [ada, bread, 3],
          [ben, soup, 4],
        ] as const) {
          if (how.method === 'score') await score(who, roundId, ideaId, [first, 1])
          else await run('vote.cast', world.actor(who), { roundId, ideaId, votes: first })
        }
        expect(reasonOf(await sheetOf(roundId))).toBe('round-open')
        await close(roundId)
        const sheet = await sheetOf(roundId)
        if (!sheet.ok) throw new Error(sheet.error.reason)
        const { ballots } = sheet.value
        expect(ballots).toHaveLength(2)
        for (const who of [ada, ben]) {
          const { mine, nonce, receipt } = await ballotOf(who, roundId)
          expect(receipt).toBe(sha256(ballotReceiptText(roundId, nonce, mine)))
          const found = ballots.find((one) => one.receipt === receipt)
          expect(Object.fromEntries(found!.votes.map(({ ideaId, values }) => [ideaId, values]))).toEqual(mine)
        }
        const summed = ballots.flatMap(({ votes }) => votes).reduce((sum, { values }) => sum + values[0]!, 0)
        expect(summed, 'it adds up to what was voted').toBe(9)
        expect(ballots.map(({ receipt }) => receipt)).toEqual(ballots.map(({ receipt }) => receipt).toSorted())
        expect(sheetCsv(sheet.value).trim().split('\r\n')).toHaveLength(1 + 3)
      },
    )

    test('names no one, and a voter’s number is known to nobody else', async () => {
      const roundId = await open({ method: 'yes-no' })
      await choose(ada, roundId, soup, 'yes', 'Warm')
      await choose(ben, roundId, soup, 'yes')
      await close(roundId)
      const numbers = [(await ballotOf(ada, roundId)).nonce, (await ballotOf(ben, roundId)).nonce]
      expect(numbers[0]).not.toBe(numbers[1])
      const said = JSON.stringify(await sheetOf(roundId)) + JSON.stringify(await ballotOf(ben, roundId))
      for (const word of [ada, '"ada"', ben, numbers[0]!]) expect(said).not.toContain(word)
    })

    test('is for who may see the board', async () => {
      const roundId = await open({ method: 'yes-no' })
      await close(roundId)
      const nobody = await world.place(boardId, { standing: new Set() })
      expect(reasonOf(await roundSheet(world.db, nobody, roundId, SECRETS))).toBe('round-not-found')
      expect(reasonOf(await roundBallot(world.db, world.actor(ben), nobody, roundId, SECRETS))).toBe('round-not-found')
    })
  })
})
