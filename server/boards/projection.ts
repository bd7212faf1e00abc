// Owns the copy of what people did to cards (text, column, order, place, group, colour) from the board's document into
// the ideas' rows, for lists, exports and restore. Cleaned and cut to the limits: a document may hold anything.
// Must never write the document, nor anything in a row that a command decides.

import { and, eq, lt, sql } from 'drizzle-orm'
import { type Card, boardDocument, cardsOf, columnsOf, parseDocumentName, readCard } from '../../shared/documents.ts'
import * as Y from 'yjs'
import { IDEA_TEXT_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardId, IdeaId, Naming } from '../../shared/model.ts'
import { charCount, cleanText } from '../../shared/text.ts'
import type { Db, Tx } from '../platform/database/handle.ts'
import { boards, ideas } from '../platform/database/schema/index.ts'
import type { Clock, Documents, Log } from './deps.ts'
import { coarseTime, columnBeside } from './rules.ts'
import * as store from './store.ts'

/** Long enough that a sentence is one write, short enough that a list is never surprising. */
const AFTER_MS = 500
const RETRY_MS = 5_000
/** Boards whose last copy is remembered, so that an edit writes one row; beyond it the least recent is read again. */
const REMEMBERED_BOARDS = 100

export interface ProjectionDeps {
  db: Db
  documents: Documents
  clock: Clock
  log: Log
  /** The document holds cards without ideas, or lacks cards of living ones, or its columns were tampered with. */
  onDisagreement(boardId: BoardId, ideaIds: IdeaId[]): void
}

export interface Projection {
  /** Resolves when the rows hold everything written to the board before the call. Never inside a database transaction. */
  settle(boardId: BoardId): Promise<void>
  /** Copies these cards whatever the document says now: the last state of cards that were taken out of it. */
  keep(boardId: BoardId, cards: readonly Card[]): Promise<void>
  close(): Promise<void>
}

interface BoardState {
  /** What each row was last seen or made to hold; null: not known, read the rows. */
  copied: Map<string, string> | null
  dirty: boolean
  /** Another node has copied too: what is remembered from before that is not what the rows hold. */
  learned: boolean
  cancel: (() => void) | null
  running: Promise<void> | null
}

export function createProjection(deps: ProjectionDeps): Projection {
  const { documents, clock, log } = deps
  const states = new Map<BoardId, BoardState>()
  let closed = false

  const stopListening = documents.onWritten((name) => {
    const document = parseDocumentName(name)
    if (document?.kind === 'board') soon(document.id as BoardId, AFTER_MS)
  })
  // That node copies what it wrote; what we remember of the rows is no longer true.
  const stopLearning = documents.onLearned((name) => {
    const document = parseDocumentName(name)
    const state = document?.kind === 'board' ? states.get(document.id as BoardId) : undefined
    if (state) Object.assign(state, { copied: null, dirty: true, learned: true })
  })

  function stateOf(boardId: BoardId): BoardState {
    const state = states.get(boardId) ?? { copied: null, dirty: true, learned: false, cancel: null, running: null }
    states.delete(boardId) // to the end: most recent
    states.set(boardId, state)
    if (states.size > REMEMBERED_BOARDS) forgetOldest()
    return state
  }

  function forgetOldest(): void {
    for (const [boardId, state] of states) {
      if (state.dirty || state.running || state.cancel) continue
      states.delete(boardId)
      return
    }
  }

  function soon(boardId: BoardId, delayMs: number): void {
    const state = stateOf(boardId)
    state.dirty = true
    if (state.cancel || closed) return
    state.cancel = clock.after(delayMs, () => {
      state.cancel = null
      settle(boardId).catch((error: unknown) => {
        log.warn({ err: error, boardId }, 'cards could not be copied into the database; it is tried again')
        soon(boardId, RETRY_MS)
      })
    })
  }

  async function settle(boardId: BoardId): Promise<void> {
    const state = stateOf(boardId)
    while (state.running) await state.running.catch(() => undefined)
    if (!state.dirty) return
    state.cancel?.()
    state.cancel = null
    state.dirty = false
    state.learned = false
    state.running = copyAll(boardId, state).finally(() => {
      state.running = null
    })
    try {
      await state.running
    } catch (error) {
      state.dirty = true
      state.copied = null
      throw error
    }
  }

  async function copyAll(boardId: BoardId, state: BoardState): Promise<void> {
    const read = await documents.read(boardDocument(boardId), (doc, { damaged }) => (damaged ? null : readBoard(doc)))
    // The rows may hold what the document has lost (FAULTS F11): they stay as they are.
    if (read === null) {
      state.dirty = true
      return
    }
    const columns = await columnFacts(deps.db, boardId)
    const known = state.copied ?? (await readCopied(deps.db, boardId))
    const wanted = read.cards.map((card) => sound(card, columns))
    const changed = wanted.filter((card) => known.get(card.id) !== signature(card))
    const updated = changed.length > 0 ? await write(deps.db, boardId, changed, clock.now()) : new Set<string>()
    for (const card of changed) if (updated.has(card.id)) known.set(card.id, signature(card))
    state.copied = state.learned ? null : known

    const inDocument = new Set(read.cards.map((card) => card.ideaId as string))
    const strangers = changed.filter((card) => !updated.has(card.id)).map((card) => card.id)
    const missing = [...known.keys()].filter((id) => !inDocument.has(id))
    for (const id of missing) known.delete(id)
    const doubtful = [...strangers, ...missing, ...read.broken]
    if (doubtful.length > 0 || read.columns !== columnSignature(columns)) {
      deps.onDisagreement(boardId, doubtful as IdeaId[])
    }
  }

  return {
    settle,
    async keep(boardId, cards) {
      // A copy under way may have read these cards before their last words.
      for (let running = states.get(boardId)?.running; running; running = states.get(boardId)?.running) {
        await running.catch(() => undefined)
      }
      const columns = await columnFacts(deps.db, boardId)
      const soundCards = cards.map((card) => sound(card, columns))
      await write(deps.db, boardId, soundCards, clock.now())
      for (const card of cards) states.get(boardId)?.copied?.delete(card.ideaId)
    },
    async close() {
      stopListening()
      stopLearning()
      const waiting = [...states].filter(([, state]) => state.cancel !== null || state.running !== null)
      for (const [boardId, state] of waiting) {
        state.cancel?.()
        state.cancel = null
        await settle(boardId).catch((error: unknown) => log.warn({ err: error, boardId }, 'copying cards at the end'))
      }
      closed = true
    },
  }
}

