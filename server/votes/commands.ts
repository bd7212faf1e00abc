// Owns what people do with rounds: open, close, cast (see cast.ts), and votes that return when an idea goes. It must
// never tell how a blind round stands before it is closed.

import type { BoardId, IdeaId, RoundId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import { type GroupHandler, type Handlers, placeOf } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import { answerCommands } from './answers.ts'
import { castTogether } from './cast.ts'
import { heirNow, passOn, votersOn } from './heirs.ts'
import { closeRound, openRound, type RoundDeps, tightenRound } from './rounds.ts'
import { noSuchRound } from './rules.ts'
import * as store from './store.ts'

export type VoteDeps = RoundDeps

type Voting = Pick<
  Handlers,
  'round.open' | 'round.close' | 'round.tighten' | 'vote.cast' | 'vote.score' | 'vote.choose' | 'vote.rank'
>

export function voteCommands(deps: VoteDeps): Voting {
  return {
    ...answerCommands(deps),

    async 'round.open'({ tx, actor, now }, { title = '', ...input }) {
      return openRound(tx, deps, { ...input, title, by: actor.userId, now })
    },

    async 'round.close'(context, { roundId }) {
      const { tx, now } = context
      await store.holdBoard(tx, placeOf(context).boardId)
      if (await closeRound(tx, deps, roundId, now)) return done({})
      const gone = !(await store.roundExists(tx, roundId))
      return gone ? noSuchRound() : refuse('conflict', 'round-closed', 'this round is closed already')
    },

    async 'round.tighten'(context, { roundId, blind = false, secret = false }) {
      const { tx, now } = context
      await store.holdBoard(tx, placeOf(context).boardId)
      return (await tightenRound(tx, deps, roundId, { blind, secret }, now)) ? done({}) : noSuchRound()
    },

    async 'vote.cast'(context, input) {
      const alone = { actor: context.actor, place: placeOf(context), input }
      const [answer] = await castTogether(context, deps.enqueue, input.roundId, [alone])
      return answer ?? noSuchRound()
    },
  }
}

/** The same for those that dispatch carries out together: all of one round. */
export function castingTogether({ enqueue }: Pick<VoteDeps, 'enqueue'>): GroupHandler<'vote.cast'> {
  return async (context, asks) => {
    const [first] = asks
    return first ? castTogether(context, enqueue, first.input.roundId, asks) : []
  }
}

type Removing = Pick<Handlers, 'idea.remove' | 'idea.restore'>

/**
 * For compose, around the ideas room's own commands: votes on a removed idea go back to the ballots of the open round, or
 * to the next idea of the group it stood for, and closed results are told again without it, or with it when it returns.
 * Before the room takes its locks, so that rounds come before ideas for everyone.
 */
export function returningVotes(deps: Returning, handlers: Removing): Removing {
  return {
    async 'idea.remove'(context, input) {
      await returnVotes(context.tx, deps, placeOf(context).boardId, input.ideaId)
      return handlers['idea.remove'](context, input)
    },
    async 'idea.restore'(context, input) {
      await tellResults(context.tx, deps, input.ideaId)
      return handlers['idea.restore'](context, input)
    },
  }
}

type Announcing = Pick<VoteDeps, 'enqueue'>
type Returning = Pick<VoteDeps, 'enqueue' | 'layout'>

async function returnVotes(tx: Tx, deps: Returning, boardId: BoardId, ideaId: IdeaId): Promise<void> {
  await store.holdBoard(tx, boardId)
  const open = await store.openRoundForUpdate(tx, boardId)
  if (open) {
    const roundId = open.id as RoundId
    const heir = await heirNow(tx, deps.layout.groups, { roundId, boardId }, ideaId)
    const voters = heir ? await passOn(tx, roundId, ideaId, heir) : await store.giveBack(tx, roundId, ideaId)
    if (voters.length > 0) {
      await deps.enqueue(tx, 'ballot.changed', roundId, { boardId, roundId, userIds: voters })
      await deps.enqueue(tx, 'round.changed', boardId, { boardId, roundId })
    }
    if (heir) await tellHeir(tx, deps, { boardId, roundId }, heir)
  }
  await tellResults(tx, deps, ideaId)
}

/** Its card says how it stands now, where that may be known; and everybody's list of topics has it. */
async function tellHeir(tx: Tx, deps: Announcing, round: { boardId: BoardId; roundId: RoundId }, heir: IdeaId) {
  const { boardId, roundId } = round
  await store.stampIdeas(tx, [heir])
  await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [heir] })
  const userIds = await votersOn(tx, boardId)
  await deps.enqueue(tx, 'answers.stale', roundId, { userIds, topics: [`round:${roundId}`] })
}

async function tellResults(tx: Tx, deps: Announcing, ideaId: IdeaId): Promise<void> {
  for (const { boardId, roundId } of await store.resultsWith(tx, ideaId)) {
    await deps.enqueue(tx, 'round.changed', boardId, { boardId, roundId })
  }
}
