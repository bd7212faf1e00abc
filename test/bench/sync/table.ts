// Owns: one table of the whole run: what each did, and ours as a ratio of theirs. It judges nothing: goals stand beside.
import type { Outcome } from './bench.ts'

export interface Line {
  who: string
  cells: Record<string, string>
}

export interface Section {
  title: string
  goal?: string
  lines: Line[]
  remarks: string[]
}

export function format({ title, goal, lines, remarks }: Section): string {
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line.cells)))]
  const rows = [
    ['', ...columns],
    ...lines.map((line) => [line.who, ...columns.map((column) => line.cells[column] ?? '')]),
  ]
  const widths = rows[0]!.map((_, n) => Math.max(...rows.map((row) => (row[n] ?? '').length)))
  const text = rows.map((row) =>
    row.map((cell, n) => (n ? cell.padStart(widths[n]!) : cell.padEnd(widths[n]!))).join('  '),
  )
  return [
    `\n${title}${goal ? `  (goal: ${goal})` : ''}`,
    ...text.map((line) => `  ${line}`),
    ...remarks.map((remark) => `  - ${remark}`),
  ].join('\n')
}

/** A figure of every contender, and how much of `reference`'s it is. */
export function ratios<T>(
  outcomes: readonly Outcome<T>[],
  of: (outcome: Outcome<T>) => number,
  reference: string,
): Map<Outcome<T>, string> {
  const base = outcomes.find(({ contender, failure }) => contender.name === reference && failure === null)
  return new Map(
    outcomes.map((outcome) => {
      if (base === undefined || outcome.failure !== null) return [outcome, '']
      return [outcome, `${(of(outcome) / of(base)).toFixed(2)} ×`]
    }),
  )
}

export const fixed = (value: number): string =>
  Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0)
