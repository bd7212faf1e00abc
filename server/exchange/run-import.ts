// Owns putting prepared rows on a board: a hundred at a time, each hundred wholly or not at all, and telling how far it
// has come. A second import of the same file adds nothing; one that broke off goes on where it stopped.

import { COMMENT_MAX_CHARS, COMMENTS_MAX_PER_IDEA, REASON_MAX_CHARS } from '../../shared/limits.ts'
import type { ImportProblem, ImportReport } from '../../shared/exchange.ts'
import type { BoardId, ColumnId, IdeaId, Naming, NoteColor } from '../../shared/model.ts'
import { done, type Outcome } from '../../shared/outcome.ts'
import { charCount, cleanText } from '../../shared/text.ts'
import type { Actor, Enqueue } from '../platform/command.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { GroupInFile } from './board-file.ts'
import { bringGoals, bringValues, type ValueDeps } from './bring-values.ts'
import { type GroupDeps, groupsOfRows, type RowGroups, soundGroups } from './lay-groups.ts'
import type { Prepared, PreparedRow } from './prepare.ts'
import { type NodeText, soundProposal } from './proposal-doc.ts'
import { cleanTitle, planColumns, sameTitle } from './rules.ts'
import type { Source } from './source.ts'
import * as store from './store.ts'

/** Small enough that nobody waits for the board's row, large enough that 5,000 rows are 50 transactions. */
const CHUNK_ROWS = 100

export interface NewIdea {
  text: string
  details: string
  tags: string[]
  importKey: string
  onBehalfOf?: string
  column?: ColumnId
  color?: NoteColor
  x?: number
  y?: number
}

export interface RunDeps extends GroupDeps, ValueDeps {
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  enqueue: Enqueue
  now: () => Date
  /** The ideas room's own way: numbers, limits, lock; all of them or none, without an author. */
  addIdeas: (
    tx: Tx,
    where: { boardId: BoardId; now: Date },
    items: readonly NewIdea[],
  ) => Promise<Outcome<{ ideaId: IdeaId; number: number }[]>>
  /** Writes groups that the board lacks into its document, as many as it can have. */
  addGroups: (boardId: BoardId, groups: readonly GroupInFile[]) => Promise<void>
  /** Begins the proposal of a new idea with this content. */
  beginProposal: (ideaId: IdeaId, nodes: readonly NodeText[]) => Promise<void>
}

class Refused extends Error {
  readonly refusal: Extract<Outcome<never>, { ok: false }>
  constructor(refusal: Extract<Outcome<never>, { ok: false }>) {
    super('refused')
    this.refusal = refusal
  }
}

export interface Running {
  actor: Actor
  boardId: BoardId
  naming: Naming
  source: Source
  prepared: Prepared
  onProgress: (done: number) => void
}

