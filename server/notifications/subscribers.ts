// Owns turning what happened into inbox items. Every function may be called again with the same news: the inbox keeps
// one item per person and happening. Items carry names, titles and numbers, never a text somebody may not read.

import type { UserId } from '../../shared/model.ts'
import type { Tx } from '../platform/database/handle.ts'
import type { Topics } from '../platform/topics.ts'
import { hearAnswer, hearComment, titleOf } from './rules.ts'
import * as store from './store.ts'

export interface NotificationDeps {
  transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  newId: () => string
  now: () => Date
  /** To this person's open pages. */
  toUser: (userId: UserId, name: 'inbox', body: { unread: number }) => void
}

type Told = Map<UserId, number>

export function notificationSubscribers(deps: NotificationDeps) {
  /** Items first and committed, then the live word: a page that asks at once finds them. */
  async function tell(work: (tx: Tx) => Promise<Told>): Promise<void> {
    const told = await deps.transaction(work)
    for (const [userId, unread] of told) deps.toUser(userId, 'inbox', { unread })
  }

  async function deliver(tx: Tx, news: store.News, to: readonly UserId[]): Promise<Told> {
    return store.unreadOfAll(tx, await store.deliver(tx, news, to, deps.newId))
  }

  return {
    'escalation.asked': (payload: Topics['escalation.asked']) =>
      tell(async (tx) => {
        const facts = await store.escalationFacts(tx, payload.escalationId)
        if (!facts) return new Map()
        const { boardId, ideaId, escalationId } = payload
        const data = { by: facts.asker, idea: titleOf(facts.text) }
        const sourceKey = `escalation-asked ${escalationId}`
        const to = facts.sponsorId === facts.escalatedBy ? [] : [facts.sponsorId as UserId]
        return deliver(tx, { kind: 'escalation-asked', boardId, ideaId, data, sourceKey, at: deps.now() }, to)
      }),

    'escalation.answered': (payload: Topics['escalation.answered']) =>
      tell(async (tx) => {
        const facts = await store.escalationFacts(tx, payload.escalationId)
        if (!facts) return new Map()
        const { boardId, ideaId, escalationId } = payload
        const to = hearAnswer({
          sponsorId: facts.sponsorId as UserId,
          escalatedBy: facts.escalatedBy as UserId,
          authorId: facts.naming === 'named' ? (facts.authorId as UserId | null) : null,
          likers: await store.likersOf(tx, ideaId),
        })
        const data = { sponsor: facts.sponsor, idea: titleOf(facts.text), status: facts.status }
        const sourceKey = `escalation-answered ${escalationId}`
        return deliver(tx, { kind: 'escalation-answered', boardId, ideaId, data, sourceKey, at: deps.now() }, to)
      }),

    'comment.added': (payload: Topics['comment.added']) =>
      tell(async (tx) => {
        const facts = await store.commentFacts(tx, payload.commentId)
        if (!facts) return new Map()
        const { boardId, ideaId, commentId } = payload
        const named = facts.naming === 'named'
        const to = hearComment({
          named,
          commenterId: facts.commenterId as UserId | null,
          authorId: named ? (facts.authorId as UserId | null) : null,
          earlierCommenters: named ? await store.commentersBefore(tx, ideaId, facts.createdAt) : [],
        })
        const data = { by: facts.commenter ?? '', idea: titleOf(facts.text) }
        const sourceKey = `comment-added ${commentId}`
        return deliver(tx, { kind: 'comment-added', boardId, ideaId, data, sourceKey, at: deps.now() }, to)
      }),

    /** To whoever came, also on an anonymous board: that somebody was there says nothing of what they wrote. */
    'minutes.written': (payload: Topics['minutes.written']) =>
      tell(async (tx) => {
        const { boardId, sessionId, userIds } = payload
        const board = await store.boardTitle(tx, boardId)
        if (board === null) return new Map()
        const data = { board: titleOf(board), session: sessionId }
        const sourceKey = `minutes-written ${sessionId}`
        return deliver(tx, { kind: 'minutes-written', boardId, ideaId: null, data, sourceKey, at: deps.now() }, userIds)
      }),

    /** `deliveryId` is the outbox row's: a role may be taken away and given again, and both times are news. */
    'role.granted': (payload: Topics['role.granted'], deliveryId: number) =>
      tell(async (tx) => {
        // Everybody becomes a member by signing up, and nobody gave the first admin their role.
        if (payload.role === 'member' || payload.grantedBy === null || payload.grantedBy === payload.userId) {
          return new Map()
        }
        const sourceKey = `role-granted ${deliveryId}`
        const news = { boardId: null, ideaId: null, data: { role: payload.role }, sourceKey, at: deps.now() }
        return deliver(tx, { kind: 'role-granted', ...news }, [payload.userId])
      }),
  }
}
