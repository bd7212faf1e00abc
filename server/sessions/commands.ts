// Owns what a facilitator does with a session: start, go on and back, undo, plan, timer, end. Marks of everybody are in
// marks.ts. Every one of them holds the board first, so that two who tap at once are two in turn.

import { PHASE_GRACE_MS } from '../../shared/limits.ts'
import type { BoardId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { samePlan } from '../../shared/same-plan.ts'
import { type Phase, RECIPE_STEPS, type RecipeName } from '../../shared/session.ts'
import type { Handlers } from '../platform/command.ts'
import { afterCommit } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { SessionDeps } from './deps.ts'
import { leadCommands } from './leading.ts'
import { markCommands } from './marks.ts'
import { advance, changePlan, setTimer, soundPhases } from './rules.ts'
import { endSession, type Held, standingOf, takeStep, undoStep } from './steps.ts'
import * as store from './store.ts'
import { summonsCommands } from './summons.ts'

/** All but reactions, which reach people and no table (reactions.ts). */
type SessionCommand = Exclude<Extract<keyof Handlers, `session.${string}`>, 'session.react'>

export function sessionCommands(deps: SessionDeps): Pick<Handlers, SessionCommand> {
  return {
    ...markCommands(deps),
    ...leadCommands(deps),
    ...summonsCommands(deps),

    async 'session.start'({ tx, actor, now }, { boardId, recipe, phases: given }) {
      const phases = given ?? phasesOf(recipe, deps.newId)
      const sound = soundPhases(phases)
      if (!sound.ok) return sound
      const [first] = phases
      if (!first || !(await store.holdBoard(tx, boardId))) return refuse('not-found', 'no-such-board')
      if (await store.runningOf(tx, boardId)) return sessionRunning()
      const sessionId = deps.newId()
      const at = await store.clockOf(tx)
      const made = await store.insertSession(tx, {
        id: sessionId,
        boardId,
        recipe,
        phases,
        phaseId: first.phaseId,
        policy: first.policy,
        startedBy: actor.userId,
        ledBy: actor.userId,
        startedAt: new Date(at),
      })
      if (!made) return sessionRunning()
      const begun = await ofRunning(tx, boardId, (held) =>
        takeStep(tx, deps, held, first, { by: actor.userId, now, first: true }),
      )
      return begun.ok ? done({ sessionId }) : begun
    },

    'session.advance': ({ tx, actor, now }, { boardId, ...ask }) =>
      ofRunning<{ closesAt: number | null }>(tx, boardId, async (held) => {
        const next = advance(standingOf(held.session), ask)
        if (!next.ok) return next
        const { to, how } = next.value
        if (how === 'at-once') {
          const stepped = await takeStep(tx, deps, held, to, { by: actor.userId, now })
          return stepped.ok ? done({ closesAt: null }) : stepped
        }
        const closesAt = held.at + PHASE_GRACE_MS
        await store.updateSession(tx, held.session.id, { closesAt: new Date(closesAt), closingTo: to.phaseId })
        await changed(tx, boardId)
        afterCommit(() => deps.shutting(boardId, PHASE_GRACE_MS))
        return done({ closesAt })
      }),

    'session.keep-open': ({ tx }, { boardId }) =>
      ofRunning(tx, boardId, async ({ session }) => {
        if (session.closesAt === null) return done({}) // it stepped, or somebody else kept it open
        await store.updateSession(tx, session.id, { closesAt: null, closingTo: null })
        await changed(tx, boardId)
        return done({})
      }),

    'session.undo': ({ tx, now }, { boardId, from }) =>
      ofRunning(tx, boardId, async (held) => {
        const undone = await undoStep(tx, deps, held, from, now)
        return undone.ok ? done({}) : undone
      }),

    'session.plan': ({ tx }, { boardId, phases, seen }) =>
      ofRunning(tx, boardId, async ({ session }) => {
        // Already so: asked again by a client that never heard the answer.
        if (seen && !samePlan(seen, session.phases) && !samePlan(phases, session.phases)) return planChanged()
        const been = await store.phasesBeen(tx, session.id)
        const planned = changePlan(standingOf(session), been, phases)
        if (!planned.ok) return planned
        const { current, before } = planned.value
        const lost = session.closingTo !== null && !phases.some(({ phaseId }) => phaseId === session.closingTo)
        await store.updateSession(tx, session.id, {
          phases,
          policy: current.policy,
          ...(lost ? { closesAt: null, closingTo: null } : {}),
        })
        await changed(tx, boardId)
        if (JSON.stringify(current.policy) !== JSON.stringify(before.policy)) {
          await deps.enqueue(tx, 'access.changed', boardId, { boardId })
        }
        return done({})
      }),

    'session.timer': ({ tx }, { boardId, ...ask }) =>
      ofRunning(tx, boardId, async ({ session, at }) => {
        const timer = setTimer(session.timer, ask, at)
        if (!timer.ok) return timer
        await store.updateSession(tx, session.id, { timer: timer.value })
        await changed(tx, boardId)
        return done({})
      }),

    'session.end': ({ tx, actor, now }, { boardId }) =>
      ofRunning(tx, boardId, async (held) => {
        await endSession(tx, deps, held, { by: actor.userId, now })
        return done({})
      }),
  }

  async function ofRunning<T>(
    tx: Tx,
    boardId: BoardId,
    work: (held: Held) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    if (!(await store.holdBoard(tx, boardId))) return refuse('not-found', 'no-such-board')
    const held = await store.runningForUpdate(tx, boardId)
    return held ? work(held) : store.noSession()
  }

  async function changed(tx: Tx, boardId: BoardId): Promise<void> {
    await deps.enqueue(tx, 'session.changed', boardId, { boardId })
  }
}

const planChanged = () =>
  refuse('conflict', 'plan-changed', 'Somebody changed the steps meanwhile. Look at them, and change them again.')

const sessionRunning = () =>
  refuse('conflict', 'session-running', 'A session is running on this board already. End it before you start another.')

/** None for `own`: it brings its phases along. */
function phasesOf(recipe: RecipeName, newId: () => string): Phase[] {
  if (recipe === 'own') return []
  return RECIPE_STEPS[recipe].map((step) => ({ ...step, phaseId: newId(), title: '' }))
}
