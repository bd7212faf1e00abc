// Owns the use cases of a business case. On an anonymous board nothing here may let out who estimated or who wrote an idea:
// neither a row, nor a time, nor an outbox row; until its author signs.

import type { IdeaId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { CommandContext, Enqueue, Handlers } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

export interface BusinessCaseDeps {
  enqueue: Enqueue
  newId: () => string
  /** Into the audit trail, last in its transaction: what was asked of an anonymous author, and what they gave. */
  record(tx: Tx, entry: { ideaId: IdeaId; move: 'ask-name' | 'sign'; by: UserId; at: Date }): Promise<void>
  /** The mark of somebody on something under the board's secret. Null on a named board, or where the secret was destroyed. */
  markerFor(reader: Reader, boardId: string): Promise<((subjectId: string, userId: UserId) => Uint8Array) | null>
}

type BusinessCaseCommand =
  | 'business-case.update'
  | 'estimate.set'
  | 'estimate.remove'
  | 'idea.own'
  | 'idea.ask-name'
  | 'idea.sign'

export function businessCaseCommands(deps: BusinessCaseDeps): Pick<Handlers, BusinessCaseCommand> {
  return {
    async 'business-case.update'({ tx }, { ideaId, beneficiaries, rev }) {
      const idea = await living(tx, ideaId)
      if (!idea.ok) return idea
      const now = await store.caseOf(tx, ideaId)
      if (now.beneficiaries === beneficiaries) return done({})
      if (rev !== undefined && rev !== now.rev) {
        return refuse(
          'conflict',
          'changed-meanwhile',
          'Somebody changed this since you read it. Look again, then save.',
        )
      }
      await store.putBeneficiaries(tx, ideaId, beneficiaries)
      return changed(tx, idea.value, ideaId)
    },

    async 'estimate.set'({ tx, actor }, { ideaId, basis = '', ...figures }) {
      const idea = await living(tx, ideaId)
      if (!idea.ok) return idea
      const whose = await whoseEstimate(tx, idea.value, ideaId, actor.userId)
      if (!(await store.updateEstimate(tx, ideaId, whose, { ...figures, basis }))) {
        const room = rules.roomForEstimate(await store.countEstimates(tx, ideaId))
        if (!room.ok) return room
        await store.insertEstimate(tx, { id: deps.newId(), ideaId, ...whose, ...figures, basis })
      }
      return changed(tx, idea.value, ideaId)
    },

    async 'estimate.remove'({ tx, actor }, { ideaId }) {
      const idea = await living(tx, ideaId)
      if (!idea.ok) return idea
      await store.deleteEstimate(tx, ideaId, await whoseEstimate(tx, idea.value, ideaId, actor.userId))
      return changed(tx, idea.value, ideaId)
    },

    async 'idea.own'({ tx, actor, now }, { ideaId, owned }) {
      const idea = await living(tx, ideaId)
      if (!idea.ok) return idea
      const owners = await store.carriersOf(tx, ideaId)
      if (owners.includes(actor.userId) === owned) return done({})
      const room = owned ? rules.roomForOwner(owners.length) : done(null)
      if (!room.ok) return room
      if (owned) await store.putCarrier(tx, ideaId, actor.userId, now)
      else await store.deleteCarrier(tx, ideaId, actor.userId)
      return changed(tx, idea.value, ideaId)
    },

    async 'idea.ask-name'({ tx, actor, now }, { ideaId }) {
      const idea = await signable(tx, ideaId)
      if (!idea.ok) return idea
      if (idea.value.signed) return done({})
      // Asked once, nobody asks again: the question stands for everybody until it is answered.
      if (!(await store.putRequest(tx, ideaId, actor.userId, now))) return done({})
      await changed(tx, idea.value, ideaId)
      await deps.record(tx, { ideaId, move: 'ask-name', by: actor.userId, at: now })
      return done({})
    },

    async 'idea.sign'(context, { ideaId }) {
      const { tx, actor, now } = context
      const idea = await signable(tx, ideaId)
      if (!idea.ok) return idea
      if (idea.value.signed) return done({})
      await store.signIdea(tx, ideaId, actor.userId, now)
      await changed(tx, idea.value, ideaId)
      await deps.record(tx, { ideaId, move: 'sign', by: actor.userId, at: now })
      return done({})
    },
  }

  async function living(tx: Tx, ideaId: IdeaId): Promise<Outcome<store.IdeaNow>> {
    const idea = await store.ideaForUpdate(tx, ideaId)
    if (!idea) return rules.noSuchIdea()
    return idea.removed ? rules.ideaRemoved() : done(idea)
  }

  async function signable(tx: Tx, ideaId: IdeaId): Promise<Outcome<store.IdeaNow>> {
    const idea = await store.ideaForUpdate(tx, ideaId)
    if (!idea) return rules.noSuchIdea()
    const may = rules.maySign(idea)
    return may.ok ? done(idea) : may
  }

  async function whoseEstimate(tx: Tx, idea: store.IdeaNow, ideaId: IdeaId, userId: UserId): Promise<store.Whose> {
    if (idea.naming === 'named') return { authorId: userId, authorMark: null }
    const marker = await deps.markerFor(tx, idea.boardId)
    if (!marker) throw new Error('an anonymous board without a secret')
    return { authorId: null, authorMark: marker(rules.estimateSubject(ideaId), userId) }
  }

  /** Everybody who looks at the idea hears by its ledger entry that something is new, never from whom. */
  async function changed(
    tx: CommandContext['tx'],
    { boardId }: store.IdeaNow,
    ideaId: IdeaId,
  ): Promise<Outcome<Record<string, never>>> {
    await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
    return done({})
  }
}
