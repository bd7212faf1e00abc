// Owns how an idea is written in a sealed phase: into the table of sealed ideas, and nowhere else. Only its author learns
// anything of it; on an anonymous board nothing but a mark that they alone can make says that it is theirs.

import { SEALED_IDEAS_MAX_PER_PERSON } from '../../shared/limits.ts'
import type { BoardId, IdeaId, Naming, UserId } from '../../shared/model.ts'
import { type Outcome, done, refuse } from '../../shared/outcome.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { Added, NewIdea } from './add.ts'
import type { IdeaDeps, Marker } from './deps.ts'
import { enteredMark, writtenAt } from './rules.ts'
import * as sealedStore from './sealed-store.ts'

export interface Sealing {
  boardId: BoardId
  naming: Naming
  author: UserId
  /** Who enters it for them. */
  enteredBy: UserId | null
  marker: Marker | null
  /** Where those go that name no column. */
  firstColumn: string | null
  now: Date
}

/** All or none, under the board's lock; what may be written was judged before. Refuses: too-many-sealed, id-taken. */
export async function addSealed(
  tx: Tx,
  deps: IdeaDeps,
  { boardId, naming, author, enteredBy, marker, firstColumn, now }: Sealing,
  items: readonly (NewIdea & { tags: string[] })[],
): Promise<Outcome<Added[]>> {
  const own = await sealedStore.ownTotals(tx, boardId, { userId: author, marker })
  const room = roomForSealed(own.n, items.length)
  if (!room.ok) return room
  const first = firstMoment(writtenAt(now, naming), own.lastAt)
  const rows = items.map((item, i) => {
    const id = item.ideaId ?? (deps.newId() as IdeaId)
    return {
      id,
      boardId,
      text: item.text,
      details: item.details ?? '',
      tags: item.tags,
      authorId: naming === 'named' ? author : null,
      authorMark: marker ? Buffer.from(marker(id, author)) : null,
      onBehalfOf: item.onBehalfOf ?? null,
      ...enteredMark(enteredBy, naming),
      columnId: item.column ?? firstColumn,
      color: item.color ?? 'sun',
      x: item.x ?? 0,
      y: item.y ?? 0,
      createdAt: new Date(first + i),
    }
  })
  if (!(await sealedStore.insertSealed(tx, rows))) return idTaken()
  await deps.noteWriter(tx, boardId, author)
  await tellAuthor(tx, deps, boardId, author)
  // No number yet: the reveal gives it, in an order that tells nothing.
  return done(rows.map((row) => ({ ideaId: row.id, number: 0 })))
}

/** Their other windows and devices ask again; nobody else is told. */
export async function tellAuthor(
  tx: Tx,
  deps: Pick<IdeaDeps, 'enqueue'>,
  boardId: BoardId,
  userId: UserId,
): Promise<void> {
  await deps.enqueue(tx, 'answers.stale', userId, { userIds: [userId], topics: [`mine:${boardId}`] })
}

export const idTaken = () =>
  refuse('conflict', 'id-taken', 'This idea id is in use. Propose another, or none.', { field: 'ideaId' })

function roomForSealed(own: number, more: number): Outcome<null> {
  if (own + more <= SEALED_IDEAS_MAX_PER_PERSON) return done(null)
  return refuse(
    'conflict',
    'too-many-sealed',
    `One person seals at most ${SEALED_IDEAS_MAX_PER_PERSON} ideas. Remove one, or wait for the reveal.`,
    { limit: SEALED_IDEAS_MAX_PER_PERSON },
  )
}

/** One's own stay in the order they were written, also where times are told by the hour: a millisecond each. */
function firstMoment(at: Date, lastAt: Date | null): number {
  return lastAt && lastAt >= at ? lastAt.getTime() + 1 : at.getTime()
}