function readBoard(doc: Y.Doc) {
  const cards: Card[] = []
  const broken: string[] = []
  for (const [id, card] of cardsOf(doc).entries()) {
    if (card instanceof Y.Map) cards.push(readCard(id, card))
    else broken.push(id)
  }
  return { cards, broken, columns: [...columnsOf(doc).keys()].sort().join(' ') }
}

type ColumnFacts = store.ColumnRow & { removed: boolean }

async function columnFacts(db: Db, boardId: BoardId): Promise<ColumnFacts[]> {
  const columns = await store.columnsOf(db, boardId, 'all')
  return columns.map((column) => ({ ...column, removed: column.removedAt !== null }))
}

function columnSignature(columns: readonly ColumnFacts[]): string {
  const living = columns.filter((column) => !column.removed)
  return living
    .map((column) => column.id)
    .sort()
    .join(' ')
}

interface SoundCard {
  id: string
  text: string
  columnId: string | null
  position: string
  x: number
  y: number
  groupId: string | null
  color: string
}

const POSITION_MAX_CHARS = 200 // keys grow by a character for thousands of moves into one gap
const WALL_EDGE = 1e6 // as idea.add has it

function sound(card: Card, columns: readonly ColumnFacts[]): SoundCard {
  const edge = (value: number) => Math.max(-WALL_EDGE, Math.min(WALL_EDGE, value))
  return {
    id: card.ideaId,
    text: cut(cleanText(card.title), IDEA_TEXT_MAX_CHARS),
    columnId: columnBeside(columns, card.column)?.id ?? null,
    position: /^[\x20-\x7e]*$/.test(card.order) && card.order.length <= POSITION_MAX_CHARS ? card.order : '',
    x: edge(card.x),
    y: edge(card.y),
    groupId: card.group !== null && /^[A-Za-z0-9_-]{1,64}$/.test(card.group) ? card.group : null,
    color: card.color,
  }
}

function cut(text: string, maxChars: number): string {
  return charCount(text) <= maxChars ? text : Array.from(text).slice(0, maxChars).join('')
}

function signature({ text, columnId, position, x, y, groupId, color }: SoundCard): string {
  return JSON.stringify([text, columnId, position, x, y, groupId, color])
}

async function readCopied(db: Db, boardId: BoardId): Promise<Map<string, string>> {
  const rows = await db
    .select({
      id: ideas.id,
      text: ideas.text,
      columnId: ideas.columnId,
      position: ideas.position,
      x: ideas.x,
      y: ideas.y,
      groupId: ideas.groupId,
      color: ideas.color,
    })
    .from(ideas)
    .where(and(eq(ideas.boardId, boardId), sql`${ideas.removedAt} is null`))
  return new Map(rows.map((row) => [row.id, signature(row)]))
}

/** Answers the ids that were ideas of this board. */
async function write(db: Db, boardId: BoardId, cards: readonly SoundCard[], nowMs: number): Promise<Set<string>> {
  const column = <K extends keyof SoundCard>(key: K) => sql.param(cards.map((card) => card[key]))
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(sql`
      update ideas set text = v.text, column_id = v.column_id, position = v.position, x = v.x, y = v.y,
        group_id = v.group_id, color = v.color
      from unnest(${column('id')}::text[], ${column('text')}::text[], ${column('columnId')}::text[],
        ${column('position')}::text[], ${column('x')}::float8[], ${column('y')}::float8[],
        ${column('groupId')}::text[], ${column('color')}::text[])
        as v(id, text, column_id, position, x, y, group_id, color)
      where ideas.id = v.id and ideas.board_id = ${boardId}
      returning ideas.id`)
    if (rows.length > 0) await touch(tx, boardId, nowMs)
    return new Set(rows.map((row) => row.id))
  })
}

/** When the board was last worked on, as exactly as it may be told. */
async function touch(tx: Tx, boardId: BoardId, nowMs: number): Promise<void> {
  const [board] = await tx.select({ naming: boards.naming }).from(boards).where(eq(boards.id, boardId))
  if (!board) return
  const activeAt = coarseTime(new Date(nowMs), board.naming as Naming)
  await tx
    .update(boards)
    .set({ activeAt })
    .where(and(eq(boards.id, boardId), lt(boards.activeAt, activeAt)))
}
