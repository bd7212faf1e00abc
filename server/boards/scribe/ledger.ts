// Owns the writing of one node into ledgers: what has changed is read from the database and published, many changes in
// one write, never an older revision over a newer one. A newer value that was overwritten by an older one is written
// again, so the ledger always settles on the database's truth. It decides nothing about what may be known.

import { isDeepStrictEqual } from 'node:util'
import { and, count, eq, isNull, sql } from 'drizzle-orm'
import type * as Y from 'yjs'
import {
  type LedgerBoard,
  type LedgerIdea,
  type LedgerRound,
  ledgerBoard,
  ledgerDocument,
  ledgerIdeas,
  ledgerPeople,
  ledgerRounds,
  parseDocumentName,
} from '../../../shared/documents.ts'
import type { BoardId, IdeaId, Naming, RoundId } from '../../../shared/model.ts'
import type { Db, Reader } from '../../platform/database/handle.ts'
import { boardMembers } from '../../platform/database/schema/index.ts'
import type { Clock, Documents, LedgerSources, Log, Stamped } from '../deps.ts'
import { boardOf } from '../store.ts'

/** The least time between two writes of one ledger: votes of a whole room ride together, and nobody sees a delay. */
const GAP_MS = 60
/** How long after a write it is looked whether somebody overwrote a newer value; several writes share one look. */
const LOOK_MS = 250
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000]

export interface LedgerDeps {
  db: Db
  documents: Documents
  sources: LedgerSources
  clock: Clock
  log: Log
}

/** What has to be published anew. */
export interface Changes {
  board?: boolean
  people?: boolean
  ideas?: Iterable<IdeaId> | 'all'
  rounds?: Iterable<RoundId> | 'all'
}

interface Pending {
  board: boolean
  people: boolean
  ideas: Set<IdeaId> | 'all'
  rounds: Set<RoundId> | 'all'
}

interface Values {
  board: Stamped<LedgerBoard> | null
  people: Stamped<{ rev: number; people: number }> | null
  ideas: Map<IdeaId, Stamped<LedgerIdea>>
  rounds: Map<RoundId, Stamped<LedgerRound>>
}

export interface LedgerWriter {
  /** Resolves when everything noted so far is in the ledger and on disk; rejects when it cannot be, and goes on trying. */
  publish(boardId: BoardId, changes: Changes): Promise<void>
  /** Notes it for the next write and returns at once. */
  note(boardId: BoardId, changes: Changes): void
  /** Resolves when nothing is waiting to be written; rejects when a write fails. */
  idle(): Promise<void>
  close(): Promise<void>
}

