// Owns casting votes: one person's, or those of a whole room that were sent in the same moment, in one transaction. Each
// is judged by itself, in the order of arrival; a refused one leaves nothing behind. It must never tell how a blind
// round stands: an open blind round changes nothing that others can see but the number of people who voted.

import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Ask, Enqueue, GroupContext } from '../platform/command.ts'
import { ownVoteCounts, votedThemselves } from './proxies.ts'
import { castVote, noSuchRound, tallyMayBeKnown, wrongMethod } from './rules.ts'
import * as store from './cast-store.ts'
import { stampIdeas } from './store.ts'

type Cast = Ask<'vote.cast'>
type Casting = Outcome<{ left: number }>

const notOnThisBoard = () => refuse('not-found', 'idea-not-found', 'there is no such idea in this round')

/** All of one round. Answers stand in the order of `casts`. */
export async function castTogether(
  { tx }: GroupContext,
  enqueue: Enqueue,
  roundId: RoundId,
  casts: readonly Cast[],
): Promise<Casting[]> {
  const voters = [...new Set(casts.map(({ actor }) => actor.userId))].sort()
  const ideaIds = [...new Set(casts.map(({ input }) => input.ideaId))]
  // Sent together, carried out in turn: what is read is read after the round and the ballots are held. Removing an
  // idea holds the round alone, so that an idea that is there stays; a ballot that is held is nobody else's to change.
  const [held, facts] = await Promise.all([
    store.holdBallots(tx, roundId, voters),
    store.factsOfCasts(tx, roundId, voters, ideaIds),
  ])
  if (!held) return casts.map(noSuchRound)

  const { round } = held
  const own = await votedThemselves(tx, roundId, casts)
  const ballots = new Map(voters.map((userId) => [userId, ballotOf(userId, held, facts)]))
  const answers = casts.map(({ actor, place, input }): Casting => {
    if (place.boardId !== round.boardId) return noSuchRound()
    if (round.method !== 'dots') return wrongMethod(round.method)
    if (!facts.ideas.has(input.ideaId)) return notOnThisBoard()
    if (own.has(actor.seat?.forId ?? null)) return ownVoteCounts()
    const ballot = ballots.get(actor.userId)!
    const onIdea = ballot.votes.get(input.ideaId) ?? 0
    const state = { open: round.open, left: ballot.left, maxPerIdea: round.maxPerIdea, onIdea }
    const cast = castVote(state, input.votes)
    if (!cast.ok) return cast
    ballot.left = cast.value.left
    ballot.votes.set(input.ideaId, input.votes)
    return done({ left: ballot.left })
  })

  const changed = [...ballots.values()].filter((ballot) => changesOf(ballot).length > 0)
  const unused = [...ballots.values()].filter((ballot) => ballot.fresh && !changed.includes(ballot))
  if (changed.length === 0 && unused.length === 0) return answers
  const changes = changed.flatMap((ballot) => changesOf(ballot).map((change) => ({ userId: ballot.userId, ...change })))
  await Promise.all([
    store.storeCasts(tx, roundId, changed, changes, unused),
    announce(tx, enqueue, { ...round, roundId }, changed, changes),
  ])
  return answers
}

interface Ballot {
  userId: UserId
  /** Put down by this very transaction. */
  fresh: boolean
  leftBefore: number
  left: number
  votesBefore: ReadonlyMap<IdeaId, number>
  votes: Map<IdeaId, number>
}

function ballotOf(userId: UserId, held: store.Held, facts: store.CastFacts): Ballot {
  const row = held.ballots.get(userId)
  if (!row) throw new Error('a ballot that was just put down is not there')
  const votes = facts.votes.get(userId) ?? new Map<IdeaId, number>()
  return { userId, fresh: row.fresh, leftBefore: row.left, left: row.left, votesBefore: votes, votes: new Map(votes) }
}

function changesOf({ votes, votesBefore }: Ballot): { ideaId: IdeaId; votes: number }[] {
  return [...votes]
    .filter(([ideaId, amount]) => amount !== (votesBefore.get(ideaId) ?? 0))
    .map(([ideaId, amount]) => ({ ideaId, votes: amount }))
}

const hasVotes = (votes: ReadonlyMap<IdeaId, number>) => [...votes.values()].some((amount) => amount > 0)

interface Announced {
  boardId: BoardId
  roundId: RoundId
  blind: boolean
  open: boolean
}

async function announce(
  tx: GroupContext['tx'],
  enqueue: Enqueue,
  round: Announced,
  changed: readonly Ballot[],
  changes: readonly { ideaId: IdeaId }[],
): Promise<void> {
  if (changed.length === 0) return
  const { boardId, roundId } = round
  // Keyed by the round, not the board: one's own ballot need not queue behind everybody's cards.
  const telling = [
    enqueue(tx, 'ballot.changed', roundId, { boardId, roundId, userIds: changed.map((one) => one.userId) }),
  ]
  const votersChanged = changed.some((ballot) => hasVotes(ballot.votesBefore) !== hasVotes(ballot.votes))
  if (votersChanged) telling.push(enqueue(tx, 'round.changed', boardId, { boardId, roundId }))
  if (tallyMayBeKnown({ blind: round.blind, closedAt: round.open ? null : true })) {
    const ideaIds = [...new Set(changes.map(({ ideaId }) => ideaId))]
    telling.push(stampIdeas(tx, ideaIds).then(() => enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds })))
  }
  await Promise.all(telling)
}
