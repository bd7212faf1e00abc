// Owns who leads a session: sharing it, handing it over, the deputy and taking over. Rights that are given here end with
// the session; who leads the board itself is the boards room's. A session stops for none of this.

import { LEAD_GONE_AFTER_MS, LEADS_MAX_PER_SESSION } from '../../shared/limits.ts'
import type { BoardId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { LeadState } from '../../shared/session.ts'
import { type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import * as leaders from './leaders-store.ts'
import * as store from './store.ts'

// ── Rules ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** How long ago a connection was last seen of who is in the lead, and of anybody who may lead. */
export function leadStateOf(ago: { ledMs: number; anyMs: number }): LeadState {
  if (ago.ledMs < LEAD_GONE_AFTER_MS) return 'here'
  return ago.anyMs < LEAD_GONE_AFTER_MS ? 'away' : 'nobody'
}

/** `grants`: they may not lead yet. */
export function takeOver(facts: {
  mayLead: boolean
  isDeputy: boolean
  state: LeadState
}): Outcome<{ grants: boolean }> {
  if (facts.mayLead) return done({ grants: false })
  if (facts.isDeputy && facts.state === 'nobody') return done({ grants: true })
  return refuse('conflict', 'lead-is-here', 'The deputy takes over when nobody who leads is here. Ask who leads.')
}

// ── Commands ────────────────────────────────────────────────────────────────────────────────────────────────────

type LeadCommand = 'session.share-lead' | 'session.hand-over' | 'session.deputy' | 'session.take-over'

export function leadCommands(deps: { enqueue: Enqueue }): Pick<Handlers, LeadCommand> {
  return {
    'session.share-lead': ({ tx, actor }, { boardId, userId, leads }) =>
      ofRunning(tx, boardId, async (session) => {
        const now = new Set(session.leads)
        if (now.has(userId) === leads) return done({})
        if (!leads) {
          now.delete(userId)
          // Nobody is in the lead who may not lead: whoever took it from them is, or nobody.
          const next = actor.userId === userId ? null : actor.userId
          const ledBy = session.ledBy === userId ? { ledBy: next } : {}
          await leaders.update(tx, session.id, { leads: [...now], ...ledBy })
          await changed(tx, boardId, userId)
          return done({})
        }
        const person = await mayBeAsked(tx, boardId, userId)
        if (!person.ok) return person
        if (person.value.facilitates) return done({}) // may lead already
        if (now.size >= LEADS_MAX_PER_SESSION) return tooManyLeads()
        await leaders.update(tx, session.id, { leads: [...now.add(userId)] })
        await changed(tx, boardId, userId)
        return done({})
      }),

    'session.hand-over': ({ tx }, { boardId, userId }) =>
      ofRunning(tx, boardId, async (session) => {
        if (session.ledBy === userId) return done({})
        const person = await mayBeAsked(tx, boardId, userId)
        if (!person.ok) return person
        return lead(tx, boardId, session, userId, { grants: !person.value.facilitates })
      }),

    'session.deputy': ({ tx }, { boardId, userId }) =>
      ofRunning(tx, boardId, async (session) => {
        if (userId !== null) {
          const person = await mayBeAsked(tx, boardId, userId)
          if (!person.ok) return person
        }
        await leaders.update(tx, session.id, { deputyId: userId })
        await deps.enqueue(tx, 'session.changed', boardId, { boardId })
        return done({})
      }),

    'session.take-over': (context, { boardId }) =>
      ofRunning(context.tx, boardId, async (session) => {
        const { userId } = context.actor
        const taken = takeOver({
          mayLead: allows('session.lead', placeOf(context).standing),
          isDeputy: session.deputyId === userId,
          state: session.leadState,
        })
        if (!taken.ok) return taken
        if (taken.value.grants) {
          const person = await mayBeAsked(context.tx, boardId, userId)
          if (!person.ok) return person
        }
        return lead(context.tx, boardId, session, userId, taken.value)
      }),
  }

  async function lead(
    tx: Tx,
    boardId: BoardId,
    session: store.SessionRow,
    userId: UserId,
    { grants }: { grants: boolean },
  ): Promise<Outcome<Record<string, never>>> {
    const leads = new Set(session.leads)
    if (grants) leads.add(userId)
    if (leads.size > LEADS_MAX_PER_SESSION) return tooManyLeads()
    await leaders.update(tx, session.id, { ledBy: userId, leads: [...leads] })
    await changed(tx, boardId, userId)
    return done({})
  }

  async function changed(tx: Tx, boardId: BoardId, userId: UserId): Promise<void> {
    await deps.enqueue(tx, 'session.changed', boardId, { boardId })
    await deps.enqueue(tx, 'access.changed', boardId, { boardId, userId })
    const topics = [`board:${boardId}`, `mine:${boardId}`]
    await deps.enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics })
  }
}

async function ofRunning<T>(
  tx: Tx,
  boardId: BoardId,
  work: (session: store.SessionRow) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (!(await store.holdBoard(tx, boardId))) return refuse('not-found', 'no-such-board')
  const held = await store.runningForUpdate(tx, boardId)
  return held ? work(held.session) : store.noSession()
}

/** On the board, with an account. */
async function mayBeAsked(tx: Tx, boardId: BoardId, userId: UserId): Promise<Outcome<{ facilitates: boolean }>> {
  const person = await leaders.personOn(tx, boardId, userId)
  if (!person) return refuse('not-found', 'no-such-person', 'There is no such person here.', { field: 'userId' })
  if (person.isGuest) {
    return refuse('conflict', 'guest-cannot-lead', 'A guest cannot lead. They need an account first.', {
      field: 'userId',
    })
  }
  return done({ facilitates: person.role === 'facilitator' })
}

const tooManyLeads = () =>
  refuse('conflict', 'too-many', 'More people cannot lead one session.', { limit: LEADS_MAX_PER_SESSION })
