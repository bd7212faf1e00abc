// Owns what the audit trail says about answering: whose turn it was, how it ended, and how long it took. Pure but for the one
// query. Whose move it was is what the trail says, also where somebody stood in for them.

import { and, asc, eq, inArray, isNotNull, notInArray, sql } from 'drizzle-orm'
import type { CaseState, MoveName } from '../../shared/cases.ts'
import type { UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { caseMoves, escalations } from '../platform/database/schema/index.ts'

/** A person's turn that is over. */
export interface Turn {
  userId: UserId
  endedAt: number
  /** They moved before the clock did. */
  inTime: boolean
  /** From the moment the organisation was asked, where this was the first answer, and where it was the decision. */
  firstAfterMs: number | null
  decidedAfterMs: number | null
}

export interface TrailMove {
  escalationId: string
  move: MoveName
  at: number
  owedBy: UserId | null
  state: CaseState
}

/** Where a sponsor, or who stands in for one, owes an answer. An author who is asked something is no sponsor. */
export const ANSWERING: ReadonlySet<CaseState> = new Set([
  'with-sponsor',
  'with-deputy',
  'with-next-level',
  'on-agenda',
  'handed-over',
])
/** A case begins, for the first time or anew: nobody's turn is over by it. */
export const BEGINS: ReadonlySet<MoveName> = new Set(['raise', 'raise-again', 'look-again'])
const ANSWERS: ReadonlySet<MoveName> = new Set(['endorse', 'ask', 'decline', 'hand-over'])
const DECIDES: ReadonlySet<MoveName> = new Set(['endorse', 'decline'])

/** In the order of the trail. */
export function turnsOf(trail: readonly TrailMove[]): Turn[] {
  const turns: Turn[] = []
  const cases = new Map<string, { before: TrailMove; askedAt: number; answered: boolean }>()
  for (const move of trail) {
    const known = cases.get(move.escalationId)
    if (!known || BEGINS.has(move.move)) {
      cases.set(move.escalationId, { before: move, askedAt: move.at, answered: false })
      continue
    }
    const { before } = known
    if (before.owedBy !== null && ANSWERING.has(before.state)) {
      const first = !known.answered && ANSWERS.has(move.move)
      turns.push({
        userId: before.owedBy,
        endedAt: move.at,
        inTime: move.move !== 'lapse',
        firstAfterMs: first ? move.at - known.askedAt : null,
        decidedAfterMs: DECIDES.has(move.move) ? move.at - known.askedAt : null,
      })
      known.answered ||= first
    }
    known.before = move
  }
  return turns
}

/** Of every case that moved since then, the whole trail. */
export async function trailSince(reader: Reader, since: Date): Promise<TrailMove[]> {
  const rows = await reader
    .select({
      escalationId: caseMoves.escalationId,
      move: caseMoves.move,
      at: caseMoves.at,
      owedBy: sql<UserId | null>`${caseMoves.after} ->> 'owedBy'`,
      state: sql<CaseState>`${caseMoves.after} ->> 'state'`,
    })
    .from(caseMoves)
    .where(
      sql`${caseMoves.escalationId} in (select recent.escalation_id from case_moves recent where recent.at >= ${since})`,
    )
    .orderBy(asc(caseMoves.seq))
  return rows.map((row) => ({ ...row, move: row.move as MoveName, at: row.at.getTime() }))
}

export interface Debt {
  userId: UserId
  late: boolean
  onAgenda: boolean
}

/** Every answer that is owed now. */
export async function debtsNow(reader: Reader, now: Date): Promise<Debt[]> {
  const rows = await reader
    .select({ userId: escalations.owedBy, until: escalations.owedUntil, state: escalations.state })
    .from(escalations)
    .where(and(isNotNull(escalations.owedBy), inArray(escalations.state, [...ANSWERING])))
  return rows.map(({ userId, until, state }) => ({
    userId: userId as UserId,
    late: until !== null && until < now,
    onAgenda: state === 'on-agenda',
  }))
}

/** With whom this idea is already. */
export async function sponsorsAskedOf(reader: Reader, ideaId: string): Promise<Set<UserId>> {
  const rows = await reader
    .select({ userId: escalations.sponsorId })
    .from(escalations)
    .where(
      and(
        eq(escalations.ideaId, ideaId),
        notInArray(escalations.state, ['endorsed', 'in-progress', 'declined', 'realised', 'stopped']),
      ),
    )
  return new Set(rows.map(({ userId }) => userId as UserId))
}
