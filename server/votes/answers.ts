// Owns answering in a round of any method but dots: scores, a choice with its reason, an order. It must never tell how a
// blind round stands: an open blind round changes nothing that others can see but the number of people who voted.

import type { IdeaId, RoundId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { choiceValue, type Method, RANKING_TOP } from '../../shared/rounds.ts'
import { type CommandContext, type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import * as store from './answers-store.ts'
import { ownVoteCounts, votedThemselves } from './proxies.ts'
import { mayAnswer, noSuchRound, tallyMayBeKnown } from './rules.ts'

type Answering = Pick<Handlers, 'vote.score' | 'vote.choose' | 'vote.rank'>

const notInThisRound = () => refuse('not-found', 'idea-not-found', 'there is no such idea in this round')

export function answerCommands({ enqueue }: { enqueue: Enqueue }): Answering {
  return {
    async 'vote.score'(context, { roundId, ideaId, scores }) {
      return answer(context, enqueue, roundId, 'score', (round, _mine) => {
        const asked = round.settings.criteria?.length ?? 0
        if (scores.length !== asked) {
          const message = `this round is scored on ${asked} criteria: give one score for each, 0 for none`
          return refuse('invalid', 'wrong-criteria', message, { field: 'scores', limit: asked })
        }
        const given = scores.some((score) => score > 0)
        return done({ ideaIds: [ideaId], set: given ? [{ ideaId, values: scores, reason: '' }] : [] })
      })
    },

    async 'vote.choose'(context, { roundId, ideaId, choice, reason = '' }) {
      return answer(context, enqueue, roundId, 'yes-no', () =>
        done({ ideaIds: [ideaId], set: choice === null ? [] : [{ ideaId, values: [choiceValue(choice)], reason }] }),
      )
    },

    async 'vote.rank'(context, { roundId, ideaIds }) {
      return answer(context, enqueue, roundId, 'ranking', (round, mine) => {
        const top = round.settings.top ?? RANKING_TOP
        if (ideaIds.length > top) {
          const message = `put at most ${top} in order`
          return refuse('conflict', 'too-many-ranked', message, { field: 'ideaIds', limit: top })
        }
        const set = ideaIds.map((ideaId, at) => ({ ideaId, values: [at + 1], reason: '' }))
        return done({ ideaIds: [...new Set([...mine.map((one) => one.ideaId), ...ideaIds])], set })
      })
    },
  }
}

interface Change {
  /** Whose answers are replaced. */
  ideaIds: IdeaId[]
  /** By these; of the others nothing is left. */
  set: store.Answer[]
}

async function answer(
  { tx, actor, place, ...context }: CommandContext,
  enqueue: Enqueue,
  roundId: RoundId,
  method: Method,
  change: (round: store.RoundHeld, mine: readonly store.Answer[]) => Outcome<Change>,
): Promise<Outcome<Record<string, never>>> {
  const { boardId } = placeOf({ tx, actor, place, ...context })
  const round = await store.holdRound(tx, roundId)
  if (!round || round.boardId !== boardId) return noSuchRound()
  const may = mayAnswer(round, method)
  if (!may.ok) return may
  if ((await votedThemselves(tx, roundId, [{ actor }])).has(actor.seat?.forId ?? null)) return ownVoteCounts()
  await store.holdBallot(tx, roundId, actor.userId)
  const mine = await store.answersOf(tx, roundId, actor.userId)
  const changed = change(round, mine)
  if (!changed.ok) return changed
  const { ideaIds, set } = changed.value
  const there = await store.ideasInRound(
    tx,
    roundId,
    round,
    set.map(({ ideaId }) => ideaId),
  )
  if (set.some(({ ideaId }) => !there.has(ideaId))) return notInThisRound()

  const gone = ideaIds.filter((ideaId) => !set.some((one) => one.ideaId === ideaId))
  await store.takeBack(tx, roundId, actor.userId, gone)
  await store.storeAnswers(tx, roundId, actor.userId, set)
  const left = mine.filter((one) => !ideaIds.includes(one.ideaId)).length + set.length
  await announce(tx, enqueue, { ...round, roundId }, actor.userId, mine.length > 0 !== left > 0)
  return done({})
}

async function announce(
  tx: CommandContext['tx'],
  enqueue: Enqueue,
  round: store.RoundHeld & { roundId: RoundId },
  userId: UserId,
  votersChanged: boolean,
): Promise<void> {
  const { boardId, roundId, blind } = round
  await enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: [`round:${roundId}`] })
  if (votersChanged || tallyMayBeKnown({ blind, closedAt: null })) {
    await enqueue(tx, 'round.changed', boardId, { boardId, roundId })
  }
}
