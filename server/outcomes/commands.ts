// Owns what a backed idea promises to bring, the steps on the way, and what was measured. It must never let a promise be changed
// once its day has come, nor lose what was promised or measured before.

import { dayOf, endOfDay, nextDay } from '../../shared/calendar.ts'
import { DAYS_AHEAD_MAX, MILESTONES_MAX_PER_CASE } from '../../shared/limits.ts'
import type { EscalationId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { OutcomeMay } from '../../shared/outcomes.ts'
import { type CommandContext, type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { judge } from './rules.ts'
import * as store from './store.ts'

export interface OutcomeDeps {
  enqueue: Enqueue
  newId: () => string
  /** The database's own time. */
  timeOf(reader: Reader): Promise<Date>
  /** The organisation's. */
  timeZone(reader: Reader): Promise<string>
}

type Names =
  | 'outcome.promise'
  | 'outcome.measure'
  | 'milestone.add'
  | 'milestone.update'
  | 'milestone.done'
  | 'milestone.remove'

/** The case under its lock, and the moment. */
interface About {
  locked: store.Locked
  at: Date
}

const noSuchStep = () => refuse('not-found', 'no-such-milestone', 'this step is no longer there')

export function outcomeCommands(deps: OutcomeDeps): Pick<Handlers, Names> {
  async function about(context: CommandContext, id: EscalationId, what: OutcomeMay): Promise<Outcome<About>> {
    const { tx, actor } = context
    const { boardId, standing } = placeOf(context)
    const locked = await store.caseForUpdate(tx, id)
    if (!locked || locked.boardId !== boardId) {
      return refuse('not-found', 'escalation-not-found', 'there is no such case')
    }
    if (locked.removed) return refuse('conflict', 'idea-removed', 'this idea was removed from its board meanwhile')
    const at = await deps.timeOf(tx)
    const isFacilitator = standing.has('facilitator')
    const allowed = judge(
      what,
      { ...locked, isFacilitator, promise: promiseIn(locked.outcome) },
      actor.userId,
      at.getTime(),
    )
    return allowed.ok ? done({ locked, at }) : allowed
  }

  /** Everybody who looks at the idea reads again, and whoever has it on their desk; `also`: who has it there from now on. */
  async function changed(
    { tx }: CommandContext,
    { ideaId, boardId, ownerId, outcome }: store.Locked,
    also: UserId | null = null,
  ): Promise<void> {
    await store.stampIdea(tx, ideaId)
    await deps.enqueue(tx, 'ideas.changed', boardId, { boardId, ideaIds: [ideaId] })
    await deps.enqueue(tx, 'goals.changed', boardId, { boardId, ideaId })
    const people = [ownerId, outcome?.measurerId as UserId | undefined, also].filter(
      (id) => id !== null && id !== undefined,
    )
    await deps.enqueue(tx, 'answers.stale', boardId, { userIds: [...new Set(people)], topics: ['desk'] })
  }

  return {
    async 'outcome.promise'(context, input) {
      const { tx, actor } = context
      const found = await about(context, input.escalationId, 'promise')
      if (!found.ok) return found
      const { locked, at } = found.value
      const { escalationId, metric, baseline, promised, dueOn, because = '', unit = '', goalId = null } = input
      if (locked.outcome && because === '') {
        return refuse('invalid', 'reason-needed', 'say why it is changed', { field: 'because' })
      }
      const timeZone = await deps.timeZone(tx)
      const today = dayOf(at.getTime(), timeZone)
      if (dueOn <= today) return refuse('invalid', 'day-passed', 'choose a day to come', { field: 'dueOn' })
      if (dueOn > nextDay(today, DAYS_AHEAD_MAX)) {
        const limit = DAYS_AHEAD_MAX
        return refuse('invalid', 'day-too-far', 'choose a day within three years', { field: 'dueOn', limit })
      }
      if (goalId !== null && goalId !== locked.outcome?.goalId && !(await store.isOpenGoal(tx, goalId))) {
        return refuse('invalid', 'no-such-goal', 'there is no such goal', { field: 'goalId' })
      }
      const measurerId = input.measurerId ?? locked.ownerId ?? locked.sponsorId
      if (!(await store.isColleague(tx, measurerId))) {
        return refuse('invalid', 'not-a-colleague', 'somebody with an account measures it', { field: 'measurerId' })
      }
      const dueAt = new Date(endOfDay(dueOn, timeZone))
      const promise = { metric, unit, baseline, promised, dueOn }
      await store.writePromise(tx, escalationId, { ...promise, goalId, dueAt, measurerId })
      await store.noteChange(tx, { escalationId, by: actor.userId, at, because, what: { promise } })
      await changed(context, locked, measurerId)
      const { boardId } = locked
      await deps.enqueue(tx, 'access.changed', measurerId, { boardId, userId: measurerId })
      return done({})
    },

    async 'outcome.measure'(context, input) {
      const { tx, actor } = context
      const found = await about(context, input.escalationId, 'measure')
      if (!found.ok) return found
      const { locked, at } = found.value
      const { escalationId, value, evidence, because = '', link = null } = input
      if ((locked.outcome?.value ?? null) !== null && because === '') {
        return refuse('invalid', 'reason-needed', 'say why it was measured again', { field: 'because' })
      }
      const measured = { measuredBy: actor.userId, measuredAt: at }
      await store.writeResult(tx, escalationId, { value, evidence, link, ...measured })
      await store.noteChange(tx, { escalationId, by: actor.userId, at, because, what: { value, evidence } })
      await changed(context, locked)
      const { boardId, ideaId } = locked
      await deps.enqueue(tx, 'outcome.measured', boardId, { boardId, ideaId, escalationId, byId: actor.userId })
      return done({})
    },

    async 'milestone.add'(context, { escalationId, title, dueOn, milestoneId }) {
      const found = await about(context, escalationId, 'milestones')
      if (!found.ok) return found
      if ((await store.milestonesCount(context.tx, escalationId)) >= MILESTONES_MAX_PER_CASE) {
        return refuse('conflict', 'too-many-milestones', 'there are enough steps', { limit: MILESTONES_MAX_PER_CASE })
      }
      const id = milestoneId ?? deps.newId()
      const row = { id, escalationId, title, dueOn: dueOn ?? null, createdAt: found.value.at }
      if (!(await store.insertMilestone(context.tx, row))) return refuse('conflict', 'id-taken', 'it was added already')
      await changed(context, found.value.locked)
      return done({ milestoneId: id })
    },

    async 'milestone.update'(context, { escalationId, milestoneId, title, dueOn }) {
      const found = await about(context, escalationId, 'milestones')
      if (!found.ok) return found
      const change = { ...(title === undefined ? {} : { title }), ...(dueOn === undefined ? {} : { dueOn }) }
      if (!(await store.changeMilestone(context.tx, escalationId, milestoneId, change))) return noSuchStep()
      await changed(context, found.value.locked)
      return done({})
    },

    async 'milestone.done'(context, { escalationId, milestoneId, done: isDone }) {
      const found = await about(context, escalationId, 'milestones')
      if (!found.ok) return found
      const change = isDone ? { doneBy: context.actor.userId, doneAt: found.value.at } : { doneBy: null, doneAt: null }
      if (!(await store.changeMilestone(context.tx, escalationId, milestoneId, change))) return noSuchStep()
      await changed(context, found.value.locked)
      return done({})
    },

    async 'milestone.remove'(context, { escalationId, milestoneId }) {
      const found = await about(context, escalationId, 'milestones')
      if (!found.ok) return found
      if (!(await store.removeMilestone(context.tx, escalationId, milestoneId))) return noSuchStep()
      await changed(context, found.value.locked)
      return done({})
    },
  }
}

export function promiseIn(outcome: store.OutcomeRow | null) {
  return (
    outcome && {
      measurerId: outcome.measurerId as UserId,
      dueAt: outcome.dueAt.getTime(),
      isMeasured: outcome.value !== null,
    }
  )
}
