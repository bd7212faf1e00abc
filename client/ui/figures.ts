// Owns numbers as people write and read them: a comma or a point before the decimals, thousands with or without marks, the unit
// where it belongs. Pure.

import type { Format } from '../i18n/format.ts'
import type { Language } from '../../shared/model.ts'

const bare = (typed: string) => typed.replace(/[\s\u00a0\u202f€%]/g, '').replace('−', '-')

/** Null: not a number. `1.234` is one thousand two hundred and thirty-four; `1,5`, `1.5` and `0.125` are what they seem. */
export function figureIn(typed: string): number | null {
  const text = bare(typed)
  if (!/^-?\d[\d.,]*$/.test(text)) return null
  const marks = text.replace(/[^.,]/g, '')
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  // One kind of mark, several times or with three digits behind it, stands between thousands; none begins with a zero.
  const same = new Set(marks).size === 1
  const isThousands = same && (marks.length > 1 || /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text))
  const whole = last < 0 || isThousands ? text : text.slice(0, last)
  const decimals = last < 0 || isThousands ? '' : text.slice(last + 1)
  return Number(`${whole.replace(/[.,]/g, '')}.${decimals || '0'}`)
}

/** Whole numbers from zero alone, with any thousands marks or none. Null: not one. */
export function wholeIn(typed: string): number | null {
  const text = bare(typed)
  if (/^\d+$/.test(text)) return Number(text)
  return /^\d{1,3}([.,'’]\d{3})+$/.test(text) ? Number(text.replace(/\D/g, '')) : null
}

/** How a number stands in a field to be changed: read again it is the very same number. */
export function typedFigure(value: number, language: Language): string {
  const plain = value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
  // Three digits alone behind a mark would be thousands.
  const safe = figureIn(plain) === value ? plain : `${plain}0`
  return language === 'nl' ? safe.replace('.', ',') : safe
}

/** `€ 4,000`, `31%`, `12 falls`; never broken over two lines. */
export function withUnit(value: number, unit: string, format: Pick<Format, 'number'>): string {
  const number = format.number(value)
  if (unit === '') return number
  if (unit === '€') return `€\u00a0${number}`
  return unit === '%' ? `${number}%` : `${number}\u00a0${unit}`
}
