// Owns what makes one row of a file an idea: which cells become what, what is too long, what is left out and why. Pure.
// It takes content alone: nothing in a row can set an author's account, a role, a membership or a board's settings (F65).

import type { ImportedIdea, ImportProblem, ImportReason, ImportTarget } from '../../shared/exchange.ts'
import {
  COLUMN_TITLE_MAX_CHARS,
  COLUMNS_MAX_PER_BOARD,
  IDEA_DETAILS_MAX_CHARS,
  IDEA_TEXT_MAX_CHARS,
  NAME_MAX_CHARS,
  TAG_MAX_CHARS,
  TAGS_MAX_PER_IDEA,
} from '../../shared/limits.ts'
import type { Naming } from '../../shared/model.ts'
import { charCount, cleanLine, cleanText } from '../../shared/text.ts'

export interface ImportRow extends ImportedIdea {
  /** What the file calls it, to know it again; null: it is known by its words. */
  key: string | null
}

export interface Judged<Row> {
  /** Null: left out. */
  row: Row | null
  problems: ImportProblem[]
}

export interface RawIdea {
  line: number
  text: string
  details: string
  tags: readonly string[]
  author: string | null
  column: string | null
  group: string | null
  key: string | null
}

/** Cells by what their columns become. Further details columns keep their name, or their values would say nothing. */
export function rawIdea(
  line: number,
  cells: readonly string[],
  targets: readonly ImportTarget[],
  names: readonly string[],
): RawIdea {
  const of = (target: ImportTarget) =>
    targets.flatMap((is, i) =>
      is === target && (cells[i] ?? '').trim() !== '' ? [{ name: names[i] ?? '', cell: cells[i] ?? '' }] : [],
    )
  const first = targets.indexOf('details')
  const details = targets.flatMap((is, i) => {
    const cell = (cells[i] ?? '').trim()
    if (is !== 'details' || cell === '') return []
    return [i === first || !names[i] ? cell : `${names[i]}: ${cell}`]
  })
  return {
    line,
    text: of('text')[0]?.cell ?? '',
    details: details.join('\n\n'),
    tags: of('tags').flatMap(({ cell }) => cell.split(/[,;|\n]/)),
    author: of('author')[0]?.cell ?? null,
    column: of('column')[0]?.cell ?? null,
    group: of('group')[0]?.cell ?? null,
    key: of('key')[0]?.cell.trim() ?? null,
  }
}

/** Makes it sound or says why it is left out. Cut is nothing: half a text would be a lie about what somebody wrote. */
export function judgeIdea(raw: RawIdea, naming: Naming): Judged<ImportRow> {
  const problems: ImportProblem[] = []
  const left = (reason: ImportReason, limit?: number): Judged<ImportRow> => ({
    row: null,
    problems: [{ line: raw.line, reason, kept: false, ...(limit === undefined ? {} : { limit }) }],
  })
  const note = (reason: ImportReason, limit?: number) => {
    problems.push({ line: raw.line, reason, kept: true, ...(limit === undefined ? {} : { limit }) })
  }

  const text = cleanText(raw.text)
  const details = cleanText(raw.details)
  if (text === '') return left('no-text')
  if (charCount(text) > IDEA_TEXT_MAX_CHARS) return left('text-too-long', IDEA_TEXT_MAX_CHARS)
  if (charCount(details) > IDEA_DETAILS_MAX_CHARS) return left('details-too-long', IDEA_DETAILS_MAX_CHARS)

  const author = soundAuthor(raw.author, naming, note)
  const tags = soundTags(raw.tags, note)
  const column = raw.column === null ? null : cleanLine(raw.column) || null
  const group = raw.group === null ? null : cleanLine(raw.group) || null
  return { row: { line: raw.line, text, details, tags, author, column, group, key: raw.key || null }, problems }
}

type Note = (reason: ImportReason, limit?: number) => void

function soundAuthor(given: string | null, naming: Naming, note: Note): string | null {
  const author = given === null ? '' : cleanLine(given)
  if (author === '') return null
  if (naming === 'anonymous') note('author-left-out')
  else if (charCount(author) > NAME_MAX_CHARS) note('author-too-long', NAME_MAX_CHARS)
  else return author
  return null
}

function soundTags(given: readonly string[], note: Note): string[] {
  const seen = new Set<string>()
  const tags = given
    .map(cleanLine)
    .filter((tag) => tag !== '' && !seen.has(tag.toLocaleLowerCase()) && seen.add(tag.toLocaleLowerCase()))
  const kept = tags.filter((tag) => charCount(tag) <= TAG_MAX_CHARS).slice(0, TAGS_MAX_PER_IDEA)
  if (kept.length < tags.length) note('tags-left-out', TAGS_MAX_PER_IDEA)
  return kept
}

export interface ColumnPlan {
  /** Titles to make, in the order in which the file first names them. */
  create: string[]
  /** Titles there is no room for: their ideas go to the first column. */
  refused: ReadonlySet<string>
}

export const cleanTitle = (title: string) => cleanText(title).replace(/\s+/gu, ' ') || null

/** Titles are the same whatever their case. */
export const sameTitle = (title: string) => title.toLocaleLowerCase()

export function planColumns(existing: readonly string[], wanted: readonly (string | null)[]): ColumnPlan {
  const known = new Set(existing.map(sameTitle))
  const create: string[] = []
  const refused = new Set<string>()
  for (const title of wanted) {
    if (title === null || known.has(sameTitle(title))) continue
    const fits = charCount(title) <= COLUMN_TITLE_MAX_CHARS && existing.length + create.length < COLUMNS_MAX_PER_BOARD
    if (!fits) {
      refused.add(sameTitle(title))
      continue
    }
    known.add(sameTitle(title))
    create.push(title)
  }
  return { create, refused }
}
