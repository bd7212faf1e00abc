// Owns POST /api/boards/<id>/import: who may, what was asked, and the answer: a preview of a dry run, or the report.

import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import {
  DELIMITERS,
  type Delimiter,
  IMPORT_TARGETS,
  type ImportPreview,
  type ImportReport,
  type ImportTarget,
} from '../../shared/exchange.ts'
import type { EventBody } from '../../shared/events.ts'
import { IMPORT_FILE_MAX_BYTES } from '../../shared/limits.ts'
import type { BoardId, UserId } from '../../shared/model.ts'
import { done, type Outcome, refuse } from '../../shared/outcome.ts'
import type { Actor, Place } from '../platform/command.ts'
import { groupsOfRows } from './lay-groups.ts'
import { permitted } from './permitted.ts'
import { plainText } from './plain-text.ts'
import { prepare, type Prepared } from './prepare.ts'
import { receive } from './receive.ts'
import { planColumns, sameTitle } from './rules.ts'
import { type RunDeps, runImport } from './run-import.ts'
import { readSource, type Source, type SourceOptions } from './source.ts'
import * as store from './store.ts'

/** The rest is counted; nobody reads more than this. */
const PROBLEMS_LISTED = 200
const PREVIEW_ROWS = 10
const SAMPLES = 3
const SAMPLE_MAX_CHARS = 200

export interface ImportDeps extends RunDeps {
  placeOf: (actor: Actor, boardId: string) => Promise<Place | null>
  toUser: (userId: UserId, name: 'import', body: EventBody<'import'>) => void
}

export interface ImportAsking {
  actor: Actor
  params: Readonly<Record<string, string>>
  query: URLSearchParams
  headers: IncomingHttpHeaders
}

export function importAnswer(deps: ImportDeps) {
  return async function answer(asking: ImportAsking, body: Readable): Promise<Outcome<ImportPreview | ImportReport>> {
    const place = permitted(await deps.placeOf(asking.actor, asking.params['id'] ?? ''), 'board.import')
    if (!place.ok) return place
    const received = await receive(asking.headers, body, IMPORT_FILE_MAX_BYTES)
    if (!received.ok) return received
    const asked = readAsked(asking.query, received.value.fields)
    if (!asked.ok) return asked
    const source = readSource(received.value.bytes, asked.value)
    if (!source.ok) return source
    if (asked.value.mapping && !asked.value.mapping.includes('text')) {
      return refuse('invalid', 'no-text-column', 'say which column holds the ideas', { field: 'mapping' })
    }
    const { boardId, naming } = place.value
    const prepared = await prepare(source.value, naming)
    if (asked.value.dryRun) return done(await preview(deps, boardId, source.value, prepared))

    const onProgress = (dealtWith: number) => {
      const { importId } = asked.value
      if (importId) deps.toUser(asking.actor.userId, 'import', { importId, done: dealtWith, total: prepared.total })
    }
    const report = await runImport(deps, {
      actor: asking.actor,
      boardId,
      naming,
      source: source.value,
      prepared,
      onProgress,
    })
    if (!report.ok) return report
    const { problems } = report.value
    return done({ ...report.value, problems: problems.slice(0, PROBLEMS_LISTED), problemCount: problems.length })
  }
}

interface Asked extends SourceOptions {
  dryRun: boolean
  importId: string | null
}

/** From the address or from the form; the address wins. */
function readAsked(query: URLSearchParams, fields: URLSearchParams): Outcome<Asked> {
  const of = (name: string) => query.get(name) ?? fields.get(name) ?? undefined
  const wrong = (field: string, message: string) => refuse('invalid', 'wrong-import-option', message, { field })
  const delimiter = of('delimiter')
  if (delimiter !== undefined && !(DELIMITERS as readonly string[]).includes(delimiter)) {
    return wrong('delimiter', 'the delimiter is one of , ; | and tab')
  }
  const header = of('header')
  if (header !== undefined && header !== '0' && header !== '1') return wrong('header', 'header is 0 or 1')
  const mapping = readMapping(of('mapping'))
  if (mapping === null)
    return wrong('mapping', `mapping is a list, one of ${IMPORT_TARGETS.join(', ')} for each column`)
  const importId = of('importId')
  if (importId !== undefined && !/^[A-Za-z0-9_-]{8,64}$/.test(importId)) return wrong('importId', 'importId is no id')
  return done({
    dryRun: of('dryRun') === '1' || of('dryRun') === 'true',
    encoding: of('encoding'),
    delimiter: delimiter as Delimiter | undefined,
    header: header === undefined ? undefined : header === '1',
    mapping,
    importId: importId ?? null,
  })
}

