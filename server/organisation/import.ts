// Owns reading a file into the organisation's list: first as a preview, then for good, both by the same rules. Must never change
// anything in a preview, nor half a list: it is one transaction.

import { ORGANISATION_FILE_MAX_BYTES, ORGANISATION_PEOPLE_MAX } from '../../shared/limits.ts'
import type { ListImport } from '../../shared/organisation-views.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Enqueue } from '../platform/command.ts'
import type { Db, Tx } from '../platform/database/handle.ts'
import { type ReadFile, readListFile } from './list-file.ts'
import { mergeList } from './merge.ts'
import * as store from './store.ts'
import { giveUnits, tellManagers } from './telling.ts'

/** The rest is counted; nobody reads more than this. */
const LISTED_MAX = 200

/** A text file as rows of cells, whatever its encoding and separator. */
export interface ReadTable {
  encoding: string
  rows: { line: number; cells: string[] }[]
  /** Line of a quote that is never closed. */
  brokenAt: number | null
}

export interface ImportDeps {
  db: Db
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  now: () => Date
  enqueue: Enqueue
  /** Null: this is no text. At most so many rows. */
  readTable: (bytes: Uint8Array, maxRows: number) => ReadTable | null
}

export interface ImportAsked {
  dryRun: boolean
  removeGone: boolean
}

export async function importList(
  deps: ImportDeps,
  bytes: Uint8Array,
  asked: ImportAsked,
): Promise<Outcome<ListImport>> {
  if (bytes.length === 0) return refuse('invalid', 'file-empty', 'this file is empty')
  if (bytes.length > ORGANISATION_FILE_MAX_BYTES) return tooLarge()
  // One for the header, and one more than allowed is enough to say that there are too many.
  const table = deps.readTable(bytes, ORGANISATION_PEOPLE_MAX + 2)
  if (!table) return refuse('unsupported-type', 'not-a-text-file', 'this is no text; save it as CSV first')
  if (table.rows.length > ORGANISATION_PEOPLE_MAX + 1) return listFull()
  const file = readListFile(table.rows)
  if (!file && table.rows[0]?.cells.length === 1)
    return refuse('invalid', 'list-one-column', 'nothing that separates columns was found in the first line')
  if (!file)
    return refuse('invalid', 'no-list-columns', 'the first line must name a column for names and one for e-mail')
  if (table.brokenAt !== null) file.problems.push({ line: table.brokenAt, kind: 'broken-quotes', value: '' })
  if (asked.dryRun) return merged(deps, null, file, table, asked)
  return deps.transaction((tx) => merged(deps, tx, file, table, asked))
}

async function merged(
  deps: ImportDeps,
  tx: Tx | null,
  file: ReadFile,
  table: ReadTable,
  { removeGone }: ImportAsked,
): Promise<Outcome<ListImport>> {
  const there = tx ? await store.listForUpdate(tx) : await store.listOf(deps.db)
  const { added, changed, unchangedCount, gone, problems } = mergeList(there, file.lines, removeGone)
  if (there.length + added.length - (removeGone ? gone.length : 0) > ORGANISATION_PEOPLE_MAX) return listFull()
  if (tx) {
    if (removeGone) {
      await store.removeLines(
        tx,
        gone.map(({ email }) => email),
      )
    }
    const lines = [...added, ...changed.map(({ after }) => after)]
    await store.saveLines(tx, lines, deps.now())
    await giveUnits(deps.enqueue, tx)
    if (lines.length > 0 || removeGone) await tellManagers(deps.enqueue, tx, there, lines)
  }
  const all = [...file.problems, ...problems].sort((a, b) => a.line - b.line)
  return done({
    applied: tx !== null,
    encoding: table.encoding,
    columns: file.columns,
    total: Math.max(0, table.rows.length - 1),
    added: added.slice(0, LISTED_MAX),
    addedCount: added.length,
    changed: changed.slice(0, LISTED_MAX),
    changedCount: changed.length,
    unchangedCount,
    gone: gone.slice(0, LISTED_MAX),
    goneCount: gone.length,
    goneRemoved: removeGone,
    problems: all.slice(0, LISTED_MAX),
    problemCount: all.length,
  })
}

export const tooLarge = () =>
  refuse('too-large', 'file-too-large', `a file may have at most ${ORGANISATION_FILE_MAX_BYTES} bytes`, {
    limit: ORGANISATION_FILE_MAX_BYTES,
  })
const listFull = () =>
  refuse('conflict', 'list-full', `the list holds at most ${ORGANISATION_PEOPLE_MAX} people`, {
    limit: ORGANISATION_PEOPLE_MAX,
  })
