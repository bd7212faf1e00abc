// The way of each move, told as people know it; walks.test.ts goes through the whole machine with time in it.
import { describe, expect, test } from 'vitest'
import { type Calendar, dayOf } from '../../../../shared/calendar.ts'
import type { Case } from '../../../../server/escalations/clock/case.ts'
import { CLOCK, decide, due, type Move, type Mover, raise } from '../../../../server/escalations/clock/moves.ts'
import type { UserId } from '../../../../shared/model.ts'
import { DEFAULT_SPANS, type Ladder, type Organisation } from '../../../../shared/organisation.ts'

const [AUTHOR, SUE, DEPUTY, BOSS, OTHER, KEEPER, OWNER] = [
  'author',
  'sue',
  'deputy',
  'boss',
  'other',
  'keeper',
  'owner',
] as UserId[] as [UserId, UserId, UserId, UserId, UserId, UserId, UserId]
const CALENDAR: Calendar = {
  timeZone: 'Europe/Amsterdam',
  holidays: new Set(['2026-12-25', '2027-01-01']),
  weekend: new Set([0, 6]),
}
const MONDAY = Date.parse('2026-11-02T09:00:00Z')
const DAY_MS = 86_400_000

function organisation(ladders: Partial<Record<UserId, Ladder>> = { [SUE]: { deputyId: DEPUTY, managerId: BOSS } }) {
  return {
    settings: { ...DEFAULT_SPANS, calendar: CALENDAR, agendaKeeperId: KEEPER },
    ladderOf: (userId: UserId) => ladders[userId] ?? { deputyId: null, managerId: null },
    awayOf: () => [],
  } satisfies Organisation
}

const at = (moment: number, of: Organisation = organisation()) => ({ at: moment, organisation: of })
const day = (moment: number | null) => (moment === null ? null : dayOf(moment, CALENDAR.timeZone))
const COMMITMENT = { ownerId: OWNER, firstStep: 'Ask the canteen', dueAt: MONDAY + 30 * DAY_MS }

function moved(about: Case, move: Move, mover: Mover, moment: number, of?: Organisation): Case {
  const outcome = decide(about, move, mover, at(moment, of))
  if (!outcome.ok) throw new Error(outcome.error.reason)
  return outcome.value
}

/** Silence from here on: who owes it, from which day until which. */
function silence(about: Case, of?: Organisation): [string, string | null, string | null][] {
  const way: [string, string | null, string | null][] = [[about.state, about.owedBy, day(about.owedUntil)]]
  let now = about
  while (now.owedUntil !== null) {
    now = moved(now, { name: 'lapse' }, CLOCK, now.owedUntil + 1, of)
    way.push([now.state, now.owedBy, day(now.owedUntil)])
  }
  return way
}

