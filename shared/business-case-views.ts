// Owns the shapes in which a business case, the signs that an idea is ready, and the question for its author's name leave the server.

import type { Calibration, Estimate, NetYear, Spread } from './business-case.ts'
import type { At, PersonView } from './model.ts'

export interface EstimateView extends Estimate {
  /** Null on an anonymous board. */
  by: PersonView | null
  mine: boolean
  basis: string
}

/** GET /api/ideas/<id>/business-case */
export interface BusinessCaseView {
  beneficiaries: string
  rev: number
  /** In no order that tells anything. */
  estimates: EstimateView[]
  /** Null: nobody estimated. */
  combined: { middle: Estimate; spreads: Record<keyof Estimate, Spread>; net: NetYear[] } | null
  /** Whole euros that a day of work is counted at. */
  dayRate: number
  /** How far the organisation's estimates usually are off; null until enough outcomes are closed. */
  calibration: Calibration | null
  /** Estimates, and says who benefits. */
  mayWrite: boolean
}

export const READY_SIGNALS = ['votes', 'supporters', 'proposal', 'owner', 'case', 'goal'] as const
export type ReadySignal = (typeof READY_SIGNALS)[number]

/** Quieter than that, a mark on a card says nothing. */
export const READY_SHOWN_FROM = 3

/** GET /api/ideas/<id>/readiness. Signs, never a gate. */
export interface ReadinessView {
  signals: Record<ReadySignal, boolean>
  /** Of closed votes, where it stood best; null: it was in none. */
  votes: { rank: number; of: number } | null
  supporters: number
  /** In how many units they work; null with fewer than UNITS_TOLD_FROM supporters, and on an anonymous board. */
  units: number | null
  /** Of its template's parts; `empty` are headings under which nobody has written yet. */
  proposal: { filled: number; parts: number; empty: string[] }
  /** Who said they will carry it. */
  owners: PersonView[]
  /** One of them is me. */
  owning: boolean
  mayOwn: boolean
  estimates: number
  goals: number
}

/** With fewer, a unit may be a person. */
export const UNITS_TOLD_FROM = 5

/** GET /api/ideas/<id>/signature */
export interface SignatureView {
  /** Null on a named board: there is nothing to ask. */
  asked: { by: PersonView | null; at: At } | null
  signed: { by: PersonView | null; at: At } | null
  mayAsk: boolean
  /** Told to its author alone. */
  maySign: boolean
}
