// Owns: how a session moves, as sentences: what follows, what shuts first, what a plan may not lose, what a timer does.
// And seeded walks: whatever a facilitator does, one phase is on, and an undo leads to exactly what was.
import { describe, expect, test } from 'vitest'
import {
  advance,
  changePlan,
  enter,
  type Standing,
  type Step,
  setTimer,
  soundPhases,
  timerOf,
  undo,
} from '../../../server/sessions/rules.ts'
import { TIMER_MAX_MS } from '../../../shared/limits.ts'
import type { Outcome } from '../../../shared/outcome.ts'
import {
  hasGrace,
  HANDS,
  isSealed,
  mayInPhase,
  type Phase,
  type PhasePolicy,
  RECIPE_STEPS,
  type Timer,
} from '../../../shared/session.ts'
import { seeded } from '../sync/support/fakes.ts'

const AT = 1_000_000
const MINUTE_MS = 60_000
const phasesOf = (recipe: keyof typeof RECIPE_STEPS): Phase[] =>
  RECIPE_STEPS[recipe].map((step, n) => ({ ...step, phaseId: `p${n}`, title: '' }))
const standing = (over: Partial<Standing> = {}): Standing => ({
  phases: phasesOf('brainstorm'),
  phaseId: 'p0',
  closing: null,
  timer: null,
  roundId: null,
  ...over,
})
const reasonOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.error.reason)
const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.error.reason)
  return outcome.value
}

describe('what a phase allows', () => {
  const policy = (over: Partial<PhasePolicy>): PhasePolicy => ({
    write: 'nobody',
    sealed: false,
    arrange: 'nobody',
    vote: 'nobody',
    react: 'nobody',
    ...over,
  })
  test.each([
    ['idea.add', 'write'],
    ['board.write', 'arrange'],
    ['vote.cast', 'vote'],
    ['idea.like', 'react'],
    ['comment.add', 'react'],
  ] as const)('%s asks who may %s', (permission, field) => {
    const who = {
      everyone: new Set(['guest'] as const),
      facilitators: new Set(['participant', 'facilitator'] as const),
    }
    const answers = HANDS.map((hands) => [
      mayInPhase(policy({ [field]: hands }), permission, who.everyone),
      mayInPhase(policy({ [field]: hands }), permission, who.facilitators),
    ])
    const no = 'not-in-this-phase'
    expect(answers).toEqual([
      [null, null],
      [no, null],
      [no, no],
    ])
  })

  test('without a session nothing is taken away, and what is not of phases never is', () => {
    expect(mayInPhase(null, 'idea.add', new Set(['guest']))).toBeNull()
    expect(mayInPhase(policy({}), 'board.read', new Set(['guest']))).toBeNull()
    expect(mayInPhase(policy({}), 'session.lead', new Set(['facilitator']))).toBeNull()
    expect([isSealed(null), isSealed(policy({ sealed: true }))]).toEqual([false, true])
  })

  test('every recipe is sound', () => {
    for (const recipe of ['brainstorm', 'retrospective', 'silent-ideas', 'quick-vote'] as const) {
      expect([recipe, reasonOf(soundPhases(phasesOf(recipe)))]).toEqual([recipe, 'done'])
    }
  })
})

describe('going on', () => {
  test('to the next phase, to a later one, and back', () => {
    expect(valueOf(advance(standing({ phaseId: 'p1' }), { from: 'p1' }))).toMatchObject({
      to: { phaseId: 'p2' },
      how: 'at-once',
    })
    expect(valueOf(advance(standing(), { from: 'p0', to: 'p3' })).to.phaseId).toBe('p3')
    expect(valueOf(advance(standing({ phaseId: 'p2' }), { from: 'p2', to: 'p0' }))).toMatchObject({ how: 'at-once' })
  })

  test('a phase in which people write or vote shuts first; back, `now` and a second tap do not wait', () => {
    const how = (over: Partial<Standing>, ask: Partial<Parameters<typeof advance>[1]> = {}) => {
      const here = standing(over)
      return valueOf(advance(here, { from: here.phaseId, ...ask })).how
    }
    expect([how({}), how({ phaseId: 'p3' }), how({ phaseId: 'p1' })]).toEqual(['grace', 'grace', 'at-once'])
    expect(how({}, { now: true })).toBe('at-once')
    expect(how({ phaseId: 'p3' }, { to: 'p0' })).toBe('at-once')
    const shutting = standing({ closing: { at: AT, to: 'p2' } })
    expect(valueOf(advance(shutting, { from: 'p0' }))).toMatchObject({ to: { phaseId: 'p2' }, how: 'at-once' })
    expect(valueOf(advance(shutting, { from: 'p0', to: 'p4' })).to.phaseId).toBe('p4')
  })

  test('refuses what one does not see any more, what is not there, and what is on', () => {
    expect(reasonOf(advance(standing({ phaseId: 'p1' }), { from: 'p0' }))).toBe('phase-moved')
    expect(reasonOf(advance(standing({ phaseId: 'p5' }), { from: 'p5' }))).toBe('no-phase-after')
    expect(reasonOf(advance(standing(), { from: 'p0', to: 'gone' }))).toBe('no-such-phase')
    expect(reasonOf(advance(standing(), { from: 'p0', to: 'p0' }))).toBe('phase-is-on')
    expect(reasonOf(undo(standing(), null, 'p0', AT))).toBe('nothing-to-undo')
    expect(
      reasonOf(undo(standing(), { from: null, to: 'p0', at: AT, roundClosed: null, timerBefore: null }, 'p0', AT)),
    ).toBe('nothing-to-undo')
  })
})

