// Owns how a session moves: which phase may follow, what leaving and entering one does, how a plan may change, what a
// timer does. Sentences about facts: no clock, no ids, no SQL.

import { TIMER_MAX_MS } from '../../shared/limits.ts'
import type { At } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { hasGrace, type Phase, type PhaseRound, type Timer, type TimerAsk } from '../../shared/session.ts'

/** Where a session stands. */
export interface Standing {
  phases: readonly Phase[]
  phaseId: string
  /** It shuts, and then `to` begins. */
  closing: { at: At; to: string } | null
  timer: Timer | null
  /** The round that opened with the phase. */
  roundId: string | null
}

// ── Which phase comes ───────────────────────────────────────────────────────────────────────────────────────────

export interface Advance {
  from: string
  to?: string | undefined
  now?: boolean | undefined
}

/** `grace`: it shuts first, so that nobody is cut off. A second tap while it shuts is meant. */
export function advance(standing: Standing, ask: Advance): Outcome<{ to: Phase; how: 'grace' | 'at-once' }> {
  if (ask.from !== standing.phaseId) return phaseMoved()
  const here = standing.phases.findIndex(({ phaseId }) => phaseId === standing.phaseId)
  const wanted = ask.to ?? standing.closing?.to ?? standing.phases[here + 1]?.phaseId
  if (wanted === undefined) {
    return refuse('conflict', 'no-phase-after', 'This is the last phase. End the session, or add a phase to it.')
  }
  const there = standing.phases.findIndex(({ phaseId }) => phaseId === wanted)
  const to = standing.phases[there]
  if (!to) return noSuchPhase()
  if (there === here) return refuse('conflict', 'phase-is-on', 'This phase is on already.')
  const current = standing.phases[here]
  const ahead = there > here
  const grace = current !== undefined && ahead && !ask.now && standing.closing === null && hasGrace(current.policy)
  return done({ to, how: grace ? 'grace' : 'at-once' })
}

export const phaseMoved = () =>
  refuse('conflict', 'phase-moved', 'Somebody took the session to another phase just before you.', { field: 'from' })

const noSuchPhase = () => refuse('not-found', 'no-such-phase', 'This phase is not in the session.', { field: 'to' })

// ── What a step does ────────────────────────────────────────────────────────────────────────────────────────────

export interface Entering {
  /** What is open is closed, whoever opened it: it was a phase for voting. */
  closes: boolean
  opens: PhaseRound | null
  /** What was sealed is shown, once a phase comes that is not sealed. */
  reveals: boolean
  timer: Timer | null
}

export function enter(from: Pick<Standing, 'phases' | 'phaseId'>, to: Phase, at: At): Entering {
  return { closes: endsVoting(from), opens: to.round, reveals: !to.policy.sealed, timer: timerOf(to, at) }
}

export function endsVoting({ phases, phaseId }: Pick<Standing, 'phases' | 'phaseId'>): boolean {
  return phases.some((phase) => phase.phaseId === phaseId && phase.round !== null)
}

/** What is written down of a step, to be undone by. */
export interface Step {
  from: string | null
  to: string
  at: At
  roundClosed: string | null
  timerBefore: Timer | null
}

/** Where the session stands again once this step, the last one, is undone. */
export function undo(
  standing: Standing,
  step: Step | null,
  from: string,
  at: At,
): Outcome<Standing & { phase: Phase }> {
  if (from !== standing.phaseId) return phaseMoved()
  const phase = step && standing.phases.find(({ phaseId }) => phaseId === step.from)
  if (!step || !phase) return refuse('conflict', 'nothing-to-undo', 'No step of this session can be taken back.')
  return done({
    phases: standing.phases,
    phaseId: phase.phaseId,
    phase,
    closing: null,
    timer: timerAgain(step.timerBefore, step.at, at),
    roundId: step.roundClosed,
  })
}

// ── The row of phases ───────────────────────────────────────────────────────────────────────────────────────────

