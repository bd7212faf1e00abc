// Owns: several people at one device (seats): each has their own votes, budget, receipts, marks and sealed cards, over both
// doors; whose device it is decides nothing but who may act for them, and until when.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ledgerSession } from '../../shared/documents.ts'
import { SEATS_MAX_PER_HOLDER } from '../../shared/limits.ts'
import type { BoardId, BoardView, IdeaId, MineView, RoundId, UserId } from '../../shared/model.ts'
import type { RoundBallotView, RoundSheet } from '../../shared/rounds.ts'
import type { SeatView } from '../../shared/seats.ts'
import type { SessionMine } from '../../shared/session.ts'
import type { Person } from '../support/people.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let wanda: Person // leads
let gus: Person // a guest, with a tablet on the table
let eve: Person // another guest
let boardId: BoardId
let joinCode: string
let ideas: IdeaId[]

beforeAll(async () => {
  world = await startWorld()
  wanda = await world.person('wanda')
})
afterAll(() => world.close())

beforeEach(async () => {
  ;({ boardId, joinCode } = await wanda.must('board.create', { title: 'Lunch' }))
  gus = await world.guest(joinCode, 'gus')
  eve = await world.guest(joinCode, 'eve')
  ideas = []
  for (const text of ['Soup', 'Bread']) ideas.push((await wanda.must('idea.add', { boardId, text })).ideaId)
})

const sit = async (holder: Person, name: string): Promise<UserId> =>
  (await holder.must('seat.add', { boardId, name })).seatId

async function openDots(more: { blind?: boolean } = {}): Promise<RoundId> {
  const round = { method: 'dots', budget: 2, maxPerIdea: 2, blind: more.blind ?? true, secret: true } as const
  return (await wanda.must('round.open', { boardId, ...round })).roundId
}
const mineOf = (who: Person, seat?: string) =>
  who.read<MineView>(`/api/boards/${boardId}/mine${seat === undefined ? '' : `?seat=${seat}`}`)
const roundOf = async (roundId: RoundId) =>
  (await wanda.read<BoardView>(`/api/boards/${boardId}`)).rounds.find((round) => round.roundId === roundId)!

const noSeat = { ok: false, error: { kind: 'not-found', reason: 'no-such-seat' } }

