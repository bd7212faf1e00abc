// Owns: what the audit trail says of answering, the figures that tell of nobody in particular, and the order of suggestions.
import { describe, expect, test } from 'vitest'
import { byUnit, firstDayOf, quarterOf, quartersBack, sharedFigures } from '../../../server/organisation/figures.ts'
import { rank } from '../../../server/organisation/ranking.ts'
import { type TrailMove, type Turn, turnsOf } from '../../../server/organisation/turns.ts'
import type { CaseState, MoveName } from '../../../shared/cases.ts'
import type { PersonView, UserId } from '../../../shared/model.ts'
import type { SponsorReason, SponsorSuggestion } from '../../../shared/organisation-views.ts'

const DAY_MS = 86_400_000
const who = (name: string) => name as UserId

/** A move on the n-th day, and whose move it made the next. */
const moved = (day: number, move: MoveName, owedBy: string | null, state: CaseState, escalationId = 'case') =>
  ({ escalationId, move, at: day * DAY_MS, owedBy: owedBy as UserId | null, state }) satisfies TrailMove

describe('turns', () => {
  const days = (turn: Turn | undefined) => [turn?.firstAfterMs, turn?.decidedAfterMs].map((ms) => ms && ms / DAY_MS)

  test('a question is the first answer, the yes or no the decision; the author’s own turn is no sponsor’s', () => {
    const turns = turnsOf([
      moved(0, 'raise', 'sue', 'with-sponsor'),
      moved(2, 'ask', 'ann', 'asked'),
      moved(4, 'reply', 'sue', 'with-sponsor'),
      moved(9, 'endorse', 'sue', 'endorsed'),
      moved(20, 'start', 'sue', 'in-progress'),
    ])
    expect(turns.map(({ userId, inTime }) => [userId, inTime])).toEqual([
      ['sue', true],
      ['sue', true],
    ])
    expect(turns.map(days)).toEqual([
      [2, null],
      [null, 9],
    ])
  })

  test('a turn the clock ended was not in time; whoever answers then answers for themselves', () => {
    const turns = turnsOf([
      moved(0, 'raise', 'sue', 'with-sponsor'),
      moved(15, 'lapse', 'dirk', 'with-deputy'),
      moved(16, 'decline', null, 'declined'),
    ])
    expect(turns.map(({ userId, inTime }) => [userId, inTime])).toEqual([
      ['sue', false],
      ['dirk', true],
    ])
    expect(turns.map(days)).toEqual([
      [null, null],
      [16, 16],
    ])
  })

  test('a case that is raised again is asked anew; cases do not mix', () => {
    const turns = turnsOf([
      moved(0, 'raise', 'sue', 'with-sponsor'),
      moved(1, 'raise', 'bob', 'with-sponsor', 'other'),
      moved(2, 'decline', null, 'declined'),
      moved(50, 'raise-again', 'sue', 'with-sponsor'),
      moved(51, 'hand-over', 'bob', 'handed-over'),
      moved(52, 'accept', 'bob', 'with-sponsor'),
      moved(53, 'endorse', 'bob', 'endorsed'),
    ])
    expect(turns.map((turn) => [turn.userId, ...days(turn)])).toEqual([
      ['sue', 2, 2],
      ['sue', 1, null],
      ['bob', null, null],
      ['bob', null, 3],
    ])
  })
})

/** So many people of a unit, each with one turn that took so many days. */
function answered(unit: string, people: number, daysEach = 1, inTime = true): Turn[] {
  return Array.from({ length: people }, (_, i) => ({
    userId: who(`${unit}-${i}`),
    endedAt: 0,
    inTime,
    firstAfterMs: daysEach * DAY_MS,
    decidedAfterMs: null,
  }))
}
const unitOf = (userId: UserId) => userId.split('-')[0] || null
const units = (turns: Turn[], debts: { userId: UserId; late: boolean; onAgenda: boolean }[] = []) =>
  byUnit(turns, debts, unitOf).map(({ unit, people }) => [unit, people])

