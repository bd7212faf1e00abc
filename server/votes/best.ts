// Owns going on with what a vote put first: the last round that was closed, and its best topics as the next round's own.

import type { BoardId, IdeaId } from '../../shared/model.ts'
import type { RoundView } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import { roundViews } from './reads.ts'
import type { AskedScope } from './scope.ts'

/** Of those closed since then. */
export async function lastClosedRound(reader: Reader, boardId: BoardId, since: Date): Promise<RoundView | null> {
  const closed = (await roundViews(reader, boardId)).filter(({ closedAt }) => (closedAt ?? 0) >= since.getTime())
  return closed.toSorted((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))[0] ?? null
}

/** What ties with the last of them comes along; null: there was no such round, or nobody voted in it. */
export async function bestOfLast(
  reader: Reader,
  boardId: BoardId,
  { count, since }: { count: number; since: Date },
): Promise<AskedScope | null> {
  const last = await lastClosedRound(reader, boardId, since)
  const best = (last?.result ?? []).filter(({ rank, votes }) => rank <= count && votes > 0)
  if (!last || best.length === 0) return null
  return { of: 'ideas', ideaIds: best.map(({ ideaId }) => ideaId as IdeaId), like: last.roundId }
}
