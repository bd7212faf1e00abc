// Owns the writing of one node into ledgers: what has changed is read from the database and published, many changes in
// one write, never an older revision over a newer one. A newer value that was overwritten by an older one is written
// again, so the ledger always settles on the database's truth. It decides nothing about what may be known.

import { ledgerDocument, parseDocumentName } from '../../../shared/documents.ts'
import type { BoardId } from '../../../shared/model.ts'
import type { Db } from '../../platform/database/handle.ts'
import type { Clock, Documents, LedgerSources, Log } from '../deps.ts'
import {
  type Changes,
  type Pending,
  add,
  isNothing,
  nothing,
  overwritten,
  putValues,
  readValues,
} from './ledger-values.ts'

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

  // Also what another node wrote: its older revision may have come over a newer one of ours.
  const listening = [documents.onWritten(heed), documents.onLearned(heed)]

  function heed(name: string): void {
    const document = parseDocumentName(name)
    if (document?.kind !== 'ledger') return
    const board = boards.get(document.id as BoardId)
    if (board && board.written.size > 0) lookSoon(board)
  }

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
      const values = await readValues(deps.db, deps.sources, board.boardId, changes)
      let settled = new Map<string, number>()
      await documents.write(ledgerDocument(board.boardId), (doc) => {
        settled = putValues(doc, values)
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
      for (const stop of listening) stop()
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
