// Owns what people do with rounds: open, close, cast. It must never tell how a blind round stands before it is closed:
// an open blind round changes nothing that others can see but the number of people who voted.

import type { BoardId, IdeaId, RoundId, UserId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import { type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { castVote, openRound, tallyMayBeKnown } from './rules.ts'
import * as store from './store.ts'

export interface VoteDeps {
  enqueue: Enqueue
  newId: () => string
}

const noSuchRound = () => refuse('not-found', 'round-not-found', 'there is no such round')
const notOnThisBoard = () => refuse('not-found', 'idea-not-found', 'there is no such idea in this round')

export function voteCommands(deps: VoteDeps): Pick<Handlers, 'round.open' | 'round.close' | 'vote.cast'> {
  return {
    async 'round.open'({ tx, actor, now }, input) {
      const open = await store.openRoundForUpdate(tx, input.boardId)
      const count = await store.countRounds(tx, input.boardId)
      const sound = openRound({ hasOpen: open !== undefined, count })
      if (!sound.ok) return sound

      const roundId = input.roundId ?? (deps.newId() as RoundId)
      const made = await store.insertRound(tx, {
        id: roundId,
        boardId: input.boardId,
        title: input.title ?? '',
        method: input.method,
        budget: input.budget,
        maxPerIdea: Math.min(input.maxPerIdea, input.budget), // the same rule, said as it will work
        blind: input.blind,
        secret: input.secret,
        openedBy: actor.userId,
        openedAt: now,
      })
      if (!made) return refuse('conflict', 'round-already-open', 'somebody opened a round just before you')
      await announceRound(tx, deps, { boardId: input.boardId, roundId }, now)
      return done({ roundId })
    },

    async 'round.close'({ tx, now }, input) {
      const round = await store.closeRound(tx, input.roundId, now)
      if (!round) {
        const gone = (await store.roundForCasting(tx, input.roundId)) === undefined
        return gone ? noSuchRound() : refuse('conflict', 'round-closed', 'this round is closed already')
      }
      const boardId = round.boardId as BoardId
      await announceRound(tx, deps, { boardId, roundId: input.roundId }, now)
      if (round.blind) await announceTallies(tx, deps, boardId, await store.ideasVotedFor(tx, round.id))
      return done({})
    },

    async 'vote.cast'(context, input) {
      const { tx, actor } = context
      const { boardId } = placeOf(context)
      const round = await store.roundForCasting(tx, input.roundId)
      if (!round || round.boardId !== boardId) return noSuchRound()
      // Asked after the round is held: removing an idea holds the round alone, so the answer stays true.
      if (!(await store.ideaIsOn(tx, round.boardId, input.ideaId))) return notOnThisBoard()

      const left = await store.ballotForUpdate(tx, round, actor.userId)
      const mine = await store.votesOfBallot(tx, round.id, actor.userId)
      const onIdea = mine.get(input.ideaId) ?? 0
      const ballot = { open: round.closedAt === null, left, maxPerIdea: round.maxPerIdea, onIdea }
      const cast = castVote(ballot, input.votes)
      if (!cast.ok) return cast
      if (cast.value.change === 0) return done({ left })

      const nowLeft = await store.takeFromBallot(tx, round.id, actor.userId, cast.value.change)
      if (nowLeft === null) return refuse('conflict', 'budget-spent', 'you have no votes left for this')
      await store.setVotes(tx, round.id, actor.userId, input.ideaId, input.votes)

      await announceBallot(tx, deps, boardId, input.roundId, actor.userId)
      const isFirst = mine.size === 0
      const wasLast = mine.size === 1 && onIdea > 0 && input.votes === 0
      if (isFirst || wasLast) await deps.enqueue(tx, 'round.changed', boardId, { boardId, roundId: input.roundId })
      if (tallyMayBeKnown(round)) await announceTallies(tx, deps, boardId, [input.ideaId])
      return done({ left: nowLeft })
    },
  }
}

type Removing = Pick<Handlers, 'idea.remove' | 'idea.restore'>

/**
 * For compose, around the ideas room's own commands: votes on a removed idea go back to the ballots of the open round,
 * and closed results are told again without it, or with it when it returns. Before the room takes its locks, so that
 * rounds come first for everyone.
 */
export function returningVotes(deps: Pick<VoteDeps, 'enqueue'>, handlers: Removing): Removing {
  return {
    async 'idea.remove'(context, input) {
      await returnVotes(context.tx, deps, placeOf(context).boardId, input.ideaId)
      return handlers['idea.remove'](context, input)
    },
    async 'idea.restore'(context, input) {
      await tellClosedRounds(context.tx, deps, input.ideaId)
      return handlers['idea.restore'](context, input)
    },
  }
}

type Announcing = Pick<VoteDeps, 'enqueue'>

async function returnVotes(tx: Tx, deps: Announcing, boardId: BoardId, ideaId: IdeaId): Promise<void> {
  const open = await store.openRoundForUpdate(tx, boardId)
  if (open) {
    const roundId = open.id as RoundId
    const voters = await store.giveBack(tx, roundId, ideaId)
    for (const userId of voters) await announceBallot(tx, deps, boardId, roundId, userId)
    if (voters.length > 0) await deps.enqueue(tx, 'round.changed', boardId, { boardId, roundId })
  }
  await tellClosedRounds(tx, deps, ideaId)
}

async function tellClosedRounds(tx: Tx, deps: Announcing, ideaId: IdeaId): Promise<void> {
  for (const { boardId, roundId, closed } of await store.roundsWithVotesFor(tx, ideaId)) {
    if (closed) await deps.enqueue(tx, 'round.changed', boardId, { boardId, roundId })
  }
}

async function announceRound(
  tx: Tx,
  deps: VoteDeps,
  round: { boardId: BoardId; roundId: RoundId },
  now: Date,
): Promise<void> {
  await deps.enqueue(tx, 'round.changed', round.boardId, round)
  await store.touchBoard(tx, round.boardId, now)
  await deps.enqueue(tx, 'board.changed', round.boardId, { boardId: round.boardId })
}

async function announceTallies(tx: Tx, deps: VoteDeps, boardId: BoardId, ideaIds: IdeaId[]): Promise<void> {
  if (ideaIds.length === 0) return
  await store.stampIdeas(tx, ideaIds)
  await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds })
}

/** Keyed by the person, not the board: one's own ballot need not queue behind everybody's. */
async function announceBallot(
  tx: Tx,
  deps: Announcing,
  boardId: BoardId,
  roundId: RoundId,
  userId: UserId,
): Promise<void> {
  await deps.enqueue(tx, 'ballot.changed', userId, { boardId, roundId, userId })
}
