// Owns finding out what a file is: a table with some separator and encoding, a list of objects in JSON, or a board that
// was exported from here; and reading it into rows. Never trusts a name or a declared type over what the bytes say.

import { type Delimiter, type ImportTarget } from '../../shared/exchange.ts'
import { IMPORT_ROWS_MAX } from '../../shared/limits.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import { type ReadBoardFile, readBoardFile } from './board-file.ts'
import { decode } from './decode.ts'
import { ownTargets } from './export-csv.ts'
import { undoDefusing } from './formulas.ts'
import { guessMapping } from './mapping.ts'
import { readTable } from './table.ts'

/** What a person may settle; what is absent is guessed. */
export interface SourceOptions {
  encoding?: string | undefined
  delimiter?: Delimiter | undefined
  header?: boolean | undefined
  mapping?: ImportTarget[] | undefined
}

interface Common {
  encoding: string
}

export interface TableSource extends Common {
  format: 'csv' | 'json'
  delimiter: Delimiter | null
  header: boolean
  names: string[]
  targets: ImportTarget[]
  records: { line: number; cells: string[] }[]
  brokenAt: number | null
  /** Cells a row has when it is as wide as the header; Infinity where nothing says so. */
  width: number
  /** Written by our own export: texts are as people wrote them, and the key is an idea's id. */
  own: boolean
}

export interface BoardSource extends Common {
  format: 'kiem'
  file: ReadBoardFile
}

export type Source = TableSource | BoardSource

export function readSource(bytes: Uint8Array, options: SourceOptions = {}): Outcome<Source> {
  if (bytes.length === 0) return refuse('invalid', 'file-empty', 'this file is empty')
  const binary = otherFormat(bytes)
  if (binary) return refuse('unsupported-type', 'not-a-text-file', `this is ${binary}; save it as CSV first`)
  const { text, encoding } = decode(bytes, options.encoding)
  if (text.includes('\u0000')) return refuse('unsupported-type', 'not-a-text-file', 'this is no text; save it as CSV')
  if (text.trim() === '') return refuse('invalid', 'file-empty', 'this file is empty')

  if (/^\s*[[{]/.test(text)) {
    const json = parseJson(text)
    if (json.ok) return fromJson(json.value, encoding, options)
    // A list of lines may begin with a bracket too; what begins with `{"` was meant to be JSON.
    if (/^\s*[[{]+\s*["{]/.test(text)) return refuse('invalid', 'not-json', 'this JSON file is damaged or incomplete')
  }
  return fromTable(text, encoding, options)
}

const SIGNATURES: [string, number[]][] = [
  ['a spreadsheet or another zipped file', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel file', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a picture', [0xff, 0xd8, 0xff]],
  ['a compressed file', [0x1f, 0x8b]],
]

function otherFormat(bytes: Uint8Array): string | null {
  const found = SIGNATURES.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte))
  return found?.[0] ?? null
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    return { ok: false }
  }
}

const tooManyRows = () =>
  refuse('too-large', 'too-many-rows', `a file may have at most ${IMPORT_ROWS_MAX} rows; split it`, {
    limit: IMPORT_ROWS_MAX,
  })
const noIdeas = () => refuse('invalid', 'no-ideas-in-file', 'no ideas were found in this file')

function fromTable(text: string, encoding: string, options: SourceOptions): Outcome<Source> {
  const { delimiter, rows, brokenAt } = readTable(text, IMPORT_ROWS_MAX + 2, options.delimiter)
  const cells = rows.map((row) => ({ line: row.line, cells: row.cells.map(undoDefusing) }))
  const guess = guessMapping(
    cells.slice(0, 50).map((row) => row.cells),
    options.header,
  )
  const records = guess.header ? cells.slice(1) : cells
  if (records.length > IMPORT_ROWS_MAX) return tooManyRows()
  if (records.length === 0 && brokenAt === null) return noIdeas()
  const names = guess.targets.map((_, i) => (guess.header ? (cells[0]?.cells[i] ?? '').trim() : ''))
  const own = guess.header ? ownTargets(names) : null
  const targets = options.mapping ? asWide(options.mapping, guess.targets.length) : (own ?? guess.targets)
  const { header } = guess
  const width = header ? (cells[0]?.cells.length ?? 0) : Number.POSITIVE_INFINITY
  return done({
    format: 'csv',
    encoding,
    delimiter,
    header,
    names,
    targets,
    records,
    brokenAt,
    width,
    own: own !== null,
  })
}

function fromJson(json: unknown, encoding: string, options: SourceOptions): Outcome<Source> {
  const file = readBoardFile(json)
  if (file) {
    if (file.ideas.length > IMPORT_ROWS_MAX) return tooManyRows()
    return done({ format: 'kiem', encoding, file })
  }
  const items = listIn(json)
  if (!items || items.length === 0) return noIdeas()
  if (items.length > IMPORT_ROWS_MAX) return tooManyRows()
  const names = [...new Set(items.flatMap((item) => (isRecord(item) ? Object.keys(item) : [])))].slice(0, FIELDS_MAX)
  const records = items.map((item, i) => ({ line: i + 1, cells: cellsOf(item, names) }))
  const guess = guessMapping([names, ...records.slice(0, 50).map((record) => record.cells)], true)
  const plainList = names.length === 0
  return done({
    format: 'json',
    encoding,
    delimiter: null,
    header: !plainList,
    names,
    targets: options.mapping ? asWide(options.mapping, guess.targets.length) : plainList ? ['text'] : guess.targets,
    records,
    brokenAt: null,
    width: Number.POSITIVE_INFINITY,
    own: false,
  })
}

/** More fields than any list of ideas has; each costs a choice on screen. */
const FIELDS_MAX = 100

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list, or the first list inside an object: `{"data": [...]}`. */
function listIn(json: unknown): unknown[] | null {
  if (Array.isArray(json)) return json
  if (!isRecord(json)) return null
  return Object.values(json).find((value): value is unknown[] => Array.isArray(value) && value.length > 0) ?? null
}

function cellsOf(item: unknown, names: readonly string[]): string[] {
  if (isRecord(item)) return names.map((name) => (Object.hasOwn(item, name) ? cellOf(item[name]) : ''))
  return [cellOf(item), ...names.slice(1).map(() => '')]
}

function cellOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map(cellOf).filter(Boolean).join(', ')
  return ''
}

function asWide(mapping: readonly ImportTarget[], width: number): ImportTarget[] {
  return Array.from({ length: width }, (_, i) => mapping[i] ?? 'ignore')
}
