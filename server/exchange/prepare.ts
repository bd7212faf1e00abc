// Owns making a file's rows ready to go in: HTML into plain text, limits judged, the same row known again next time.
// Works in slices, so that a big file never holds up everybody else on this server.

import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImportProblem } from '../../shared/exchange.ts'
import type { Naming } from '../../shared/model.ts'
import type { ImportedIdea } from './board-file.ts'
import { plainText } from './plain-text.ts'
import { type ImportRow, judgeIdea, type RawIdea, rawIdea } from './rules.ts'
import type { BoardSource, Source, TableSource } from './source.ts'

/** The longest the event loop may be held by one import (FAULTS T8 asks 50). */
const SLICE_MS = 15

export interface PreparedRow extends ImportRow {
  importKey: string
  /** Set where the file says which idea this was, in a file of ours: an idea of that id on the board is the same one. */
  ideaId: string | null
  /** The rest of an exported idea. */
  exported: ImportedIdea | null
}

export interface Prepared {
  rows: PreparedRow[]
  problems: ImportProblem[]
  total: number
  leftOut: number
}

export async function prepare(source: Source, naming: Naming): Promise<Prepared> {
  const prepared: Prepared = { rows: [], problems: [], total: 0, leftOut: 0 }
  const repeats = new Map<string, number>()
  let sliceEndsAt = performance.now() + SLICE_MS
  for (const { raw, exported } of source.format === 'kiem' ? exportedIdeas(source) : tableIdeas(source)) {
    if (performance.now() > sliceEndsAt) {
      await nextTurn()
      sliceEndsAt = performance.now() + SLICE_MS
    }
    prepared.total++
    if (raw.idea === null) {
      prepared.problems.push({ line: raw.line, reason: raw.why, kept: false })
      prepared.leftOut++
      continue
    }
    const { row, problems } = judgeIdea(raw.idea, naming)
    if (raw.wide && row) prepared.problems.push({ line: raw.line, reason: 'extra-cells', kept: true })
    prepared.problems.push(...problems)
    if (!row) {
      prepared.leftOut++
      continue
    }
    const ours = source.format === 'kiem' || source.own
    const ideaId = ours ? row.key : null
    prepared.rows.push({ ...row, ideaId, exported, importKey: keyOf(row, ideaId, repeats) })
  }
  return prepared
}

type Raw =
  | { line: number; idea: RawIdea; wide: boolean }
  | { line: number; idea: null; why: 'not-an-idea' | 'quote-not-closed' }

function* tableIdeas(source: TableSource): Generator<{ raw: Raw; exported: null }> {
  const { targets, names, own } = source
  for (const { line, cells } of source.records) {
    // In our own files `<b>` is what somebody wrote; from elsewhere it is how they stored it.
    const idea = rawIdea(line, own ? cells : cells.map(plainText), targets, names)
    // More cells than the header has: a separator inside a text that nobody quoted.
    const wide = cells.slice(source.width).some((cell) => cell.trim() !== '')
    yield { raw: { line, idea, wide }, exported: null }
  }
  if (source.brokenAt !== null) {
    yield { raw: { line: source.brokenAt, idea: null, why: 'quote-not-closed' }, exported: null }
  }
}

function* exportedIdeas(source: BoardSource): Generator<{ raw: Raw; exported: ImportedIdea | null }> {
  const titles = new Map(source.file.columns.map((column) => [column.columnId, column.title]))
  const inOrder = source.file.ideas
    .map((idea, i) => ({ idea, line: i + 1 }))
    .sort((a, b) => (a.idea?.number ?? Number.MAX_SAFE_INTEGER) - (b.idea?.number ?? Number.MAX_SAFE_INTEGER))
  for (const { idea, line } of inOrder) {
    if (!idea) {
      yield { raw: { line, idea: null, why: 'not-an-idea' }, exported: null }
      continue
    }
    const raw: RawIdea = {
      line,
      text: idea.text,
      details: idea.details,
      tags: idea.tags,
      author: idea.onBehalfOf ?? idea.author,
      column: titles.get(idea.column ?? '') ?? null,
      group: null, // by its id, not by its name (run-import.ts)
      key: idea.ideaId,
    }
    yield { raw: { line, idea: raw, wide: false }, exported: idea }
  }
}

/** By what a row is known again: the file's own key and its words, and which of several equal rows it is. */
function keyOf(row: ImportRow, ideaId: string | null, repeats: Map<string, number>): string {
  const facts =
    ideaId === null ? ['row', row.key ?? '', row.text, row.key === null ? row.details : ''] : ['idea', ideaId]
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest('base64url')
  const nth = (repeats.get(hash) ?? 0) + 1
  repeats.set(hash, nth)
  return nth === 1 ? hash : `${hash}.${nth}`
}
