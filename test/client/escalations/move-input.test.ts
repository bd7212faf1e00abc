import { describe, expect, test } from 'vitest'
import {
  EMPTY_DRAFT,
  isUnsaid,
  type MoveDraft,
  moveInput,
  problemsOf,
  promises,
} from '../../../client/escalations/move-input.ts'
import { ANSWERS, type Answer } from '../../../shared/cases.ts'
import { ESCALATION_COMMANDS } from '../../../shared/escalation-commands.ts'
import type { EscalationId, UserId } from '../../../shared/model.ts'

const TODAY = '2026-11-27'
const id = 'e0000000000000000001' as EscalationId
const me = 'u0000000000000000001' as UserId
const other = 'u0000000000000000002'

const moving = (answer: Answer, draft: Partial<MoveDraft>, commits = false) => ({
  answer,
  draft: { ...EMPTY_DRAFT, ...draft },
  commits,
  today: TODAY,
})

const FULL: Partial<MoveDraft> = {
  words: 'Yes.',
  also: 'A quiet one.',
  firstStep: 'Measure the roof',
  dueOn: '2026-12-04',
  sponsorId: other,
}

describe('what a move needs', () => {
  test('who declines or stops says why, and what would help the next one', () => {
    expect(problemsOf(moving('decline', { words: ' ' }))).toEqual({ words: 'missing', also: 'missing' })
    expect(problemsOf(moving('stop', {}))).toEqual({ words: 'missing', also: 'missing' })
  })

  test('a promise has a first step and a day that has not passed; money and work are whole or left out', () => {
    expect(problemsOf(moving('endorse', {}, true))).toEqual({ firstStep: 'missing', dueOn: 'missing' })
    expect(problemsOf(moving('endorse', { ...FULL, dueOn: '2026-11-26' }, true))).toEqual({ dueOn: 'past' })
    expect(problemsOf(moving('endorse', { ...FULL, dueOn: TODAY }, true))).toEqual({})
    expect(problemsOf(moving('endorse', { ...FULL, euros: '1.50', days: 'two' }, true))).toEqual({
      euros: 'number',
      days: 'number',
    })
  })

  test('on the spot nothing more is asked', () => {
    expect(problemsOf(moving('endorse', {}))).toEqual({})
  })

  test('a declined idea comes back on a later day than today', () => {
    expect(problemsOf(moving('decline', { ...FULL, lookAgainOn: TODAY }))).toEqual({ lookAgainOn: 'past' })
  })

  test('handing over names somebody; taking up again keeps the sponsor where nobody else is named', () => {
    expect(problemsOf(moving('hand-over', {}))).toEqual({ sponsor: 'missing' })
    expect(problemsOf(moving('raise-again', { words: 'The roof is new.' }))).toEqual({})
  })
})

describe('the command', () => {
  const schema = ESCALATION_COMMANDS['escalation.answer'].input

  test.each(ANSWERS)('%s is one the server reads, with a full form', (answer) => {
    const about = moving(answer, FULL, answer === 'endorse' || answer === 'start')
    expect(problemsOf(about)).toEqual({})
    expect(schema.safeParse(moveInput(id, about, me)).error).toBeUndefined()
  })

  test('says only what was filled in', () => {
    expect(moveInput(id, moving('endorse', {}), me)).toEqual({ escalationId: id, answer: 'endorse' })
  })

  test('a promise is mine unless somebody else is chosen, and money reads as people write it', () => {
    const draft = { ...FULL, euros: '€ 12.500', days: '3' }
    expect(moveInput(id, moving('endorse', draft, true), me)).toMatchObject({
      commitment: { ownerId: me, firstStep: 'Measure the roof', dueOn: '2026-12-04', euros: 12_500, days: 3 },
    })
    expect(moveInput(id, moving('start', { ...draft, ownerId: other }, true), me)).toMatchObject({
      commitment: { ownerId: other },
    })
  })
})

test('an endorsement on the spot still owes its first step, which beginning brings', () => {
  const promised = { ownerId: me, owner: null as never, firstStep: '', dueAt: 1 }
  const onTheSpot = { state: 'endorsed' as const, commitment: promised }
  const named = { state: 'endorsed' as const, commitment: { ...promised, firstStep: 'Measure' } }
  expect([isUnsaid(onTheSpot), isUnsaid(named)]).toEqual([true, false])
  expect([promises('start', onTheSpot), promises('start', named), promises('endorse', named)]).toEqual([
    true,
    false,
    true,
  ])
})
