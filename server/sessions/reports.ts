// Owns reports of abusive cards: anybody on the board reports one that everybody can see, who leads hides or keeps it, and the
// reporter hears which. The author hears of no report, nobody hears whose it was, and others hear not even how many there are.

import { and, eq, isNull, sql } from 'drizzle-orm'
import { REPORTS_MAX_PER_PERSON_PER_BOARD } from '../../shared/limits.ts'
import type { BoardId, IdeaId, Naming, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { ReportOutcome } from '../../shared/reports.ts'
import { type CommandContext, type Enqueue, type Handlers, placeOf } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { boardMembers, cardReports, ideas, sessions } from '../platform/database/schema/index.ts'
import { type MarkerFor, mineOn, subjectOf } from './report-reads.ts'

type Carried = Pick<Handlers, 'idea.remove' | 'idea.restore'>

export interface ReportDeps {
  enqueue: Enqueue
  newId: () => string
  markerFor: MarkerFor
  /** Taking an idea away and back, with its votes. */
  ideas: Carried
}

const HOUR_MS = 3_600_000

/** On an anonymous board to the hour: who was reading at that minute would say who reported. */
const reportedAt = (now: Date, naming: Naming) =>
  naming === 'named' ? now : new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)

export function reportCommands(deps: ReportDeps): Pick<Handlers, 'idea.report' | 'report.decide' | 'idea.restore'> {
  return {
    async 'idea.report'(context, { ideaId, reason }) {
      const { tx, actor, now } = context
      const { boardId, naming } = placeOf(context)
      const [idea] = await tx
        .select({ removedAt: ideas.removedAt })
        .from(ideas)
        .where(eq(ideas.id, ideaId))
        .for('key share')
      if (!idea || idea.removedAt) return refuse('not-found', 'no-such-idea', 'This idea is not on the board any more.')
      const mine = await mineOn(tx, deps.markerFor, actor, boardId)
      const again = mine.find((report) => report.ideaId === ideaId)
      if (again) {
        if (again.outcome === null) await tx.update(cardReports).set({ reason }).where(eq(cardReports.id, again.id))
      } else {
        if (mine.length >= REPORTS_MAX_PER_PERSON_PER_BOARD) {
          return refuse('conflict', 'too-many', 'You have reported as many cards here as one person can.', {
            limit: REPORTS_MAX_PER_PERSON_PER_BOARD,
          })
        }
        const marker = naming === 'named' ? null : await deps.markerFor(tx, boardId)
        await tx
          .insert(cardReports)
          .values({
            id: deps.newId(),
            boardId,
            ideaId,
            reporterId: naming === 'named' ? actor.userId : null,
            reporterMark: marker ? marker(subjectOf(ideaId), actor.userId) : null,
            reason,
            at: reportedAt(now, naming),
          })
          .onConflictDoNothing() // the same from another tab, a moment before
      }
      await stale(tx, boardId, await leadersOf(tx, boardId))
      return done({})
    },

    async 'report.decide'(context, { ideaId, outcome, answer }) {
      const { tx, actor, now } = context
      const { boardId } = placeOf(context)
      const reported = await tx.select({ id: cardReports.id }).from(cardReports).where(eq(cardReports.ideaId, ideaId))
      if (reported.length === 0) return refuse('not-found', 'no-such-idea', 'Nobody has reported this card.')
      // Board, votes and idea are locked before the reports, as everywhere.
      const carried = await carry(context, ideaId, outcome)
      if (!carried.ok) return carried
      await tx
        .update(cardReports)
        .set({ outcome, answer: answer ?? null, decidedBy: actor.userId, decidedAt: now })
        .where(eq(cardReports.ideaId, ideaId))
      await stale(tx, boardId, await everybodyOn(tx, boardId))
      return done({})
    },

    /** What was hidden only those bring back who may hide. */
    async 'idea.restore'(context, input) {
      const hidden = await isHidden(context.tx, input.ideaId)
      if (!hidden) return deps.ideas['idea.restore'](context, input)
      if (!allows('report.decide', placeOf(context).standing)) {
        return refuse('forbidden', 'forbidden', 'Who leads this board took this card away.')
      }
      const restored = await deps.ideas['idea.restore'](context, input)
      if (!restored.ok) return restored
      await context.tx
        .update(cardReports)
        .set({ outcome: 'kept', decidedBy: context.actor.userId, decidedAt: context.now })
        .where(eq(cardReports.ideaId, input.ideaId))
      return restored
    },
  }

  async function carry(context: CommandContext, ideaId: IdeaId, outcome: ReportOutcome): Promise<Outcome<unknown>> {
    if (outcome === 'hidden') return deps.ideas['idea.remove'](context, { ideaId })
    // Decided anew: what was hidden comes back; what its author took away stays away.
    return (await isHidden(context.tx, ideaId)) ? deps.ideas['idea.restore'](context, { ideaId }) : done({})
  }

  async function stale(tx: Tx, boardId: BoardId, userIds: UserId[]): Promise<void> {
    if (userIds.length === 0) return
    await deps.enqueue(tx, 'answers.stale', boardId, { userIds, topics: [`reports:${boardId}`] })
  }
}

async function isHidden(reader: Reader, ideaId: string): Promise<boolean> {
  const rows = await reader
    .select({ id: cardReports.id })
    .from(cardReports)
    .where(and(eq(cardReports.ideaId, ideaId), eq(cardReports.outcome, 'hidden')))
    .limit(1)
  return rows.length > 0
}

async function leadersOf(reader: Reader, boardId: BoardId): Promise<UserId[]> {
  const rows = await reader
    .select({ userId: boardMembers.userId })
    .from(boardMembers)
    .where(
      and(
        eq(boardMembers.boardId, boardId),
        isNull(boardMembers.removedAt),
        sql`(${boardMembers.role} = 'facilitator' or exists (
          select 1 from ${sessions} s where s.board_id = ${boardId} and s.ended_at is null
            and ${boardMembers.userId} = any(s.leads)))`,
      ),
    )
  return rows.map(({ userId }) => userId as UserId)
}

/** All of them, so that who is told of an outcome says nothing of who reported. */
async function everybodyOn(reader: Reader, boardId: BoardId): Promise<UserId[]> {
  const rows = await reader
    .select({ userId: boardMembers.userId })
    .from(boardMembers)
    .where(and(eq(boardMembers.boardId, boardId), isNull(boardMembers.removedAt)))
  return rows.map(({ userId }) => userId as UserId)
}
