// Owns turning answers into figures that tell of an organisation and of nobody in it: medians and shares of at least five people
// and five answers, and units that cannot be told by subtracting the others. Pure.

import { type AnswerFigures, FIGURES_OF_AT_LEAST, type Quarter } from '../../shared/organisation-views.ts'
import type { UserId } from '../../shared/model.ts'
import { dayOf } from '../../shared/calendar.ts'
import type { Debt, Turn } from './turns.ts'

const DAY_MS = 86_400_000

/** Of whomever, who may see it is for the caller to say. `ofAtLeast`: so many people, or there is no median. */
export function figuresOf(turns: readonly Turn[], waiting: number, ofAtLeast = 1): AnswerFigures {
  return {
    answered: turns.length,
    inTime: turns.filter(({ inTime }) => inTime).length,
    medianFirstDays: medianDays(turns, 'firstAfterMs', ofAtLeast),
    medianDecisionDays: medianDays(turns, 'decidedAfterMs', ofAtLeast),
    waiting,
  }
}

/** In tenths of a day. */
function medianDays(turns: readonly Turn[], of: 'firstAfterMs' | 'decidedAfterMs', ofAtLeast: number): number | null {
  const counted = turns.filter((turn) => turn[of] !== null)
  if (peopleIn(counted) < ofAtLeast || counted.length === 0) return null
  const sorted = counted.flatMap((turn) => turn[of] ?? []).sort((a, b) => a - b)
  const middle = sorted.length / 2
  const ms = sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return Math.round((ms / DAY_MS) * 10) / 10
}

/** For everybody; null: they would tell of too few. */
export function sharedFigures(turns: readonly Turn[], debts: readonly Debt[]): AnswerFigures | null {
  return isEnough(turns) ? figuresOf(turns, debts.length, FIGURES_OF_AT_LEAST) : null
}

/** Each of them has a turn, so five people are five answers at least. */
const isEnough = (turns: readonly Turn[]) => peopleIn(turns) >= FIGURES_OF_AT_LEAST
const peopleIn = (turns: readonly Turn[]) => new Set(turns.map(({ userId }) => userId)).size

interface Group {
  units: (string | null)[]
  turns: Turn[]
  debts: Debt[]
}

/**
 * Units of five people and more, the largest first; all the others together come last and have no name. As long as those are too
 * few to be shown, the smallest unit joins them: what is left when all that is shown is taken from the whole is of five, too.
 */
export function byUnit(
  turns: readonly Turn[],
  debts: readonly Debt[],
  unitOf: (userId: UserId) => string | null,
): { unit: string | null; people: number; figures: AnswerFigures }[] {
  const groups = new Map<string | null, Group>()
  const groupOf = (userId: UserId): Group => {
    const unit = unitOf(userId)
    const group = groups.get(unit) ?? { units: [unit], turns: [], debts: [] }
    groups.set(unit, group)
    return group
  }
  for (const turn of turns) groupOf(turn.userId).turns.push(turn)
  for (const debt of debts) groupOf(debt.userId).debts.push(debt)

  const shown = [...groups.values()]
    .filter(({ units: [unit], turns: own }) => unit !== null && isEnough(own))
    .sort((a, b) => peopleIn(b.turns) - peopleIn(a.turns) || String(a.units[0]).localeCompare(String(b.units[0])))
  const rest = [...groups.values()].filter((group) => !shown.includes(group)).reduce(together, NOBODY)
  let others = rest
  while (others.units.length > 0 && !isEnough(others.turns)) {
    const smallest = shown.pop()
    if (!smallest) return []
    others = together(others, smallest)
  }
  const view = (unit: string | null, group: Group) => ({
    unit,
    people: peopleIn(group.turns),
    figures: figuresOf(group.turns, group.debts.length, FIGURES_OF_AT_LEAST),
  })
  // One line that says what the whole says already is none.
  if (shown.length === 0) return []
  return [
    ...shown.map((group) => view(group.units[0] ?? null, group)),
    ...(others.units.length > 0 ? [view(null, others)] : []),
  ]
}

const NOBODY: Group = { units: [], turns: [], debts: [] }

function together(a: Group, b: Group): Group {
  return { units: [...a.units, ...b.units], turns: [...a.turns, ...b.turns], debts: [...a.debts, ...b.debts] }
}

export function quarterOf(at: number, timeZone: string): Quarter {
  const [year, month] = dayOf(at, timeZone).split('-')
  return `${year}-Q${Math.ceil(Number(month) / 3)}`
}

/** Newest first. */
export function quartersBack(from: Quarter, count: number): Quarter[] {
  const { year, quarter } = partsOf(from)
  return Array.from({ length: count }, (_, i) => {
    const index = year * 4 + quarter - 1 - i
    return `${Math.floor(index / 4)}-Q${(index % 4) + 1}`
  })
}

/** `YYYY-MM-DD`. */
export function firstDayOf(of: Quarter): string {
  const { year, quarter } = partsOf(of)
  return `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`
}

function partsOf(of: Quarter): { year: number; quarter: number } {
  const [year, quarter] = of.split('-Q')
  return { year: Number(year), quarter: Number(quarter) }
}
