// Owns: voting through the public interface, as people and hostile clients do it: own dots at once in all of one's own
// pages and nowhere else, a blind round that tells nothing by any path, tallies that appear for everyone at its close.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { cardsOf, cardTitle, groupsOf, ledgerIdeas, ledgerRounds } from '../../shared/documents.ts'
import type { BoardId, BoardView, IdeaId, IdeaView, MineView, RoundId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { RoundBallotView } from '../../shared/rounds.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { describeOnEachDatabase, startWorld, type World } from '../support/world.ts'

const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : `${outcome.error.kind}/${outcome.error.reason}`)

describeOnEachDatabase('voting', (database) => {
  let world: World
  let ada: Person
  let ben: Person
  let gus: Person
  let boardId: BoardId
  let soup: IdeaId
  let bread: IdeaId

  beforeAll(async () => {
    world = await startWorld({ database })
    ada = await world.person('ada')
    ben = await world.person('ben')
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    const board = await ada.must('board.create', { title: 'Lunch' })
    boardId = board.boardId
    gus = await world.guest(board.joinCode, 'gus')
    soup = (await ada.must('idea.add', { boardId, text: 'Soup' })).ideaId
    bread = (await ada.must('idea.add', { boardId, text: 'Bread' })).ideaId
  })

  const open = async (blind: boolean): Promise<RoundId> => {
    const round = { boardId, method: 'dots' as const, budget: 5, maxPerIdea: 3, blind, secret: true }
    return (await ada.must('round.open', round)).roundId
  }
  const boardOf = (person: Person) => person.read<BoardView>(`/api/boards/${boardId}`)

  test('my dots come to all my pages and to nobody elses', async () => {
    const roundId = await open(true)
    const [mine, alsoMine, others] = [await gus.socket(), await gus.socket(), await ben.socket()]
    expect(await mine.command('vote.cast', { roundId, ideaId: soup, votes: 2 })).toEqual({
      ok: true,
      value: { left: 3 },
    })
    const ballot = { name: 'ballot', body: { roundId, votes: { [soup]: 2 }, left: 3 } }
    await until(() => expect(mine.events).toContainEqual(ballot), 'my ballot here')
    await until(() => expect(alsoMine.events).toContainEqual(ballot), 'my ballot in my other page')
    expect((await gus.read<MineView>(`/api/boards/${boardId}/mine`)).ballot).toEqual(ballot.body)
    expect((await ben.read<MineView>(`/api/boards/${boardId}/mine`)).ballot).toEqual({ roundId, votes: {}, left: 5 })
    await world.app.outbox.idle()
    expect(others.events.filter((event) => event.name === 'ballot')).toEqual([])
  })

  test('F77 while a blind round runs, no list, page, export, ledger or event tells how it stands', async () => {
    const before = await ben.read<IdeaView[]>(`/api/boards/${boardId}/ideas`)
    const roundId = await open(true)
    const ledger = await ben.ledger(boardId)
    const socket = await ben.socket()
    await gus.must('vote.cast', { roundId, ideaId: bread, votes: 3 })
    await ada.must('vote.cast', { roundId, ideaId: bread, votes: 2 })
    await until(() => ledgerRounds(ledger.doc).get(roundId)?.voters === 2, 'the number of voters')

    expect(ledgerRounds(ledger.doc).get(roundId)!.result).toBeNull()
    for (const idea of ledgerIdeas(ledger.doc).values()) expect(idea.tallies).toEqual([])
    for (const person of [ada, ben, gus]) {
      expect(await person.read(`/api/boards/${boardId}/ideas`)).toEqual(before)
      expect((await boardOf(person)).rounds[0]).toMatchObject({ voters: 2, result: null })
    }
    const file = (await ada.get(`/api/boards/${boardId}/export.json`)).body as {
      ideas: { votes: object }[]
      rounds: { result: null }[]
    }
    expect(file.ideas.map((idea) => idea.votes)).toEqual([{}, {}])
    expect(file.rounds.map((round) => round.result)).toEqual([null])
    expect(socket.events.filter((event) => event.name !== 'stale')).toEqual([])

    await ada.must('round.close', { roundId })
    const result = [{ ideaId: bread, number: 2, text: 'Bread', votes: 5, voters: 2, rank: 1 }]
    await until(() => expect(ledgerRounds(ledger.doc).get(roundId)?.result).toEqual(result), 'the result')
    await until(() => expect(ledgerIdeas(ledger.doc).get(bread)?.tallies).toEqual([{ roundId, votes: 5 }]), 'the tally')
    expect((await boardOf(gus)).rounds[0]!.result).toEqual(result)
  })

  test('an open round that is not blind shows its tallies as they change', async () => {
    const roundId = await open(false)
    const ledger = await ben.ledger(boardId)
    await gus.must('vote.cast', { roundId, ideaId: soup, votes: 3 })
    await until(() => expect(ledgerIdeas(ledger.doc).get(soup)?.tallies).toEqual([{ roundId, votes: 3 }]), 'three')
    await gus.must('vote.cast', { roundId, ideaId: soup, votes: 1 })
    await until(() => expect(ledgerIdeas(ledger.doc).get(soup)?.tallies).toEqual([{ roundId, votes: 1 }]), 'one')
  })

  test('a result names ideas by the words that stood on the cards when it closed', async () => {
    const roundId = await open(true)
    const [board, ledger] = [await ben.board(boardId), await ben.ledger(boardId)]
    await gus.must('vote.cast', { roundId, ideaId: soup, votes: 1 })
    await until(() => expect(cardsOf(board.doc).has(soup)).toBe(true), 'the card')
    const seen = await ada.board(boardId)
    cardTitle(cardsOf(board.doc).get(soup))!.insert(4, ' of the day')
    // What somebody else has seen is on the server's disk, though not yet in any list.
    await until(() => cardTitle(cardsOf(seen.doc).get(soup))?.toJSON() === 'Soup of the day', 'ada to see the edit')
    await ada.must('round.close', { roundId })
    const result = await until(() => ledgerRounds(ledger.doc).get(roundId)?.result ?? false, 'the result')
    expect(result[0]!.text).toBe('Soup of the day')
  })

  test('F33 F43 the same cast delivered many times, over both doors, counts once', async () => {
    const roundId = await open(true)
    const socket = await gus.socket()
    const input = { roundId, ideaId: soup, votes: 2 }
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => socket.command('vote.cast', input, 'one-key-for-all')),
      ...Array.from({ length: 10 }, () => gus.command('vote.cast', input, { key: 'one-key-for-all' })),
      ...Array.from({ length: 10 }, () => gus.command('vote.cast', input)),
    ])
    for (const answer of answers) expect(answer).toEqual({ ok: true, value: { left: 3 } })
  })

  test('F49 F57 who may not vote here, for what is not here, is refused', async () => {
    const roundId = await open(true)
    const other = await ada.must('board.create', { title: 'Elsewhere', joining: 'invited' })
    const elsewhere = await ada.must('idea.add', { boardId: other.boardId, text: 'Elsewhere' })
    const stranger = await world.guest(other.joinCode, 'stranger').catch(() => world.stranger())
    expect((await stranger.command('vote.cast', { roundId, ideaId: soup, votes: 1 })).ok).toBe(false)
    expect(reasonOf(await gus.command('vote.cast', { roundId, ideaId: elsewhere.ideaId, votes: 1 }))).toBe(
      'not-found/idea-not-found',
    )
    expect(reasonOf(await gus.command('round.close', { roundId }))).toMatch(/^(forbidden|not-found)\//)
    expect(
      reasonOf(
        await gus.command('round.open', {
          boardId,
          method: 'dots',
          budget: 1,
          maxPerIdea: 1,
          blind: true,
          secret: true,
        }),
      ),
    ).toMatch(/^(forbidden|not-found)\//)
    await ada.must('board.lock', { boardId, locked: true })
    expect(reasonOf(await gus.command('vote.cast', { roundId, ideaId: soup, votes: 1 }))).toBe('conflict/board-locked')
  })

  test('F51 a removed idea gives its votes back, and comes back without them', async () => {
    const roundId = await open(true)
    await gus.must('vote.cast', { roundId, ideaId: soup, votes: 3 })
    await ada.must('idea.remove', { ideaId: soup })
    const mine = async () => (await gus.read<MineView>(`/api/boards/${boardId}/mine`)).ballot
    expect(await mine()).toEqual({ roundId, votes: {}, left: 5 })
    await ada.must('idea.restore', { ideaId: soup })
    expect(await mine()).toEqual({ roundId, votes: {}, left: 5 })
    expect(await gus.command('vote.cast', { roundId, ideaId: soup, votes: 1 })).toEqual({
      ok: true,
      value: { left: 4 },
    })
  })

  test('a group is one topic, as its cards lie at this very moment; what went into another group lies there', async () => {
    const salt = (await ada.must('idea.add', { boardId, text: 'Salt' })).ideaId
    const [board, seen] = [await ada.board(boardId), await ben.board(boardId)]
    await until(() => cardsOf(board.doc).size === 3, 'the cards')
    board.doc.transact(() => {
      for (const [id, title] of [
        ['first-one', ''],
        ['other-one', 'With water'],
      ] as const) {
        const group = new Y.Map<unknown>()
        group.set('title', title)
        groupsOf(board.doc).set(id, group)
      }
      groupsOf(board.doc).get('first-one')?.set('group', 'other-one')
      cardsOf(board.doc).get(soup)?.set('group', 'first-one')
      cardsOf(board.doc).get(salt)?.set('group', 'other-one')
    })
    await until(() => cardsOf(seen.doc).get(salt)?.get('group') === 'other-one', 'the groups on disk')
    const settings = { blind: true, secret: true, scope: { of: 'groups' } } as const
    const { roundId } = await ada.must('round.open', { boardId, method: 'score', ...settings })
    const { topics } = await gus.read<RoundBallotView>(`/api/rounds/${roundId}/ballot`)
    expect(topics.map(({ text, ideas }) => [text, ideas])).toEqual([
      ['With water', 2],
      ['Bread', 1],
    ])
    const score = (ideaId: IdeaId) => gus.command('vote.score', { roundId, ideaId, scores: [5, 1] })
    expect([reasonOf(await score(soup)), reasonOf(await score(salt))]).toEqual(['done', 'not-found/idea-not-found'])
  })

  test('a phase’s round is voted on as the phase says, and only while it is on', async () => {
    const VOTE = { write: 'nobody', sealed: false, arrange: 'nobody', vote: 'everyone', react: 'nobody' } as const
    const phase = { kind: 'vote', title: '', timerMs: null } as const
    const round = { budget: 5, maxPerIdea: 3, blind: true, secret: true } as const
    const phases = [
      { ...phase, phaseId: 'one', policy: VOTE, round: { ...round, method: 'ranking', top: 2 } as const },
      { ...phase, phaseId: 'two', policy: { ...VOTE, vote: 'nobody' as const }, round: null },
    ]
    await ada.must('session.start', { boardId, recipe: 'own', phases })
    const { roundId, method, settings } = (await boardOf(ada)).rounds[0]!
    expect([method, settings]).toEqual(['ranking', { top: 2 }])
    const rank = () => gus.command('vote.rank', { roundId, ideaIds: [soup, bread] })
    expect(reasonOf(await rank())).toBe('done')
    await ada.must('session.advance', { boardId, from: 'one', now: true })
    expect(reasonOf(await rank())).toBe('conflict/not-in-this-phase')
    expect((await boardOf(ada)).rounds[0]!.result).toMatchObject([{ ideaId: soup, votes: 2 }, { ideaId: bread }])
  })

  test('what a round hides can not be shown again by whoever writes to the database', async () => {
    const roundId = await open(true)
    for (const column of ['blind', 'secret']) {
      const loosened = world.app.database.pool.query(`update rounds set ${column} = false where id = $1`, [roundId])
      await expect(loosened).rejects.toMatchObject({ code: '23514' })
    }
    expect((await boardOf(ada)).rounds[0]).toMatchObject({ blind: true, secret: true })
  })
})
