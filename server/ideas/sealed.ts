// Owns the way of sealed ideas to the board and back: what their authors see of them, the reveal, and its undo. At a reveal
// nothing may tell in which order, by whom or when they were written: not a number, a time, a place in a list.

import type { BoardId, IdeaId, NoteColor } from '../../shared/model.ts'
import type { Card } from '../../shared/documents.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import type { SealedIdea } from '../../shared/session.ts'
import type { Actor, Enqueue, Place } from '../platform/command.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import type { IdeaDeps } from './deps.ts'
import { receiptOf } from './receipts.ts'
import { writtenAt } from './rules.ts'
import * as sealedStore from './sealed-store.ts'
import { shuffled } from './shuffle.ts'
import * as store from './store.ts'

export { sealedCommands } from './sealed-commands.ts'

export interface RevealDeps {
  enqueue: Enqueue
  newId: () => string
  /** Cryptographically strong: the order of a reveal is made of it. */
  randomBytes: (length: number) => Uint8Array
}

export interface Revealed {
  /** In the order in which they stand on the board from here on. */
  ideaIds: IdeaId[]
  /** Sorted, so that their order tells nothing either. */
  receipts: string[]
}

/** How many are sealed on this board: all that anybody may know before the reveal. */
export const sealedCount = (reader: Reader, boardId: BoardId): Promise<number> =>
  sealedStore.countSealed(reader, boardId)

/** For this person's eyes alone, in the order they wrote them. */
export async function mySealed(
  reader: Reader,
  actor: Pick<Actor, 'userId'>,
  place: Pick<Place, 'boardId' | 'naming'>,
  deps: Pick<IdeaDeps, 'markerFor'>,
): Promise<SealedIdea[]> {
  const marker = place.naming === 'anonymous' ? await deps.markerFor(reader, place.boardId) : null
  if (place.naming === 'anonymous' && !marker) return []
  const rows = await sealedStore.ownSealed(reader, place.boardId, { userId: actor.userId, marker })
  return rows.map((row) => ({
    ideaId: row.id as IdeaId,
    text: row.text,
    columnId: row.columnId,
    color: row.color,
    receipt: receiptOf(row.id as IdeaId, row.text),
    onBehalfOf: row.onBehalfOf,
  }))
}

/**
 * All sealed ideas of the board become ideas at once: shuffled, numbered in that order, with one and the same time. Empty
 * when there are none. The scribe is told of all of them together, so that every client gets them in one update.
 */
export async function revealSealed(
  tx: Tx,
  deps: RevealDeps,
  { boardId, now }: { boardId: BoardId; now: Date },
): Promise<Revealed> {
  const board = await store.boardForUpdate(tx, boardId)
  const rows = shuffled(await sealedStore.takeSealed(tx, boardId), deps.randomBytes)
  if (!board || rows.length === 0) return { ideaIds: [], receipts: [] }
  const createdAt = writtenAt(now, board.naming)
  const numbers = await numbersFor(tx, boardId, rows, createdAt)
  const taken = await sealedStore.idsTaken(
    tx,
    rows.map((row) => row.id),
  )
  const made = rows.map((row, i): store.IdeaToInsert => {
    // Only its author knows a sealed id. Whoever gave it to another idea meanwhile must not hold up everybody's reveal.
    const lost = taken.has(row.id)
    return {
      id: (lost ? deps.newId() : row.id) as IdeaId,
      boardId,
      number: numbers[i]!,
      text: row.text,
      details: row.details,
      tags: row.tags,
      authorId: row.authorId as store.IdeaToInsert['authorId'],
      authorMark: lost ? null : row.authorMark,
      onBehalfOf: row.onBehalfOf,
      proxy: row.proxy,
      enteredBy: row.enteredBy as store.IdeaToInsert['authorId'],
      columnId: row.columnId as store.IdeaToInsert['columnId'],
      color: row.color as NoteColor,
      x: row.x,
      y: row.y,
      importKey: null,
      createdAt,
    }
  })
  if (!(await store.insertIdeas(tx, made))) throw new Error('the id of a sealed idea was taken during its reveal')
  const ideaIds = made.map((row) => row.id)
  await deps.enqueue(tx, 'ideas.born', boardId, { boardId, ideaIds })
  return { ideaIds, receipts: made.map((row) => receiptOf(row.id, row.text)).sort() }
}

