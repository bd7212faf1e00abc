// Owns how ideas come into being, one or many: numbers without gaps, limits, authorship. Used by the commands and by
// import. Nothing here may let out who wrote an idea of an anonymous board: not a result, not an outbox row, not a log.

import type { BoardId, ColumnId, IdeaId, NoteColor, UserId } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import type { Standing } from '../../shared/permissions.ts'
import { isSealed, mayInPhase } from '../../shared/session.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { IdeaDeps } from './deps.ts'
import { addIdeas as mayAdd, boardOpen, enteredMark, writtenAt } from './rules.ts'
import { addSealed, idTaken } from './sealed-add.ts'
import * as sealedStore from './sealed-store.ts'
import * as store from './store.ts'

export interface NewIdea {
  text: string
  ideaId?: IdeaId | undefined
  details?: string | undefined
  tags?: string[] | undefined
  /** Absent: the first column. */
  column?: ColumnId | undefined
  color?: NoteColor | undefined
  onBehalfOf?: string | undefined
  /** Absent, or both zero: the wall finds a free place. */
  x?: number | undefined
  y?: number | undefined
  importKey?: string | undefined
}

export interface Added {
  ideaId: IdeaId
  /** 0: sealed. */
  number: number
}

/**
 * All of them or none, in the order given. A null author leaves ideas without one (import), and such are never sealed:
 * nobody wrote them here.
 * Refuses: board-archived, board-locked, not-in-this-phase, no-names-here, board-full-of-ideas, no-such-column,
 * too-many-sealed, id-taken.
 */
export async function addIdeas(
  tx: Tx,
  deps: IdeaDeps,
  where: {
    boardId: BoardId
    author: UserId | null
    standing?: ReadonlySet<Standing>
    /** Entered for the author by this person. */
    enteredBy?: UserId | null
    now: Date
  },
  items: readonly NewIdea[],
): Promise<Outcome<Added[]>> {
  const { boardId, author, standing, enteredBy = null, now } = where
  const board = await store.boardForUpdate(tx, boardId)
  if (!board) return refuse('not-found', 'no-such-board')
  const marker = board.naming === 'anonymous' ? await deps.markerFor(tx, boardId) : null
  if (board.naming === 'anonymous' && !marker && author) throw new Error('an anonymous board without a secret')

  const again = await sameAgain(tx, boardId, items, (row) =>
    board.naming === 'named'
      ? row.authorId === author
      : author !== null && marker !== null && equal(row.authorMark, marker(row.id, author)),
  )
  if (!again.ok) return again
  if (again.value) {
    const open = boardOpen(board)
    return open.ok ? done(again.value) : open
  }

  // Asked again under the lock, which every step of a session takes: the phase may have changed since dispatch (F76).
  const policy = author ? await sealedStore.policyOf(tx, boardId) : null
  if (mayInPhase(policy, 'idea.add', standing ?? new Set())) return notNow()
  const allowed = mayAdd(board, { many: items.length, onBehalfOf: items.some((item) => item.onBehalfOf) })
  if (!allowed.ok) return allowed
  const columns = await store.columnIds(tx, boardId)
  const stray = items.find((item) => item.column && !columns.includes(item.column))
  if (stray) return refuse('not-found', 'no-such-column', 'This column is not on this board.', { field: 'column' })

  if (author && isSealed(policy)) {
    const sealing = { boardId, naming: board.naming, author, enteredBy, marker, firstColumn: columns[0] ?? null, now }
    return addSealed(
      tx,
      deps,
      sealing,
      items.map((item) => ({ ...item, tags: uniqueTags(item.tags ?? []) })),
    )
  }

  const createdAt = writtenAt(now, board.naming)
  const first = await store.takeNumbers(tx, boardId, items.length, createdAt)
  const rows = items.map((item, i): store.IdeaToInsert => {
    const id = item.ideaId ?? (deps.newId() as IdeaId)
    return {
      id,
      boardId,
      number: first + i,
      text: item.text,
      details: item.details ?? '',
      tags: uniqueTags(item.tags ?? []),
      authorId: board.naming === 'named' ? author : null,
      authorMark: marker && author ? marker(id, author) : null,
      onBehalfOf: item.onBehalfOf ?? null,
      ...enteredMark(enteredBy, board.naming),
      columnId: item.column ?? columns[0] ?? null,
      color: item.color ?? 'sun',
      x: item.x ?? 0,
      y: item.y ?? 0,
      importKey: item.importKey ?? null,
      createdAt,
    }
  })
  if (!(await store.insertIdeas(tx, rows))) return idTaken()
  await deps.enqueue(tx, 'ideas.born', boardId, { boardId, ideaIds: rows.map((row) => row.id) })
  return done(rows.map((row) => ({ ideaId: row.id, number: row.number })))
}

/**
 * A client that proposed ids and never heard the answer asks again, perhaps with a new idempotency key: the same ids,
 * board, texts and author get the same answer. Null: all of these are new. An id that is taken otherwise is refused.
 */
async function sameAgain(
  tx: Tx,
  boardId: BoardId,
  items: readonly NewIdea[],
  byMe: (row: Known) => boolean,
): Promise<Outcome<Added[] | null>> {
  const proposed = items.flatMap((item) => (item.ideaId ? [item.ideaId] : []))
  const sealed = (await sealedStore.sealedById(tx, proposed)).map((row): Known => ({ ...row, number: 0 }))
  const known = new Map([...(await store.ideasById(tx, proposed)), ...sealed].map((row) => [row.id, row]))
  if (known.size === 0 && new Set(proposed).size === proposed.length) return done(null)
  const added: Added[] = []
  for (const item of items) {
    const row = item.ideaId ? known.get(item.ideaId) : undefined
    if (!row || row.boardId !== boardId || row.text !== item.text || !byMe(row)) {
      return idTaken()
    }
    added.push({ ideaId: row.id as IdeaId, number: row.number })
  }
  return done(added)
}

type Known = Pick<store.IdeaRow, 'id' | 'boardId' | 'number' | 'text' | 'authorId' | 'authorMark'>

const notNow = () => refuse('conflict', 'not-in-this-phase', 'That is not for this phase of the session.')

function equal(a: Uint8Array | null, b: Uint8Array): boolean {
  return a !== null && Buffer.compare(a, b) === 0
}

/** In the order given, whatever their case: `Parking` and `parking` are one tag. */
export function uniqueTags(tags: readonly string[]): string[] {
  const seen = new Set<string>()
  return tags.filter((tag) => {
    const key = tag.toLocaleLowerCase()
    return !seen.has(key) && seen.add(key)
  })
}