export function createLedgerWriter(deps: LedgerDeps): LedgerWriter {
  const { documents, clock, log } = deps
  const boards = new Map<BoardId, Board>()
  let closed = false

  const stopListening = documents.onWritten((name) => {
    const document = parseDocumentName(name)
    if (document?.kind !== 'ledger') return
    const board = boards.get(document.id as BoardId)
    if (board && board.written.size > 0) lookSoon(board)
  })

  function boardAt(boardId: BoardId): Board {
    const known = boards.get(boardId)
    if (known) return known
    const made: Board = {
      boardId,
      pending: nothing(),
      written: new Map(),
      writing: null,
      failures: 0,
      cancelWrite: null,
      cancelLook: null,
    }
    boards.set(boardId, made)
    return made
  }

  function note(boardId: BoardId, changes: Changes): void {
    const board = boardAt(boardId)
    add(board.pending, changes)
    writeSoon(board)
  }

  /** At once when the ledger is quiet; else with whatever else comes in meanwhile. */
  function writeSoon(board: Board, delayMs = 0): void {
    if (board.writing || board.cancelWrite || closed) return
    if (delayMs === 0) {
      start(board).catch(() => undefined) // logged, and tried again
      return
    }
    board.cancelWrite = clock.after(delayMs, () => {
      board.cancelWrite = null
      writeSoon(board)
    })
  }

  async function publish(boardId: BoardId, changes: Changes): Promise<void> {
    const board = boardAt(boardId)
    add(board.pending, changes)
    // The write in flight may have read the database before this change.
    await board.writing?.catch(() => undefined)
    if (isNothing(board.pending)) return board.writing ?? undefined
    return start(board)
  }

  function start(board: Board): Promise<void> {
    if (board.writing) return board.writing
    board.cancelWrite?.()
    board.cancelWrite = null
    board.writing = writeNow(board).finally(() => {
      board.writing = null
      if (isNothing(board.pending)) return
      writeSoon(board, board.failures === 0 ? GAP_MS : (RETRY_MS[board.failures - 1] ?? RETRY_MS.at(-1)))
    })
    return board.writing
  }

  async function writeNow(board: Board): Promise<void> {
    const changes = board.pending
    board.pending = nothing()
    try {
      const values = await readValues(deps, board.boardId, changes)
      let settled = new Map<string, number>()
      await documents.write(ledgerDocument(board.boardId), (doc) => {
        settled = put(doc, values)
      })
      for (const [key, rev] of settled) board.written.set(key, rev)
      board.failures = 0
    } catch (error) {
      add(board.pending, changes)
      board.failures += 1
      log.warn({ err: error, boardId: board.boardId }, 'the ledger could not be written; it is tried again')
      throw error
    }
  }

  function lookSoon(board: Board): void {
    if (board.cancelLook || closed) return
    board.cancelLook = clock.after(LOOK_MS, () => {
      board.cancelLook = null
      look(board).catch((error: unknown) => log.warn({ err: error, boardId: board.boardId }, 'looking at a ledger'))
    })
  }

  /** Two nodes may write at once, and the older value may be the one that stays. */
  async function look(board: Board): Promise<void> {
    if (board.writing) return lookSoon(board)
    const lost = await documents.read(ledgerDocument(board.boardId), (doc) => overwritten(doc, board.written))
    if (!isNothing(lost)) note(board.boardId, lost)
  }

  return {
    publish,
    note,
    async idle() {
      const busy = () => [...boards.values()].find((board) => board.writing !== null || !isNothing(board.pending))
      for (let board = busy(); board; board = busy()) await start(board)
    },
    async close() {
      stopListening()
      for (const board of boards.values()) {
        board.cancelWrite?.()
        board.cancelLook?.()
        await (isNothing(board.pending) ? board.writing : start(board))?.catch(() => undefined)
      }
      closed = true
    },
  }
}

interface Board {
  boardId: BoardId
  pending: Pending
  /** The revision this node last saw in the ledger under each key: none may become older. */
  written: Map<string, number>
  writing: Promise<void> | null
  failures: number
  cancelWrite: (() => void) | null
  cancelLook: (() => void) | null
}

function nothing(): Pending {
  return { board: false, people: false, ideas: new Set(), rounds: new Set() }
}

function isNothing({ board, people, ideas, rounds }: Pending): boolean {
  return !board && !people && ideas !== 'all' && ideas.size === 0 && rounds !== 'all' && rounds.size === 0
}

function add(pending: Pending, changes: Changes): void {
  pending.board ||= changes.board ?? false
  pending.people ||= changes.people ?? false
  pending.ideas = union(pending.ideas, changes.ideas ?? [])
  pending.rounds = union(pending.rounds, changes.rounds ?? [])
}

function union<T>(all: Set<T> | 'all', more: Iterable<T> | 'all'): Set<T> | 'all' {
  if (all === 'all' || more === 'all') return 'all'
  for (const one of more) all.add(one)
  return all
}

async function readValues(deps: LedgerDeps, boardId: BoardId, changes: Pending): Promise<Values> {
  const { db, sources } = deps
  const rounds = new Map<RoundId, Stamped<LedgerRound>>()
  const roundIds = changes.rounds === 'all' ? await sources.roundIds(db, boardId) : changes.rounds
  for (const roundId of roundIds) {
    const round = await sources.round(db, roundId)
    if (round) rounds.set(roundId, { entry: round, stampedRev: 0 })
  }
  const { ideas } = changes
  return {
    board: changes.board ? await boardEntry(db, boardId, sources) : null,
    people: changes.people ? await peopleEntry(db, boardId) : null,
    ideas:
      ideas !== 'all' && ideas.size === 0
        ? new Map()
        : await sources.ideas(db, boardId, ideas === 'all' ? ideas : [...ideas]),
    rounds,
  }
}

