// Owns taking an idea to a sponsor, and the sponsor's answer. It must never close an idea without a person, a reason
// and a date, nor let a second answer replace a first.

import type { EscalationId } from '../../shared/model.ts'
import { done, refuse } from '../../shared/outcome.ts'
import { type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import { answer, askSponsor } from './rules.ts'
import * as store from './store.ts'

export interface EscalationDeps {
  enqueue: Enqueue
  newId: () => string
}

export function escalationCommands(deps: EscalationDeps): Pick<Handlers, 'idea.escalate' | 'escalation.answer'> {
  return {
    async 'idea.escalate'(context, input) {
      const { tx, actor, now } = context
      const { boardId } = placeOf(context)
      const { ideaId, sponsorId, why } = input
      await store.touchBoard(tx, boardId, now)
      const idea = await store.ideaForUpdate(tx, ideaId)
      const here = idea !== null && idea.boardId === boardId && !idea.removed
      const asked = askSponsor({
        stage: here ? idea.stage : null,
        isSponsor: await store.isSponsor(tx, sponsorId),
        isWaiting: await store.isWaitingFor(tx, ideaId, sponsorId),
      })
      if (!asked.ok) return asked

      const escalationId = deps.newId() as EscalationId
      await store.insertEscalation(tx, {
        id: escalationId,
        ideaId,
        sponsorId,
        escalatedBy: actor.userId,
        why,
        askedAt: now,
      })
      const moves = asked.value.stage === 'escalated'
      await store.stampIdea(tx, ideaId, moves ? { stage: 'escalated', by: actor.userId, reason: why, at: now } : null)
      await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
      await deps.enqueue(tx, 'escalation.asked', boardId, { boardId, ideaId, escalationId })
      // Being asked lets a sponsor see the board, whoever may join it.
      await deps.enqueue(tx, 'access.changed', sponsorId, { boardId, userId: sponsorId })
      return done({ escalationId })
    },

    async 'escalation.answer'(context, input) {
      const { tx, actor, now } = context
      const { boardId } = placeOf(context)
      const { escalationId } = input
      await store.touchBoard(tx, boardId, now)
      const about = await store.ideaOfEscalation(tx, escalationId)
      const idea = about && (await store.ideaForUpdate(tx, about.ideaId))
      if (!idea || idea.boardId !== boardId || about.sponsorId !== actor.userId) {
        return refuse('not-found', 'escalation-not-found', 'there is no such question to you')
      }
      const { ideaId } = about
      const words = (input.answer === 'endorse' ? input.words : input.reason) || null
      const answered = answer(
        {
          status: await store.statusOf(tx, escalationId),
          stage: idea.stage,
          removed: idea.removed,
          othersWaiting: await store.othersWaiting(tx, ideaId, escalationId),
        },
        input.answer,
      )
      if (!answered.ok) return answered

      const { status, stage } = answered.value
      await store.writeAnswer(tx, escalationId, { status, answer: words, answeredAt: now })
      await store.stampIdea(tx, ideaId, stage && { stage, by: actor.userId, reason: words, at: now })
      await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
      await deps.enqueue(tx, 'escalation.answered', boardId, { boardId, ideaId, escalationId })
      return done({})
    },
  }
}