describe('several people at one device', () => {
  test('each has a budget and a ballot of their own, by either door, and is one voter', async () => {
    const [anna, ben] = [await sit(gus, 'Anna'), await sit(gus, 'Ben')]
    const roundId = await openDots()
    const live = await gus.socket()
    const cast = { roundId, ideaId: ideas[0]!, votes: 2 }
    expect(await gus.command('vote.cast', cast)).toEqual({ ok: true, value: { left: 0 } })
    expect(await gus.command('vote.cast', cast, { seat: anna })).toEqual({ ok: true, value: { left: 0 } })
    expect(await live.command('vote.cast', { ...cast, votes: 1 }, 'a key', ben)).toEqual({
      ok: true,
      value: { left: 1 },
    })
    const spent = await live.command('vote.cast', { roundId, ideaId: ideas[1]!, votes: 1 }, 'another', anna)
    expect(spent).toMatchObject({ ok: false, error: { reason: 'budget-spent' } })

    expect((await mineOf(gus)).ballot?.votes).toEqual({ [ideas[0]!]: 2 })
    expect((await mineOf(gus, anna)).ballot).toMatchObject({ votes: { [ideas[0]!]: 2 }, left: 0 })
    expect((await mineOf(gus, ben)).ballot).toMatchObject({ votes: { [ideas[0]!]: 1 }, left: 1 })
    expect((await roundOf(roundId)).voters).toBe(3)

    const ballots = await Promise.all(
      [anna, ben].map((seat) => gus.read<RoundBallotView>(`/api/rounds/${roundId}/ballot?seat=${seat}`)),
    )
    await wanda.must('round.close', { roundId })
    const { ballots: sheet } = await gus.read<RoundSheet>(`/api/rounds/${roundId}/sheet`)
    expect(sheet.map(({ receipt }) => receipt)).toEqual(expect.arrayContaining(ballots.map(({ receipt }) => receipt)))
    expect((await roundOf(roundId)).result?.[0]).toMatchObject({ votes: 5, voters: 3 })
  })

  test('F33 a key is each seat’s own, and a repeat is the same answer', async () => {
    const [anna, ben] = [await sit(gus, 'Anna'), await sit(gus, 'Ben')]
    const roundId = await openDots()
    const cast = { roundId, ideaId: ideas[0]!, votes: 1 }
    for (const seat of [anna, ben, anna]) {
      expect(await gus.command('vote.cast', cast, { seat, key: 'the same' })).toEqual({ ok: true, value: { left: 1 } })
    }
    expect((await roundOf(roundId)).voters).toBe(2)
  })

  test('scores, choices and orders are each seat’s own', async () => {
    const anna = await sit(gus, 'Anna')
    const { roundId } = await wanda.must('round.open', { boardId, method: 'yes-no', blind: true, secret: true })
    const choose = { roundId, ideaId: ideas[0]! }
    await gus.must('vote.choose', { ...choose, choice: 'no' })
    expect(await gus.command('vote.choose', { ...choose, choice: 'yes' }, { seat: anna })).toMatchObject({ ok: true })
    const hers = await gus.read<RoundBallotView>(`/api/rounds/${roundId}/ballot?seat=${anna}`)
    expect([hers.mine, (await roundOf(roundId)).voters]).toEqual([{ [ideas[0]!]: [1] }, 2])
  })

  test('a seat has its own sealed cards, its own ready mark, and is waited for', async () => {
    const anna = await sit(gus, 'Anna')
    await wanda.must('session.start', { boardId, recipe: 'brainstorm' })
    expect(await gus.command('idea.add', { boardId, text: 'Hers' }, { seat: anna })).toMatchObject({ ok: true })
    expect(await gus.command('session.ready', { boardId, ready: true }, { seat: anna })).toMatchObject({ ok: true })
    const path = `/api/boards/${boardId}/session`
    const [his, hers] = [await gus.read<SessionMine>(path), await gus.read<SessionMine>(`${path}?seat=${anna}`)]
    expect([his.ready, his.sealed, hers.ready, hers.sealed.map(({ text }) => text)]).toEqual([
      false,
      [],
      true,
      ['Hers'],
    ])
    const ledger = await wanda.ledger(boardId)
    const state = () => ledgerSession(ledger.doc).get('state')
    await until(() => state()?.ready === 1, 'her mark to be counted')
    expect(state()).toMatchObject({ ready: 1, seats: 1, sealed: { ideas: 1, people: 1 } })
    ledger.close()
  })

  test('the minutes say who sat at the table, and not for whom somebody entered', async () => {
    await sit(gus, 'Anna')
    await wanda.must('seat.add-proxy', { boardId, name: 'Piet' })
    const page = await gus.ledger(boardId)
    const { sessionId } = await wanda.must('session.start', { boardId, recipe: 'brainstorm' })
    await wanda.must('session.end', { boardId })
    const minutes = `/api/boards/${boardId}/minutes`
    await until(async () => (await gus.read<unknown[]>(minutes)).length === 1, 'the minutes')
    const { text } = await gus.get(`${minutes}/${sessionId}/minutes.md`)
    expect(text.slice(text.indexOf('Who took part'))).toMatch(
      /^Who took part\s+(?:.*\bAnna\b.*\bgus\b|.*\bgus\b.*\bAnna\b)/,
    )
    expect(text).not.toContain('Piet')
    page.close()
  })

  test('its device is told when its ballot changes by itself', async () => {
    const anna = await sit(gus, 'Anna')
    const roundId = await openDots()
    const live = await gus.socket()
    await live.command('vote.cast', { roundId, ideaId: ideas[0]!, votes: 2 }, 'a key', anna)
    await world.settled()
    const told = () => live.events.filter(({ body }) => JSON.stringify(body).includes(`mine:${boardId}`)).length
    const before = told()
    await wanda.must('idea.remove', { ideaId: ideas[0]! })
    await until(() => told() > before, 'the device to be told')
    expect((await mineOf(gus, anna)).ballot).toMatchObject({ votes: {}, left: 2 })
  })

  test('as many as the limit says, and not one more', async () => {
    const anna = await sit(gus, 'Anna')
    for (let n = 2; n <= SEATS_MAX_PER_HOLDER; n++) await sit(gus, `Seat ${n}`)
    const past = await gus.command('seat.add', { boardId, name: 'One more' })
    expect(past).toMatchObject({ ok: false, error: { reason: 'too-many', limit: SEATS_MAX_PER_HOLDER } })
    await gus.must('seat.remove', { boardId, seatId: anna })
    expect(await gus.command('seat.add', { boardId, name: 'One more' })).toMatchObject({ ok: true })
  })

  test('is named and renamed by its holder alone', async () => {
    const anna = await sit(gus, 'Anna')
    await gus.must('seat.rename', { boardId, seatId: anna, name: 'Anneke' })
    expect(await eve.command('seat.rename', { boardId, seatId: anna, name: 'Mine' })).toMatchObject(noSeat)
    expect(await gus.read<SeatView[]>(`/api/boards/${boardId}/seats`)).toEqual([
      { seatId: anna, name: 'Anneke', proxy: false, forId: null },
    ])
    expect(await eve.read<SeatView[]>(`/api/boards/${boardId}/seats`)).toEqual([])
  })

  test('who leads sees who sits at whose device; nobody else does', async () => {
    const anna = await sit(gus, 'Anna')
    type People = { userId: string; heldBy?: { name: string } }[]
    const seen = async (who: Person) =>
      (await who.read<People>(`/api/boards/${boardId}/people`)).find(({ userId }) => userId === anna)
    expect(await seen(wanda)).toMatchObject({ name: 'Anna', isGuest: true, heldBy: { name: 'gus' } })
    expect(await seen(eve)).not.toHaveProperty('heldBy')
  })
})

