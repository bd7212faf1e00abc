// Owns what a round of votes is: its methods, what each asks of a voter, what it is about, and what a result says.
// Pure: no clock, no ids, nobody's name.

import type { At, IdeaId, RoundId } from './model.ts'

/**
 * `dots`: a budget to spread. `score`: every criterion from 1 to 5. `yes-no`: yes, no or abstain. `ranking`: one's first
 * so many in order.
 */
export const METHODS = ['dots', 'score', 'yes-no', 'ranking'] as const
export type Method = (typeof METHODS)[number]

export const SCORE_MIN = 1
export const SCORE_MAX = 5

/** What an idea is scored on. `better`: whether many or few of it is what one wants. */
export interface Criterion {
  /** Empty for the ready-made ones: the interface names them by `kind`. */
  title: string
  kind: 'impact' | 'effort' | 'own'
  better: 'high' | 'low'
}

/** Impact × effort: what is worth most for the least work. */
export const IMPACT_EFFORT: readonly Criterion[] = [
  { title: '', kind: 'impact', better: 'high' },
  { title: '', kind: 'effort', better: 'low' },
]

export const CHOICES = ['yes', 'no', 'abstain'] as const
export type Choice = (typeof CHOICES)[number]

/** How a choice is stored among the values of an answer: its place in `CHOICES`, from 1. */
export const choiceValue = (choice: Choice): number => CHOICES.indexOf(choice) + 1
export const choiceOf = (value: number): Choice | null => CHOICES[value - 1] ?? null

/** Three first choices are what people name without effort; facilitators change it. */
export const RANKING_TOP = 3

/**
 * What may be voted on, as it was when the round opened: everything on the board (also what comes later), the ideas of
 * one column, the groups (each as one topic) and the ideas that are in none, or these ideas.
 */
export const SCOPES = ['board', 'column', 'groups', 'ideas'] as const
export type RoundScope = (typeof SCOPES)[number]

/** What a method needs to know beside budget and maximum, which are the dots'. */
export interface RoundSettings {
  /** Of `score`. */
  criteria?: Criterion[]
  /** Of `ranking`: how many one orders. */
  top?: number
}

/** Of one criterion. */
export interface Score {
  mean: number
  median: number
  count: number
}

/** One idea, or one group, in a result. Ties share a rank. */
export interface RankedTopic {
  ideaId: string
  number: number
  /** The idea's first words; of a group its title. */
  text: string
  /**
   * What ranks it: dots; points of a ranking (Borda: the first of `top` gets `top` points, the last 1); of a score the
   * mean over the criteria, turned round where low is better, to two decimals; of yes and no the ayes less the noes.
   */
  votes: number
  voters: number
  rank: number
  /** How many ideas lie in it; absent: it is one idea. */
  ideas?: number
  /** By criterion, in the round's order. */
  scores?: Score[]
  choices?: Record<Choice, number>
}

export interface Topic {
  ideaId: IdeaId
  number: number
  text: string
  /** Of a group: how many ideas lie in it; its number and id are those of its first one. */
  ideas: number
}

/** GET /api/rounds/<id>/ballot: what may be voted on, and how I voted. */
export interface RoundBallotView extends RoundSettings {
  roundId: RoundId
  method: Method
  budget: number
  maxPerIdea: number
  topics: Topic[]
  /** My own values by idea: dots; a score per criterion, 0 where I gave none; a choice; a place. */
  mine: Record<string, number[]>
  reasons: Record<string, string>
  /** Known to me alone: with it anyone can make my receipt, and nobody without it. */
  nonce: string
  /** SHA-256 (hex) of `receiptText`; null while I have not voted. */
  receipt: string | null
}

/** GET /api/rounds/<id>/sheet, once it is closed: every ballot, in the order of their receipts. */
export interface RoundSheet {
  roundId: RoundId
  method: Method
  closedAt: At
  ballots: { receipt: string; votes: { ideaId: string; number: number; values: number[] }[] }[]
  /** Of yes and no. Ordered by their words. A name only where the round is not secret and the board is named. */
  reasons: { ideaId: string; choice: Choice; text: string; name: string | null }[]
}

/** What a voter's receipt is the SHA-256 of (UTF-8): one line for each idea, by its id. */
export function ballotReceiptText(
  roundId: string,
  nonce: string,
  values: Readonly<Record<string, readonly number[]>>,
): string {
  const lines = Object.keys(values)
    .toSorted()
    .map((ideaId) => `${ideaId}=${values[ideaId]!.join(',')}`)
  return [roundId, nonce, ...lines].join('\n')
}
