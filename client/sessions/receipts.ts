// Owns the proofs of what I wrote unseen: kept on this device until the reveal, and then looked for among those that were
// published. It says how many were found; it never sends them anywhere.

import type { SessionMine } from '../../shared/session.ts'
import { onForget } from '../live/forget.ts'
import { seatHere } from '../live/seat.ts'

const PREFIX = 'kiem.receipts.'
const keyOf = (userId: string, boardId: string): string => `${PREFIX}${userId}.${boardId}${seatHere()}`

/** By idea, the newest receipt of each. */
type Kept = Record<string, string>

export function keptReceipts(userId: string, boardId: string): Kept {
  try {
    return JSON.parse(localStorage.getItem(keyOf(userId, boardId)) ?? '{}') as Kept
  } catch {
    return {}
  }
}

function keep(userId: string, boardId: string, kept: Kept): void {
  try {
    if (Object.keys(kept).length > 0) localStorage.setItem(keyOf(userId, boardId), JSON.stringify(kept))
    else localStorage.removeItem(keyOf(userId, boardId))
  } catch {
    // Without storage there is nothing to compare with at the reveal, and nothing is claimed then.
  }
}

/** What the server holds of mine now. An empty answer forgets nothing: it may come from a moment after the reveal. */
export function noteReceipts(userId: string, boardId: string, sealed: SessionMine['sealed']): void {
  if (sealed.length === 0) return
  keep(userId, boardId, Object.fromEntries(sealed.map(({ ideaId, receipt }) => [ideaId, receipt])))
}

/** I took this one back myself. */
export function dropReceipt(userId: string, boardId: string, ideaId: string): void {
  const { [ideaId]: _gone, ...rest } = keptReceipts(userId, boardId)
  keep(userId, boardId, rest)
}

export const forgetReceipts = (userId: string, boardId: string): void => keep(userId, boardId, {})

/** How many of mine are among the published ones; null when I kept none. */
export function checkReceipts(kept: Kept, published: readonly string[]): { found: number; of: number } | null {
  const mine = Object.values(kept)
  if (mine.length === 0) return null
  const all = new Set(published)
  return { found: mine.filter((receipt) => all.has(receipt)).length, of: mine.length }
}

onForget((userId) => {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`${PREFIX}${userId}.`)) localStorage.removeItem(key)
})
