// Owns what a person reads of their own inbox, with names and titles as they are now. It must never answer for anybody but the
// person who asks, nor tell of a board they may no longer read.

import type { BoardId, InboxItem, UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { titleOf } from './rules.ts'
import * as store from './store.ts'

/** An inbox is for what is new; older news stands on the ideas themselves. */
export const INBOX_MAX_ITEMS = 200

export interface InboxDeps {
  /** Of these boards those this person may read now. */
  readableBy: (reader: Reader, userId: UserId, boardIds: readonly BoardId[]) => Promise<ReadonlySet<BoardId>>
  /** As others may see them; whoever was erased is absent. */
  namesOf: (reader: Reader, userIds: readonly UserId[]) => Promise<ReadonlyMap<UserId, string>>
}

/** Newest first. */
export async function inboxOf(reader: Reader, userId: UserId, deps: InboxDeps): Promise<InboxItem[]> {
  return toldAs(reader, userId, await store.newest(reader, userId, INBOX_MAX_ITEMS), deps)
}

/** These items as their reader is shown them, without what they may not know any more. */
export async function toldAs(
  reader: Reader,
  userId: UserId,
  rows: readonly store.ItemRow[],
  { readableBy, namesOf }: InboxDeps,
): Promise<InboxItem[]> {
  const readable = await readableBy(
    reader,
    userId,
    rows.flatMap((row) => row.boardId ?? []),
  )
  const shown = rows.filter(({ boardId }) => boardId === null || readable.has(boardId))
  const ids = shown.flatMap(({ data }) => [data['byId'], data['owesId']]).filter((id) => typeof id === 'string')
  const names = await namesOf(reader, [...new Set(ids)] as UserId[])
  const name = (id: string | number | undefined) => names.get(id as UserId)
  return shown.map((row) => {
    const { byId, owesId, ...data } = row.data
    const by = name(byId)
    const owes = name(owesId)
    return {
      id: row.id,
      kind: row.kind,
      boardId: row.boardId,
      ideaId: row.ideaId,
      data: {
        ...data,
        ...(by === undefined ? {} : { by }),
        ...(owes === undefined ? {} : { owes }),
        ...(row.ideaText === null ? {} : { idea: titleOf(row.ideaText) }),
        ...(row.boardTitle === null ? {} : { board: titleOf(row.boardTitle) }),
      },
      because: row.because,
      waits: row.waits,
      quiet: row.quiet,
      createdAt: row.createdAt.getTime(),
      readAt: row.readAt?.getTime() ?? null,
    }
  })
}

/** What the bell says: as many as the inbox would show as unread, were it without end. */
export async function unreadOf(reader: Reader, userId: UserId, { readableBy }: Pick<InboxDeps, 'readableBy'>) {
  const rows = await store.unreadByBoard(reader, [userId])
  const readable = await readableBy(
    reader,
    userId,
    rows.flatMap(({ boardId }) => boardId ?? []),
  )
  return rows.reduce((sum, { boardId, unread }) => sum + (boardId === null || readable.has(boardId) ? unread : 0), 0)
}