/**
 * Ascending, for the shuffled row of ideas: those that were numbered at an earlier reveal give their numbers back to all of
 * them, because a number that stays with its idea would tell what was changed since, and by the same hand.
 */
async function numbersFor(tx: Tx, boardId: BoardId, rows: readonly { number: number | null }[], activeAt: Date) {
  const kept = rows.flatMap(({ number }) => (number === null ? [] : [number]))
  const missing = rows.length - kept.length
  const first = await store.takeNumbers(tx, boardId, missing, activeAt)
  return [...kept, ...Array.from({ length: missing }, (_, i) => first + i)].sort((a, b) => a - b)
}

export interface ResealDeps {
  enqueue: Enqueue
  /** The cards as the log has them: what people wrote may not have come to the rows yet. */
  cardsOf(tx: Tx, boardId: BoardId): Promise<ReadonlyMap<string, Card>>
}

/**
 * Takes a reveal back: its ideas are sealed again, with the numbers the reveal gave them.
 * Refuses `revealed-in-use` once anybody has done anything with one of them, because that would be lost.
 * `receipts`: what the reveal gave out, by which one sees that nobody has changed a word.
 * The documents forget the cards at once (the scribe). What everybody saw meanwhile stays where history is kept: in versions
 * of the board made between reveal and undo (VERSIONS_KEPT_DAYS), and in backups of the database.
 */
export async function resealIdeas(
  tx: Tx,
  deps: ResealDeps,
  { boardId, ideaIds, receipts }: { boardId: BoardId; ideaIds: readonly IdeaId[]; receipts: readonly string[] },
): Promise<Outcome<null>> {
  if (ideaIds.length === 0) return done(null)
  await store.boardForUpdate(tx, boardId)
  const rows = await sealedStore.ideasForReseal(tx, boardId, ideaIds)
  const known = new Set(receipts)
  const asRevealed = (id: string, text: string) => known.has(receiptOf(id as IdeaId, text))
  const untouched = rows.every(
    (row) => row.removedAt === null && row.groupId === null && row.stage === 'open' && asRevealed(row.id, row.text),
  )
  if (rows.length < ideaIds.length || !untouched || (await sealedStore.anythingHangsOn(tx, ideaIds))) return inUse()
  const cards = await deps.cardsOf(tx, boardId)
  const edited = rows.some(({ id }) => {
    const card = cards.get(id)
    return card !== undefined && (card.group !== null || !asRevealed(id, card.title))
  })
  if (edited) return inUse()

  await sealedStore.deleteIdeas(tx, ideaIds)
  const sealed = rows.map((row): sealedStore.SealedToInsert => {
    const { id, number, text, details, tags, authorId, authorMark, onBehalfOf, proxy, enteredBy, createdAt } = row
    const { column: columnId, color } = cards.get(id) ?? { column: row.columnId, color: row.color }
    // No place on the wall: one that stays with its idea would tell as much as a number.
    const written = { id, boardId, number, text, details, tags, authorId, authorMark, onBehalfOf, proxy, enteredBy }
    return { ...written, columnId, color, createdAt }
  })
  if (!(await sealedStore.insertSealed(tx, sealed))) throw new Error('an idea that is sealed again was sealed already')
  await deps.enqueue(tx, 'ideas.sealed', boardId, { boardId, ideaIds: [...ideaIds] })
  return done(null)
}

const inUse = () =>
  refuse(
    'conflict',
    'revealed-in-use',
    'Somebody has already worked with one of these ideas. They stay on the board; go back to the phase instead.',
  )
