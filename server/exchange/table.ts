// Owns reading a text file of rows and cells, whatever separates them, with the line on which each row begins.
// Quotes, doubled quotes and line breaks inside cells are papaparse's; which separator it is, is found out here.

import Papa from 'papaparse'
import { DELIMITERS, type Delimiter } from '../../shared/exchange.ts'

export interface TableRow {
  line: number
  cells: string[]
}

export interface Table {
  /** Null: nothing separates, each line is one cell. */
  delimiter: Delimiter | null
  rows: TableRow[]
  /** Line of a quote that is never closed: everything after it is one cell, so the row is left out. */
  brokenAt: number | null
}

/** A character that no text has: the whole line is then one cell. */
const NONE = '\u001f'
/** Rows looked at to tell the separator. */
const GUESS_ROWS = 60

/** Stops after `maxRows` rows; one more than allowed is enough to say that there are too many. */
export function readTable(text: string, maxRows: number, asked?: Delimiter): Table {
  const { body, offset, said } = unified(text)
  const delimiter = asked ?? said ?? guessDelimiter(body)
  const rows: TableRow[] = []
  let brokenAt: number | null = null
  let line = 1 + offset
  let position = 0
  Papa.parse<string[]>(body, {
    delimiter: delimiter ?? NONE,
    newline: '\n',
    fastMode: false,
    step({ data, errors, meta }, parser) {
      const startsAt = line
      for (; position < meta.cursor; position++) if (body.charCodeAt(position) === 10) line++
      if (errors.some((error) => error.code === 'MissingQuotes')) brokenAt = startsAt
      else if (data.some((cell) => cell.trim() !== '')) rows.push({ line: startsAt, cells: data })
      if (rows.length >= maxRows) parser.abort()
    },
  })
  return { delimiter, rows, brokenAt }
}

/** One kind of line break, in cells too; and Excel's first line `sep=;`, which is no row. */
function unified(text: string): { body: string; offset: number; said: Delimiter | null } {
  const body = text.replace(/\r\n?/g, '\n')
  const said = /^sep=([,;\t|])\n/.exec(body)
  if (!said) return { body, offset: 0, said: null }
  return { body: body.slice(said[0].length), offset: 1, said: said[1] as Delimiter }
}

/** The separator that gives most rows as many cells as the first, more than one; null where none does. */
export function guessDelimiter(text: string): Delimiter | null {
  let best: { delimiter: Delimiter | null; score: number } = { delimiter: null, score: 0 }
  for (const delimiter of DELIMITERS) {
    const { data } = Papa.parse<string[]>(text, { delimiter, newline: '\n', preview: GUESS_ROWS, skipEmptyLines: true })
    const width = data[0]?.length ?? 0
    if (width < 2) continue
    const share = (fits: (row: string[]) => boolean) => data.filter(fits).length / data.length
    const exact = share((row) => row.length === width)
    const atLeast = share((row) => row.length >= width) // a comma too many in a text that nobody quoted
    // A list of sentences has a comma here and there; a table has as many in nearly every row, its header included.
    if (exact < 0.6 && atLeast < 0.9) continue
    const score = exact + atLeast + width / 1_000
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}
