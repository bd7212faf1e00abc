// Owns the arithmetic of a business case: what one estimate comes to over three years, how far several people are apart, and how
// far the organisation's estimates were off before. Pure: whole euros and days in, whole euros out.

/** One person's estimate. Amounts in whole euros. */
export interface Estimate {
  /** What it is worth a year, at least and at most. */
  valueLow: number
  valueHigh: number
  costOnce: number
  costYearly: number
  /** Days of work until it runs. */
  workDays: number
  /** How sure they are, in percent. */
  confidence: number
}

export const NET_YEARS = 3

/** After each year, what has come in less what has gone out, at least and at most. Work is paid at the day rate. */
export interface NetYear {
  year: number
  low: number
  high: number
}

/** Year 0 is the day it begins: the outlay alone. */
export function netByYear(estimate: Estimate, dayRate: number, years = NET_YEARS): NetYear[] {
  const { valueLow, valueHigh, costOnce, costYearly, workDays } = estimate
  const outlay = costOnce + workDays * dayRate
  return Array.from({ length: years + 1 }, (_, year) => ({
    year,
    low: Math.round(year * (valueLow - costYearly) - outlay),
    high: Math.round(year * (valueHigh - costYearly) - outlay),
  }))
}

export interface Spread {
  least: number
  middle: number
  most: number
}

/** Null: nobody estimated. */
export function spreadOf(numbers: readonly number[]): Spread | null {
  const sorted = numbers.toSorted((one, other) => one - other)
  if (sorted.length === 0) return null
  return { least: sorted[0]!, middle: median(sorted), most: sorted.at(-1)! }
}

/** Side by side: for each figure how far people are apart. */
export function spreads(estimates: readonly Estimate[]): Record<keyof Estimate, Spread> | null {
  if (estimates.length === 0) return null
  const of = (figure: keyof Estimate) => spreadOf(estimates.map((estimate) => estimate[figure]))!
  return {
    valueLow: of('valueLow'),
    valueHigh: of('valueHigh'),
    costOnce: of('costOnce'),
    costYearly: of('costYearly'),
    workDays: of('workDays'),
    confidence: of('confidence'),
  }
}

/** What an outcome promised and what was measured, each as the difference from the baseline. */
export interface Kept {
  promised: number
  measured: number
}

/** With fewer, how far one was off says nothing about the others. */
export const CALIBRATION_MIN = 8

export interface Calibration {
  closed: number
  /** Of what was promised came this share, in the middle of all: 0.6 is 60 %. */
  middle: number
  /** The middle half of all lies between these. */
  low: number
  high: number
}

/** Null until enough are closed. Promises of no change cannot be missed by a share, and are left out. */
export function calibrationOf(outcomes: readonly Kept[]): Calibration | null {
  const shares = outcomes
    .filter(({ promised }) => promised !== 0)
    .map(({ promised, measured }) => measured / promised)
    .toSorted((one, other) => one - other)
  if (shares.length < CALIBRATION_MIN) return null
  return { closed: shares.length, low: quantile(shares, 0.25), middle: median(shares), high: quantile(shares, 0.75) }
}

const median = (sorted: readonly number[]) => quantile(sorted, 0.5)

/** Between the two nearest, in proportion (Hyndman and Fan, type 7). */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const [one, other] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!]
  return one + (other - one) * (place - below)
}
