// Owns author marks: on an anonymous board they prove "this is mine" to its author and tell nobody else anything
// (FAULTS R5). Must never be logged, published or compared with anything but a mark made here.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { BoardId, UserId } from '../../shared/model.ts'
import type { Reader, Tx } from '../platform/database/handle.ts'
import { boardSecrets } from '../platform/database/schema/index.ts'

export const SECRET_BYTES = 32 // as long as the hash

/** The mark of this person on this idea or comment. */
export type Marker = (subjectId: string, userId: UserId) => Uint8Array

export function markerOf(key: Uint8Array): Marker {
  return (subjectId, userId) => createHmac('sha256', key).update(`${subjectId}|${userId}`).digest()
}

export function sameMark(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a !== null && b !== null && a.length === b.length && timingSafeEqual(a, b)
}

/** Null where the board has no secret: it is named, or its links were cut for good. */
export async function markerFor(reader: Reader, boardId: BoardId): Promise<Marker | null> {
  const [row] = await reader
    .select({ key: boardSecrets.key })
    .from(boardSecrets)
    .where(eq(boardSecrets.boardId, boardId))
  return row ? markerOf(row.key) : null
}

export async function giveSecret(tx: Tx, boardId: BoardId, key: Uint8Array): Promise<void> {
  await tx.insert(boardSecrets).values({ boardId, key }).onConflictDoNothing()
}

export async function destroySecret(tx: Tx, boardId: BoardId): Promise<void> {
  await tx.delete(boardSecrets).where(eq(boardSecrets.boardId, boardId))
}
