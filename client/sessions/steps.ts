// Owns reading the row of phases: where a session stands in it, what is behind and before it, and how each phase is
// called. Pure: no clock, no network, no words (those are in i18n; here are only their keys).

import {
  isSealed,
  type LedgerLead,
  type LedgerSession,
  type Phase,
  type PhaseKind,
  type PhasePolicy,
} from '../../shared/session.ts'

export type StepState = 'done' | 'now' | 'next' | 'later'

export interface StepView {
  phase: Phase
  state: StepState
  /** 1 for the first. */
  place: number
}

type Row = Pick<LedgerSession, 'phases' | 'phaseId'>

export function stepsOf({ phases, phaseId }: Row): StepView[] {
  const now = phases.findIndex((phase) => phase.phaseId === phaseId)
  return phases.map((phase, index) => ({
    phase,
    place: index + 1,
    state: index < now ? 'done' : index === now ? 'now' : index === now + 1 ? 'next' : 'later',
  }))
}

export function phaseNow({ phases, phaseId }: Row): Phase | null {
  return phases.find((phase) => phase.phaseId === phaseId) ?? null
}

export function phaseAfter({ phases, phaseId }: Row): Phase | null {
  const now = phases.findIndex((phase) => phase.phaseId === phaseId)
  return now < 0 ? null : (phases[now + 1] ?? null)
}

export function phaseBefore({ phases, phaseId }: Row): Phase | null {
  const now = phases.findIndex((phase) => phase.phaseId === phaseId)
  return now > 0 ? (phases[now - 1] ?? null) : null
}

/** Which words a phase has: writing unseen is another thing than writing together, and scores are no dots. */
export type PhaseWords = PhaseKind | 'sealed' | 'score' | 'ballot'

export function wordsOf({ kind, policy, round = null }: Pick<Phase, 'kind' | 'policy'> & Partial<Phase>): PhaseWords {
  if (kind === 'write') return isSealed(policy) ? 'sealed' : 'write'
  const method = round?.method ?? 'dots'
  if (kind !== 'vote' || method === 'dots') return kind
  return method === 'score' ? 'score' : 'ballot'
}

/** What a reader of the bar may do now, for the sentence that says it. */
export type Part = 'everyone' | 'lead' | 'watch'

/** For whom the phase is: somebody who leads may write in a phase in which the others watch. */
export function partIn(policy: PhasePolicy, kind: PhaseKind, leads: boolean): Part {
  const hands = kind === 'vote' ? policy.vote : kind === 'group' ? policy.arrange : policy.write
  if (kind === 'reveal') return 'watch'
  if (hands === 'everyone') return 'everyone'
  return hands === 'facilitators' && leads ? 'lead' : 'watch'
}

/**
 * Of whom it is to be said that they are gone, to this reader: everybody who may lead hears of it, the deputy once nobody
 * of those is there. Never of oneself: who reads this has a connection.
 */
export function leadGone(
  { lead }: Pick<LedgerSession, 'lead'>,
  readerId: string | null,
  mayLead: boolean,
): { name: string } | null {
  // A session that began before anybody could be in the lead has no `lead`.
  if (!lead?.by || lead.state === 'here' || lead.by.userId === readerId) return null
  const isDeputy = lead.deputy !== null && lead.deputy.userId === readerId
  return mayLead || (isDeputy && lead.state === 'nobody') ? { name: lead.by.name } : null
}

/** How many come along, of those who do not lead; null: nobody else is here. */
export function followers(facts: { present: number; people: number; leads: number; roaming: number }): {
  count: number
  of: number
} | null {
  const of = Math.min(facts.present, facts.people) - facts.leads
  return of > 0 ? { count: Math.max(0, of - facts.roaming), of } : null
}

/** How many lead: the board's facilitators and whoever leads this session beside them. */
export function countLeaders(facilitators: readonly { userId: string }[], lead: Pick<LedgerLead, 'others'>): number {
  return new Set([...facilitators, ...lead.others].map(({ userId }) => userId)).size
}

/** Nobody to wait for is null; a person who leads is not waited for. */
export function waitingFor(facts: { present: number; people: number; leads: number; ready: number }): {
  count: number
  of: number
} | null {
  const { present, people, leads, ready } = facts
  // Several windows of one person look like several people where nobody has a name: never more than have joined.
  const of = Math.max(ready, Math.min(present, people) - leads)
  return of > 0 ? { count: of - ready, of } : null
}
