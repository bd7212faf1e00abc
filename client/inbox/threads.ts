// Owns how an inbox is read: idea by idea, the newest first, and only what is wanted. Pure.

import type { BoardId, IdeaId, InboxItem } from '../../shared/model.ts'

export const FILTERS = ['all', 'unread', 'waits'] as const
export type Filter = (typeof FILTERS)[number]

export interface Thread {
  key: string
  ideaId: IdeaId | null
  boardId: BoardId | null
  /** Of the idea, as it is now; null: it is about no idea. */
  title: string | null
  board: string | null
  /** Newest first. */
  items: InboxItem[]
  unread: string[]
  /** My move is asked for; `until` where it has an end. */
  waits: { until: number | null } | null
}

/** @param items newest first */
export function threadsOf(items: readonly InboxItem[], filter: Filter): Thread[] {
  const byKey = new Map<string, InboxItem[]>()
  for (const item of items) {
    const key = item.ideaId ?? item.boardId ?? 'me'
    byKey.set(key, [...(byKey.get(key) ?? []), item])
  }
  const threads = [...byKey].map(([key, own]) => threadOf(key, own))
  return threads.filter(({ unread, waits }) => {
    if (filter === 'all') return true
    return filter === 'unread' ? unread.length > 0 : waits !== null
  })
}

/** What stands beside each filter: of what is unread as much as the bell says, which counts each piece of news. */
export function countsOf(items: readonly InboxItem[]): Record<Filter, number> {
  const unread = items.filter(({ readAt }) => readAt === null).length
  return { all: 0, unread, waits: threadsOf(items, 'waits').length }
}

function threadOf(key: string, items: InboxItem[]): Thread {
  const [newest] = items
  const asking = items.find(({ waits }) => waits)
  const until = asking?.data['until']
  const said = (fact: string) => {
    const value = newest?.data[fact]
    return typeof value === 'string' ? value : null
  }
  return {
    key,
    ideaId: newest?.ideaId ?? null,
    boardId: newest?.boardId ?? null,
    title: newest?.ideaId ? said('idea') : null,
    board: said('board'),
    items,
    unread: items.filter(({ readAt }) => readAt === null).map(({ id }) => id),
    waits: asking ? { until: typeof until === 'number' ? until : null } : null,
  }
}

/** The page that shows it. */
export function placeOf({ kind, ideaId, boardId, data }: InboxItem): string {
  if (ideaId) return `/i/${ideaId}`
  if (kind === 'minutes-written' && boardId) return `/b/${boardId}/minutes?session=${data['session']}`
  if (kind === 'webhook-off') return '/webhooks'
  return boardId ? `/b/${boardId}` : '/profile'
}