export function soundPhases(phases: readonly Phase[]): Outcome<null> {
  const bad = (index: number, message: string) => refuse('invalid', 'bad-phases', message, { field: `phases.${index}` })
  if (phases.length === 0) return refuse('invalid', 'bad-phases', 'A session needs a phase.', { field: 'phases' })
  const seen = new Set<string>()
  for (const [index, { phaseId, policy, round }] of phases.entries()) {
    if (seen.has(phaseId)) return bad(index, 'Two phases have the same id.')
    seen.add(phaseId)
    if (policy.sealed && policy.write === 'nobody')
      return bad(index, 'In a sealed phase somebody has to be able to write.')
    if (round && policy.vote === 'nobody') return bad(index, 'In a phase with a round somebody has to be able to vote.')
  }
  return done(null)
}

/** `been`: the phases that were on, the one that is on among them. */
export function changePlan(
  standing: Standing,
  been: ReadonlySet<string>,
  phases: readonly Phase[],
): Outcome<{ current: Phase; before: Phase }> {
  const sound = soundPhases(phases)
  if (!sound.ok) return sound
  const later = new Map(phases.map((phase) => [phase.phaseId, phase]))
  for (const before of standing.phases) {
    const after = later.get(before.phaseId)
    if (!been.has(before.phaseId)) continue
    if (!after) return refuse('conflict', 'phase-was-on', 'A phase that is on, or was, stays in the session.')
    // Undoing a step has to lead to what was: ideas would lie sealed in an open phase, or the reverse, and a phase for
    // voting would be on without its round.
    if (after.policy.sealed !== before.policy.sealed) return phaseHasBegun()
    if ((before.round === null) !== (after.round === null)) return phaseHasBegun()
    if (before.phaseId === standing.phaseId && !sameRound(before.round, after.round)) return phaseHasBegun()
  }
  const before = standing.phases.find(({ phaseId }) => phaseId === standing.phaseId)
  const current = later.get(standing.phaseId)
  if (!before || !current) return noSuchPhase()
  return done({ current, before })
}

const phaseHasBegun = () =>
  refuse('conflict', 'phase-has-begun', 'How a phase writes and votes can no longer change once it has begun.')

function sameRound(a: PhaseRound | null, b: PhaseRound | null): boolean {
  if (!a || !b) return a === b
  const told = ({ method = 'dots', scope = 'board', criteria, top, ...dots }: PhaseRound) => [
    method,
    scope,
    criteria,
    top,
    dots.budget,
    dots.maxPerIdea,
    dots.blind,
    dots.secret,
  ]
  return JSON.stringify(told(a)) === JSON.stringify(told(b))
}

// ── The timer ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Pausing what is paused and resuming what runs changes nothing: two facilitators may tap at once. */
export function setTimer(timer: Timer | null, ask: TimerAsk, at: At): Outcome<Timer | null> {
  if (ask.set === 'start') return done(runsFor(ask.ms, at))
  if (ask.set === 'stop') return done(null)
  if (!timer) return refuse('conflict', 'no-timer', 'There is no timer. Start one.')
  const left = leftOf(timer, at)
  if (ask.set === 'pause') return done({ endsAt: null, leftMs: left, totalMs: timer.totalMs })
  if (ask.set === 'resume') return done(timer.endsAt === null ? { ...timer, endsAt: at + left, leftMs: null } : timer)
  if (left + ask.ms > TIMER_MAX_MS) {
    return refuse('conflict', 'timer-too-long', 'A timer runs for a day at most.', { field: 'ms', limit: TIMER_MAX_MS })
  }
  const totalMs = Math.min(TIMER_MAX_MS, timer.totalMs + ask.ms)
  if (timer.endsAt === null) return done({ endsAt: null, leftMs: left + ask.ms, totalMs })
  // One that has run out begins anew with what is added.
  return done({ endsAt: at + left + ask.ms, leftMs: null, totalMs: left === 0 ? ask.ms : totalMs })
}

const runsFor = (ms: number, at: At): Timer => ({ endsAt: at + ms, leftMs: null, totalMs: ms })

export function timerOf({ timerMs }: Pick<Phase, 'timerMs'>, at: At): Timer | null {
  return timerMs === null ? null : runsFor(timerMs, at)
}

function leftOf(timer: Timer, at: At): number {
  return timer.endsAt === null ? (timer.leftMs ?? 0) : Math.max(0, timer.endsAt - at)
}

/** With as much left as when the step was taken: the minutes spent in the wrong phase are not lost. */
function timerAgain(before: Timer | null, stepAt: At, at: At): Timer | null {
  if (!before || before.endsAt === null) return before
  return { ...before, endsAt: before.endsAt + (at - stepAt) }
}
