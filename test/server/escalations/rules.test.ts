import { describe, expect, test } from 'vitest'
import { STAGES } from '../../../shared/model.ts'
import { CASE_STATES, CLOSED } from '../../../shared/cases.ts'
import { askSponsor, stageAfter } from '../../../server/escalations/rules.ts'

const asking = { stage: 'open' as const, isSponsor: true, isWaiting: false }
const OPEN_OR_BACKED = CASE_STATES.filter((state) => !CLOSED.has(state))

describe('askSponsor', () => {
  test('an idea that goes to a sponsor is escalated, unless another sponsor backed it already', () => {
    const stages = Object.fromEntries(
      STAGES.map((stage) => {
        const asked = askSponsor({ ...asking, stage })
        return [stage, asked.ok ? asked.value.stage : asked.error.reason]
      }),
    )
    expect(stages).toEqual({
      open: 'escalated',
      shortlisted: 'escalated',
      escalated: 'escalated',
      parked: 'escalated',
      declined: 'escalated',
      accepted: 'accepted',
      'in-progress': 'in-progress',
      realised: 'idea-over',
      stopped: 'idea-over',
      merged: 'idea-over',
    })
  })
  test('only a sponsor can be asked, and once at a time', () => {
    expect(askSponsor({ ...asking, isSponsor: false })).toMatchObject({ ok: false, error: { reason: 'not-a-sponsor' } })
    expect(askSponsor({ ...asking, isWaiting: true })).toMatchObject({
      ok: false,
      error: { reason: 'already-waiting' },
    })
    expect(askSponsor({ ...asking, stage: null })).toMatchObject({ ok: false, error: { kind: 'not-found' } })
  })
})

describe('stageAfter', () => {
  test('an endorsement makes the idea accepted, a decline closes it', () => {
    expect(stageAfter('endorse', 'escalated', [])).toBe('accepted')
    expect(stageAfter('decline', 'escalated', [])).toBe('declined')
    expect(stageAfter('decline', 'escalated', ['declined', 'stopped'])).toBe('declined')
  })
  test.each(OPEN_OR_BACKED)('no idea is closed while another case of it is %s', (other) => {
    expect(stageAfter('decline', 'escalated', [other])).toBeNull()
    expect(stageAfter('stop', 'in-progress', [other])).not.toBe('stopped')
  })
  test('an endorsement does not take work in progress back, and a decline not what another backed', () => {
    expect(stageAfter('endorse', 'in-progress', [])).toBeNull()
    expect(stageAfter('decline', 'accepted', ['endorsed'])).toBeNull()
  })
  test('a promise is begun, realised, or stopped', () => {
    expect(stageAfter('start', 'accepted', [])).toBe('in-progress')
    expect(stageAfter('realise', 'in-progress', [])).toBe('realised')
    expect(stageAfter('stop', 'in-progress', ['declined'])).toBe('stopped')
    expect(stageAfter('stop', 'accepted', ['with-sponsor'])).toBe('escalated')
  })
  test('what was declined or stopped is open again when it is taken up again, by whomever', () => {
    expect(stageAfter('raise-again', 'stopped', [])).toBe('escalated')
    expect(stageAfter('look-again', 'declined', [])).toBe('escalated')
    expect(stageAfter('look-again', 'accepted', ['endorsed'])).toBeNull()
  })
  test.each(['ask', 'reply', 'hand-over', 'accept', 'return', 'lapse'] as const)('%s changes no stage', (move) => {
    for (const stage of STAGES) expect(stageAfter(move, stage, [])).toBeNull()
  })
})