describe('a plan', () => {
  const plan = (been: string[], phases: Phase[], over: Partial<Standing> = {}) =>
    reasonOf(changePlan(standing(over), new Set(been), phases))
  const all = phasesOf('brainstorm')
  const edited = (index: number, over: Partial<Phase>) =>
    all.map((phase, n) => (n === index ? { ...phase, ...over } : phase))

  test('may lose, add, move and change what is still to come', () => {
    expect(plan(['p0'], [all[0]!, all[3]!, all[1]!])).toBe('done')
    expect(plan(['p0'], [{ ...all[1]!, phaseId: 'warm-up' }, ...all])).toBe('done')
    expect(plan(['p0'], edited(3, { round: null, policy: { ...all[3]!.policy, write: 'everyone' } }))).toBe('done')
  })

  test('keeps what is on and what was, sealed as it was', () => {
    expect(plan(['p0'], all.slice(1))).toBe('phase-was-on')
    expect(plan(['p0', 'p1'], [all[1]!, all[2]!], { phaseId: 'p1' })).toBe('phase-was-on')
    expect(plan(['p0', 'p1'], edited(0, { policy: { ...all[0]!.policy, sealed: false } }), { phaseId: 'p1' })).toBe(
      'phase-has-begun',
    )
    expect(plan(['p0'], edited(0, { title: 'Write', timerMs: null }))).toBe('done')
  })

  test('the round of the phase that is on stays; one that was may be held again otherwise', () => {
    const more = edited(3, { round: { ...all[3]!.round!, budget: 9 } })
    expect(plan(['p0', 'p3'], more, { phaseId: 'p3' })).toBe('phase-has-begun')
    expect(plan(['p0', 'p3', 'p4'], more, { phaseId: 'p4' })).toBe('done')
    // Undone into, it would be a phase for voting without its round.
    expect(plan(['p0', 'p3', 'p4'], edited(3, { round: null }), { phaseId: 'p4' })).toBe('phase-has-begun')
  })

  test('refuses what cannot work', () => {
    expect(reasonOf(soundPhases([]))).toBe('bad-phases')
    expect(reasonOf(soundPhases([all[0]!, { ...all[1]!, phaseId: 'p0' }]))).toBe('bad-phases')
    expect(reasonOf(soundPhases(edited(0, { policy: { ...all[0]!.policy, write: 'nobody' } })))).toBe('bad-phases')
    expect(reasonOf(soundPhases(edited(3, { policy: { ...all[3]!.policy, vote: 'nobody' } })))).toBe('bad-phases')
    expect(plan(['p0'], [all[0]!, all[0]!])).toBe('bad-phases')
  })
})

describe('a timer', () => {
  const running: Timer = { endsAt: AT + MINUTE_MS, leftMs: null, totalMs: 2 * MINUTE_MS }
  const paused: Timer = { endsAt: null, leftMs: MINUTE_MS, totalMs: 2 * MINUTE_MS }
  const set = (timer: Timer | null, ask: Parameters<typeof setTimer>[1], at = AT) => setTimer(timer, ask, at)

  test('starts, pauses, goes on, gets more and stops', () => {
    expect(valueOf(set(null, { set: 'start', ms: 5 }))).toEqual({ endsAt: AT + 5, leftMs: null, totalMs: 5 })
    expect(valueOf(set(running, { set: 'pause' }))).toEqual(paused)
    expect(valueOf(set(paused, { set: 'pause' }))).toEqual(paused)
    expect(valueOf(set(paused, { set: 'resume' }))).toEqual(running)
    expect(valueOf(set(running, { set: 'resume' }))).toEqual(running)
    const more = { set: 'add', ms: MINUTE_MS } as const
    expect(valueOf(set(running, more))).toEqual({ endsAt: AT + 2 * MINUTE_MS, leftMs: null, totalMs: 3 * MINUTE_MS })
    expect(valueOf(set(paused, more))).toMatchObject({ endsAt: null, leftMs: 2 * MINUTE_MS })
    expect(valueOf(set(running, { set: 'stop' }))).toBeNull()
    expect(valueOf(set(null, { set: 'stop' }))).toBeNull()
  })

  test('what has run out begins anew with what is added, and never has less than nothing left', () => {
    const late = AT + 9 * MINUTE_MS
    expect(valueOf(set(running, { set: 'add', ms: 7 }, late))).toEqual({ endsAt: late + 7, leftMs: null, totalMs: 7 })
    expect(valueOf(set(running, { set: 'pause' }, late))).toMatchObject({ leftMs: 0 })
  })

  test('without one there is nothing to pause; a day is the most', () => {
    for (const what of ['pause', 'resume'] as const) expect(reasonOf(set(null, { set: what }))).toBe('no-timer')
    expect(reasonOf(set(null, { set: 'add', ms: 1 }))).toBe('no-timer')
    const full = valueOf(set(null, { set: 'start', ms: TIMER_MAX_MS }))
    expect(reasonOf(set(full, { set: 'add', ms: 1 }))).toBe('timer-too-long')
    expect(reasonOf(set(full, { set: 'add', ms: 1 }, AT + 1))).toBe('done')
  })
})

