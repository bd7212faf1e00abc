import { describe, expect, test } from 'vitest'
import {
  partIn,
  phaseAfter,
  phaseBefore,
  phaseNow,
  stepsOf,
  countLeaders,
  waitingFor,
  wordsOf,
} from '../../../client/sessions/steps.ts'
import { presentIn } from '../../../client/sessions/present.ts'
import { type Phase, RECIPE_STEPS } from '../../../shared/session.ts'

const phases: Phase[] = RECIPE_STEPS.brainstorm.map((step, place) => ({ ...step, phaseId: `p${place}`, title: '' }))
const at = (phaseId: string) => ({ phases, phaseId })
const [write, reveal, , vote, discuss] = phases as [Phase, Phase, Phase, Phase, Phase]

describe('the row of phases', () => {
  test('what is behind is done, what follows is next, the rest comes later', () => {
    expect(stepsOf(at('p2')).map(({ state }) => state)).toEqual(['done', 'done', 'now', 'next', 'later', 'later'])
    expect(stepsOf(at('p2')).map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6])
    expect(
      stepsOf(at('p5'))
        .map(({ state }) => state)
        .slice(-2),
    ).toEqual(['done', 'now'])
  })

  test('before the first and after the last there is nothing', () => {
    expect([phaseBefore(at('p0')), phaseAfter(at('p5'))]).toEqual([null, null])
    expect([phaseBefore(at('p1'))?.phaseId, phaseAfter(at('p1'))?.phaseId]).toEqual(['p0', 'p2'])
  })

  test('a phase that is not in the row is nowhere', () => {
    expect([phaseNow(at('gone')), phaseBefore(at('gone')), phaseAfter(at('gone'))]).toEqual([null, null, null])
  })
})

describe('what a phase asks of a reader', () => {
  test('writing unseen has words of its own, writing together has others', () => {
    expect(wordsOf(write)).toBe('sealed')
    expect(wordsOf({ kind: 'write', policy: { ...write.policy, sealed: false } })).toBe('write')
    expect(wordsOf(vote)).toBe('vote')
  })

  test('everyone writes and votes, everyone watches a reveal, and while talking only who leads writes', () => {
    expect([write, vote].map(({ policy, kind }) => partIn(policy, kind, false))).toEqual(['everyone', 'everyone'])
    expect(partIn(reveal.policy, reveal.kind, true)).toBe('watch')
    expect([true, false].map((leads) => partIn(discuss.policy, discuss.kind, leads))).toEqual(['lead', 'watch'])
  })
})

describe('whom the room waits for', () => {
  test('who is there and not ready, without those who lead', () => {
    expect(waitingFor({ present: 43, people: 60, leads: 1, ready: 39 })).toEqual({ count: 3, of: 42 })
  })

  test('who leads this session beside the facilitators is not waited for either, and nobody is counted twice', () => {
    const lead = {
      others: [
        { userId: 'ben', name: 'Ben' },
        { userId: 'ada', name: 'Ada' },
      ],
    }
    expect(countLeaders([{ userId: 'ada' }], lead)).toBe(2)
  })

  test('several windows of one person in a quiet room never make more people than have joined', () => {
    expect(waitingFor({ present: 9, people: 4, leads: 1, ready: 1 })).toEqual({ count: 2, of: 3 })
  })

  test('somebody who was ready and left is not waited for twice', () => {
    expect(waitingFor({ present: 2, people: 10, leads: 1, ready: 4 })).toEqual({ count: 0, of: 4 })
  })

  test('an empty room waits for nobody', () => {
    expect(waitingFor({ present: 1, people: 1, leads: 1, ready: 0 })).toBeNull()
  })

  test('a person with a name counts once, one without counts by window', () => {
    const states = new Map<number, unknown>([
      [1, { user: { id: 'ada', name: 'Ada' } }],
      [2, { user: { id: 'ada', name: 'Ada' } }],
      [3, {}],
      [4, null],
    ])
    expect(presentIn(states)).toBe(3)
  })
})
