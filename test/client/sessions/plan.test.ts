import { describe, expect, test } from 'vitest'
import {
  changedPolicy,
  firstOpenStep,
  hasRoom,
  KINDS_OF_STEP,
  type KindOfStep,
  minutesOf,
  movedStep,
  newStep,
  timerFrom,
  withDots,
  withMethod,
} from '../../../client/sessions/plan.ts'
import { wordsOf } from '../../../client/sessions/steps.ts'
import { changePlan, soundPhases } from '../../../server/sessions/rules.ts'
import { PHASES_MAX_PER_SESSION, TIMER_MAX_MS } from '../../../shared/limits.ts'
import { HANDS, type Phase, RECIPE_STEPS } from '../../../shared/session.ts'

const phases: Phase[] = RECIPE_STEPS.brainstorm.map((step, place) => ({ ...step, phaseId: `p${place}`, title: '' }))
const ids = (row: readonly Phase[]) => row.map(({ phaseId }) => phaseId).join(' ')

describe('moving steps', () => {
  test('one earlier or later; not out of the row, and not before what has begun', () => {
    expect(ids(movedStep(phases, 'p2', -1, 0))).toBe('p0 p2 p1 p3 p4 p5')
    expect(ids(movedStep(phases, 'p2', 1, 0))).toBe('p0 p1 p3 p2 p4 p5')
    expect(movedStep(phases, 'p0', -1, 0)).toBe(phases)
    expect(movedStep(phases, 'p5', 1, 0)).toBe(phases)
    expect(movedStep(phases, 'p2', -1, 2)).toBe(phases)
    expect(movedStep(phases, 'p1', 1, 2)).toBe(phases)
  })

  test('what is behind and what is on stays; before a session begins everything may move', () => {
    expect(firstOpenStep(phases, 'p1')).toBe(2)
    expect(firstOpenStep(phases, null)).toBe(0)
    const standing = { phases, phaseId: 'p1', closing: null, timer: null, roundId: null }
    const moved = movedStep(phases, 'p2', 1, firstOpenStep(phases, 'p1'))
    expect(changePlan(standing, new Set(['p0', 'p1']), moved).ok).toBe(true)
  })
})

describe('what one can make here', () => {
  const kinds = Object.keys(KINDS_OF_STEP) as KindOfStep[]

  test('every kind of step is one the server takes, has words, and follows from its questions', () => {
    for (const kind of kinds) {
      const step = { ...newStep(kind), phaseId: kind }
      expect([kind, soundPhases([step]).ok]).toEqual([kind, true])
      for (const write of HANDS) {
        const policy = changedPolicy(step.policy, { write })
        expect([kind, write, soundPhases([{ ...step, policy }]).ok]).toEqual([kind, write, true])
      }
      for (const method of ['none', 'dots', 'score', 'yes-no', 'ranking'] as const) {
        const voting = { ...step, ...withMethod(step, method) }
        expect([kind, method, soundPhases([voting]).ok]).toEqual([kind, method, true])
      }
    }
    expect(kinds.map((kind) => wordsOf({ ...newStep(kind), phaseId: kind }))).toEqual(kinds)
  })

  test('the most on one idea is never more than there are dots', () => {
    const round = { budget: 5, maxPerIdea: 5, blind: true, secret: true }
    expect(withDots(round, { budget: 2 })).toMatchObject({ budget: 2, maxPerIdea: 2 })
  })

  test('no more steps than a session takes', () => {
    const row = Array.from({ length: PHASES_MAX_PER_SESSION }, (_, n) => ({ ...phases[0]!, phaseId: `${n}` }))
    expect([hasRoom(row), hasRoom(row.slice(1))]).toEqual([false, true])
  })
})

describe('minutes as they are typed', () => {
  test('whole and half ones, none at all, and what is no time', () => {
    expect([timerFrom('5'), timerFrom('2,5'), timerFrom(' '), timerFrom('soon'), timerFrom('-1')]).toEqual([
      300_000,
      150_000,
      null,
      undefined,
      undefined,
    ])
    expect(timerFrom(String(TIMER_MAX_MS / 60_000))).toBe(TIMER_MAX_MS)
    expect(timerFrom(String(TIMER_MAX_MS / 60_000 + 1))).toBeUndefined()
    expect([minutesOf(150_000), minutesOf(null)]).toEqual(['2.5', ''])
  })
})