export async function runImport(deps: RunDeps, running: Running): Promise<Outcome<Omit<ImportReport, 'problemCount'>>> {
  const { boardId, prepared, onProgress } = running
  const problems = [...prepared.problems]
  const report = { boardId, total: prepared.total, added: 0, alreadyThere: 0, leftOut: prepared.leftOut, problems }
  let dealtWith = prepared.leftOut
  onProgress(dealtWith)
  try {
    const goals = await bringGoals(deps, running, (tx) => store.lockBoard(tx, boardId))
    const layout = await deps.transaction((tx) => layColumns(deps, tx, running))
    const named = new Map(soundGroups(running.source).map((group) => [group.groupId, group]))
    const groupsOf = await groupsOfRows(deps, {
      boardId,
      source: running.source,
      rows: layout.rows,
      firstColumn: layout.first,
      columnOf: (row) => columnIn(layout, row) ?? layout.first ?? '',
    })
    problems.push(...layout.problems, ...groupsOf.problems)
    for (let from = 0; from < prepared.rows.length; from += CHUNK_ROWS) {
      const chunk = prepared.rows.slice(from, from + CHUNK_ROWS)
      const result = await deps.transaction((tx) => addChunk(deps, tx, running, chunk, { layout, groupsOf, goals }))
      report.added += result.added.length
      report.alreadyThere += result.alreadyThere
      report.leftOut += result.leftOut
      problems.push(...result.problems, ...(await writeProposals(deps, result.added)))
      const groups = new Set(
        result.added.flatMap(({ row }) => named.get(row.exported?.group ?? '') ?? groupsOf.of(row) ?? []),
      )
      if (groups.size > 0) await deps.addGroups(boardId, [...groups])
      dealtWith += chunk.length
      onProgress(dealtWith)
    }
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
  problems.sort((a, b) => a.line - b.line)
  return done(report)
}

interface Layout {
  /** Not on the board yet. */
  rows: readonly PreparedRow[]
  first: ColumnId | undefined
  columns: Map<string, ColumnId>
  takesNumbers: boolean
  problems: ImportProblem[]
}

/** Columns the file names and the board lacks. On a board that never had an idea, a board file's columns replace its own. */
async function layColumns(deps: RunDeps, tx: Tx, { boardId, source, prepared }: Running): Promise<Layout> {
  await store.lockBoard(tx, boardId)
  const existing = await store.columnsOf(tx, boardId)
  const pristine = await store.isPristine(tx, boardId)
  const there = await store.alreadyThere(tx, boardId, prepared.rows)
  const rows = prepared.rows.filter((row) => !there.has(row.importKey))
  const replaces = pristine && source.format === 'kiem' && source.file.columns.length > 0
  const colors = new Map(
    source.format === 'kiem' ? source.file.columns.map((column) => [sameTitle(column.title), column.color]) : [],
  )
  const named =
    source.format === 'kiem' && pristine ? source.file.columns.map((column) => cleanTitle(column.title)) : []
  const plan = planColumns(replaces ? [] : existing.map((column) => column.title), [
    ...named,
    ...rows.map((row) => row.column),
  ])
  const kept = replaces && plan.create.length > 0 ? [] : existing
  const made = plan.create.map((title) => ({
    id: deps.newId() as ColumnId,
    title,
    color: colors.get(sameTitle(title)) ?? null,
  }))
  if (made.length > 0) {
    await store.addColumns(tx, boardId, existing.at(-1)?.position ?? null, made)
    if (kept.length === 0)
      await store.removeColumns(
        tx,
        boardId,
        existing.map((column) => column.id),
        deps.now(),
      )
    await store.stampBoard(tx, boardId)
    await deps.enqueue(tx, 'board.changed', boardId, { boardId })
  }
  const columns = new Map([...kept, ...made].map((column) => [sameTitle(column.title), column.id]))
  const problems = rows.flatMap((row): ImportProblem[] =>
    row.column !== null && plan.refused.has(sameTitle(row.column))
      ? [{ line: row.line, reason: 'column-left-out', kept: true }]
      : [],
  )
  const first = [...columns.values()][0]
  return { rows, first, columns, takesNumbers: pristine && allNumbered(prepared.rows), problems }
}

/** Numbers are taken over all or none: some of them would collide with those the others are given. */
function allNumbered(rows: readonly PreparedRow[]): boolean {
  const numbers = rows.map((row) => row.exported?.number ?? null)
  return !numbers.includes(null) && new Set(numbers).size === numbers.length
}

interface ChunkResult {
  added: { ideaId: IdeaId; row: PreparedRow }[]
  alreadyThere: number
  leftOut: number
  problems: ImportProblem[]
}

async function addChunk(
  deps: RunDeps,
  tx: Tx,
  { boardId, naming }: Running,
  chunk: readonly PreparedRow[],
  { layout, groupsOf, goals }: { layout: Layout; groupsOf: RowGroups; goals: ReadonlyMap<string, string> },
): Promise<ChunkResult> {
  await store.lockBoard(tx, boardId)
  const there = await store.alreadyThere(tx, boardId, chunk)
  const fresh = chunk.filter((row) => !there.has(row.importKey))
  const room = await store.roomOn(tx, boardId)
  const fitting = fresh.slice(0, room)
  const problems = fresh
    .slice(room)
    .map((row): ImportProblem => ({ line: row.line, reason: 'board-full', kept: false }))
  const result: ChunkResult = { added: [], alreadyThere: there.size, leftOut: fresh.length - fitting.length, problems }
  if (fitting.length === 0) return result

  // Somebody may have added an idea between two chunks, and have been given a number that the file wants.
  const next = await store.nextNumber(tx, boardId)
  if (fitting.some((row) => (row.exported?.number ?? 0) < next)) layout.takesNumbers = false

  const now = deps.now()
  const added = await deps.addIdeas(
    tx,
    { boardId, now },
    fitting.map((row) => newIdea(row, layout)),
  )
  if (!added.ok) throw new Refused(added)
  result.added = fitting.map((row, i) => ({ row, ideaId: added.value[i]!.ideaId }))
  await restore(deps, tx, { boardId, naming, now }, result, layout)
  const laid = result.added.flatMap(({ ideaId, row }) => {
    const group = groupsOf.of(row)
    return group ? [{ ideaId, groupId: group.groupId }] : []
  })
  await store.layInGroups(tx, boardId, laid)
  result.problems.push(...(await bringValues(deps, tx, result.added, goals)))
  return result
}

const columnIn = ({ columns }: Layout, { column }: Pick<PreparedRow, 'column'>): ColumnId | undefined =>
  column === null ? undefined : columns.get(sameTitle(column))

function newIdea(row: PreparedRow, layout: Layout): NewIdea {
  const column = columnIn(layout, row)
  const { text, details, tags, importKey, author, exported } = row
  return {
    text,
    details,
    tags,
    importKey,
    ...(author === null ? {} : { onBehalfOf: author }),
    ...(column === undefined ? {} : { column }),
    ...(exported ? { color: exported.color, x: exported.x, y: exported.y } : {}),
  }
}

async function restore(
  deps: RunDeps,
  tx: Tx,
  where: { boardId: BoardId; naming: Naming; now: Date },
  result: ChunkResult,
  layout: Layout,
): Promise<void> {
  const restored: store.Restored[] = []
  const comments: store.RestoredComment[] = []
  for (const { row, ideaId } of result.added) {
    if (!row.exported) continue
    const { number, stage, stageReason, stageAt, order, group } = row.exported
    const talk = soundComments(row, ideaId, deps.newId, where)
    if (talk.length < row.exported.comments.length) {
      result.problems.push({ line: row.line, reason: 'comments-left-out', kept: true })
    }
    comments.push(...talk)
    const reason = stageReason === null ? null : cleanText(stageReason)
    restored.push({
      ideaId,
      number: layout.takesNumbers ? number : null,
      stage,
      stageReason: reason && charCount(reason) <= REASON_MAX_CHARS ? reason : null,
      stageAt: stageAt === null ? null : new Date(stageAt),
      position: order,
      group,
      comments: talk.length,
    })
  }
  if (restored.length > 0) await store.restoreIdeas(tx, where.boardId, restored)
  await store.insertComments(tx, comments)
}

const HOUR_MS = 3_600_000

function soundComments(
  row: PreparedRow,
  ideaId: IdeaId,
  newId: () => string,
  { naming, now }: { naming: Naming; now: Date },
): store.RestoredComment[] {
  const given = row.exported?.comments ?? []
  return given.slice(0, COMMENTS_MAX_PER_IDEA).flatMap((comment) => {
    const text = cleanText(comment?.text ?? '')
    if (!comment || text === '' || charCount(text) > COMMENT_MAX_CHARS) return []
    const at = Math.min(comment.createdAt || now.getTime(), now.getTime())
    const createdAt = new Date(naming === 'anonymous' ? at - (at % HOUR_MS) : at)
    return [{ id: newId(), ideaId, text, createdAt }]
  })
}

/** After the commit: a document is written through the sync engine, which has a transaction of its own. */
async function writeProposals(deps: RunDeps, added: ChunkResult['added']): Promise<ImportProblem[]> {
  const problems: ImportProblem[] = []
  for (const { row, ideaId } of added) {
    if (!row.exported?.proposal) continue
    const nodes = soundProposal(row.exported.proposal.doc)
    if (nodes) await deps.beginProposal(ideaId, nodes)
    else problems.push({ line: row.line, reason: 'proposal-left-out', kept: true })
  }
  return problems
}
