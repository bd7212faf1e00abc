// Owns my ballot while dots are put on the board's own cards: keeps it in step, and hands it to whoever draws the cards,
// with which of them a vote is about. Draws nothing but what stands on the head of a group, so that a board without a vote
// does without all of it.

import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import type { BoardId, IdeaId } from '../../shared/model.ts'
import type { RoundBallotView, RoundScope } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { announce } from '../ui/live-region.tsx'
import { showNotice } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { ballotTopic } from './answers.ts'
import { type Ballot, type RoundRules, useBallot } from './ballot.ts'
import { isOnCard, onHead, type RoundTopics, topicFor } from './round-topics.ts'
import { VoteDots } from './vote-dots.tsx'
import { useStep } from './vote-step.ts'

export interface Voting {
  ballot: Ballot
  /** Whether the vote is about this card, here. */
  isOn: (ideaId: IdeaId, isGrouped: boolean) => boolean
  /** On the head of a group of these, where the group is what the vote is about. */
  head: (ids: readonly IdeaId[]) => ReactNode
  /** One dot more on this idea, or on the group of these it lies in, from a key. */
  add: (ideaId: IdeaId, ids?: readonly IdeaId[]) => void
}

interface CardVotesProps {
  boardId: BoardId
  rules: RoundRules & { scope?: RoundScope }
  mayVote: boolean
  onVoting: (voting: Voting | null) => void
}

const NO_TOPICS: NonNullable<RoundTopics> = new Map()

export function CardVotes({ boardId, rules, mayVote, onVoting }: CardVotesProps) {
  const { t } = useTranslation('ballot')
  const ballot = useBallot(boardId, rules)
  const words = useRefusal()
  const isAboutAll = (rules.scope ?? 'board') === 'board'
  const { data } = useRead<RoundBallotView>(ballotTopic(rules.roundId), `/api/rounds/${rules.roundId}/ballot`, {
    enabled: mayVote && !isAboutAll,
  })
  const list = data?.topics
  const topics = useMemo<RoundTopics>(
    () => (isAboutAll ? null : list ? new Map(list.map((topic) => [topic.ideaId, topic])) : NO_TOPICS),
    [isAboutAll, list],
  )
  const step = useStep(ballot, (refusal) => showNotice({ tone: 'problem', text: words(refusal) }))
  // `step` and the words are new on every render; a card must not be drawn anew for them.
  const add = (ideaId: IdeaId, ids?: readonly IdeaId[]) => {
    const topic = topicFor(topics, ideaId, ids)
    if (topic) void step(topic, 1)
    else announce(t('bar.notThis'))
  }
  const latest = useRef(add)
  useEffect(() => {
    latest.current = add
  })
  useEffect(() => {
    onVoting(
      ballot && {
        ballot,
        isOn: (ideaId, isGrouped) => isOnCard(topics, ideaId, isGrouped),
        head: (ids) => {
          const here = onHead(topics, ids)
          if (here.length === 0) return null
          return here.map((ideaId) => (
            <HeadDots key={ideaId} ballot={ballot} ideaId={ideaId} label={topics?.get(ideaId)?.text ?? ''} />
          ))
        },
        add: (...topic) => latest.current(...topic),
      },
    )
    return () => onVoting(null)
  }, [ballot, topics, onVoting])
  return null
}

function HeadDots(props: { ballot: Ballot; ideaId: IdeaId; label: string }) {
  const words = useRefusal()
  return <VoteDots {...props} onRefused={(refusal) => showNotice({ tone: 'problem', text: words(refusal) })} />
}
