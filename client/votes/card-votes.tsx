// Owns my ballot while dots are put on the board's own cards: keeps it in step, and hands it to whoever draws the cards.
// Draws nothing itself, so that a board without a vote does without all of it.

import { useEffect, useRef } from 'react'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { type Ballot, type RoundRules, useBallot } from './ballot.ts'
import { useStep } from './vote-step.ts'

export interface Voting {
  ballot: Ballot
  /** One dot more on this idea, from a key. */
  add: (ideaId: IdeaId) => void
}

interface CardVotesProps {
  boardId: BoardId
  rules: RoundRules
  onVoting: (voting: Voting | null) => void
}

export function CardVotes({ boardId, rules, onVoting }: CardVotesProps) {
  const ballot = useBallot(boardId, rules)
  const words = useRefusal()
  const step = useStep(ballot, (refusal) => showNotice({ tone: 'problem', text: words(refusal) }))
  // `step` is new on every render; a card must not be drawn anew for it.
  const latest = useRef(step)
  useEffect(() => {
    latest.current = step
  })
  useEffect(() => {
    onVoting(ballot && { ballot, add: (ideaId) => void latest.current(ideaId, 1) })
    return () => onVoting(null)
  }, [ballot, onVoting])
  return null
}