describe('walks', () => {
  const leftOf = (timer: Timer | null, at: number) =>
    timer && (timer.endsAt === null ? timer.leftMs : timer.endsAt - at)

  test('any walk of advance, back, skip, undo, plan and timer leaves one phase on, and its round alone open', () => {
    for (let seed = 1; seed <= 120; seed++) walk(seed)
  })

  function walk(seed: number): void {
    const random = seeded(seed)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
    let here = standing({ phases: phasesOf(pick(['brainstorm', 'retrospective', 'silent-ideas'] as const)) })
    let at = AT
    let rounds = 0
    const open = new Set<string>()
    const taken: { step: Step; before: Standing; beforeAt: number; openBefore: string[] }[] = []
    const been = () => new Set(['p0', ...taken.map(({ step }) => step.to)])

    const take = (to: Phase) => {
      const entering = enter(here, to, at)
      const openBefore = [...open]
      const roundClosed = entering.closes && here.roundId && open.delete(here.roundId) ? here.roundId : null
      const roundId = entering.opens ? `r${rounds++}` : null
      if (roundId) open.add(roundId)
      taken.push({
        step: { from: here.phaseId, to: to.phaseId, at, roundClosed, timerBefore: here.timer },
        before: here,
        beforeAt: at,
        openBefore,
      })
      here = { ...here, phaseId: to.phaseId, closing: null, timer: entering.timer, roundId }
      expect(entering.reveals, `seed ${seed}`).toBe(!to.policy.sealed)
      expect(here.timer).toEqual(timerOf(to, at))
    }

    for (let turn = 0; turn < 60; turn++) {
      at += Math.floor(random() * 90_000)
      const what = pick(['go', 'go', 'go', 'undo', 'plan', 'timer', 'shut'] as const)
      if (what === 'go') {
        const ask = { from: here.phaseId, to: pick([undefined, pick(here.phases).phaseId]), now: random() < 0.5 }
        const next = advance(here, ask)
        if (next.ok && next.value.how === 'at-once') take(next.value.to)
        else if (next.ok) {
          expect(hasGrace(here.phases.find(({ phaseId }) => phaseId === here.phaseId)!.policy)).toBe(true)
          here = { ...here, closing: { at: at + 10_000, to: next.value.to.phaseId } }
        }
      } else if (what === 'shut' && here.closing) {
        at = Math.max(at, here.closing.at)
        take(here.phases.find(({ phaseId }) => phaseId === here.closing?.to)!)
      } else if (what === 'undo') {
        const last = taken.at(-1)
        const again = undo(here, last?.step ?? null, here.phaseId, at)
        expect(again.ok, `seed ${seed}`).toBe(last !== undefined)
        if (!again.ok || !last) continue
        if (here.roundId) open.delete(here.roundId)
        if (again.value.roundId) open.add(again.value.roundId)
        const { phase, ...stands } = again.value
        taken.pop()
        expect(stands.phaseId).toBe(last.before.phaseId)
        expect(phase.phaseId).toBe(last.before.phaseId)
        expect(stands.roundId).toBe(last.before.roundId)
        expect([...open]).toEqual(last.openBefore)
        expect(leftOf(stands.timer, at)).toBe(leftOf(last.before.timer, last.beforeAt))
        here = stands
      } else if (what === 'plan') {
        const stays = here.phases.filter(({ phaseId }) => been().has(phaseId) || random() < 0.8)
        const fresh = { ...pick(phasesOf('brainstorm')), phaseId: `s${turn}` }
        const phases = [...stays, fresh].sort(() => random() - 0.5)
        const planned = changePlan(here, been(), phases)
        expect(reasonOf(planned), `seed ${seed}`).toBe('done')
        const lost = here.closing !== null && !phases.some(({ phaseId }) => phaseId === here.closing?.to)
        here = { ...here, phases, closing: lost ? null : here.closing }
      } else if (what === 'timer') {
        const ask = pick([{ set: 'start', ms: 60_000 }, { set: 'pause' }, { set: 'resume' }, { set: 'stop' }] as const)
        const timer = setTimer(here.timer, ask, at)
        if (timer.ok) here = { ...here, timer: timer.value }
      }
      const on = here.phases.filter(({ phaseId }) => phaseId === here.phaseId)
      expect(on, `seed ${seed}, turn ${turn}`).toHaveLength(1)
      expect([...open], `seed ${seed}, turn ${turn}`).toEqual(on[0]?.round ? [here.roundId] : [])
      expect(reasonOf(soundPhases(here.phases))).toBe('done')
    }
  }
})
