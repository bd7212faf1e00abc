// Owns taking an idea to a sponsor, and every move a person makes after it, each in one transaction. It must never close an idea
// without a person, a reason and a date, nor let anybody move whose turn it is not: clock/moves.ts decides that.

import type { InputOf } from '../../shared/commands.ts'
import type { EscalationId, IdeaId, UserId } from '../../shared/model.ts'
import type { Organisation } from '../../shared/organisation.ts'
import { done, refuse } from '../../shared/outcome.ts'
import { type Handlers, placeOf } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import type { Case } from './clock/case.ts'
import { raise } from './clock/moves.ts'
import type { CaseDeps } from './deps.ts'
import { holdsTurn } from './holding.ts'
import { makeMove, tell } from './moving.ts'
import { moveOf, wordsOf } from './said.ts'
import { askSponsor } from './rules.ts'
import * as store from './store.ts'

export function escalationCommands(deps: CaseDeps): Pick<Handlers, 'idea.escalate' | 'escalation.answer'> {
  return {
    async 'idea.escalate'(context, input) {
      const { tx, actor } = context
      const { boardId } = placeOf(context)
      const { ideaId, sponsorId, why } = input
      const at = await deps.timeOf(tx)
      await store.touchBoard(tx, boardId, context.now)
      const idea = await store.ideaForUpdate(tx, ideaId)
      const here = idea !== null && idea.boardId === boardId && !idea.removed
      const asked = askSponsor({
        stage: here ? idea.stage : null,
        isSponsor: await store.isSponsor(tx, sponsorId),
        isWaiting: await store.isWaitingFor(tx, ideaId, sponsorId, null),
      })
      if (!asked.ok) return asked

      const organisation = await deps.organisationAround(tx, [actor.userId, sponsorId])
      const escalationId = deps.newId() as EscalationId
      const after = raise(actor.userId, sponsorId, { at: at.getTime(), organisation })
      await store.insertCase(tx, after, { id: escalationId, ideaId, why, askedAt: at })
      const moves = asked.value.stage === 'escalated'
      await store.stampIdea(tx, ideaId, moves ? { stage: 'escalated', by: actor.userId, reason: why, at } : null)
      const moving = { escalationId, ideaId, idea: idea!, about: null, after, at, organisation }
      await tell(deps, tx, moving, { move: 'raise', by: actor.userId, words: why, also: null })
      return done({ escalationId })
    },

    async 'escalation.answer'(context, input) {
      const { tx, actor } = context
      const { boardId } = placeOf(context)
      const { escalationId } = input
      await store.touchBoard(tx, boardId, context.now)
      const ideaId = await store.ideaOfCase(tx, escalationId)
      const idea = ideaId && (await store.ideaForUpdate(tx, ideaId))
      const about = idea && idea.boardId === boardId ? await store.caseForUpdate(tx, escalationId) : null
      if (!ideaId || !idea || !about) {
        return refuse('not-found', 'escalation-not-found', 'there is no such question to you')
      }
      if (idea.removed) return refuse('conflict', 'idea-removed', 'this idea was removed from its board meanwhile')

      const at = await deps.timeOf(tx)
      const organisation = await organisationFor(deps, tx, about, input, actor.userId)
      // Asked again under the lock: the link was opened a moment ago.
      if (actor.via === 'link' && !(await holdsTurn(tx, escalationId, about, organisation))) {
        return refuse('forbidden', 'answer-link-role', 'whoever was asked holds that role no longer')
      }
      const facts = await factsOf(tx, { escalationId, ideaId, about, idea, by: actor.userId }, input)
      const move = moveOf(input, { ...facts, at: at.getTime(), organisation })
      if (!move.ok) return move
      // The author of the idea may answer a question about it, too; the entry says that they did.
      const standsIn = input.answer === 'reply' && actor.userId === idea.authorId && about.state === 'asked'
      const mover = standsIn && about.owedBy ? about.owedBy : actor.userId
      const moving = { escalationId, ideaId, idea, about, at, organisation }
      const words = { ...wordsOf(input), via: actor.via }
      const moved = await makeMove(deps, tx, moving, move.value, mover, words, actor.userId)
      return moved.ok ? done({}) : moved
    },
  }
}

type Answering = InputOf<'escalation.answer'>

/** Of everybody whose turn this move may make it. */
function organisationFor(
  deps: CaseDeps,
  reader: Reader,
  about: Case,
  input: Answering,
  by: UserId,
): Promise<Organisation> {
  const named = [
    'commitment' in input ? input.commitment?.ownerId : undefined,
    'toId' in input ? input.toId : undefined,
    'sponsorId' in input ? input.sponsorId : undefined,
  ]
  const people = [by, about.raisedBy, about.sponsorId, about.owedBy, about.rest?.owedBy, ...named]
  return deps.organisationAround(reader, [...new Set(people.filter((id) => id !== null && id !== undefined))])
}

interface Around {
  escalationId: EscalationId
  ideaId: IdeaId
  about: Case
  idea: store.IdeaNow
  by: UserId
}

/** What only the database knows of the people that a move names. */
async function factsOf(tx: Tx, around: Around, input: Answering) {
  const { escalationId, ideaId, about, by } = around
  const asked =
    input.answer === 'hand-over'
      ? input.toId
      : input.answer === 'raise-again'
        ? (input.sponsorId ?? about.sponsorId)
        : input.answer === 'accept'
          ? by
          : null
  const ownerId = 'commitment' in input ? (input.commitment?.ownerId ?? null) : null
  return {
    by,
    about,
    stage: around.idea.stage,
    // Whoever answered it for a sponsor may be asked again without being one.
    isSponsor:
      asked === null ||
      (input.answer === 'raise-again' && asked === about.sponsorId) ||
      (await store.isSponsor(tx, asked)),
    isWaiting: asked !== null && (await store.isWaitingFor(tx, ideaId, asked, escalationId)),
    isOwnerColleague: ownerId === null || (await store.isColleague(tx, ownerId)),
  }
}