describe('who owes the next move, until when', () => {
  const asked = () => raise(AUTHOR, SUE, at(MONDAY))

  test('a sponsor who is silent for fourteen days has a deputy, then the next level, and on day 21 it is the management’s', () => {
    expect(silence(asked())).toEqual([
      ['with-sponsor', SUE, '2026-11-16'],
      ['with-deputy', DEPUTY, '2026-11-23'],
      ['with-next-level', BOSS, '2026-11-27'],
      ['on-agenda', KEEPER, null],
    ])
  })

  test('where nobody stands behind a sponsor silence leads to the management at once', () => {
    expect(silence(asked(), organisation({}))).toEqual([
      ['with-sponsor', SUE, '2026-11-16'],
      ['on-agenda', KEEPER, null],
    ])
  })

  test('a deputy who is away all the time they would have is passed over; with a day of work in it they have their whole time', () => {
    const without = (to: string) => ({
      ...organisation(),
      awayOf: (userId: UserId) => (userId === DEPUTY ? [{ from: '2026-11-10', to }] : []),
    })
    expect(silence(asked(), without('2026-11-23'))).toEqual([
      ['with-sponsor', SUE, '2026-11-16'],
      ['with-next-level', BOSS, '2026-11-20'],
      ['on-agenda', KEEPER, null],
    ])
    expect(silence(asked(), without('2026-11-20'))[1]).toEqual(['with-deputy', DEPUTY, '2026-11-24'])
  })

  test('whoever raised it is no step on its way', () => {
    const of = organisation({ [SUE]: { deputyId: AUTHOR, managerId: SUE } })
    expect(silence(asked(), of).map(([state]) => state)).toEqual(['with-sponsor', 'on-agenda'])
  })

  test('a question stops the sponsor’s clock and starts the other’s; the answer gives the days back that were left', () => {
    const question = moved(asked(), { name: 'ask' }, SUE, MONDAY + 4 * DAY_MS)
    expect([question.owedBy, day(question.owedUntil)]).toEqual([AUTHOR, '2026-11-11'])
    const answered = moved(question, { name: 'reply' }, AUTHOR, MONDAY + 8 * DAY_MS)
    expect([answered.state, answered.owedBy, day(answered.owedUntil)]).toEqual(['with-sponsor', SUE, '2026-11-20'])
  })

  test('a question on the last day leaves a day for the answer to it', () => {
    const question = moved(asked(), { name: 'ask' }, SUE, MONDAY + 14 * DAY_MS)
    const answered = moved(question, { name: 'reply' }, AUTHOR, MONDAY + 15 * DAY_MS)
    expect(day(answered.owedUntil)).toBe('2026-11-18')
  })

  test('a question nobody answers is the sponsor’s again', () => {
    const question = moved(asked(), { name: 'ask' }, SUE, MONDAY)
    const lapsed = moved(question, { name: 'lapse' }, CLOCK, question.owedUntil! + 1)
    expect([lapsed.state, lapsed.owedBy]).toEqual(['with-sponsor', SUE])
  })

  test('what is handed over is taken with time of its own, or comes back; the second time it is the management’s', () => {
    const handed = moved(asked(), { name: 'hand-over', toId: OTHER }, SUE, MONDAY)
    expect([handed.owedBy, day(handed.owedUntil)]).toEqual([OTHER, '2026-11-05'])
    const taken = moved(handed, { name: 'accept' }, OTHER, MONDAY + DAY_MS)
    expect([taken.state, taken.sponsorId, day(taken.owedUntil)]).toEqual(['with-sponsor', OTHER, '2026-11-17'])
    const back = moved(handed, { name: 'return' }, OTHER, MONDAY + DAY_MS)
    expect([back.state, back.owedBy, back.bounces]).toEqual(['with-sponsor', SUE, 1])
    const again = moved(back, { name: 'hand-over', toId: OTHER }, SUE, MONDAY + DAY_MS)
    const silent = moved(again, { name: 'lapse' }, CLOCK, again.owedUntil! + 1)
    expect([silent.state, silent.owedBy, silent.bounces]).toEqual(['on-agenda', KEEPER, 2])
  })

  test('a promise is its owner’s until the day it is due, and until it is kept or openly given up', () => {
    const promised = moved(asked(), { name: 'endorse', commitment: COMMITMENT }, SUE, MONDAY)
    expect([promised.owedBy, promised.owedUntil]).toEqual([OWNER, COMMITMENT.dueAt])
    expect(due(promised, COMMITMENT.dueAt + DAY_MS)).toBeNull()
    const begun = moved(promised, { name: 'start' }, OWNER, MONDAY + DAY_MS)
    expect([begun.state, begun.owedBy]).toEqual(['in-progress', OWNER])
    expect(moved(begun, { name: 'realise' }, OWNER, MONDAY + 2 * DAY_MS)).toMatchObject({
      owedBy: null,
      owedUntil: null,
    })
  })

  test('a declined one comes back on the day the sponsor set, and before it when somebody takes it up again', () => {
    const lookAgainAt = MONDAY + 60 * DAY_MS
    const declined = moved(asked(), { name: 'decline', lookAgainAt }, SUE, MONDAY)
    expect([due(declined, lookAgainAt), due(declined, lookAgainAt + 1)]).toEqual([null, 'look-again'])
    expect(moved(declined, { name: 'look-again' }, CLOCK, lookAgainAt + 1).owedBy).toBe(SUE)
    const again = moved(declined, { name: 'raise-again', sponsorId: OTHER }, AUTHOR, MONDAY + DAY_MS)
    expect([again.owedBy, again.sponsorId]).toEqual([OTHER, OTHER])
  })

  test('the clock moves nothing before its time, and nobody moves in its name', () => {
    expect(decide(asked(), { name: 'lapse' }, CLOCK, at(MONDAY + DAY_MS))).toMatchObject({ ok: false })
    const late = at(MONDAY + 100 * DAY_MS)
    expect(decide(asked(), { name: 'lapse' }, SUE, late)).toMatchObject({
      ok: false,
      error: { reason: 'not-your-move' },
    })
    expect(decide(asked(), { name: 'ask' }, CLOCK, late)).toMatchObject({
      ok: false,
      error: { reason: 'not-your-move' },
    })
  })
})
