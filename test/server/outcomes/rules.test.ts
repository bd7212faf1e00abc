// Who may promise, measure and keep steps of a case: everybody × every state × every way a promise can stand. Written by hand.
import { describe, expect, test } from 'vitest'
import { type Facts, judge, mayDo } from '../../../server/outcomes/rules.ts'
import { CASE_STATES, type CaseState } from '../../../shared/cases.ts'
import type { UserId } from '../../../shared/model.ts'
import type { OutcomeMay } from '../../../shared/outcomes.ts'

const NOW = 1_000_000
const WHO = ['owner', 'sponsor', 'measurer', 'facilitator', 'raiser', 'admin'] as const
type Who = (typeof WHO)[number]
const PROMISES = {
  none: null,
  open: { measurerId: 'measurer' as UserId, dueAt: NOW, isMeasured: false },
  due: { measurerId: 'measurer' as UserId, dueAt: NOW - 1, isMeasured: false },
  measured: { measurerId: 'measurer' as UserId, dueAt: NOW + 1, isMeasured: true },
}
type Promised = keyof typeof PROMISES

type Row = Record<Who, readonly OutcomeMay[]>
const NOBODY: readonly OutcomeMay[] = []
const STEPS: readonly OutcomeMay[] = ['milestones']
const row = (carries: readonly OutcomeMay[], measures: readonly OutcomeMay[], leads: readonly OutcomeMay[]): Row => ({
  owner: carries,
  sponsor: carries,
  measurer: measures,
  facilitator: leads,
  raiser: NOBODY,
  admin: NOBODY,
})

const CARRIED: Record<Promised, Row> = {
  none: row(['promise', 'milestones'], NOBODY, STEPS),
  open: row(['promise', 'measure', 'milestones'], ['measure'], STEPS),
  due: row(['measure', 'milestones'], ['measure'], STEPS),
  measured: row(['measure', 'milestones'], ['measure'], STEPS),
}
// What was promised of work that was stopped may still be measured: it is part of what was learnt.
const STOPPED: Record<Promised, Row> = {
  none: row(NOBODY, NOBODY, NOBODY),
  open: row(['measure'], ['measure'], NOBODY),
  due: row(['measure'], ['measure'], NOBODY),
  measured: row(['measure'], ['measure'], NOBODY),
}
const NOTHING = { none: STOPPED.none, open: STOPPED.none, due: STOPPED.none, measured: STOPPED.none }
const TABLE: Record<CaseState, Record<Promised, Row>> = {
  'with-sponsor': NOTHING,
  asked: NOTHING,
  'handed-over': NOTHING,
  'with-deputy': NOTHING,
  'with-next-level': NOTHING,
  'on-agenda': NOTHING,
  declined: NOTHING,
  endorsed: CARRIED,
  'in-progress': CARRIED,
  realised: CARRIED,
  stopped: STOPPED,
}

const factsOf = (state: CaseState, promised: Promised, who: Who): Facts => ({
  state,
  sponsorId: 'sponsor' as UserId,
  ownerId: 'owner' as UserId,
  isFacilitator: who === 'facilitator',
  promise: PROMISES[promised],
})

describe.each(CASE_STATES)('%s', (state) => {
  test.each(Object.keys(PROMISES) as Promised[])('promised: %s', (promised) => {
    for (const who of WHO) {
      expect([who, mayDo(factsOf(state, promised, who), who as UserId, NOW)]).toEqual([
        who,
        TABLE[state][promised][who],
      ])
    }
  })
})

test('whoever may not is told why: that nobody backs it, that it is not theirs, or that it is over', () => {
  const why = (what: OutcomeMay, state: CaseState, promised: Promised, who: Who) => {
    const judged = judge(what, factsOf(state, promised, who), who as UserId, NOW)
    return judged.ok ? 'may' : judged.error.reason
  }
  expect(why('promise', 'asked', 'none', 'sponsor')).toBe('not-backed')
  expect(why('promise', 'endorsed', 'none', 'facilitator')).toBe('not-yours-to-keep')
  expect(why('measure', 'endorsed', 'none', 'owner')).toBe('nothing-promised')
  expect(why('measure', 'endorsed', 'open', 'raiser')).toBe('not-yours-to-keep')
  expect(why('promise', 'endorsed', 'due', 'owner')).toBe('promise-due')
  expect(why('promise', 'realised', 'measured', 'sponsor')).toBe('promise-due')
  expect(why('milestones', 'stopped', 'open', 'owner')).toBe('idea-over')
})

test('endorsed before owners were kept, it is the sponsor’s', () => {
  const facts = { ...factsOf('endorsed', 'none', 'sponsor'), ownerId: null }
  expect(mayDo(facts, 'sponsor' as UserId, NOW)).toEqual(['promise', 'milestones'])
  expect(mayDo(facts, 'raiser' as UserId, NOW)).toEqual([])
})
