import { describe, expect, test } from 'vitest'
import { STAGES } from '../../../shared/model.ts'
import { answer, type Answering, askSponsor } from '../../../server/escalations/rules.ts'

const asking = { stage: 'open' as const, isSponsor: true, isWaiting: false }
const answering: Answering = { status: 'waiting', stage: 'escalated', removed: false, othersWaiting: 0 }

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

describe('answer', () => {
  test('an endorsement makes the idea accepted, a decline closes it', () => {
    expect(answer(answering, 'endorse')).toEqual({ ok: true, value: { status: 'endorsed', stage: 'accepted' } })
    expect(answer(answering, 'decline')).toEqual({ ok: true, value: { status: 'declined', stage: 'declined' } })
  })
  test('a decline does not close what another sponsor is still asked, or has backed', () => {
    expect(answer({ ...answering, othersWaiting: 1 }, 'decline')).toMatchObject({ value: { stage: null } })
    expect(answer({ ...answering, stage: 'accepted' }, 'decline')).toMatchObject({ value: { stage: null } })
  })
  test('an endorsement does not take work in progress back', () => {
    expect(answer({ ...answering, stage: 'in-progress' }, 'endorse')).toMatchObject({ value: { stage: null } })
  })
  test('an answer is given once, and not to an idea that was removed', () => {
    for (const status of ['endorsed', 'declined'] as const) {
      expect(answer({ ...answering, status }, 'endorse')).toMatchObject({ error: { reason: 'already-answered' } })
    }
    expect(answer({ ...answering, removed: true }, 'decline')).toMatchObject({ error: { reason: 'idea-removed' } })
  })
})
