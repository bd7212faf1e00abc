// Owns the answer to "how does answering go here?". Of one sponsor only they themselves and admins see figures, unless the
// organisation lets everybody; everybody sees those of five people and more.

import { asc, inArray, sql } from 'drizzle-orm'
import { startOfDay } from '../../shared/calendar.ts'
import type { PersonView, UserId } from '../../shared/model.ts'
import { type AnsweringView, FIGURES_OF_AT_LEAST } from '../../shared/organisation-views.ts'
import type { Reader } from '../platform/database/handle.ts'
import { user } from '../platform/database/schema/index.ts'
import { byUnit, figuresOf, firstDayOf, quarterOf, quartersBack, sharedFigures } from './figures.ts'
import { type PeopleByIds, settingsNow } from './reads.ts'
import { type Debt, debtsNow, trailSince, type Turn, turnsOf } from './turns.ts'

/** Two years: longer ago it was another organisation. */
const QUARTERS = 8

interface Asking {
  userId: UserId
  /** May see the figures of each. */
  mayManage: boolean
  /** Null, or one that is not there: the running one. */
  quarter: string | null
}

export async function answeringView(
  reader: Reader,
  asking: Asking,
  now: Date,
  people: PeopleByIds,
): Promise<AnsweringView> {
  const { timeZone, spans, sponsorFiguresOpen } = await settingsNow(reader)
  const quarters = quartersBack(quarterOf(now.getTime(), timeZone), QUARTERS)
  const quarter = quarters.find((one) => one === asking.quarter) ?? quarters[0]!
  const since = startOfDay(firstDayOf(quarters.at(-1)!), timeZone)
  const everyTurn = turnsOf(await trailSince(reader, new Date(since)))
  const everyDebt = await debtsNow(reader, now)
  const accounts = await accountsAmong(reader, [...everyTurn, ...everyDebt])
  const turns = everyTurn.filter(({ userId, endedAt }) => endedAt >= since && accounts.has(userId))
  const debts = everyDebt.filter(({ userId }) => accounts.has(userId))
  const of = (which: string) => turns.filter(({ endedAt }) => quarterOf(endedAt, timeZone) === which)

  const chosen = of(quarter)
  const views = await people(reader, [...new Set([...chosen, ...debts].map(({ userId }) => userId))])
  const seesEach = asking.mayManage || sponsorFiguresOpen
  const overall = (which: readonly Turn[]) =>
    seesEach && which.length > 0 ? figuresOf(which, debts.length) : sharedFigures(which, debts)
  return {
    quarter,
    quarters,
    spans,
    overall: overall(chosen),
    history: [...quarters].reverse().map((one) => ({ quarter: one, figures: overall(of(one)) })),
    open: seesEach || (await sponsorsCount(reader)) >= FIGURES_OF_AT_LEAST ? openNow(debts) : null,
    units: byUnit(chosen, debts, (userId) => views.get(userId)?.unit ?? null),
    mine: ownFigures(asking.userId, chosen, debts),
    people: seesEach ? eachOf(chosen, debts, views) : null,
    opened: sponsorFiguresOpen,
  }
}

function openNow(debts: readonly Debt[]): NonNullable<AnsweringView['open']> {
  return {
    waiting: debts.length,
    late: debts.filter(({ late }) => late).length,
    onAgenda: debts.filter(({ onAgenda }) => onAgenda).length,
  }
}

function ownFigures(userId: UserId, turns: readonly Turn[], debts: readonly Debt[]) {
  const mine = turns.filter((turn) => turn.userId === userId)
  const owed = debts.filter((debt) => debt.userId === userId).length
  return mine.length + owed > 0 ? figuresOf(mine, owed) : null
}

/** By name: a list in order of speed would be a ranking of people. */
function eachOf(turns: readonly Turn[], debts: readonly Debt[], views: ReadonlyMap<UserId, PersonView>) {
  return [...views.values()]
    .sort((a, b) => a.name.localeCompare(b.name) || a.userId.localeCompare(b.userId))
    .flatMap((person) => {
      const figures = ownFigures(person.userId, turns, debts)
      return figures ? [{ person, figures }] : []
    })
}

/** Not the invented people of the example board, nor who was erased. */
async function accountsAmong(reader: Reader, about: readonly { userId: UserId }[]): Promise<Set<UserId>> {
  const ids = [...new Set(about.map(({ userId }) => userId))]
  if (ids.length === 0) return new Set()
  const rows = await reader
    .select({ userId: user.id })
    .from(user)
    .where(
      sql`${inArray(user.id, ids)} and exists (
        select 1 from user_roles r where r.user_id = ${user.id} and r.role = 'member')`,
    )
    .orderBy(asc(user.id))
  return new Set(rows.map(({ userId }) => userId as UserId))
}

async function sponsorsCount(reader: Reader): Promise<number> {
  const { rows } = await reader.execute<{ count: number }>(
    sql`select count(*)::int as count from user_roles where role = 'sponsor'`,
  )
  return rows[0]?.count ?? 0
}