describe('whose seat it is', () => {
  /** Every way in which somebody could act for it. */
  async function tries(who: Person, seat: string, roundId: RoundId): Promise<unknown[]> {
    const live = await who.socket()
    const cast = { roundId, ideaId: ideas[0]!, votes: 1 }
    const answers = [
      await who.command('vote.cast', cast, { seat }),
      await live.command('vote.cast', cast, 'k', seat),
      await who.command('idea.add', { boardId, text: 'For her' }, { seat }),
      (await who.get(`/api/boards/${boardId}/mine?seat=${seat}`)).body,
      (await who.get(`/api/boards/${boardId}/session?seat=${seat}`)).body,
      (await who.get(`/api/rounds/${roundId}/ballot?seat=${seat}`)).body,
    ]
    live.socket.disconnect()
    return answers
  }

  test('nobody acts for, or reads of, a seat that is not theirs', async () => {
    const anna = await sit(gus, 'Anna')
    const roundId = await openDots()
    for (const who of [eve, wanda]) {
      for (const answer of await tries(who, anna, roundId)) expect(answer).toMatchObject(noSeat)
    }
    for (const nobody of [wanda.userId, eve.userId, 'nonsense', '', '@']) {
      expect((await tries(gus, nobody, roundId))[0]).toMatchObject(noSeat)
    }
    expect((await roundOf(roundId)).voters).toBe(0)
  })

  test('a seat of another board is nobody here', async () => {
    const anna = await sit(wanda, 'Anna')
    const { boardId: other } = await wanda.must('board.create', { title: 'Elsewhere' })
    const { ideaId } = await wanda.must('idea.add', { boardId: other, text: 'There' })
    const dots = { method: 'dots', budget: 2, maxPerIdea: 2, blind: true, secret: true } as const
    const { roundId } = await wanda.must('round.open', { boardId: other, ...dots })
    const cast = await wanda.command('vote.cast', { roundId, ideaId, votes: 1 }, { seat: anna })
    const added = await wanda.command('idea.add', { boardId: other, text: 'Here' }, { seat: anna })
    const read = await wanda.get(`/api/boards/${other}/mine?seat=${anna}`)
    for (const answer of [cast, added, read.body]) {
      expect(answer).toMatchObject({ ok: false, error: { kind: 'not-found', reason: 'not-found' } })
    }
  })

  test('T6 it ends when it is removed, by its holder or by who leads, and its votes stay', async () => {
    const [anna, ben] = [await sit(gus, 'Anna'), await sit(gus, 'Ben')]
    const roundId = await openDots()
    for (const seat of [anna, ben]) await gus.command('vote.cast', { roundId, ideaId: ideas[0]!, votes: 1 }, { seat })
    expect(await eve.command('seat.remove', { boardId, seatId: anna })).toMatchObject(noSeat)
    await gus.must('seat.remove', { boardId, seatId: anna })
    await wanda.must('board.remove-person', { boardId, userId: ben })
    for (const seat of [anna, ben]) {
      for (const answer of await tries(gus, seat, roundId)) expect(answer).toMatchObject(noSeat)
    }
    expect(await gus.read(`/api/boards/${boardId}/seats`)).toEqual([])
    expect((await roundOf(roundId)).voters).toBe(2)
  })

  test('T6 it ends when its holder is shown out', async () => {
    const anna = await sit(gus, 'Anna')
    const roundId = await openDots()
    await wanda.must('board.remove-person', { boardId, userId: gus.userId })
    for (const answer of await tries(gus, anna, roundId)) expect(answer).toMatchObject(noSeat)
    const { people } = await wanda.read<{ people: number }[]>('/api/boards').then(([board]) => board!)
    expect(people).toBe(2) // wanda and eve
  })

  test('a seat has no account: no profile, no board, no seats of its own', async () => {
    const anna = await sit(wanda, 'Anna')
    const refused = { ok: false, error: { reason: 'not-for-a-seat' } }
    const as = { seat: anna }
    expect(await wanda.command('profile.update', { name: 'Not me' }, as)).toMatchObject(refused)
    expect(await wanda.command('board.create', { title: 'Mine' }, as)).toMatchObject(refused)
    expect(await wanda.command('seat.add', { boardId, name: 'Under' }, as)).toMatchObject(refused)
    // Who leads does not lead as somebody else.
    expect(await wanda.command('board.lock', { boardId, locked: true }, as)).toMatchObject({
      ok: false,
      error: { kind: 'forbidden' },
    })
  })

  test('a guest who makes an account takes the people at their device along', async () => {
    const anna = await sit(gus, 'Anna')
    const roundId = await openDots()
    const account = { name: 'gus', email: 'gus.now@example.org', password: 'a-long-enough-password' }
    const made = await gus.request('POST', '/api/auth/sign-up/email', { json: account })
    expect(made.status).toBe(200)
    const cast = await gus.command('vote.cast', { roundId, ideaId: ideas[0]!, votes: 1 }, { seat: anna })
    expect(cast).toEqual({ ok: true, value: { left: 1 } })
  })
})
