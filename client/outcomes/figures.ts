// Owns numbers as people write and read them: a comma or a point before the decimals, the unit behind the number. Pure.

import type { Format } from '../i18n/format.ts'

/** Null: not a number. `1.234` is one thousand two hundred and thirty-four; `1,5` and `1.5` are one and a half. */
export function figureOf(typed: string): number | null {
  const text = typed.replace(/[\s\u00a0\u202f€%]/g, '').replace('−', '-')
  if (!/^-?\d[\d.,]*$/.test(text)) return null
  const marks = text.replace(/[^.,]/g, '')
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  const after = last < 0 ? 0 : text.length - last - 1
  const mixed = new Set(marks).size === 2
  // One kind of mark, with three digits behind each, stands between thousands.
  const isThousands = last >= 0 && !mixed && (marks.length > 1 || after === 3)
  const whole = last < 0 || isThousands ? text : text.slice(0, last)
  const decimals = last < 0 || isThousands ? '' : text.slice(last + 1)
  const value = Number(`${whole.replace(/[.,]/g, '')}.${decimals || '0'}`)
  return Number.isFinite(value) ? value : null
}

export function withUnit(value: number, unit: string, format: Pick<Format, 'number'>): string {
  const number = format.number(value)
  if (unit === '') return number
  if (unit === '€') return `€\u00a0${number}`
  return unit === '%' ? `${number}%` : `${number}\u00a0${unit}`
}

interface Figures {
  baseline: number
  promised: number
}

/** What came of what was promised: 1 is all of it, below 0 it went the other way; null where nothing was to change. */
export function shareOf({ baseline, promised }: Figures, value: number): number | null {
  return promised === baseline ? null : (value - baseline) / (promised - baseline)
}

/**
 * Where each figure stands on one line, from 0 to 1: time goes as one reads, so where it was comes first and the promise after
 * it, whichever way the number goes.
 */
export function placesOf(
  figures: Figures,
  value: number | null,
): Record<'baseline' | 'promised', number> & { measured: number | null } {
  const share = value === null ? null : shareOf(figures, value)
  if (figures.promised === figures.baseline) {
    return { baseline: 0.5, promised: 0.5, measured: value === null ? null : 0.5 }
  }
  const least = Math.min(0, share ?? 0)
  const most = Math.max(1, share ?? 0)
  const place = (at: number) => (at - least) / (most - least)
  return { baseline: place(0), promised: place(1), measured: share === null ? null : place(share) }
}
