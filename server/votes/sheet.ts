// Owns what a voter can check: their own ballot with its secret number, and the tally sheet of a closed round, in which
// every ballot stands under its receipt. Nothing in a sheet leads to a person, and its order tells nothing of time: it is
// sorted by receipts, which are hashes. Nothing of it is there before the round is closed.

import { createHash, createHmac } from 'node:crypto'
import { and, eq, ne } from 'drizzle-orm'
import type { IdeaId, RoundId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import { ballotReceiptText, choiceOf, type Method, type RoundBallotView, type RoundSheet } from '../../shared/rounds.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import { ideas, roundAnswers, rounds, user, votes } from '../platform/database/schema/index.ts'
import { noSuchRound } from './rules.ts'
import { topicsOf } from './scope.ts'

export interface SheetDeps {
  /** The process's own secret: nobody else can make a voter's number. */
  secret: string
  /** Brings what was typed on cards a moment ago into the rows. */
  settle: (boardId: Place['boardId']) => Promise<void>
}

/** Made anew whenever it is asked for: what is not stored can not be stolen with the database. */
function nonceOf({ secret }: Pick<SheetDeps, 'secret'>, roundId: string, userId: string): string {
  const key = createHmac('sha256', secret).update('ballot').digest()
  return createHmac('sha256', key).update(`${roundId}\n${userId}`).digest('base64url')
}

type Values = Record<string, number[]>

function receiptOf(deps: Pick<SheetDeps, 'secret'>, roundId: string, userId: string, values: Values): string {
  const text = ballotReceiptText(roundId, nonceOf(deps, roundId, userId), values)
  return createHash('sha256').update(text).digest('hex')
}

type RoundRow = typeof rounds.$inferSelect

async function roundOn(reader: Reader, place: Place, id: string): Promise<RoundRow | undefined> {
  if (!allows('board.read', place.standing)) return undefined
  const [row] = await reader
    .select()
    .from(rounds)
    .where(and(eq(rounds.id, id), eq(rounds.boardId, place.boardId)))
  return row
}

/** What may be voted on and how this person voted, in a round that is open or closed. */
export async function roundBallot(
  reader: Reader,
  actor: Actor,
  place: Place,
  id: string,
  deps: SheetDeps,
): Promise<Outcome<RoundBallotView>> {
  const round = await roundOn(reader, place, id)
  if (!round) return noSuchRound()
  await deps.settle(place.boardId)
  const mine = await valuesOf(reader, round, actor.userId)
  const values = Object.fromEntries(mine.map((row) => [row.ideaId, row.values]))
  return done({
    roundId: id as RoundId,
    method: round.method as Method,
    ...round.settings,
    budget: round.budget,
    maxPerIdea: round.maxPerIdea,
    topics: await topicsOf(reader, round),
    mine: values,
    reasons: Object.fromEntries(mine.flatMap(({ ideaId, reason }) => (reason ? [[ideaId, reason]] : []))),
    nonce: nonceOf(deps, id, actor.userId),
    receipt: mine.length > 0 ? receiptOf(deps, id, actor.userId, values) : null,
  })
}

/** Refuses `round-open` while it can still change. */
export async function roundSheet(
  reader: Reader,
  place: Place,
  id: string,
  deps: Pick<SheetDeps, 'secret'>,
): Promise<Outcome<RoundSheet>> {
  const round = await roundOn(reader, place, id)
  if (!round) return noSuchRound()
  const { closedAt } = round
  if (closedAt === null) return refuse('conflict', 'round-open', 'the tally sheet is there once the round is closed')
  const cast = await valuesOf(reader, round)
  const byVoter = new Map<string, Cast[]>()
  for (const row of cast) byVoter.set(row.userId, [...(byVoter.get(row.userId) ?? []), row])
  const ballots = [...byVoter].map(([userId, rows]) => ({
    receipt: receiptOf(deps, id, userId, Object.fromEntries(rows.map((row) => [row.ideaId, row.values]))),
    votes: rows
      .map(({ ideaId, number, values }) => ({ ideaId, number, values }))
      .toSorted((a, b) => a.number - b.number),
  }))
  const names = !round.secret && place.naming === 'named'
  return done({
    roundId: id as RoundId,
    method: round.method as Method,
    closedAt: closedAt.getTime(),
    ballots: ballots.toSorted((a, b) => (a.receipt < b.receipt ? -1 : 1)),
    reasons: await reasonsOf(reader, id, names),
  })
}

interface Cast {
  userId: string
  ideaId: IdeaId
  number: number
  values: number[]
  reason: string
}

/** Of everybody, or of this person. Ideas that were removed since are among them: they were voted for. */
async function valuesOf(reader: Reader, round: RoundRow, userId?: string): Promise<Cast[]> {
  if (round.method === 'dots') {
    const rows = await reader
      .select({ userId: votes.userId, ideaId: votes.ideaId, number: ideas.number, votes: votes.votes })
      .from(votes)
      .innerJoin(ideas, eq(ideas.id, votes.ideaId))
      .where(and(eq(votes.roundId, round.id), userId === undefined ? undefined : eq(votes.userId, userId)))
    return rows.map((row) => ({ ...row, ideaId: row.ideaId as IdeaId, values: [row.votes], reason: '' }))
  }
  const rows = await reader
    .select({
      userId: roundAnswers.userId,
      ideaId: roundAnswers.ideaId,
      number: ideas.number,
      values: roundAnswers.values,
      reason: roundAnswers.reason,
    })
    .from(roundAnswers)
    .innerJoin(ideas, eq(ideas.id, roundAnswers.ideaId))
    .where(and(eq(roundAnswers.roundId, round.id), userId === undefined ? undefined : eq(roundAnswers.userId, userId)))
  return rows.map((row) => ({ ...row, ideaId: row.ideaId as IdeaId }))
}

async function reasonsOf(reader: Reader, roundId: string, names: boolean): Promise<RoundSheet['reasons']> {
  const rows = await reader
    .select({ ideaId: roundAnswers.ideaId, values: roundAnswers.values, text: roundAnswers.reason, name: user.name })
    .from(roundAnswers)
    .innerJoin(user, eq(user.id, roundAnswers.userId))
    .innerJoin(ideas, eq(ideas.id, roundAnswers.ideaId))
    .where(and(eq(roundAnswers.roundId, roundId), ne(roundAnswers.reason, '')))
  return rows
    .flatMap(({ values, name, ...row }) => {
      const choice = choiceOf(values[0] ?? 0)
      return choice ? [{ ...row, choice, name: names ? name : null }] : []
    })
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.ideaId < b.ideaId ? -1 : 1))
}

/** One row for each vote of each ballot, for a spreadsheet. */
export function sheetCsv({ ballots }: RoundSheet): string {
  const rows = ballots.flatMap(({ receipt, votes: cast }) =>
    cast.map(({ number, values }) => [receipt, number, ...values].join(',')),
  )
  return [['receipt', 'idea', 'values'].join(','), ...rows].map((row) => `${row}\r\n`).join('')
}
