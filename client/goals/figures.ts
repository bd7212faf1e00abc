// Owns how a goal's figures are said: numbers with their unit, days, and whether it is on the even line. Pure but for the
// reader's language.

import { expected, type Measure } from '../../shared/goals.ts'
import { type Format, useFormat } from '../i18n/format.ts'

/** `YYYY-MM-DD` of the reader's own today. */
export function today(): string {
  const now = new Date()
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

export type Course = 'ahead' | 'onCourse' | 'behind'

/** So close to the even line that nobody sees the difference: a twentieth of the whole way. */
const NEAR = 0.05

/** How a reading stands to where it would be on that day, went it evenly. */
export function courseOf(measure: Measure, { onDay, value }: { onDay: string; value: number }): Course {
  const way = measure.target - measure.baseline
  const lead = (value - expected(measure, onDay)) / way
  return lead > NEAR ? 'ahead' : lead < -NEAR ? 'behind' : 'onCourse'
}

/** `€ 4,000`, `31 %`, `12 falls`. */
export function withUnit(format: Pick<Format, 'number'>, value: number, unit: string): string {
  const number = format.number(value)
  if (unit === '') return number
  return unit === '€' ? `€ ${number}` : `${number} ${unit}`
}

export function useFigures() {
  const format = useFormat()
  return {
    format,
    value: ({ unit }: Pick<Measure, 'unit'>, value: number) => withUnit(format, value, unit),
    /** Noon, so that no time zone makes it another day. */
    day: (day: string) => format.shortDate(`${day}T12:00:00`),
  }
}

/** Typed in any language: a comma or a point before the decimals, with or without thousands. Null: not a number. */
export function numberIn(typed: string): number | null {
  const text = typed.replace(/[\s\u00A0]/g, '')
  const marks = text.match(/[.,]/g) ?? []
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  const same = new Set(marks).size === 1
  const after = text.length - last - 1
  // One kind of mark, several times, or once before exactly three figures of more than three: thousands.
  const thousands = same && (marks.length > 1 || (after === 3 && /^-?[1-9]\d{0,2}[.,]/.test(text)))
  const plain =
    thousands || last < 0
      ? text.replace(/[.,]/g, '')
      : `${text.slice(0, last).replace(/[.,]/g, '')}.${text.slice(last + 1)}`
  return /^-?\d+(\.\d*)?$|^-?\.\d+$/.test(plain) ? Number(plain) : null
}
