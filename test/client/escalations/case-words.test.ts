import { beforeAll, describe, expect, test } from 'vitest'
import { moveWords, owesWords } from '../../../client/escalations/case-words.ts'
import { type Days, isoDay } from '../../../client/ui/days.ts'
import { alsoWords, startI18n } from '../../../client/i18n/i18n.ts'
import { hasText, translate } from '../../../client/i18n/translation.ts'
import { ANSWERS, CASE_STATES, type CaseState, type CaseView, CLOSED, type MoveView } from '../../../shared/cases.ts'
import type { EscalationId, IdeaId, PersonView, UserId } from '../../../shared/model.ts'

const NOW = new Date('2026-11-27T10:00').getTime()
const DAY_MS = 86_400_000
const person = (name: string): PersonView => ({
  userId: name.toLowerCase() as UserId,
  name,
  image: null,
  unit: null,
  isGuest: false,
})
const [ada, sue, karin] = [person('Ada'), person('Sue'), person('Karin')]

const days: Days = {
  now: NOW,
  day: isoDay,
  short: () => '',
  deadline: (until) => isoDay(until - DAY_MS / 2),
  until: (until) => `by ${days.deadline(until)}`,
  euros: String,
}

const step = (move: MoveView['move'], state: CaseState, by: PersonView | null, owes: PersonView | null): MoveView => ({
  seq: 1,
  move,
  by,
  at: NOW - DAY_MS,
  words: null,
  also: null,
  state,
  owes,
})

function about(state: CaseState, more: Partial<CaseView> = {}): CaseView {
  const owes = CLOSED.has(state) ? null : { person: sue, since: NOW - DAY_MS, until: NOW + 6 * DAY_MS }
  return {
    escalationId: 'e' as EscalationId,
    ideaId: 'i' as IdeaId,
    sponsor: sue,
    escalatedBy: ada,
    why: 'Because.',
    status: 'waiting',
    answer: null,
    askedAt: NOW - DAY_MS,
    answeredAt: null,
    state,
    owes,
    commitment: { owner: sue, firstStep: 'Measure', dueAt: NOW + 6 * DAY_MS },
    lookAgainAt: null,
    moves: [step('raise', 'with-sponsor', ada, sue)],
    may: [],
    ...more,
  }
}

beforeAll(async () => {
  await startI18n('en')
  await alsoWords('case')
})

describe('the one line that matters', () => {
  test.each(CASE_STATES)('is a sentence in the state %s, for who owes and for everybody else', (state) => {
    for (const me of [sue.userId, ada.userId]) {
      const { line } = owesWords(about(state), me, translate('case'), days)
      expect(line).toMatch(/^[A-Z]/)
      expect(line).not.toMatch(/owes|closed|\{\{/)
    }
  })

  test('says who, until when, and how long that is', () => {
    const t = translate('case')
    expect(owesWords(about('with-sponsor'), ada.userId, t, days)).toEqual({
      line: 'Sue answers by 2026-12-02',
      left: '5 days left',
      isLate: false,
    })
    expect(owesWords(about('with-sponsor'), sue.userId, t, days).line).toBe('You answer by 2026-12-02')
  })

  test('is calm about what is late, and says by how much', () => {
    const late = { person: sue, since: NOW - 9 * DAY_MS, until: new Date('2026-11-25T23:59:59').getTime() }
    expect(owesWords(about('with-sponsor', { owes: late }), ada.userId, translate('case'), days)).toMatchObject({
      line: 'Sue was to answer by 2026-11-25',
      left: '2 days late',
      isLate: true,
    })
    expect(owesWords(about('endorsed', { owes: late }), sue.userId, translate('case'), days).line).toBe(
      'You promised it by 2026-11-25',
    )
  })

  test('of an endorsement on the spot is that the first step is still to be said', () => {
    const commitment = { owner: sue, firstStep: '', dueAt: NOW }
    expect(owesWords(about('endorsed', { commitment }), ada.userId, translate('case'), days).line).toContain(
      'says by 2026-12-02 what the first step is',
    )
  })

  test('of a question names who asked it, not whose case it is', () => {
    const moves = [step('raise', 'with-sponsor', ada, sue), step('ask', 'asked', karin, ada)]
    expect(owesWords(about('asked', { moves }), 'nobody', translate('case'), days).line).toContain('question of Karin')
  })
})

describe('the story', () => {
  test('has words for every move of people', () => {
    for (const move of [...ANSWERS, 'raise', 'look-again'] as const) {
      expect([move, hasText('case', `history.${move}`)]).toEqual([move, true])
    }
  })

  test.each<[CaseState, CaseState, string]>([
    ['with-sponsor', 'with-deputy', 'No answer in time: goes to the deputy, Karin'],
    ['with-deputy', 'with-next-level', 'No answer in time: goes one level up, to Karin'],
    ['with-next-level', 'on-agenda', 'No answer in time: goes on the management’s agenda'],
    ['asked', 'with-sponsor', 'The question was not answered in time: Karin decides with what there is'],
    ['asked', 'with-deputy', 'The question was not answered in time: Karin decides with what there is'],
    ['handed-over', 'with-sponsor', 'Not taken on in time: it is back with Karin'],
    ['handed-over', 'on-agenda', 'No answer in time: goes on the management’s agenda'],
  ])('from %s to %s the clock says what it did', (from, to, words) => {
    const before = step('ask', from, sue, sue)
    expect(moveWords(step('lapse', to, null, karin), before, translate('case'))).toBe(words)
  })

  test('who is no longer here is somebody', () => {
    expect(moveWords(step('accept', 'with-sponsor', person(''), sue), undefined, translate('case'))).toBe(
      'Someone took it on',
    )
  })
})