describe('figures for everybody', () => {
  test('are of five people and of five answers, and not of one fewer', () => {
    expect(sharedFigures(answered('it', 4), [])).toBeNull()
    expect(sharedFigures([...answered('it', 4), ...answered('it', 4)], [])).toBeNull()
    expect(sharedFigures(answered('it', 5), [])).toMatchObject({ answered: 5, inTime: 5, medianFirstDays: 1 })
  })

  test('a median of fewer than five decisions is not told, also where there are many answers', () => {
    const turns = answered('it', 9).map((turn, i) => ({ ...turn, decidedAfterMs: i < 4 ? DAY_MS : null }))
    expect(sharedFigures(turns, [])?.medianDecisionDays).toBeNull()
  })

  test('nor is one of five decisions of fewer people', () => {
    const turns = answered('it', 9).map((turn, i) => ({ ...turn, decidedAfterMs: i < 4 ? DAY_MS : null }))
    const again = turns.slice(0, 4)
    expect(sharedFigures([...turns, ...again], [])?.medianDecisionDays).toBeNull()
  })

  test('the median of an even number lies between the two in the middle', () => {
    const turns = [...answered('it', 3, 2), ...answered('hr', 3, 4)]
    expect(sharedFigures(turns, [])?.medianFirstDays).toBe(3)
  })

  test('units of five are shown, smaller ones are the others together', () => {
    const turns = [...answered('it', 6), ...answered('hr', 5), ...answered('fin', 3), ...answered('law', 2)]
    expect(units(turns)).toEqual([
      ['it', 6],
      ['hr', 5],
      [null, 5],
    ])
  })

  test('a small unit cannot be told by taking the shown ones from the whole', () => {
    const four = [...answered('it', 6), ...answered('hr', 5), ...answered('fin', 4)]
    expect(units(four)).toEqual([
      ['it', 6],
      [null, 9],
    ])
    expect(units([...answered('it', 6), ...answered('fin', 1)])).toEqual([])
    expect(units([...answered('it', 5), ...answered('hr', 5)])).toEqual([
      ['hr', 5],
      ['it', 5],
    ])
  })

  test('nor can one person’s debt, where nobody of their unit has answered', () => {
    const debt = { userId: who('fin-1'), late: true, onAgenda: false }
    expect(units([...answered('it', 6), ...answered('hr', 5)], [debt])).toEqual([
      ['it', 6],
      [null, 5],
    ])
  })

  test('whoever has no unit is one of the others', () => {
    expect(units([...answered('it', 5), ...answered('', 5)])).toEqual([
      ['it', 5],
      [null, 5],
    ])
  })
})

describe('quarters', () => {
  test('begin in the organisation’s time zone', () => {
    const at = Date.parse('2026-06-30T22:30:00Z')
    expect(quarterOf(at, 'Europe/Amsterdam')).toBe('2026-Q3')
    expect(quarterOf(at, 'Europe/London')).toBe('2026-Q2')
    expect(firstDayOf('2026-Q3')).toBe('2026-07-01')
  })

  test('follow each other over the years', () => {
    expect(quartersBack('2026-Q2', 6)).toEqual(['2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3', '2025-Q2', '2025-Q1'])
  })
})

describe('the order of suggestions', () => {
  function sponsor(name: string, more: Partial<SponsorSuggestion> = {}, past: [number, number] | null = null) {
    const person: PersonView = { userId: who(name), name, image: null, unit: null, isGuest: false }
    return {
      suggestion: { person, reasons: [], waiting: 0, answeredInTime: null, awayUntil: null, ...more },
      past: past && { inTime: past[0], answered: past[1] },
    }
  }
  const goal: SponsorReason = { kind: 'goal', goalId: 'g', title: 'Less waste' }
  const order = (...sponsors: ReturnType<typeof sponsor>[]) => rank(sponsors).map(({ person }) => person.name)

  test('a goal before leading the unit, that before the same unit, that before nothing', () => {
    expect(
      order(
        sponsor('none'),
        sponsor('same', { reasons: [{ kind: 'same-unit', unit: 'IT' }] }),
        sponsor('goal', { reasons: [goal] }),
        sponsor('leads', { reasons: [{ kind: 'leads-unit', unit: 'IT' }] }),
      ),
    ).toEqual(['goal', 'leads', 'same', 'none'])
  })

  test('among equals who answers in time, then who has less waiting, then by name', () => {
    expect(
      order(
        sponsor('late', {}, [1, 9]),
        sponsor('busy', { waiting: 8 }),
        sponsor('zoe'),
        sponsor('abe'),
        sponsor('swift', {}, [9, 9]),
      ),
    ).toEqual(['swift', 'abe', 'zoe', 'late', 'busy'])
  })

  test('two goals of one owner are one reason; whoever is away comes later, and is not left out', () => {
    const away = sponsor('away', { reasons: [goal, goal], awayUntil: '2026-07-31' })
    expect(order(away, sponsor('here', { reasons: [goal] }), sponsor('other'))).toEqual(['here', 'away', 'other'])
  })

  test('that somebody answers is said only where their figures may be seen', () => {
    const shown = { answered: 8, inTime: 7 }
    const [open] = rank([sponsor('sue', { answeredInTime: shown }, [7, 8])])
    expect(open?.reasons).toEqual([{ kind: 'answers' }])
    const [hidden] = rank([sponsor('sue', {}, [7, 8])])
    expect(hidden?.reasons).toEqual([])
  })
})
