// Owns changing a row of phases: adding, moving, naming and setting steps, and the plain questions a policy is made of. Pure:
// ids come from outside, words are i18n's. What may really be changed while a session runs, the server says.

import { PHASES_MAX_PER_SESSION, TIMER_MAX_MS, TIMER_MIN_MS } from '../../shared/limits.ts'
import type { Method } from '../../shared/rounds.ts'
import { type Phase, type PhasePolicy, type PhaseRound, POLICIES, RECIPE_STEPS } from '../../shared/session.ts'

type Step = Omit<Phase, 'phaseId'>

const VOTE = RECIPE_STEPS['quick-vote'][0]!.round as PhaseRound

/** What can be added, in the order a session usually has them. */
export const KINDS_OF_STEP = {
  sealed: { kind: 'write', policy: POLICIES.sealed, minutes: 5, round: null },
  write: { kind: 'write', policy: POLICIES.open, minutes: 5, round: null },
  reveal: { kind: 'reveal', policy: POLICIES.reveal, minutes: 3, round: null },
  group: { kind: 'group', policy: POLICIES.group, minutes: 8, round: null },
  vote: { kind: 'vote', policy: POLICIES.vote, minutes: 4, round: VOTE },
  score: { kind: 'vote', policy: POLICIES.vote, minutes: 6, round: { ...VOTE, method: 'score' } },
  discuss: { kind: 'discuss', policy: POLICIES.discuss, minutes: 15, round: null },
  decide: { kind: 'decide', policy: POLICIES.discuss, minutes: 10, round: null },
} as const satisfies Record<
  string,
  { kind: Phase['kind']; policy: PhasePolicy; minutes: number; round: PhaseRound | null }
>
export type KindOfStep = keyof typeof KINDS_OF_STEP

const MINUTE_MS = 60_000

export function newStep(what: KindOfStep): Step {
  const { kind, policy, minutes, round } = KINDS_OF_STEP[what]
  return { kind, title: '', policy: { ...policy }, timerMs: minutes * MINUTE_MS, round: round && { ...round } }
}

export const hasRoom = (phases: readonly Phase[]): boolean => phases.length < PHASES_MAX_PER_SESSION

/** `by` -1: one earlier. Never before the first that may move; out of the row nothing changes. */
export function movedStep(phases: readonly Phase[], phaseId: string, by: 1 | -1, firstOpen: number): readonly Phase[] {
  const from = phases.findIndex((phase) => phase.phaseId === phaseId)
  const to = from + by
  const moved = phases[from]
  if (!moved || from < firstOpen || to < firstOpen || to >= phases.length) return phases
  const rest = phases.filter((phase) => phase !== moved)
  return [...rest.slice(0, to), moved, ...rest.slice(to)]
}

export function changedStep(phases: readonly Phase[], phaseId: string, change: Partial<Step>): readonly Phase[] {
  return phases.map((phase) => (phase.phaseId === phaseId ? { ...phase, ...change } : phase))
}

/** Whole minutes, or none: what is typed in a small field. Null: no timer; undefined: not a time. */
export function timerFrom(typed: string): number | null | undefined {
  if (typed.trim() === '') return null
  const minutes = Number(typed.replace(',', '.'))
  const ms = Math.round(minutes * MINUTE_MS)
  return Number.isFinite(minutes) && ms >= TIMER_MIN_MS && ms <= TIMER_MAX_MS ? ms : undefined
}

export const minutesOf = (timerMs: number | null): string =>
  timerMs === null ? '' : String(Math.round((timerMs / MINUTE_MS) * 100) / 100)

/** A sealed phase in which nobody can write shows nothing, and one with a round in which nobody can vote counts nothing. */
export function changedPolicy(policy: PhasePolicy, change: Partial<PhasePolicy>): PhasePolicy {
  const next = { ...policy, ...change }
  return next.write === 'nobody' ? { ...next, sealed: false } : next
}

/** What a vote is counted with; a phase that stops voting has no round, and nobody votes in it. */
export function withMethod(phase: Phase, method: Method | 'none'): Partial<Step> {
  if (method === 'none') return { round: null, policy: { ...phase.policy, vote: 'nobody' } }
  const policy = phase.policy.vote === 'nobody' ? { ...phase.policy, vote: 'everyone' as const } : phase.policy
  const { budget, maxPerIdea, blind, secret, scope } = phase.round ?? VOTE
  return { policy, round: { method, budget, maxPerIdea, blind, secret, ...(scope ? { scope } : {}) } }
}

export function withDots(round: PhaseRound, change: { budget?: number; maxPerIdea?: number }): PhaseRound {
  const next = { ...round, ...change }
  return { ...next, maxPerIdea: Math.min(next.maxPerIdea, next.budget) }
}

/** The first step that has not begun; what is behind it and on stays where it is. Null: nothing has begun. */
export function firstOpenStep(phases: readonly Phase[], phaseId: string | null): number {
  return phaseId === null ? 0 : phases.findIndex((phase) => phase.phaseId === phaseId) + 1
}
