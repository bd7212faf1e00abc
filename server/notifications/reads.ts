// Owns what a person reads of their own inbox. It must never answer for anybody but the person who asks.

import type { InboxItem, UserId } from '../../shared/model.ts'
import type { Reader } from '../platform/database/handle.ts'
import * as store from './store.ts'

/** An inbox is for what is new; older news stands on the ideas themselves. */
export const INBOX_MAX_ITEMS = 200

/** Newest first. */
export function inboxOf(reader: Reader, userId: UserId): Promise<InboxItem[]> {
  return store.newest(reader, userId, INBOX_MAX_ITEMS)
}

export function unreadOf(reader: Reader, userId: UserId): Promise<number> {
  return store.unreadOf(reader, userId)
}
