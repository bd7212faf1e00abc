// Owns how somebody finds what they wrote on an anonymous board: by a mark that proves it to them and tells nobody else
// anything. Asked for, never sent; nothing here is put where others read, and no event says who asked.

import { timingSafeEqual } from 'node:crypto'
import type { EntriesMine } from '../../shared/discussion.ts'
import type { UserId } from '../../shared/model.ts'
import { done, notThere, type Outcome } from '../../shared/outcome.ts'
import { allows } from '../../shared/permissions.ts'
import type { Actor, Place } from '../platform/command.ts'
import type { Reader } from '../platform/database/handle.ts'
import type { AgendaDeps, Marker } from './deps.ts'
import * as store from './store.ts'

export function isMarked(
  { id, authorMark }: { id: string; authorMark: Uint8Array | null },
  marker: Marker | null,
  userId: UserId,
): boolean {
  if (authorMark === null || marker === null) return false
  const mark = marker(id, userId)
  return mark.length === authorMark.length && timingSafeEqual(mark, authorMark)
}

/** GET /api/boards/<id>/entries/mine. On a named board everybody sees whose they are. */
export async function entriesMine(
  reader: Reader,
  actor: Pick<Actor, 'userId'>,
  place: Place,
  { markerFor }: Pick<AgendaDeps, 'markerFor'>,
): Promise<Outcome<EntriesMine>> {
  if (!allows('board.read', place.standing)) return notThere()
  const marker = place.naming === 'named' ? null : await markerFor(reader, place.boardId)
  const marked = marker ? await store.markedEntries(reader, place.boardId) : []
  return done({ entryIds: marked.filter((entry) => isMarked(entry, marker, actor.userId)).map(({ id }) => id) })
}
