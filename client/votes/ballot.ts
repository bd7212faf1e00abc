// Owns my own ballot on a board as I see it this instant: what the server last said, and on top of it the dots I have
// just put down or taken back. It never counts anybody else's votes; those are the ledger's when they may be known.

import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { BallotView, BoardId, IdeaId, MineView, RoundId } from '../../shared/model.ts'
import type { Outcome } from '../../shared/outcome.ts'
import { useRead } from '../live/api.ts'
import { send } from '../live/command.ts'
import { useEvent } from '../live/events.ts'
import { seatHere } from '../live/seat.ts'

/** What a round allows, as the ledger publishes it. */
export interface RoundRules {
  roundId: RoundId
  budget: number
  maxPerIdea: number
}

export type Cast = (input: { roundId: RoundId; ideaId: IdeaId; votes: number }) => Promise<Outcome<{ left: number }>>

/** One round's ballot: an optimistic overlay that a refusal takes away again. */
export class Ballot {
  readonly rules: RoundRules
  private readonly cast: Cast
  private said: Readonly<Record<string, number>> = {}
  /** Ideas with a cast under way: the votes wanted, and how many casts are out. */
  private readonly wanted = new Map<string, { votes: number; out: number }>()
  private readonly listeners = new Set<() => void>()

  constructor(rules: RoundRules, cast: Cast) {
    this.rules = rules
    this.cast = cast
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** My votes on this idea. */
  on(ideaId: string): number {
    return this.wanted.get(ideaId)?.votes ?? this.said[ideaId] ?? 0
  }

  left = (): number => {
    let spent = 0
    for (const ideaId of new Set([...Object.keys(this.said), ...this.wanted.keys()])) spent += this.on(ideaId)
    return Math.max(0, this.rules.budget - spent)
  }

  mayAdd(ideaId: string): boolean {
    return this.left() > 0 && this.on(ideaId) < this.rules.maxPerIdea
  }

  /** The server's word, from a read or a `ballot` event. Casts still under way stay on top of it. */
  hear(votes: Readonly<Record<string, number>>): void {
    this.said = votes
    this.tell()
  }

  /** Sets my votes on an idea: at once on screen, then at the server. */
  async set(ideaId: IdeaId, votes: number): Promise<Outcome<{ left: number }>> {
    const { roundId } = this.rules
    this.wanted.set(ideaId, { votes, out: (this.wanted.get(ideaId)?.out ?? 0) + 1 })
    this.tell()
    const outcome = await this.cast({ roundId, ideaId, votes })
    const now = this.wanted.get(ideaId)
    if (now && --now.out === 0) this.wanted.delete(ideaId)
    if (outcome.ok) this.said = { ...this.said, [ideaId]: votes }
    this.tell()
    return outcome
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

const ballots = new Map<string, Ballot>()

/** The one ballot of a round in this tab, shared by every card; of several people at it, each has theirs. */
export function ballotFor(rules: RoundRules): Ballot {
  const key = rules.roundId + seatHere()
  const known = ballots.get(key)
  if (known) return known
  const ballot = new Ballot(rules, (input) => send('vote.cast', input))
  ballots.set(key, ballot)
  return ballot
}

const heard = (ballot: Ballot, view: Pick<BallotView, 'roundId' | 'votes'> | null | undefined) => {
  if (view?.roundId === ballot.rules.roundId) ballot.hear(view.votes)
}

/** My ballot in the round, kept in step with the server and with my other tabs; null while no round is open. */
export function useBallot(boardId: BoardId, rules: RoundRules | null): Ballot | null {
  const { roundId, budget, maxPerIdea } = rules ?? { roundId: null, budget: 0, maxPerIdea: 0 }
  const ballot = useMemo(
    () => (roundId ? ballotFor({ roundId, budget, maxPerIdea }) : null),
    [roundId, budget, maxPerIdea],
  )
  const { data } = useRead<MineView>(`mine:${boardId}`, `/api/boards/${boardId}/mine`, { enabled: ballot !== null })
  useEffect(() => {
    if (ballot) heard(ballot, data?.ballot)
  }, [ballot, data])
  useEvent('ballot', (body) => {
    // It is of whoever holds the device.
    if (ballot && !seatHere()) heard(ballot, { roundId: body.roundId as RoundId, votes: body.votes })
  })
  return ballot
}

const never = () => () => {}

/** My dots left; re-renders only when the number changes. */
export function useLeft(ballot: Ballot | null): number {
  return useSyncExternalStore(ballot?.subscribe ?? never, ballot?.left ?? (() => 0))
}

/** My dots on one idea and whether one more fits; a card re-renders only when its own answer changes. */
export function useMyVotes(ballot: Ballot, ideaId: string): { votes: number; mayAdd: boolean } {
  const read = () => ballot.on(ideaId) * 2 + Number(ballot.mayAdd(ideaId))
  const answer = useSyncExternalStore(ballot.subscribe, read)
  return { votes: Math.floor(answer / 2), mayAdd: answer % 2 === 1 }
}