async function boardEntry(
  reader: Reader,
  boardId: BoardId,
  sources: LedgerSources,
): Promise<Stamped<LedgerBoard> | null> {
  // Drawn before the rows are read: see ledgerIdeasOf.
  const rev = await drawRevision(reader)
  const board = await boardOf(reader, boardId)
  if (!board) return null
  const entry: LedgerBoard = {
    rev: Math.max(rev, board.rev),
    title: board.title,
    question: board.question,
    naming: board.naming as Naming,
    locked: board.locked,
    archivedAt: board.archivedAt?.getTime() ?? null,
    wall: board.wall,
    roundId: await sources.openRound(reader, boardId),
  }
  return { entry, stampedRev: board.rev }
}

async function peopleEntry(reader: Reader, boardId: BoardId): Promise<Stamped<{ rev: number; people: number }>> {
  const rev = await drawRevision(reader)
  const [row] = await reader
    .select({ people: count() })
    .from(boardMembers)
    .where(and(eq(boardMembers.boardId, boardId), isNull(boardMembers.removedAt)))
  return { entry: { rev, people: row?.people ?? 0 }, stampedRev: 0 }
}

async function drawRevision(reader: Reader): Promise<number> {
  const { rows } = await reader.execute<{ rev: string }>(sql`select nextval('revision') as rev`)
  return Number(rows[0]?.rev)
}

interface Revised {
  rev: number
}

/** Answers, per key, the revision the ledger holds now. */
function put(doc: Y.Doc, values: Values): Map<string, number> {
  const revs = new Map<string, number>()
  const into = <V extends Revised>(map: Y.Map<V>, prefix: string, entries: Iterable<readonly [string, Stamped<V>]>) => {
    for (const [key, value] of entries) revs.set(`${prefix}${key}`, putOne(map, key, value))
  }
  into(ledgerIdeas(doc), IDEA, values.ideas)
  into(ledgerRounds(doc), ROUND, values.rounds)
  if (values.board) into(ledgerBoard(doc), BOARD, [['settings', values.board]])
  if (values.people) into(ledgerPeople(doc), PEOPLE, [['count', values.people]])
  return revs
}

function putOne<V extends Revised>(map: Y.Map<V>, key: string, { entry, stampedRev }: Stamped<V>): number {
  const there = map.get(key)
  if (there && there.rev > entry.rev) return there.rev
  // The same said again costs every reader a frame for nothing. A row that was stamped since is said again even if it
  // reads the same: something that the ledger does not spell out (a comment's words, a column) has changed.
  const told = there && there.rev >= stampedRev && isDeepStrictEqual({ ...there, rev: 0 }, { ...entry, rev: 0 })
  if (told) return there.rev
  map.set(key, entry)
  return entry.rev
}

const IDEA = 'idea/'
const ROUND = 'round/'
const BOARD = 'board/'
const PEOPLE = 'people/'

function overwritten(doc: Y.Doc, written: ReadonlyMap<string, number>): Pending {
  const lost = nothing()
  const ideas = ledgerIdeas(doc)
  const rounds = ledgerRounds(doc)
  for (const [key, rev] of written) {
    if (key.startsWith(IDEA)) {
      const id = key.slice(IDEA.length) as IdeaId
      if (older(ideas.get(id), rev)) union(lost.ideas, [id])
    } else if (key.startsWith(ROUND)) {
      const id = key.slice(ROUND.length) as RoundId
      if (older(rounds.get(id), rev)) union(lost.rounds, [id])
    } else if (key.startsWith(BOARD)) lost.board = older(ledgerBoard(doc).get('settings'), rev)
    else lost.people = older(ledgerPeople(doc).get('count'), rev)
  }
  return lost
}

const older = (there: Revised | undefined, rev: number) => !there || there.rev < rev
