// Owns how answers become a result, as sentences about facts: means and medians of scores, points of a ranking, ayes less
// noes, and places. What reads the same on screen shares a place. Pure: no ids, no clock, no SQL.

import type { Choice, Criterion, RankedTopic, RoundSettings, Score } from '../../shared/rounds.ts'
import { choiceValue, RANKING_TOP, SCORE_MAX, SCORE_MIN } from '../../shared/rounds.ts'

/** What is counted of one topic: how many voters gave which value at which place of their answer (from 1). */
export interface Answered {
  ideaId: string
  number: number
  text: string
  ideas?: number
  voters: number
  given: readonly { place: number; value: number; voters: number }[]
}

export type Counted = Omit<RankedTopic, 'rank'>

/** Highest first; equal ones share a rank and the next rank counts them (1, 2, 2, 4); within a tie by number. */
export function rank(counted: readonly Counted[]): RankedTopic[] {
  const sorted = counted.toSorted((a, b) => b.votes - a.votes || a.number - b.number)
  let shared = 0
  return sorted.map((topic, index) => {
    if (index === 0 || sorted[index - 1]!.votes !== topic.votes) shared = index + 1
    return { ...topic, rank: shared }
  })
}

type Given = Answered['given']

const base = ({ given: _given, ...topic }: Answered) => topic

/**
 * The mean over the criteria that were scored at all, turned round where low is better, to two decimals: what nobody
 * could tell apart on screen is a tie.
 */
export function countScores(answered: readonly Answered[], criteria: readonly Criterion[]): Counted[] {
  return answered.map((topic) => {
    const scores = criteria.map((_, at) => scoreOf(topic.given.filter(({ place }) => place === at + 1)))
    const worth = scores.flatMap(({ mean, count }, at) => {
      if (count === 0) return []
      return [criteria[at]!.better === 'high' ? mean : SCORE_MIN + SCORE_MAX - mean]
    })
    return {
      ...base(topic),
      votes: decimals(worth.reduce((sum, one) => sum + one, 0) / Math.max(1, worth.length)),
      scores,
    }
  })
}

function scoreOf(given: Given): Score {
  const scores = given.filter(({ value }) => value >= SCORE_MIN).toSorted((a, b) => a.value - b.value)
  const count = scores.reduce((all, { voters }) => all + voters, 0)
  if (count === 0) return { mean: 0, median: 0, count }
  const sum = scores.reduce((all, { value, voters }) => all + value * voters, 0)
  const at = (nth: number) => {
    let seen = 0
    return scores.find(({ voters }) => (seen += voters) >= nth)!.value
  }
  // The middle one, or halfway between the middle two.
  const median = (at(Math.ceil(count / 2)) + at(Math.floor(count / 2) + 1)) / 2
  return { mean: sum / count, median, count }
}

const decimals = (value: number) => Math.round(value * 100) / 100

/** Ayes less noes; who abstains takes part and changes nothing. */
export function countChoices(answered: readonly Answered[]): Counted[] {
  return answered.map((topic) => {
    const of = (choice: Choice) => topic.given.find(({ value }) => value === choiceValue(choice))?.voters ?? 0
    const choices = { yes: of('yes'), no: of('no'), abstain: of('abstain') }
    return { ...base(topic), votes: choices.yes - choices.no, choices }
  })
}

/** Borda's count (1781): of an order of `top`, the first gets `top` points and the last 1; what nobody named gets none. */
export function countRanking(answered: readonly Answered[], top: number): Counted[] {
  return answered.map((topic) => ({
    ...base(topic),
    votes: topic.given.reduce((points, { value, voters }) => points + Math.max(0, top + 1 - value) * voters, 0),
  }))
}

/** Of every method but dots, whose votes are summed by the database. */
export function resultOf(
  method: 'score' | 'yes-no' | 'ranking',
  settings: RoundSettings,
  answered: readonly Answered[],
): RankedTopic[] {
  if (method === 'score') return rank(countScores(answered, settings.criteria ?? []))
  if (method === 'yes-no') return rank(countChoices(answered))
  return rank(countRanking(answered, settings.top ?? RANKING_TOP))
}
