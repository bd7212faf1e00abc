// Owns under which names the log of a board's documents keeps who wrote (SYNC S14, FAULTS F78): as they are on a named board, on
// an anonymous one as a keyed hash whose key dies when the board closes. Nothing in the database leads from an edit to its author
// after that, and nobody can tell two documents' authors to be one. The key must never be logged or leave the server.

import { createHmac } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { parseDocumentName } from '../../shared/documents.ts'
import type { BoardId } from '../../shared/model.ts'
import type { Db, Reader, Tx } from '../platform/database/handle.ts'
import { authorshipKeys, boards, ideas, minutes } from '../platform/database/schema/index.ts'
import { type Authorship, openAuthorship } from '../sync/index.ts'

const KEY_BYTES = 32 // as long as the hash
/** Nobody writes in a closed board; and should somebody, they are nobody. */
const nobody: Authorship = () => ({ userId: 'nobody', sessionId: null })

export interface AuthorshipDeps {
  db: Db
  randomBytes: (length: number) => Uint8Array
}

/** Asked when a document is opened, and again from time to time. */
export function createAuthorship({ db, randomBytes }: AuthorshipDeps) {
  return async (document: string): Promise<Authorship> => {
    const board = await boardOf(db, document)
    if (board === null || board.naming === 'named') return openAuthorship
    if (board.archivedAt !== null) return nobody
    const key = board.key ?? (await makeKey(db, board.id, randomBytes(KEY_BYTES)))
    return key === null ? nobody : hashed(key, document)
  }
}

/** When the board closes: what was written stays, who wrote it is gone. */
export async function destroyAuthorshipKey(tx: Tx, boardId: BoardId): Promise<void> {
  await tx.delete(authorshipKeys).where(eq(authorshipKeys.boardId, boardId))
}

function hashed(key: Uint8Array, document: string): Authorship {
  const known = new Map<string, string>()
  return ({ userId }) => {
    const name = known.get(userId) ?? createHmac('sha256', key).update(`${document}\n${userId}`).digest('base64url')
    known.set(userId, name)
    return { userId: name, sessionId: null }
  }
}

async function boardOf(reader: Reader, document: string) {
  const named = parseDocumentName(document)
  if (!named) return null
  const fields = { id: boards.id, naming: boards.naming, archivedAt: boards.archivedAt, key: authorshipKeys.key }
  const query = reader.select(fields).from(boards).leftJoin(authorshipKeys, eq(authorshipKeys.boardId, boards.id))
  const [board] =
    named.kind === 'proposal'
      ? await query.innerJoin(ideas, eq(ideas.boardId, boards.id)).where(eq(ideas.id, named.id))
      : named.kind === 'minutes'
        ? await query.innerJoin(minutes, eq(minutes.boardId, boards.id)).where(eq(minutes.sessionId, named.id))
        : await query.where(eq(boards.id, named.id))
  return board ?? null
}

/** The one key, whoever made it first; null when the board has closed meanwhile: its lock is waited for. */
async function makeKey(db: Db, boardId: string, key: Uint8Array): Promise<Uint8Array | null> {
  await db.execute(sql`
    insert into authorship_keys (board_id, key)
    select id, ${Buffer.from(key)}::bytea from boards
    where id = ${boardId} and archived_at is null and naming = 'anonymous' for share
    on conflict do nothing`)
  const [made] = await db
    .select({ key: authorshipKeys.key })
    .from(authorshipKeys)
    .where(eq(authorshipKeys.boardId, boardId))
  return made?.key ?? null
}
