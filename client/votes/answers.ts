// Owns my answers in a round of any method, as I see them this instant: what the server last said, and on top of it what I
// have just tapped. A refusal takes that away again. It never counts anybody else's.

import { useState } from 'react'
import type { IdeaId, RoundId } from '../../shared/model.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import type { Choice, RoundBallotView } from '../../shared/rounds.ts'
import { choiceValue } from '../../shared/rounds.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send } from '../live/command.ts'

export interface Answers {
  ballot: RoundBallotView
  mine: Readonly<Record<string, number[]>>
  reasons: Readonly<Record<string, string>>
  score(ideaId: IdeaId, scores: number[]): void
  choose(ideaId: IdeaId, choice: Choice | null, reason: string): void
  rank(ideaIds: readonly IdeaId[]): void
}

interface Wanted {
  mine: Record<string, number[]>
  reasons: Record<string, string>
  /** Commands on their way; when none is, the server's word stands. */
  out: number
}

export const ballotTopic = (roundId: RoundId) => `round:${roundId}` as const

/** Null while it is on its way. */
export function useAnswers(roundId: RoundId, onRefused: (refusal: Refusal) => void) {
  const { data, error, refetch } = useRead<RoundBallotView>(ballotTopic(roundId), `/api/rounds/${roundId}/ballot`)
  const [wanted, want] = useState<Wanted | null>(null)
  if (!data) return { answers: null, error, retry: () => void refetch() }
  const mine = wanted?.mine ?? data.mine
  const reasons = wanted?.reasons ?? data.reasons

  async function set(change: Pick<Wanted, 'mine' | 'reasons'>, ask: () => Promise<Outcome<unknown>>): Promise<void> {
    want((before) => ({ ...change, out: (before?.out ?? 0) + 1 }))
    const outcome = await ask()
    if (!outcome.ok) onRefused(outcome.error)
    await invalidate([ballotTopic(roundId)])
    // What was tapped meanwhile stays on top; a refused one falls back to what the server says.
    want((before) => (before && before.out > 1 ? { ...before, out: before.out - 1 } : null))
  }
  const without = <T>(all: Readonly<Record<string, T>>, ideaId: string): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([id]) => id !== ideaId))

  const answers: Answers = {
    ballot: data,
    mine,
    reasons,
    score: (ideaId, scores) =>
      void set({ mine: { ...mine, [ideaId]: scores }, reasons }, () => send('vote.score', { roundId, ideaId, scores })),
    choose: (ideaId, choice, reason) => {
      const others = { mine: without(mine, ideaId), reasons: without(reasons, ideaId) }
      const next = choice
        ? {
            mine: { ...others.mine, [ideaId]: [choiceValue(choice)] },
            reasons: { ...others.reasons, [ideaId]: reason },
          }
        : others
      void set(next, () => send('vote.choose', { roundId, ideaId, choice, ...(choice && reason ? { reason } : {}) }))
    },
    rank: (ideaIds) => {
      const places = Object.fromEntries(ideaIds.map((ideaId, at) => [ideaId, [at + 1]]))
      void set({ mine: places, reasons }, () => send('vote.rank', { roundId, ideaIds: [...ideaIds] }))
    },
  }
  return { answers, error: null, retry: () => void refetch() }
}

/** About how many topics I have said all that is asked. */
export function answered({ ballot, mine }: Pick<Answers, 'ballot' | 'mine'>): { done: number; of: number } {
  const { topics, method } = ballot
  if (method === 'ranking') {
    const of = Math.min(ballot.top ?? 0, topics.length)
    return { done: Math.min(of, Object.keys(mine).length), of }
  }
  const full = (values: readonly number[] | undefined) => values !== undefined && values.every((value) => value > 0)
  return { done: topics.filter(({ ideaId }) => full(mine[ideaId])).length, of: topics.length }
}