/** `text,details,ignore`; null when it is something else. */
function readMapping(given: string | undefined): ImportTarget[] | null | undefined {
  if (given === undefined || given === '') return undefined
  const targets = given.split(',').map((target) => target.trim())
  const known = targets.every((target): target is ImportTarget =>
    (IMPORT_TARGETS as readonly string[]).includes(target),
  )
  return known ? targets : null
}

async function preview(deps: ImportDeps, boardId: BoardId, source: Source, prepared: Prepared): Promise<ImportPreview> {
  const there = await store.alreadyThere(deps.db, boardId, prepared.rows)
  const room = await store.roomOn(deps.db, boardId)
  const fresh = prepared.rows.filter((row) => !there.has(row.importKey))
  const overflow = fresh.slice(room).map((row) => ({ line: row.line, reason: 'board-full' as const, kept: false }))
  const columns = await store.columnsOf(deps.db, boardId)
  const { refused } = planColumns(
    columns.map((column) => column.title),
    fresh.map((row) => row.column),
  )
  const strays = fresh
    .filter((row) => source.format !== 'kiem' && row.column !== null && refused.has(sameTitle(row.column)))
    .map((row) => ({ line: row.line, reason: 'column-left-out' as const, kept: true }))
  const titles = new Map(columns.map((column) => [sameTitle(column.title), column.id]))
  const first = columns[0]?.id
  const groups = await groupsOfRows(deps, {
    boardId,
    source,
    rows: fresh.slice(0, room),
    firstColumn: first,
    columnOf: ({ column }) => {
      const title = column === null || refused.has(sameTitle(column)) ? null : sameTitle(column)
      return (title === null ? first : titles.get(title)) ?? title ?? ''
    },
  })
  const problems = [...prepared.problems, ...overflow, ...strays, ...groups.problems].sort((a, b) => a.line - b.line)
  return {
    format: source.format,
    encoding: source.encoding,
    delimiter: source.format === 'kiem' ? null : source.delimiter,
    header: source.format === 'kiem' ? true : source.header,
    columns: source.format === 'kiem' ? [] : columnsOf(source),
    rows: prepared.rows.slice(0, PREVIEW_ROWS).map((row) => ({
      line: row.line,
      text: short(row.text),
      details: short(row.details),
      tags: row.tags,
      author: row.author,
      column: row.column,
      group: groups.of(row)?.title ?? null,
    })),
    total: prepared.total,
    good: fresh.length - overflow.length,
    alreadyThere: there.size,
    leftOut: prepared.leftOut + overflow.length,
    room,
    problems: problems.slice(0, PROBLEMS_LISTED),
    problemCount: problems.length,
  }
}

function columnsOf(source: Extract<Source, { format: 'csv' | 'json' }>): ImportPreview['columns'] {
  const read = (cell: string) => (source.own ? cell : plainText(cell))
  return source.targets.map((target, i) => ({
    name: source.names[i] ?? '',
    target,
    samples: source.records
      .slice(0, 50)
      .map((record) => short(read(record.cells[i] ?? '').trim()))
      .filter((cell) => cell !== '')
      .slice(0, SAMPLES),
  }))
}

function short(text: string): string {
  const chars = Array.from(text.slice(0, SAMPLE_MAX_CHARS * 2))
  return chars.length > SAMPLE_MAX_CHARS ? `${chars.slice(0, SAMPLE_MAX_CHARS - 1).join('')}…` : chars.join('')
}
